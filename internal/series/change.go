package series

import (
	"context"
	"maps"
	"slices"
	"time"

	"codeberg.org/plenary/plenary/internal/store"
)

// ChangeKind is one way in which a session changed.
type ChangeKind string

const (
	ChangedTime  ChangeKind = "time"       // start, end or date, in any track
	ChangedPlace ChangeKind = "place"      // where people meet in person
	ChangedCall  ChangeKind = "call"       // the call's own address, which join pages lead to
	ChangedTheme ChangeKind = "theme"      // what it is about
	WasCancelled ChangeKind = "cancelled"  // it will not take place
	Reinstated   ChangeKind = "reinstated" // it takes place after all
	Confirmed    ChangeKind = "confirmed"  // no longer tentative
	Unconfirmed  ChangeKind = "tentative"  // no longer sure
	Added        ChangeKind = "added"      // new in the series
)

// Changed is a session before and after a change.
type Changed struct {
	Before, After Session // Before is zero if it was added
	Kinds         []ChangeKind
	Was           map[string]Occurrence // by the present letter of the track; none if it was added
}

// Has tells whether the session changed in one of these ways.
func (c Changed) Has(kinds ...ChangeKind) bool {
	return slices.ContainsFunc(c.Kinds, func(k ChangeKind) bool { return slices.Contains(kinds, k) })
}

// Carried tells whether invitations carry the change, so that the session's
// sequence grew.
func (c Changed) Carried() bool {
	return c.Has(ChangedTime, ChangedPlace, WasCancelled, Reinstated, Confirmed, Unconfirmed)
}

// MovedIn tells whether the session's time in the track changed.
func (c Changed) MovedIn(s *Series, letter string) bool {
	was, ok := c.Was[letter]
	if !ok {
		return false
	}
	now := s.Occurrence(&c.After, letter)
	return !was.Start.Equal(now.Start) || !was.End.Equal(now.End)
}

// compare says how the sessions of a series changed, and lets the sequence of
// those grow whose change invitations carry.
func (s *Series) compare(old *Series) []Changed {
	var list []Changed
	for i := range s.Sessions {
		x := &s.Sessions[i]
		c := Changed{}
		if was := old.sessionByID(x.ID); was != nil {
			c.Before, c.Was = *was, s.occurrencesBefore(old, was)
			c.After = *x
			c.Kinds = s.kinds(c, old)
		} else {
			c.Kinds, c.After = []ChangeKind{Added}, *x
		}
		if len(c.Kinds) == 0 {
			continue
		}
		if c.Carried() {
			x.Sequence++
		}
		c.After = *x
		list = append(list, c)
	}
	return list
}

// occurrencesBefore are the former times of a session by the present letters
// of the tracks.
func (s *Series) occurrencesBefore(old *Series, x *Session) map[string]Occurrence {
	was := map[string]Occurrence{}
	if len(s.Tracks) == 0 && len(old.Tracks) == 0 {
		was[""] = old.Occurrence(x, "")
	}
	for _, t := range s.Tracks {
		if before := old.TrackByID(t.ID); before != nil {
			was[t.Letter] = old.Occurrence(x, before.Letter)
		}
	}
	return was
}

func (s *Series) kinds(c Changed, old *Series) []ChangeKind {
	var kinds []ChangeKind
	add := func(k ChangeKind, changed bool) {
		if changed {
			kinds = append(kinds, k)
		}
	}
	a, b := c.Before, c.After
	was, is := old.StatusOf(&a), s.StatusOf(&b)
	if was == CalledOff && is == CalledOff {
		return nil // whatever else, nobody is expected
	}
	add(ChangedTime, slices.ContainsFunc(s.Letters(), func(letter string) bool { return c.MovedIn(s, letter) }))
	add(ChangedPlace, placeOf(a) != placeOf(b))
	add(ChangedCall, a.Online != b.Online || old.JoinURL != s.JoinURL && b.Online == "")
	add(ChangedTheme, !maps.Equal(a.Theme, b.Theme))
	add(WasCancelled, is == CalledOff)
	add(Reinstated, was == CalledOff)
	add(Confirmed, was == Tentative && is == Scheduled)
	add(Unconfirmed, was == Scheduled && is == Tentative)
	return kinds
}

func placeOf(x Session) Place {
	if x.Place == nil {
		return Place{}
	}
	return *x.Place
}

// tellChanges calls what must happen when sessions change. Changes of sessions
// that are over, and were over before the change, concern nobody any more.
func (room *Room) tellChanges(ctx context.Context, tx *store.Tx, s *Series, changed []Changed) error {
	changed = slices.DeleteFunc(slices.Clone(changed), func(c Changed) bool { return s.overBothWays(c, tx.Now()) })
	if len(changed) == 0 {
		return nil
	}
	for _, f := range room.OnSessionsChanged {
		if err := f(ctx, tx, s, changed); err != nil {
			return err
		}
	}
	return nil
}

func (s *Series) overBothWays(c Changed, now time.Time) bool {
	for _, letter := range s.Letters() {
		if was, ok := c.Was[letter]; ok && was.End.After(now) || s.Occurrence(&c.After, letter).End.After(now) {
			return false
		}
	}
	return true
}
