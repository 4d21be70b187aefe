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

// remind begins the reminder of one date. What comes an hour before makes the
// one of the day before needless.
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
	return begin(tx, letter{Date: o.Date.ID, Kind: kind, SendAt: tx.Now()}, nil)
}

// remindAnew lets reminders of a date that was moved, or reinstated, come again
// for its new hour, as far as that is not so near that the letter about the
// change says it all.
func remindAnew(tx *store.Tx, e *Event, c Changed) error {
	if !c.Has(ChangedTime, Reinstated) {
		return nil
	}
	left := e.Occurrence(&c.After).Start.Sub(tx.Now())
	for kind, before := range map[string]time.Duration{MailDayBefore: DayBefore, MailHourBefore: HourBefore} {
		if left <= before {
			continue
		}
		if _, err := tx.Exec(`DELETE FROM event_told WHERE date = $1 AND kind = $2`, c.After.ID, kind); err != nil {
			return err
		}
	}
	return nil
}

// once notes that something is told of a date, and reports whether it is for
// the first time.
func once(tx *store.Tx, date, kind string) (first bool, err error) {
	n, err := tx.Exec(`INSERT INTO event_told (date, kind, at) VALUES ($1, $2, $3) ON CONFLICT (date, kind) DO NOTHING`, date, kind, store.At(tx.Now()))
	return n > 0, err
}
