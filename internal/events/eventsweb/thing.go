package eventsweb

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"codeberg.org/plenary/plenary/internal/events"
	"codeberg.org/plenary/plenary/internal/i18n"
	"codeberg.org/plenary/plenary/internal/people"
	"codeberg.org/plenary/plenary/internal/web/prose"
	"codeberg.org/plenary/plenary/internal/web/thing"
)

// thingOf describes the event to programs: its next dates or, when all are over,
// the last; where there are several, with the series that they make.
func thingOf(p showPage) any {
	var list []thing.Happening
	for _, o := range p.E.Occurrences() {
		if o.End.After(p.R.Now) && len(list) < mostShown {
			list = append(list, p.thing(o))
		}
	}
	if len(list) == 0 && p.Focus != nil {
		list = append(list, p.thing(*p.Focus))
	}
	switch {
	case len(list) == 0:
		return nil
	case len(list) == 1 && p.E.Rule == nil:
		list[0].Context = thing.Schema
		return list[0]
	}
	whole := p.seriesThing()
	things := []any{&whole}
	for i := range list {
		list[i].ID = fmt.Sprintf("%s#%d", p.url(), i+1)
		list[i].PartOf = append([]any{thing.Ref{ID: whole.ID}}, list[i].PartOf...)
		whole.Parts = append(whole.Parts, thing.Ref{ID: list[i].ID})
		things = append(things, list[i])
	}
	return thing.Several(things...)
}

func (p showPage) url() string { return p.R.Base + "/e/" + p.E.Slug }

// seriesThing is the event with all its dates.
func (p showPage) seriesThing() thing.Happening {
	e := p.E
	t := thing.Happening{Type: thing.Series, ID: p.url() + "#all", Name: p.Title.Text, URL: p.url(), Start: thing.Stamp(e.Begins()), Description: p.described(),
		Languages: slices.Concat(e.Languages, e.Interpreted), Organizer: p.organizers()}
	if e.Rule == nil || !e.Rule.Endless() {
		t.End = thing.Stamp(e.Ends())
	}
	if e.Rule != nil {
		t.Schedule = repeatingOf(e)
	}
	if e.PartOf != nil {
		t.PartOf = []any{thing.Party{Type: thing.Series, Name: e.PartOf.Name, URL: e.PartOf.URL}}
	}
	return t
}

// repeatingOf is the rule of an event, with the days that are left out.
func repeatingOf(e *events.Event) *thing.Repeating {
	rule := e.Rule
	end, _ := rule.From.At(e.Start).In(time.UTC)
	s := &thing.Repeating{Type: "Schedule", StartDate: rule.From.String(), StartTime: e.Start.String() + ":00", EndTime: end.Add(e.Length).Format("15:04:05"),
		Zone: e.Location().String(), Count: rule.Count}
	if rule.Until != nil {
		s.EndDate = rule.Until.String()
	}
	every := max(1, rule.Every)
	switch rule.Unit {
	case events.Days:
		s.Frequency = fmt.Sprintf("P%dD", every)
	case events.Weeks:
		s.Frequency = fmt.Sprintf("P%dW", every)
		for _, d := range rule.Weekdays {
			s.Days = append(s.Days, thing.Schema+"/"+d.String())
		}
	case events.Months:
		s.Frequency = fmt.Sprintf("P%dM", every)
		if rule.Nth == 0 {
			s.MonthDay = []int{rule.From.Day}
		}
		for _, d := range rule.Weekdays {
			if rule.Nth != 0 { // "3WE", as calendars write it
				s.Days = append(s.Days, fmt.Sprintf("%d%s", rule.Nth, strings.ToUpper(d.String()[:2])))
			}
		}
	}
	for i := range e.Dates {
		if d := &e.Dates[i]; d.Status == events.Skipped && !d.RuleDay.IsZero() {
			s.Except = append(s.Except, d.RuleDay.String())
		}
	}
	return s
}

func (p showPage) described() string { return prose.Plain(p.Lead.Text+"\n\n"+p.More.Text, 300) }

