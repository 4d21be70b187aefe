package circles

import (
	"context"
	"slices"
	"time"

	"codeberg.org/plenary/plenary/internal/mail"
	"codeberg.org/plenary/plenary/internal/series"
	"codeberg.org/plenary/plenary/internal/store"
	"codeberg.org/plenary/plenary/internal/when"
)

// What a meeting was reminded of last.
const (
	toldDayBefore  = "day-before"
	toldHourBefore = "hour-before"
)

// due is a reminder of one meeting that is to be sent now.
type due struct {
	m    Meeting
	what string
	kind string
	at   time.Time // when the meeting begins
}

// dueAt says what is to be sent of a meeting now. It looks at what is still to
// come, so that after a pause only what makes sense is sent.
func dueAt(c *Circle, m Meeting, now time.Time) (d due, ok bool) {
	d = due{m: m, at: c.Begins(m)}
	switch left := d.at.Sub(now); {
	case left <= 0 || left > series.DayBefore || !m.TakesPlace() || m.Reminded == toldHourBefore:
		return d, false
	case left <= series.HourBefore:
		d.what, d.kind = toldHourBefore, MailHourBefore
	case m.Reminded == toldDayBefore:
		return d, false
	default:
		d.what, d.kind = toldDayBefore, MailDayBefore
	}
	return d, true
}

// remindAtOnce is of how many meetings one write reminds.
const remindAtOnce = 50

// Remind sends the reminders that are due: a day before a meeting and an hour
// before, once each.
func (room *Room) Remind(ctx context.Context, db *store.DB) error {
	var list []due
	err := db.Read(ctx, func(tx *store.Tx) (err error) {
		list, err = room.dueReminders(tx)
		return err
	})
	for part := range slices.Chunk(list, remindAtOnce) {
		if err == nil {
			err = db.Write(ctx, func(tx *store.Tx) error { return room.remind(tx, part) })
		}
	}
	return err
}

func (room *Room) dueReminders(tx *store.Tx) (list []due, err error) {
	now := tx.Now()
	today := when.DateOf(now, time.UTC)
	ids, err := store.All(tx, store.Column[string], `SELECT DISTINCT m.circle FROM meeting m JOIN circle c ON c.id = m.circle
		JOIN cohort o ON o.id = c.cohort JOIN series s ON s.id = o.subject
		WHERE m.date >= $1 AND m.date <= $2 AND m.reminded <> $3 AND m.status <> 'cancelled' AND c.state = 'meets' AND s.state = 'published'`,
		today.AddDays(-2).String(), today.AddDays(3).String(), toldHourBefore)
	if err != nil || len(ids) == 0 {
		return nil, err
	}
	all, err := room.circles(tx, ids)
	for i := range all {
		for _, m := range all[i].Meetings {
			if d, ok := dueAt(&all[i], m, now); ok {
				list = append(list, d)
			}
		}
	}
	return list, err
}

// remind writes the letters about these meetings, unless somebody else has, or
// they were changed meanwhile.
func (room *Room) remind(tx *store.Tx, list []due) error {
	var rows []mail.Row
	for _, d := range list {
		n, err := tx.Exec(`UPDATE meeting SET reminded = $1 WHERE id = $2 AND reminded = $3 AND sequence = $4`, d.what, d.m.ID, d.m.Reminded, d.m.Sequence)
		if err != nil {
			return err
		}
		if n == 0 {
			continue
		}
		err = tx.Each(func(r *store.Rows) error {
			row := mail.Row{Kind: d.kind, NotAfter: d.at}
			var in string
			err := r.Scan(&in, &row.Person, &row.Lang)
			row.About = aboutMeeting(in, d.m.N)
			rows = append(rows, row)
			return err
		}, `SELECT i.id, i.person, i.language FROM placement p JOIN interest i ON i.id = p.interest
			WHERE p.circle = $1 AND p.reminders AND p.told_at IS NOT NULL AND i.state = 'yes' ORDER BY i.id`, d.m.Circle)
		if err != nil {
			return err
		}
	}
	return mail.EnqueueMany(tx, rows)
}
