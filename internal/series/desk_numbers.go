package series

import (
	"context"
	"slices"
	"time"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/store"
	"codeberg.org/plenary/plenary/internal/when"
)

// Numbers is how many registrations and groups of a series stand where.
type Numbers struct {
	Placed     int // have a place, those to whom one is offered among them
	Offered    int // of these, have not accepted it yet
	Unanswered int // of these, their address has not answered yet
	Waiting    int
	Owing      int // have not answered a question that must be answered
	Gathering  int // members of groups that are still too small
	Cancelled  int
	Tracks     map[string]TrackNumbers // by the letter

	Groups        int // that have their places
	GroupsWaiting int
	GroupsSmall   int // that are still too small
}

// TrackNumbers are those of one track.
type TrackNumbers struct{ Placed, Waiting int }

// Numbers counts the registrations of series that the viewer works on, by the
// id of the series.
func (room *Room) Numbers(ctx context.Context, tx *store.Tx, v auth.Viewer, list ...*Series) (_ map[string]Numbers, err error) {
	defer errs.Wrap(&err, "count registrations")
	all, ids := map[string]Numbers{}, make([]string, 0, len(list))
	letters := map[string]string{}
	for _, s := range list {
		if !room.WorksOn(v, s) {
			return nil, errs.NotThere()
		}
		ids = append(ids, s.ID)
		all[s.ID] = Numbers{Tracks: map[string]TrackNumbers{}}
		for _, t := range s.Tracks {
			letters[t.ID] = t.Letter
		}
	}
	if err := countOwing(tx, list, all); err != nil {
		return nil, err
	}
	for part := range slices.Chunk(ids, 500) {
		if err := countRegistrations(tx, part, letters, all); err != nil {
			return nil, err
		}
		if err := countGroups(tx, part, all); err != nil {
			return nil, err
		}
	}
	return all, nil
}

func countRegistrations(tx *store.Tx, ids []string, letters map[string]string, all map[string]Numbers) error {
	in, args := store.In(tx, "r.series", 1, ids)
	return tx.Each(func(row *store.Rows) error {
		var series, track string
		var standing Standing
		var silent bool
		var n int
		if err := row.Scan(&series, (*string)(&standing), &track, &silent, &n); err != nil {
			return err
		}
		c := all[series]
		t := c.Tracks[letters[track]]
		switch standing {
		case Registered, Offered:
			c.Placed += n
			t.Placed += n
			if standing == Offered {
				c.Offered += n
			}
			if silent {
				c.Unanswered += n
			}
		case Waitlisted:
			c.Waiting += n
			t.Waiting += n
		case InDraft:
			c.Gathering += n
		case Withdrawn:
			c.Cancelled += n
		}
		c.Tracks[letters[track]] = t
		all[series] = c
		return nil
	}, `SELECT r.series, r.state, COALESCE(r.track, ''), `+silent+`, COUNT(*) FROM registration r JOIN person p ON p.id = r.person
		WHERE `+in+` GROUP BY r.series, r.state, COALESCE(r.track, ''), `+silent, args...)
}

// countOwing counts in the series that have questions which must be answered.
func countOwing(tx *store.Tx, list []*Series, all map[string]Numbers) error {
	for _, s := range list {
		if !s.MustAnswer() {
			continue
		}
		c := all[s.ID]
		if err := tx.Row(`SELECT COUNT(*) FROM registration r JOIN person p ON p.id = r.person
			WHERE r.series = $1 AND `+unasked+` AND p.name IS NOT NULL`, s.ID).Scan(&c.Owing); err != nil {
			return err
		}
		all[s.ID] = c
	}
	return nil
}

// silent is whether a person has an address that has not answered yet.
const silent = `(p.proven_at IS NULL AND p.address_ix IS NOT NULL)`

