package events

import (
	"testing"
	"time"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/people"
	"codeberg.org/plenary/plenary/internal/store"
)

// holder is the viewer who holds the link of a registration.
func holder(r Registration) auth.Viewer { return auth.Holder(LinkMine, r.ID, r.Person) }

// cancels gives somebody's place up.
func (b *bench) cancels(e *Event, r Registration) {
	b.t.Helper()
	b.do(func(tx *store.Tx) error { return b.room.Cancel(tx.Context(), tx, holder(r), e, &r) })
}

// changes saves an event after something of it was changed.
func (b *bench) changes(slug string, change func(e *Event)) *Event {
	b.t.Helper()
	next := b.event(slug).clone()
	change(next)
	b.do(func(tx *store.Tx) error {
		_, err := b.room.Save(tx.Context(), tx, auth.AtConsole(), next)
		return err
	})
	return b.event(slug)
}

func TestNobodyIsOfferedAPlaceOnADateThatWasCancelled(t *testing.T) {
	onBench(t, func(t *testing.T, b *bench) {
		e := b.publishes(assembly())
		first := e.Dates[0].ID
		b.registers(e, "ada", first, Here)
		b.registers(e, "bea", first, Here)
		cem, dua := b.registers(e, "cem", first, Here), b.registers(e, "dua", first, Here)
		b.changes(e.Slug, func(e *Event) { e.Dates[0].Status = CalledOff })
		for _, r := range []Registration{cem, dua} {
			if is := b.stands(r).Standing; is != Waitlisted {
				t.Errorf("on a date that is cancelled a place is %s", is)
			}
		}
		e = b.changes(e.Slug, func(e *Event) { e.Dates[0].Status = Scheduled })
		if n := e.Dates[0].Taken.Here; n != 2 {
			t.Errorf("it takes place after all, with %d people on 2 places", n)
		}
	})
}

func TestNobodyIsOfferedAPlaceInWhatIsCancelledOrOver(t *testing.T) {
	onBench(t, func(t *testing.T, b *bench) {
		e := b.publishes(assembly())
		first := e.Dates[0].ID
		ada, bea := b.registers(e, "ada", first, Here), b.registers(e, "bea", first, Here)
		cem, dua := b.registers(e, "cem", first, Here), b.registers(e, "dua", first, Here)
		b.do(func(tx *store.Tx) error {
			return b.room.SetState(tx.Context(), tx, auth.AtConsole(), e.Slug, Cancelled)
		})
		b.cancels(b.event(e.Slug), ada)
		if is := b.stands(cem).Standing; is != Waitlisted {
			t.Errorf("in an event that is cancelled a place is %s", is)
		}
		b.do(func(tx *store.Tx) error {
			return b.room.SetState(tx.Context(), tx, auth.AtConsole(), e.Slug, Published)
		})
		if is := b.stands(cem).Standing; is != Offered {
			t.Errorf("it takes place after all, and the free place is %s", is)
		}
		b.clock.Set(e.Occurrence(&e.Dates[0]).End.Add(time.Hour))
		b.cancels(b.event(e.Slug), bea)
		if is := b.stands(dua).Standing; is != Waitlisted {
			t.Errorf("on a date that is over a place is %s", is)
		}
	})
}

func TestAPlaceIsNotChangedIntoOneThatNobodyCounts(t *testing.T) {
	onBench(t, func(t *testing.T, b *bench) {
		hall := assembly()
		hall.Online = ""
		e := b.publishes(hall)
		first := e.Dates[0].ID
		ada := b.registers(e, "ada", first, Here)
		b.registers(e, "bea", first, Here)
		_ = b.try(func(tx *store.Tx) error {
			return b.room.Change(tx.Context(), tx, holder(ada), e, &ada, first, "")
		})
		if is := b.stands(ada).Way; is != Here {
			t.Errorf("she comes %q", is)
		}
		if cem := b.registers(e, "cem", first, Here); cem.Standing != Waitlisted {
			t.Errorf("a third on two places is %s", cem.Standing)
		}
	})
}

