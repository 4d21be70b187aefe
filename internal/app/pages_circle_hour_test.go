package app_test

import (
	"strings"
	"testing"
	"time"

	"codeberg.org/plenary/plenary/e2e"
	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/circles"
	"codeberg.org/plenary/plenary/internal/store"
)

// hours has somebody in Berlin say other hours.
func (x *round) hours(name, hours string) {
	x.t.Helper()
	h, err := circles.ReadHours(hours)
	if err != nil {
		x.t.Fatal(err)
	}
	x.as(name, func(tx *store.Tx, v auth.Viewer, in *circles.Interest) error {
		return x.Circles.Change(tx.Context(), tx, v, x.s, in, circles.Answer{Zone: "Europe/Berlin", Language: in.Language, Hours: h, Languages: in.Languages, Leads: in.Leads})
	})
}

// atBreakfast has a circle meet in the morning that met in the evening once.
func (x *round) atBreakfast() {
	x.t.Helper()
	x.weeks()
	x.Clock.Set(x.at("Jo", 1).Add(3 * time.Hour))
	x.Pass(0)
	for _, name := range []string{"Amina", "Jo", "Nour", "Kim"} {
		x.hours(name, "THU 07:00-09:00")
	}
}

// TestACircleAtAnotherHourIsToldAsSuch and its entry in the calendar is brought
// to that hour; what was before stays where it was.
func TestACircleAtAnotherHourIsToldAsSuch(t *testing.T) {
	eachRound(t, func(t *testing.T, x *round) {
		x.weeks()
		first := x.invitation(x.placed("Kim"), "REQUEST")
		x.Clock.Set(x.at("Jo", 1).Add(3 * time.Hour))
		x.Pass(0)
		held, second := x.at("Kim", 1), x.at("Kim", 2)
		for _, name := range []string{"Amina", "Jo", "Nour", "Kim"} {
			x.hours(name, "THU 07:00-09:00")
		}
		x.mail("Kim")
		x.publish()
		m := x.one("Kim", circles.MailHour)
		got := text(m.Text)
		for _, want := range []string{"meets at another hour", "was to be on Thu, 18 Mar", "now it is on Thu, 18 Mar"} {
			if !strings.Contains(got, want) {
				t.Errorf("it lacks %q: %s", want, got)
			}
		}
		if x.at("Kim", 2).Equal(second) || strings.Contains(got, "for the first time") {
			t.Errorf("it says %s", got)
		}
		entry := x.invitation(m, "REQUEST")
		if !entry.Start.Equal(x.at("Kim", 2)) {
			t.Errorf("the entry is at %s", entry.Start)
		}
		if at := x.at("Kim", 1); !at.Equal(held) {
			t.Errorf("the first was at %s and is shown at %s", held, at)
		}
		x.Clock.Set(x.at("Kim", 2).Add(-23 * time.Hour))
		x.Pass(0)
		if day := x.invitation(x.one("Kim", circles.MailDayBefore), "REQUEST"); day.UID != entry.UID || day.Sequence < entry.Sequence || day.UID == first.UID {
			t.Errorf("the day before it is %+v, was %+v", day, entry)
		}
	})
}

// placed is the letter with which somebody was told of their circle.
func (x *round) placed(name string) (m *e2e.Mail) {
	x.t.Helper()
	for _, m := range x.Mail(address(name)) {
		if m.Kind == circles.MailPlaced {
			return m
		}
	}
	x.t.Fatalf("%s was told of no circle", name)
	return nil
}

// TestTheEntryOfACircleThatMovesBeforeItMeetsIsTheSame: with the same UID and a
// higher SEQUENCE.
func TestTheEntryOfACircleThatMovesBeforeItMeetsIsTheSame(t *testing.T) {
	eachRound(t, func(t *testing.T, x *round) {
		x.weeks()
		before := x.invitation(x.placed("Kim"), "REQUEST")
		for _, name := range []string{"Amina", "Jo", "Nour", "Kim"} {
			x.hours(name, "THU 07:00-09:00")
		}
		x.mail("Kim")
		x.publish()
		now := x.invitation(x.one("Kim", circles.MailHour), "REQUEST")
		if now.UID != before.UID || now.Sequence <= before.Sequence || now.Start.Equal(before.Start) || !now.Start.Equal(x.at("Kim", 1)) {
			t.Errorf("it is %+v, was %+v", now, before)
		}
	})
}

// TestWhoLeavesACircleThatMovesReadsTheHourTheyKnow.
func TestWhoLeavesACircleThatMovesReadsTheHourTheyKnow(t *testing.T) {
	eachRound(t, func(t *testing.T, x *round) {
		x.atBreakfast()
		x.hours("Kim", "THU 07:00-14:00")
		known := x.at("Kim", 2)
		x.mail("Kim")
		x.mail("Jo")
		x.publish(circles.Change{What: circles.Move, Who: []string{x.interest("Kim").ID}, To: x.circle("Lee").Code})
		if x.at("Jo", 2).Equal(known) {
			t.Fatal("the circle meets at the hour of before")
		}
		kinds := map[string]*e2e.Mail{}
		for _, m := range x.mail("Kim") {
			kinds[m.Kind] = m
		}
		gone := kinds[circles.MailGone]
		if len(kinds) != 2 || gone == nil || kinds[circles.MailMoved] == nil {
			t.Fatalf("Kim got %v", kinds)
		}
		if end := x.invitation(gone, "CANCEL"); !end.Start.Equal(known) {
			t.Errorf("taken out is what is at %s, not %s: %s", end.Start, known, text(gone.Text))
		}
		kinds = map[string]*e2e.Mail{}
		for _, m := range x.mail("Jo") {
			kinds[m.Kind] = m
		}
		if kinds[circles.MailHour] == nil || kinds[circles.MailPlaced] != nil {
			t.Errorf("Jo got %v", kinds)
		}
	})
}
