package events

import (
	"slices"
	"time"

	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/i18n"
	"codeberg.org/plenary/plenary/internal/typed"
	"codeberg.org/plenary/plenary/internal/when"
)

func (e *Event) checkEntry(form *errs.Form) {
	n := e.Entry
	if !slices.Contains([]Registering{NoNeed, Optional, Required, Elsewhere}, n.Registration) {
		choose(form, "registration")
	}
	if n.Registration == Elsewhere && n.Elsewhere == "" {
		form.Add("elsewhere", "org.event.elsewhere|Enter the address at which people register.")
	}
	typed.CheckURL(form, "elsewhere", n.Elsewhere)
	if n.Opens != nil {
		checkYear(form, "opens", n.Opens.Date)
		e.checkWall(form, "opens", *n.Opens)
	}
	if n.Closes != nil {
		checkYear(form, "closes", n.Closes.Date)
		e.checkWall(form, "closes", *n.Closes)
	}
	if n.Opens != nil && n.Closes != nil && n.Closes.Before(*n.Opens) {
		form.Add("closes", "org.event.closes-first|Registration cannot close before it opens.")
	}
	checkPlaces(form, "places", n.Places)
	var ids []string
	for i, q := range n.Questions {
		checkQuestion(form, at("questions", i), q, ids)
		ids = append(ids, q.ID)
	}
}

func checkPlaces(form *errs.Form, field string, p Places) {
	for _, limit := range []struct {
		field string
		n     *int
	}{{".here", p.Here}, {".online", p.Online}} {
		if limit.n != nil && (*limit.n < 1 || *limit.n > mostPlaces) {
			form.Add(field+limit.field, "org.event.places|Enter a number from 1 to {most}, or leave it empty for no limit.", "most", mostPlaces)
		}
	}
}

func checkQuestion(form *errs.Form, field string, q Question, before []string) {
	if !typed.IsSlug(q.ID) || slices.Contains(before, q.ID) {
		form.Add(field+".id", "org.event.question-id|Give each question a short name of its own, such as needs.")
	}
	if q.Label.Empty() {
		form.Add(field+".label", "org.event.question-label|Enter the words that people see.")
	}
	typed.CheckText(form, field+".label", q.Label, typed.LongestLine)
	choosing := q.Kind == AskChoice || q.Kind == AskChoices
	switch {
	case !choosing && q.Kind != AskText && q.Kind != AskYesNo:
		choose(form, field+".kind")
	case choosing && len(q.Choices) < 2:
		form.Add(field+".choices", "org.event.question-choices|Enter at least two answers to choose from.")
	}
	for j, c := range q.Choices {
		if c.ID == "" || c.Label.Empty() {
			form.Add(at(field+".choices", j), "org.event.question-label|Enter the words that people see.")
		}
	}
}

// checkYear refuses a day that no event is on; typed by mistake, or moved there
// with the first one.
func checkYear(form *errs.Form, field string, d when.Date) {
	if d.Year < when.FirstYear || d.Year > when.LastYear {
		form.Add(field, "org.event.year|The date {date} is too far off. Check its year.", "date", d.String())
	}
}

func (e *Event) checkRule(form *errs.Form) {
	r := e.Rule
	if r == nil {
		return
	}
	most := mostEvery(r.Unit)
	switch {
	case r.From.IsZero():
		form.Add("rule.from", "org.event.date|Enter a date.")
		return
	case most == 0:
		choose(form, "rule.unit")
		return
	case !r.counts():
		form.Add("rule.every", "org.event.rule-every|Enter a number from 1 to {most}.", "most", most)
		return
	case r.Unit == Weeks && len(r.Weekdays) == 0:
		form.Add("rule.weekdays", "org.event.rule-weekdays|Choose at least one day of the week.")
		return
	case r.Unit == Months && (r.Nth < -1 || r.Nth > 4 || r.Nth != 0 && len(r.Weekdays) != 1):
		choose(form, "rule.nth")
		return
	case r.Count < 0 || r.Count > MostDates:
		form.Add("rule.count", "org.event.rule-count|Enter a number from 1 to {most}.", "most", MostDates)
	case r.Count > 0 && r.Until != nil:
		form.Add("rule.count", "org.event.rule-end|Say either how many times or until when.")
	}
	if !r.Fits() {
		form.Add("rule.from", "org.event.rule-first|The first date is a {day}, which is not one of the days it repeats on.", "day", i18n.Weekday(r.From.Weekday()))
	}
	if r.Until != nil && r.Until.Before(r.From) {
		form.Add("rule.until", "org.event.rule-until|The last day cannot be before the first.")
	}
	if r.Until != nil {
		checkYear(form, "rule.until", *r.Until)
	}
}

