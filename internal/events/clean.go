package events

import (
	"cmp"
	"slices"
	"strings"

	"codeberg.org/plenary/plenary/internal/people"
	"codeberg.org/plenary/plenary/internal/typed"
)

// Clean puts an event into the form in which it is kept: texts without stray
// spaces and controls, no empty texts, dates in order, and what goes without
// saying said.
func (e *Event) Clean() {
	e.Slug, e.Zone = strings.TrimSpace(e.Slug), strings.TrimSpace(e.Zone)
	e.State = cmp.Or(e.State, Draft)
	e.Visibility = cmp.Or(e.Visibility, Public)
	e.Kind = cmp.Or(e.Kind, Meeting)
	e.Title, e.Description = typed.LineText(e.Title), typed.LinesText(e.Description)
	e.ImageText = typed.LineText(e.ImageText)
	e.Languages, e.Interpreted = typed.Words(e.Languages), typed.Words(e.Interpreted)
	if len(e.Languages) == 0 {
		e.Languages = slices.DeleteFunc(e.Title.Langs(), func(lang string) bool { return !typed.IsLanguage(lang) })
	}
	e.ShowZones, e.Shared = typed.Words(e.ShowZones), typed.Words(e.Shared)
	e.Contact = people.Contact{Name: typed.Line(e.Contact.Name), Email: strings.TrimSpace(e.Contact.Email)}
	for _, l := range e.Parties.lists() {
		*l.list = cleanParties(*l.list)
	}
	e.Venue, e.Online = cleanPlace(e.Venue), strings.TrimSpace(e.Online)
	if e.PartOf != nil {
		if list := cleanParties([]people.Party{*e.PartOf}); len(list) > 0 {
			e.PartOf = &list[0]
		} else {
			e.PartOf = nil
		}
	}
	e.Entry.clean()
	for i := range e.Agenda {
		p := &e.Agenda[i]
		p.Title, p.Text, p.Place = typed.LineText(p.Title), typed.LinesText(p.Text), typed.Line(p.Place)
		p.Speakers = cleanParties(p.Speakers)
	}
	for i := range e.Dates {
		e.Dates[i].clean()
	}
	e.arrangeDates()
}

func (n *Entry) clean() {
	n.Registration, n.Elsewhere = cmp.Or(n.Registration, NoNeed), strings.TrimSpace(n.Elsewhere)
	if n.Registration != Elsewhere {
		n.Elsewhere = ""
	}
	for i := range n.Questions {
		q := &n.Questions[i]
		q.ID, q.Label, q.Kind = strings.TrimSpace(q.ID), typed.LineText(q.Label), cmp.Or(q.Kind, AskText)
		for j := range q.Choices {
			q.Choices[j] = Choice{ID: strings.TrimSpace(q.Choices[j].ID), Label: typed.LineText(q.Choices[j].Label)}
		}
	}
}

func (d *Date) clean() {
	d.Status = cmp.Or(d.Status, Scheduled)
	d.Word = typed.LinesText(d.Word)
	d.Theme, d.Online, d.Venue = typed.LineText(d.Theme), strings.TrimSpace(d.Online), cleanPlace(d.Venue)
	d.Speakers = cleanParties(d.Speakers)
	for i := range d.Links {
		l := &d.Links[i]
		*l = Link{typed.Line(l.Title), strings.TrimSpace(l.URL), cmp.Or(l.Kind, Material)}
	}
}

// cleanParties drops entries that say nothing.
func cleanParties(list []people.Party) []people.Party {
	var kept []people.Party
	for _, p := range list {
		p = people.Party{Name: typed.Line(p.Name), URL: strings.TrimSpace(p.URL), Role: typed.Line(p.Role)}
		if p != (people.Party{}) {
			kept = append(kept, p)
		}
	}
	return kept
}

// cleanPlace is nil for a place of which nothing is said.
func cleanPlace(p *Place) *Place {
	if p == nil {
		return nil
	}
	clean := Place{typed.Line(p.Name), typed.Lines(p.Address), typed.Line(p.City), typed.Lines(p.Notes)}
	if clean == (Place{}) {
		return nil
	}
	return &clean
}

// sortDates puts the dates in the order of their times.
func (e *Event) sortDates() {
	slices.SortStableFunc(e.Dates, func(a, b Date) int { return e.compareDates(&a, &b) })
}

func (e *Event) compareDates(a, b *Date) int {
	if c := a.Day.Compare(b.Day); c != 0 {
		return c
	}
	return cmp.Or(cmp.Compare(e.clock(a), e.clock(b)), strings.Compare(a.ID, b.ID))
}

// dropDates drops dates, with what is on the agenda of them alone. The other
// parts follow their dates to their new numbers.
func (e *Event) dropDates(drop func(Date) bool) {
	number, kept := map[int]int{}, make([]Date, 0, len(e.Dates))
	for i, d := range e.Dates {
		if !drop(d) {
			kept = append(kept, d)
			number[i+1] = len(kept)
		}
	}
	if len(kept) == len(e.Dates) {
		return
	}
	e.Agenda = slices.DeleteFunc(slices.Clone(e.Agenda), func(p Part) bool { return p.Day > 0 && p.Day <= len(e.Dates) && number[p.Day] == 0 })
	for i := range e.Agenda {
		if now, is := number[e.Agenda[i].Day]; is {
			e.Agenda[i].Day = now
		}
	}
	e.Dates = kept
}

// arrangeDates is sortDates for dates that were changed: the parts of the agenda
// of one of them follow it to its new number.
func (e *Event) arrangeDates() {
	order := make([]int, len(e.Dates))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(i, j int) int { return e.compareDates(&e.Dates[i], &e.Dates[j]) })
	sorted, number := make([]Date, len(order)), map[int]int{}
	for now, was := range order {
		sorted[now], number[was+1] = e.Dates[was], now+1
	}
	copy(e.Dates, sorted)
	for i := range e.Agenda {
		if now, is := number[e.Agenda[i].Day]; is {
			e.Agenda[i].Day = now
		}
	}
}
