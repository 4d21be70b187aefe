package letters

import (
	"strconv"
	"strings"
	"testing"
	"time"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/series"
	"codeberg.org/plenary/plenary/internal/store"
)

// roomy is story without limits of places.
func roomy() string { return strings.Replace(story, ", places: 4, waitlist: true", "", 1) }

var (
	amina = guest{"Amina", "amina@mail.example", "Asia/Kolkata", "en", "A"}
	jo    = guest{"Jörg", "joerg@mail.example", "Europe/Berlin", "en", "B"}
	nour  = guest{"نور", "nour@mail.example", "Africa/Cairo", "en", "A"}
)

func TestAConfirmationCarriesTheNextSessionAndTheOthersAsOneFile(t *testing.T) {
	each(t, func(h *house) {
		h.publish(roomy())
		h.register("fundamentals", amina)
		h.settle()
		l := h.one()
		l.has(h.t, "Wed, 10 Mar, 2:30 pm Kolkata – you are registered: Organising fundamentals", "Hello Amina,",
			"Wed, 31 Mar, 1:30 – 3:30 pm: Structure tests", "Clocks change while this runs")
		if l.method != "REQUEST" {
			t.Errorf("method %s", l.method)
		}
		e := l.event(h.t)
		start := e.Props.Get("DTSTART")
		if start.Params.Get("TZID") != "Europe/Berlin" || start.Value != "20270310T100000" {
			t.Errorf("starts %v", start)
		}
		if len(e.Props.Values("ATTENDEE")) != 1 || !strings.EqualFold(prop(e, "ATTENDEE"), "mailto:amina@mail.example") ||
			e.Props.Get("ATTENDEE").Params.Get("RSVP") != "FALSE" {
			t.Errorf("attendees %v", e.Props.Values("ATTENDEE"))
		}
		if !hasZone(l, "Europe/Berlin") {
			t.Error("no VTIMEZONE")
		}
		file := l.files["fundamentals.ics"]
		if file == nil || len(file.Events()) != 3 || file.Props.Get("METHOD").Value != "PUBLISH" {
			t.Fatalf("file %v", file)
		}
		uids := map[string]bool{prop(e, "UID"): true}
		for _, other := range file.Events() {
			if other.Props.Get("ATTENDEE") != nil || other.Props.Get("RRULE") != nil {
				t.Error("a file invites nobody, and repeats nothing")
			}
			uids[prop(other, "UID")] = true
		}
		if len(uids) != 4 {
			t.Errorf("%d UIDs for four sessions", len(uids))
		}
	})
}

func hasZone(l letter, name string) bool {
	for _, c := range l.invitation.Children {
		if c.Name == "VTIMEZONE" && c.Props.Get("TZID").Value == name {
			return true
		}
	}
	return false
}

func TestEveryLetterHasOneReceiverAndARealReplyTo(t *testing.T) {
	each(t, func(h *house) {
		h.publish(roomy())
		h.register("fundamentals", guest{"نور", "nour@mail.example", "Africa/Cairo", "ar", "A"})
		h.settle()
		l := h.one()
		to, err := l.header.AddressList("To")
		if err != nil || len(to) != 1 || to[0].Address != "nour@mail.example" {
			t.Errorf("to %v, %v", to, err)
		}
		reply, err := l.header.AddressList("Reply-To")
		if err != nil || len(reply) != 1 || reply[0].Address != "training@harbour.example" {
			t.Errorf("reply to %v, %v", reply, err)
		}
		for _, name := range []string{"List-Unsubscribe", "List-Id", "Cc", "Bcc"} {
			if l.header.Has(name) {
				t.Errorf("a confirmation has %s", name)
			}
		}
		for _, want := range []string{`lang="ar"`, `dir="rtl"`} {
			if !strings.Contains(l.html, want) {
				t.Errorf("no %s", want)
			}
		}
		if strings.Contains(l.html, "<img") || len(l.html) > 30<<10 {
			t.Errorf("%d bytes of HTML", len(l.html))
		}
		link := base + "/r/" + h.series.Key(h.registrationOf("fundamentals", nour.address))
		if !strings.Contains(l.text, "\n"+link+"\n") || !strings.Contains(l.html, `href="`+link+`"`) {
			t.Error("the link does not stand alone in the text, or not in the HTML")
		}
	})
}

