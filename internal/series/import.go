package series

import (
	"bytes"
	"context"
	"errors"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/store"
)

// Import puts the series of a file into the network: a new one, or in place of
// that with the same slug, whose ids, counters and sequences it keeps. Tracks
// are the same by their letter, sessions by their number. Links that the file
// does not name stay. It is published unless the file says otherwise. A file
// that says what is there already changes nothing and leaves no trace. S itself
// is left as it is.
func (room *Room) Import(ctx context.Context, tx *store.Tx, v auth.Viewer, s *Series) (_ Imported, err error) {
	defer errs.Wrap(&err, "import a series")
	s = s.clone()
	s.Clean()
	s.forgetIDs()
	old, err := locked(tx, "slug", s.Slug)
	is := Replaced
	switch {
	case errs.Is(err, errs.NotFound):
		is = Made
	case err != nil:
		return "", err
	default:
		s.keepLinks(old)
		if room.MayEdit(v, old) && s.sameAs(old) {
			tx.Quiet()
			return Unchanged, nil
		}
	}
	if err := room.replace(ctx, tx, v, s, old); err != nil {
		return "", err
	}
	return is, room.note(tx, v, "series.import", s.ID)
}

// Imported is what became of a file.
type Imported string

const (
	Made      Imported = "imported"  // a new series
	Replaced  Imported = "changed"   // one that was there
	Unchanged Imported = "unchanged" // one that was there just like that
)

// sameAs tells whether two series would be written as the same file and stand
// in the same state.
func (s *Series) sameAs(other *Series) bool {
	return s.State == other.State && bytes.Equal(s.Write(), other.Write())
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

// settleChapter finds the chapter that the series names, and what it lies in.
func (room *Room) settleChapter(tx *store.Tx, s *Series) error {
	s.ChapterID = ""
	if s.Chapter == "" {
		return settleHomes(tx, []*Series{s})
	}
	c, err := room.People.ChapterBySlug(tx, s.Chapter)
	if errs.Is(err, errs.NotFound) {
		var form errs.Form
		form.Add("chapter", "org.series.chapter-unknown|There is no chapter {chapter} in this network.", "chapter", s.Chapter)
		return form.Err()
	}
	if err != nil {
		return err
	}
	s.ChapterID = c.ID
	return settleHomes(tx, []*Series{s})
}
