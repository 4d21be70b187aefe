package events

import (
	"context"
	"slices"
	"strconv"
	"strings"
	"time"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/store"
)

// Consequence is what saving an event would lead to.
type Consequence struct {
	Changed []Changed // the dates of which people are told
	People  int       // how many are told by mail
}

// Settled is an event as Save would keep it: cleaned, with the dates that its
// rule gives. It is for who looks at it before it is saved; e is left as it is.
func (room *Room) Settled(tx *store.Tx, e *Event) *Event {
	next := e.clone()
	next.Clean()
	next.settleRule(tx.Now())
	return next
}

// GoneBy counts the dates that are over and would not have been without a change:
// those that were moved into the past, or added there. Old is nil for a new
// event.
func (e *Event) GoneBy(old *Event, now time.Time) (n int) {
	for _, o := range e.Occurrences() {
		if o.End.After(now) || e.StatusOf(o.Date) == CalledOff {
			continue
		}
		if old != nil {
			if was := old.Date(o.Date.ID); was != nil && !old.Occurrence(was).End.After(now) {
				continue
			}
		}
		n++
	}
	return n
}

// Consequences returns whom saving e in place of old would be told to, to who
// may save it. Neither is changed.
func (room *Room) Consequences(ctx context.Context, tx *store.Tx, v auth.Viewer, old, e *Event) (c Consequence, err error) {
	defer errs.Wrap(&err, "look what a change leads to")
	if !room.May(v, old, auth.EditEvents) {
		return c, errs.NotThere()
	}
	if old.State == Draft || e.State == Draft {
		return c, nil
	}
	next := room.Settled(tx, e)
	next.adopt(old)
	next.settleHeld(old, tx.Now())
	c.Changed = slices.DeleteFunc(next.compare(old), func(one Changed) bool {
		return !one.Has(ChangedTime, ChangedPlace, WasCancelled, Reinstated, Added) || one.Has(Added) && !next.Expects(&one.After) || next.overBothWays(one, tx.Now())
	})
	if len(c.Changed) > 0 {
		c.People, err = room.concerned(tx, next, c.Changed)
	}
	return c, err
}

// concerned counts the people with an address whom changes of dates concern: a
// change of the hall alone only those who come to it, unless there is none any
// more, and a date that is added only those who come to all.
func (room *Room) concerned(tx *store.Tx, e *Event, changed []Changed) (n int, err error) {
	args, all, whom := []any{e.ID}, false, []string(nil)
	for _, c := range changed {
		if c.Has(Added) {
			all = true
			continue
		}
		args = append(args, c.After.ID)
		who := forDate("r", "$"+strconv.Itoa(len(args)))
		if !c.Has(ChangedTime, WasCancelled, Reinstated) && e.VenueOn(&c.After) != nil {
			who = `r.way = 'here' AND ` + who
		}
		whom = append(whom, who)
	}
	if all {
		whom = append(whom, `r.date = '' AND r.state <> 'waitlisted'`)
	}
	err = tx.Row(`SELECT COUNT(DISTINCT r.person) FROM event_registration r JOIN person p ON p.id = r.person
		WHERE r.event = $1 AND r.state <> 'cancelled' AND p.address_ix IS NOT NULL AND (`+strings.Join(whom, " OR ")+`)`, args...).Scan(&n)
	return n, err
}

// ConsequencesOfState is Consequences for SetState.
func (room *Room) ConsequencesOfState(ctx context.Context, tx *store.Tx, v auth.Viewer, e *Event, to State) (Consequence, error) {
	next := e.clone()
	next.State = to
	return room.Consequences(ctx, tx, v, e, next)
}
