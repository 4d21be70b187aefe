package ui

import (
	"context"
	"io"
	"time"

	"codeberg.org/plenary/plenary/internal/i18n"
	"codeberg.org/plenary/plenary/internal/when"
)

// SessionTable shows when sessions are: the reader's own time first, other
// zones beside it. On a phone its rows become blocks. It is the same table for
// a series, one event, a circle's meetings and a person's own calendar.
type SessionTable struct {
	L     *i18n.Locale
	ID    string         // unique on the page; "sessions" if empty
	Label string         // names the table to who cannot see the heading above it
	What  string         // what its rows are; "Session" if empty
	Zone  *time.Location // the reader's
	Home  *time.Location // the organisers'; "+1 day" is counted from it
	Also  []*time.Location
	Rows  []Session
	Date  i18n.Style // of the reader's day; if zero, with the year where the sessions lie in more than one
}

// Session is one session with its times, one per track.
type Session struct {
	N        int    // 0 hides the number
	Title    string // theme
	Lang     string // of Title and Question, where it is another than the page's
	Question string // the question it works on
	Href     string
	Note     string // one line more: the assignment, speakers
	Times    []SessionTime
}

// SessionTime is one session in one track.
type SessionTime struct {
	Track      string // "A"; "" without tracks
	TrackTitle string
	Start, End time.Time
	Moved      int       // minutes by which the reader's clock time differs from session 1 (when.OffsetMoved)
	Was        time.Time // the start that was announced before it was moved; zero if never
	State      SessionState
	Repeated   bool   // the hour comes twice in the organisers' zone that night: the first is meant
	Place      string // or "Online"
	Next       bool   // the one that comes next
	Action     Button // join, cancel, mark attendance; none without a Label
}

// SessionState is what a reader must know of a session's certainty.
type SessionState uint8

const (
	Scheduled SessionState = iota
	Tentative
	Held
	Cancelled
	Live
)

// StateAt says how certain something is that was planned, and whether it is on
// now or over.
func StateAt(now, start, end time.Time, off, tentative bool) SessionState {
	switch {
	case off:
		return Cancelled
	case !end.After(now):
		return Held
	case !start.After(now):
		return Live
	case tentative:
		return Tentative
	}
	return Scheduled
}

// Tags say a state in a word; none says what is as it should be.
func (s SessionState) Tags(l *i18n.Locale) []Tag {
	switch s {
	case Cancelled:
		return []Tag{{Bad, l.T("ui.sessions.cancelled|Cancelled")}}
	case Live:
		return []Tag{{OK, l.T("ui.sessions.live|Now")}}
	case Held:
		return []Tag{{Plain, l.T("ui.sessions.held|Over")}}
	case Tentative:
		return []Tag{{Info, l.T("ui.sessions.tentative|Not yet certain")}}
	}
	return nil
}

// what names what the rows are.
func (t SessionTable) what() string {
	if t.What != "" {
		return t.What
	}
	return t.L.T("ui.sessions.session|Session")
}

// Render writes the table.
func (t SessionTable) Render(ctx context.Context, w io.Writer) error {
	if t.ID == "" {
		t.ID = "sessions"
	}
	if t.Home == nil {
		t.Home = t.Zone
	}
	if t.Date == i18n.Short {
		t.Date = t.usualDate()
	}
	t.Also = t.others()
	return sessionTable(t).Render(ctx, w)
}

func (t SessionTable) usualDate() i18n.Style {
	year := 0
	for _, s := range t.Rows {
		for _, at := range s.Times {
			y := at.Start.In(t.Zone).Year()
			if year != 0 && y != year {
				return i18n.Medium
			}
			year = y
		}
	}
	return i18n.Day
}

