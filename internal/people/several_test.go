package people_test

import (
	"context"
	"testing"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/people"
	"codeberg.org/plenary/plenary/internal/store"
)

func TestManyAreMetAsEachWouldBe(t *testing.T) {
	house(t, func(t *testing.T, db *store.DB, room *people.Room) {
		ctx := context.Background()
		in := func(name, address string) people.Input {
			return people.Input{Name: name, Address: address, Zone: "Europe/Berlin", Language: "de"}
		}
		var old people.Person
		write(t, db, func(tx *store.Tx) (err error) {
			old, _, err = room.Meet(ctx, tx, auth.Viewer{}, in("Ada", "ada@mail.example"))
			return err
		})
		var met []people.Met
		write(t, db, func(tx *store.Tx) (err error) {
			met, err = room.MeetMany(ctx, tx, auth.Holder("g", "d", "carla"), []people.Input{
				in("Bo", ""), in("A.", "ADA@mail.example"), in("Cai", "cai@mail.example"), in("Bo", ""), in("C.", "Cai@Mail.Example")})
			return err
		})
		if len(met) != 5 || !met[1].Known || met[1].ID != old.ID || met[1].Name != "Ada" || met[0].Known || met[0].ID == met[3].ID || met[4].ID != met[2].ID {
			t.Fatalf("%+v", met)
		}
		write(t, db, func(tx *store.Tx) error {
			for _, m := range met {
				p, err := room.Get(tx, m.ID)
				if err != nil || p.Name != m.Name || p.Address != m.Address || p.EnteredBy != map[bool]string{false: "carla"}[m.ID == old.ID] {
					t.Errorf("%+v is %+v: %v", m, p, err)
				}
			}
			return nil
		})
		write(t, db, func(tx *store.Tx) error {
			none, err := room.MeetMany(ctx, tx, auth.Viewer{}, nil)
			if len(none) != 0 {
				t.Error(none)
			}
			return err
		})
	})
}
