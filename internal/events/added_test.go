package events

import (
	"slices"
	"testing"
	"time"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/store"
)

// adds gives an event one more date with so many places in the hall.
func (b *bench) adds(slug, on string, places int) (*Event, *Date) {
	b.t.Helper()
	e := b.changes(slug, func(e *Event) {
		e.Dates = append(e.Dates, Date{Day: day(on), Places: &Places{Here: ptr(places)}})
	})
	for i := range e.Dates {
		if e.Dates[i].Day == day(on) {
			return e, &e.Dates[i]
		}
	}
	b.t.Fatalf("no date on %s", on)
	return nil, nil
}

// has is what somebody has at an event for a date, or for all.
func (b *bench) has(e *Event, r Registration, date string) (found Registration) {
	b.do(func(tx *store.Tx) error {
		list, err := b.room.OfEvent(tx, holder(r), e, r.Person)
		for _, one := range list {
			if one.Date == date {
				found = one
			}
		}
		return err
	})
	return found
}

// Whoever comes to all dates comes to one that is added as well, as far as there
// are places, in the order in which they registered. The others wait for it, and
// keep what they have.
func TestAnAddedDateIsGivenInTheOrderOfRegistrations(t *testing.T) {
	onBench(t, func(t *testing.T, b *bench) {
		big := assembly()
		big.Entry.Places = Places{Here: ptr(4)}
		e := b.publishes(big)
		var all []Registration
		for _, name := range []string{"ada", "bea", "cem"} {
			all = append(all, b.registers(e, name, "", Here))
			b.clock.Add(time.Minute)
		}
		far := b.registers(e, "far", "", Remote)
		e, added := b.adds(e.Slug, "2027-04-07", 1)
		if added.Taken != (Taken{Here: 1, Online: 1}) {
			t.Errorf("on one place in the hall: %+v", added.Taken)
		}
		for i, r := range append(slices.Clone(all), far) {
			r = b.stands(r)
			if gets := r.Holds(added); gets != (i == 0 || i == 3) {
				t.Errorf("number %d comes to the new date: %v", i+1, gets)
			}
			if !r.Holds(&e.Dates[0]) || r.Standing != Registered {
				t.Errorf("number %d has lost what they had", i+1)
			}
		}
		bea, cem := b.has(e, all[1], added.ID), b.has(e, all[2], added.ID)
		if bea.Standing != Waitlisted || cem.Standing != Waitlisted || bea.Rank >= cem.Rank {
			t.Fatalf("they wait for it as %q %d and %q %d", bea.Standing, bea.Rank, cem.Standing, cem.Rank)
		}
		// Who comes to it counts for the team and for the call as who has a place.
		b.do(func(tx *store.Tx) error {
			list, n, err := b.room.Entrants(tx.Context(), tx, auth.AtConsole(), e, Among{Date: added.ID, Standing: Registered})
			if n != 2 {
				t.Errorf("%d come: %v", n, list)
			}
			return err
		})
		// A place that falls free is the next one's without their being asked: they come to all dates.
		b.cancels(e, all[0])
		if now := b.stands(all[1]); !now.Holds(added) || b.has(e, all[1], added.ID).Standing == Waitlisted {
			t.Errorf("the place that fell free is not hers: %+v", now)
		}
		if cem := b.has(e, all[2], added.ID); cem.Standing != Waitlisted {
			t.Errorf("the third is %q on one place", cem.Standing)
		}
		if n := b.event(e.Slug).Date(added.ID).Taken.Here; n != 1 {
			t.Errorf("%d on one place", n)
		}
		// Who gives all dates up waits for none of them any more.
		b.cancels(e, all[2])
		if left := b.has(e, all[2], added.ID); left.ID != "" {
			t.Errorf("she still waits: %q", left.Standing)
		}
	})
}

