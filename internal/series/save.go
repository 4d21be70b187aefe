package series

import (
	"context"
	"slices"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/store"
	"codeberg.org/plenary/plenary/internal/when"
)

// Save writes what an organiser's form says of a series and returns it as it
// is now; s itself is left as it is. Without an ID it is a new one, and a draft.
// With an ID, Version must be the one that the form was made from: if somebody
// else has saved meanwhile, Save answers Conflict and changes nothing. State
// stays; see SetState.
func (room *Room) Save(ctx context.Context, tx *store.Tx, v auth.Viewer, s *Series) (_ *Series, err error) {
	defer errs.Wrap(&err, "save a series")
	s = s.clone()
	if s.ID == "" {
		s.State = Draft
		if err := room.replace(ctx, tx, v, s, nil); err != nil {
			return nil, err
		}
		return s, room.note(tx, v, "series.make", s.ID)
	}
	old, err := room.mine(tx, v, "id", s.ID)
	if err != nil {
		return nil, err
	}
	if s.Version != old.Version {
		return nil, changedMeanwhile()
	}
	s.State = old.State
	if err := room.replace(ctx, tx, v, s, old); err != nil {
		return nil, err
	}
	return s, room.note(tx, v, "series.edit", s.ID)
}

func changedMeanwhile() error {
	return errs.New(errs.Conflict,
		"org.series.changed-meanwhile|Somebody else has changed this series since you opened it. Open it again and enter your changes once more.")
}

// mine loads a series that the viewer may change, for this transaction alone.
func (room *Room) mine(tx *store.Tx, v auth.Viewer, column, value string) (*Series, error) {
	s, err := locked(tx, column, value)
	if err == nil && !room.MayEdit(v, s) {
		err = errs.NotThere()
	}
	return s, err
}

// replace writes a series in place of old, or as a new one, and tells of the
// changes. Old must be locked.
func (room *Room) replace(ctx context.Context, tx *store.Tx, v auth.Viewer, s, old *Series) error {
	s.Clean()
	if err := s.Check(); err != nil {
		return err
	}
	if old != nil && !room.MayEdit(v, old) {
		return errs.NotThere()
	}
	if err := room.settleChapter(tx, s); err != nil {
		return err
	}
	if (old == nil || old.ChapterID != s.ChapterID) && !v.Can(auth.EditSeries, s.Home...) {
		return errs.NotThere()
	}
	if err := checkSlug(tx, s, old); err != nil {
		return err
	}
	if err := room.checkCircles(tx, s, old); err != nil {
		return err
	}
	_, err := room.become(ctx, tx, s, old)
	return err
}

// checkCircles refuses to take the circles away from people who said yes to one.
func (room *Room) checkCircles(tx *store.Tx, s, old *Series) error {
	if s.Circles != nil || old == nil || old.Circles == nil {
		return nil
	}
	for _, f := range room.HasPeople {
		held, err := f(tx, old.ID)
		if err != nil {
			return err
		}
		if held {
			var form errs.Form
			form.Add("circles.on", "org.series.circles-held|People have said yes to a circle already, so there have to be circles.")
			return form.Err()
		}
	}
	return nil
}

// checkSlug refuses the address of another series.
func checkSlug(tx *store.Tx, s, old *Series) error {
	if old != nil && old.Slug == s.Slug {
		return nil
	}
	taken, err := tx.Found(`SELECT 1 FROM series WHERE slug = $1`, s.Slug)
	if taken {
		var form errs.Form
		form.Add("series", "org.series.slug-taken|Another series has this address already.")
		return form.Err()
	}
	return err
}

// become writes the new state of a series that is in order, and lets follow
// what follows: sequences grow, people are told, free places are offered.
func (room *Room) become(ctx context.Context, tx *store.Tx, s, old *Series) ([]Changed, error) {
	if err := room.checkState(tx, s, old); err != nil {
		return nil, err
	}
	s.adopt(old)
	s.settleHeld(old, tx.Now())
	var changed []Changed
	if old != nil {
		changed = s.compare(old)
	}
	if err := room.put(tx, s, old); err != nil {
		return nil, err
	}
	if old == nil || !old.announced() || !s.announced() {
		return changed, nil
	}
	if err := room.tellChanges(ctx, tx, s, changed); err != nil {
		return nil, err
	}
	for _, f := range room.OnChanged {
		if err := f(ctx, tx, s, old); err != nil {
			return nil, err
		}
	}
	if s.State == Published && s.roomier(old) {
		return changed, room.promote(ctx, tx, s)
	}
	return changed, nil
}

// announced tells whether people may have registered and must be told of
// changes.
func (s *Series) announced() bool { return s.State == Published || s.State == Cancelled }

