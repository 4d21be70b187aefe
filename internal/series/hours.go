package series

import (
	"slices"
	"strings"
	"time"

	"codeberg.org/plenary/plenary/internal/when"
)

// Occurrence is one session of one track: what people go to, and what one
// calendar entry shows.
type Occurrence struct {
	Session *Session
	Track   string    // its letter, "" in a series without tracks
	Wall    when.Wall // as planned, in Zone
	Zone    *time.Location
	Start   time.Time // in Zone
	End     time.Time
	Kind    when.Kind // Repeated: the clocks show the hour twice, the first is meant
	Own     bool      // it has hours of its own, which do not follow the series'
}

// Hour returns the planned start of a session in a track: the session's own by
// track, the session's own, the track's, the series'. It is nil where none is
// said.
func (s *Series) Hour(x *Session, letter string) (start *when.Clock, own bool) {
	if c, ok := x.Starts[letter]; ok {
		return &c, true
	}
	if x.Start != nil {
		return x.Start, true
	}
	if t := s.Track(letter); t != nil && t.Start != nil {
		return t.Start, false
	}
	return s.Start, false
}

// Occurrence returns one session of one track. Checked series have a start and
// a zone for each.
func (s *Series) Occurrence(x *Session, letter string) Occurrence {
	o := Occurrence{Session: x, Track: letter, Zone: s.zoneOf(x)}
	start, own := s.Hour(x, letter)
	if start == nil {
		start = new(when.Clock)
	}
	o.Own = own || x.Zone != ""
	o.Wall = x.Date.At(*start)
	o.Start, o.Kind = o.Wall.In(o.Zone)
	o.End = o.Start.Add(s.LengthOf(x))
	return o
}

// Occurrences returns every session of one track in the order of their times.
// Cancelled ones are among them.
func (s *Series) Occurrences(letter string) []Occurrence {
	list := make([]Occurrence, 0, len(s.Sessions))
	for i := range s.Sessions {
		list = append(list, s.Occurrence(&s.Sessions[i], letter))
	}
	slices.SortStableFunc(list, func(a, b Occurrence) int { return a.Start.Compare(b.Start) })
	return list
}

// LengthOf returns how long a session takes.
func (s *Series) LengthOf(x *Session) time.Duration {
	if x.Length > 0 {
		return x.Length
	}
	return s.Length
}

func (s *Series) zoneOf(x *Session) *time.Location {
	if x.Zone != "" {
		if loc, err := when.Load(x.Zone); err == nil {
			return loc
		}
	}
	return s.Location()
}

// Location is the zone in which the series' hours are meant.
func (s *Series) Location() *time.Location {
	loc, err := when.Load(s.Zone)
	if err != nil {
		return time.UTC
	}
	return loc
}

// Moved returns by how many minutes the reader's clock at this session differs
// from what it would be had no clock changed since session 1; ok is false for
// sessions with hours of their own, where the comparison says nothing.
func (s *Series) Moved(o Occurrence, reader *time.Location) (minutes int, ok bool) {
	if o.Own || len(s.Sessions) == 0 {
		return 0, false
	}
	first := s.Occurrence(&s.Sessions[0], o.Track)
	return when.OffsetMoved(first.Start, o.Start, reader, s.Location()), true
}

// Swings says whether and where the reader's hour moves during the series, in
// one track. Sessions with hours of their own and cancelled ones do not count.
func (s *Series) Swings(letter string, reader *time.Location) when.Swing {
	var starts []time.Time
	for _, o := range s.swinging(letter) {
		starts = append(starts, o.Start)
	}
	return when.Swings(starts, reader, s.Location())
}

// SwingNumbers are the numbers of the sessions that Swings counts, in its order.
func (s *Series) SwingNumbers(letter string) (numbers []int) {
	for _, o := range s.swinging(letter) {
		numbers = append(numbers, o.Session.N)
	}
	return numbers
}

func (s *Series) swinging(letter string) []Occurrence {
	return slices.DeleteFunc(s.Occurrences(letter), func(o Occurrence) bool { return o.Own || o.Session.Status == CalledOff })
}

// Next returns the first session of the track that is not over at now and not
// cancelled, and false after the last.
func (s *Series) Next(letter string, now time.Time) (Occurrence, bool) {
	for _, o := range s.Occurrences(letter) {
		if o.End.After(now) && o.Session.Status != CalledOff {
			return o, true
		}
	}
	return Occurrence{}, false
}

// Ends returns when the last session of any track is over. A series without
// sessions ends in the zero time.
func (s *Series) Ends() time.Time {
	var last time.Time
	for _, letter := range s.Letters() {
		for _, o := range s.Occurrences(letter) {
			if o.End.After(last) {
				last = o.End
			}
		}
	}
	return last
}

// CirclesEnd returns the end of the day on which the circles meet for the last
// time, wherever their members live. A circle's hour is found later than the
// question is asked. A series without circles ends in the zero time.
func (s *Series) CirclesEnd() time.Time {
	if s.Circles == nil {
		return time.Time{}
	}
	var last when.Date
	for _, m := range s.Circles.Meetings {
		if m.Status != CalledOff && (last.IsZero() || last.Before(m.Date)) {
			last = m.Date
		}
	}
	if s.Circles.Days == DaysAny { // the weekday is found with the hour
		last = last.AddDays(7)
	}
	t, _ := last.AddDays(1).At(0).In(s.Location())
	return t
}

// Over tells whether nothing of the series is to come any more: neither a session
// nor, unless it was cancelled, a meeting of its circles.
func (s *Series) Over(now time.Time) bool {
	return !s.Ends().After(now) && (s.State == Cancelled || !s.CirclesEnd().After(now))
}

// Begins returns when the first session of any track starts.
func (s *Series) Begins() time.Time {
	var first time.Time
	for _, letter := range s.Letters() {
		for _, o := range s.Occurrences(letter) {
			if first.IsZero() || o.Start.Before(first) {
				first = o.Start
			}
		}
	}
	return first
}

// CallURL returns the address of the call of one session: its own, or the
// series' template filled in. It is shown behind the join page only. A template
// that names a circle or its secret is meant for the calls of circles: sessions
// have none by it.
func (s *Series) CallURL(o Occurrence) string {
	if o.Session.Online != "" {
		return o.Session.Online
	}
	call := strings.NewReplacer("{series}", s.Slug, "{track}", o.Track, "{n}", itoa(o.Session.N)).Replace(s.JoinURL)
	if strings.ContainsAny(call, "{}") {
		return ""
	}
	return call
}
