package letters

import (
	"context"
	"strings"
	"testing"
	"time"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/series"
	"codeberg.org/plenary/plenary/internal/store"
)

// roomyBut is story with other words about places.
func roomyBut(places string) string {
	return strings.Replace(story, "places: 4, waitlist: true", places, 1)
}

func TestAnAddressThatHasNotAnsweredIsLeftInPeace(t *testing.T) {
	each(t, func(h *house) {
		h.publish(roomy())
		h.publish(strings.Replace(roomy(), "series: fundamentals", "series: second", 1))
		h.register("fundamentals", amina)
		h.settle()
		if l := h.one(); l.kind != series.MailRegistered {
			t.Error(l.kind)
		}
		h.register("second", amina) // by whomever
		h.settle()
		h.none()
		for range 3 {
			h.register("fundamentals", amina)
		}
		h.settle()
		if l := h.one(); l.kind != series.MailAlready { // told once a day
			t.Error(l.kind)
		}
		h.change("fundamentals", 2, series.ThisOne, series.SessionChange{Date: march(18)})
		h.later(3 * time.Minute)
		h.change("fundamentals", 2, series.ThisOne, series.SessionChange{Status: series.CalledOff})
		h.later(3 * time.Minute)
		if got := kinds(h.mail()); got != "series.changed series.changed" { // one for each
			t.Error(got)
		}
		for day := range 25 {
			h.at("2027-03-09T09:00:00Z")
			h.later(time.Duration(day) * 24 * time.Hour)
			h.later(23 * time.Hour)
		}
		h.writeUp("fundamentals", 1)
		h.settle()
		if got := kinds(h.mail()); got != series.MailDayBefore { // one in all, over both series
			t.Errorf("reminders: %s", got)
		}
	})
}

func TestWhatWasHeldBackComesWhenTheAddressAnswers(t *testing.T) {
	each(t, func(h *house) {
		h.publish(roomy())
		h.publish(strings.Replace(roomy(), "series: fundamentals", "series: second", 1))
		r := h.register("fundamentals", amina)
		h.settle()
		h.register("second", amina)
		h.settle()
		h.mail()
		h.answer(r)
		h.settle()
		l := h.one()
		if l.kind != series.MailRegistered || !strings.Contains(l.text, h.series.Key(h.registrationOf("second", amina.address))) {
			t.Errorf("%s:\n%s", l.kind, l.text)
		}
		h.answer(r)
		h.at("2027-03-09T09:00:00Z")
		if got := kinds(h.mail()); got != "series.day-before series.day-before" {
			t.Error(got)
		}
		h.at("2027-03-10T08:00:00Z")
		if got := kinds(h.mail()); got != "series.hour-before series.hour-before" {
			t.Error(got)
		}
	})
}

func TestMembersWhoWereEnteredHearOfItOnce(t *testing.T) {
	each(t, func(h *house) {
		h.publish(roomy())
		d := h.group("fundamentals", guest{"Rosa", "rosa@mail.example", "Europe/Berlin", "en", "A"}, "Harbour",
			"Ada <ada@mail.example>\nBen <ben@mail.example>\nCem", series.ReceivesBoth)
		h.settle()
		if got := h.countByKind(); got["group.registered"] != 1 || got["group.invited"] != 2 || len(got) != 2 {
			t.Errorf("%v", got)
		}
		h.answer(h.registrationOf("fundamentals", "ada@mail.example"))
		nudge := func(ctx context.Context, tx *store.Tx, v auth.Viewer, s *series.Series, d *series.Delegation) error {
			_, err := h.series.Nudge(ctx, tx, v, s, d)
			return err
		}
		h.asContact(d, nudge)
		h.settle()
		if l := h.one(); l.to != "ben@mail.example" || l.kind != series.MailNudge {
			t.Errorf("%s to %s", l.kind, l.to)
		}
		h.clock.Add(72 * time.Hour)
		h.asContact(d, nudge)
		h.settle()
		h.none()
		h.at("2027-03-09T09:00:00Z")
		got := h.mail()
		for _, l := range got {
			if l.to == "ben@mail.example" {
				t.Errorf("%s to somebody who was reminded and did not answer", l.kind)
			}
		}
		if len(got) != 2 { // Ada and her contact person
			t.Errorf("%v", subjects(got))
		}
	})
}

