package app_test

import (
	"strings"
	"testing"
	"time"

	"codeberg.org/plenary/plenary/internal/app/apptest"
	"codeberg.org/plenary/plenary/internal/circles"
	"codeberg.org/plenary/plenary/internal/series"
)

// second announces another series whose circles meet on the same days.
func (x *round) second() {
	x.t.Helper()
	s := apptest.Series("rights")
	s.Circles = &series.Circles{Size: x.s.Circles.Size, Days: series.DaysFixed, Length: 90 * time.Minute, Facilitators: 1, Rota: true}
	for _, m := range x.s.Circles.Meetings {
		s.Circles.Meetings = append(s.Circles.Meetings, series.Session{Date: m.Date, Kind: series.KindMeeting, Status: series.Scheduled})
	}
	x.Announce(s)
	x.s = x.Find("rights")
}

// Whoever is in a circle of one series is free at its hour for none of another,
// until they leave it.
func TestNobodyIsInTwoCirclesAtOneHour(t *testing.T) {
	eachRound(t, func(t *testing.T, x *round) {
		x.weeks()
		x.page("Kim").Follow("Change hours, languages or leading").Form("/hours").Clear("slot").Set("hours", "Thu 19–21").Submit().OK()
		first := x.page("Kim").URL.Path
		x.second()
		x.Visitor().Open("/s/rights/circle").Form("email").Set("name", "Kim").Set("email", address("Kim")).Set("hours", "Thu 9–12").Submit().OK()
		for _, name := range []string{"Sam", "Tom", "Uma", "Vic"} {
			x.yes(name, "Europe/Berlin", "en", "THU 19:30-21:00", name == "Sam")
		}
		x.publish()
		second := "/circle/" + x.Circles.Key(x.interest("Kim"))
		v := x.Visitor()
		const taken = "At these hours you meet in a circle of another series: Thu 19:30–21:00, Berlin time."
		v.Open(second).Says("There is no circle yet to which you can really come.", taken).Silent("This would help:")
		m := x.mail("Kim")
		if last := m[len(m)-1]; last.Kind != circles.MailUnplaced || !strings.Contains(text(last.Text), taken) {
			t.Errorf("they are told %s", last.Text)
		}
		v.Open(first).Follow("Leave the circle").Form("/withdraw").Submit().OK()
		x.Pass(0)
		x.one("Kim", circles.MailWithdrawn)
		x.Pass(2 * time.Minute)
		v.Open(second).Says("Your next meeting Thu, 11 Mar, 19:30–21:00")
		v.Open(first).Form("/again").Submit().OK()
		x.Pass(2 * time.Minute)
		v.Open(first).Says("There is no circle yet to which you can really come.", taken).Silent("in a circle: Thu 19:30")
	})
}

// Whoever waits in two series, and can at the hour of a circle of each, comes
// into one of them.
func TestWhoWaitsInTwoSeriesComesIntoOneCircleAtAnHour(t *testing.T) {
	eachRound(t, func(t *testing.T, x *round) {
		x.weeks()
		x.yes("Zoe", "Europe/Berlin", "en", "THU 05:00-07:00", false)
		first := x.page("Zoe").Says("This would help:").URL.Path
		x.second()
		for _, name := range []string{"Sam", "Tom", "Uma", "Zoe"} {
			x.yes(name, "Europe/Berlin", "en", "THU 19:30-21:00", name == "Sam")
		}
		x.publish()
		v, second := x.Visitor(), "/circle/"+x.Circles.Key(x.interest("Zoe"))
		v.Open(second).Says("There is no circle yet to which you can really come.")
		v.Open(first+"/hours").Form("/hours").Clear("slot").Set("hours", "Thu 19:30–21").Submit().OK()
		x.Pass(2 * time.Minute)
		placed := 0
		for _, page := range []string{first, second} {
			if strings.Contains(v.Open(page).Text(), "Your next meeting") {
				placed++
			}
		}
		if placed != 1 {
			t.Errorf("they are in %d circles at one hour", placed)
		}
	})
}
