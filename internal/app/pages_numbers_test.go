package app_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"codeberg.org/plenary/plenary/internal/app/apptest"
	"codeberg.org/plenary/plenary/internal/events"
	"codeberg.org/plenary/plenary/internal/series"
	"codeberg.org/plenary/plenary/internal/store"
)

// The note on clocks names sessions by the numbers that the table shows, also
// after one that was cancelled, and after one with an hour of its own.
func TestTheNoteOnClocksNamesSessionsByTheirNumbers(t *testing.T) {
	h := apptest.Open(t)
	h.SetUp()
	s := apptest.Series("lease")
	for n := 4; n < 8; n++ { // 10 March to 31 March, around the changes of New York and Berlin
		x := s.Sessions[0]
		x.N, x.Date, x.Theme = n+1, s.Sessions[0].Date.AddDays(7*n), map[string]string{"en": fmt.Sprintf("Theme %d", n+1)}
		s.Sessions = append(s.Sessions, x)
	}
	own := s.Sessions[2].Date.At(20 * 60).Clock
	s.Sessions[1].Status, s.Sessions[2].Start = series.CalledOff, &own
	h.Announce(s)
	inCity(h, "America/New_York").Open("/s/lease").Says("sessions 6 to 7 begin 1 hour later for you")
}

// So does the note on clocks of an event, whose cancelled dates keep their place.
func TestTheNoteOnClocksNamesDatesByTheirPlace(t *testing.T) {
	h := apptest.Open(t)
	h.SetUp()
	e := apptest.Event("hall")
	e.Dates = nil
	for n := range 8 {
		e.Dates = append(e.Dates, events.Date{Day: day("2027-02-10").AddDays(7 * n)})
	}
	h.Publish(e)
	h.Change("hall", func(e *events.Event) { e.Dates[1].Status = events.CalledOff })
	inCity(h, "America/New_York").Open("/e/hall").Says("sessions 6 to 7 begin 1 hour later for you")
}

// An address that is meant for circles leads nobody into a session: there it has
// words in braces that nothing fills in.
func TestAnAddressForCirclesLeadsNobodyIntoASession(t *testing.T) {
	h := apptest.Open(t)
	h.SetUp()
	s := apptest.Series("lease")
	s.JoinURL = "https://meet.harbour.example/{series}-{circle}-{secret}"
	s.Circles = &series.Circles{Size: series.CircleSize{Min: 3, Target: 4, Max: 5}, Days: series.DaysFixed, Length: 90 * time.Minute, Facilitators: 1,
		Meetings: []series.Session{{Date: day("2027-03-11"), Kind: series.KindMeeting, Status: series.Scheduled}}}
	h.Announce(s)
	v := h.Visitor()
	register(v, "lease", "Ada", "ada@mail.example")
	mine := v.Open(h.Link("ada@mail.example", "/r/"))
	mine.Silent("The way in opens here")
	press(t, mine, "Yes, I am coming")
	o := h.Find("lease").Occurrence(&s.Sessions[0], "")
	h.Clock.Set(o.Start.Add(-20 * time.Hour))
	h.Pass(0)
	for _, m := range h.Mail("ada@mail.example") {
		if got := text(m.Text); strings.Contains(got, "Go to the session") || strings.ContainsAny(got, "{}") {
			t.Errorf("%s says %s", m.Kind, got)
		}
	}
	h.Clock.Set(o.Start.Add(-5 * time.Minute))
	v.Open(mine.URL.Path).Says("Your next session").Silent("Go to the session")
	var way string
	h.Read(func(tx *store.Tx) error {
		mine, _, _, err := h.App.Series.Mine(t.Context(), tx, strings.TrimPrefix(mine.URL.Path, "/r/"))
		way = "/join/" + h.App.Series.JoinKey(mine, 1)
		return err
	})
	v.Open(way).Says("There is no call for this session.").Silent("Join now", "meet.harbour.example", "In person")
	if p := v.Post(way, nil); strings.Contains(p.Leads, "{") || p.Status < 400 {
		t.Errorf("it led to %q with %d", p.Leads, p.Status)
	}
}