func TestWhoChangesToAllDatesHoldsEachOnce(t *testing.T) {
	onBench(t, func(t *testing.T, b *bench) {
		e := b.publishes(assembly())
		first, second := b.registers(e, "ada", e.Dates[0].ID, Here), b.registers(e, "ada", e.Dates[1].ID, Here)
		b.do(func(tx *store.Tx) error {
			return b.room.Change(tx.Context(), tx, holder(first), e, &first, "", Here)
		})
		if is := b.stands(second).Standing; is != Withdrawn {
			t.Errorf("besides all dates she has one of them: %s", is)
		}
		for _, d := range b.event(e.Slug).Dates {
			if d.Taken.Here != 1 {
				t.Errorf("on %s she takes %d places", d.Day, d.Taken.Here)
			}
		}
	})
}

func TestUndoingBringsNoSecondPlaceOnADate(t *testing.T) {
	onBench(t, func(t *testing.T, b *bench) {
		e := b.publishes(assembly())
		one := b.registers(e, "ada", e.Dates[0].ID, Here)
		b.cancels(e, one)
		b.registers(e, "ada", "", Here)
		err := b.try(func(tx *store.Tx) error { return b.room.Undo(tx.Context(), tx, holder(one), e, &one) })
		if n := b.event(e.Slug).Dates[0].Taken.Here; n != 1 || err == nil {
			t.Errorf("she takes %d places: %v", n, err)
		}
	})
}

func TestWhoWaitsForAllDatesIsNotGivenTwoPlacesOnOne(t *testing.T) {
	onBench(t, func(t *testing.T, b *bench) {
		e := b.publishes(assembly())
		b.registers(e, "ada", e.Dates[0].ID, Here)
		bea := b.registers(e, "bea", e.Dates[1].ID, Here)
		b.registers(e, "cem", e.Dates[1].ID, Here)
		all := b.registers(e, "ada", "", Here)
		if all.Standing != Waitlisted {
			t.Fatalf("she is %s for all", all.Standing)
		}
		b.cancels(e, bea)
		if is := b.stands(all).Standing; is != Registered && is != Offered {
			t.Errorf("she is %s though every date has a place for her", is)
		}
		if n := b.event(e.Slug).Dates[0].Taken.Here; n != 1 {
			t.Errorf("she takes %d places on the date that she had", n)
		}
	})
}

// Whoever types somebody else's address must not learn from the answer whether
// they come.
func TestTheFormAnswersAboutTheKnownAsAboutStrangers(t *testing.T) {
	onBench(t, func(t *testing.T, b *bench) {
		for _, waitlist := range []bool{true, false} {
			next := assembly()
			next.Slug, next.Entry.Waitlist = map[bool]string{true: "waits", false: "full"}[waitlist], waitlist
			e := b.publishes(next)
			b.registers(e, "ada", e.Dates[0].ID, Here)
			b.registers(e, "bea", e.Dates[0].ID, Here)
			asks := func(name, date string) (out Outcome, kind string) {
				_ = b.try(func(tx *store.Tx) error {
					f := Form{Input: people.Input{Name: "Eve", Address: name + "@mail.example", Zone: "Asia/Kolkata", Language: "en"}, Date: date, Way: Here}
					var err error
					if out, err = b.room.Register(tx.Context(), tx, auth.Viewer{}, e.Slug, f.Clean()); err != nil {
						kind = err.Error()
						return err
					}
					return errs.NotThere() // only asked
				})
				return out, kind
			}
			for _, date := range []string{e.Dates[0].ID, "", e.Dates[1].ID} {
				known, kind := asks("ada", date)
				stranger, want := asks("stranger", date)
				if known != stranger || kind != want {
					t.Errorf("waiting list %v, date %q: %+v %q for who is registered, %+v %q for a stranger", waitlist, date, known, kind, stranger, want)
				}
			}
		}
	})
}

