package events

import (
	"context"
	"slices"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/people/lists"
	"codeberg.org/plenary/plenary/internal/store"
)

// AttendanceList is who was there on a date.
type AttendanceList struct {
	E *Event
	O Occurrence
	Attendees
}

// AttendanceOf returns the list of a date to who takes its attendance. With a
// way, or a part of a name, it holds only those.
func (room *Room) AttendanceOf(ctx context.Context, tx *store.Tx, v auth.Viewer, slug, date string, way Way, search string) (l AttendanceList, err error) {
	defer errs.Wrap(&err, "list attendance")
	if l.E, l.O, err = room.toTake(ctx, tx, v, slug, date); err != nil {
		return l, err
	}
	all, err := room.attendees(tx, l.E, date)
	l.Attendees = all.Narrow(way, "", search)
	return l, err
}

// toTake returns a date to a viewer who may take its attendance.
func (room *Room) toTake(ctx context.Context, tx *store.Tx, v auth.Viewer, slug, date string) (e *Event, o Occurrence, err error) {
	if e, err = room.BySlug(ctx, tx, v, slug); err != nil {
		return nil, o, err
	}
	d := e.Date(date)
	if d == nil || d.Status == Skipped || !room.May(v, e, auth.TakeAttendance) {
		return nil, o, errs.NotThere()
	}
	return e, e.Occurrence(d), nil
}

// attendees reads everybody with a place on a date, with what is noted of them.
func (room *Room) attendees(tx *store.Tx, e *Event, date string) (Attendees, error) {
	all, err := store.All(tx, func(r *store.Rows) (a Attendee, err error) {
		var noted, there bool
		err = r.Scan(&a.Registration, &a.Person, (*string)(&a.Way), &noted, &there, &a.How)
		a.Presence = PresenceOf(noted, there)
		return a, err
	}, `SELECT r.id, r.person, r.way, a.at IS NOT NULL, COALESCE(a.there, FALSE), COALESCE(a.how, '') FROM event_registration r
		LEFT JOIN event_attendance a ON a.date = $2 AND a.registration = r.id
		WHERE r.event = $1 AND `+forDate("r", "$2")+` AND r.state IN ('registered', 'offered')`, e.ID, date)
	if err != nil {
		return Attendees{}, err
	}
	return AttendeesOf(tx, room.People, all)
}

// Tap notes by hand whether somebody was there. It holds against what the button
// of the way in or a file says.
func (room *Room) Tap(ctx context.Context, tx *store.Tx, v auth.Viewer, slug, date, registration string, there bool) (err error) {
	defer errs.Wrap(&err, "note attendance")
	if err = room.toTap(ctx, tx, v, slug, date, registration); err != nil {
		return err
	}
	if err = noteThere(tx, date, registration, there, HowTapped); err != nil {
		return err
	}
	return room.note(tx, v, "attendance.tap", registration)
}

// noteThere writes who was there. What somebody tapped is not overwritten by what
// a button says.
func noteThere(tx *store.Tx, date, registration string, there bool, how string) error {
	_, err := tx.Exec(`INSERT INTO event_attendance (date, registration, there, how, at) VALUES ($1, $2, $3, $4, $5)
		ON CONFLICT (date, registration) DO UPDATE SET there = excluded.there, how = excluded.how, at = excluded.at
		WHERE excluded.how = 'tapped' OR event_attendance.how <> 'tapped'`, date, registration, there, how, store.At(tx.Now()))
	return err
}

// Untap takes back what was noted of somebody, however it was.
func (room *Room) Untap(ctx context.Context, tx *store.Tx, v auth.Viewer, slug, date, registration string) (err error) {
	defer errs.Wrap(&err, "take back attendance")
	if err = room.toTap(ctx, tx, v, slug, date, registration); err != nil {
		return err
	}
	if _, err = tx.Exec(`DELETE FROM event_attendance WHERE date = $1 AND registration = $2`, date, registration); err != nil {
		return err
	}
	return room.note(tx, v, "attendance.untap", registration)
}

func (room *Room) toTap(ctx context.Context, tx *store.Tx, v auth.Viewer, slug, date, registration string) error {
	e, o, err := room.toTake(ctx, tx, v, slug, date)
	if err != nil {
		return err
	}
	r, err := room.registration(tx, registration)
	if err == nil && (r.Event != e.ID || !r.Holds(o.Date) || !r.Standing.HasPlace()) {
		err = errs.NotThere()
	}
	return err
}

