package eventdeskweb

import (
	"slices"
	"strings"
	"time"

	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/events"
	"codeberg.org/plenary/plenary/internal/events/askform"
	"codeberg.org/plenary/plenary/internal/events/deskparts"
	"codeberg.org/plenary/plenary/internal/people"
	"codeberg.org/plenary/plenary/internal/web/forms"
)

// apply writes the form over an event, which is a new one or was read for this,
// and says what could not be read.
func (in entry) apply(e *events.Event, now time.Time) error {
	var form errs.Form
	e.Title, e.Description = in.Text("title", e.Title), in.Text("description", e.Description)
	e.Slug, e.Kind, e.Visibility = in.Get("event"), events.Kind(in.Get("kind")), events.Visibility(in.Get("visibility"))
	e.Chapter, e.Shared = in.Get("chapter"), slices.Clone(in.Values["shared"])
	e.Zone, e.ShowZones = in.Get("zone"), forms.ReadCities(&form, in.L, "show_zones", in.Get("show_zones"))
	e.Languages, e.Interpreted = slices.Clone(in.Values["languages"]), slices.Clone(in.Values["interpreted"])
	e.Contact = people.Contact{Name: in.Get("contact.name"), Email: in.Get("contact.email")}
	e.Parties = in.parties()
	e.PartOf = nil
	if partOf := (people.Party{Name: in.Get("part_of.name"), URL: in.Get("part_of.url")}); partOf != (people.Party{}) {
		e.PartOf = &partOf
	}
	e.Venue = in.place("venue")
	e.Online, e.OnlineOpen = in.Get("online"), in.Values.Has("online_open")
	in.registration(&form, e)
	in.times(&form, e)
	old := e.Dates
	in.dates(&form, e, now)
	in.agenda(&form, e, old)
	return form.Err()
}

// place reads the fields of a place; the room makes nothing of an empty one.
func (in entry) place(name string) *events.Place {
	return &events.Place{Name: in.Get(name + ".name"), Address: in.Get(name + ".address"), City: in.Get(name + ".city"), Notes: in.Get(name + ".notes")}
}

func (in entry) parties() events.Parties {
	read := func(list string) []people.Party { return deskparts.ReadParties(in.Entry, list) }
	return events.Parties{Hosts: read("hosts"), Partners: read("partners"), Sponsors: read("sponsors"), Speakers: read("speakers"), Moderators: read("moderators")}
}

func (in entry) registration(form *errs.Form, e *events.Event) {
	n := &e.Entry
	n.Registration, n.Elsewhere = events.Registering(in.Get("registration")), in.Get("elsewhere")
	n.Opens, n.Closes = in.Wall(form, "opens"), in.Wall(form, "closes")
	n.ByDate, n.Waitlist, n.CallLater = in.Values.Has("by_date"), in.Values.Has("waitlist"), in.Values.Has("call_later")
	n.Places = events.Places{Here: in.Number(form, "places.here"), Online: in.Number(form, "places.online")}
	n.Questions = askform.Read(in.Entry, n.Questions)
}

// agenda reads the parts of the days; before are the dates that the event had.
func (in entry) agenda(form *errs.Form, e *events.Event, before []events.Date) {
	old := e.Agenda
	e.Agenda = nil
	for i := 1; i <= forms.RowCount(in.Values, "agenda"); i++ {
		at := func(field string) string { return forms.Cell("agenda", i, field) }
		var part events.Part
		if was := in.Number(&errs.Form{}, at("was")); was != nil && *was >= 1 && *was <= len(old) {
			part = old[*was-1] // for the texts in languages that the form does not ask for
		}
		part.Title, part.Text = in.Text(at("title"), part.Title), in.Text(at("text"), part.Text)
		part.Place, part.Kind, part.Speakers = in.Get(at("place")), events.PartKind(in.Get(at("kind"))), readSpeakers(in.Get(at("speakers")))
		if start := in.Clock(form, at("start")); start != nil {
			part.Start = *start
		} else if in.Get(at("start")) == "" {
			form.Add(at("start"), "org.event.part-start|Enter when this part begins.")
		}
		part.End = in.Clock(form, at("end"))
		part.Day = in.partDay(form, at("day"), part.Day, e, before)
		e.Agenda = append(e.Agenda, part)
	}
}

// readSpeakers reads people as they stand in one field, one to a line: name,
// role and address of a page, parted by semicolons.
func readSpeakers(s string) (list []people.Party) {
	for line := range strings.Lines(s) {
		var one people.Party
		for i, part := range strings.Split(line, ";") {
			part = strings.TrimSpace(part)
			switch {
			case i == 0:
				one.Name = part
			case strings.HasPrefix(part, "https://"), strings.HasPrefix(part, "http://"):
				one.URL = part
			default:
				one.Role = strings.TrimSpace(one.Role + " " + part)
			}
		}
		if one != (people.Party{}) {
			list = append(list, one)
		}
	}
	return list
}

// writeSpeakers writes them so that readSpeakers reads them back.
func writeSpeakers(list []people.Party) string {
	lines := make([]string, len(list))
	for i, one := range list {
		parts := slices.DeleteFunc([]string{one.Name, one.Role, one.URL}, func(s string) bool { return s == "" })
		lines[i] = strings.Join(parts, "; ")
	}
	return strings.Join(lines, "\n")
}
