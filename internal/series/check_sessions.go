package series

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"codeberg.org/plenary/plenary/internal/i18n"
	"codeberg.org/plenary/plenary/internal/series/yamlform"
	"codeberg.org/plenary/plenary/internal/typed"
	"codeberg.org/plenary/plenary/internal/when"
)

func (c *checker) sessions() {
	n := len(c.s.Sessions)
	switch {
	case n == 0:
		c.missing("sessions", "a session such as {date: 2027-02-10}", "org.series.sessions-missing|Enter the date of at least one session.")
	case n > MostSessions:
		c.fault("sessions", strconv.Itoa(n)+" of them", fmt.Sprintf("at most %d", MostSessions),
			"org.series.sessions-many|A series has at most {most} sessions.", "most", MostSessions)
	}
	for i := range c.s.Sessions {
		x, field := &c.s.Sessions[i], at("sessions", i)
		c.session(field, x)
		c.starts(field, x)
		if x.Length == 0 && c.s.Length == 0 {
			c.missing(field+".length", "how long it takes, such as 2h, here or for the whole series", "org.series.length-missing|Enter how long it takes.", "length")
		}
		if i > 0 && !x.Date.IsZero() && x.Date.Before(c.s.Sessions[i-1].Date) {
			c.remark(field+".date", "org.series.remark-order|Session {number} is before the session in front of it.", "number", x.N)
		}
	}
}

// session checks what sessions and circles' meetings have in common.
func (c *checker) session(field string, x *Session) {
	if x.Date.IsZero() {
		c.missing(field+".date", "a date such as 2027-02-10", "org.series.date-missing|Enter a date.")
	}
	if x.Zone != "" {
		c.zone(field+".zone", x.Zone)
	}
	c.text(field+".theme", x.Theme, typed.LongestLine)
	c.text(field+".question", x.Question, typed.LongestLine)
	c.text(field+".activity", x.Activity, typed.LongestLine)
	oneOf(c, field+".kind", x.Kind, KindSession, KindPlenary, KindWorkshop, KindMeeting)
	oneOf(c, field+".status", x.Status, Scheduled, Tentative, Held, CalledOff)
	if x.Place != nil {
		if x.Place.Name == "" {
			c.missing(field+".place.name", "the name of the place", "org.series.place-missing|Enter the name of the place.")
		}
		c.line(field+".place.name", x.Place.Name)
		c.line(field+".place.address", x.Place.Address)
		c.line(field+".place.notes", x.Place.Notes)
	}
	if x.Online != "" {
		c.link(field+".online", x.Online)
	}
	c.places(field+".places", x.Places)
	c.languages(field+".languages", x.Languages, c.s.Languages)
	c.parties(field+".", x.Parties)
	c.assignment(field+".assignment", x.Assignment)
	c.links(field+".links", x.Links)
}

func (c *checker) assignment(field string, a *Assignment) {
	if a == nil {
		return
	}
	if a.Title.Empty() {
		c.missing(field+".title", "what to do, such as {en: …}", "org.series.assignment-missing|Enter what people are asked to do.")
	}
	c.text(field+".title", a.Title, typed.LongestLine)
	if a.Due != nil {
		c.wall(field+".due", *a.Due)
	}
}

func (c *checker) links(field string, links []Link) {
	for i, l := range links {
		if l.Title == "" {
			c.missing(at(field, i)+".title", "a title", "org.series.title-missing|Enter a title.")
		}
		c.line(at(field, i)+".title", l.Title)
		c.link(at(field, i)+".url", l.URL)
		oneOf(c, at(field, i)+".kind", l.Kind, Recording, Material)
	}
}

// starts checks that the session starts at an hour that exists, in each track.
func (c *checker) starts(field string, x *Session) {
	letters := c.s.Letters()
	for _, letter := range sortedKeys(x.Starts) {
		if c.s.Track(letter) == nil {
			c.fault(field+".starts."+yamlform.Key(letter), "a time for track "+yamlform.Quote(letter), tracksToName(letters),
				"org.series.starts-unknown|There is no track {track}.", "track", letter)
		}
	}
	if x.Date.IsZero() {
		return
	}
	for i, letter := range letters {
		start, _ := c.s.Hour(x, letter)
		if start == nil {
			c.noStart(field, letter, i)
			continue
		}
		c.hour(c.fieldOfHour(field, x, letter), c.s.Occurrence(x, letter))
	}
}

func tracksToName(letters []string) string {
	if len(letters) == 1 && letters[0] == "" {
		return "none, since the series has no tracks"
	}
	return "one of the tracks " + strings.Join(letters, ", ")
}

func (c *checker) noStart(field, letter string, i int) {
	if letter == "" {
		c.missing(field+".start", `a time such as "10:00", here or for the whole series`, "org.series.start-missing|Enter when it starts.", "start")
		return
	}
	c.missing(at("tracks", i)+".start", `a time such as "10:00", here, for the whole series or for each session`,
		"org.series.start-missing|Enter when it starts.", "start")
}

// fieldOfHour is where a session's hour in a track is said; an hour of the
// series or of a track stands beside the session that it does not suit.
func (c *checker) fieldOfHour(field string, x *Session, letter string) string {
	if _, ok := x.Starts[letter]; ok {
		return field + ".starts." + yamlform.Key(letter)
	}
	return field + ".start"
}

// hour refuses an hour that the clocks skip and remarks on one that they
// repeat.
func (c *checker) hour(field string, o Occurrence) {
	if _, err := when.Load(c.zoneName(o.Session)); err != nil {
		return
	}
	switch o.Kind {
	case when.Skipped:
		c.skipped(field, o.Wall, o.Zone)
	case when.Repeated:
		c.remark(field, "org.series.remark-repeated|On {date} the clocks in {city} show {time} twice. The first time is meant.",
			"date", o.Wall.Date.String(), "city", i18n.City(o.Zone.String()), "time", o.Wall.Clock.String())
	}
}

func (c *checker) zoneName(x *Session) string {
	if x.Zone != "" {
		return x.Zone
	}
	return c.s.Zone
}

func sortedKeys(m map[string]when.Clock) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}
