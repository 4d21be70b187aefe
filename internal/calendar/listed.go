package calendar

import (
	"slices"

	"codeberg.org/plenary/plenary/internal/events"
	"codeberg.org/plenary/plenary/internal/i18n"
	"codeberg.org/plenary/plenary/internal/web"
	"codeberg.org/plenary/plenary/internal/web/ui"
)

// Item is the date as lists show it.
func (d Date) Item(r *web.Request) ui.AgendaItem {
	title := r.Pick(d.Title())
	item := ui.AgendaItem{Title: title.Text, Lang: title.Lang, Href: d.Path(), Start: d.Start(), End: d.End(), Home: d.Start().Location(), Place: d.Where(r.L, false)}
	if d.S != nil {
		if theme, _ := d.In.Session.Theme.Pick(r.L); theme != "" {
			item.Text = r.L.T("series.held.session|Session {n}: {theme}", "n", d.In.Session.N, "theme", theme)
		}
		if t := d.S.Track(d.In.Track); t != nil {
			item.Tags = append(item.Tags, ui.Tag{Word: t.Name(r.L)})
		}
	} else {
		item.Text = r.Pick(d.On.Date.Theme).Text
		item.Tags = append(item.Tags, ui.Tag{Word: r.L.Text(d.E.Kind.Label())})
	}
	item.Tags = append(item.Tags, d.Certainty(r)...)
	return item
}

// Where says where one comes to: a place, the call, or both. The place is its
// name and city, or whole with its address.
func (d Date) Where(l *i18n.Locale, whole bool) string {
	var venue *events.Place
	if d.S == nil {
		venue = d.E.VenueOn(d.On.Date)
	} else if p := d.In.Session.Place; p != nil {
		venue = &events.Place{Name: p.Name, Address: p.Address}
	}
	remote := slices.Contains(d.Ways(), events.Remote)
	switch {
	case venue == nil && remote:
		return l.Text(events.Online.Label())
	case venue == nil:
		return l.Text(events.Nowhere.Label())
	}
	place := events.Place{Name: venue.Name, City: venue.City}
	if whole {
		place.Address = venue.Address
	}
	if remote {
		return l.T("front.hybrid|{place}, and online", "place", place.Line())
	}
	return place.Line()
}

// Certainty says what one must know of a date before one goes: that it is
// cancelled, on now, or not certain.
func (d Date) Certainty(r *web.Request) []ui.Tag {
	switch {
	case d.Off():
		return []ui.Tag{{Tone: ui.Bad, Word: r.L.T("ui.sessions.cancelled|Cancelled")}}
	case !d.Start().After(r.Now) && d.End().After(r.Now):
		return []ui.Tag{{Tone: ui.OK, Word: r.L.T("ui.sessions.live|Now")}}
	case d.Tentative() && d.End().After(r.Now):
		return []ui.Tag{{Tone: ui.Info, Word: r.L.T("ui.sessions.tentative|Not yet certain")}}
	}
	return nil
}
