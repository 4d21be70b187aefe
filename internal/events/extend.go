package events

import (
	"context"
	"slices"
	"time"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/store"
	"codeberg.org/plenary/plenary/internal/when"
)

// Ahead is how far a rule without an end is written out as dates: what people
// can see and register for.
const Ahead = 18 * 30 * 24 * time.Hour

// settleRule makes the dates of the event follow its rule: days of the rule
// that have no date yet get one, and dates that the rule gave once and gives no
// longer go, but for those that were cancelled: pages go on saying so. A date
// that was moved keeps the day that the rule gave it. What was entered by hand at
// the usual hour of one of its days is its date of that day.
//
// What lies before the rule begins is left: a rule that was changed from some
// day on has a past.
func (e *Event) settleRule(now time.Time) {
	// What was left out of a rule that is no more is nothing.
	e.dropDates(func(d Date) bool {
		return d.Status == Skipped && !d.RuleDay.IsZero() && (e.Rule == nil || d.RuleDay.Before(e.Rule.From))
	})
	if e.Rule == nil {
		for i := range e.Dates {
			e.Dates[i].RuleDay = when.Date{}
		}
		return
	}
	days := e.Rule.Days(when.DateOf(now.Add(Ahead), e.Location()))
	if len(days) == 0 { // it begins further off than one looks ahead
		days = []when.Date{e.Rule.From}
	}
	gone := func(d Date) bool {
		return !d.RuleDay.IsZero() && !d.RuleDay.Before(e.Rule.From) && !slices.Contains(days, d.RuleDay)
	}
	e.dropDates(func(d Date) bool { return gone(d) && d.Status != CalledOff })
	has := map[when.Date]bool{}
	for _, d := range e.Dates {
		has[d.RuleDay] = true
	}
	for i := range e.Dates {
		d := &e.Dates[i]
		if d.RuleDay.Before(e.Rule.From) || gone(*d) {
			d.RuleDay = when.Date{}
		}
		if d.RuleDay.IsZero() && !has[d.Day] && (d.Day == e.Rule.From || d.Start == nil && slices.Contains(days, d.Day)) {
			d.RuleDay = d.Day
		}
		has[d.RuleDay] = true
	}
	for _, day := range days {
		if !has[day] {
			e.Dates = append(e.Dates, Date{Day: day, RuleDay: day, Status: Scheduled})
		}
	}
	e.arrangeDates()
}

// Extend writes further dates of rules without an end, at most of some events
// at a time, and reports whether there may be more. Whoever is registered for
// all dates has a place on the new ones too.
func (room *Room) Extend(ctx context.Context, tx *store.Tx) (more bool, err error) {
	defer errs.Wrap(&err, "extend events")
	const some = 20
	list, err := load(tx, `e.state = 'published' AND e.rule <> '' AND e.ends_at < $1`, store.At(tx.Now().Add(Ahead-30*24*time.Hour)))
	if err != nil {
		return false, err
	}
	n := 0
	for _, e := range list {
		if e.Rule == nil || !e.Rule.Endless() || len(e.Dates) >= MostDates {
			continue
		}
		next := e.clone()
		next.settleRule(tx.Now())
		if len(next.Dates) == len(e.Dates) { // its next date lies further off
			continue
		}
		if n == some {
			more = true
			break
		}
		n++
		if e, err = room.mine(tx, auth.Itself(), "e.id = $1", e.ID); err != nil { // as it is now that nobody else writes it
			return false, err
		}
		next = e.clone()
		next.settleRule(tx.Now())
		if err = room.become(ctx, tx, next, e); err != nil {
			return false, err
		}
	}
	return more, room.noteItself(tx, n)
}

// noteItself writes into the audit log that the house extended events.
func (room *Room) noteItself(tx *store.Tx, n int) error {
	if room.Note == nil || n == 0 {
		return nil
	}
	return room.Note(tx, auth.Itself(), "events.extend", "", n)
}
