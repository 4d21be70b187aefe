package peopleweb

import (
	"slices"

	"codeberg.org/plenary/plenary/internal/calendar"
	"codeberg.org/plenary/plenary/internal/events"
	"codeberg.org/plenary/plenary/internal/web"
	"codeberg.org/plenary/plenary/internal/web/ui"
)

// itemOf is a date as lists show it.
func itemOf(r *web.Request, d calendar.Date) ui.AgendaItem {
	title := r.Pick(d.Title())
	item := ui.AgendaItem{Title: title.Text, Lang: title.Lang, Href: d.Path(), Start: d.Start(), End: d.End(), Home: d.Start().Location(), Place: where(r, d)}
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
	item.Tags = append(item.Tags, stateTags(r, d)...)
	return item
}

// where says where one comes to: a place, the call, or both. Sessions are online
// if nothing is said.
func where(r *web.Request, d calendar.Date) string {
	switch {
	case d.S != nil && d.In.Session.Place == nil:
		return ""
	case d.S != nil:
		return d.In.Session.Place.Name
	}
	venue := d.E.VenueOn(d.On.Date)
	switch {
	case venue == nil:
		return r.L.Text(d.E.Mode().Label())
	case slices.Contains(d.Ways(), events.Remote):
		return r.L.T("front.hybrid|{place}, and online", "place", placeName(*venue))
	}
	return placeName(*venue)
}

// placeName is a place as lists name it.
func placeName(p events.Place) string {
	return events.Place{Name: p.Name, City: p.City}.Line()
}

// stateTags say what one must know of a date's certainty.
func stateTags(r *web.Request, d calendar.Date) []ui.Tag {
	l := r.L
	switch {
	case d.Off():
		return []ui.Tag{{Tone: ui.Bad, Word: l.T("ui.sessions.cancelled|Cancelled")}}
	case !d.Start().After(r.Now) && d.End().After(r.Now):
		return []ui.Tag{{Tone: ui.OK, Word: l.T("ui.sessions.live|Now")}}
	case d.Tentative() && d.End().After(r.Now):
		return []ui.Tag{{Tone: ui.Info, Word: l.T("ui.sessions.tentative|Not yet certain")}}
	}
	return nil
}
