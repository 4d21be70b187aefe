package eventdeskweb

import (
	"codeberg.org/plenary/plenary/internal/events"
	"codeberg.org/plenary/plenary/internal/web/forms"
	"codeberg.org/plenary/plenary/internal/web/ui"
)

// filled tells whether one of the fields holds something; then its part is open.
func (p datePage) filled(names ...string) bool {
	for _, name := range names {
		if p.In.Get(name) != "" || p.WrongIn(name) {
			return true
		}
	}
	return false
}

func (p datePage) title() string {
	if p.D == nil {
		return p.R.L.T("org.event.date.add|Add a date")
	}
	return whenOf(p.R, p.E.Occurrence(p.D))
}

// statuses are those that the date may have.
func (p datePage) statuses() []ui.Option {
	l := p.R.L
	options := []ui.Option{
		{Value: string(events.Scheduled), Label: l.T("org.status.scheduled|Takes place")},
		{Value: string(events.Tentative), Label: l.T("org.status.tentative|Not yet certain")},
	}
	if p.D == nil {
		return options
	}
	options = append(options, ui.Option{Value: string(events.CalledOff), Label: l.T("org.status.cancelled|Cancelled"), Hint: l.T("org.event.status.cancelled.hint|It stays on the page, with that word.")})
	if !p.D.RuleDay.IsZero() {
		options = append(options, ui.Option{Value: string(events.Skipped), Label: l.T("org.event.status.skipped|Left out this time"), Hint: l.T("org.event.status.skipped.hint|It goes from the page and from calendars, as a holiday does.")})
	}
	if p.D.Status == events.Held {
		options = append(options, ui.Option{Value: string(events.Held), Label: l.T("org.status.held|Was held")})
	}
	return options
}

// over tells whether the date has taken place, so that what remains is what came
// of it.
func (p datePage) over() bool { return p.D != nil && !p.E.Occurrence(p.D).End.After(p.R.Now) }

// published tells whether anybody could be told of a change.
func (p datePage) published() bool { return p.D != nil && p.E.State != events.Draft }

// removable tells whether the date can be taken away: it was entered by hand and
// is not the only one.
func (p datePage) removable() bool { return p.D != nil && p.D.RuleDay.IsZero() && len(p.E.Dates) > 1 }

// links are the rows of recordings and materials, one more than are filled.
func (p datePage) links() ui.Table {
	l := p.R.L
	kinds := []ui.Option{{Value: string(events.Recording), Label: l.T("series.held.recording|Recording")}, {Value: string(events.Material), Label: l.T("series.held.material|Material")}}
	t := ui.Table{Caption: l.T("org.sessions.links|Recordings and materials"), Hidden: true, Stack: true, Columns: []ui.Column{
		{Label: l.T("org.links.url|Address")}, {Label: l.T("org.links.title|Title")}, {Label: l.T("org.links.kind|Kind")}}}
	for n := 1; n <= forms.RowCount(p.In.Values, "links")+2; n++ {
		label := func(i int) string {
			return l.T("org.tracks.of|Row {n}: {label}", "n", n, "label", t.Columns[i].Label)
		}
		t.Rows = append(t.Rows, []ui.Cell{
			{Body: p.Field(ui.Field{Type: ui.Web, Name: forms.Cell("links", n, "url"), Labelled: label(0)})},
			{Body: p.Field(ui.Field{Name: forms.Cell("links", n, "title"), Labelled: label(1)})},
			{Body: p.Field(ui.Field{Type: ui.Select, Name: forms.Cell("links", n, "kind"), Labelled: label(2), Options: kinds, Short: true})},
		})
	}
	return t
}
