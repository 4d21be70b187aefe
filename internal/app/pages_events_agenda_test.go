package app_test

import (
	"slices"
	"testing"
	"time"

	"codeberg.org/plenary/plenary/internal/app/apptest"
	"codeberg.org/plenary/plenary/internal/events"
	"codeberg.org/plenary/plenary/internal/when"
)

// partsOn says of each date of an event which parts of the agenda are on it.
func partsOn(e *events.Event) (list []string) {
	for i, d := range e.Dates {
		for _, part := range e.AgendaOn(i + 1) {
			list = append(list, d.Day.String()[5:]+" "+part.Title["en"])
		}
	}
	return list
}

func TestOnTheFormPartsOfTheAgendaStayWithTheirDates(t *testing.T) {
	h := apptest.Open(t)
	h.SetUp()
	hall(h, func(e *events.Event) {
		for i, title := range []string{"Welcome", "Work", "Farewell"} {
			e.Agenda = append(e.Agenda, events.Part{Day: i + 1, Start: 19 * 60, Title: map[string]string{"en": title}})
		}
	})
	c := organiser(h)
	holds := func(want ...string) {
		t.Helper()
		if got := partsOn(h.Event("hall")); !slices.Equal(got, want) {
			t.Errorf("%q, want %q", got, want)
		}
	}
	f := c.Open("/o/e/hall/edit").Form("/edit").Set("dates.1.date", "")
	p := f.Submit("Save").Answers(422).Says("The date of this part is taken away.")
	p.Form("/edit").Set("agenda.2.drop", "yes").Submit("Save").OK().Says("Saved.")
	holds("02-03 Welcome", "02-17 Farewell")
	// A part of a date that is not saved yet, with another that comes before it.
	p = c.Open("/o/e/hall/edit").Form("/edit").Set("dates.2.date", "2027-03-03").Submit("Preview").OK()
	p.Form("/edit").Set("agenda.3.title.en", "Late").Set("agenda.3.start", "20:00").Set("agenda.3.day", "row-2").Set("dates.3.date", "2027-02-05").Submit("Save").OK().Says("Saved.")
	holds("02-03 Welcome", "02-17 Farewell", "03-03 Late")
}

func TestACopyThatRepeatsSaysWhyItBeginsLater(t *testing.T) {
	h := apptest.Open(t)
	h.SetUp()
	hall(h, func(e *events.Event) {
		rule := events.Rule{From: when.Date{Year: 2027, Month: time.February, Day: 17}, Every: 1, Unit: events.Months, Weekdays: []time.Weekday{time.Wednesday}, Nth: 3, Count: 3}
		e.Rule, e.Dates = &rule, nil
	})
	copied := organiser(h).Open("/o/e/hall").Form("/copy").Set("date", "2027-09-01").Submit().OK()
	copied.Says("so it begins on Wed, 15 Sept 2027, the next one that fits")
	copied.Form("/edit").Submit("Save").OK().Says("Saved.", "Wed, 20 Oct 2027", "Wed, 17 Nov 2027")
}
