package letters

import (
	"context"
	"errors"
	"testing"
	"time"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/mail"
	"codeberg.org/plenary/plenary/internal/posts"
	"codeberg.org/plenary/plenary/internal/series"
	"codeberg.org/plenary/plenary/internal/store"
	"codeberg.org/plenary/plenary/internal/when"
)

func clockAt(hour, minute int) *when.Clock {
	c := when.Clock(60*hour + minute)
	return &c
}

func march(day int) *when.Date { return &when.Date{Year: 2027, Month: 3, Day: day} }

func TestTwoQuickEditsAreToldOnce(t *testing.T) {
	each(t, func(h *house) {
		h.publish(roomy())
		h.answered("fundamentals", amina, jo)
		h.change("fundamentals", 2, series.ThisOne, series.SessionChange{Start: clockAt(11, 0), Track: "A"})
		h.later(time.Minute)
		h.none()
		h.change("fundamentals", 2, series.ThisOne, series.SessionChange{Start: clockAt(12, 30), Track: "A"})
		h.change("fundamentals", 3, series.ThisOne, series.SessionChange{Date: march(25)})
		h.later(time.Minute)
		h.none()
		h.later(time.Minute + time.Second)
		two := h.mail()
		if len(two) != 2 {
			t.Fatalf("sent %v", subjects(two))
		}
		for _, l := range two {
			if l.to == jo.address { // whose hours in track B stayed for session 2
				l.has(h.t, "Moved to Thu, 25 Mar, 19:00 Berlin", "Was: Wed, 24 Mar, 19:00–21:00")
				l.hasNot(h.t, "Session 2")
				continue
			}
			l.has(h.t, "2 sessions have changed", "Session 2 – Leader identification: Was Wed, 17 Mar, 2:30 – 4:30 pm", "Now Wed, 17 Mar, 5:00 – 7:00 pm",
				"Session 3 – Semantics: Was Wed, 24 Mar")
			l.hasNot(h.t, "3:30 – 5:30 pm")
			if l.method != "REQUEST" || sequence(h.t, l) != 2 || len(l.files["fundamentals.ics"].Events()) != 1 {
				t.Errorf("%s %d %v", l.method, sequence(h.t, l), l.files)
			}
		}
		h.later(time.Hour)
		h.none()
	})
}

func TestWhatIsTakenBackIsNotTold(t *testing.T) {
	each(t, func(h *house) {
		h.publish(roomy())
		h.answered("fundamentals", amina)
		h.change("fundamentals", 2, series.ThisOne, series.SessionChange{Date: march(18)})
		h.change("fundamentals", 2, series.ThisOne, series.SessionChange{Date: march(17)})
		h.change("fundamentals", 3, series.ThisOne, series.SessionChange{Status: series.CalledOff})
		h.change("fundamentals", 3, series.ThisOne, series.SessionChange{Status: series.Scheduled})
		h.later(3 * time.Minute)
		h.none()
	})
}

func TestALaterChangeIsToldAgainstWhatWasToldBefore(t *testing.T) {
	each(t, func(h *house) {
		h.publish(roomy())
		h.answered("fundamentals", amina)
		h.change("fundamentals", 2, series.ThisOne, series.SessionChange{Date: march(18)})
		h.later(3 * time.Minute)
		first := h.one()
		h.change("fundamentals", 2, series.ThisOne, series.SessionChange{Date: march(19)})
		h.later(3 * time.Minute)
		second := h.one()
		second.has(h.t, "Was: Thu, 18 Mar", "Now, Kolkata time: Fri, 19 Mar")
		second.hasNot(h.t, "17 Mar")
		if sequence(h.t, second) <= sequence(h.t, first) {
			t.Error("the sequence did not grow")
		}
	})
}

// broken is a mail server that takes nothing while it is down.
type broken struct {
	mail.Transport
	down bool
}

