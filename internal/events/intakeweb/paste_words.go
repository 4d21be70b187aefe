package intakeweb

import (
	"slices"
	"strings"
	"time"

	"codeberg.org/plenary/plenary/internal/announce"
	"codeberg.org/plenary/plenary/internal/events"
	"codeberg.org/plenary/plenary/internal/events/intake"
	"codeberg.org/plenary/plenary/internal/i18n"
	"codeberg.org/plenary/plenary/internal/web/forms"
	"codeberg.org/plenary/plenary/internal/web/ui"
	"codeberg.org/plenary/plenary/internal/when"
)

// doubt is one thing about an event that somebody has to look at.
type doubt struct {
	text   string
	detail string // what the reader of announcements says of it, in English
}

// doubts are what contradicts in the words, and what they leave out about the
// time. Each needs somebody's look before there is a draft.
func (f *found) doubts(l *i18n.Locale) (list []doubt) {
	for _, c := range f.event.Conflicts {
		list = append(list, doubt{conflict(l, c.Code), c.Text})
	}
	if f.event.Zone != nil && *f.event.Zone != f.draft.Event.Zone && when.IsOffset(*f.event.Zone) {
		list = append(list, doubt{text: l.T("org.paste.doubt.offset|The text gives the hours in {offset}, and does not say in which city. They are shown as {city}’s.", "offset", l.City(*f.event.Zone), "city", l.City(f.draft.Event.Zone))})
	}
	for _, what := range f.event.Inferred {
		switch {
		case what == "year" && !slices.ContainsFunc(f.event.Conflicts, func(c announce.Conflict) bool { return c.Code == "weekday" }):
			list = append(list, doubt{text: l.T("org.paste.doubt.year|The text does not say which year. {year} is taken because it fits.", "year", f.year(l))})
		case what == "zone":
			list = append(list, doubt{text: l.T("org.paste.doubt.zone-taken|The text does not say whose clock is meant. {city} is taken.", "city", l.City(f.draft.Event.Zone))})
		default:
			list = append(list, doubt{text: l.T("org.paste.doubt.inferred|The text does not say the date itself. It is worked out from its other words.")})
		}
	}
	return list
}

func conflict(l *i18n.Locale, code string) string {
	switch code {
	case "weekday":
		return l.T("org.paste.doubt.weekday|The weekday does not fit the date. The date stands as it is written.")
	case "zones":
		return l.T("org.paste.doubt.zones|The hours that are named for several zones are not the same moment, or it is not clear which zones are meant.")
	case "time":
		return l.T("org.paste.doubt.time|The hour can be read in more than one way, or is missing.")
	case "no-zone":
		return l.T("org.paste.doubt.no-zone|Nothing says whose clock is meant. Choose the city.")
	}
	return l.T("org.paste.doubt.date|The date can be read in more than one way, is missing, or is over.")
}

func (f *found) year(l *i18n.Locale) string {
	if len(f.draft.Event.Dates) == 0 {
		return ""
	}
	return l.Year(f.draft.Event.Dates[0].Day.Year)
}

// missing are the facts that the text does not give.
func (f *found) missing(l *i18n.Locale) (list []string) {
	e := f.event
	if e.Title == "" && !f.first {
		list = append(list, l.T("org.paste.missing.title|a title"))
	}
	if e.Start == nil {
		list = append(list, l.T("org.paste.missing.start|when it starts"))
	}
	if e.End == nil {
		list = append(list, l.T("org.paste.missing.end|when it ends"))
	}
	if e.Place == nil && f.draft.Event.Online == "" {
		list = append(list, l.T("org.paste.missing.place|where it is"))
	}
	return list
}

// sure says in a word how sure the reading is.
func (f *found) sure(l *i18n.Locale) ui.Tag {
	tone := ui.Bad
	switch c := f.event.Confidence; {
	case c >= 0.9:
		tone = ui.OK
	case c >= 0.6:
		tone = ui.Warn
	}
	return ui.Tag{Tone: tone, Word: l.T("org.paste.sure|{share} sure", "share", l.Percent(f.event.Confidence))}
}

// fact is one thing that was read, with the words it comes from.
type fact struct {
	key, value string
	lang       string // of value, where it is another than the page's
	from       []string
}

