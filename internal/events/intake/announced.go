package intake

import (
	"cmp"
	"net/url"
	"slices"
	"strings"
	"time"

	"codeberg.org/plenary/plenary/internal/announce"
	"codeberg.org/plenary/plenary/internal/events"
	"codeberg.org/plenary/plenary/internal/i18n"
	"codeberg.org/plenary/plenary/internal/people"
	"codeberg.org/plenary/plenary/internal/typed"
	"codeberg.org/plenary/plenary/internal/when"
)

// Announced makes a draft of an event that was found in an announcement. text is
// the part of the announcement that is about it.
func Announced(found announce.Event, text string, set Settings) Draft {
	lang := cmp.Or(deref(found.Language), set.Language, "en")
	e := &events.Event{State: events.Draft, Kind: events.Meeting, Zone: zoneFound(found, set), Languages: []string{lang},
		Title: i18n.Text{lang: found.Title}, Description: i18n.Text{lang: text}}
	d := Draft{Event: e}
	if found.Start != nil {
		announcedTimes(e, found)
	}
	if found.Place != nil {
		e.Venue = &events.Place{Name: cmp.Or(found.Place.Name, found.Place.Address), Address: found.Place.Address}
		if e.Venue.Name == e.Venue.Address {
			e.Venue.Address = ""
		}
	}
	announcedWays(e, found)
	for _, name := range found.Hosts {
		e.Parties.Hosts = append(e.Parties.Hosts, people.Party{Name: name})
	}
	for _, name := range found.People {
		e.Parties.Speakers = append(e.Parties.Speakers, people.Party{Name: name})
	}
	for _, a := range found.Also {
		if a.Zone != e.Zone && !when.IsOffset(a.Zone) {
			e.ShowZones = append(e.ShowZones, a.Zone)
		}
	}
	e.Clean()
	return d
}

// zoneFound is the zone that the text names. A distance from UTC is none, whose
// clocks people have: the hours stand in the zone of the settings then.
func zoneFound(found announce.Event, set Settings) string {
	if zone := deref(found.Zone); zone != "" && (!when.IsOffset(zone) || set.Zone == "") {
		return zone
	}
	return set.Zone
}

func deref(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}

// announcedTimes takes dates, hours and rhythm.
func announcedTimes(e *events.Event, found announce.Event) {
	loc, err := when.Load(e.Zone)
	if err != nil {
		return
	}
	first := when.WallOf(*found.Start, loc)
	e.Start = first.Clock
	if found.End != nil {
		e.Length = found.End.Sub(*found.Start)
	}
	if found.Doors != nil {
		if doors := when.WallOf(*found.Doors, loc); doors.Date == first.Date && doors.Clock < first.Clock {
			e.Doors = &doors.Clock
		}
	}
	e.Dates = []events.Date{dateAt(e, first)}
	if found.Repeats == nil {
		return
	}
	for _, t := range found.Repeats.Starts {
		w := when.WallOf(t, loc)
		if !slices.ContainsFunc(e.Dates, func(d events.Date) bool { return d.Day == w.Date }) && len(e.Dates) < events.MostDates {
			e.Dates = append(e.Dates, dateAt(e, w))
		}
	}
	e.Rule = rhythm(e, found.Repeats)
	if e.Rule != nil {
		e.Dates = []events.Date{{Day: first.Date, RuleDay: first.Date, Status: events.Scheduled}}
	}
}

// rhythm is the rule that gives just the dates that were found, nil if there is
// none.
func rhythm(e *events.Event, r *announce.Repeats) *events.Rule {
	unit, ok := map[string]events.Unit{"week": events.Weeks, "month": events.Months}[deref(r.Every)]
	if !ok || slices.ContainsFunc(e.Dates, func(d events.Date) bool { return d.Start != nil }) {
		return nil
	}
	first := e.Dates[0].Day
	rule := events.RuleFrom(first, 1, unit)
	if len(e.Dates) == 1 {
		if r.Count != nil {
			rule.Count = *r.Count
		}
		return &rule
	}
	rule.Count = len(e.Dates)
	days := rule.Days(e.Dates[len(e.Dates)-1].Day.AddDays(1))
	if len(days) != len(e.Dates) {
		return nil
	}
	for i, day := range days {
		if e.Dates[i].Day != day {
			return nil
		}
	}
	return &rule
}