func sequence(t testing.TB, l letter) int {
	t.Helper()
	n, err := strconv.Atoi(prop(l.event(t), "SEQUENCE"))
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func TestCancellingAndUndoingMovesTheInvitationToo(t *testing.T) {
	each(t, func(h *house) {
		h.publish(roomy())
		r := h.register("fundamentals", amina)
		h.settle()
		invited := h.one()
		last := sequence(h.t, invited)
		for range 2 {
			h.as(r, func(tx *store.Tx, v auth.Viewer, s *series.Series, r *series.Registration) error {
				return h.series.Cancel(tx.Context(), tx, v, s, r)
			})
			h.settle()
			gone := h.one()
			if gone.method != "CANCEL" || prop(gone.event(h.t), "UID") != prop(invited.event(h.t), "UID") ||
				prop(gone.event(h.t), "STATUS") != "CANCELLED" {
				t.Errorf("%s of %s", gone.method, prop(gone.event(h.t), "UID"))
			}
			gone.has(h.t, "you can undo it until Tue, 5 Jan, 2:30 pm Kolkata", "/r/"+h.series.Key(r))
			h.as(r, func(tx *store.Tx, v auth.Viewer, s *series.Series, r *series.Registration) error {
				return h.series.Undo(tx.Context(), tx, v, s, r)
			})
			h.settle()
			back := h.one()
			if back.method != "REQUEST" || !(last < sequence(h.t, gone) && sequence(h.t, gone) < sequence(h.t, back)) {
				t.Errorf("sequences %d, %d, %d", last, sequence(h.t, gone), sequence(h.t, back))
			}
			last = sequence(h.t, back)
		}
	})
}

func TestOtherHoursTakeTheFormerOnesOutOfTheCalendar(t *testing.T) {
	each(t, func(h *house) {
		h.publish(roomy())
		r := h.register("fundamentals", amina)
		h.settle()
		first := h.one()
		h.as(r, func(tx *store.Tx, v auth.Viewer, s *series.Series, r *series.Registration) error {
			return h.series.ChangeTrack(tx.Context(), tx, v, s, r, "B")
		})
		h.settle()
		two := h.mail()
		if kinds(two) != "series.moved series.placed" && kinds(two) != "series.placed series.moved" {
			t.Fatal(kinds(two))
		}
		for _, l := range two {
			same := prop(l.event(h.t), "UID") == prop(first.event(h.t), "UID")
			if (l.method == "CANCEL") != same {
				t.Errorf("%s of %s", l.method, prop(l.event(h.t), "UID"))
			}
		}
	})
}

func TestSomebodyWhoRegistersAgainIsToldSoAndTheOutcomeIsAlike(t *testing.T) {
	each(t, func(h *house) {
		h.publish(roomy())
		r := h.register("fundamentals", amina)
		h.settle()
		h.mail()
		stranger, err := h.tryRegister("fundamentals", guest{"Somebody", "new@mail.example", "UTC", "en", "A"})
		if err != nil {
			t.Fatal(err)
		}
		known, err := h.tryRegister("fundamentals", guest{"Somebody", "amina@mail.example", "UTC", "en", "A"})
		if err != nil || known != stranger {
			t.Errorf("%v for somebody known, %v for a stranger (%v)", known, stranger, err)
		}
		h.settle()
		for _, l := range h.mail() {
			if l.to == amina.address {
				l.has(h.t, "Hello Amina,", "You were registered already", "/r/"+h.series.Key(r), "2:30 pm Kolkata")
				if l.kind != series.MailAlready {
					t.Error(l.kind)
				}
			}
		}
	})
}

func TestWhoeverWaitsAndRegistersOnceMoreIsToldThatTheyWait(t *testing.T) {
	each(t, func(h *house) {
		h.publish(strings.Replace(story, "places: 4", "places: 1", 1))
		h.register("fundamentals", amina)
		h.register("fundamentals", nour)
		h.register("fundamentals", jo)
		h.settle()
		h.mail()
		again := jo
		again.track = "A"
		if _, err := h.tryRegister("fundamentals", again); err != nil {
			t.Fatal(err)
		}
		h.settle()
		l := h.one()
		l.has(h.t, "You were on the waiting list already, number 2:", "so nothing has changed", "You are number 2 on the waiting list.",
			"The form asked for Track A this time. You stay with Track B;")
		if l.kind != series.MailAlready || strings.Contains(l.text, "registered already") {
			t.Errorf("%s: %s", l.kind, l.text)
		}
	})
}

func TestWhoeverWaitsIsToldTheirRankThenOfferedAPlaceThenLosesIt(t *testing.T) {
	each(t, func(h *house) {
		h.publish(strings.Replace(story, "places: 4", "places: 1", 1))
		r := h.register("fundamentals", amina)
		h.answer(r)
		h.register("fundamentals", jo)
		h.register("fundamentals", nour)
		h.settle()
		for _, l := range h.mail() {
			switch l.to {
			case jo.address:
				l.has(h.t, "Waiting list, number 1", "nobody waits before you")
			case nour.address:
				l.has(h.t, "Waiting list, number", "person waits before you")
			}
			if l.to != amina.address && (l.invitation != nil || len(l.files) > 0) {
				t.Error("the waiting list is no invitation")
			}
		}
		h.as(r, func(tx *store.Tx, v auth.Viewer, s *series.Series, r *series.Registration) error {
			return h.series.Cancel(tx.Context(), tx, v, s, r)
		})
		h.settle()
		for _, l := range h.mail() {
			if l.to == jo.address {
				l.has(h.t, "A place is free for you until Wed, 6 Jan, 10:00 Berlin", "Accept the place")
			}
		}
		h.clock.Add(49 * time.Hour)
		h.write(func(tx *store.Tx) error { _, err := h.series.Lapse(tx.Context(), tx); return err })
		h.settle()
		for _, l := range h.mail() {
			if l.to == jo.address {
				l.has(h.t, "The time to accept is over", "/s/fundamentals/register")
				if l.invitation != nil {
					t.Error("cancels an invitation that was never sent")
				}
			}
		}
	})
}

func TestAnOfferThatWasTakenBeforeTheMailWasSentIsNotMailed(t *testing.T) {
	each(t, func(h *house) {
		h.publish(roomy())
		r := h.register("fundamentals", amina)
		h.as(r, func(tx *store.Tx, v auth.Viewer, s *series.Series, r *series.Registration) error {
			return h.series.Cancel(tx.Context(), tx, v, s, r)
		})
		h.settle()
		if l := h.one(); l.kind != series.MailCancelled {
			t.Errorf("%s: the confirmation came too late", l.kind)
		}
	})
}

func TestWhoWasErasedIsWrittenToNoMore(t *testing.T) {
	each(t, func(h *house) {
		h.publish(roomy())
		r := h.register("fundamentals", amina)
		h.write(func(tx *store.Tx) error { return h.people.Erase(tx.Context(), tx, auth.Itself(), r.Person) })
		h.settle()
		h.none()
		h.at("2027-03-09T10:00:00Z")
		h.none()
	})
}

func TestATestGoesToTheOrganiserAlone(t *testing.T) {
	each(t, func(h *house) {
		h.publish(roomy())
		h.register("fundamentals", jo)
		organiser := h.register("fundamentals", amina)
		h.answer(organiser)
		h.settle()
		h.mail()
		v := auth.Viewer{Kind: auth.Person, Person: organiser.Person, Tier: auth.Strong}
		send := func(kind string) error {
			return h.db.Write(t.Context(), func(tx *store.Tx) error {
				return h.series.SendTest(tx.Context(), tx, v, "fundamentals", series.Test{Kind: kind, Session: 2, Track: "B"})
			})
		}
		if send(series.MailDayBefore) == nil {
			t.Error("somebody without a role sent a test")
		}
		v.Grants = []auth.Grant{{Verb: auth.SendMail, Scope: auth.TheNetwork()}}
		for _, kind := range series.TestKinds() {
			if err := send(kind); err != nil {
				t.Fatal(err)
			}
			h.settle()
			l := h.one()
			if l.to != amina.address || !strings.HasPrefix(l.subject, "Test: ") {
				t.Errorf("%s to %s", l.subject, l.to)
			}
			l.has(h.t, "This is a test to yourself.", "Organising fundamentals")
		}
	})
}

func TestASeriesWithoutAContactIsAnsweredByTheNetworks(t *testing.T) {
	each(t, func(h *house) {
		h.publish(strings.Replace(roomy(), "contact: {name: \"Training team\", email: training@harbour.example}\n", "", 1))
		h.answered("fundamentals", amina)
		h.change("fundamentals", 2, series.ThisOne, series.SessionChange{Date: march(18)})
		h.later(3 * time.Minute)
		l := h.one()
		reply, err := l.header.AddressList("Reply-To")
		if err != nil || len(reply) != 1 || reply[0].Address != "office@harbour.example" || l.method != "REQUEST" {
			t.Errorf("reply to %v, %v, %s", reply, err, l.method)
		}
	})
}
