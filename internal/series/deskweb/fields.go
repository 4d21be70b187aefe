package deskweb

import (
	"slices"
	"strconv"

	"codeberg.org/plenary/plenary/internal/i18n"
	"codeberg.org/plenary/plenary/internal/series"
	"codeberg.org/plenary/plenary/internal/web/forms"
	"codeberg.org/plenary/plenary/internal/web/ui"
	"codeberg.org/plenary/plenary/internal/when"
)

func (p editPage) rhythms() []ui.Option {
	l := p.R.L
	month := l.T("org.rhythm.month|Every month, on the same weekday")
	if d, err := when.ParseDate(p.In.Get("first")); err == nil {
		month = monthly(l, d)
	}
	return []ui.Option{
		{Value: string(series.Weekly), Label: l.T("org.rhythm.week|Every week")},
		{Value: string(series.Fortnightly), Label: l.T("org.rhythm.2-weeks|Every two weeks")},
		{Value: string(series.Monthly), Label: month},
		{Value: string(series.Daily), Label: l.T("org.rhythm.day|Every day")},
	}
}

// monthly names the weekday that comes back every month.
func monthly(l *i18n.Locale, d when.Date) string {
	day := i18n.Weekday(d.Weekday())
	switch series.WeekOfMonth(d) {
	case 1:
		return l.T("org.rhythm.month-1|Every month, on the first {weekday}", "weekday", day)
	case 2:
		return l.T("org.rhythm.month-2|Every month, on the second {weekday}", "weekday", day)
	case 3:
		return l.T("org.rhythm.month-3|Every month, on the third {weekday}", "weekday", day)
	case 4:
		return l.T("org.rhythm.month-4|Every month, on the fourth {weekday}", "weekday", day)
	}
	return l.T("org.rhythm.month-last|Every month, on the last {weekday}", "weekday", day)
}

// trackRows is how many rows of hours the form shows: one more than are filled.
func (p editPage) trackRows() int {
	return min(max(2, forms.RowCount(p.In.Values, "tracks")+1), series.MostTracks)
}

func (p editPage) trackTable() ui.Table {
	l := p.R.L
	t := ui.Table{Caption: l.T("org.tracks.title|Hours"), Hidden: true, Stack: true, Columns: []ui.Column{
		{Label: l.T("org.tracks.start|Starts at")}, {Label: l.T("org.tracks.letter|Letter")},
		{Label: l.T("org.tracks.name|Name, if it needs one")}, {Label: l.T("org.tracks.places|Places")}}}
	for n := 1; n <= p.trackRows(); n++ {
		at := func(s string) string { return forms.Cell("tracks", n, s) }
		label := func(s string) string { return l.T("org.tracks.of|Row {n}: {label}", "n", n, "label", s) }
		letter := p.Field(ui.Field{Name: at("id"), Labelled: label(t.Columns[1].Label), Short: true, LTR: true, MaxLength: 12, Value: letterAt(n)})
		t.Rows = append(t.Rows, []ui.Cell{
			{Body: p.Field(ui.Field{Type: ui.Time, Name: at("start"), Labelled: label(t.Columns[0].Label)})},
			{Body: letter},
			{Body: p.Text(ui.Field{Name: at("title"), Labelled: label(t.Columns[2].Label)}, p.In.Langs[0])},
			{Body: p.Field(ui.Field{Type: ui.Number, Name: at("places"), Labelled: label(t.Columns[3].Label)})},
		})
	}
	return t
}

// trackName names a track in the folded part.
func (p editPage) trackName(n int) string {
	return p.R.L.T("ui.track|Track {id}", "id", p.In.Get(forms.Cell("tracks", n, "id")))
}

// sessionTable is the table of dates and themes in one language.
func (p editPage) sessionTable(lang string) ui.Table {
	l, open := p.R.L, lang == p.In.Langs[0]
	t := ui.Table{Caption: l.T("org.themes.title|Dates and themes"), Hidden: true, Stack: true,
		Columns: []ui.Column{{Label: l.T("ui.sessions.session|Session")}}}
	if open {
		t.Columns = append(t.Columns, ui.Column{Label: l.T("org.themes.date|Date")})
	} else {
		t.Caption = l.T("org.themes.in|Themes in {language}", "language", l.LangName(lang))
	}
	t.Columns = append(t.Columns, ui.Column{Label: l.T("org.themes.theme|Theme")})
	for n := 1; n <= forms.RowCount(p.In.Values, "sessions"); n++ {
		head := l.T("org.session.n|Session {n}", "n", n)
		row := []ui.Cell{{Text: head, Head: true}}
		label := func(s string) string { return l.T("org.themes.of|{session}: {label}", "session", head, "label", s) }
		if open {
			row = append(row, ui.Cell{Body: p.Field(ui.Field{Type: ui.Date, Name: forms.Cell("sessions", n, "date"), Labelled: label(t.Columns[1].Label)})})
		}
		theme := ui.Field{Name: forms.Cell("sessions", n, "theme"), Labelled: label(l.T("org.themes.theme|Theme"))}
		t.Rows = append(t.Rows, append(row, ui.Cell{Body: p.Text(theme, lang)}))
	}
	return t
}

