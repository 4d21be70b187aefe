package eventsweb

import (
	"strings"
	"time"

	"codeberg.org/plenary/plenary/internal/events"
	"codeberg.org/plenary/plenary/internal/i18n"
	"codeberg.org/plenary/plenary/internal/people"
	"codeberg.org/plenary/plenary/internal/web/prose"
)

// thing is an event as schema.org describes one (https://schema.org/Event), for
// search engines and for calendars that read pages. It names our page, never the
// call's own address.
type thing struct {
	Context     string   `json:"@context,omitempty"`
	Type        string   `json:"@type"`
	Name        string   `json:"name"`
	Description string   `json:"description,omitempty"`
	URL         string   `json:"url"`
	Image       []string `json:"image,omitempty"`
	Start       string   `json:"startDate"`
	End         string   `json:"endDate"`
	Doors       string   `json:"doorTime,omitempty"`
	Was         string   `json:"previousStartDate,omitempty"`
	Status      string   `json:"eventStatus"`
	Attendance  string   `json:"eventAttendanceMode,omitempty"`
	Location    []any    `json:"location,omitempty"`
	Languages   []string `json:"inLanguage,omitempty"`
	Most        *int     `json:"maximumAttendeeCapacity,omitempty"`
	MostHere    *int     `json:"maximumPhysicalAttendeeCapacity,omitempty"`
	MostOnline  *int     `json:"maximumVirtualAttendeeCapacity,omitempty"`
	Organizer   []named  `json:"organizer,omitempty"`
	Performer   []named  `json:"performer,omitempty"`
	Sponsor     []named  `json:"sponsor,omitempty"`
	PartOf      *named   `json:"superEvent,omitempty"`
}

// things are several of them, where an event has several dates.
type things struct {
	Context string  `json:"@context"`
	Graph   []thing `json:"@graph"`
}

type named struct {
	Type string `json:"@type"`
	Name string `json:"name"`
	URL  string `json:"url,omitempty"`
}

type place struct {
	Type    string   `json:"@type"`
	Name    string   `json:"name"`
	Address *address `json:"address,omitempty"`
}

type address struct {
	Type   string `json:"@type"`
	Street string `json:"streetAddress,omitempty"`
	City   string `json:"addressLocality,omitempty"`
}

type virtual struct {
	Type string `json:"@type"`
	URL  string `json:"url"`
}

const schema = "https://schema.org"

// thingOf describes the event: its next dates or, when all are over, the last.
func thingOf(p showPage) any {
	var list []thing
	for _, o := range p.E.Occurrences() {
		if o.End.After(p.R.Now) && len(list) < mostShown {
			list = append(list, p.thing(o))
		}
	}
	if len(list) == 0 && p.Focus != nil {
		list = append(list, p.thing(*p.Focus))
	}
	switch len(list) {
	case 0:
		return nil
	case 1:
		list[0].Context = schema
		return list[0]
	}
	return things{schema, list}
}

func (p showPage) thing(o events.Occurrence) thing {
	e, d := p.E, o.Date
	t := thing{Type: "Event", Name: p.nameOf(d), URL: p.R.Base + "/e/" + e.Slug, Start: stamp(o.Start), End: stamp(o.End),
		Description: prose.Plain(p.Lead.Text+"\n\n"+p.More.Text, 300), Status: p.status(d), Languages: append(append([]string{}, e.Languages...), e.Interpreted...)}
	if p.Picture.Src != "" {
		t.Image = []string{p.R.Base + p.Picture.Src}
	}
	if !o.Doors.IsZero() {
		t.Doors = stamp(o.Doors)
	}
	if was := wasAt(e, o); !was.IsZero() {
		t.Was = stamp(was)
	}
	p.places(&t, d)
	t.Organizer = p.organizers()
	t.Performer = namedAs("Person", append(append([]people.Party{}, e.Parties.Speakers...), d.Speakers...))
	t.Sponsor = namedAs("Organization", e.Parties.Sponsors)
	if e.PartOf != nil {
		t.PartOf = &named{"EventSeries", e.PartOf.Name, e.PartOf.URL}
	}
	return t
}

// nameOf is the title, with what the date is about.
func (p showPage) nameOf(d *events.Date) string {
	if theme := p.R.Pick(d.Theme).Text; theme != "" {
		return i18n.Unmarked(p.R.L.T("series.calendar.summary|{series}: {theme}", "series", p.Title.Text, "theme", theme))
	}
	return p.Title.Text
}

// stamp is an instant with its distance to UTC, as clocks at the event show it.
func stamp(t time.Time) string { return t.Format(time.RFC3339) }

func (p showPage) status(d *events.Date) string {
	switch {
	case p.E.StatusOf(d) == events.CalledOff:
		return schema + "/EventCancelled"
	case !d.Was.IsZero():
		return schema + "/EventRescheduled"
	}
	return schema + "/EventScheduled"
}

// places says where the date is, and how many can come in which way.
func (p showPage) places(t *thing, d *events.Date) {
	limits := p.E.PlacesOn(d)
	here, online := false, false
	for _, w := range p.E.Ways(d) {
		if w == events.Remote {
			online, t.MostOnline = true, limits.Online
			t.Location = append(t.Location, virtual{"VirtualLocation", p.R.Base + "/e/" + p.E.Slug})
			continue
		}
		here, t.MostHere = true, limits.Here
		venue := p.E.VenueOn(d)
		spot := place{Type: "Place", Name: venue.Name}
		if venue.Address != "" || venue.City != "" {
			spot.Address = &address{"PostalAddress", strings.Join(strings.Fields(venue.Address), " "), venue.City}
		}
		t.Location = append(t.Location, spot)
	}
	switch {
	case here && online:
		t.Attendance = schema + "/MixedEventAttendanceMode"
		if t.MostHere != nil && t.MostOnline != nil {
			all := *t.MostHere + *t.MostOnline
			t.Most = &all
		}
	case here:
		t.Attendance, t.Most, t.MostHere = schema+"/OfflineEventAttendanceMode", t.MostHere, nil
	case online:
		t.Attendance, t.Most, t.MostOnline = schema+"/OnlineEventAttendanceMode", t.MostOnline, nil
	}
}

// organizers are the hosts or, where none is named, the chapter or the network.
func (p showPage) organizers() []named {
	if hosts := namedAs("Organization", p.E.Parties.Hosts); len(hosts) > 0 {
		return hosts
	}
	if p.Chapter != nil {
		return []named{{"Organization", p.R.Pick(p.Chapter.Name).Text, p.R.Base + "/c/" + p.Chapter.Slug}}
	}
	if name := p.R.Pick(p.R.Face.Name).Text; name != "" {
		return []named{{"Organization", name, p.R.Base}}
	}
	return nil
}

func namedAs(kind string, list []people.Party) (out []named) {
	for _, party := range list {
		out = append(out, named{kind, party.Name, party.URL})
	}
	return out
}
