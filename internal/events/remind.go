package events

import (
	"context"
	"time"

	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/store"
	"codeberg.org/plenary/plenary/internal/when"
)

// When reminders are sent, before the start.
const (
	DayBefore  = 24 * time.Hour
	HourBefore = time.Hour
)

// Remind begins the reminders that are due: a day before a date and an hour
// before, once for each. It looks at what is still to come, not at what was
// missed, so that after a pause, or a jump of the clock, only what makes sense
// is sent: whoever has less than an hour left is told that once.
func (room *Room) Remind(ctx context.Context, tx *store.Tx) (err error) {
	defer errs.Wrap(&err, "remind of events")
	today := when.DateOf(tx.Now(), time.UTC)
	list, err := load(tx, `e.state = 'published' AND e.ends_at > $1 AND EXISTS (SELECT 1 FROM event_date d WHERE d.event = e.id AND d.date >= $2 AND d.date <= $3)`,
		store.At(tx.Now()), today.AddDays(-2).String(), today.AddDays(3).String())
	if err != nil {
		return err
	}
	for _, e := range list {
		for _, o := range e.Coming(tx.Now()) {
			left := o.Start.Sub(tx.Now())
			if left <= 0 || left > DayBefore {
				continue
			}
			if err := room.remind(tx, o, left > HourBefore); err != nil {
				return err
			}
		}
	}
	return nil
}

// remind begins the reminder of one date, instead of one of a former time that
// is still on its way. What comes an hour before makes the one of the day before
// needless.
func (room *Room) remind(tx *store.Tx, o Occurrence, early bool) error {
	first, err := once(tx, o.Date.ID, MailDayBefore)
	if err != nil || early && !first {
		return err
	}
	kind := MailDayBefore
	if !early {
		kind = MailHourBefore
		if first, err = once(tx, o.Date.ID, kind); err != nil || !first {
			return err
		}
	}
	if _, err := tx.Exec(`DELETE FROM event_letter WHERE date = $1 AND kind = $2`, o.Date.ID, kind); err != nil {
		return err
	}
	return begin(tx, letter{Date: o.Date.ID, Kind: kind, SendAt: tx.Now()}, &Was{Start: o.Start})
}

// remindAnew has a date that begins at another time, or takes place after all,
// reminded of once more, as far as that is still to come: the letter about the
// change stands for the reminder of the day before if it comes within the day.
// Reminders of the former time that wait to be sent carry it, and do not go.
func remindAnew(tx *store.Tx, e *Event, c Changed) error {
	start := e.Occurrence(&c.After).Start
	if c.Was.Start.Equal(start) && !c.Has(Reinstated) {
		return nil
	}
	for kind, before := range map[string]time.Duration{MailDayBefore: DayBefore, MailHourBefore: HourBefore} {
		if start.Sub(tx.Now()) <= before {
			continue
		}
		if _, err := tx.Exec(`DELETE FROM event_told WHERE date = $1 AND kind = $2`, c.After.ID, kind); err != nil {
			return err
		}
	}
	if start.Sub(tx.Now()) > DayBefore {
		return nil
	}
	_, err := once(tx, c.After.ID, MailDayBefore)
	return err
}

// once notes that something is told of a date, and reports whether it is for
// the first time.
func once(tx *store.Tx, date, kind string) (first bool, err error) {
	n, err := tx.Exec(`INSERT INTO event_told (date, kind, at) VALUES ($1, $2, $3) ON CONFLICT (date, kind) DO NOTHING`, date, kind, store.At(tx.Now()))
	return n > 0, err
}