// facts are what was read of the event.
func (f *found) facts(text string, l *i18n.Locale) (list []fact) {
	e, d := f.event, f.draft.Event
	add := func(field, key, value string) {
		if value != "" {
			list = append(list, fact{key: key, value: value, from: intake.Words(text, e, field)})
		}
	}
	if e.Start != nil {
		start := e.Start.In(d.Location())
		end := start
		if e.End != nil {
			end = e.End.In(d.Location())
		}
		add("start", l.T("org.paste.fact.when|When"), l.T("org.paste.when|{when} in {city}", "when", whenLine(l, start, end), "city", l.City(d.Zone)))
	}
	for i, a := range e.Also {
		add("also", l.T("org.paste.fact.also|Also named"), alsoLine(l, a))
		if last := len(list) - 1; last >= 0 && len(e.Spans["also"]) == len(e.Also) && len(list[last].from) == len(e.Also) {
			list[last].from = list[last].from[i : i+1] // its own words
		}
	}
	if d.Doors != nil && e.Doors != nil {
		add("doors", l.T("org.paste.fact.doors|Doors open"), l.Time(e.Doors.In(d.Location())))
	}
	add("repeats", l.T("org.paste.fact.repeats|Repeats"), f.repeats(l))
	if e.Place != nil {
		add("place", l.T("org.paste.fact.place|Place"), joined(e.Place.Name, e.Place.Address))
	}
	add("mode", l.T("org.paste.fact.call|Call"), d.Online)
	if e.Capacity != nil {
		add("capacity", l.T("org.paste.fact.places|Places"), l.Number(*e.Capacity))
	}
	add("registration", l.T("org.paste.fact.registration|Registration"), d.Entry.Elsewhere)
	add("hosts", l.T("org.paste.fact.hosts|Hosts"), l.List(e.Hosts))
	add("people", l.T("org.paste.fact.people|Speakers"), l.List(e.People))
	return list
}

func alsoLine(l *i18n.Locale, a announce.Also) string {
	loc, err := when.Load(a.Zone)
	if err != nil {
		return ""
	}
	return l.T("org.paste.when|{when} in {city}", "when", l.DateTime(a.Start.In(loc), i18n.Medium), "city", l.City(a.Zone))
}

// repeats says how it comes again.
func (f *found) repeats(l *i18n.Locale) string {
	d := f.draft.Event
	switch r := d.Rule; {
	case r == nil && len(d.Dates) > 1:
		return l.T("org.paste.dates|on {n} date|on {n} dates", "n", len(d.Dates))
	case r == nil:
		return ""
	case r.Count > 0 && r.Unit == events.Weeks:
		return l.T("org.paste.weekly-times|each week, {n} time|each week, {n} times", "n", r.Count)
	case r.Count > 0:
		return l.T("org.paste.monthly-times|each month, {n} time|each month, {n} times", "n", r.Count)
	case r.Unit == events.Weeks:
		return l.T("org.paste.weekly|each week, without an end")
	}
	return l.T("org.paste.monthly|each month, without an end")
}

// whenLine is a time with its weekday; the end is left out where it is the same.
func whenLine(l *i18n.Locale, start, end time.Time) string {
	if end.After(start) {
		return l.RangeStyle(start, end, i18n.Medium)
	}
	return l.DateTime(start, i18n.Medium)
}

func joined(parts ...string) string {
	var kept []string
	for _, s := range parts {
		if s != "" {
			kept = append(kept, s)
		}
	}
	return strings.Join(kept, ", ")
}

// quoted are the words from which something comes, each in quotes.
func quoted(l *i18n.Locale, words []string) string {
	var list []string
	for _, w := range words {
		list = append(list, l.T("org.paste.quoted|“{words}”", "words", w))
	}
	return l.List(list)
}

// zones are those that the field of an event offers: its own, those the text
// names, and the one that was chosen for all.
func (p pastePage) zones(f *found) (options []ui.Option) {
	list := []string{f.draft.Event.Zone, p.In.zone, p.R.Face.Zone}
	if f.event.Zone != nil {
		list = append(list, *f.event.Zone)
	}
	for _, a := range f.event.Also {
		list = append(list, a.Zone)
	}
	seen := map[string]bool{"": true}
	for _, z := range list {
		if !seen[z] && !when.IsOffset(z) {
			seen[z] = true
			options = append(options, ui.Option{Value: z, Label: p.R.L.City(z)})
		}
	}
	return options
}

// kinds are the kinds of events to choose from.
func (p pastePage) kinds() (options []ui.Option) {
	for _, k := range events.Kinds() {
		options = append(options, ui.Option{Value: string(k), Label: p.R.L.Text(k.Label())})
	}
	return options
}

// nothing says why there is no event in a text.
func (p pastePage) nothing() string {
	if p.In.passed {
		return p.R.L.T("org.paste.over|The days and hours in this text are over, or are those of something else. Write the date of the event into it, or enter the event by hand.")
	}
	return p.R.L.T("org.paste.nothing|There is no date with an hour in this text. Add one, or enter the event by hand.")
}

// heading is what an event is called on this page.
func (p pastePage) heading(f *found) string {
	if title := p.Form.Values.Get(f.key("title")); title != "" {
		return title
	}
	return p.R.L.T("org.series.untitled|Without a title")
}

// facts are the rows that show what was read.
func (p pastePage) facts(f *found) (rows []ui.Fact) {
	for _, x := range f.facts(p.In.text, p.R.L) {
		rows = append(rows, ui.Fact{Key: x.key, Body: factBody(p, x)})
	}
	return rows
}

// open tells whether the fields of an event stand open: something is missing,
// or wrong with them.
func (p pastePage) open(f *found) bool {
	return f.event.Start == nil || f.event.Title == "" || forms.WrongIn(p.Form.Err, f.key(""))
}
