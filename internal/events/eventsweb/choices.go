package eventsweb

import (
	"slices"
	"strings"

	"codeberg.org/plenary/plenary/internal/events"
	"codeberg.org/plenary/plenary/internal/web"
	"codeberg.org/plenary/plenary/internal/web/ui"
)

// mostRadios is how many dates stand below each other as choices of their own;
// more are a list to open.
const mostRadios = 8

// dateField asks for which date somebody comes; hint says of each, "" for all,
// whether there is a place.
func dateField(r *web.Request, e *events.Event, form ui.Form, hint func(date string) string) ui.Field {
	coming := e.Coming(r.Now)
	f := ui.Field{Type: ui.Radios, Name: "date", Label: r.L.T("events.register.date|For which date?"), Required: true}
	if len(coming) >= mostRadios {
		f.Type = ui.Select
		f.Options = append(f.Options, ui.Option{Label: r.L.T("events.register.date.choose|Choose")})
	}
	f.Options = append(f.Options, ui.Option{Value: allDates, Label: r.L.T("events.register.all|All {n} dates|All {n} dates", "n", len(coming)),
		Hint: hint("")})
	for _, o := range coming {
		option := ui.Option{Value: o.Date.ID, Label: r.L.Range(o.Start.In(r.Zone), o.End.In(r.Zone))}
		if theme := r.Pick(o.Date.Theme).Text; theme != "" {
			option.Label = r.L.T("letter.session|{when}: {theme}", "when", option.Label, "theme", theme)
		}
		option.Hint = hint(o.Date.ID)
		f.Options = append(f.Options, option)
	}
	return form.Field(f)
}

// hint is that of the choices of who registers.
func (p registerPage) hint(date string) string {
	if !full(p.E, date, p.R.Now) {
		return ""
	}
	if p.E.Entry.Waitlist {
		return p.R.L.T("events.register.full-wait|Full. There is a waiting list.")
	}
	return p.R.L.T("front.full|Full")
}

// hint is that of the choices of who is registered. What they have is not full
// for them; of all dates it says which they have no place on. Nor is who has a
// place led to a waiting list: no place is given up for one.
func (p minePage) hint(date string) string {
	if !p.M.R.Standing.HasPlace() {
		return registerPage{R: p.R, E: p.M.E}.hint(date)
	}
	d := p.M.E.Date(date)
	switch {
	case date == "" && p.M.R.Date == "":
		var says []string
		for _, one := range p.Without {
			says = append(says, one.Says)
		}
		return strings.Join(says, " ")
	case d != nil && p.M.R.Holds(d), !full(p.M.E, date, p.R.Now):
		return ""
	}
	return p.R.L.T("front.full|Full")
}

// waysOf are the ways in which one can come to any of the dates to come.
func waysOf(r *web.Request, e *events.Event) (ways []events.Way) {
	for _, o := range e.Coming(r.Now) {
		for _, w := range e.Ways(o.Date) {
			if !slices.Contains(ways, w) {
				ways = append(ways, w)
			}
		}
	}
	return ways
}

// wayField asks how somebody comes. Places are named where all dates are meant,
// or one is chosen already.
func wayField(r *web.Request, e *events.Event, form ui.Form) ui.Field {
	date := form.Values.Get("date")
	f := ui.Field{Type: ui.Radios, Name: "way", Label: r.L.T("events.register.way|How will you come?"), Required: true}
	for _, w := range waysOf(r, e) {
		option := ui.Option{Value: string(w), Label: r.L.Text(w.Label())}
		if venue := venueFor(r, e, date); w == events.Here && venue != nil {
			option.Label = r.L.T("events.way.at|In person: {place}", "place", venue.Line())
		}
		if date != "" || !asksDate(r, e) {
			if date == allDates {
				date = ""
			}
			option.Hint = freeLine(r, w, e.FreeFor(date, w, r.Now), false)
		}
		f.Options = append(f.Options, option)
	}
	return form.Field(f)
}

// venueFor is where people meet on the date chosen, or on all.
func venueFor(r *web.Request, e *events.Event, date string) *events.Place {
	if d := e.Date(date); d != nil {
		return e.VenueOn(d)
	}
	if next, ok := e.Next(r.Now); ok && !asksDate(r, e) {
		return e.VenueOn(next.Date)
	}
	return e.Venue
}
