package events

import (
	"context"
	"testing"
	"time"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/i18n"
	"codeberg.org/plenary/plenary/internal/people"
	"codeberg.org/plenary/plenary/internal/seal"
	"codeberg.org/plenary/plenary/internal/store"
	"codeberg.org/plenary/plenary/internal/store/storetest"
)

// bench is an empty house with a room of events in it.
type bench struct {
	t     *testing.T
	db    *store.DB
	clock *storetest.Clock
	room  *Room
	told  []Changed
}

// onBench runs a test on an empty database of each engine.
func onBench(t *testing.T, fn func(t *testing.T, b *bench)) {
	clock := storetest.NewClock()
	storetest.EachWith(t, store.Options{Now: clock.Now}, func(t *testing.T, db *store.DB) {
		keys := seal.New(make([]byte, 32))
		b := &bench{t: t, db: db, clock: clock}
		b.clock.Set(time.Date(2027, 1, 4, 9, 0, 0, 0, time.UTC))
		b.room = &Room{Keys: keys, People: &people.Room{Keys: keys}}
		b.room.OnChanged = append(b.room.OnChanged, func(_ context.Context, _ *store.Tx, _ *Event, changed []Changed) error {
			b.told = changed
			return nil
		})
		fn(t, b)
	})
}

func (b *bench) do(fn func(tx *store.Tx) error) {
	b.t.Helper()
	if err := b.try(fn); err != nil {
		b.t.Fatal(err)
	}
}

func (b *bench) try(fn func(tx *store.Tx) error) error {
	b.told = nil
	return b.db.Write(context.Background(), fn)
}

// assembly is a small event that is in order: three dates, a hall and a call.
func assembly() *Event {
	return &Event{
		Slug: "assembly", Kind: Assembly, Title: i18n.Text{"en": "Tenants’ assembly"}, Zone: "Europe/Berlin",
		Start: 19 * 60, Length: 2 * time.Hour, Venue: &Place{Name: "Hall", City: "Berlin"}, Online: "https://meet.example/a",
		Dates: []Date{{Day: day("2027-02-03")}, {Day: day("2027-02-10")}, {Day: day("2027-03-31")}},
		Entry: Entry{Registration: Required, ByDate: true, Waitlist: true, Places: Places{Here: ptr(2)}},
	}
}

// publishes saves an event and publishes it.
func (b *bench) publishes(e *Event) *Event {
	b.t.Helper()
	b.do(func(tx *store.Tx) error {
		saved, err := b.room.Save(tx.Context(), tx, auth.AtConsole(), e)
		if err != nil {
			return err
		}
		return b.room.SetState(tx.Context(), tx, auth.AtConsole(), saved.Slug, Published)
	})
	return b.event(e.Slug)
}

func (b *bench) event(slug string) *Event {
	b.t.Helper()
	var e *Event
	if err := b.db.Read(context.Background(), func(tx *store.Tx) (err error) {
		e, err = b.room.BySlug(tx.Context(), tx, auth.Itself(), slug)
		return err
	}); err != nil {
		b.t.Fatal(err)
	}
	return e
}

// registers lets somebody register, and returns their registration.
func (b *bench) registers(e *Event, name, date string, way Way) (r Registration) {
	b.t.Helper()
	b.do(func(tx *store.Tx) error {
		f := Form{Input: people.Input{Name: name, Address: name + "@mail.example", Zone: "Asia/Kolkata", Language: "en"}, Date: date, Way: way}
		if _, err := b.room.Register(tx.Context(), tx, auth.Viewer{}, e.Slug, f.Clean()); err != nil {
			return err
		}
		person, err := b.room.People.Find(tx, name+"@mail.example")
		if err != nil {
			return err
		}
		r, err = b.room.standsFor(tx, e.ID, person, date)
		return err
	})
	return r
}

// stands returns a registration as it is now.
func (b *bench) stands(r Registration) (now Registration) {
	b.t.Helper()
	b.do(func(tx *store.Tx) (err error) {
		now, err = b.room.registration(tx, r.ID)
		return err
	})
	return now
}
