package events

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"time"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/store"
	"codeberg.org/plenary/plenary/internal/when"
)

// Filter narrows the calendar.
type Filter struct {
	Chapters map[string]bool // by their slugs: their own events, and those shared with them; nil = all
	Kind     Kind
	Language string    // spoken or interpreted into
	From     time.Time // what is over by then is left out; zero = nothing is
	To       time.Time // what begins then or later is left out; zero = nothing is
	Desk     bool      // those that the viewer works on, drafts among them
	Brief    bool      // without descriptions, agendas, parties and recordings
}

// Each hands over the dates that the viewer may find, those of an event one after
// another. It may hand over more than those between From and To.
func (room *Room) Each(ctx context.Context, tx *store.Tx, v auth.Viewer, f Filter, date func(*Event, Occurrence)) (err error) {
	defer errs.Wrap(&err, "list dates")
	list, err := room.list(tx, v, f)
	for _, e := range list {
		for _, o := range e.Occurrences() {
			date(e, o)
		}
	}
	return err
}

// List returns the events whose dates Each hands over, by their first.
func (room *Room) List(ctx context.Context, tx *store.Tx, v auth.Viewer, f Filter) (_ []*Event, err error) {
	defer errs.Wrap(&err, "list events")
	list, err := room.list(tx, v, f)
	if err != nil {
		return nil, err
	}
	begins := make(map[string]time.Time, len(list))
	for _, e := range list {
		begins[e.ID] = e.Begins()
	}
	slices.SortStableFunc(list, func(a, b *Event) int { return begins[a.ID].Compare(begins[b.ID]) })
	return list, nil
}

// list reads the events by their slugs.
func (room *Room) list(tx *store.Tx, v auth.Viewer, f Filter) ([]*Event, error) {
	where, args := f.where(tx)
	all, err := loadAs(tx, extent(f.Brief), where, args...)
	if err != nil {
		return nil, err
	}
	goes, err := room.comesTo(tx, v)
	if err != nil {
		return nil, err
	}
	return slices.DeleteFunc(all, func(e *Event) bool {
		return f.Language != "" && !slices.Contains(e.Languages, f.Language) && !slices.Contains(e.Interpreted, f.Language) ||
			f.Desk && !room.WorksOn(v, e) || !room.shows(v, e) && (e.State == Draft || !goes[e.ID])
	}), nil
}

// where says the filter in SQL, as far as that knows it. It may find more dates
// than are meant: their hours are wall time, which only the zones know.
func (f Filter) where(tx *store.Tx) (string, []any) {
	where, args := "e.state <> 'draft'", []any{}
	if f.Desk {
		where = "1 = 1"
	}
	and := func(condition string, arg any) {
		args = append(args, arg)
		where += fmt.Sprintf(" AND "+condition, len(args))
	}
	if f.Kind != "" {
		and("e.kind = $%d", string(f.Kind))
	}
	if !f.From.IsZero() {
		and("e.ends_at > $%d", store.At(f.From))
	}
	if !f.To.IsZero() {
		first := "0001-01-01"
		if !f.From.IsZero() {
			first = when.DateOf(f.From, time.UTC).AddDays(-longest/(24*60) - 2).String()
		}
		and("e.id IN (SELECT event FROM event_date WHERE date >= $%d", first)
		and("date < $%d)", when.DateOf(f.To, time.UTC).AddDays(2).String())
	}
	if f.Chapters != nil {
		slugs := slices.Sorted(maps.Keys(f.Chapters))
		in, more := store.In(tx, "c.slug", len(args)+1, slugs)
		args = append(args, more...)
		shared, more := store.In(tx, "s.slug", len(args)+1, slugs)
		args = append(args, more...)
		where += " AND (" + in + " OR e.id IN (SELECT x.event FROM event_share x JOIN chapter s ON s.id = x.chapter WHERE " + shared + "))"
	}
	return where, args
}
