package circles

import (
	"encoding/json"
	"slices"
	"time"

	"codeberg.org/plenary/plenary/internal/mail"
	"codeberg.org/plenary/plenary/internal/series"
	"codeberg.org/plenary/plenary/internal/store"
)

// meetsAs tells whether a circle that meets is already as it is to be: in
// language, hour and dates. What has begun stays as it is.
func (c *Circle) meetsAs(want Circle, now time.Time) bool {
	if c.Language != want.Language || c.Track != want.Track || c.Hour() != want.Hour() {
		return false
	}
	return !slices.ContainsFunc(want.Meetings, func(m Meeting) bool {
		was := c.Meeting(m.N)
		return m.TakesPlace() && (was == nil || was.fellOut() || was.Date != m.Date && !c.stays(*was, now))
	})
}

// stays tells whether a meeting keeps its day and hour, whatever becomes of its
// circle: it has begun, or was called off when the circle was brought to
// another hour.
func (c *Circle) stays(m Meeting, now time.Time) bool {
	return m.OwnHour() || c.held(m, now)
}

// held tells whether a meeting has begun.
func (c *Circle) held(m Meeting, now time.Time) bool {
	return m.TakesPlace() && !c.Begins(m).After(now)
}

// fellOut tells whether a meeting was called off when its circle was brought to
// another hour, which had passed in that week.
func (m Meeting) fellOut() bool { return m.OwnHour() && !m.TakesPlace() }

// reschedule brings a circle that meets to another hour, language or dates, and
// tells those of its members who know it as it was.
func (room *Room) reschedule(tx *store.Tx, id string, want Circle) error {
	old, err := room.circle(tx, id)
	if err != nil || old.meetsAs(want, tx.Now()) {
		return err
	}
	_, err = tx.Exec(`UPDATE circle SET language = $2, track = $3, zone = $4, start = $5, length = $6, changed_at = $7 WHERE id = $1`,
		old.ID, want.Language, want.Track, want.Zone, want.Start.String(), int(want.Length.Minutes()), store.At(tx.Now()))
	if err == nil {
		err = room.keepHours(tx, old, want)
	}
	if err != nil {
		return err
	}
	for _, m := range want.Meetings {
		if err = room.rescheduleOne(tx, &old, want, m); err != nil {
			return err
		}
	}
	if _, err = tx.Exec(`UPDATE interest SET sequence = sequence + 1 WHERE id IN (SELECT interest FROM placement WHERE circle = $1)`, old.ID); err != nil {
		return err
	}
	return room.tellHour(tx, &old)
}

// keepHours notes of the meetings that have begun at which hour they were, where
// the circle is brought to another, or to another weekday.
func (room *Room) keepHours(tx *store.Tx, old, want Circle) error {
	if old.Hour() == want.Hour() && (len(want.Meetings) == 0 || want.Meetings[0].Date.Weekday() == old.weekday(tx.Now())) {
		return nil
	}
	for _, m := range old.Meetings {
		if m.OwnHour() || old.Begins(m).After(tx.Now()) {
			continue
		}
		if err := keepHour(tx, m.ID, old.Hour()); err != nil {
			return err
		}
	}
	return nil
}

func keepHour(tx *store.Tx, meeting string, h Hour) error {
	_, err := tx.Exec(`UPDATE meeting SET zone = $2, start = $3, length = $4 WHERE id = $1`, meeting, h.Zone, h.Start.String(), int(h.Length.Minutes()))
	return err
}

func (room *Room) rescheduleOne(tx *store.Tx, old *Circle, want Circle, m Meeting) error {
	was, moved := old.Meeting(m.N), old.Hour() != want.Hour()
	switch {
	case was == nil && m.TakesPlace():
		m.ID, m.Circle = store.NewID(), old.ID
		return insertMeeting(tx, &m)
	case was == nil:
		return nil
	}
	m.ID = was.ID
	switch {
	case was.fellOut() && m.TakesPlace(): // the hour of now is still to come
		return changeMeeting(tx, m, true)
	case old.stays(*was, tx.Now()) || was.Date == m.Date && !moved:
		return nil
	case !m.TakesPlace():
		return room.callOff(tx, old, *was)
	}
	m.Status = was.Status // that follows the series by itself
	return changeMeeting(tx, m, true)
}

// callOff calls a meeting off that was to come and whose new hour has passed.
func (room *Room) callOff(tx *store.Tx, c *Circle, m Meeting) error {
	if !m.TakesPlace() {
		return nil
	}
	_, err := tx.Exec(`UPDATE meeting SET status = $2, sequence = sequence + 1 WHERE id = $1`, m.ID, string(series.CalledOff))
	if err == nil {
		err = keepHour(tx, m.ID, c.Hour())
	}
	if err != nil {
		return err
	}
	return room.tellChanged(tx, m, WasMeeting{m.Date, m.Status, c.hourOf(m)})
}

// tellHour tells those who know the circle as it was that it meets otherwise
// now. Whoever is still to hear of it reads in that letter how it is by then.
func (room *Room) tellHour(tx *store.Tx, old *Circle) error {
	payload, err := json.Marshal(formerly(old, tx.Now()))
	if err != nil {
		return err
	}
	all, err := room.knowing(tx, old.ID)
	for _, in := range all {
		if err == nil {
			err = mail.Enqueue(tx, room.Keys, mail.Row{Kind: MailHour, Person: in.Person, About: in.ID, Lang: in.Language, Payload: payload,
				Unless: []string{MailHour}})
		}
	}
	return err
}
