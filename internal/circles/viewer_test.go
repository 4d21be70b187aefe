package circles_test

import (
	"testing"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/store"
)

// TestWhoHasNothingToDoWithItIsToldNothing asks for everything that is one
// member's own as somebody else: another who said yes, who forms circles, and
// nobody at all.
func TestWhoHasNothingToDoWithItIsToldNothing(t *testing.T) {
	eachDesk(t, func(t *testing.T, d *desk) {
		d.many(4)
		d.publish(d.form(""))
		in, other := d.interest("person00"), d.interest("person01")
		s := d.load()
		asks := map[string]func(tx *store.Tx, v auth.Viewer) error{
			"whether a place is looked for": func(tx *store.Tx, v auth.Viewer) error { _, err := d.room.Seeking(tx, v, in); return err },
			"that they answered":            func(tx *store.Tx, v auth.Viewer) error { return d.room.Answered(tx, v, &in) },
			"their series":                  func(tx *store.Tx, v auth.Viewer) error { _, err := d.room.SeriesOf(tx, v, in); return err },
			"whether they are asked":        func(tx *store.Tx, v auth.Viewer) error { _, err := d.room.Asked(tx, v, "m", in.ID); return err },
			"where they were":               func(tx *store.Tx, v auth.Viewer) error { _, err := d.room.WasThere(tx, v, in); return err },
			"why they have no circle":       func(tx *store.Tx, v auth.Viewer) error { _, _, err := d.room.WhyNot(tx, v, in); return err },
			"their hours":                   func(tx *store.Tx, v auth.Viewer) error { _, err := d.room.HoursOf(tx, v, in.Person); return err },
			"their wishes":                  func(tx *store.Tx, v auth.Viewer) error { _, err := d.room.WishesOf(tx, v, in); return err },
			"their circle": func(tx *store.Tx, v auth.Viewer) error {
				_, _, err := d.room.OwnCircle(tx.Context(), tx, v, in)
				return err
			},
			"a letter to them": func(tx *store.Tx, v auth.Viewer) error {
				_, err := d.room.Letter(tx.Context(), tx, v, in.ID)
				return err
			},
			"a circle they were in": func(tx *store.Tx, v auth.Viewer) error { _, err := d.room.Former(tx, v, "c"); return err },
		}
		for what, ask := range asks {
			for who, v := range map[string]auth.Viewer{"another member": named(other), "who forms circles": d.boss, "nobody": {}} {
				if err := d.try(func(tx *store.Tx) error { return ask(tx, v) }); !errs.Is(err, errs.NotFound) {
					t.Errorf("%s asks for %s: %v", who, what, err)
				}
			}
		}
		stranger := d.person("stranger")
		for who, v := range map[string]auth.Viewer{"a stranger": stranger, "nobody": {}} {
			err := d.try(func(tx *store.Tx) error {
				c, err := d.room.CohortOf(tx, d.boss, s.ID)
				if err == nil {
					_, err = d.room.SafetyName(tx, v, c)
				}
				return err
			})
			if !errs.Is(err, errs.NotFound) {
				t.Errorf("%s asks for the safety contact: %v", who, err)
			}
		}
		d.read(func(tx *store.Tx) error {
			c, err := d.room.CohortOf(tx, d.boss, s.ID)
			for _, v := range []auth.Viewer{named(in), d.boss} {
				if err == nil {
					_, err = d.room.SafetyName(tx, v, c)
				}
			}
			return err
		})
	})
}