// announcedWays takes how one comes: the call, where one registers, how many
// places there are.
func announcedWays(e *events.Event, found announce.Event) {
	online := found.Mode == "online" || found.Mode == "hybrid"
	for _, link := range found.Links {
		switch {
		case !typed.IsURL(link):
		case online && e.Online == "" && isCall(link):
			e.Online = link
		case e.Entry.Elsewhere == "" && found.Registration != "unknown" && !isCall(link):
			e.Entry.Elsewhere = link
		}
	}
	e.Entry.CallLater = online && e.Online == ""
	switch {
	case e.Entry.Elsewhere != "":
		e.Entry.Registration = events.Elsewhere
	case found.Registration == "required":
		e.Entry.Registration = events.Required
	case found.Registration == "optional" || found.Capacity != nil:
		e.Entry.Registration = events.Optional
	}
	if found.Capacity != nil && *found.Capacity > 0 {
		n := *found.Capacity
		if e.Entry.Places.Here = &n; e.Venue == nil && online {
			e.Entry.Places = events.Places{Online: &n}
		}
	}
}

// isCall tells whether an address is that of a call, by what such addresses are
// usually called.
func isCall(address string) bool {
	u, err := url.Parse(address)
	if err != nil {
		return false
	}
	host := strings.ToLower(u.Hostname())
	return slices.ContainsFunc([]string{"zoom.", "meet.", "meeting.", "jitsi", "bbb.", "bigbluebutton", "teams.", "webex.", "whereby.", "gotomeet", "call.", "conf.", "conference."},
		func(part string) bool {
			return strings.HasPrefix(host, part) || strings.Contains(host, "."+part) || !strings.HasSuffix(part, ".") && strings.Contains(host, part)
		})
}

// Shares cuts an announcement into what is about each of its events. All of a
// text with one event is about that.
func Shares(text string, found []announce.Event) []string {
	starts := make([]int, len(found))
	for i, e := range found {
		starts[i] = lineAt(text, firstSpan(e, len(text)))
	}
	shares := make([]string, len(found))
	for i := range found {
		from, to := starts[i], len(text)
		if i == 0 {
			from = 0
		}
		for _, s := range starts {
			if s > from && s < to && s > starts[i] {
				to = s
			}
		}
		shares[i] = strings.TrimSpace(text[from:max(from, to)])
	}
	return shares
}

// firstSpan is where the words about an event begin.
func firstSpan(e announce.Event, most int) int {
	for _, list := range e.Spans {
		for _, s := range list {
			most = min(most, s[0])
		}
	}
	return most
}

// lineAt is where the line of a place in a text begins.
func lineAt(text string, at int) int {
	return strings.LastIndexByte(text[:max(0, min(at, len(text)))], '\n') + 1
}

// FirstLine is the first line of what is about an event, if nothing about its time
// or place was read from it: where no title was found, it is likely to be one.
func FirstLine(text, share string, e announce.Event) string {
	line, _, _ := strings.Cut(share, "\n")
	line = typed.Line(line)
	const longest = 100
	if line == "" || len(line) > longest {
		return ""
	}
	for field := range e.Spans {
		if slices.ContainsFunc(Words(text, e, field), func(words string) bool { return strings.Contains(line, words) }) {
			return ""
		}
	}
	return line
}

// Piece is a stretch of an announcement: words from which something was read,
// or those between.
type Piece struct {
	Text  string
	Event int      // of which, from 1; 0 for words from which nothing was read
	Says  []string // what was read from them: "start", "place"; sorted
}

// Pieces cuts a text at the words from which events were read. Put together they
// are the text.
func Pieces(text string, found []announce.Event) []Piece {
	cuts := []int{0, len(text)}
	for _, e := range found {
		for _, list := range e.Spans {
			for _, s := range list {
				if 0 <= s[0] && s[0] < s[1] && s[1] <= len(text) {
					cuts = append(cuts, s[0], s[1])
				}
			}
		}
	}
	slices.Sort(cuts)
	cuts = slices.Compact(cuts)
	var pieces []Piece
	for i := 1; i < len(cuts); i++ {
		p := Piece{Text: text[cuts[i-1]:cuts[i]]}
		p.Event, p.Says = readFrom(found, cuts[i-1], cuts[i])
		if n := len(pieces); n > 0 && pieces[n-1].Event == p.Event && slices.Equal(pieces[n-1].Says, p.Says) {
			pieces[n-1].Text += p.Text
			continue
		}
		pieces = append(pieces, p)
	}
	return pieces
}

// readFrom says what was read from text[a:b], of the first event that was.
func readFrom(found []announce.Event, a, b int) (event int, says []string) {
	for i, e := range found {
		for field, list := range e.Spans {
			if slices.ContainsFunc(list, func(s announce.Span) bool { return s[0] <= a && b <= s[1] }) {
				says = append(says, field)
			}
		}
		if len(says) > 0 {
			slices.Sort(says)
			return i + 1, says
		}
	}
	return 0, nil
}

// Words are the words from which something about an event was read, in order.
func Words(text string, e announce.Event, field string) (words []string) {
	for _, s := range e.Spans[field] {
		if 0 <= s[0] && s[0] < s[1] && s[1] <= len(text) {
			words = append(words, typed.Line(text[s[0]:s[1]]))
		}
	}
	return words
}

// Lasts is how long an event takes of which nobody says it.
const Lasts = time.Hour
