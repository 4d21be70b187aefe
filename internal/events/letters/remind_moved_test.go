package letters

import (
	"testing"
	"time"

	"codeberg.org/plenary/plenary/internal/events"
	"codeberg.org/plenary/plenary/internal/store"
	"codeberg.org/plenary/plenary/internal/when"
)

// moves gives the first date another day and hour; Berlin is an hour ahead of
// UTC on all of them.
func (h *house) moves(day, hour int) {
	h.t.Helper()
	start := when.Clock(hour * 60)
	h.change("readers", func(e *events.Event) {
		e.Dates[0].Day, e.Dates[0].Start = when.Date{Year: 2027, Month: 2, Day: day}, &start
	})
}

// begun begins the reminders that are due, and nobody is written to yet.
func (h *house) begun(instant string) {
	h.t.Helper()
	at, err := time.Parse(time.RFC3339, instant)
	if err != nil {
		h.t.Fatal(err)
	}
	h.clock.Set(at)
	h.write(func(tx *store.Tx) error { return h.events.Remind(tx.Context(), tx) })
}

// queued is begun, and has the letters wait for a mail server that is down.
func (h *house) queued(instant string) {
	h.t.Helper()
	h.begun(instant)
	for more := true; more; {
		h.write(func(tx *store.Tx) (err error) {
			more, err = h.events.WriteLetters(tx.Context(), tx)
			return err
		})
	}
}

// expect settles at each instant in turn and compares what was sent.
func (h *house) expect(want ...[2]string) {
	h.t.Helper()
	for _, w := range want {
		h.at(w[0])
		if got := kinds(h.mail()); got != w[1] {
			h.t.Errorf("at %s %q was sent, want %q", w[0], got, w[1])
		}
	}
}

// comes has Amina registered for the first date, which begins on 17 February at
// 18:00 UTC, or for all.
func (h *house) comes(n int) {
	h.t.Helper()
	h.publish(roomy())
	h.answer(h.register("readers", amina, n, events.Remote))
	h.settle()
	h.mail()
}

func TestWhoWasRemindedIsRemindedOnceMoreOfTheNewTime(t *testing.T) {
	each(t, func(h *house) {
		h.comes(1)
		h.expect([2]string{"2027-02-16T18:00:00Z", "day-before>amina"})
		h.moves(18, 1) // 30 hours off
		h.expect(
			[2]string{"2027-02-16T18:03:00Z", "changed>amina"},
			[2]string{"2027-02-16T23:59:00Z", ""},
			[2]string{"2027-02-17T00:00:00Z", "day-before>amina"},
			[2]string{"2027-02-17T17:30:00Z", ""}, // the former hour
			[2]string{"2027-02-17T23:00:00Z", "hour-before>amina"},
			[2]string{"2027-02-17T23:30:00Z", ""},
		)
	})
}

func TestAReminderThatWaitsForTheFormerTimeDoesNotGo(t *testing.T) {
	each(t, func(h *house) {
		h.comes(1)
		h.expect([2]string{"2027-02-16T18:00:00Z", "day-before>amina"})
		h.queued("2027-02-17T17:00:00Z")
		h.moves(17, 23)
		h.expect(
			[2]string{"2027-02-17T17:03:00Z", "changed>amina"},
			[2]string{"2027-02-17T20:59:00Z", ""},
			[2]string{"2027-02-17T21:00:00Z", "hour-before>amina"},
			[2]string{"2027-02-17T21:30:00Z", ""},
		)
	})
}

func TestALetterBegunForTheFormerTimeGivesWayToTheNewOne(t *testing.T) {
	each(t, func(h *house) {
		h.comes(1)
		h.begun("2027-02-16T18:00:00Z")
		h.moves(18, 1)
		h.expect(
			[2]string{"2027-02-16T18:03:00Z", "changed>amina"},
			[2]string{"2027-02-17T00:00:00Z", "day-before>amina"},
			[2]string{"2027-02-17T23:00:00Z", "hour-before>amina"},
		)
	})
}

// What is moved, or added, into the next day is told by the letter about that.
func TestADateThatComesWithinTheDayIsToldOnce(t *testing.T) {
	each(t, func(h *house) {
		h.comes(0)
		h.clock.Set(time.Date(2027, 2, 10, 9, 0, 0, 0, time.UTC))
		h.moves(10, 22)
		h.change("readers", func(e *events.Event) {
			start := when.Clock(23*60 + 30)
			e.Dates = append(e.Dates, events.Date{Day: when.Date{Year: 2027, Month: 2, Day: 10}, Start: &start, Status: events.Scheduled})
		})
		h.expect(
			[2]string{"2027-02-10T09:01:00Z", ""},
			[2]string{"2027-02-10T09:03:00Z", "changed>amina"},
			[2]string{"2027-02-10T20:00:00Z", "hour-before>amina"},
			[2]string{"2027-02-10T21:30:00Z", "hour-before>amina"},
		)
	})
}

func TestADateWhoseStartStaysIsRemindedAsPlanned(t *testing.T) {
	each(t, func(h *house) {
		h.comes(0)
		h.clock.Set(time.Date(2027, 2, 16, 18, 0, 0, 0, time.UTC)) // the first one's reminder is due, and has not gone
		h.change("readers", func(e *events.Event) {
			another := when.Clock(20 * 60)
			e.Dates[0].Length, e.Dates[1].Start = 2*time.Hour, &another
		})
		h.expect(
			[2]string{"2027-02-16T18:01:00Z", "day-before>amina"},
			[2]string{"2027-02-16T18:03:00Z", "changed>amina"},
			[2]string{"2027-02-17T17:00:00Z", "hour-before>amina"},
			[2]string{"2027-03-16T19:00:00Z", "day-before>amina"},
			[2]string{"2027-03-17T18:00:00Z", "hour-before>amina"},
		)
	})
}

func TestAMoveThatIsTakenBackLeavesTheReminderAsItWas(t *testing.T) {
	each(t, func(h *house) {
		h.comes(1)
		h.begun("2027-02-16T18:00:00Z")
		h.moves(18, 1)
		h.moves(17, 19)
		h.expect(
			[2]string{"2027-02-16T18:03:00Z", "day-before>amina"},
			[2]string{"2027-02-17T17:00:00Z", "hour-before>amina"},
		)
	})
}
