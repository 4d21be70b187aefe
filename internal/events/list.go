package events

import (
	"cmp"
	"context"
	"slices"
	"time"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/people"
	"codeberg.org/plenary/plenary/internal/store"
)

// Filter narrows the calendar.
type Filter struct {
	Chapter  string    // by its slug: its own events, those of chapters in it, and those shared with them
	Kind     Kind      //
	Language string    // spoken or interpreted into
	Mode     Mode      // InPerson and Online find hybrid ones too
	Cities   []string  // of the venue, as the list of cities spells them; nil = anywhere
	From     time.Time // what is over by then is left out; zero = nothing is
	To       time.Time // what begins then or later is left out; zero = nothing is
	Desk     bool      // those that the viewer works on, drafts among them
}

// Item is one date in the calendar.
type Item struct {
	E *Event
	Occurrence
}

// Items returns the dates that the viewer may find, in the order of their times.
func (room *Room) Items(ctx context.Context, tx *store.Tx, v auth.Viewer, f Filter) (_ []Item, err error) {
	defer errs.Wrap(&err, "list dates")
	list, err := room.List(ctx, tx, v, f)
	if err != nil {
		return nil, err
	}
	var items []Item
	for _, e := range list {
		for _, o := range e.Occurrences() {
			if (f.From.IsZero() || o.End.After(f.From)) && (f.To.IsZero() || o.Start.Before(f.To)) && f.place(e, o.Date) {
				items = append(items, Item{e, o})
			}
		}
	}
	slices.SortStableFunc(items, func(a, b Item) int {
		return cmp.Or(a.Start.Compare(b.Start), cmp.Compare(a.E.Slug, b.E.Slug))
	})
	return items, nil
}

// List returns the events of which Items would return a date, by their first.
func (room *Room) List(ctx context.Context, tx *store.Tx, v auth.Viewer, f Filter) (_ []*Event, err error) {
	defer errs.Wrap(&err, "list events")
	where, args := "e.state <> 'draft'", []any{}
	if f.Desk {
		where = "1 = 1"
	}
	if !f.From.IsZero() {
		where, args = where+" AND e.ends_at > $1", []any{store.At(f.From)}
	}
	all, err := load(tx, where, args...)
	if err != nil {
		return nil, err
	}
	among, err := chaptersBelow(tx, f.Chapter)
	if err != nil {
		return nil, err
	}
	var list []*Event
	for _, e := range all {
		if !f.fits(e, among) || f.Desk && !room.WorksOn(v, e) {
			continue
		}
		ok, err := room.maySee(tx, v, e)
		if err != nil {
			return nil, err
		}
		if ok {
			list = append(list, e)
		}
	}
	slices.SortStableFunc(list, func(a, b *Event) int { return cmp.Or(a.Begins().Compare(b.Begins()), cmp.Compare(a.Slug, b.Slug)) })
	return list, nil
}

// fits tells whether the event passes the filter; among are the slugs of the
// chapters that it may be in, nil for all.
func (f Filter) fits(e *Event, among map[string]bool) bool {
	switch {
	case f.Kind != "" && e.Kind != f.Kind,
		f.Language != "" && !slices.Contains(e.Languages, f.Language) && !slices.Contains(e.Interpreted, f.Language),
		f.Mode != "" && e.Mode() != f.Mode && (e.Mode() != Hybrid || f.Mode == Nowhere):
		return false
	}
	return among == nil || among[e.Chapter] || slices.ContainsFunc(e.Shared, func(slug string) bool { return among[slug] })
}

// place tells whether the date is in one of the cities asked for.
func (f Filter) place(e *Event, d *Date) bool {
	venue := e.VenueOn(d)
	return f.Cities == nil || venue != nil && slices.Contains(f.Cities, venue.City)
}

// chaptersBelow are the slugs of a chapter and of those that lie in it; nil for
// no chapter, empty for one that does not exist.
func chaptersBelow(tx *store.Tx, slug string) (map[string]bool, error) {
	if slug == "" {
		return nil, nil
	}
	among := map[string]bool{}
	tree, err := people.ReadTree(tx)
	if err != nil {
		return nil, err
	}
	slugs, root := map[string]string{}, ""
	if err := tx.Each(func(r *store.Rows) error {
		var id, name string
		err := r.Scan(&id, &name)
		if slugs[id] = name; name == slug {
			root = id
		}
		return err
	}, `SELECT id, slug FROM chapter`); err != nil || root == "" {
		return among, err
	}
	for id, name := range slugs {
		if slices.Contains(tree.Scopes(id), auth.ChapterScope(root)) {
			among[name] = true
		}
	}
	return among, nil
}
