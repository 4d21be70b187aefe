package deskweb

import (
	"codeberg.org/plenary/plenary/internal/web/forms"
	"net/url"
	"slices"
	"strings"

	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/i18n"
	"codeberg.org/plenary/plenary/internal/series"
	"codeberg.org/plenary/plenary/internal/web/ui"
)

// What a session may have of its own besides its hours and its place stands
// folded away: its kind, the clock it is meant by, places, languages, and who
// appears in it.

// more reads it, where it differs from the session as it is. A form without
// these fields leaves it as it is.
func (c change) more(form *errs.Form, to *series.SessionChange, s *series.Series, x *series.Session) {
	if !c.Values.Has("own") {
		return
	}
	m := series.SessionMore{Kind: series.SessionKind(c.Get("kind")), Zone: c.zone(form, s), Places: c.Number(form, "places"),
		Parties: c.parties(x.Parties)}
	for _, code := range c.Values["languages"] {
		if !slices.Contains(m.Languages, code) {
			m.Languages = append(m.Languages, code)
		}
	}
	same := m.Kind == x.Kind && m.Zone == x.Zone && sameParties(m.Parties, x.Parties) && slices.Equal(m.Languages, x.Languages) &&
		(m.Places == nil) == (x.Places == nil) && (m.Places == nil || *m.Places == *x.Places)
	if !same {
		to.More = &m
	}
}

// zone reads the city by whose clock the session is meant; "" is the series'.
func (c change) zone(form *errs.Form, s *series.Series) string {
	zones := forms.ReadCities(form, c.L, "zone", c.Get("zone"))
	if len(zones) == 0 || zones[0] == s.Zone {
		return ""
	}
	return zones[0]
}

func fillMore(l *i18n.Locale, v url.Values, x *series.Session) {
	v.Set("own", "1")
	v.Set("kind", string(x.Kind))
	if x.Zone != "" {
		v.Set("zone", forms.CityNames(l, []string{x.Zone}))
	}
	v["languages"] = slices.Clone(x.Languages)
	fillLimit(v, "places", x.Places)
	fillParties(v, x.Parties)
}

// ownOpen tells whether the part stands open: something in it is said, or wrong.
func (p sessionPage) ownOpen() bool {
	if p.Form.Err != nil {
		for _, f := range p.Form.Err.Fields {
			if list, _, _ := strings.Cut(f.Name, "."); slices.Contains([]string{"kind", "zone", "places", "languages", "hosts", "partners", "speakers"}, list) {
				return true
			}
		}
	}
	return p.In.Get("zone") != "" || p.In.Get("places") != "" || len(p.In.Values["languages"]) > 0
}

func (p sessionPage) kinds() []ui.Option {
	l := p.R.L
	return []ui.Option{{Value: string(series.KindSession), Label: l.T("org.kind.session|Session")}, {Value: string(series.KindPlenary), Label: l.T("org.kind.plenary|Plenary")},
		{Value: string(series.KindWorkshop), Label: l.T("org.kind.workshop|Workshop")}, {Value: string(series.KindMeeting), Label: l.T("org.kind.meeting|Meeting")}}
}

func (p sessionPage) languageOptions() []ui.Option {
	return forms.LanguageOptions(p.R.L, p.S.Languages)
}

// zone is the zone by whose clock the session is meant.
func (p sessionPage) zone() string {
	if p.X != nil && p.X.Zone != "" {
		return p.X.Zone
	}
	return p.S.Zone
}
