package circles

import (
	"errors"
	"slices"
	"strconv"
	"strings"
	"time"

	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/seal"
	"codeberg.org/plenary/plenary/internal/series"
	"codeberg.org/plenary/plenary/internal/store"
	"codeberg.org/plenary/plenary/internal/when"
)

func itoa(n int) string { return strconv.Itoa(n) }

const circleColumns = `c.id, c.cohort, c.code, c.name, c.language, c.track, c.zone, c.start, c.length, c.state, k.wrapped`

func (room *Room) scanCircle(row scanner) (c Circle, err error) {
	var name, wrapped []byte
	var start string
	var minutes int
	err = row.Scan(&c.ID, &c.Cohort, &c.Code, &name, &c.Language, &c.Track, &c.Zone, &start, &minutes, (*string)(&c.State), &wrapped)
	if errors.Is(err, store.ErrNoRow) {
		return c, errs.NotThere()
	}
	if err != nil {
		return c, err
	}
	c.Length = time.Duration(minutes) * time.Minute
	if c.Start, err = when.ParseClock(start); err != nil || name == nil {
		return c, err
	}
	box, err := room.Keys.Unwrap(c.ID, wrapped)
	if err == nil {
		c.Name, err = box.Open("circle", "name", c.ID, name)
	}
	if errors.Is(err, seal.ErrErased) {
		err = nil
	}
	return c, err
}

// circle returns one circle with its meetings.
func (room *Room) circle(tx *store.Tx, id string) (Circle, error) {
	list, err := room.circles(tx, []string{id})
	if err == nil && len(list) == 0 {
		err = errs.NotThere()
	}
	if err != nil {
		return Circle{}, err
	}
	return list[0], nil
}

// circles returns those of the circles that there are, by their codes, with
// their meetings.
func (room *Room) circles(tx *store.Tx, ids []string) ([]Circle, error) {
	var all []Circle
	for part := range slices.Chunk(ids, 500) {
		in, args := store.In(tx, "c.id", 1, part)
		list, err := room.circlesWhere(tx, in, args...)
		if err != nil {
			return nil, err
		}
		all = append(all, list...)
	}
	slices.SortFunc(all, func(a, b Circle) int { return strings.Compare(a.Code+a.ID, b.Code+b.ID) })
	return all, nil
}

// circlesOf returns the circles of a cohort that meet, by their codes, with
// their meetings.
func (room *Room) circlesOf(tx *store.Tx, cohort string) ([]Circle, error) {
	return room.circlesWhere(tx, `c.cohort = $1 AND c.state = 'meets'`, cohort)
}

func (room *Room) circlesWhere(tx *store.Tx, where string, args ...any) ([]Circle, error) {
	list, err := store.All(tx, func(r *store.Rows) (Circle, error) { return room.scanCircle(r) },
		`SELECT `+circleColumns+` FROM circle c LEFT JOIN keys k ON k.owner = c.id WHERE `+where+` ORDER BY c.code, c.id`, args...)
	if err != nil {
		return nil, err
	}
	at := map[string]int{}
	for i := range list {
		at[list[i].ID] = i
	}
	return list, tx.Each(func(r *store.Rows) error {
		m, err := scanMeeting(r)
		if i, ok := at[m.Circle]; ok {
			list[i].Meetings = append(list[i].Meetings, m)
		}
		return err
	}, `SELECT `+meetingColumns+` FROM meeting m JOIN circle c ON c.id = m.circle WHERE `+where+` ORDER BY m.circle, m.date, m.n`, args...)
}

const meetingColumns = `m.id, m.circle, m.n, m.date, m.status, m.lead, m.second, m.sequence, m.reminded, m.zone, m.start, m.length`

func scanMeeting(row scanner) (m Meeting, err error) {
	var date, start string
	var minutes int
	if err = row.Scan(&m.ID, &m.Circle, &m.N, &date, (*string)(&m.Status), &m.Lead, &m.Second, &m.Sequence, &m.Reminded, &m.Hour.Zone, &start, &minutes); err != nil {
		return m, err
	}
	m.Hour.Length = time.Duration(minutes) * time.Minute
	if start != "" {
		if m.Hour.Start, err = when.ParseClock(start); err != nil {
			return m, err
		}
	}
	m.Date, err = when.ParseDate(date)
	return m, err
}

// insertCircle writes a new circle with its key, its secret and its meetings;
// it gives ids to what has none.
func (room *Room) insertCircle(tx *store.Tx, c *Circle) error {
	if c.ID == "" {
		c.ID = store.NewID()
	}
	if c.State == "" {
		c.State = Meets
	}
	box, err := room.Keys.Create(tx, c.ID)
	if err != nil {
		return err
	}
	now := store.At(tx.Now())
	_, err = tx.Exec(`INSERT INTO circle (id, cohort, code, name, language, track, zone, start, length, state, secret, made_at, changed_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $12)`, c.ID, c.Cohort, c.Code, box.Seal("circle", "name", c.ID, c.Name),
		c.Language, c.Track, c.Zone, c.Start.String(), int(c.Length/time.Minute), string(c.State),
		box.Seal("circle", "secret", c.ID, store.NewID()[:16]), now)
	for i := range c.Meetings {
		m := &c.Meetings[i]
		if m.Circle = c.ID; m.ID == "" {
			m.ID = store.NewID()
		}
		if err == nil {
			err = insertMeeting(tx, m)
		}
	}
	return err
}

func insertMeeting(tx *store.Tx, m *Meeting) error {
	if m.Status == "" {
		m.Status = series.Scheduled
	}
	_, err := tx.Exec(`INSERT INTO meeting (id, circle, n, date, status, lead, second, sequence) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
		m.ID, m.Circle, m.N, m.Date.String(), string(m.Status), m.Lead, m.Second, m.Sequence)
	return err
}

// secret returns what of the circle's call only its members know.
func (room *Room) secret(tx *store.Tx, circle string) (string, error) {
	var cell []byte
	if err := tx.Row(`SELECT secret FROM circle WHERE id = $1`, circle).Scan(&cell); err != nil {
		return "", err
	}
	box, err := room.Keys.Box(tx, circle)
	if err != nil {
		return "", err
	}
	return box.Open("circle", "secret", circle, cell)
}