// What a letter asks its reader to press is what stands on the button.
func TestLettersQuoteTheButtonThatTheirReaderSees(t *testing.T) {
	each(t, func(h *house) {
		h.publish(story) // four places
		h.register("fundamentals", guest{"Mina", "mina@mail.example", "Europe/Berlin", "en", "A"})
		d := h.group("fundamentals", guest{"Rosa", "rosa@mail.example", "Europe/Berlin", "en", "A"}, "",
			"Ada <ada@mail.example>\nBen\nCem\nDee", series.ReceivesBoth)
		h.settle()
		for _, l := range h.mail() {
			switch l.to {
			case "mina@mail.example":
				l.has(t, "“Yes, I am coming”", "press “Remove me”")
			case "ada@mail.example":
				l.has(t, "on the waiting list", "press “Yes, keep me on the list”")
			}
		}
		h.asContact(d, func(ctx context.Context, tx *store.Tx, v auth.Viewer, s *series.Series, d *series.Delegation) error {
			_, err := h.series.Nudge(ctx, tx, v, s, d)
			return err
		})
		h.settle()
		h.one().has(t, "press “Yes, keep me on the list”, or “I cannot come”")
	})
}

func (h *house) countByKind() map[string]int {
	h.t.Helper()
	n := map[string]int{}
	for _, l := range h.mail() {
		n[l.kind]++
	}
	return n
}

func TestAGroupsMailGoesToWhomItsContactPersonChose(t *testing.T) {
	for who, want := range map[series.Receives]string{
		series.ReceivesBoth:    "ada@mail.example rosa@mail.example",
		series.ReceivesContact: "rosa@mail.example",
		series.ReceivesMembers: "ada@mail.example",
	} {
		t.Run(string(who), func(t *testing.T) {
			each(t, func(h *house) {
				h.publish(roomy())
				d := h.group("fundamentals", guest{"Rosa", "rosa@mail.example", "Europe/Berlin", "en", "A"}, "", "Ada <ada@mail.example>\nBen\nCem", who)
				h.settle()
				h.asContact(d, h.series.AnswerGroup)
				h.answer(h.registrationOf("fundamentals", "ada@mail.example"))
				h.settle()
				h.mail()
				h.at("2027-03-09T09:00:00Z")
				to := map[string]bool{}
				for _, l := range h.mail() {
					to[l.to] = true
				}
				for _, address := range []string{"ada@mail.example", "rosa@mail.example"} {
					if to[address] != strings.Contains(want, address) {
						t.Errorf("reminded %v, want %s", to, want)
					}
				}
				h.change("fundamentals", 2, series.ThisOne, series.SessionChange{Date: march(18)})
				h.later(3 * time.Minute)
				if n := len(h.mail()); n != len(strings.Fields(want)) {
					t.Errorf("%d were told of a change", n)
				}
			})
		})
	}
}

func TestAContactPersonWhoTakesPartGetsOneLetterForBoth(t *testing.T) {
	each(t, func(h *house) {
		h.publish(roomy())
		rosa := guest{"Rosa", "rosa@mail.example", "Europe/Berlin", "en", "A"}
		d := h.group("fundamentals", rosa, "", "Rosa <rosa@mail.example>\nBen\nCem", "")
		h.settle()
		if l := h.one(); l.kind != series.MailGroup {
			t.Error(l.kind)
		}
		h.asContact(d, h.series.AnswerGroup)
		h.settle()
		if l := h.one(); l.kind != series.MailRegistered || l.method != "REQUEST" {
			t.Errorf("%s %s", l.kind, l.method)
		}
		h.at("2027-03-09T09:00:00Z")
		l := h.one()
		if l.kind != series.MailGroupDayBefore || l.method != "REQUEST" {
			t.Errorf("%s %s", l.kind, l.method)
		}
		l.has(h.t, base+"/join/", base+"/g/", "2 people in your group gave no address")
		h.change("fundamentals", 2, series.ThisOne, series.SessionChange{Date: march(18)})
		h.later(3 * time.Minute)
		if l = h.one(); l.method != "REQUEST" || l.kind != series.MailGroupChanged {
			t.Errorf("%s %s", l.kind, l.method)
		}
	})
}

func TestAnInvitationThatWasHeldBackComesWhenTheAddressAnswers(t *testing.T) {
	each(t, func(h *house) {
		h.publish(roomy())
		h.publish(strings.Replace(roomy(), "series: fundamentals", "series: second", 1))
		r := h.register("fundamentals", amina)
		h.settle()
		h.group("second", guest{"Rosa", "rosa@mail.example", "Europe/Berlin", "en", "A"}, "", "Amina <amina@mail.example>\nBen\nCem", "")
		h.group("second", guest{"Amina", "amina@mail.example", "Europe/Berlin", "en", "A"}, "", "Dua\nEve\nFay", "")
		h.settle()
		for _, l := range h.mail()[1:] {
			if l.to == amina.address {
				t.Errorf("%s before the address answered", l.kind)
			}
		}
		h.answer(r)
		h.settle()
		if got := h.countByKind(); got[series.MailInvited] != 1 || got[series.MailGroup] != 1 || len(got) != 2 {
			t.Errorf("%v", got)
		}
	})
}
