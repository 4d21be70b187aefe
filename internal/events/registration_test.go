package events

import (
	"fmt"
	"testing"
	"time"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/store"
	"pgregory.net/rapid"
)

func TestPlacesAreKeptForEachDateAndWay(t *testing.T) {
	onBench(t, func(t *testing.T, b *bench) {
		e := b.publishes(assembly())
		first, second := e.Dates[0].ID, e.Dates[1].ID
		ada := b.registers(e, "ada", first, Here)
		bea := b.registers(e, "bea", "", Here) // on all dates
		cem := b.registers(e, "cem", first, Here)
		dua := b.registers(e, "dua", first, Remote) // no limit online
		eva := b.registers(e, "eva", second, Here)
		for name, c := range map[string]struct {
			r    Registration
			want Standing
		}{"ada": {ada, Registered}, "bea": {bea, Registered}, "cem": {cem, Waitlisted}, "dua": {dua, Registered}, "eva": {eva, Registered}} {
			if c.r.Standing != c.want {
				t.Errorf("%s is %s, want %s", name, c.r.Standing, c.want)
			}
		}
		b.do(func(tx *store.Tx) error {
			return b.room.Cancel(tx.Context(), tx, auth.Holder(LinkMine, ada.ID, ada.Person), e, &ada)
		})
		if got := b.stands(cem); got.Standing != Offered {
			t.Errorf("who waited for the date is %s after a place fell free", got.Standing)
		}
	})
}

func TestWhoTakesAllDatesGivesTheirSingleOnesUp(t *testing.T) {
	onBench(t, func(t *testing.T, b *bench) {
		e := b.publishes(assembly())
		b.registers(e, "ada", e.Dates[0].ID, Here)
		b.registers(e, "bea", e.Dates[0].ID, Here)
		all := b.registers(e, "ada", "", Here) // the hall is full on the first date, of which one place is hers
		if all.Standing != Registered {
			t.Fatalf("she is %s for all dates", all.Standing)
		}
		if got := b.event("assembly").Dates[0].Taken.Here; got != 2 {
			t.Errorf("%d places are taken on the first date, want 2", got)
		}
		if cem := b.registers(e, "cem", "", Here); cem.Standing != Waitlisted {
			t.Errorf("who wants all dates is %s though the first is full", cem.Standing)
		}
	})
}

func TestAPlaceThatNobodyAnswersForGoesOn(t *testing.T) {
	onBench(t, func(t *testing.T, b *bench) {
		e := b.publishes(assembly())
		ada := b.registers(e, "ada", e.Dates[0].ID, Here)
		b.registers(e, "bea", e.Dates[0].ID, Here)
		cem := b.registers(e, "cem", e.Dates[0].ID, Here)
		b.clock.Add(HoldFor + time.Minute)
		b.do(func(tx *store.Tx) error {
			_, err := b.room.Lapse(tx.Context(), tx)
			return err
		})
		if got := b.stands(ada).Standing; got != Withdrawn {
			t.Errorf("the unanswered place is %s", got)
		}
		if got := b.stands(cem).Standing; got != Offered {
			t.Errorf("who waited is %s", got)
		}
	})
}

// TestNoSequenceOfStepsOversells lets people register, cancel, take back and
// change at random, and dates move and come: the counts are always those of the
// registrations, and never more than the places.
func TestNoSequenceOfStepsOversells(t *testing.T) {
	onBench(t, func(t *testing.T, b *bench) {
		run := 0
		rapid.Check(t, func(r *rapid.T) {
			run++
			e := assembly()
			e.Slug = fmt.Sprintf("assembly-%d", run)
			e = b.publishes(e)
			var all []Registration
			for range rapid.IntRange(1, 12).Draw(r, "steps") {
				all = b.step(r, e.Slug, all)
				b.countsHold(r, e.Slug)
			}
		})
	})
}

func (b *bench) step(r *rapid.T, slug string, all []Registration) []Registration {
	e := b.event(slug)
	dates := []string{"", e.Dates[0].ID, e.Dates[1].ID, e.Dates[len(e.Dates)-1].ID}
	date := rapid.SampledFrom(dates).Draw(r, "date")
	way := rapid.SampledFrom([]Way{Here, Remote}).Draw(r, "way")
	kind := rapid.IntRange(0, 5).Draw(r, "kind")
	if kind == 0 || len(all) == 0 {
		name := rapid.SampledFrom([]string{"ada", "bea", "cem", "dua", "eva"}).Draw(r, "who")
		if d := e.Date(date); d != nil && d.Status == CalledOff {
			return all
		}
		if len(e.Coming(b.clock.Now())) == 0 {
			return all
		}
		return append(all, b.registers(e, name, date, way))
	}
	one := rapid.SampledFrom(all).Draw(r, "registration")
	holder := auth.Holder(LinkMine, one.ID, one.Person)
	_ = b.try(func(tx *store.Tx) error { // what cannot be done is refused and changes nothing
		switch kind {
		case 1:
			return b.room.Cancel(tx.Context(), tx, holder, e, &one)
		case 2:
			return b.room.Undo(tx.Context(), tx, holder, e, &one)
		case 3:
			return b.room.Change(tx.Context(), tx, holder, e, &one, date, way)
		}
		next := e.clone()
		if kind == 4 {
			next.Dates = append(next.Dates, Date{Day: day("2027-04-07").AddDays(len(next.Dates)), Status: Scheduled, Places: &Places{Here: ptr(len(next.Dates) % 3)}})
			next.Dates[0].Day = next.Dates[0].Day.AddDays(1)
		} else if d := &next.Dates[rapid.IntRange(0, len(next.Dates)-1).Draw(r, "which")]; d.Status == CalledOff {
			d.Status = Scheduled
		} else {
			d.Status = CalledOff
		}
		_, err := b.room.Save(tx.Context(), tx, auth.AtConsole(), next)
		return err
	})
	return all
}

func (b *bench) countsHold(r *rapid.T, slug string) {
	e := b.event(slug)
	for _, d := range e.Dates {
		for _, w := range []Way{Here, Remote} {
			var n, whom int
			b.do(func(tx *store.Tx) error {
				return tx.Row(`SELECT COUNT(*), COUNT(DISTINCT r.person) FROM event_registration r WHERE r.event = $1 AND `+forDate("r", "$2")+` AND r.way = $3
					AND r.state IN ('registered', 'offered')`, e.ID, d.ID, string(w)).Scan(&n, &whom)
			})
			if n != whom {
				r.Fatalf("%s on %s: %d people have %d places", w, d.Day, whom, n)
			}
			if n != d.Taken.Of(w) {
				r.Fatalf("%s on %s: %d people have a place, %d are counted", w, d.Day, n, d.Taken.Of(w))
			}
			if limit := e.PlacesOn(&d).Of(w); limit != nil && n > *limit {
				r.Fatalf("%s on %s: %d people on %d places", w, d.Day, n, *limit)
			}
		}
	}
}
