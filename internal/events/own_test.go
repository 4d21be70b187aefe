package events

import (
	"testing"
	"time"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/store"
)

func TestAMovedDateRemembersWhenItWasToBe(t *testing.T) {
	onBench(t, func(t *testing.T, b *bench) {
		e := b.publishes(assembly())
		move := func(days int) *Event {
			next := b.event(e.Slug).clone()
			next.Dates[0].Day = next.Dates[0].Day.AddDays(days)
			b.do(func(tx *store.Tx) error {
				_, err := b.room.Save(tx.Context(), tx, auth.AtConsole(), next)
				return err
			})
			return b.event(e.Slug)
		}
		for _, c := range []struct {
			days int
			was  string
		}{{1, "2027-02-03T19:00"}, {1, "2027-02-03T19:00"}, {-2, ""}, {3, "2027-02-03T19:00"}} {
			if got := move(c.days).Dates[0].Was.String(); got != c.was {
				t.Errorf("moved by %d days it was to be %q, want %q", c.days, got, c.was)
			}
		}
		b.do(func(tx *store.Tx) error {
			_, err := b.room.Copy(tx.Context(), tx, auth.AtConsole(), e.Slug, "again", day("2027-06-02"))
			return err
		})
		if was := b.event("again").Dates[0].Was; !was.IsZero() {
			t.Errorf("a copy was to be on %s", was)
		}
	})
}

func TestWhatSomebodyHasIsShownToThemAlone(t *testing.T) {
	onBench(t, func(t *testing.T, b *bench) {
		e := b.publishes(assembly())
		ada, bea := b.registers(e, "ada", e.Dates[0].ID, Remote), b.registers(e, "bea", "", Remote)
		key := b.room.Key(ada)
		b.do(func(tx *store.Tx) error {
			own, err := b.room.Of(tx.Context(), tx, auth.Holder(LinkMine, ada.ID, ada.Person), ada.Person)
			if err != nil || len(own) != 1 || own[0].R.ID != ada.ID || len(own[0].Coming(tx.Now())) != 1 {
				t.Errorf("%d registrations: %v", len(own), err)
			}
			if _, err := b.room.Of(tx.Context(), tx, auth.Holder(LinkMine, bea.ID, bea.Person), ada.Person); !errs.Is(err, errs.NotFound) {
				t.Errorf("somebody else's are shown: %v", err)
			}
			if err := b.room.RelocateAll(tx.Context(), tx, auth.Holder(LinkMine, bea.ID, bea.Person), ada.Person, "UTC", "de"); !errs.Is(err, errs.NotFound) {
				t.Errorf("somebody else's are moved: %v", err)
			}
			return b.room.Relink(tx, ada.Person)
		})
		b.do(func(tx *store.Tx) error {
			if _, _, _, err := b.room.Mine(tx.Context(), tx, key); !errs.Is(err, errs.NotFound) {
				t.Errorf("a link to an address that is not theirs any more opens %v", err)
			}
			return nil
		})
	})
}

func TestTheWayInIsForWhoHasAPlaceInTheCallAndInTime(t *testing.T) {
	onBench(t, func(t *testing.T, b *bench) {
		e := b.publishes(assembly())
		first := e.Dates[0].ID
		online, here := b.registers(e, "ada", first, Remote), b.registers(e, "bea", first, Here)
		join := func(r Registration, date string) (call string, err error) {
			err = b.try(func(tx *store.Tx) (err error) {
				call, err = b.room.Join(tx.Context(), tx, b.room.Key(r), date)
				return err
			})
			return call, err
		}
		start := e.Occurrence(&e.Dates[0]).Start
		for _, c := range []struct {
			at   time.Duration
			r    Registration
			date string
			ok   bool
		}{
			{-JoinBefore - time.Second, online, first, false}, {-JoinBefore, online, first, true}, {0, online, first, true}, {0, here, first, false},
			{0, online, e.Dates[1].ID, false}, {2*time.Hour + JoinAfter - time.Second, online, first, true}, {2*time.Hour + JoinAfter, online, first, false},
		} {
			b.clock.Set(start.Add(c.at))
			if call, err := join(c.r, c.date); (err == nil) != c.ok || c.ok && call != e.Online {
				t.Errorf("%s from the start: %q, %v", c.at, call, err)
			}
		}
	})
}