func (b *broken) Send(ctx context.Context, e *mail.Envelope) error {
	if b.down {
		return &mail.Rejected{Code: 451, Step: "DATA"}
	}
	return b.Transport.Send(ctx, e)
}

func TestANoticeThatCouldNotBeSentIsReplacedByTheNext(t *testing.T) {
	each(t, func(h *house) {
		b := &broken{Transport: h.caught}
		h.out.Transport = b
		h.publish(roomy())
		h.answered("fundamentals", amina)
		b.down = true
		h.change("fundamentals", 2, series.ThisOne, series.SessionChange{Date: march(18)})
		h.later(3 * time.Minute)
		h.change("fundamentals", 3, series.ThisOne, series.SessionChange{Date: march(25)})
		h.later(3 * time.Minute)
		h.change("fundamentals", 2, series.ThisOne, series.SessionChange{Date: march(19)})
		h.later(3 * time.Minute)
		h.none()
		b.down = false
		h.later(4 * time.Hour)
		l := h.one()
		l.has(h.t, "Was Wed, 17 Mar", "Now Fri, 19 Mar", "Was Wed, 24 Mar", "Now Thu, 25 Mar")
		h.later(8 * time.Hour)
		h.none()
	})
}

func TestACancelledSessionLeavesTheCalendar(t *testing.T) {
	each(t, func(h *house) {
		h.publish(roomy())
		h.answered("fundamentals", amina)
		h.change("fundamentals", 1, series.ThisOne, series.SessionChange{Status: series.CalledOff})
		h.later(3 * time.Minute)
		l := h.one()
		if l.method != "CANCEL" || prop(l.event(h.t), "STATUS") != "CANCELLED" || sequence(h.t, l) != 1 {
			t.Errorf("%s, sequence %d", l.method, sequence(h.t, l))
		}
		l.has(h.t, "Cancelled: Wed, 10 Mar, 2:30 pm Kolkata", "The next session is on Wed, 17 Mar")
		h.change("fundamentals", 1, series.ThisOne, series.SessionChange{Status: series.Scheduled})
		h.later(3 * time.Minute)
		back := h.one()
		if back.method != "REQUEST" || sequence(h.t, back) != 2 {
			t.Errorf("%s, sequence %d", back.method, sequence(h.t, back))
		}
		back.has(h.t, "It takes place after all: Wed, 10 Mar, 2:30 pm Kolkata")
	})
}

func TestACancelledSeriesIsToldInOneLetter(t *testing.T) {
	each(t, func(h *house) {
		h.publish(roomy())
		h.answered("fundamentals", amina)
		h.write(func(tx *store.Tx) error {
			return h.series.SetState(tx.Context(), tx, auth.Itself(), "fundamentals", series.Cancelled)
		})
		h.later(3 * time.Minute)
		l := h.one()
		l.has(h.t, "Series cancelled: Organising fundamentals, from Wed, 10 Mar, 2:30 pm Kolkata on", "no more sessions take place")
		if l.method != "CANCEL" || len(l.files["fundamentals.ics"].Events()) != 3 {
			t.Errorf("%s, %v", l.method, l.files)
		}
		h.at("2027-03-10T08:30:00Z")
		h.none()
	})
}

func TestOnlyThoseAreToldWhoKnewItOtherwise(t *testing.T) {
	each(t, func(h *house) {
		h.publish(roomy())
		list := h.answered("fundamentals", amina, jo)
		h.as(list[1], func(tx *store.Tx, v auth.Viewer, s *series.Series, r *series.Registration) error {
			return h.series.Cancel(tx.Context(), tx, v, s, r)
		})
		h.settle()
		h.mail()
		h.clock.Add(time.Minute)
		h.change("fundamentals", 2, series.ThisOne, series.SessionChange{Date: march(18)})
		h.clock.Add(time.Minute)
		h.answered("fundamentals", nour) // whose confirmation has the new date
		h.later(2 * time.Minute)
		if l := h.one(); l.to != amina.address {
			t.Errorf("to %s", l.to)
		}
	})
}