func TestAPlaceOfSomebodyWithoutAnAddressDoesNotLapse(t *testing.T) {
	onBench(t, func(t *testing.T, b *bench) {
		e := b.publishes(assembly())
		var r Registration
		b.do(func(tx *store.Tx) (err error) {
			f := Form{Input: people.Input{Name: "Opa", Zone: "Europe/Berlin", Language: "de"}, Date: e.Dates[0].ID, Way: Here}
			r, err = b.room.Enter(tx.Context(), tx, auth.AtConsole(), e.Slug, f.Clean())
			return err
		})
		b.do(func(tx *store.Tx) error { return b.room.Cancel(tx.Context(), tx, auth.AtConsole(), e, &r) })
		b.do(func(tx *store.Tx) error { return b.room.Undo(tx.Context(), tx, auth.AtConsole(), e, &r) })
		b.clock.Add(HoldFor + time.Hour)
		b.do(func(tx *store.Tx) error {
			_, err := b.room.Lapse(tx.Context(), tx)
			return err
		})
		if is := b.stands(r).Standing; is != Registered {
			t.Errorf("nobody could answer for the place, and it is %s", is)
		}
	})
}

func TestAPlaceDoesNotLapseAfterTheDate(t *testing.T) {
	onBench(t, func(t *testing.T, b *bench) {
		e := b.publishes(assembly())
		o := e.Occurrence(&e.Dates[0])
		b.clock.Set(o.Start.Add(-time.Hour))
		r := b.registers(e, "ada", e.Dates[0].ID, Here)
		b.clock.Set(o.Start.Add(HoldFor))
		var more bool
		b.do(func(tx *store.Tx) (err error) {
			more, err = b.room.Lapse(tx.Context(), tx)
			return err
		})
		if is := b.stands(r); is.Standing != Registered || more {
			t.Errorf("two days after she was there her place is %s", is.Standing)
		}
	})
}

func TestWhoHasNoAddressIsNotAskedWhetherTheyTakeAPlace(t *testing.T) {
	onBench(t, func(t *testing.T, b *bench) {
		e := b.publishes(assembly())
		ada := b.registers(e, "ada", e.Dates[0].ID, Here)
		b.registers(e, "bea", e.Dates[0].ID, Here)
		var r Registration
		b.do(func(tx *store.Tx) (err error) {
			f := Form{Input: people.Input{Name: "Opa", Zone: "Europe/Berlin", Language: "de"}, Date: e.Dates[0].ID, Way: Here}
			r, err = b.room.Enter(tx.Context(), tx, auth.AtConsole(), e.Slug, f.Clean())
			return err
		})
		b.cancels(e, ada)
		if is := b.stands(r); is.Standing != Registered || !is.HoldUntil.IsZero() {
			t.Errorf("the place is %s", is.Standing)
		}
	})
}

// A calendar that was told to drop a date takes it in again only by a higher
// number, whichever registration it comes from.
func TestInvitationsToADateCountUpOverAllThatSomebodyHadThere(t *testing.T) {
	onBench(t, func(t *testing.T, b *bench) {
		e := b.publishes(assembly())
		first, second := e.Dates[0].ID, e.Dates[1].ID
		last := -1
		up := func(what string, r Registration) Registration {
			if r = b.stands(r); r.Sequence <= last {
				t.Errorf("%s: %d after %d", what, r.Sequence, last)
			}
			last = r.Sequence
			return r
		}
		move := func(r Registration, date string) Registration {
			b.do(func(tx *store.Tx) error { return b.room.Change(tx.Context(), tx, holder(r), e, &r, date, Remote) })
			return r
		}
		one := up("a date", b.registers(e, "ada", first, Remote))
		one = up("moved away from it", move(one, second))
		again := up("the date once more", b.registers(e, "ada", first, Remote))
		b.cancels(e, again)
		up("given up", again)
		one = up("moved back to it", move(one, first))
		all := up("all dates", b.registers(e, "ada", "", Remote))
		b.cancels(e, all)
		up("given up", all)
		up("the date alone", b.registers(e, "ada", first, Remote))
	})
}
