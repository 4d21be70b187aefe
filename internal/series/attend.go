package series

import (
	"context"
	"errors"
	"slices"
	"strings"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/people"
	"codeberg.org/plenary/plenary/internal/seal"
	"codeberg.org/plenary/plenary/internal/store"
)

// HowRest is how those were noted as absent who were left when the organiser
// had tapped everyone who was there. Unlike a tap, a file or the join button
// may still say otherwise.
const HowRest = "rest"

// Presence is what is noted of somebody at a session.
type Presence uint8

const (
	NotNoted Presence = iota
	Here
	Absent
)

// Attendee is somebody with a place in the series, on the list of one session.
type Attendee struct {
	Registration string
	Name         string // "" if forgotten
	Track        string // letter
	InGroup      bool
	Presence     Presence
	How          string

	address string
}

// AttendanceList is who was at a session. Counts are over all who have a
// place, whatever the list was narrowed to.
type AttendanceList struct {
	S       *Series
	Session *Session
	People  []Attendee // by name
	Here    int
	Absent  int
	Open    int // not noted yet
}

// AttendanceOf returns the list of a session to who takes its attendance.
// With a track's letter, or a part of a name, it holds only those.
func (room *Room) AttendanceOf(ctx context.Context, tx *store.Tx, v auth.Viewer, slug string, n int, letter, search string) (l AttendanceList, err error) {
	defer errs.Wrap(&err, "list attendance")
	if l.S, l.Session, err = room.toTake(ctx, tx, v, slug, n); err != nil {
		return l, err
	}
	all, err := room.attendees(tx, l.S, l.Session)
	if err != nil {
		return l, err
	}
	search = people.FoldName(search)
	for _, a := range all {
		switch a.Presence {
		case Here:
			l.Here++
		case Absent:
			l.Absent++
		default:
			l.Open++
		}
		if (letter == "" || a.Track == letter) && strings.Contains(people.FoldName(a.Name), search) {
			l.People = append(l.People, a)
		}
	}
	return l, nil
}

// toTake returns a session to a viewer who may take its attendance.
func (room *Room) toTake(ctx context.Context, tx *store.Tx, v auth.Viewer, slug string, n int) (*Series, *Session, error) {
	s, x, err := room.sessionFor(ctx, tx, v, slug, n)
	if err != nil {
		return nil, nil, err
	}
	if !v.Can(auth.TakeAttendance, room.scopes(s)...) {
		return nil, nil, errs.NotThere()
	}
	return s, x, nil
}

// attendees reads everybody with a place, with what is noted of them.
func (room *Room) attendees(tx *store.Tx, s *Series, x *Session) ([]Attendee, error) {
	type sealed struct {
		Attendee
		person                 string
		name, address, wrapped []byte
	}
	rows, err := store.All(tx, func(r *store.Rows) (a sealed, err error) {
		var track string
		var noted, there bool
		err = r.Scan(&a.Registration, &a.person, &track, &a.InGroup, &noted, &there, &a.How, &a.name, &a.address, &a.wrapped)
		a.Track = s.letter(track)
		if noted {
			a.Presence = Absent
		}
		if there {
			a.Presence = Here
		}
		return a, err
	}, `SELECT r.id, r.person, COALESCE(r.track, ''), r.delegation IS NOT NULL, a.at IS NOT NULL, COALESCE(a.there, FALSE), COALESCE(a.how, ''),
			p.name, p.address, k.wrapped
		FROM registration r JOIN person p ON p.id = r.person LEFT JOIN keys k ON k.owner = r.person
		LEFT JOIN attendance a ON a.session = $2 AND a.registration = r.id
		WHERE r.series = $1 AND r.state IN ('registered', 'offered')`, s.ID, x.ID)
	if err != nil {
		return nil, err
	}
	list := make([]Attendee, len(rows))
	for i, a := range rows {
		box, err := room.Keys.Unwrap(a.person, a.wrapped)
		if err == nil {
			a.Name, err = box.Open("person", "name", a.person, a.name)
		}
		if err == nil {
			a.Attendee.address, err = box.Open("person", "address", a.person, a.address)
		}
		if err != nil && !errors.Is(err, seal.ErrErased) {
			return nil, err
		}
		list[i] = a.Attendee
	}
	slices.SortFunc(list, func(a, b Attendee) int {
		if c := strings.Compare(people.FoldName(a.Name), people.FoldName(b.Name)); c != 0 {
			return c
		}
		return strings.Compare(a.Registration, b.Registration)
	})
	return list, nil
}

// Tap notes by hand whether somebody was at a session. What is tapped holds
// against what a file or the join button says.
func (room *Room) Tap(ctx context.Context, tx *store.Tx, v auth.Viewer, slug string, n int, registration string, there bool) (err error) {
	defer errs.Wrap(&err, "note attendance")
	x, err := room.toTap(ctx, tx, v, slug, n, registration)
	if err != nil {
		return err
	}
	return room.noteThere(tx, x.ID, registration, there, HowTapped)
}

// Untap takes back what was noted of somebody, however it was.
func (room *Room) Untap(ctx context.Context, tx *store.Tx, v auth.Viewer, slug string, n int, registration string) (err error) {
	defer errs.Wrap(&err, "take back attendance")
	x, err := room.toTap(ctx, tx, v, slug, n, registration)
	if err != nil {
		return err
	}
	_, err = tx.Exec(`DELETE FROM attendance WHERE session = $1 AND registration = $2`, x.ID, registration)
	return err
}

func (room *Room) toTap(ctx context.Context, tx *store.Tx, v auth.Viewer, slug string, n int, registration string) (*Session, error) {
	s, x, err := room.toTake(ctx, tx, v, slug, n)
	if err != nil {
		return nil, err
	}
	r, err := room.registration(tx, registration)
	if err != nil {
		return nil, err
	}
	if r.Series != s.ID || !r.Standing.HasPlace() {
		return nil, errs.NotThere()
	}
	return x, nil
}

// mostRest is how many people one write notes as absent.
const mostRest = 1000

// RestAbsent notes everyone with a place of whom nothing is noted as absent,
// in one track or in all, and returns how many. It does a bounded part; more
// says that there are others left.
func (room *Room) RestAbsent(ctx context.Context, tx *store.Tx, v auth.Viewer, slug string, n int, letter string) (noted int, more bool, err error) {
	defer errs.Wrap(&err, "note who was absent")
	s, x, err := room.toTake(ctx, tx, v, slug, n)
	if err != nil {
		return 0, false, err
	}
	track := ""
	if t := s.Track(letter); t != nil {
		track = t.ID
	}
	did, err := tx.Exec(`INSERT INTO attendance (session, registration, there, how, at)
		SELECT $1, r.id, FALSE, 'rest', $2 FROM registration r
		WHERE r.series = $3 AND r.state IN ('registered', 'offered') AND ($4 = '' OR r.track = $4)
			AND NOT EXISTS (SELECT 1 FROM attendance a WHERE a.session = $1 AND a.registration = r.id)
		ORDER BY r.person LIMIT $5`, x.ID, store.At(tx.Now()), s.ID, track, mostRest)
	return int(did), did == mostRest, err
}
