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

	// Acting is who asked for a job, with what they may do by now; nil where
	// everybody may what they could when they asked.
	Acting func(tx *store.Tx, person string) (auth.Viewer, error)
}

// mayStill tells whether who asked for a job forms the circles of the series by
// now.
func (room *Room) mayStill(tx *store.Tx, by string, s *series.Series) (bool, error) {
	if room.Acting == nil {
		return true, nil
	}
	v, err := room.Acting(tx, by)
	return err == nil && room.MayForm(v, s), err
}

// note writes what the viewer did to a cohort into the audit log.
func (room *Room) note(tx *store.Tx, v auth.Viewer, verb, cohort string, count int) error {
	if room.Note == nil {
		return nil
	}
	return room.Note(tx, v, verb, cohort, count)
}
