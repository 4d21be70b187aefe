package circles

import (
	"context"
	"errors"
	"slices"
	"time"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/seal"
	"codeberg.org/plenary/plenary/internal/series"
	"codeberg.org/plenary/plenary/internal/store"
)

// Report is what those who lead a circle noted of one of its meetings.
type Report struct {
	Circle string // its code
	Name   string // as its members call it; "" = no name
	Number int
	N      int       // of the meeting
	Began  time.Time // in the circle's zone
	There  int
	Noted  int // of how many it is noted whether they were there
	Pulse  int // 1 to 5; 0 = nothing is said
	Note   string
}

// Reports lists what is noted of the meetings of a series' circles, the newest
// first, to who may form them: at most so many, and of how many. It names nobody.
func (room *Room) Reports(ctx context.Context, tx *store.Tx, v auth.Viewer, s *series.Series, from, most int) (list []Report, all int, err error) {
	defer errs.Wrap(&err, "list how meetings went")
	if !room.MayForm(v, s) {
		return nil, 0, errs.NotThere()
	}
	type row struct {
		meeting, circle string
		there, noted    int
		pulse           int
		note            []byte
	}
	rows, err := store.All(tx, func(r *store.Rows) (x row, err error) {
		err = r.Scan(&x.meeting, &x.circle, &x.there, &x.noted, &x.pulse, &x.note, &all)
		return x, err
	}, `SELECT m.id, m.circle, (SELECT COUNT(*) FROM presence a WHERE a.meeting = m.id AND a.there),
			(SELECT COUNT(*) FROM presence a WHERE a.meeting = m.id), COALESCE(p.value, 0), p.note, COUNT(*) OVER ()
		FROM meeting m JOIN circle c ON c.id = m.circle JOIN cohort o ON o.id = c.cohort LEFT JOIN pulse p ON p.meeting = m.id
		WHERE o.subject = $1 AND (p.meeting IS NOT NULL OR EXISTS (SELECT 1 FROM presence a WHERE a.meeting = m.id))
		ORDER BY m.date DESC, c.code, m.n LIMIT $2 OFFSET $3`, s.ID, most, from)
	if err != nil {
		return nil, 0, err
	}
	ids := make([]string, len(rows))
	for i, x := range rows {
		ids[i] = x.circle
	}
	met, err := room.circles(tx, ids)
	if err != nil {
		return nil, 0, err
	}
	for _, x := range rows {
		i := slices.IndexFunc(met, func(c Circle) bool { return c.ID == x.circle })
		j := slices.IndexFunc(met[i].Meetings, func(m Meeting) bool { return m.ID == x.meeting })
		c, m := &met[i], met[i].Meetings[j]
		report := Report{Circle: c.Code, Name: c.Name, Number: c.Number(), N: m.N, Began: c.Begins(m), There: x.there, Noted: x.noted, Pulse: x.pulse}
		if report.Note, err = room.openNote(tx, c.ID, m.ID, x.note); err != nil {
			return nil, 0, err
		}
		list = append(list, report)
	}
	return list, all, nil
}

// openNote opens what was noted of a meeting. Without its key it reads as
// nothing.
func (room *Room) openNote(tx *store.Tx, circle, meeting string, cell []byte) (string, error) {
	if cell == nil {
		return "", nil
	}
	box, err := room.Keys.Box(tx, circle)
	if errors.Is(err, seal.ErrErased) {
		return "", nil
	}
	if err != nil {
		return "", err
	}
	return box.Open("pulse", "note", meeting, cell)
}
