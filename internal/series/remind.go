package series

import (
	"context"
	"time"

	"codeberg.org/plenary/plenary/internal/store"
	"codeberg.org/plenary/plenary/internal/when"
)

// When reminders are sent.
const (
	DayBefore  = 24 * time.Hour // before the start
	HourBefore = time.Hour

	freshDay  = 3 * time.Hour    // a confirmation so fresh stands for the day-before mail
	freshHour = 30 * time.Minute // and one so fresh for the hour-before mail
)

// What is announced, per session and track.
const (
	toldDayBefore  = "day-before"
	toldHourBefore = "hour-before"
	toldWriteUp    = "write-up"
)

// due is a reminder that is to be sent now.
type due struct {
	what string
	kind string // "" if it is only noted: it makes no sense any more
	s    *Series
	o    Occurrence
}

// Remind begins the reminders that are due: a day before a session and an hour
// before, once for each session of each track. It looks at what is still to
// come, not at what was missed, so that after a pause, or a jump of the clock,
// only what makes sense is sent: whoever has less than an hour left is told
// that once.
func (room *Room) Remind(ctx context.Context, db *store.DB) error {
	var list []due
	err := db.Read(ctx, func(tx *store.Tx) (err error) {
		list, err = room.dueReminders(tx)
		return err
	})
	if err != nil || len(list) == 0 {
		return err
	}
	return db.Write(ctx, func(tx *store.Tx) error {
		for _, d := range list {
			if err := room.remind(tx, d); err != nil {
				return err
			}
		}
		return nil
	})
}

// remind notes that a reminder is announced, and begins it unless it was.
func (room *Room) remind(tx *store.Tx, d due) error {
	track := ""
	if t := d.s.Track(d.o.Track); t != nil {
		track = t.ID
	}
	first, err := announce(tx, d.o.Session.ID, track, d.what)
	if err != nil || !first || d.kind == "" {
		return err
	}
	return room.begin(tx, mailing{ID: store.NewID(), Series: d.s.ID, Kind: d.kind, Session: d.o.Session.ID, Track: track,
		SendAt: tx.Now(), NotAfter: d.o.Start}, nil)
}

// announce notes that something is told of a session, and reports whether it
// is for the first time.
func announce(tx *store.Tx, session, track, what string) (first bool, err error) {
	n, err := tx.Exec(`INSERT INTO announced (session, track, what, at) VALUES ($1, $2, $3, $4) ON CONFLICT (session, track, what) DO NOTHING`,
		session, track, what, store.At(tx.Now()))
	return n > 0, err
}

// dueReminders finds what is to be reminded of now.
func (room *Room) dueReminders(tx *store.Tx) ([]due, error) {
	now := tx.Now()
	today := when.DateOf(now, time.UTC)
	ids, err := store.All(tx, store.Column[string], `SELECT DISTINCT x.series FROM session x JOIN series s ON s.id = x.series
		WHERE s.state = 'published' AND x.date >= $1 AND x.date <= $2 ORDER BY x.series`, today.AddDays(-2).String(), today.AddDays(3).String())
	if err != nil || len(ids) == 0 {
		return nil, err
	}
	in, args := store.In(tx, "s.id", 1, ids)
	all, err := load(tx, in, args...)
	if err != nil {
		return nil, err
	}
	said, err := announcedOf(tx, ids)
	if err != nil {
		return nil, err
	}
	var list []due
	for _, s := range all {
		for _, letter := range s.Letters() {
			for _, o := range s.Occurrences(letter) {
				list = append(list, s.remindersOf(o, now, said)...)
			}
		}
	}
	return list, nil
}

type said struct{ session, track, what string }

// announcedOf is what was announced of the sessions of these series.
func announcedOf(tx *store.Tx, series []string) (map[said]bool, error) {
	in, args := store.In(tx, "x.series", 1, series)
	all := map[said]bool{}
	err := tx.Each(func(r *store.Rows) error {
		var a said
		err := r.Scan(&a.session, &a.track, &a.what)
		all[a] = true
		return err
	}, `SELECT a.session, a.track, a.what FROM announced a JOIN session x ON x.id = a.session WHERE `+in, args...)
	return all, err
}

// remindersOf are the reminders of one occurrence that are due now and were
// not announced.
func (s *Series) remindersOf(o Occurrence, now time.Time, told map[said]bool) []due {
	left := o.Start.Sub(now)
	if left <= 0 || left > DayBefore || s.StatusOf(o.Session) == CalledOff {
		return nil
	}
	track := ""
	if t := s.Track(o.Track); t != nil {
		track = t.ID
	}
	var list []due
	add := func(what, kind string) {
		if !told[said{o.Session.ID, track, what}] {
			list = append(list, due{what, kind, s, o})
		}
	}
	if left > HourBefore {
		add(toldDayBefore, MailDayBefore)
		return list
	}
	add(toldDayBefore, "")
	add(toldHourBefore, MailHourBefore)
	return list
}
