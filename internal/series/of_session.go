package series

import (
	"context"
	"errors"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/store"
)

// OfSession returns the series that a session belongs to, and the session, to
// a viewer who may see the series.
func (room *Room) OfSession(ctx context.Context, tx *store.Tx, v auth.Viewer, session string) (s *Series, x *Session, err error) {
	defer errs.Wrap(&err, "find the series of a session")
	var id string
	if err = tx.Row(`SELECT series FROM session WHERE id = $1`, session).Scan(&id); errors.Is(err, store.ErrNoRow) {
		return nil, nil, errs.NotThere()
	}
	if err != nil {
		return nil, nil, err
	}
	if s, err = room.ByID(ctx, tx, v, id); err != nil {
		return nil, nil, err
	}
	for i := range s.Sessions {
		if s.Sessions[i].ID == session {
			return s, &s.Sessions[i], nil
		}
	}
	return nil, nil, errs.NotThere()
}

// sessionFor returns a session of a series to a viewer who may see the series.
func (room *Room) sessionFor(ctx context.Context, tx *store.Tx, v auth.Viewer, slug string, n int) (*Series, *Session, error) {
	s, err := room.BySlug(ctx, tx, v, slug)
	if err != nil {
		return nil, nil, err
	}
	x := s.Session(n)
	if x == nil {
		return nil, nil, errs.NotThere()
	}
	return s, x, nil
}
