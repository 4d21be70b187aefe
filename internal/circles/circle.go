package circles

import (
	"slices"
	"strings"
	"time"

	"codeberg.org/plenary/plenary/internal/series"
	"codeberg.org/plenary/plenary/internal/when"
)

// Circle is a small group with its language and its hour.
type Circle struct {
	ID       string
	Cohort   string
	Code     string // C00042, as in the proposal
	Name     string // as its members call it; "" = none yet
	Language string
	Track    string
	Zone     string // whose clocks its hour follows
	Start    when.Clock
	Length   time.Duration
	State    CircleState
	Meetings []Meeting // by their dates; a meeting that was put off keeps its number
}

// CircleState is whether a circle meets.
type CircleState string

// The states of a circle.
const (
	Meets     CircleState = "meets"
	Dissolved CircleState = "dissolved"
)

// Meeting is one time a circle meets. Its theme, question and activity are the
// series'.
type Meeting struct {
	ID       string
	Circle   string
	N        int // 1, 2 …
	Date     when.Date
	Status   series.Status
	Lead     string // the interest of who facilitates; "" = nobody yet
	Second   string
	Sequence int
	Reminded string // "", or the last reminder that was sent
	Hour     Hour   // of its own, once its circle was brought to another; zero = the circle's
}

// Hour is from when and how long something goes, by the clocks of a zone.
type Hour struct {
	Zone   string        `json:"zone,omitempty"`
	Start  when.Clock    `json:"start,omitempty"`
	Length time.Duration `json:"length,omitempty"`
}

// Placement is that somebody is in a circle.
type Placement struct {
	Interest  string
	Circle    string
	Reminders bool
	AskedAt   time.Time // when they asked to be moved; zero = they did not
	PlacedAt  time.Time
	ToldAt    time.Time // when a letter last told them of their circle
	Former    string    // the circle that they knew of when they came into this one; "" = none
}

// Location is the zone whose clocks the circle's hour follows.
func (c *Circle) Location() *time.Location { return located(c.Zone) }

func located(zone string) *time.Location {
	loc, err := when.Load(zone)
	if err != nil {
		return time.UTC
	}
	return loc
}

// Hour is the hour at which the circle meets now.
func (c *Circle) Hour() Hour { return Hour{c.Zone, c.Start, c.Length} }

// hourOf is the hour of one of its meetings. What is past keeps the hour at
// which it was.
func (c *Circle) hourOf(m Meeting) Hour {
	if m.OwnHour() {
		return m.Hour
	}
	return c.Hour()
}

// Begins is when a meeting of the circle begins, in the circle's zone.
func (c *Circle) Begins(m Meeting) time.Time {
	h := c.hourOf(m)
	at, _ := m.Date.At(h.Start).In(located(h.Zone))
	return at
}

// Ends is when a meeting of the circle is over.
func (c *Circle) Ends(m Meeting) time.Time { return c.Begins(m).Add(c.hourOf(m).Length) }

// Next returns the first meeting that takes place and is not over at now, and
// false after the last.
func (c *Circle) Next(now time.Time) (Meeting, bool) {
	for _, m := range c.Meetings {
		if m.TakesPlace() && c.Ends(m).After(now) {
			return m, true
		}
	}
	return Meeting{}, false
}

// Meeting returns the n-th meeting, or nil.
func (c *Circle) Meeting(n int) *Meeting {
	i := slices.IndexFunc(c.Meetings, func(m Meeting) bool { return m.N == n })
	if i < 0 {
		return nil
	}
	return &c.Meetings[i]
}

// weekday is the one on which a circle meets whose weekday was found with its
// hour: that of its next meeting at the hour it has now, or else of its last.
func (c *Circle) weekday(now time.Time) time.Weekday {
	var m Meeting
	for _, x := range c.Meetings {
		if !x.OwnHour() || m.Date.IsZero() {
			m = x
		}
		if !x.OwnHour() && x.TakesPlace() && c.Ends(x).After(now) {
			break
		}
	}
	return m.Date.Weekday()
}

// TakesPlace tells whether the meeting was not called off.
func (m Meeting) TakesPlace() bool { return m.Status != series.CalledOff }

// OwnHour tells whether the meeting has an hour of its own: that which its circle
// had before it came to another.
func (m Meeting) OwnHour() bool { return m.Hour.Zone != "" }

// Swings says whether and where the reader's hour moves from meeting to
// meeting, as long as the circle meets at the hour it has now.
func (c *Circle) Swings(reader *time.Location) when.Swing {
	var starts []time.Time
	for _, m := range c.Meetings {
		if m.TakesPlace() && !m.OwnHour() {
			starts = append(starts, c.Begins(m))
		}
	}
	return when.Swings(starts, reader, c.Location())
}

// callURL is the address of the circle's call: the series' template with the
// circle's own secret. Where the template leaves it out, it is added to what
// names the room, so that no circle shares its call with another; an address
// that names nothing of the series stands for one room, which no circle has for
// itself.
func callURL(template, slug string, c *Circle, m Meeting, secret string) string {
	if !strings.Contains(template, "{") {
		return ""
	}
	if !strings.Contains(template, "{secret}") {
		at, own := ofRoom(template), "-{circle}-{secret}"
		if strings.Contains(template, "{circle}") {
			own = "-{secret}"
		}
		template = template[:at] + own + template[at:]
	}
	return strings.NewReplacer("{series}", slug, "{track}", c.Track, "{n}", itoa(m.N),
		"{circle}", strings.ToLower(c.Code), "{secret}", secret).Replace(template)
}

// ofRoom is where the name of the room ends in a template: after {circle}, or
// else after what it last names in its path, in its query, or at all. Programmes
// of calls do not look at what follows, such as a language.
func ofRoom(template string) int {
	if at := strings.Index(template, "{circle}"); at >= 0 {
		return at + len("{circle}")
	}
	for _, end := range []string{"?#", "#", ""} {
		part := template
		if at := strings.IndexAny(template, end); at >= 0 {
			part = template[:at]
		}
		if at := strings.LastIndex(part, "}"); at >= 0 {
			return at + 1
		}
	}
	return len(template)
}
