package circles

import (
	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/people"
	"codeberg.org/plenary/plenary/internal/seal"
	"codeberg.org/plenary/plenary/internal/series"
	"codeberg.org/plenary/plenary/internal/store"
)

// Room is this capability with what it stands on.
type Room struct {
	Keys   *seal.Keys
	People *people.Room
	Series *series.Room

	// Note writes the audit log, as auth.Room.Note does; nil writes none.
	Note func(tx *store.Tx, v auth.Viewer, verb, object string, count int) error
}

// note writes what the viewer did to a cohort into the audit log.
func (room *Room) note(tx *store.Tx, v auth.Viewer, verb, cohort string, count int) error {
	if room.Note == nil {
		return nil
	}
	return room.Note(tx, v, verb, cohort, count)
}
