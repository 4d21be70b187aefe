package series

import (
	"context"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/people"
	"codeberg.org/plenary/plenary/internal/posts"
	"codeberg.org/plenary/plenary/internal/seal"
	"codeberg.org/plenary/plenary/internal/store"
)

// Room is this capability with what it stands on.
type Room struct {
	Keys   *seal.Keys
	People *people.Room
	Posts  *posts.Room

	// Note writes the audit log, as auth.Room.Note does; nil writes none.
	Note func(tx *store.Tx, v auth.Viewer, verb, object string, count int) error

	// OnSessionsChanged is what happens, in the same transaction, when sessions
	// of a published series are moved, cancelled, reinstated or added. App
	// builds the list.
	OnSessionsChanged []func(ctx context.Context, tx *store.Tx, s *Series, changed []Changed) error

	// OnChanged is what happens, in the same transaction, when anything of a
	// published series is changed. App builds the list.
	OnChanged []func(ctx context.Context, tx *store.Tx, s, old *Series) error

	// HasPeople tells of the rooms above whether people hold on to something of
	// a series there, and OnDeleted takes what is left there with it, in the
	// same transaction. App builds the lists.
	HasPeople []func(tx *store.Tx, series string) (bool, error)
	OnDeleted []func(ctx context.Context, tx *store.Tx, series string) error

	// KeepsElsewhere tells of other rooms whether somebody still has a place
	// there, and so is not forgotten when they leave a series. App builds the list.
	KeepsElsewhere []func(tx *store.Tx, person string) (bool, error)

	shelf shelf
}

// note writes what the viewer did to a series into the audit log.
func (room *Room) note(tx *store.Tx, v auth.Viewer, verb, series string) error {
	return room.noteMany(tx, v, verb, series, 1)
}

// noteMany writes it with the number of those whom it concerned.
func (room *Room) noteMany(tx *store.Tx, v auth.Viewer, verb, series string, count int) error {
	if room.Note == nil {
		return nil
	}
	return room.Note(tx, v, verb, series, count)
}