func (e *Event) checkDates(form *errs.Form) {
	switch n := len(e.Dates); {
	case n == 0:
		form.Add("dates", "org.event.dates|Enter at least one date.")
	case n > MostDates:
		form.Add("dates", "org.event.dates-many|An event has at most {most} dates.", "most", MostDates)
	}
	if e.Length < 0 || e.Length > longest*time.Minute {
		form.Add("length", "org.event.length-long|One date takes two weeks at most. Enter several dates.")
	}
	if e.Doors != nil && *e.Doors >= e.Start && !e.doorsEvening() {
		form.Add("doors", "org.event.doors|The doors open before it starts.")
	}
	for i := range e.Dates {
		e.checkDate(form, at("dates", i), &e.Dates[i])
	}
}

// checkHeld refuses what nobody can say: that a date was held. The house notes
// it of what had taken place when an event was cancelled.
func (e *Event) checkHeld(old *Event) error {
	var form errs.Form
	for i := range e.Dates {
		d := &e.Dates[i]
		if d.Status != Held {
			continue
		}
		if old != nil {
			if was := old.Date(d.ID); was != nil && was.Status == Held {
				continue
			}
		}
		choose(&form, at("dates", i)+".status")
	}
	return form.Err()
}

func (e *Event) checkDate(form *errs.Form, field string, d *Date) {
	if d.Day.IsZero() {
		form.Add(field+".date", "org.event.date|Enter a date.")
		return
	}
	checkYear(form, field+".date", d.Day)
	if d.Status != Skipped {
		e.checkWall(form, field+".start", d.Day.At(e.clock(d)))
	}
	if e.Length == 0 && d.Length == 0 {
		form.Add("length", "org.event.length|Enter how long it takes.")
	}
	if d.Length < 0 || d.Length > longest*time.Minute {
		form.Add(field+".length", "org.event.length-long|One date takes two weeks at most. Enter several dates.")
	}
	if !slices.Contains([]Status{Scheduled, Tentative, Held, CalledOff, Skipped}, d.Status) {
		choose(form, field+".status")
	}
	if d.Status == Skipped && d.RuleDay.IsZero() {
		form.Add(field+".status", "org.event.skip-own|Only a day of the rule can be left out. Delete the date, or cancel it.")
	}
	typed.CheckText(form, field+".theme", d.Theme, typed.LongestLine)
	typed.CheckText(form, field+".word", d.Word, longestWord)
	checkPlace(form, field+".venue", d.Venue)
	typed.CheckURL(form, field+".online", d.Online)
	checkParties(form, field+".speakers", d.Speakers)
	if d.Places != nil {
		checkPlaces(form, field+".places", *d.Places)
	}
	for j, l := range d.Links {
		if l.Title == "" {
			form.Add(at(field+".links", j)+".title", "org.event.title|Enter a title.")
		}
		typed.CheckLength(form, at(field+".links", j)+".title", l.Title, typed.LongestLine)
		if l.URL == "" {
			form.Add(at(field+".links", j)+".url", "org.typed.url|Enter an address that begins with https://.")
		}
		typed.CheckURL(form, at(field+".links", j)+".url", l.URL)
	}
}
