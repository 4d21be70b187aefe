package circles_test

import (
	"strings"
	"testing"
	"time"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/circles"
	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/people"
	"codeberg.org/plenary/plenary/internal/series"
	"codeberg.org/plenary/plenary/internal/store"
)

func TestWhoIsErasedLeavesTheirCircleAndNothingBehind(t *testing.T) {
	eachMet(t, 4, func(t *testing.T, d *desk) {
		d.people.OnErased = append(d.people.OnErased, d.room.Forget)
		in := d.interest("person01")
		d.wishes(in, circles.Wishes{Apart: circles.NameThem("person02")})
		d.write(func(tx *store.Tx) error { return d.people.Erase(tx.Context(), tx, holder(in), in.Person) })
		if _, still := d.said()[in.ID]; still || d.seats()["person01"] != "" {
			t.Error("they are still there")
		}
		var hours, mails, wishes int
		d.read(func(tx *store.Tx) error {
			if _, _, _, _, err := d.room.Mine(tx.Context(), tx, d.room.Key(in)); !errs.Is(err, errs.NotFound) {
				t.Errorf("their link opens: %v", err)
			}
			return tx.Row(`SELECT (SELECT COUNT(*) FROM availability WHERE person = $1), (SELECT COUNT(*) FROM outbox WHERE person = $1),
				(SELECT COUNT(*) FROM interest WHERE person = $1 AND wishes IS NOT NULL)`, in.Person).Scan(&hours, &mails, &wishes)
		})
		if hours+mails+wishes != 0 {
			t.Errorf("%d hours, %d mails, %d wishes are left", hours, mails, wishes)
		}
	})
}

func TestADeletedSeriesTakesItsCirclesAlong(t *testing.T) {
	eachMet(t, 4, func(t *testing.T, d *desk) {
		d.series.HasPeople = append(d.series.HasPeople, d.room.HasPeople)
		d.series.OnDeleted = append(d.series.OnDeleted, d.room.ForgetSeries)
		drop := func() error {
			return d.try(func(tx *store.Tx) error {
				if err := d.series.SetState(tx.Context(), tx, auth.AtConsole(), d.slug, series.Draft); err != nil {
					return err
				}
				return d.series.Delete(tx.Context(), tx, auth.AtConsole(), d.slug)
			})
		}
		if err := drop(); !errs.Is(err, errs.Conflict) {
			t.Errorf("a series whose circles meet: %v", err)
		}
		for _, name := range []string{"person00", "person01", "person02", "person03"} {
			in := d.interest(name)
			d.write(func(tx *store.Tx) error { return d.room.Withdraw(tx.Context(), tx, holder(in), &in) })
		}
		if err := drop(); err != nil {
			t.Fatal(err)
		}
		d.nothingIsLeft()
	})
}

func TestThirtyDaysAfterTheEndNothingIsLeftOfCircles(t *testing.T) {
	eachMet(t, 5, func(t *testing.T, d *desk) {
		d.room.People.KeepsPerson = append(d.room.People.KeepsPerson, d.series.Keeps, d.room.Keeps)
		last := time.Date(2027, 3, 6, 0, 0, 0, 0, time.FixedZone("", 3600)) // two days after the last Thursday, in Berlin
		expire := func() (writes int) {
			for more := true; more; writes++ {
				d.write(func(tx *store.Tx) (err error) {
					more, err = d.room.Expire(tx.Context(), tx)
					return err
				})
			}
			return writes
		}
		d.clock.Set(last.Add(series.KeptFor - time.Second))
		if expire(); len(d.seats()) != 5 {
			t.Fatal("circles went before their time")
		}
		d.clock.Set(last.Add(series.KeptFor))
		if n := expire(); n < 3 {
			t.Errorf("all in %d writes", n)
		}
		d.nothingIsLeft()
		var people, hours, keys int
		d.read(func(tx *store.Tx) error {
			return tx.Row(`SELECT (SELECT COUNT(*) FROM person WHERE name IS NOT NULL), (SELECT COUNT(*) FROM availability), (SELECT COUNT(*) FROM keys)`).Scan(&people, &hours, &keys)
		})
		if people+hours+keys != 0 { // nobody of them ever confirmed their address
			t.Errorf("%d people, %d weeks of hours, %d keys are left", people, hours, keys)
		}
	})
}

// nothingIsLeft holds that no table of the room has rows.
func (d *desk) nothingIsLeft() {
	d.t.Helper()
	d.read(func(tx *store.Tx) error {
		for _, table := range []string{"cohort", "interest", "proposal", "proposal_step", "circle", "placement", "meeting", "swap", "presence", "pulse"} {
			var n int
			if err := tx.Row(`SELECT COUNT(*) FROM ` + table).Scan(&n); err != nil || n != 0 {
				d.t.Errorf("%d rows of %s are left (%v)", n, table, err)
			}
		}
		return nil
	})
}

func TestAPersonGetsAFileOfTheirCircles(t *testing.T) {
	eachMet(t, 4, func(t *testing.T, d *desk) {
		in := d.interest("person01")
		d.wishes(in, circles.Wishes{Together: circles.NameThem("person02"), Apart: circles.NameThem("Zoë"), Needs: []string{"captions"}})
		d.read(func(tx *store.Tx) error {
			parts, err := d.room.People.OwnData(tx.Context(), tx, named(in), in.Person, circles.Labels(), circles.Records())
			if err != nil {
				return err
			}
			file, err := people.OwnCSV(parts)
			if err != nil {
				return err
			}
			for _, want := range []string{"availability,1,hours,THU 18:00-21:00", "interest,1,cohort,lease", "interest,1,state,yes", "person02", "Zo\u00eb", "captions", "circle,1,code,C0"} {
				if !strings.Contains(string(file), want) {
					t.Errorf("the file lacks %s: %s", want, file)
				}
			}
			if _, err := d.room.People.OwnData(tx.Context(), tx, d.boss, in.Person, circles.Labels(), circles.Records()); !errs.Is(err, errs.NotFound) {
				t.Errorf("an organiser gets it: %v", err)
			}
			return nil
		})
	})
}
