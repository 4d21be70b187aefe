package eventdeskweb

import (
	"slices"
	"strconv"

	"codeberg.org/plenary/plenary/internal/events"
	"codeberg.org/plenary/plenary/internal/i18n"
	"codeberg.org/plenary/plenary/internal/web/forms"
	"codeberg.org/plenary/plenary/internal/web/ui"
	"codeberg.org/plenary/plenary/internal/when"
)

func (p editPage) kinds() (options []ui.Option) {
	for _, k := range events.Kinds() {
		options = append(options, ui.Option{Value: string(k), Label: p.R.L.Text(k.Label())})
	}
	return options
}

// units are how dates may repeat, in the words of the first date.
func (p editPage) units() []ui.Option {
	l := p.R.L
	nth, last := l.T("org.rhythm.month|Every month, on the same weekday"), l.T("org.event.unit.month-last|Every month, on the last such weekday")
	week, day := l.T("org.rhythm.week|Every week"), l.T("org.event.unit.month-day|Every month, on the same day of the month")
	if d, err := when.ParseDate(p.In.Get("first")); err == nil {
		rule := events.RuleFrom(d, 1, events.Weeks)
		week = rule.In(l)
		rule = events.Rule{From: d, Every: 1, Unit: events.Months, Weekdays: rule.Weekdays, Nth: -1}
		last = rule.In(l)
		if n := (d.Day-1)/7 + 1; n < 5 {
			rule.Nth = n
			nth = rule.In(l)
		}
		day = (&events.Rule{From: d, Every: 1, Unit: events.Months}).In(l)
	}
	return []ui.Option{{Label: l.T("org.event.unit.none|It does not repeat")}, {Value: everyWeek, Label: week}, {Value: monthByWeekday, Label: nth},
		{Value: monthByLast, Label: last}, {Value: monthByDay, Label: day}, {Value: everyDay, Label: l.T("org.rhythm.day|Every day")}}
}

func (p editPage) ends() []ui.Option {
	l := p.R.L
	return []ui.Option{{Value: endsNever, Label: l.T("org.event.ends.never|No end is set"), Hint: l.T("org.event.ends.never.hint|People see the dates of the next year and a half.")},
		{Value: endsCount, Label: l.T("org.event.ends.count|After so many dates")}, {Value: endsUntil, Label: l.T("org.event.ends.until|On a last day")}}
}

func (p editPage) weekdays() (options []ui.Option) {
	for _, d := range p.R.L.Weekdays() {
		options = append(options, ui.Option{Value: strconv.Itoa(int(d)), Label: p.R.L.Weekday(d, false)})
	}
	return options
}

// ruleSummary sums up the part about repeating that is folded away.
func (p editPage) ruleSummary() string {
	if p.Preview.Rule != "" {
		return p.Preview.Rule
	}
	return p.R.L.T("org.event.rule.more|How often, on which weekdays, until when")
}

func (p editPage) datesSummary() string {
	n := forms.RowCount(p.In.Values, "dates")
	if n == 0 {
		return p.R.L.T("org.event.dates.none|Further dates of its own choosing")
	}
	return p.R.L.T("org.event.dates.some|{n} further date|{n} further dates", "n", n)
}

// dateRows are the rows of dates entered by hand, and one more.
func (p editPage) dateRows() ui.Table {
	l := p.R.L
	t := ui.Table{Caption: l.T("org.event.dates.more-title|Further dates"), Hidden: true, Stack: true, Columns: []ui.Column{{Label: l.T("events.date|Date")},
		{Label: l.T("org.event.own-start|Other start")}, {Label: l.T("org.event.own-end|Other end")}, {Label: l.T("org.themes.theme|Theme")}}}
	for n := 1; n <= min(forms.RowCount(p.In.Values, "dates")+2, events.MostDates); n++ {
		at := func(s string) string { return forms.Cell("dates", n, s) }
		label := func(i int) string {
			return l.T("org.tracks.of|Row {n}: {label}", "n", n, "label", t.Columns[i].Label)
		}
		t.Rows = append(t.Rows, []ui.Cell{
			{Body: p.Field(ui.Field{Type: ui.Date, Name: at("date"), Labelled: label(0)})},
			{Body: p.Field(ui.Field{Type: ui.Time, Name: at("start"), Labelled: label(1)})},
			{Body: p.Field(ui.Field{Type: ui.Time, Name: at("end"), Labelled: label(2)})},
			{Body: p.Text(ui.Field{Name: at("theme"), Labelled: label(3)}, p.In.Langs[0])},
		})
	}
	return t
}

