package events

import (
	"context"
	"maps"
	"reflect"
	"slices"
	"time"

	"codeberg.org/plenary/plenary/internal/store"
	"codeberg.org/plenary/plenary/internal/when"
)

// ChangeKind is one way in which a date changed.
type ChangeKind string

const (
	ChangedTime  ChangeKind = "time"       // start, end or day
	ChangedPlace ChangeKind = "place"      // where people meet in person
	ChangedCall  ChangeKind = "call"       // the call's address
	ChangedTheme ChangeKind = "theme"      // what it is about
	WasCancelled ChangeKind = "cancelled"  // it will not take place
	Reinstated   ChangeKind = "reinstated" // it takes place after all
	Confirmed    ChangeKind = "confirmed"  // no longer tentative
	Unconfirmed  ChangeKind = "tentative"  // no longer sure
	Added        ChangeKind = "added"      // new
	Extended     ChangeKind = "extended"   // new, as a rule without an end goes on
)

// Changed is a date before and after a change.
type Changed struct {
	Before, After Date // Before is zero if it was added
	Kinds         []ChangeKind
	Was           Occurrence // zero if it was added
	WasVenue      *Place     // where people were to meet before
}

// Has tells whether the date changed in one of these ways.
func (c Changed) Has(kinds ...ChangeKind) bool {
	return slices.ContainsFunc(c.Kinds, func(k ChangeKind) bool { return slices.Contains(kinds, k) })
}

// Carried tells whether invitations carry the change, so that the date's
// sequence grew.
func (c Changed) Carried() bool {
	return c.Has(ChangedTime, ChangedPlace, WasCancelled, Reinstated, Confirmed, Unconfirmed)
}

// compare says how the dates of an event changed, and lets the sequence of
// those grow whose change invitations carry.
func (e *Event) compare(old *Event) []Changed {
	var list []Changed
	for i := range e.Dates {
		d := &e.Dates[i]
		c := Changed{After: *d, Kinds: []ChangeKind{e.newAs(d, old)}}
		if was := old.Date(d.ID); was != nil {
			c.Before, c.Was, c.WasVenue = *was, old.Occurrence(was), old.VenueOn(was)
			c.Kinds = e.kinds(c, old)
			d.Was = inZoneOf(e, old, d.Was)
		}
		if len(c.Kinds) == 0 || d.Status == Skipped && c.Has(Added, Extended) {
			continue
		}
		if c.Carried() {
			d.Sequence++
		}
		if c.Has(ChangedTime) && old.State == Published {
			d.remember(when.WallOf(c.Was.Start, e.Location()), e.Occurrence(d).Wall)
		}
		c.After = *d
		list = append(list, c)
	}
	return list
}

// newAs is how a date is new: one of a rule that goes on as it did is no news.
func (e *Event) newAs(d *Date, old *Event) ChangeKind {
	if !d.RuleDay.IsZero() && e.Rule.Endless() && reflect.DeepEqual(e.Rule, old.Rule) {
		return Extended
	}
	return Added
}

// inZoneOf is what clocks at e show when they show w at old, for an event whose
// zone is changed.
func inZoneOf(e, old *Event, w when.Wall) when.Wall {
	if w.IsZero() || e.Zone == old.Zone {
		return w
	}
	t, _ := w.In(old.Location())
	return when.WallOf(t, e.Location())
}

// remember keeps when a date was to begin as people were first told. A date
// that is moved back was never moved.
func (d *Date) remember(was, now when.Wall) {
	if d.Was.IsZero() {
		d.Was = was
	}
	if d.Was == now {
		d.Was = when.Wall{}
	}
}

func (e *Event) kinds(c Changed, old *Event) []ChangeKind {
	var kinds []ChangeKind
	add := func(k ChangeKind, changed bool) {
		if changed {
			kinds = append(kinds, k)
		}
	}
	a, b := c.Before, c.After
	was, is := old.Expects(&a), e.Expects(&b)
	if !was && !is {
		return nil // whatever else, nobody is expected
	}
	now := e.Occurrence(&b)
	add(ChangedTime, !c.Was.Start.Equal(now.Start) || !c.Was.End.Equal(now.End))
	add(ChangedPlace, placeOf(old.VenueOn(&a)) != placeOf(e.VenueOn(&b)))
	add(ChangedCall, old.CallOn(&a) != e.CallOn(&b))
	add(ChangedTheme, !maps.Equal(a.Theme, b.Theme))
	add(WasCancelled, !is)
	add(Reinstated, !was)
	add(Confirmed, a.Status == Tentative && b.Status == Scheduled)
	add(Unconfirmed, a.Status == Scheduled && b.Status == Tentative)
	return kinds
}

// Expects tells whether people are expected on a date.
func (e *Event) Expects(d *Date) bool {
	s := e.StatusOf(d)
	return s != CalledOff && s != Skipped
}

func placeOf(p *Place) Place {
	if p == nil {
		return Place{}
	}
	return *p
}

// tellChanges calls what must happen when dates change. Changes of dates that
// are over, and were over before the change, concern nobody any more.
func (room *Room) tellChanges(ctx context.Context, tx *store.Tx, e *Event, changed []Changed) error {
	changed = slices.DeleteFunc(slices.Clone(changed), func(c Changed) bool { return e.overBothWays(c, tx.Now()) })
	if len(changed) == 0 {
		return nil
	}
	for _, f := range room.OnChanged {
		if err := f(ctx, tx, e, changed); err != nil {
			return err
		}
	}
	return nil
}

func (e *Event) overBothWays(c Changed, now time.Time) bool {
	return !c.Was.End.After(now) && !e.Occurrence(&c.After).End.After(now)
}
