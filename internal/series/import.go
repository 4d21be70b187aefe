package series

import (
	"context"
	"errors"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/store"
)

// Import puts the series of a file into the network: a new one, or in place of
// that with the same slug, whose ids, counters and sequences it keeps. Tracks
// are the same by their letter, sessions by their number. Links that the file
// does not name stay. It is published unless the file says otherwise. S itself
// is left as it is.
func (room *Room) Import(ctx context.Context, tx *store.Tx, v auth.Viewer, s *Series) (created bool, err error) {
	defer errs.Wrap(&err, "import a series")
	s = s.clone()
	s.Clean()
	s.forgetIDs()
	old, err := locked(tx, "slug", s.Slug)
	switch {
	case err == nil:
		s.keepLinks(old)
	case !errs.Is(err, errs.NotFound):
		return false, err
	}
	if err := room.replace(ctx, tx, v, s, old); err != nil {
		return false, err
	}
	return old == nil, room.note(tx, v, "series.import", s.ID)
}

// locked loads a series by its id or slug, for this transaction alone to
// change.
func locked(tx *store.Tx, column, value string) (*Series, error) {
	var id string
	err := tx.Row(`SELECT id FROM series WHERE `+column+` = $1`, value).Scan(&id)
	if errors.Is(err, store.ErrNoRow) {
		return nil, errs.NotThere()
	}
	if err == nil {
		err = tx.Lock("series", id)
	}
	if err != nil {
		return nil, err
	}
	list, err := load(tx, "s.id = $1", id)
	if err == nil && len(list) == 0 {
		err = errs.NotThere()
	}
	if err != nil {
		return nil, err
	}
	return list[0], nil
}

// forgetIDs makes letters and numbers say which tracks and sessions are meant.
func (s *Series) forgetIDs() {
	s.ID = ""
	for i := range s.Tracks {
		s.Tracks[i].ID = ""
	}
	for i := range s.Sessions {
		s.Sessions[i].ID = ""
	}
}

func (s *Series) keepLinks(old *Series) {
	for i := range s.Sessions {
		x := &s.Sessions[i]
		if was := old.Session(x.N); was != nil && x.Links == nil {
			x.Links = was.Links
		}
	}
}

// settleChapter finds the id of the chapter that the series names.
func (room *Room) settleChapter(tx *store.Tx, s *Series) error {
	s.ChapterID = ""
	if s.Chapter == "" {
		return nil
	}
	c, err := room.People.ChapterBySlug(tx, s.Chapter)
	if errs.Is(err, errs.NotFound) {
		var form errs.Form
		form.Add("chapter", "org.series.chapter-unknown|There is no chapter {chapter} in this network.", "chapter", s.Chapter)
		return form.Err()
	}
	s.ChapterID = c.ID
	return err
}