// hidden are what rows carry unseen.
func (p editPage) hidden() (fields []ui.Field) {
	names := []string{"first.key"}
	for _, row := range []struct{ list, field string }{{"dates", "key"}, {"agenda", "was"}} {
		for n := 1; n <= forms.RowCount(p.In.Values, row.list); n++ {
			names = append(names, forms.Cell(row.list, n, row.field))
		}
	}
	for _, name := range names {
		if p.In.Get(name) != "" {
			fields = append(fields, p.Field(ui.Field{Type: ui.Hidden, Name: name}))
		}
	}
	return fields
}

func (p editPage) registering() []ui.Option {
	l := p.R.L
	return []ui.Option{
		{Value: string(events.Required), Label: l.T("org.event.entry.required|Only who has a place comes in")},
		{Value: string(events.Optional), Label: l.T("org.event.entry.optional|It helps, and nobody must"), Hint: l.T("org.event.entry.optional.hint|You know how many come, and they are told when something changes.")},
		{Value: string(events.NoNeed), Label: l.T("org.event.entry.none|People just come")},
		{Value: string(events.Elsewhere), Label: l.T("org.event.entry.elsewhere|At another organisation’s address")},
	}
}

// registrationLine says in short what is set, above what is folded away.
func (p editPage) registrationLine() string {
	l, n := p.R.L, p.E.Entry
	places := l.T("org.registration.no-limit|no limit of places")
	if n.Places.Here != nil || n.Places.Online != nil {
		total := 0
		for _, limit := range []*int{n.Places.Here, n.Places.Online} {
			if limit != nil {
				total += *limit
			}
		}
		places = l.T("org.registration.places|{n} place|{n} places", "n", total)
	}
	closes := l.T("org.registration.open-end|open until it ends")
	if n.Closes != nil {
		closes = l.T("org.registration.closes|closes {when}", "when", l.DateTime(forms.OnPaper(*n.Closes), i18n.Medium))
	}
	return l.T("org.event.entry.line|Places, waiting list, opening: {places}, {closes}", "places", places, "closes", closes)
}

// sharing are the chapters that may show it beside the one that holds it.
func (p editPage) sharing() (options []ui.Option) {
	for _, c := range p.Chapters {
		if c.Slug != p.In.Get("chapter") {
			options = append(options, ui.Option{Value: c.Slug, Label: c.Name.In(p.R.L)})
		}
	}
	return options
}

func (p editPage) parties() []forms.Parties {
	l := p.R.L
	titles := [...]string{l.T("org.parties.hosts|Hosts"), l.T("org.parties.partners|Partners"), l.T("events.parties.sponsors|Supported by"),
		l.T("org.parties.speakers|Speakers"), l.T("events.parties.moderators|Moderation")}
	var all []forms.Parties
	for i, list := range partyLists {
		all = append(all, forms.Parties{Form: p.Form, List: list, Title: titles[i]})
	}
	return all
}

func (p editPage) partiesLine() string {
	n := 0
	for _, list := range partyLists {
		n += forms.RowCount(p.In.Values, list)
	}
	if n == 0 {
		return p.R.L.T("org.event.parties|Speakers, hosts, partners")
	}
	return p.R.L.T("org.event.parties.some|Speakers, hosts, partners: {n} named|Speakers, hosts, partners: {n} named", "n", n)
}

func (p editPage) partiesOpen() bool {
	return slices.ContainsFunc(partyLists[:], p.OpenRows) || p.WrongIn("part_of.")
}

func (p editPage) agendaLine() string {
	n := forms.RowCount(p.In.Values, "agenda")
	if n == 0 {
		return p.R.L.T("org.event.agenda.none|Agenda: no parts yet")
	}
	return p.R.L.T("org.event.agenda.some|Agenda: {n} part|Agenda: {n} parts", "n", n)
}

func (p editPage) partKinds() []ui.Option {
	l := p.R.L
	return []ui.Option{{Label: l.T("org.event.part.work|A part of the programme")}, {Value: string(events.Pause), Label: l.T("org.event.part.pause|A pause")},
		{Value: string(events.Doors), Label: l.T("org.event.part.doors|Arriving")}}
}