// mostRest is how many people one write notes as absent.
const mostRest = 1000

// RestAbsent notes everyone with a place on the date of whom nothing is noted as
// absent, of one way or of all. It does a bounded part; more says that there are
// others left.
func (room *Room) RestAbsent(ctx context.Context, tx *store.Tx, v auth.Viewer, slug, date string, way Way) (more bool, err error) {
	defer errs.Wrap(&err, "note who was absent")
	e, _, err := room.toTake(ctx, tx, v, slug, date)
	if err != nil {
		return false, err
	}
	did, err := tx.Exec(`INSERT INTO event_attendance (date, registration, there, how, at)
		SELECT $1, r.id, FALSE, 'rest', $2 FROM event_registration r
		WHERE r.event = $3 AND `+forDate("r", "$1")+` AND r.state IN ('registered', 'offered') AND ($4 = '' OR r.way = $4)
			AND NOT EXISTS (SELECT 1 FROM event_attendance a WHERE a.date = $1 AND a.registration = r.id)
		ORDER BY r.id LIMIT $5`, date, store.At(tx.Now()), e.ID, string(way), mostRest)
	if err != nil {
		return false, err
	}
	return did == mostRest, room.noteMany(tx, v, "attendance.rest", e.ID, int(did))
}

// MatchCall compares the list of a call with who has a place on a date, to who
// takes its attendance. It notes nothing.
func (room *Room) MatchCall(ctx context.Context, tx *store.Tx, v auth.Viewer, slug, date string, list *lists.CallList) (e *Event, m CallMatch, err error) {
	defer errs.Wrap(&err, "match the list of a call")
	if e, _, err = room.toTake(ctx, tx, v, slug, date); err != nil {
		return nil, m, err
	}
	all, err := room.attendees(tx, e, date)
	if err != nil {
		return nil, m, err
	}
	return e, MatchCall(all.People, list), nil
}

// NoteCall notes as there whom the organiser has looked at and confirmed. What
// somebody tapped stays. Ids of others than people with a place on the date are
// passed over.
func (room *Room) NoteCall(ctx context.Context, tx *store.Tx, v auth.Viewer, slug, date string, registrations []string) (err error) {
	defer errs.Wrap(&err, "note the list of a call")
	e, _, err := room.toTake(ctx, tx, v, slug, date)
	if err != nil {
		return err
	}
	noted := 0
	for part := range slices.Chunk(registrations, 500) {
		in, args := store.In(tx, "r.id", 4, part)
		did, err := tx.Exec(`INSERT INTO event_attendance (date, registration, there, how, at)
			SELECT $1, r.id, TRUE, 'file', $2 FROM event_registration r
			WHERE r.event = $3 AND `+forDate("r", "$1")+` AND r.state IN ('registered', 'offered') AND `+in+`
			ON CONFLICT (date, registration) DO UPDATE SET there = TRUE, how = excluded.how, at = excluded.at
			WHERE event_attendance.how <> 'tapped' AND NOT event_attendance.there`, append([]any{date, store.At(tx.Now()), e.ID}, args...)...)
		if err != nil {
			return err
		}
		noted += int(did)
	}
	return room.noteMany(tx, v, "attendance.call", e.ID, noted)
}

// Hall is how far the list of a date is.
type Hall struct{ There, Absent int }

// Halls returns, by date, what is noted of the event's dates, to its team.
func (room *Room) Halls(tx *store.Tx, v auth.Viewer, e *Event) (map[string]Hall, error) {
	if !room.WorksOn(v, e) {
		return nil, errs.NotThere()
	}
	halls := map[string]Hall{}
	err := tx.Each(func(r *store.Rows) error {
		var date string
		var h Hall
		err := r.Scan(&date, &h.There, &h.Absent)
		halls[date] = h
		return err
	}, `SELECT a.date, SUM(CASE WHEN a.there THEN 1 ELSE 0 END), SUM(CASE WHEN a.there THEN 0 ELSE 1 END)
		FROM event_attendance a JOIN event_date d ON d.id = a.date WHERE d.event = $1 GROUP BY a.date`, e.ID)
	return halls, err
}
