package deskweb

import (
	"codeberg.org/plenary/plenary/internal/events/askform"
	"net/url"
	"slices"
	"strconv"

	"codeberg.org/plenary/plenary/internal/i18n"
	"codeberg.org/plenary/plenary/internal/people"
	"codeberg.org/plenary/plenary/internal/series"
	"codeberg.org/plenary/plenary/internal/web"
	"codeberg.org/plenary/plenary/internal/web/forms"
	"codeberg.org/plenary/plenary/internal/when"
)

// blankEntry is the form of a new series: what is usual stands in it already,
// so that few fields are left to fill in.
func blankEntry(r *web.Request, n people.Network) url.Values {
	v := url.Values{"primary": {r.L.Lang}, "zone": {r.Zone.String()}, "length": {"2h"}, "rhythm": {string(series.Weekly)},
		"count": {"6"}, "languages": {r.L.Lang}, "visibility": {string(series.Public)},
		"registration.for": {string(series.ForAnyone)}, "registration.group_min": {"10"}, "registration.group_max": {"500"},
		"registration.waitlist": {"yes"}, "contact.name": {n.ContactName}, "contact.email": {n.ContactEmail}}
	fillCircles(v, nil)
	return v
}

// fill is the form of a series as it is.
func fill(l *i18n.Locale, s *series.Series, primary string) url.Values {
	v := url.Values{"primary": {primary}, "version": {strconv.Itoa(s.Version)}, "series": {s.Slug}, "zone": {s.Zone},
		"show_zones": {forms.CityNames(l, s.ShowZones)}, "languages": slices.Clone(s.Languages), "contact.name": {s.Contact.Name},
		"contact.email": {s.Contact.Email}, "chapter": {s.Chapter}, "visibility": {string(s.Visibility)}, "join_url": {s.JoinURL}}
	forms.FillText(v, "title", s.Title)
	forms.FillText(v, "description", s.Description)
	forms.FillText(v, "audience", s.Audience)
	if s.Length > 0 {
		v.Set("length", when.FormatLength(s.Length))
	}
	fillWindow(v, s.Window)
	askform.Fill(v, s.Questions)
	fillTracks(v, s)
	fillSessions(v, s)
	fillParties(v, s.Parties)
	fillCircles(v, s.Circles)
	return v
}

func fillWindow(v url.Values, w series.Window) {
	v.Set("registration.for", string(w.For))
	v.Set("registration.group_min", strconv.Itoa(w.GroupMin))
	v.Set("registration.group_max", strconv.Itoa(w.GroupMax))
	if w.Opens != nil {
		v.Set("registration.opens", w.Opens.String())
	}
	if w.Closes != nil {
		v.Set("registration.closes", w.Closes.String())
	}
	fillLimit(v, "registration.places", w.Places)
	if w.Waitlist {
		v.Set("registration.waitlist", "yes")
	}
}

func fillLimit(v url.Values, name string, n *int) {
	if n != nil {
		v.Set(name, strconv.Itoa(*n))
	}
}

func fillTracks(v url.Values, s *series.Series) {
	if len(s.Tracks) == 0 && s.Start != nil {
		v.Set("tracks.1.start", s.Start.String())
	}
	for i, t := range s.Tracks {
		at := func(field string) string { return forms.Cell("tracks", i+1, field) }
		v.Set(at("key"), t.ID)
		v.Set(at("id"), t.Letter)
		forms.FillText(v, at("title"), t.Title)
		if t.Start != nil {
			v.Set(at("start"), t.Start.String())
		} else if s.Start != nil {
			v.Set(at("start"), s.Start.String())
		}
		fillLimit(v, at("places"), t.Places)
		v[at("languages")] = slices.Clone(t.Languages)
	}
}

// fillSessions fills the rows of dates, and finds the rhythm that they follow.
func fillSessions(v url.Values, s *series.Series) {
	dates := make([]when.Date, len(s.Sessions))
	for i, x := range s.Sessions {
		dates[i] = x.Date
	}
	rhythm := series.RhythmOf(dates)
	v.Set("rhythm", string(rhythm))
	v.Set("count", strconv.Itoa(len(dates)))
	if len(dates) == 0 {
		return
	}
	v.Set("first", dates[0].String())
	usual := rhythm.Dates(dates[0], len(dates))
	for i, x := range s.Sessions {
		at := func(field string) string { return forms.Cell("sessions", i+1, field) }
		v.Set(at("key"), x.ID)
		v.Set(at("date"), x.Date.String())
		if x.Date == usual[i] {
			v.Set(at("made"), x.Date.String())
		}
		forms.FillText(v, at("theme"), x.Theme)
		for _, letter := range s.Letters() {
			c, own := s.Hour(&x, letter)
			switch {
			case !own || c == nil:
			case letter == "":
				v.Set(at("start"), c.String())
			default:
				v.Set(at("starts."+letter), c.String())
			}
		}
	}
}