func TestTheWaitingListHearsOfChangesWithoutAnInvitation(t *testing.T) {
	each(t, func(h *house) {
		h.publish(roomyBut("places: 1, waitlist: true"))
		h.answered("fundamentals", amina, nour)
		h.change("fundamentals", 2, series.ThisOne, series.SessionChange{Date: march(18)})
		h.later(3 * time.Minute)
		two := h.mail()
		if len(two) != 2 {
			t.Fatal(subjects(two))
		}
		for _, l := range two {
			if (l.invitation != nil) != (l.to == amina.address) {
				t.Errorf("an invitation to %s: %v", l.to, l.invitation != nil)
			}
		}
	})
}

func TestWhatASessionIsAboutIsNoReasonToWrite(t *testing.T) {
	each(t, func(h *house) {
		h.publish(roomy())
		h.answered("fundamentals", amina)
		call := "https://elsewhere.example/room"
		h.change("fundamentals", 2, series.ThisOne, series.SessionChange{Theme: map[string]string{"en": "Other words"}, Online: &call})
		h.later(3 * time.Minute)
		h.none()
	})
}

func TestAWriteUpGoesOnceToThoseWhoWereNotThere(t *testing.T) {
	each(t, func(h *house) {
		h.publish(roomy())
		olga := guest{"Olga", "olga@mail.example", "Europe/Berlin", "en", "A"}
		h.answered("fundamentals", amina, jo, nour, olga)
		there := h.registrationOf("fundamentals", amina.address)
		h.write(func(tx *store.Tx) error {
			return errors.Join(
				h.series.Tap(tx.Context(), tx, auth.Itself(), "fundamentals", 1, there.ID, true),
				h.series.Tap(tx.Context(), tx, auth.Itself(), "fundamentals", 1, h.idOf(tx, nour), false))
		})
		h.clock.Set(instantOf(h.t, "2027-03-10T13:00:00Z"))
		h.settle()
		h.mail()
		h.writeUp("fundamentals", 1)
		h.settle()
		two := h.mail()
		if len(two) != 2 {
			t.Fatalf("sent %v", subjects(two))
		}
		for _, l := range two {
			if l.to != nour.address && l.to != olga.address {
				t.Errorf("to %s", l.to)
			}
			l.has(h.t, base+"/posts/fundamentals-1", "Why we organise: what we heard")
			if l.header.Get("List-Unsubscribe-Post") != "List-Unsubscribe=One-Click" || l.header.Get("List-Id") == "" {
				t.Error("it cannot be stopped with one click")
			}
		}
		h.write(func(tx *store.Tx) error {
			s, err := h.series.BySlug(tx.Context(), tx, auth.Itself(), "fundamentals")
			if err != nil {
				return err
			}
			p, err := h.posts.WriteUp(tx.Context(), tx, auth.Itself(), posts.About{Kind: posts.Session, ID: s.Sessions[0].ID})
			if err == nil {
				err = h.posts.Withdraw(tx.Context(), tx, auth.Itself(), p.ID, "A mistake.", "en")
			}
			if err == nil {
				_, err = h.posts.Publish(tx.Context(), tx, auth.Itself(), p.ID)
			}
			return err
		})
		h.settle()
		h.none()
		h.at("2027-03-10T20:00:00Z") // the evening's track is over
		if l := h.one(); l.to != jo.address {
			t.Errorf("to %s", l.to)
		}
	})
}

// idOf is the registration of somebody, within a write.
func (h *house) idOf(tx *store.Tx, g guest) string {
	person, err := h.people.Find(tx, g.address)
	if err != nil {
		h.t.Error(err)
	}
	mine, err := h.series.Of(tx.Context(), tx, auth.Holder("feed", person, person), person)
	if err != nil || len(mine) == 0 {
		h.t.Errorf("not registered: %v", err)
		return ""
	}
	return mine[0].R.ID
}
