package events

import (
	"slices"
	"strconv"

	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/i18n"
	"codeberg.org/plenary/plenary/internal/people"
	"codeberg.org/plenary/plenary/internal/typed"
	"codeberg.org/plenary/plenary/internal/when"
)

const (
	mostPlaces  = 1_000_000
	mostParts   = 200
	mostParties = 40
	longestWord = 1000         // characters
	longest     = 14 * 24 * 60 // minutes of one date
)

// Check says what is wrong with a cleaned event, beside its fields: "title",
// "dates.3.date", "agenda.2.start". Lists count from one.
func (e *Event) Check() error {
	var form errs.Form
	e.checkBasics(&form)
	e.checkParties(&form)
	e.checkEntry(&form)
	e.checkRule(&form)
	e.checkDates(&form)
	e.checkAgenda(&form)
	return form.Err()
}

// at is the name of the i-th of a list; people count from one.
func at(list string, i int) string { return list + "." + strconv.Itoa(i+1) }

func (e *Event) checkBasics(form *errs.Form) {
	typed.CheckSlug(form, "event", e.Slug)
	if e.Slug == takenSlug {
		form.Add("event", "org.event.slug-taken|Another event has this address already.")
	}
	if e.Title.Empty() {
		form.Add("title", "org.event.title|Enter a title.")
	}
	typed.CheckText(form, "title", e.Title, typed.LongestLine)
	typed.CheckText(form, "description", e.Description, typed.LongestText)
	typed.CheckText(form, "image_text", e.ImageText, typed.LongestLine)
	typed.CheckLanguages(form, "languages", e.Languages)
	typed.CheckLanguages(form, "interpreted", e.Interpreted)
	typed.CheckLength(form, "contact.name", e.Contact.Name, typed.LongestLine)
	if e.Contact.Email != "" && !people.IsAddress(e.Contact.Email) {
		form.Add("contact.email", "people.address.wrong|Enter a whole e-mail address, for example name@example.org.")
	}
	typed.CheckZone(form, "zone", e.Zone)
	for i, z := range e.ShowZones {
		typed.CheckZone(form, at("show_zones", i), z)
	}
	if !slices.Contains(Kinds(), e.Kind) {
		choose(form, "kind")
	}
	if !slices.Contains([]Visibility{Public, Members, Invited}, e.Visibility) {
		choose(form, "visibility")
	}
	if !slices.Contains([]State{Draft, Published, Cancelled}, e.State) {
		choose(form, "state")
	}
	checkPlace(form, "venue", e.Venue)
	typed.CheckURL(form, "online", e.Online)
}

func choose(form *errs.Form, field string) {
	form.Add(field, "org.event.choose|Choose one of the list.")
}

func checkPlace(form *errs.Form, field string, p *Place) {
	if p == nil {
		return
	}
	if p.Name == "" {
		form.Add(field+".name", "org.event.place-name|Enter the name of the place.")
	}
	typed.CheckLength(form, field+".name", p.Name, typed.LongestLine)
	typed.CheckLength(form, field+".address", p.Address, typed.LongestLine)
	typed.CheckLength(form, field+".city", p.City, typed.LongestLine)
	typed.CheckLength(form, field+".notes", p.Notes, typed.LongestText)
}

func (e *Event) checkParties(form *errs.Form) {
	for _, l := range e.Parties.lists() {
		checkParties(form, l.field, *l.list)
	}
	if e.PartOf != nil {
		checkParties(form, "part_of", []people.Party{*e.PartOf})
	}
}

func checkParties(form *errs.Form, field string, list []people.Party) {
	if len(list) > mostParties {
		form.Add(field, "org.event.parties-many|Enter at most {most} names here.", "most", mostParties)
	}
	for i, p := range list {
		if p.Name == "" {
			form.Add(at(field, i)+".name", "org.event.party-name|Enter a name.")
		}
		typed.CheckLength(form, at(field, i)+".name", p.Name, typed.LongestLine)
		typed.CheckLength(form, at(field, i)+".role", p.Role, typed.LongestLine)
		typed.CheckURL(form, at(field, i)+".url", p.URL)
	}
}

func (e *Event) checkAgenda(form *errs.Form) {
	if len(e.Agenda) > mostParts {
		form.Add("agenda", "org.event.agenda-many|An agenda has at most {most} parts.", "most", mostParts)
	}
	for i, p := range e.Agenda {
		field := at("agenda", i)
		if p.Title.Empty() {
			form.Add(field+".title", "org.event.title|Enter a title.")
		}
		typed.CheckText(form, field+".title", p.Title, typed.LongestLine)
		typed.CheckText(form, field+".text", p.Text, typed.LongestText)
		typed.CheckLength(form, field+".place", p.Place, typed.LongestLine)
		checkParties(form, field+".speakers", p.Speakers)
		if p.End != nil && *p.End <= p.Start {
			form.Add(field+".end", "org.event.part-end|A part ends after it begins. What goes past midnight is two parts.")
		}
		if p.Day < 0 || p.Day > len(e.Dates) {
			form.Add(field+".day", "org.event.part-day|The event has no such day.")
		}
		if !slices.Contains([]PartKind{Work, Doors, Pause}, p.Kind) {
			choose(form, field+".kind")
		}
	}
}

// checkWall refuses a planned time that the clocks in the event's zone skip,
// and offers the next one.
func (e *Event) checkWall(form *errs.Form, field string, w when.Wall) {
	loc, err := when.Load(e.Zone)
	if err != nil {
		return
	}
	if _, kind := w.In(loc); kind != when.Skipped {
		return
	}
	form.Add(field, "org.event.skipped|On {date} the clocks in {city} are set forward: {time} does not exist. The next is {next}.",
		"date", w.Date.String(), "city", i18n.City(e.Zone), "time", w.Clock.String(), "next", w.Next(loc).String())
}
