package events

import (
	"testing"
	"time"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/i18n"
	"codeberg.org/plenary/plenary/internal/ical"
	"codeberg.org/plenary/plenary/internal/store"
)

// nightly is an event in the hour that the clocks skip once a year, every
// Sunday without an end.
func nightly() *Event {
	e := assembly()
	rule := RuleFrom(day("2027-04-04"), 1, Weeks)
	e.Slug, e.Start, e.Length, e.Rule, e.Dates = "nightly", 2*60+30, 30*time.Minute, &rule, nil
	skipped := day("2028-03-26")
	e.Dates = []Date{{Day: skipped, RuleDay: skipped, Status: Skipped}}
	return e
}

// The hour that a clock skips a year from now is nothing that stands in the way
// of cancelling.
func TestWhatWasExtendedOverASkippedHourCanBeCancelled(t *testing.T) {
	onBench(t, func(t *testing.T, b *bench) {
		e := b.publishes(nightly())
		b.clock.Set(time.Date(2027, 12, 1, 9, 0, 0, 0, time.UTC))
		b.do(func(tx *store.Tx) error {
			_, err := b.room.Extend(tx.Context(), tx)
			return err
		})
		if last := b.event(e.Slug).Ends(); last.Before(time.Date(2029, 3, 26, 0, 0, 0, 0, time.UTC)) {
			t.Fatalf("it was extended to %s", last)
		}
		if err := b.try(func(tx *store.Tx) error {
			return b.room.SetState(tx.Context(), tx, auth.AtConsole(), e.Slug, Cancelled)
		}); err != nil {
			t.Errorf("it cannot be cancelled: %v", err)
		}
	})
}

func TestADateByHandOnTheFirstDayOfTheRuleStaysBesideTheRulesOwn(t *testing.T) {
	onBench(t, func(t *testing.T, b *bench) {
		e := assembly()
		rule := RuleFrom(day("2027-02-03"), 1, Weeks)
		rule.Count = 3
		e.Rule, e.Dates = &rule, nil
		saved := b.publishes(e)
		saved = b.changes(saved.Slug, func(e *Event) {
			e.Dates = append(e.Dates, Date{Day: day("2027-02-03"), Start: ptr(e.Start - 600), Status: Scheduled})
		})
		given := 0
		for _, d := range saved.Dates {
			if d.RuleDay == day("2027-02-03") {
				given++
			}
		}
		if given != 1 || len(saved.Dates) != 4 {
			t.Errorf("%d of %d dates are the rule's first", given, len(saved.Dates))
		}
	})
}

func TestWhatWasHeldStaysInTheCalendarsOfAnEventThatIsCancelled(t *testing.T) {
	onBench(t, func(t *testing.T, b *bench) {
		e := assembly()
		rule := RuleFrom(day("2027-02-03"), 1, Weeks)
		rule.Count = 3
		e.Rule, e.Dates = &rule, nil
		b.publishes(e)
		b.clock.Set(time.Date(2027, 2, 5, 9, 0, 0, 0, time.UTC))
		b.do(func(tx *store.Tx) error {
			return b.room.SetState(tx.Context(), tx, auth.AtConsole(), e.Slug, Cancelled)
		})
		held := 0
		for _, entry := range b.event(e.Slug).Feed(Entrance{Base: "https://x.example", L: i18n.For("en")}) {
			if entry.Status == ical.Confirmed {
				held++
			}
		}
		if held != 1 {
			t.Errorf("%d dates were held, says the feed", held)
		}
	})
}

// A registration for a day that was left out of the rule is kept no longer than
// one for a day that was not.
func TestARegistrationForADayThatWasLeftOutIsForgottenToo(t *testing.T) {
	onBench(t, func(t *testing.T, b *bench) {
		e := assembly()
		rule := RuleFrom(day("2027-02-03"), 1, Weeks)
		e.Rule, e.Dates = &rule, nil
		saved := b.publishes(e)
		r := b.registers(saved, "ada", saved.Dates[0].ID, Remote)
		b.changes(e.Slug, func(e *Event) { e.Dates[0].Status = Skipped })
		b.clock.Set(time.Date(2027, 2, 4, 9, 0, 0, 0, time.UTC).Add(KeptFor))
		b.do(func(tx *store.Tx) error {
			_, err := b.room.Forget(tx.Context(), tx)
			return err
		})
		b.do(func(tx *store.Tx) error {
			kept, err := tx.Found(`SELECT 1 FROM event_registration WHERE id = $1`, r.ID)
			if kept {
				t.Error("it is kept")
			}
			return err
		})
	})
}

func TestWhoIsRegisteredForDatesThatAreAllLeftOutIsNotForgottenBeforeThem(t *testing.T) {
	onBench(t, func(t *testing.T, b *bench) {
		e := assembly()
		rule := RuleFrom(day("2027-02-03"), 1, Weeks)
		rule.Count = 2
		e.Rule, e.Dates = &rule, nil
		saved := b.publishes(e)
		r := b.registers(saved, "ada", "", Remote)
		b.changes(e.Slug, func(e *Event) { e.Dates[0].Status, e.Dates[1].Status = Skipped, Skipped })
		b.do(func(tx *store.Tx) error {
			_, err := b.room.Forget(tx.Context(), tx)
			return err
		})
		if is := b.stands(r).Standing; is != Registered {
			t.Errorf("the registration is %s", is)
		}
	})
}