func countGroups(tx *store.Tx, ids []string, all map[string]Numbers) error {
	in, args := store.In(tx, "d.series", 1, ids)
	return tx.Each(func(row *store.Rows) error {
		var series string
		var standing Standing
		var n int
		if err := row.Scan(&series, (*string)(&standing), &n); err != nil {
			return err
		}
		c := all[series]
		switch standing {
		case Registered, Offered:
			c.Groups += n
		case Waitlisted:
			c.GroupsWaiting += n
		case InDraft:
			c.GroupsSmall += n
		}
		all[series] = c
		return nil
	}, `SELECT d.series, d.state, COUNT(*) FROM delegation d WHERE `+in+` GROUP BY d.series, d.state`, args...)
}

// Picture is where the people with a place in a series are, what they speak,
// and on which days they came.
type Picture struct {
	Zones     map[string]int // IANA names
	Languages map[string]int
	Days      []DayCount // in order, days without any among them
}

// DayCount is how many registered on a day, in the zone of the series.
type DayCount struct {
	Day when.Date
	N   int
}

// Picture draws the registrations of a series for who works on it.
func (room *Room) Picture(ctx context.Context, tx *store.Tx, v auth.Viewer, s *Series) (p Picture, err error) {
	defer errs.Wrap(&err, "picture registrations")
	if !room.WorksOn(v, s) {
		return p, errs.NotThere()
	}
	p.Zones, p.Languages = map[string]int{}, map[string]int{}
	days := map[when.Date]int{}
	const hour = int64(time.Hour / time.Microsecond)
	err = tx.Each(func(row *store.Rows) error {
		var zone, lang string
		var at int64
		var n int
		if err := row.Scan(&zone, &lang, &at, &n); err != nil {
			return err
		}
		p.Zones[when.Canonical(zone)] += n
		p.Languages[lang] += n
		days[when.DateOf(time.UnixMicro(at*hour), s.Location())] += n
		return nil
	}, `SELECT r.zone, r.language, r.made_at / $2, COUNT(*) FROM registration r
		WHERE r.series = $1 AND r.state IN ('registered', 'offered') GROUP BY r.zone, r.language, r.made_at / $2`, s.ID, hour)
	p.Days = inOrder(days)
	return p, err
}

// mostDays bounds how many days a picture shows.
const mostDays = 400

func inOrder(days map[when.Date]int) []DayCount {
	if len(days) == 0 {
		return nil
	}
	var first, last when.Date
	for d := range days {
		if first.IsZero() || d.Before(first) {
			first = d
		}
		if last.Before(d) {
			last = d
		}
	}
	if last.Sub(first) >= mostDays {
		first = last.AddDays(1 - mostDays)
	}
	var list []DayCount
	for d := first; !last.Before(d); d = d.AddDays(1) {
		list = append(list, DayCount{d, days[d]})
	}
	return list
}

// Hall is how many were noted at a session.
type Hall struct{ There, Not int }

// Halls returns what is noted of the sessions of series that the viewer works
// on, by the session's id.
func (room *Room) Halls(ctx context.Context, tx *store.Tx, v auth.Viewer, list ...*Series) (_ map[string]Hall, err error) {
	defer errs.Wrap(&err, "count who was there")
	var ids []string
	for _, s := range list {
		if !room.WorksOn(v, s) {
			return nil, errs.NotThere()
		}
		ids = append(ids, s.ID)
	}
	halls := map[string]Hall{}
	for part := range slices.Chunk(ids, 500) {
		in, args := store.In(tx, "x.series", 1, part)
		err := tx.Each(func(row *store.Rows) error {
			var id string
			var there bool
			var n int
			err := row.Scan(&id, &there, &n)
			h := halls[id]
			if there {
				h.There = n
			} else {
				h.Not = n
			}
			halls[id] = h
			return err
		}, `SELECT a.session, a.there, COUNT(*) FROM attendance a JOIN session x ON x.id = a.session
			JOIN registration r ON r.id = a.registration WHERE `+in+` AND r.state IN ('registered', 'offered') GROUP BY a.session, a.there`, args...)
		if err != nil {
			return nil, err
		}
	}
	return halls, nil
}
