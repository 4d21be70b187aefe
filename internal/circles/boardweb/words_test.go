package boardweb

import (
	"testing"
	"time"

	"codeberg.org/plenary/plenary/internal/circles/form"
	"codeberg.org/plenary/plenary/internal/i18n"
	"codeberg.org/plenary/plenary/internal/when"
)

// TestTheHourOfACircleIsTrueOnEveryDate follows a circle of Berlin through the
// weeks in which clocks are changed in New York and then there.
func TestTheHourOfACircleIsTrueOnEveryDate(t *testing.T) {
	berlin, _ := when.Load("Europe/Berlin")
	york, _ := when.Load("America/New_York")
	var meetings []time.Time
	for n := range 5 {
		at, _ := when.Date{Year: 2027, Month: time.March, Day: 4}.AddDays(7 * n).At(18 * 60).In(berlin)
		meetings = append(meetings, at)
	}
	l := i18n.For("en")
	if got, want := hourLine(l, york, meetings, 90*time.Minute), "Thu 12:00–13:30, Thu 13:00–14:30 from 18 Mar on, Thu 12:00–13:30 from 1 Apr on"; got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	if got, want := hourLine(l, berlin, meetings, 90*time.Minute), "Thu 18:00–19:30"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

// TestHoursThatWouldHelpNameTheirClocks: all other hours of the page are on the
// reader's.
func TestHoursThatWouldHelpNameTheirClocks(t *testing.T) {
	got := suggestLine(i18n.For("en"), &form.Suggestion{Circle: "C00012", AddWindow: "WED 19:00-20:30"}, "America/Caracas")
	if want := "would have a place in Circle 12 if they also could on Wednesday 19:00–20:30 on their clocks, in Caracas"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}
