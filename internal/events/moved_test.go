package events

import (
	"testing"
	"time"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/i18n"
	"codeberg.org/plenary/plenary/internal/people"
	"codeberg.org/plenary/plenary/internal/store"
	"codeberg.org/plenary/plenary/internal/when"
)

func TestWhoIsRegisteredSeesWhoReadTheListOfTheEvent(t *testing.T) {
	onBench(t, func(t *testing.T, b *bench) {
		e := b.publishes(assembly())
		r := b.registers(e, "ada", "", Here)
		b.do(func(tx *store.Tx) error {
			list, err := b.room.Listed(tx, holder(r), r.Person)
			if len(list) != 1 || list[0].Object != e.ID || !list[0].Since.Equal(r.MadeAt) {
				t.Errorf("she stands in %v", list)
			}
			if _, err := b.room.Listed(tx, auth.AtConsole(), r.Person); !errs.Is(err, errs.NotFound) {
				t.Errorf("others are told: %v", err)
			}
			return err
		})
	})
}

// Halls fall through, and what was to be in one becomes a call: whoever was to
// come there has a place in the call.
func TestWhoWasToComeInPersonComesToTheCallThatItBecame(t *testing.T) {
	onBench(t, func(t *testing.T, b *bench) {
		hall := assembly()
		hall.Online = ""
		e := b.publishes(hall)
		one, all := b.registers(e, "ada", e.Dates[0].ID, Here), b.registers(e, "bea", "", Here)
		third := b.registers(e, "cem", e.Dates[2].ID, Here)
		e = b.changes(e.Slug, func(e *Event) { e.Dates[0].Venue, e.Venue, e.Online = nil, nil, "https://meet.example/a" })
		for _, r := range []Registration{one, all, third} {
			if is := b.stands(r).Way; is != Remote {
				t.Errorf("somebody comes %s", is)
			}
		}
		for i, want := range []int{2, 1, 2} {
			if got := e.Dates[i].Taken; got != (Taken{Online: want}) {
				t.Errorf("taken on date %d: %+v", i+1, got)
			}
		}
		b.clock.Set(e.Occurrence(&e.Dates[0]).Start)
		b.do(func(tx *store.Tx) error {
			_, err := b.room.Join(tx.Context(), tx, b.room.Key(one), e.Dates[0].ID)
			return err
		})
	})
}

func TestNobodyChangesTheirDateAfterRegistrationHasClosed(t *testing.T) {
	onBench(t, func(t *testing.T, b *bench) {
		e := assembly()
		e.Entry.Closes = &when.Wall{Date: day("2027-01-31"), Clock: 12 * 60}
		e = b.publishes(e)
		r := b.registers(e, "ada", e.Dates[0].ID, Here)
		b.clock.Set(time.Date(2027, 2, 1, 9, 0, 0, 0, time.UTC))
		change := func(v auth.Viewer) error {
			return b.try(func(tx *store.Tx) error { return b.room.Change(tx.Context(), tx, v, e, &r, e.Dates[1].ID, Here) })
		}
		if err := change(holder(r)); !errs.Is(err, errs.Closed) {
			t.Errorf("she changed: %v", err)
		}
		if err := change(auth.AtConsole()); err != nil {
			t.Errorf("her organiser cannot: %v", err)
		}
	})
}

// A day that was left out goes with the rule that gave it, as soon as letters
// have told of it, and nothing is kept of who was registered for it.
func TestADayThatWasLeftOutGoesWithItsRule(t *testing.T) {
	onBench(t, func(t *testing.T, b *bench) {
		e := assembly()
		rule := RuleFrom(day("2027-02-03"), 1, Weeks)
		e.Rule, e.Dates = &rule, nil
		saved := b.publishes(e)
		first := saved.Dates[0].ID
		r := b.registers(saved, "ada", first, Remote)
		b.do(func(tx *store.Tx) error {
			return b.room.Tap(tx.Context(), tx, auth.AtConsole(), e.Slug, first, r.ID, true)
		})
		b.changes(e.Slug, func(e *Event) { e.Dates[0].Status = Skipped })
		b.changes(e.Slug, func(e *Event) {
			other := RuleFrom(day("2027-02-02"), 1, Weeks)
			e.Rule = &other
		})
		b.clock.Add(untilTold + time.Hour)
		b.changes(e.Slug, func(*Event) {})
		b.do(func(tx *store.Tx) error {
			_, err := b.room.Forget(tx.Context(), tx)
			return err
		})
		b.do(func(tx *store.Tx) error {
			if _, _, _, err := b.room.Mine(tx.Context(), tx, b.room.Key(r)); !errs.Is(err, errs.NotFound) {
				t.Errorf("her registration for it is kept: %v", err)
			}
			return nil
		})
	})
}

// What was left out of a rule stands in the way of no other: neither of one that
// begins later, nor of none.
func TestADayThatWasLeftOutStandsInNoOnesWay(t *testing.T) {
	onBench(t, func(t *testing.T, b *bench) {
		for slug, other := range map[string]*Rule{"later": ptr(RuleFrom(day("2027-02-10"), 1, Weeks)), "none": nil} {
			e := assembly()
			rule := RuleFrom(day("2027-02-03"), 1, Weeks)
			e.Slug, e.Rule, e.Dates = slug, &rule, nil
			r := b.registers(b.publishes(e), "ada", "", Remote)
			b.changes(slug, func(e *Event) { e.Dates[0].Status = Skipped })
			e = b.changes(slug, func(e *Event) { e.Rule = other })
			if len(b.told) > 0 || r.Standing != Registered || len(e.Coming(b.clock.Now())) < 70 {
				t.Errorf("%s: %d dates, %d of them told of", slug, len(e.Dates), len(b.told))
			}
		}
	})
}

