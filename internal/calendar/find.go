package calendar

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"time"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/events"
	"codeberg.org/plenary/plenary/internal/series"
	"codeberg.org/plenary/plenary/internal/store"
)

// Span is a stretch of time. A zero From or To has no bound there.
type Span struct {
	From time.Time // what is over by then is left out
	To   time.Time // what begins then or later is left out
}

// holds tells whether any of it falls in the span. What takes no time counts
// where it begins.
func (s Span) holds(d Date) bool {
	start, end := d.Start(), d.End()
	return (s.From.IsZero() || end.After(s.From) || end.Equal(start) && !start.Before(s.From)) && (s.To.IsZero() || start.Before(s.To))
}

// Found is what somebody asked for, as far as they may see it.
type Found struct {
	Dates []Date // in the order of their times, cancelled ones among them

	// Events and Series are what the dates belong to, each once and whole, in the
	// order of their first date here.
	Events []*events.Event
	Series []*series.Series

	// Unplaced is what was left out because nobody knows where it is, where a
	// place was asked for: each event and series once, by its first date here.
	Unplaced []Date
}

// Find returns what the viewer asks for. Drafts are never among it, whoever
// asks; an anonymous viewer finds what is public.
func (room *Room) Find(ctx context.Context, tx *store.Tx, v auth.Viewer, c Choice, span Span) (Found, error) {
	found, err := room.find(ctx, tx, v, c, span)
	found.Unplaced = once(found.Unplaced)
	return found, err
}

// find is Find with all that is unplaced.
func (room *Room) find(ctx context.Context, tx *store.Tx, v auth.Viewer, c Choice, span Span) (found Found, err error) {
	defer errs.Wrap(&err, "find dates")
	keep := func(d Date) {
		if span.holds(d) && d.Is(c.Mode) {
			found.take(c, d)
		}
	}
	if c.Kind == "" || c.Kind == Session {
		if err = room.sessions(ctx, tx, v, c, keep); err != nil {
			return found, err
		}
	}
	if c.Kind != Session {
		filter := events.Filter{Chapters: c.chapters, Kind: c.Kind, Language: c.Language, From: span.From, To: span.To, Brief: c.Brief}
		if err = room.Events.Each(ctx, tx, v, filter, func(e *events.Event, o events.Occurrence) {
			if e.State != events.Draft {
				keep(Date{E: e, On: o})
			}
		}); err != nil {
			return found, err
		}
	}
	found.sort()
	return found, nil
}

// Public is Find of what everybody may see: for feeds, which people pass on.
func (room *Room) Public(ctx context.Context, tx *store.Tx, c Choice, span Span) (Found, error) {
	return room.Find(ctx, tx, auth.Viewer{}, c, span)
}

// sessions hands over those of the series that were asked for, each in all its
// tracks.
func (room *Room) sessions(ctx context.Context, tx *store.Tx, v auth.Viewer, c Choice, keep func(Date)) error {
	list, err := room.Series.List(ctx, tx, v, series.Filter{Language: c.Language, Archived: true})
	if err != nil {
		return err
	}
	for _, s := range list {
		if s.State == series.Draft || c.chapters != nil && !c.chapters[s.Chapter] {
			continue
		}
		for _, letter := range s.Letters() {
			for _, o := range s.Occurrences(letter) {
				if s.State != series.Archived || !o.End.After(tx.Now()) { // what was still planned then does not take place
					keep(Date{S: s, In: o})
				}
			}
		}
	}
	return nil
}

// take notes a date if it is near enough.
func (f *Found) take(c Choice, d Date) {
	if c.At != nil {
		switch c.reach(d) {
		case far:
			return
		case unknown:
			f.Unplaced = append(f.Unplaced, d)
			return
		}
	}
	if len(f.Dates) == cap(f.Dates) { // each is large, and append would copy thousands of them five times
		f.Dates = slices.Grow(f.Dates, len(f.Dates)+16)
	}
	f.Dates = append(f.Dates, d)
}

