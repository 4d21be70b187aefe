package events

import (
	"slices"
	"strings"
	"time"

	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/i18n"
	"codeberg.org/plenary/plenary/internal/people"
	"codeberg.org/plenary/plenary/internal/typed"
)

// Registration is one person's place at an event: on one of its dates, or on
// all of them.
type Registration struct {
	ID          string
	Event       string // the event's id
	Date        string // the date's id, "" = all
	Without     string // of all dates, the ids of those on which it has no place, parted by spaces
	Person      string
	Way         Way
	Standing    Standing
	Rank        int64 // place in the waiting list
	Zone        string
	Language    string
	AnsweredAt  time.Time // when a button reached from its mail was pressed
	HoldUntil   time.Time // when an unanswered place falls free
	OfferUntil  time.Time
	UndoTo      Standing // what undoing the cancellation gives back
	CancelledAt time.Time
	ConfirmedAt time.Time // when a confirmation was last sent
	Reminders   bool      // false: wants no reminders
	Sequence    int       // grows when the place is given up or taken back; invitations count it
	Generation  int
	MadeAt      time.Time
}

// MayUndo tells whether the cancellation can still be undone at now.
func (r Registration) MayUndo(now time.Time) bool {
	return r.Standing == Withdrawn && r.UndoTo != "" && now.Before(r.CancelledAt.Add(UndoFor))
}

// Holds tells whether the registration is about a date.
func (r Registration) Holds(d *Date) bool { return r.Date == d.ID || r.Date == "" && !r.Lacks(d) }

// Lacks tells whether a registration for all dates has no place on that one: all
// were taken when it was added.
func (r Registration) Lacks(d *Date) bool {
	return r.lacks(d.ID)
}

func (r Registration) lacks(date string) bool {
	return r.Date == "" && slices.Contains(strings.Fields(r.Without), date)
}

// Form is what somebody fills in to register, cleaned.
type Form struct {
	people.Input
	Date    string // the id of one date, "" = all
	Way     Way    // "" where there is only one
	Answers map[string]string
	Agree   string // the version of the agreement that they agree to
}

// Clean puts the form into the state in which it is kept.
func (f Form) Clean() Form {
	f.Input, f.Answers = f.Input.Clean(), CleanAnswers(f.Answers)
	return f
}

// Check says, by field, what is wrong with the form for this event at now.
func (f Form) Check(e *Event, now time.Time) error {
	var form errs.Form
	people.CheckName(&form, "name", f.Name)
	people.CheckAddress(&form, "email", f.Address)
	typed.CheckZone(&form, "zone", f.Zone)
	e.checkChoice(&form, f.Date, f.Way, now)
	CheckAnswers(&form, e.Entry.Questions, f.Answers)
	return form.Err()
}

// checkChoice checks for which date and in which way somebody wants to come.
func (e *Event) checkChoice(form *errs.Form, date string, way Way, now time.Time) {
	coming := e.Coming(now)
	if date != "" && (!e.Entry.ByDate || !slices.ContainsFunc(coming, func(o Occurrence) bool { return o.Date.ID == date })) {
		form.Add("date", "events.register.date-unknown|This date is over or does not exist. Choose one from the list.")
		return
	}
	e.checkWay(form, date, way, now)
}

// checkWay checks in which way somebody wants to come to a date, or to all.
func (e *Event) checkWay(form *errs.Form, date string, way Way, now time.Time) {
	ways := e.WaysFor(date, now)
	switch {
	case way == "" && len(ways) > 1:
		form.Add("way", "events.register.way-missing|Choose how you will come.")
	case way != "" && !slices.Contains(ways, way):
		form.Add("way", "events.register.way-unknown|One cannot come in this way. Choose one from the list.")
	}
}

// WaysFor are the ways in which one can come to a date, by its id, or to all
// that are still to come ("").
func (e *Event) WaysFor(date string, now time.Time) []Way {
	ways := []Way{Here, Remote}
	for _, o := range e.Coming(now) {
		if date == "" || o.Date.ID == date {
			on := e.Ways(o.Date)
			ways = slices.DeleteFunc(ways, func(w Way) bool { return !slices.Contains(on, w) })
		}
	}
	if len(ways) == 0 { // different dates, different ways: each as it is
		return e.Ways(&Date{})
	}
	return ways
}

// FreeFor returns how many places of a way are left for a date, or on each of
// the dates to come (""), and -1 for no limit.
func (e *Event) FreeFor(date string, w Way, now time.Time) int {
	least := -1
	for _, o := range e.Coming(now) {
		if date != "" && o.Date.ID != date {
			continue
		}
		if free := e.Free(o.Date, w); free >= 0 && (least < 0 || free < least) {
			least = free
		}
	}
	return least
}

// mayRegister says why nobody may register now, or nil.
func (e *Event) mayRegister(now time.Time) error {
	switch e.Openness(now) {
	case Never:
		return errs.New(errs.Closed, "events.register.never|One does not register for this event here.")
	case NotYet:
		return errs.New(errs.Closed, "series.register.not-yet|Registration opens {when}.", "when", i18n.Moment{Time: e.OpensAt()})
	case Over:
		if e.State == Cancelled {
			return errs.New(errs.Closed, "events.register.cancelled|This event has been cancelled.")
		}
		return errs.New(errs.Closed, "series.register.closed|Registration closed {when}.", "when", i18n.Moment{Time: e.ClosesAt().Add(-time.Minute)})
	}
	return nil
}
