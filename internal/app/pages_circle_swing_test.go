package app_test

import (
	"testing"
	"time"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/circles"
	"codeberg.org/plenary/plenary/internal/store"
)

// A circle was brought to another hour, and the clocks move after that: the page
// names the meeting at which they do by its own number, also then.
func TestThePageNamesTheMeetingAtWhichTheClocksMoveAfterAnotherHour(t *testing.T) {
	x := newRound(t, store.SQLite)
	x.english = true
	x.weeks()
	x.page("Amina").Says("from session 4 on it begins 1 hour earlier for you")
	x.Clock.Set(x.at("Jo", 1).Add(3 * time.Hour))
	x.Pass(0)
	for _, name := range []string{"Jo", "Nour", "Kim"} {
		x.hours(name, "THU 07:00-09:00")
	}
	h, err := circles.ReadHours("THU 10:00-13:00")
	if err != nil {
		t.Fatal(err)
	}
	x.as("Amina", func(tx *store.Tx, v auth.Viewer, in *circles.Interest) error {
		return x.Circles.Change(tx.Context(), tx, v, x.s, in, circles.Answer{Zone: "Asia/Kolkata", Language: in.Language, Hours: h, Languages: in.Languages})
	})
	x.publish()
	x.page("Amina").Says("from session 4 on it begins 1 hour earlier for you")
}