// sort puts the dates in order and gathers what they belong to.
func (f *Found) sort() {
	f.Dates, f.Unplaced = inOrder(f.Dates), inOrder(f.Unplaced)
	seen := map[owner]bool{}
	for i := range f.Dates {
		of := f.Dates[i].owner()
		if seen[of] {
			continue
		}
		seen[of] = true
		if of.s != nil {
			f.Series = append(f.Series, of.s)
		} else {
			f.Events = append(f.Events, of.e)
		}
	}
}

// inOrder has the dates by their times. Each is large, so that thousands are not
// moved about until it is known where they belong.
func inOrder(list []Date) []Date {
	order := make([]*Date, len(list))
	for i := range list {
		order[i] = &list[i]
	}
	slices.SortStableFunc(order, func(a, b *Date) int {
		if by := a.Start().Compare(b.Start()); by != 0 {
			return by
		}
		return cmp.Compare(a.Path(), b.Path())
	})
	sorted := make([]Date, len(list))
	for i, d := range order {
		sorted[i] = *d
	}
	return sorted
}

// once has each event and each series by the first of its dates.
func once(list []Date) (first []Date) {
	seen := map[owner]bool{}
	for _, d := range list {
		if of := d.owner(); !seen[of] {
			seen[of] = true
			first = append(first, d)
		}
	}
	return first
}

// owner is what a date belongs to, as it was read here: one of both is nil.
type owner struct {
	e *events.Event
	s *series.Series
}

func (d *Date) owner() owner { return owner{d.E, d.S} }

// Next returns what comes of a choice from a time on, what runs then among it:
// the first dates up to most. More tells whether there is anything after these.
//
// It looks further ahead step by step, so that a calendar that is full for years
// is not read whole for its first page.
func (room *Room) Next(ctx context.Context, tx *store.Tx, v auth.Viewer, c Choice, from time.Time, most int) (found Found, more bool, err error) {
	steps := []int{14, 60, 250, 0}
	if c.At != nil { // of what is near there is little, and each step is read from the start
		steps = []int{90, 0}
	}
	for _, days := range steps {
		span := Span{From: from}
		if days > 0 {
			span.To = from.AddDate(0, 0, days)
		}
		if found, err = room.Find(ctx, tx, v, c, span); err != nil || len(found.Dates) > most || days == 0 {
			break
		}
	}
	return found.first(most), len(found.Dates) > most, err
}

// first are the first dates up to most.
func (f Found) first(most int) Found {
	if len(f.Dates) <= most {
		return f
	}
	part := Found{Dates: f.Dates[:most], Unplaced: f.Unplaced}
	part.sort()
	return part
}

// Before returns what had begun before a time and is over now, the latest first,
// up to most. What was cancelled was not.
func (room *Room) Before(ctx context.Context, tx *store.Tx, v auth.Viewer, c Choice, until time.Time, most int) (found Found, more bool, err error) {
	wasNot := func(d Date) bool { return d.End().After(tx.Now()) || d.Off() }
	for _, days := range []int{60, 400, 0} {
		span := Span{To: until}
		if days > 0 {
			span.From = until.AddDate(0, 0, -days)
		}
		if found, err = room.find(ctx, tx, v, c, span); err != nil {
			return found, false, err
		}
		found.Dates = slices.DeleteFunc(found.Dates, wasNot)
		if len(found.Dates) > most {
			break
		}
	}
	found.Unplaced = slices.DeleteFunc(found.Unplaced, wasNot)
	slices.Reverse(found.Dates)
	slices.Reverse(found.Unplaced)
	return Found{Dates: found.Dates[:min(most, len(found.Dates))], Unplaced: once(found.Unplaced)}, len(found.Dates) > most, nil
}

// Languages are those in which anything that is public is held, each once.
func (room *Room) Languages(tx *store.Tx) ([]string, error) {
	seen := map[string]bool{}
	err := tx.Each(func(r *store.Rows) error {
		var a, b []string
		err := r.Scan(store.JSON(&a), store.JSON(&b))
		for _, lang := range slices.Concat(a, b) {
			seen[lang] = true
		}
		return err
	}, `SELECT DISTINCT languages, interpreted FROM event WHERE state <> 'draft' AND visibility = 'public'
		UNION SELECT DISTINCT languages, '' FROM series WHERE state <> 'draft' AND visibility = 'public'`)
	return slices.Sorted(maps.Keys(seen)), err
}