// thing is one date.
func (p showPage) thing(o events.Occurrence) thing.Happening {
	e, d := p.E, o.Date
	t := thing.Happening{Type: kindOf(e.Kind), Name: p.nameOf(d), URL: p.url(), Start: thing.Stamp(o.Start), End: thing.Stamp(o.End), Doors: thing.Stamp(o.Doors),
		Description: p.described(), Was: thing.Stamp(wasAt(e, o)), Status: thing.How(e.StatusOf(d) == events.CalledOff, !d.Was.IsZero()),
		Languages: slices.Concat(e.Languages, e.Interpreted), Organizer: p.organizers(), Offers: p.offers(o),
		Performer: namedAs("Person", slices.Concat(e.Parties.Speakers, d.Speakers)), Sponsor: namedAs("Organization", e.Parties.Sponsors)}
	if p.Picture.Src != "" {
		t.Image = []string{p.R.Base + p.Picture.Src}
	}
	p.places(&t, d)
	if e.PartOf != nil {
		t.PartOf = []any{thing.Party{Type: thing.Series, Name: e.PartOf.Name, URL: e.PartOf.URL}}
	}
	return t
}

// kindOf is the narrowest word that schema.org has for a kind of event.
func kindOf(k events.Kind) string {
	switch k {
	case events.TeachIn, events.Workshop, events.Training, events.Talk:
		return thing.Education
	case events.Social:
		return thing.Social
	}
	return thing.Event
}

// offers say how to get a place: none where one just comes, or it is over.
func (p showPage) offers(o events.Occurrence) []thing.Offer {
	e := p.E
	if e.StatusOf(o.Date) == events.CalledOff || !o.End.After(p.R.Now) {
		return nil
	}
	switch e.Openness(p.R.Now) {
	case events.Never:
		if e.Entry.Registration == events.Elsewhere && e.Entry.Elsewhere != "" {
			return []thing.Offer{thing.Register(e.Entry.Elsewhere, true, false, time.Time{}, time.Time{})}
		}
		return nil
	case events.Over:
		return nil
	}
	return []thing.Offer{thing.Register(p.url()+"/register", e.Openness(p.R.Now) == events.Open, full(e, o.Date.ID, p.R.Now),
		inZone(e, e.OpensAt()), inZone(e, e.ClosesAt()))}
}

// inZone is an instant as clocks at the event show it; zero stays zero.
func inZone(e *events.Event, t time.Time) time.Time {
	if t.IsZero() {
		return t
	}
	return t.In(e.Location())
}

// nameOf is the title, with what the date is about.
func (p showPage) nameOf(d *events.Date) string {
	if theme := p.R.Pick(d.Theme).Text; theme != "" {
		return i18n.Unmarked(p.R.L.T("series.calendar.summary|{series}: {theme}", "series", p.Title.Text, "theme", theme))
	}
	return p.Title.Text
}

// places says where the date is, and how many can come in which way.
func (p showPage) places(t *thing.Happening, d *events.Date) {
	limits := p.E.PlacesOn(d)
	here, online := false, false
	for _, w := range p.E.Ways(d) {
		if w == events.Remote {
			online, t.MostOnline = true, limits.Online
			t.Location = append(t.Location, thing.Online(p.url()))
			continue
		}
		here, t.MostHere = true, limits.Here
		venue := p.E.VenueOn(d)
		t.Location = append(t.Location, thing.Venue(venue.Name, venue.Address, venue.City))
	}
	t.Attendance = thing.Where(here, online)
	switch {
	case here && online:
		if t.MostHere != nil && t.MostOnline != nil {
			all := *t.MostHere + *t.MostOnline
			t.Most = &all
		}
	case here:
		t.Most, t.MostHere = t.MostHere, nil
	case online:
		t.Most, t.MostOnline = t.MostOnline, nil
	}
}

// organizers are the hosts or, where none is named, the chapter or the network.
func (p showPage) organizers() []thing.Party {
	if hosts := namedAs("Organization", p.E.Parties.Hosts); len(hosts) > 0 {
		return hosts
	}
	if p.Chapter != nil {
		return []thing.Party{{Type: "Organization", Name: p.R.Pick(p.Chapter.Name).Text, URL: p.R.Base + "/c/" + p.Chapter.Slug}}
	}
	if name := p.R.Pick(p.R.Face.Name).Text; name != "" {
		return []thing.Party{{Type: "Organization", Name: name, URL: p.R.Base}}
	}
	return nil
}

func namedAs(kind string, list []people.Party) (out []thing.Party) {
	for _, party := range list {
		out = append(out, thing.Party{Type: kind, Name: party.Name, URL: party.URL})
	}
	return out
}
