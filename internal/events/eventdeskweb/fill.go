package eventdeskweb

import (
	"net/url"
	"slices"
	"strconv"

	"codeberg.org/plenary/plenary/internal/events"
	"codeberg.org/plenary/plenary/internal/events/askform"
	"codeberg.org/plenary/plenary/internal/events/deskparts"
	"codeberg.org/plenary/plenary/internal/i18n"
	"codeberg.org/plenary/plenary/internal/people"
	"codeberg.org/plenary/plenary/internal/web"
	"codeberg.org/plenary/plenary/internal/web/forms"
	"codeberg.org/plenary/plenary/internal/when"
)

// blankEntry is the form of a new event: what is usual stands in it already, so
// that few fields are left to fill in.
func blankEntry(r *web.Request, n people.Network) url.Values {
	return url.Values{"primary": {r.L.Lang}, "zone": {r.Zone.String()}, "kind": {string(events.Meeting)}, "languages": {r.L.Lang},
		"visibility": {string(events.Public)}, "registration": {string(events.Optional)}, "waitlist": {"yes"}, "rule.every": {"1"}, "rule.end": {endsNever},
		"contact.name": {n.ContactName}, "contact.email": {n.ContactEmail}}
}

// fill is the form of an event as it is.
func fill(l *i18n.Locale, e *events.Event, primary string) url.Values {
	v := url.Values{"primary": {primary}, "version": {strconv.Itoa(e.Version)}, "event": {e.Slug}, "kind": {string(e.Kind)}, "zone": {e.Zone},
		"show_zones": {forms.CityNames(l, e.ShowZones)}, "languages": slices.Clone(e.Languages), "interpreted": slices.Clone(e.Interpreted),
		"contact.name": {e.Contact.Name}, "contact.email": {e.Contact.Email}, "chapter": {e.Chapter}, "shared": slices.Clone(e.Shared),
		"visibility": {string(e.Visibility)}, "online": {e.Online}}
	forms.FillText(v, "title", e.Title)
	forms.FillText(v, "description", e.Description)
	tick(v, "online_open", e.OnlineOpen)
	if e.Venue != nil {
		fillPlace(v, "venue", *e.Venue)
	}
	if e.PartOf != nil {
		v.Set("part_of.name", e.PartOf.Name)
		v.Set("part_of.url", e.PartOf.URL)
	}
	for i, list := range [][]people.Party{e.Parties.Hosts, e.Parties.Partners, e.Parties.Sponsors, e.Parties.Speakers, e.Parties.Moderators} {
		deskparts.FillParties(v, partyLists[i], list)
	}
	fillRegistration(v, e.Entry)
	fillTimes(v, e)
	fillAgenda(v, e)
	return v
}

func tick(v url.Values, name string, on bool) {
	if on {
		v.Set(name, "yes")
	}
}

func fillPlace(v url.Values, name string, p events.Place) {
	v.Set(name+".name", p.Name)
	v.Set(name+".address", p.Address)
	v.Set(name+".city", p.City)
	v.Set(name+".notes", p.Notes)
}

func fillRegistration(v url.Values, n events.Entry) {
	v.Set("registration", string(n.Registration))
	v.Set("elsewhere", n.Elsewhere)
	if n.Opens != nil {
		v.Set("opens", n.Opens.String())
	}
	if n.Closes != nil {
		v.Set("closes", n.Closes.String())
	}
	fillPlaces(v, "places", n.Places)
	tick(v, "by_date", n.ByDate)
	tick(v, "waitlist", n.Waitlist)
	tick(v, "call_later", n.CallLater)
	askform.Fill(v, n.Questions)
}

func fillPlaces(v url.Values, name string, p events.Places) {
	if p.Here != nil {
		v.Set(name+".here", strconv.Itoa(*p.Here))
	}
	if p.Online != nil {
		v.Set(name+".online", strconv.Itoa(*p.Online))
	}
}

// fillTimes fills in the first date, the usual hours, the rule, and the rows of
// dates that were entered by hand.
func fillTimes(v url.Values, e *events.Event) {
	if len(e.Dates) > 0 || e.Rule != nil {
		v.Set("start", e.Start.String())
	}
	if e.Length > 0 {
		v.Set("end", endOf(e.Start, e.Length).String())
	}
	if e.Doors != nil {
		v.Set("doors", e.Doors.String())
	}
	fillRule(v, e.Rule)
	var byHand []events.Date
	for _, d := range e.Dates {
		if d.RuleDay.IsZero() {
			byHand = append(byHand, d)
		}
	}
	if e.Rule == nil && len(byHand) > 0 {
		v.Set("first", byHand[0].Day.String())
		v.Set("first.key", byHand[0].ID)
		byHand = byHand[1:]
	}
	if first, err := when.ParseDate(v.Get("first")); err == nil && e.Length >= dayLong {
		v.Set("end_date", first.AddDays((int(e.Start)+int(e.Length.Minutes()))/(24*60)).String())
	}
	for i, d := range byHand {
		at := func(field string) string { return forms.Cell("dates", i+1, field) }
		v.Set(at("key"), d.ID)
		v.Set(at("date"), d.Day.String())
		if d.Start != nil {
			v.Set(at("start"), d.Start.String())
		}
		v.Set(at("end"), ownEnd(e, &d))
		forms.FillText(v, at("theme"), d.Theme)
	}
}

func fillRule(v url.Values, rule *events.Rule) {
	v.Set("rule.every", "1")
	v.Set("rule.end", endsNever)
	if rule == nil {
		return
	}
	v.Set("first", rule.From.String())
	v.Set("rule.every", strconv.Itoa(rule.Every))
	switch {
	case rule.Unit == events.Days:
		v.Set("rule.unit", everyDay)
	case rule.Unit == events.Weeks:
		v.Set("rule.unit", everyWeek)
		for _, day := range rule.Weekdays {
			v.Add("rule.weekdays", strconv.Itoa(int(day)))
		}
	case rule.Nth == 0:
		v.Set("rule.unit", monthByDay)
	case rule.Nth < 0:
		v.Set("rule.unit", monthByLast)
	default:
		v.Set("rule.unit", monthByWeekday)
	}
	switch {
	case rule.Until != nil:
		v.Set("rule.end", endsUntil)
		v.Set("rule.until", rule.Until.String())
	case rule.Count > 0:
		v.Set("rule.end", endsCount)
		v.Set("rule.count", strconv.Itoa(rule.Count))
	}
}

func fillAgenda(v url.Values, e *events.Event) {
	for i, part := range e.Agenda {
		at := func(field string) string { return forms.Cell("agenda", i+1, field) }
		v.Set(at("was"), strconv.Itoa(i+1))
		v.Set(at("start"), part.Start.String())
		if part.End != nil {
			v.Set(at("end"), part.End.String())
		}
		v.Set(at("day"), everyDate)
		if part.Day > 0 && part.Day <= len(e.Dates) {
			v.Set(at("day"), e.Dates[part.Day-1].ID)
		}
		forms.FillText(v, at("title"), part.Title)
		forms.FillText(v, at("text"), part.Text)
		v.Set(at("place"), part.Place)
		v.Set(at("kind"), string(part.Kind))
		v.Set(at("speakers"), writeSpeakers(part.Speakers))
	}
}
