package eventdeskweb

import (
	"context"
	"strings"
	"time"

	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/events"
	"codeberg.org/plenary/plenary/internal/i18n"
	"codeberg.org/plenary/plenary/internal/store"
	"codeberg.org/plenary/plenary/internal/web"
	"codeberg.org/plenary/plenary/internal/web/forms"
	"codeberg.org/plenary/plenary/internal/web/ui"
	"codeberg.org/plenary/plenary/internal/when"
)

// preview is what would come of an event, shown before it is saved.
type preview struct {
	Ready    bool   // there are dates and hours to show
	Rule     string // how the dates repeat, in words
	Table    ui.SessionTable
	More     int      // dates that are not shown
	Problems []string // what is wrong with dates, said beside the table as well
}

// mostShown bounds how many dates a preview shows.
const mostShown = 12

// preview returns it, and how many people saving it would tell.
func (p *Pages) preview(ctx context.Context, tx *store.Tx, page editPage, wrong *errs.Error) (v preview, told int, err error) {
	e, l := page.E, page.R.L
	if wrong != nil {
		for _, f := range wrong.Fields {
			if strings.HasPrefix(f.Name, "dates.") {
				v.Problems = append(v.Problems, l.Text(f.Text))
			}
		}
	}
	if _, err := when.Load(e.Zone); err != nil || len(e.Dates) == 0 || page.In.Get("start") == "" || e.Length == 0 {
		return v, 0, nil
	}
	v.Ready = true
	if e.Rule != nil {
		v.Rule = ruleLine(l, e.Rule)
	}
	v.Table, v.More = nextDates(page.R, e)
	if page.New {
		return v, 0, nil
	}
	c, err := p.Events.Consequences(ctx, tx, page.R.Viewer, page.Old, e)
	return v, c.People, err
}

// ruleLine says how dates repeat, and until when.
func ruleLine(l *i18n.Locale, rule *events.Rule) string {
	line := rule.In(l)
	switch {
	case rule.Until != nil:
		return l.T("org.event.rule.until|{rule}, until {date}", "rule", line, "date", l.Date(forms.OnPaper(rule.Until.At(0)), i18n.Medium))
	case rule.Count > 0:
		return l.T("org.event.rule.count|{rule}, {n} time|{rule}, {n} times", "rule", line, "n", rule.Count)
	}
	return l.T("org.event.rule.never|{rule}, without an end", "rule", line)
}

// nextDates are the dates to come, on the clocks of the reader and of the cities
// shown; more is how many are left out.
func nextDates(r *web.Request, e *events.Event) (t ui.SessionTable, more int) {
	t = ui.SessionTable{L: r.L, Label: r.L.T("events.dates|Dates"), What: r.L.T("events.date|Date"), Zone: r.Zone, Home: e.Location(), Also: when.LoadAll(e.ShowZones)}
	for _, o := range e.Occurrences() {
		if !o.End.After(r.Now) && e.Ends().After(r.Now) {
			continue
		}
		if len(t.Rows) == mostShown {
			more++
			continue
		}
		t.Rows = append(t.Rows, dateRow(r, e, o))
	}
	return t, more
}

func dateRow(r *web.Request, e *events.Event, o events.Occurrence) ui.Session {
	row := ui.Session{}
	var lang string
	row.Title, lang = o.Date.Theme.Pick(r.L)
	row.Lang = r.Foreign(lang)
	if row.Title == "" { // one of many alike: the month says more than a number
		row.Title = r.L.T("front.month|{month} {year}", "month", r.L.Month(o.Start.Month(), false), "year", r.L.Year(o.Start.Year()))
	}
	moved, _ := e.Moved(o, r.Zone)
	at := ui.SessionTime{Start: o.Start, End: o.End, Moved: moved, Repeated: o.Kind == when.Repeated, State: stateOf(e, o, r.Now)}
	if venue := e.VenueOn(o.Date); o.Date.Venue != nil && venue != nil {
		at.Place = venue.Name
	}
	row.Times = []ui.SessionTime{at}
	return row
}

// stateOf says how certain a date is, and whether it is on now or over.
func stateOf(e *events.Event, o events.Occurrence, now time.Time) ui.SessionState {
	return ui.StateAt(now, o.Start, o.End, e.StatusOf(o.Date) == events.CalledOff, o.Date.Status == events.Tentative)
}
