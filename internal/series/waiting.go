package series

import (
	"context"
	"time"

	"codeberg.org/plenary/plenary/internal/events"
	"codeberg.org/plenary/plenary/internal/store"
)

// Places are counted in the series' and the track's row. Whoever takes or gives
// back touches the series' row first and the track's after it, so that two
// never wait for each other; on PostgreSQL the row's lock keeps the count right.

// take takes n places in the series and, where there is one, in the track. It
// reports false and takes none if there are not enough.
func (room *Room) take(tx *store.Tx, series, track string, n int) (bool, error) {
	got, err := tx.Exec(`UPDATE series SET taken = taken + $1 WHERE id = $2 AND (places IS NULL OR taken + $1 <= places)`, n, series)
	if err != nil || got == 0 {
		return false, err
	}
	if track == "" {
		return true, nil
	}
	got, err = tx.Exec(`UPDATE track SET taken = taken + $1 WHERE id = $2 AND (places IS NULL OR taken + $1 <= places)`, n, track)
	if err != nil || got > 0 {
		return got > 0, err
	}
	_, err = tx.Exec(`UPDATE series SET taken = taken - $1 WHERE id = $2`, n, series)
	return false, err
}

// giveBack returns n places.
func (room *Room) giveBack(tx *store.Tx, series, track string, n int) error {
	if _, err := tx.Exec(`UPDATE series SET taken = taken - $1 WHERE id = $2`, n, series); err != nil {
		return err
	}
	if track == "" {
		return nil
	}
	_, err := tx.Exec(`UPDATE track SET taken = taken - $1 WHERE id = $2`, n, track)
	return err
}

// nextRank returns the rank of one who joins the waiting list now. People and
// groups wait in one line.
func (room *Room) nextRank(tx *store.Tx, series string) (int64, error) {
	if err := tx.Lock("series", series); err != nil {
		return 0, err
	}
	var people, groups int64
	if err := tx.Row(`SELECT COALESCE(MAX(rank), 0) FROM registration WHERE series = $1`, series).Scan(&people); err != nil {
		return 0, err
	}
	if err := tx.Row(`SELECT COALESCE(MAX(rank), 0) FROM delegation WHERE series = $1`, series).Scan(&groups); err != nil {
		return 0, err
	}
	return max(people, groups) + 1, nil
}

// waiting is one entry of the waiting list: a person, or a group that wants to
// stay together.
type waiting struct {
	registration string // one of the two is set
	delegation   string
	track        string
	size         int
}

// line returns the waiting list of a series in order of rank.
func (room *Room) line(tx *store.Tx, series string) ([]waiting, error) {
	return store.All(tx, func(r *store.Rows) (w waiting, err error) {
		var rank int64
		err = r.Scan(&w.registration, &w.delegation, &w.track, &w.size, &rank)
		return w, err
	}, `SELECT id, '', COALESCE(track, ''), 1, rank FROM registration WHERE series = $1 AND rank IS NOT NULL AND state = 'waitlisted'
		UNION ALL
		SELECT '', id, COALESCE(track, ''), size, rank FROM delegation WHERE series = $1 AND rank IS NOT NULL AND state = 'waitlisted'
		ORDER BY 5`, series)
}

// promote offers free places to who waits: to the first entry that fits whole,
// then to the next. Entries that are passed over keep their rank.
func (room *Room) promote(ctx context.Context, tx *store.Tx, s *Series) error {
	if err := tx.Lock("series", s.ID); err != nil {
		return err
	}
	free, err := room.anyFree(tx, s.ID)
	if err != nil || !free {
		return err
	}
	line, err := room.line(tx, s.ID)
	if err != nil {
		return err
	}
	tooBig := map[string]int{} // by track: the smallest size that did not fit
	for _, w := range line {
		if small, seen := tooBig[w.track]; seen && w.size >= small {
			continue
		}
		got, err := room.take(tx, s.ID, w.track, w.size)
		if err != nil {
			return err
		}
		if !got {
			tooBig[w.track] = w.size
			continue
		}
		if err := room.offer(ctx, tx, s, w); err != nil {
			return err
		}
	}
	return nil
}

// anyFree tells whether the series has a free place at all.
func (room *Room) anyFree(tx *store.Tx, series string) (free bool, err error) {
	err = tx.Row(`SELECT places IS NULL OR taken < places FROM series WHERE id = $1`, series).Scan(&free)
	return free, err
}

// offer keeps the places just taken for an entry until its deadline, and tells
// who waited.
func (room *Room) offer(ctx context.Context, tx *store.Tx, s *Series, w waiting) error {
	until := s.offerUntil(tx.Now())
	if w.delegation != "" {
		return room.offerGroup(ctx, tx, s, w.delegation, until)
	}
	r, err := room.registration(tx, w.registration)
	if err != nil {
		return err
	}
	r.Standing, r.OfferUntil = Offered, until
	if err := room.saveStanding(tx, r); err != nil {
		return err
	}
	return room.tellOffered(tx, s, r)
}

// offerUntil is the deadline for accepting a place that falls free now.
func (s *Series) offerUntil(now time.Time) time.Time {
	return events.OfferUntil(now, s.Begins())
}

// Ahead returns how many people wait before an entry of this rank.
func (room *Room) Ahead(tx *store.Tx, series string, rank int64) (n int, err error) {
	var people, inGroups int
	err = tx.Row(`SELECT COUNT(*) FROM registration WHERE series = $1 AND state = 'waitlisted' AND rank < $2`, series, rank).Scan(&people)
	if err != nil {
		return 0, err
	}
	err = tx.Row(`SELECT COALESCE(SUM(size), 0) FROM delegation WHERE series = $1 AND state = 'waitlisted' AND rank < $2`, series, rank).Scan(&inGroups)
	return people + inGroups, err
}
