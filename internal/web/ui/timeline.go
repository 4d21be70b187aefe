package ui

import (
	"context"
	"io"
	"time"

	"codeberg.org/plenary/plenary/internal/i18n"
	"codeberg.org/plenary/plenary/internal/when"
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
	city, utc := t.L.City(t.Zone.String()), when.UTCOffset(t.Now, t.Zone)
	switch {
	case city == utc && t.Guess:
		return t.L.T("ui.zone.utc-guess|Times shown in UTC. Where are you?")
	case city == utc:
		return t.L.T("ui.zone.utc|Times shown in UTC.")
	case t.Guess:
		return t.L.T("ui.zone.guess|Times shown in {city} ({utc}), the organisers’ own. Where are you?", "city", city, "utc", utc)
	}
	return t.L.T("ui.zone.line|Times shown in {city} ({utc}).", "city", city, "utc", utc)
}

// SwingNote says in one sentence how a series moves on the reader's clock when
// clocks are set somewhere; nothing where it does not. It stands above the
// SessionTable.
type SwingNote struct {
	L            *i18n.Locale
	Swing        when.Swing // of the starts of one track, in order
	Numbers      []int      // the sessions' numbers, if they are not 1, 2, 3…
	Reader, Home *time.Location
}

// Render writes the notice, or nothing.
func (s SwingNote) Render(ctx context.Context, w io.Writer) error {
	text := s.text()
	if text == "" {
		return nil
	}
	return Notice{Tone: Warn, Word: s.L.T("ui.swing|Your hour changes."), Text: text}.Render(ctx, w)
}

func (s SwingNote) text() string {
	if s.Swing.Shape == when.Steady || len(s.Swing.Stretches) < 2 {
		return ""
	}
	at := s.Swing.Stretches[1]
	switch s.Swing.Shape {
	case when.Stays:
		return s.L.T("ui.swing.stays|Clocks change in {cities}: from session {n} on it begins {amount} for you.",
			"cities", s.cities(), "n", s.number(at.First), "amount", Moved(s.L, at.Moved))
	case when.Returns:
		if at.First == at.Last {
			return s.L.T("ui.swing.once|Clocks change in {cities}: session {n} begins {amount} for you, then it is as before.",
				"cities", s.cities(), "n", s.number(at.First), "amount", Moved(s.L, at.Moved))
		}
		return s.L.T("ui.swing.returns|Clocks change in {cities}: sessions {n} to {m} begin {amount} for you, then it is as before.",
			"cities", s.cities(), "n", s.number(at.First), "m", s.number(at.Last), "amount", Moved(s.L, at.Moved))
	}
	return s.L.T("ui.swing.several|Clocks change in {cities} while this runs, so your hour moves more than once. The table shows each.",
		"cities", s.cities())
}

func (s SwingNote) number(i int) int {
	if i < len(s.Numbers) {
		return s.Numbers[i]
	}
	return i + 1
}

// cities are those in which clocks are set while the series runs.
func (s SwingNote) cities() string {
	var reader, home bool
	for _, x := range s.Swing.Stretches {
		reader, home = reader || x.ReaderSet, home || x.OrganiserSet
	}
	var names []string
	if home {
		names = append(names, s.L.City(s.Home.String()))
	}
	if reader {
		names = append(names, s.L.City(s.Reader.String()))
	}
	return s.L.List(names)
}

// Moved is "1 hour earlier": how a clock time differs, by minutes that are
// positive if it is later.
func Moved(l *i18n.Locale, minutes int) string {
	n, later := minutes, minutes > 0
	if !later {
		n = -n
	}
	switch {
	case n%60 == 0 && later:
		return l.T("ui.swing.later-h|{n} hour later|{n} hours later", "n", n/60)
	case n%60 == 0:
		return l.T("ui.swing.earlier-h|{n} hour earlier|{n} hours earlier", "n", n/60)
	case later:
		return l.T("ui.swing.later-min|{n} minute later|{n} minutes later", "n", n)
	}
	return l.T("ui.swing.earlier-min|{n} minute earlier|{n} minutes earlier", "n", n)
}
