package series

import (
	"context"
	"errors"
	"sync"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/store"
)

// shelf keeps public series whole, by id and version, for the one path that is
// walked thousands of times an hour: registering. A version never changes its
// content, so what is kept is either right or not asked for; the counts of
// places are read afresh each time. The zero value is ready.
type shelf struct {
	mu   sync.RWMutex
	kept map[string]*Series
}

// mostKept bounds the shelf; few series are open at once.
const mostKept = 100

func (s *shelf) get(id string, version int) *Series {
	s.mu.RLock()
	defer s.mu.RUnlock()
	if found := s.kept[id]; found != nil && found.Version == version {
		return found
	}
	return nil
}

func (s *shelf) put(one *Series) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.kept == nil || len(s.kept) >= mostKept {
		s.kept = map[string]*Series{}
	}
	s.kept[one.ID] = one
}

// toRegister is BySlug for registering: what it returns is only to be read.
func (room *Room) toRegister(ctx context.Context, tx *store.Tx, v auth.Viewer, slug string) (*Series, error) {
	if v.Organises() { // what they may do depends on where the series lies by now
		return room.BySlug(ctx, tx, v, slug)
	}
	var id string
	var version, taken int
	err := tx.Row(`SELECT id, version, taken FROM series WHERE slug = $1 AND visibility = 'public' AND state = 'published'`, slug).
		Scan(&id, &version, &taken)
	if errors.Is(err, store.ErrNoRow) {
		return room.BySlug(ctx, tx, v, slug) // hidden, or not there: by the long way
	}
	if err != nil {
		return nil, err
	}
	found := room.shelf.get(id, version)
	if found == nil {
		s, err := room.BySlug(ctx, tx, v, slug)
		if err == nil && s.Version == version {
			tx.AfterCommit(func() { room.shelf.put(s) }) // only what is committed is a version
		}
		return s, err
	}
	s := *found
	s.Taken = taken
	if len(s.Tracks) == 0 {
		return &s, nil
	}
	s.Tracks = append([]Track(nil), s.Tracks...)
	return &s, tx.Each(func(r *store.Rows) error {
		var letter string
		var taken int
		err := r.Scan(&letter, &taken)
		if t := s.Track(letter); t != nil {
			t.Taken = taken
		}
		return err
	}, `SELECT letter, taken FROM track WHERE series = $1`, s.ID)
}
