package series

import (
	"context"
	"slices"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/events"
	"codeberg.org/plenary/plenary/internal/people/lists"
	"codeberg.org/plenary/plenary/internal/store"
)

// AttendanceList is who was at a session.
type AttendanceList struct {
	S       *Series
	Session *Session
	events.Attendees
}

// AttendanceOf returns the list of a session to who takes its attendance.
// With a track's letter, or a part of a name, it holds only those.
func (room *Room) AttendanceOf(ctx context.Context, tx *store.Tx, v auth.Viewer, slug string, n int, letter, search string) (l AttendanceList, err error) {
	defer errs.Wrap(&err, "list attendance")
	if l.S, l.Session, err = room.toTake(ctx, tx, v, slug, n); err != nil {
		return l, err
	}
	all, err := room.attendees(tx, l.S, l.Session)
	l.Attendees = all.Narrow("", letter, search)
	return l, err
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
func (room *Room) attendees(tx *store.Tx, s *Series, x *Session) (events.Attendees, error) {
	all, err := store.All(tx, func(r *store.Rows) (a events.Attendee, err error) {
		var track string
		var noted, there bool
		err = r.Scan(&a.Registration, &a.Person, &track, &noted, &there, &a.How)
		a.Track, a.Presence = s.letter(track), events.PresenceOf(noted, there)
		return a, err
	}, `SELECT r.id, r.person, COALESCE(r.track, ''), a.at IS NOT NULL, COALESCE(a.there, FALSE), COALESCE(a.how, '')
		FROM registration r LEFT JOIN attendance a ON a.session = $2 AND a.registration = r.id
		WHERE r.series = $1 AND r.state IN ('registered', 'offered')`, s.ID, x.ID)
	if err != nil {
		return events.Attendees{}, err
	}
	return events.AttendeesOf(tx, room.People, all)
}

// Tap notes by hand whether somebody was at a session. What is tapped holds
// against what a file or the join button says.
func (room *Room) Tap(ctx context.Context, tx *store.Tx, v auth.Viewer, slug string, n int, registration string, there bool) (err error) {
	defer errs.Wrap(&err, "note attendance")
	x, err := room.toTap(ctx, tx, v, slug, n, registration)
	if err != nil {
		return err
	}
	if err = room.noteThere(tx, x.ID, registration, there, events.HowTapped); err != nil {
		return err
	}
	return room.note(tx, v, "attendance.tap", registration)
}

// Untap takes back what was noted of somebody, however it was.
func (room *Room) Untap(ctx context.Context, tx *store.Tx, v auth.Viewer, slug string, n int, registration string) (err error) {
	defer errs.Wrap(&err, "take back attendance")
	x, err := room.toTap(ctx, tx, v, slug, n, registration)
	if err != nil {
		return err
	}
	if _, err = tx.Exec(`DELETE FROM attendance WHERE session = $1 AND registration = $2`, x.ID, registration); err != nil {
		return err
	}
	return room.note(tx, v, "attendance.untap", registration)
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
	if err != nil {
		return 0, false, err
	}
	return int(did), did == mostRest, room.noteMany(tx, v, "attendance.rest", s.ID, int(did))
}

// MatchCall compares the list of a call with who has a place, to who takes
// attendance. It notes nothing.
func (room *Room) MatchCall(ctx context.Context, tx *store.Tx, v auth.Viewer, slug string, n int, list *lists.CallList) (s *Series, m events.CallMatch, err error) {
	defer errs.Wrap(&err, "match the list of a call")
	s, x, err := room.toTake(ctx, tx, v, slug, n)
	if err != nil {
		return nil, m, err
	}
	all, err := room.attendees(tx, s, x)
	if err != nil {
		return nil, m, err
	}
	return s, events.MatchCall(all.People, list), nil
}

// NoteCall notes as there whom the organiser has looked at and confirmed, and
// returns of how many that was news. What somebody tapped stays. Ids of others
// than people with a place in this series are passed over.
func (room *Room) NoteCall(ctx context.Context, tx *store.Tx, v auth.Viewer, slug string, n int, registrations []string) (noted int, err error) {
	defer errs.Wrap(&err, "note the list of a call")
	s, x, err := room.toTake(ctx, tx, v, slug, n)
	if err != nil {
		return 0, err
	}
	for part := range slices.Chunk(registrations, 500) {
		in, args := store.In(tx, "r.id", 4, part)
		did, err := tx.Exec(`INSERT INTO attendance (session, registration, there, how, at)
			SELECT $1, r.id, TRUE, 'file', $2 FROM registration r WHERE r.series = $3 AND r.state IN ('registered', 'offered') AND `+in+`
			ON CONFLICT (session, registration) DO UPDATE SET there = TRUE, how = excluded.how, at = excluded.at
			WHERE attendance.how <> 'tapped' AND NOT attendance.there`, append([]any{x.ID, store.At(tx.Now()), s.ID}, args...)...)
		if err != nil {
			return noted, err
		}
		noted += int(did)
	}
	return noted, room.noteMany(tx, v, "attendance.call", s.ID, noted)
}
