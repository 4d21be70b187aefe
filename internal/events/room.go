package events

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
	Posts  *posts.Room // nil: nobody writes up what came of dates

	// Note writes the audit log, as auth.Room.Note does; nil writes none.
	Note func(tx *store.Tx, v auth.Viewer, verb, object string, count int) error

	// OnChanged is what happens, in the same transaction, when an event that
	// people may have registered for is changed. App builds the list.
	OnChanged []func(ctx context.Context, tx *store.Tx, e *Event, changed []Changed) error
}

// note writes what the viewer did to an event into the audit log.
func (room *Room) note(tx *store.Tx, v auth.Viewer, verb, event string) error {
	return room.noteMany(tx, v, verb, event, 1)
}

// noteMany writes it with the number of those whom it concerned.
func (room *Room) noteMany(tx *store.Tx, v auth.Viewer, verb, event string, count int) error {
	if room.Note == nil {
		return nil
	}
	return room.Note(tx, v, verb, event, count)
}
