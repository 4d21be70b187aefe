package circles

import (
	"codeberg.org/plenary/plenary/internal/store"
)

// reschedule brings a circle that meets to another hour, language or dates. Its
// members are to be told again if anything of it changed.
func (room *Room) reschedule(tx *store.Tx, old, want Circle) error {
	changed := old.Language != want.Language || old.Track != want.Track || old.Zone != want.Zone || old.Start != want.Start || old.Length != want.Length
	moved := old.Zone != want.Zone || old.Start != want.Start || old.Length != want.Length
	if changed {
		_, err := tx.Exec(`UPDATE circle SET language = $2, track = $3, zone = $4, start = $5, length = $6, changed_at = $7 WHERE id = $1`,
			old.ID, want.Language, want.Track, want.Zone, want.Start.String(), int(want.Length.Minutes()), store.At(tx.Now()))
		if err != nil {
			return err
		}
	}
	for _, m := range want.Meetings {
		was := old.Meeting(m.N)
		switch {
		case was == nil:
			m.ID, m.Circle = store.NewID(), old.ID
			if err := insertMeeting(tx, &m); err != nil {
				return err
			}
		case was.Date == m.Date && !moved:
			continue
		default:
			if _, err := tx.Exec(`UPDATE meeting SET date = $2, sequence = sequence + 1, reminded = '' WHERE id = $1`, was.ID, m.Date.String()); err != nil {
				return err
			}
		}
		changed = true
	}
	if !changed {
		return nil
	}
	if _, err := tx.Exec(`UPDATE placement SET told_at = NULL WHERE circle = $1`, old.ID); err != nil {
		return err
	}
	_, err := tx.Exec(`UPDATE interest SET sequence = sequence + 1 WHERE id IN (SELECT interest FROM placement WHERE circle = $1)`, old.ID)
	return err
}
