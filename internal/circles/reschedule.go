package circles

import (
	"slices"

	"codeberg.org/plenary/plenary/internal/series"
	"codeberg.org/plenary/plenary/internal/store"
)

// meetsAs tells whether a circle that meets is already as it is to be: in
// language, hour and dates.
func (c *Circle) meetsAs(want Circle) bool {
	if c.Language != want.Language || c.Track != want.Track || c.Zone != want.Zone || c.Start != want.Start || c.Length != want.Length {
		return false
	}
	return !slices.ContainsFunc(want.Meetings, func(m Meeting) bool {
		was := c.Meeting(m.N)
		return m.TakesPlace() && (was == nil || was.Date != m.Date)
	})
}

// reschedule brings a circle that meets to another hour, language or dates. Its
// members are to be told again if anything of it changed.
func (room *Room) reschedule(tx *store.Tx, old, want Circle) error {
	if old.meetsAs(want) {
		return nil
	}
	moved := old.Zone != want.Zone || old.Start != want.Start || old.Length != want.Length
	_, err := tx.Exec(`UPDATE circle SET language = $2, track = $3, zone = $4, start = $5, length = $6, changed_at = $7 WHERE id = $1`,
		old.ID, want.Language, want.Track, want.Zone, want.Start.String(), int(want.Length.Minutes()), store.At(tx.Now()))
	if err != nil {
		return err
	}
	for _, m := range want.Meetings {
		was := old.Meeting(m.N)
		switch {
		case !m.TakesPlace():
			if err := room.callOff(tx, old, was, moved || was != nil && was.Date != m.Date); err != nil {
				return err
			}
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
	}
	if _, err := tx.Exec(`UPDATE placement SET told_at = NULL WHERE circle = $1`, old.ID); err != nil {
		return err
	}
	_, err = tx.Exec(`UPDATE interest SET sequence = sequence + 1 WHERE id IN (SELECT interest FROM placement WHERE circle = $1)`, old.ID)
	return err
}

// callOff calls a meeting off that was to come and whose new hour has passed.
func (room *Room) callOff(tx *store.Tx, c Circle, m *Meeting, moves bool) error {
	if m == nil || !moves || !m.TakesPlace() || !c.Ends(*m).After(tx.Now()) {
		return nil
	}
	_, err := tx.Exec(`UPDATE meeting SET status = $2, sequence = sequence + 1 WHERE id = $1`, m.ID, string(series.CalledOff))
	return err
}