// roomier tells whether a limit of places was raised or lifted.
func (s *Series) roomier(old *Series) bool {
	if more(old.Window.Places, s.Window.Places) {
		return true
	}
	return slices.ContainsFunc(s.Tracks, func(t Track) bool {
		was := old.TrackByID(t.ID)
		return was != nil && more(was.Places, t.Places)
	})
}

func more(was, is *int) bool { return was != nil && (is == nil || *is > *was) }

// Delete removes a draft for which nobody ever registered.
func (room *Room) Delete(ctx context.Context, tx *store.Tx, v auth.Viewer, slug string) (err error) {
	defer errs.Wrap(&err, "delete a series")
	s, err := room.mine(tx, v, "slug", slug)
	if err != nil {
		return err
	}
	if s.State != Draft {
		return errs.New(errs.Conflict, "org.series.delete-draft|Only drafts can be deleted. Cancel or archive the series instead.")
	}
	if err := room.nobody(tx, s); err != nil {
		return err
	}
	for _, f := range room.OnDeleted {
		if err := f(ctx, tx, s.ID); err != nil {
			return err
		}
	}
	for _, x := range s.Sessions {
		if err := room.deleteSession(tx, x.ID); err != nil {
			return err
		}
	}
	for _, statement := range []string{`DELETE FROM mailing WHERE series = $1`, `DELETE FROM track WHERE series = $1`, `DELETE FROM series WHERE id = $1`} {
		if _, err := tx.Exec(statement, s.ID); err != nil {
			return err
		}
	}
	return room.note(tx, v, "series.delete", s.ID)
}

// nobody refuses what cannot be done to a series for which people registered.
func (room *Room) nobody(tx *store.Tx, s *Series) error {
	registered, err := anybody(tx, s.ID)
	for _, f := range room.HasPeople {
		if err == nil && !registered {
			registered, err = f(tx, s.ID)
		}
	}
	if registered {
		return errs.New(errs.Conflict, "org.series.people-registered|People have registered for this series, so this cannot be done any more.")
	}
	return err
}

// Copy makes a draft of a series with its first session on another date. All
// dates move by as many days, so that the distances between them hold, and with
// a first date on the same weekday all weekdays. What belongs to the past of
// the series stays behind: registrations, recordings, what was held or called
// off.
func (room *Room) Copy(ctx context.Context, tx *store.Tx, v auth.Viewer, fromSlug, newSlug string, firstDate when.Date) (s *Series, err error) {
	defer errs.Wrap(&err, "copy a series")
	from, err := room.mine(tx, v, "slug", fromSlug)
	if err != nil {
		return nil, err
	}
	c := &checker{s: from}
	c.slug("series", newSlug)
	if firstDate.IsZero() {
		c.missing("date", "", "org.series.date-missing|Enter a date.")
	}
	if err := c.err(); err != nil {
		return nil, err
	}
	s = from.clone()
	s.Slug, s.State = newSlug, Draft
	if !v.Can(auth.EditSeries, s.Home...) {
		return nil, errs.NotThere()
	}
	if err := checkSlug(tx, s, nil); err != nil {
		return nil, err
	}
	s.forget()
	if len(s.Sessions) > 0 {
		s.shift(firstDate.Sub(s.Sessions[0].Date))
	}
	if _, err := room.become(ctx, tx, s, nil); err != nil {
		return nil, err
	}
	return s, room.note(tx, v, "series.copy", s.ID)
}

// forget drops what belongs to one run of a series, not to its next.
func (s *Series) forget() {
	lists := [][]Session{s.Sessions}
	if s.Circles != nil {
		lists = append(lists, s.Circles.Meetings)
	}
	s.forgetIDs()
	for _, list := range lists {
		for i := range list {
			x := &list[i]
			x.Links = nil
			if x.Status != Tentative {
				x.Status = Scheduled
			}
		}
	}
}

// shift moves all dates of a series by days.
func (s *Series) shift(days int) {
	s.Window.Opens = when.ShiftWall(s.Window.Opens, days)
	s.Window.Closes = when.ShiftWall(s.Window.Closes, days)
	for i := range s.Sessions {
		s.Sessions[i].shift(days)
	}
	if s.Circles != nil {
		s.Circles.Closes = when.ShiftWall(s.Circles.Closes, days)
		for i := range s.Circles.Meetings {
			s.Circles.Meetings[i].shift(days)
		}
	}
}

func (x *Session) shift(days int) {
	x.Date = x.Date.AddDays(days)
	if x.Assignment != nil {
		a := *x.Assignment
		a.Due = when.ShiftWall(a.Due, days)
		x.Assignment = &a
	}
}
