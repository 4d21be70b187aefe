package events

import (
	"context"
	"slices"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/store"
	"codeberg.org/plenary/plenary/internal/when"
)

// Copy makes a draft of an event with its first date on another day or, where
// its rule has none on that, on the next that fits. The other dates follow it.
// What belongs to the past of the event stays behind: registrations, recordings,
// what was held or called off.
func (room *Room) Copy(ctx context.Context, tx *store.Tx, v auth.Viewer, fromSlug, newSlug string, first when.Date) (e *Event, err error) {
	defer errs.Wrap(&err, "copy an event")
	from, err := room.mine(tx, v, "e.slug = $1", fromSlug)
	if err != nil {
		return nil, err
	}
	e = from.clone()
	e.ID, e.Slug, e.State, e.Version = "", newSlug, Draft, 0
	if len(e.Dates) > 0 && !first.IsZero() {
		e.shift(first.Sub(e.Dates[0].Day))
	}
	if err := room.replace(ctx, tx, v, e, nil); err != nil {
		return nil, err
	}
	return e, room.note(tx, v, "event.copy", e.ID)
}

// shift moves all dates of an event by days, and by some more to the next day
// that its rule has, and drops what belongs to one run of it.
func (e *Event) shift(days int) {
	moved := map[when.Date]when.Date{} // days of the rule
	if e.Rule != nil {
		days = e.shiftRule(days, moved)
	}
	e.Entry.Opens = when.ShiftWall(e.Entry.Opens, days)
	e.Entry.Closes = when.ShiftWall(e.Entry.Closes, days)
	for i := range e.Dates {
		d := &e.Dates[i]
		by := days
		if to, ok := moved[d.RuleDay]; ok {
			by = to.Sub(d.RuleDay)
		}
		d.ID, d.Links, d.Was, d.Word, d.Day = "", nil, when.Wall{}, nil, d.Day.AddDays(by)
		if !d.RuleDay.IsZero() {
			d.RuleDay = d.RuleDay.AddDays(by)
		}
		if d.Status != Tentative && d.Status != Skipped {
			d.Status = Scheduled
		}
	}
}

// shiftRule moves the rule to the first of its days that comes no sooner than so
// many days later, and returns by how many it moved. It notes which day of the
// new rule comes for each of the old one.
func (e *Event) shiftRule(days int, moved map[when.Date]when.Date) int {
	was, r := e.Rule, *e.Rule
	r.From = r.next(was.From.AddDays(days))
	days = r.From.Sub(was.From)
	if was.Until != nil {
		until := was.Until.AddDays(days)
		r.Until = &until
	}
	e.Rule = &r
	last := was.From
	for _, d := range e.Dates {
		if last.Before(d.RuleDay) {
			last = d.RuleDay
		}
	}
	const slack = 3 * 366 // months are not all of a length, and some have no such day
	before := was.Days(last)
	after := r.Days(last.AddDays(days + slack))
	for i, day := range before[:min(len(before), len(after))] {
		moved[day] = after[i]
	}
	return days
}

// next is the first day, from that one on, on which the rule may begin.
func (r Rule) next(from when.Date) when.Date {
	r.From, r.Every, r.Count, r.Until = from, 1, 0, nil
	if days := r.Days(from.AddDays(366)); len(days) > 0 {
		return slices.MinFunc(days, when.Date.Compare)
	}
	return from
}