// ownHours are the sessions with hours of their own, or with an hour that does
// not suit their date; only these ask for it.
func (p editPage) ownHours() []ui.Field {
	var fields []ui.Field
	l := p.R.L
	for n := 1; n <= forms.RowCount(p.In.Values, "sessions"); n++ {
		session := l.T("org.session.n|Session {n}", "n", n)
		if len(p.S.Tracks) == 0 {
			f := p.Field(ui.Field{Type: ui.Time, Name: forms.Cell("sessions", n, "start"), Label: l.T("org.hours.session|{session} starts at", "session", session)})
			if f.Value != "" || f.Error != "" {
				fields = append(fields, f)
			}
			continue
		}
		for _, t := range p.S.Tracks {
			f := p.Field(ui.Field{Type: ui.Time, Name: forms.Cell("sessions", n, "starts."+t.Letter),
				Label: l.T("org.hours.track|{session}, track {track}, starts at", "session", session, "track", t.Letter)})
			if f.Value != "" || f.Error != "" {
				fields = append(fields, f)
			}
		}
	}
	return fields
}

// hiddenRows are what the rows of sessions and tracks carry unseen.
func (p editPage) hiddenRows() []ui.Field {
	var fields []ui.Field
	for n := 1; n <= forms.RowCount(p.In.Values, "sessions"); n++ {
		for _, part := range []string{"key", "made"} {
			if name := forms.Cell("sessions", n, part); p.In.Get(name) != "" {
				fields = append(fields, p.Field(ui.Field{Type: ui.Hidden, Name: name}))
			}
		}
	}
	return fields
}

func (p editPage) openFor() []ui.Option {
	l := p.R.L
	return []ui.Option{
		{Value: string(series.ForAnyone), Label: l.T("org.for.anyone|Anyone"), Hint: l.T("org.for.anyone.hint|People by themselves, and whole groups.")},
		{Value: string(series.ForGroups), Label: l.T("org.for.groups|Groups only"), Hint: l.T("org.for.groups.hint|A contact person registers the whole group.")},
		{Value: string(series.ForMembers), Label: l.T("org.for.members|Members"), Hint: l.T("org.for.members.hint|Whoever is signed in.")},
		{Value: string(series.ForInvited), Label: l.T("org.for.invited|People you enter yourself")},
	}
}

// earlier are the series that may be copied, the latest first.
func (p editPage) earlier() []ui.Option {
	var options []ui.Option
	for _, s := range slices.Backward(p.Earlier) {
		begins := ""
		if t := s.Begins(); !t.IsZero() {
			begins = p.R.L.Date(t, i18n.Medium)
		}
		options = append(options, ui.Option{Value: s.Slug, Label: p.R.L.T("org.copy.option|{series} ({date})", "series", titleOf(p.R, s), "date", begins)})
	}
	return options
}

func number(n int) string { return strconv.Itoa(n) }

// callHint tells what may stand in the address of a call.
func (p editPage) callHint() string {
	return p.R.L.T("org.call.hint|Where the call is. The words in braces are filled in for each session, as in {example}.",
		"example", "https://meet.example.org/{series}-{track}-{n}")
}

func (p editPage) trackDetailsWrong() bool {
	for n := range p.S.Tracks {
		if p.WrongIn(forms.Cell("tracks", n+1, "languages")) || p.In.WrongOther(p.Form.Err, forms.Cell("tracks", n+1, "title")) {
			return true
		}
	}
	return false
}

// registrationLine says in short what is set, above what is folded away.
func (p editPage) registrationLine() string {
	l := p.R.L
	who := ""
	for _, o := range p.openFor() {
		if o.Value == string(p.S.Window.For) {
			who = o.Label
		}
	}
	places := l.T("org.registration.no-limit|no limit of places")
	if n := p.S.Window.Places; n != nil {
		places = l.T("org.registration.places|{n} place|{n} places", "n", *n)
	}
	closes := l.T("org.registration.open-end|open until it ends")
	if w := p.S.Window.Closes; w != nil {
		t, _ := w.In(p.S.Location())
		closes = l.T("org.registration.closes|closes {when}", "when", l.DateTime(t, i18n.Medium))
	}
	return l.T("org.registration.line|{who}, {places}, {closes}", "who", who, "places", places, "closes", closes)
}
