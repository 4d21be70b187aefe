package ui

import (
	"context"
	"io"
	"time"

	"codeberg.org/plenary/plenary/internal/i18n"
)

// TimeLine says whose times a page shows: "Times shown in Kolkata (UTC+5:30).
// Change city." It stands on every page that shows a time.
type TimeLine struct {
	L      *i18n.Locale
	Zone   *time.Location
	Now    time.Time // for the distance to UTC that holds today
	Change string    // address of the page that changes it
	Guess  bool      // nobody said so: the line asks, and the script may offer the device's own
	To     string    // where the script's offer is posted (zone=…, back=…)
	Self   string    // the page to come back to
}

// Render writes the line.
func (t TimeLine) Render(ctx context.Context, w io.Writer) error { return timeLine(t).Render(ctx, w) }

func (t TimeLine) text() string {
	city, utc := t.L.City(t.Zone.String()), UTC(t.Now.In(t.Zone))
	if t.Guess {
		return t.L.T("ui.zone.guess|Times shown in {city} ({utc}), the organisers’ own. Where are you?", "city", city, "utc", utc)
	}
	return t.L.T("ui.zone.line|Times shown in {city} ({utc}).", "city", city, "utc", utc)
}

// UTC prints the distance of t's zone to UTC: "UTC+5:30".
func UTC(t time.Time) string {
	_, secs := t.Zone()
	if secs == 0 {
		return "UTC"
	}
	sign := "+"
	if secs < 0 {
		sign, secs = "−", -secs
	}
	s := "UTC" + sign + itoa(secs/3600)
	if m := secs % 3600 / 60; m != 0 {
		s += ":" + itoa(m/10) + itoa(m%10)
	}
	return s
}