func TestWithoutAWaitingListWhoHasNoPlaceOnAnAddedDateMayAskForItLater(t *testing.T) {
	onBench(t, func(t *testing.T, b *bench) {
		plain := assembly()
		plain.Entry.Waitlist = false
		e := b.publishes(plain)
		b.registers(e, "ada", "", Here)
		b.clock.Add(time.Minute)
		bea := b.registers(e, "bea", "", Here)
		e, added := b.adds(e.Slug, "2027-04-07", 1)
		if bea = b.stands(bea); bea.Holds(added) || added.Taken.Here != 1 || b.has(e, bea, added.ID).ID != "" {
			t.Errorf("she comes to it: %v, %d on one place", bea.Holds(added), added.Taken.Here)
		}
		e = b.changes(e.Slug, func(e *Event) { e.Date(added.ID).Places.Here = ptr(2) })
		if r := b.registers(e, "bea", added.ID, Here); r.Standing != Registered {
			t.Errorf("now that there is one she gets %q", r.Standing)
		}
		if n := b.event(e.Slug).Date(added.ID).Taken.Here; n != 2 {
			t.Errorf("%d places are taken", n)
		}
	})
}

// A rule without an end gets its dates by and by. Where there are more people
// than places by then, it does not give more than there are.
func TestARuleThatGoesOnGivesNoMorePlacesThanThereAre(t *testing.T) {
	onBench(t, func(t *testing.T, b *bench) {
		e := assembly()
		rule := RuleFrom(day("2027-02-03"), 1, Months)
		e.Rule, e.Dates = &rule, nil
		e = b.publishes(e)
		ada := b.registers(e, "ada", "", Here)
		b.clock.Add(time.Minute)
		bea := b.registers(e, "bea", "", Here)
		e = b.changes(e.Slug, func(e *Event) { e.Entry.Places.Here = ptr(1) }) // the hall is smaller now; nobody is sent away
		had := len(e.Dates)
		b.clock.Add(90 * 24 * time.Hour)
		b.do(func(tx *store.Tx) error {
			_, err := b.room.Extend(tx.Context(), tx)
			return err
		})
		e = b.event(e.Slug)
		if len(e.Dates) <= had {
			t.Fatal("no further dates")
		}
		for _, d := range e.Dates[had:] {
			if d.Taken.Here != 1 || b.has(e, bea, d.ID).Standing != Waitlisted {
				t.Errorf("%s: %d on one place, and the second %q", d.Day, d.Taken.Here, b.has(e, bea, d.ID).Standing)
			}
		}
		if ada = b.stands(ada); !ada.Holds(&e.Dates[had]) || e.Dates[0].Taken.Here != 2 {
			t.Errorf("what was given is taken away: %+v", e.Dates[0].Taken)
		}
	})
}

// A full date that was cancelled is in what one asks for with all dates. If it
// takes place after all, it has no more places than before.
func TestADateThatTakesPlaceAfterAllIsNotOversold(t *testing.T) {
	onBench(t, func(t *testing.T, b *bench) {
		e := b.publishes(assembly())
		first := e.Dates[0].ID
		b.registers(e, "ada", first, Here)
		b.registers(e, "bea", first, Here)
		e = b.changes(e.Slug, func(e *Event) { e.Dates[0].Status = CalledOff })
		cem := b.registers(e, "cem", "", Here)
		e = b.changes(e.Slug, func(e *Event) { e.Dates[0].Status = Scheduled })
		if n := e.Dates[0].Taken.Here; n != 2 {
			t.Errorf("%d people on 2 places", n)
		}
		if waits := b.has(e, cem, first); waits.Standing != Waitlisted || !b.stands(cem).Holds(&e.Dates[1]) {
			t.Errorf("who has all the others is %q for it", waits.Standing)
		}
	})
}

// A date that was over and is moved to where it is still to come is new to who
// registered for all meanwhile.
func TestADateThatComesOnceMoreIsNotOversold(t *testing.T) {
	onBench(t, func(t *testing.T, b *bench) {
		e := b.publishes(assembly())
		first := e.Dates[0].ID
		b.registers(e, "ada", first, Here)
		b.registers(e, "bea", first, Here)
		b.clock.Set(e.Occurrence(&e.Dates[0]).End.Add(time.Hour))
		cem := b.registers(e, "cem", "", Here)
		e = b.changes(e.Slug, func(e *Event) { e.Date(first).Day = day("2027-04-07") })
		if n := e.Date(first).Taken.Here; n != 2 || b.stands(cem).Holds(e.Date(first)) {
			t.Errorf("%d people on 2 places", n)
		}
	})
}
