package events

import (
	"context"
	"strconv"
	"testing"
	"time"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/people"
	"codeberg.org/plenary/plenary/internal/seal"
	"codeberg.org/plenary/plenary/internal/store"
	"codeberg.org/plenary/plenary/internal/store/storetest"
)

// BenchmarkAFileOfFiveThousandPeople writes the file of an event's people, each
// with a sealed name, an address and an answer.
func BenchmarkAFileOfFiveThousandPeople(b *testing.B) {
	const crowd = 5000
	clock := storetest.NewClock()
	clock.Set(time.Date(2027, 1, 4, 9, 0, 0, 0, time.UTC))
	db := storetest.OpenWith(b, store.SQLite, store.Options{Now: clock.Now, Careless: true})
	keys := seal.New(make([]byte, 32))
	room := &Room{Keys: keys, People: &people.Room{Keys: keys}}
	write := func(fn func(tx *store.Tx) error) {
		b.Helper()
		if err := db.Write(context.Background(), fn); err != nil {
			b.Fatal(err)
		}
	}
	e := assembly()
	e.Entry.Places.Here, e.Entry.Questions = nil, []Question{{ID: "brings", Kind: AskText, Label: map[string]string{"en": "What do you bring?"}}}
	write(func(tx *store.Tx) (err error) {
		if e, err = room.Save(tx.Context(), tx, auth.AtConsole(), e); err != nil {
			return err
		}
		return room.SetState(tx.Context(), tx, auth.AtConsole(), e.Slug, Published)
	})
	for from := 0; from < crowd; from += 500 {
		write(func(tx *store.Tx) error {
			var list []people.Input
			for i := from; i < from+500; i++ {
				list = append(list, people.Input{Name: "Person " + strconv.Itoa(i), Address: "p" + strconv.Itoa(i) + "@mail.example", Zone: "Europe/Berlin", Language: "en"})
			}
			met, err := room.People.MeetMany(tx.Context(), tx, auth.AtConsole(), list)
			if err != nil {
				return err
			}
			for _, p := range met {
				r := Registration{ID: store.NewID(), Event: e.ID, Person: p.ID, Way: Here, Standing: Registered, Zone: "Europe/Berlin", Language: "en", MadeAt: tx.Now()}
				if err := room.insert(tx, r, map[string]string{"brings": "Soup for " + p.Name}); err != nil {
					return err
				}
			}
			return nil
		})
	}
	for b.Loop() {
		write(func(tx *store.Tx) error {
			data, err := room.ExportPeople(tx.Context(), tx, auth.AtConsole(), e, Among{})
			if len(data) < crowd*60 {
				b.Fatalf("%d bytes", len(data))
			}
			return err
		})
	}
}