// others are Home and Also without doubles and without the reader's own zone.
func (t SessionTable) others() []*time.Location {
	seen := map[string]bool{t.Zone.String(): true}
	var out []*time.Location
	for _, z := range append([]*time.Location{t.Home}, t.Also...) {
		if z != nil && !seen[z.String()] {
			seen[z.String()] = true
			out = append(out, z)
		}
	}
	return out
}

func (t SessionTable) tracks() bool {
	for _, s := range t.Rows {
		for _, at := range s.Times {
			if at.Track != "" {
				return true
			}
		}
	}
	return false
}

func (t SessionTable) yours() string {
	return t.L.T("ui.sessions.yours|Your time ({city})", "city", t.L.City(t.Zone.String()))
}

func (t SessionTable) day(at time.Time) string { return t.L.Date(at.In(t.Zone), t.Date) }

func (t SessionTable) hours(s SessionTime) string { return hours(t.L, s.Start, s.End, t.Zone) }

// far is a time in another zone, always with its weekday.
func (t SessionTable) far(s SessionTime, z *time.Location) string {
	at := s.Start.In(z)
	return t.L.T("ui.sessions.far|{weekday} {time}", "weekday", t.L.Weekday(at.Weekday(), true), "time", t.L.Time(at))
}

// shift tells by how many days the reader's date differs from the organisers'.
func (t SessionTable) shift(s SessionTime) string {
	switch when.DayShift(s.Start, t.Home, t.Zone) {
	case 1:
		return t.L.T("ui.sessions.day-later|+1 day")
	case -1:
		return t.L.T("ui.sessions.day-earlier|−1 day")
	}
	return ""
}

func (t SessionTable) shifts() bool {
	for _, s := range t.Rows {
		for _, at := range s.Times {
			if t.shift(at) != "" {
				return true
			}
		}
	}
	return false
}

func (t SessionTable) legend() string {
	return t.L.T("ui.sessions.day-legend|“+1 day” and “−1 day”: your calendar shows another date than in {city}.",
		"city", t.L.City(t.Home.String()))
}

// moved tells in words that the reader's clock time is another than at first.
func (t SessionTable) moved(s SessionTime) string {
	n := s.Moved
	later := n > 0
	if !later {
		n = -n
	}
	switch {
	case n == 0:
		return ""
	case n%60 == 0 && later:
		return t.L.T("ui.sessions.later-h|{n} h later|{n} h later", "n", n/60)
	case n%60 == 0:
		return t.L.T("ui.sessions.earlier-h|{n} h earlier|{n} h earlier", "n", n/60)
	case later:
		return t.L.T("ui.sessions.later-min|{n} min later|{n} min later", "n", n)
	}
	return t.L.T("ui.sessions.earlier-min|{n} min earlier|{n} min earlier", "n", n)
}

// tags are the states of a time, as words.
func (t SessionTable) tags(s SessionTime) []Tag {
	tags := s.State.Tags(t.L)
	if s.State == Cancelled {
		return tags
	}
	add := func(tone Tone, word string) {
		if word != "" {
			tags = append(tags, Tag{tone, word})
		}
	}
	if s.Next && s.State != Live {
		add(OK, t.L.T("ui.sessions.next|Next"))
	}
	add(Plain, t.shift(s))
	add(Warn, t.moved(s))
	if !s.Was.IsZero() {
		add(Warn, t.L.T("ui.sessions.moved|Moved"))
	}
	return tags
}

// was names the time that no longer holds.
func (t SessionTable) was(s SessionTime) string {
	return t.L.T("ui.sessions.was|Was {when}", "when", t.L.DateTime(s.Was.In(t.Zone), t.Date))
}

// hours prints from when to when without the day.
func hours(l *i18n.Locale, start, end time.Time, z *time.Location) string {
	if end.IsZero() {
		return l.Time(start.In(z))
	}
	return l.TimeRange(start.In(z), end.In(z))
}

// stamp is the machine's reading of an instant, for <time datetime>.
func stamp(t time.Time) string { return t.UTC().Format("2006-01-02T15:04Z") }