// What was called off stays so when the rule that gave it goes: pages say so,
// and nobody has to cancel it once more.
func TestADateThatWasCalledOffStaysWhenItsRuleGoes(t *testing.T) {
	onBench(t, func(t *testing.T, b *bench) {
		e := assembly()
		rule := RuleFrom(day("2027-02-03"), 1, Weeks)
		rule.Count = 1
		e.Rule, e.Dates = &rule, nil
		e = b.publishes(e)
		b.registers(e, "ada", e.Dates[0].ID, Remote)
		b.changes(e.Slug, func(e *Event) { e.Dates[0].Status = CalledOff })
		after := b.changes(e.Slug, func(e *Event) {
			other := RuleFrom(day("2027-02-02"), 1, Weeks)
			other.Count = 1
			e.Rule = &other
		})
		if off := after.Date(e.Dates[0].ID); off == nil || off.Status != CalledOff || len(after.Dates) != 2 {
			t.Errorf("%+v", after.Dates)
		}
	})
}

func TestADateRemembersItsHourWhenItsZoneIsChanged(t *testing.T) {
	onBench(t, func(t *testing.T, b *bench) {
		e := b.publishes(assembly())
		for _, c := range []struct{ zone, was string }{
			{"America/New_York", "2027-02-03T13:00"}, {"Asia/Kolkata", "2027-02-03T23:30"}, {"Europe/Berlin", ""}} {
			e = b.changes(e.Slug, func(e *Event) { e.Zone = c.zone })
			if was := e.Dates[0].Was.String(); was != c.was {
				t.Errorf("in %s it was to be %q, want %q", c.zone, was, c.was)
			}
		}
	})
}

// Dates may be chosen no longer; how one comes still may.
func TestTheWayCanBeChangedWhenDatesAreChosenNoLonger(t *testing.T) {
	onBench(t, func(t *testing.T, b *bench) {
		e := b.publishes(assembly())
		r := b.registers(e, "ada", e.Dates[0].ID, Here)
		e = b.changes(e.Slug, func(e *Event) { e.Entry.ByDate = false })
		b.do(func(tx *store.Tx) error {
			return b.room.Change(tx.Context(), tx, holder(r), e, &r, r.Date, Remote)
		})
		if is := b.stands(r).Way; is != Remote {
			t.Errorf("she comes %s", is)
		}
	})
}

func TestWhoJoinsTheCallHasAcceptedThePlaceThatIsOffered(t *testing.T) {
	onBench(t, func(t *testing.T, b *bench) {
		e := assembly()
		e.Entry.Places = Places{Online: ptr(1)}
		e = b.publishes(e)
		ada, bea := b.registers(e, "ada", e.Dates[0].ID, Remote), b.registers(e, "bea", e.Dates[0].ID, Remote)
		b.clock.Set(e.Occurrence(&e.Dates[0]).Start.Add(-5 * time.Minute))
		b.cancels(e, ada)
		b.do(func(tx *store.Tx) error {
			_, err := b.room.Join(tx.Context(), tx, b.room.Key(bea), e.Dates[0].ID)
			return err
		})
		if is := b.stands(bea).Standing; is != Registered {
			t.Errorf("who is in the call is %s", is)
		}
	})
}

// While nobody knows where it is, nobody chooses how they come; once it is in a
// hall alone, they all come there and take its places.
func TestWhoRegisteredBeforeThePlaceWasKnownTakesAPlaceThere(t *testing.T) {
	onBench(t, func(t *testing.T, b *bench) {
		e := assembly()
		e.Venue, e.Online = nil, ""
		e = b.publishes(e)
		one, all := b.registers(e, "ada", e.Dates[0].ID, ""), b.registers(e, "bea", "", "")
		e = b.changes(e.Slug, func(e *Event) { e.Venue = &Place{Name: "Hall"} })
		for _, r := range []Registration{one, all} {
			if is := b.stands(r).Way; is != Here {
				t.Errorf("somebody comes %s", is)
			}
		}
		if got := e.Dates[0].Taken; got != (Taken{Here: 2}) {
			t.Errorf("taken: %+v", got)
		}
		if cem := b.registers(e, "cem", e.Dates[0].ID, Here); cem.Standing != Waitlisted {
			t.Errorf("a third on two places is %s", cem.Standing)
		}
	})
}

func TestOnlyWhatIsAskedIsKeptOfAnswersAndStaysWhenTheTeamEntersSomebodyAgain(t *testing.T) {
	onBench(t, func(t *testing.T, b *bench) {
		e := assembly()
		e.Entry.Questions = []Question{{ID: "needs", Label: i18n.Text{"en": "What do you need?"}, Kind: AskText}}
		e = b.publishes(e)
		ada := people.Input{Name: "ada", Address: "ada@mail.example", Zone: "Asia/Kolkata", Language: "en"}
		b.do(func(tx *store.Tx) error {
			f := Form{Input: ada, Way: Remote, Answers: map[string]string{"needs": "a ramp", "junk": "of any length"}}
			_, err := b.room.Register(tx.Context(), tx, auth.Viewer{}, e.Slug, f.Clean())
			return err
		})
		r := b.registers(e, "ada", "", Remote)
		holds := func(when string) {
			b.do(func(tx *store.Tx) error {
				answers, err := b.room.Answers(tx, holder(r), e, r)
				if len(answers) != 1 || answers["needs"] != "a ramp" {
					t.Errorf("%s she said %v", when, answers)
				}
				return err
			})
		}
		holds("when she registered")
		b.cancels(e, r)
		b.do(func(tx *store.Tx) error {
			_, err := b.room.Enter(tx.Context(), tx, auth.AtConsole(), e.Slug, Form{Input: ada, Way: Remote}.Clean())
			return err
		})
		holds("when her team entered her again")
	})
}
