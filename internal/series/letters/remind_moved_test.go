package letters

import (
	"context"
	"testing"
	"time"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/series"
	"codeberg.org/plenary/plenary/internal/store"
	"codeberg.org/plenary/plenary/internal/when"
)

// moves gives the first session another day and hour, in track A.
func (h *house) moves(day, hour int) {
	h.t.Helper()
	date, start := when.Date{Year: 2027, Month: 3, Day: day}, when.Clock(hour*60)
	h.change("fundamentals", 1, series.ThisOne, series.SessionChange{Date: &date, Start: &start, Track: "A"})
}

// queued does what is due, without a mail server.
func (h *house) queued() {
	h.t.Helper()
	for n := 1; n > 0; {
		var err error
		if n, err = h.jobs.RunDue(h.t.Context()); err != nil {
			h.t.Fatal(err)
		}
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

// Session 1 of track A begins on 10 March at 9:00 UTC, which is 10 in Berlin.
func TestWhoWasRemindedIsRemindedOnceMoreOfTheNewTime(t *testing.T) {
	each(t, func(h *house) {
		h.publish(roomy())
		h.answered("fundamentals", amina)
		h.expect([2]string{"2027-03-09T09:00:00Z", series.MailDayBefore})
		h.moves(10, 16) // 30 hours off
		h.expect(
			[2]string{"2027-03-09T09:03:00Z", series.MailChanged},
			[2]string{"2027-03-09T14:59:00Z", ""},
			[2]string{"2027-03-09T15:00:00Z", series.MailDayBefore},
			[2]string{"2027-03-10T08:30:00Z", ""}, // the former hour
			[2]string{"2027-03-10T14:00:00Z", series.MailHourBefore},
		)
		for range 12 {
			h.later(5 * time.Minute)
		}
		h.none()
	})
}

func TestAReminderThatWaitsForTheFormerTimeDoesNotGo(t *testing.T) {
	each(t, func(h *house) {
		h.publish(roomy())
		h.answered("fundamentals", amina)
		h.expect([2]string{"2027-03-09T09:00:00Z", series.MailDayBefore})
		h.clock.Set(instantOf(t, "2027-03-10T08:00:00Z"))
		h.queued() // an hour before, and the mail server is down
		h.moves(10, 16)
		h.expect(
			[2]string{"2027-03-10T08:03:00Z", series.MailChanged},
			[2]string{"2027-03-10T13:59:00Z", ""},
			[2]string{"2027-03-10T14:00:00Z", series.MailHourBefore},
		)
	})
}

func TestAGroupIsRemindedOfTheNewTimeOnly(t *testing.T) {
	each(t, func(h *house) {
		h.publish(roomy())
		d := h.group("fundamentals", guest{"Rosa", "rosa@mail.example", "Europe/Berlin", "en", "A"}, "Harbour", "Ada\nBen\nCem", series.ReceivesContact)
		h.asContact(d, func(ctx context.Context, tx *store.Tx, v auth.Viewer, s *series.Series, d *series.Delegation) error {
			return h.series.AnswerGroup(ctx, tx, v, s, d)
		})
		h.settle()
		h.mail()
		h.clock.Set(instantOf(t, "2027-03-09T09:00:00Z"))
		h.queued()
		h.moves(10, 16)
		h.expect(
			[2]string{"2027-03-09T09:03:00Z", series.MailGroupChanged},
			[2]string{"2027-03-09T15:00:00Z", series.MailGroupDayBefore},
		)
		h.clock.Set(instantOf(t, "2027-03-10T14:00:00Z"))
		h.queued()
		h.moves(10, 20)
		h.expect(
			[2]string{"2027-03-10T14:03:00Z", series.MailGroupChanged},
			[2]string{"2027-03-10T18:00:00Z", series.MailGroupHourBefore},
		)
	})
}

func TestAMailingForTheFormerTimeStops(t *testing.T) {
	each(t, func(h *house) {
		h.publish(roomy())
		h.answered("fundamentals", amina)
		h.clock.Set(instantOf(t, "2027-03-09T09:00:00Z"))
		if err := h.series.Remind(t.Context(), h.db); err != nil { // and nobody is written to yet
			t.Fatal(err)
		}
		h.moves(10, 13)
		h.expect(
			[2]string{"2027-03-09T09:03:00Z", series.MailChanged},
			[2]string{"2027-03-09T12:00:00Z", series.MailDayBefore},
			[2]string{"2027-03-10T11:00:00Z", series.MailHourBefore},
		)
	})
}

func TestWhoseHoursStayIsRemindedAsPlanned(t *testing.T) {
	each(t, func(h *house) {
		h.publish(roomy())
		h.answered("fundamentals", amina, jo)
		h.clock.Set(instantOf(t, "2027-03-09T18:30:00Z")) // the others' reminder is due, and has not gone
		start := when.Clock(11 * 60)
		h.change("fundamentals", 1, series.ThisOne, series.SessionChange{Start: &start, Track: "A"})
		sent := map[string]string{}
		h.later(3 * time.Minute)
		for _, l := range h.mail() {
			sent[l.to] += l.kind
		}
		if sent[amina.address] != series.MailChanged || sent[jo.address] != series.MailDayBefore {
			t.Errorf("sent: %v", sent)
		}
	})
}
