package series

import (
	"context"
	"strconv"
	"strings"
	"time"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/events"
	"codeberg.org/plenary/plenary/internal/i18n"
	"codeberg.org/plenary/plenary/internal/store"
)

// The way into a call opens a little before a session and closes a little
// after it.
const (
	JoinBefore = 30 * time.Minute
	JoinAfter  = 30 * time.Minute
)

// JoinKey returns the key of the page that leads a registration into one
// session.
func (room *Room) JoinKey(r Registration, n int) string {
	return room.Keys.Link(LinkJoin, r.ID+"-"+strconv.Itoa(n), r.Generation)
}

// Way is what a join key opens.
type Way struct {
	R Registration
	S *Series
	O Occurrence
	V auth.Viewer
}

// Opens is when the way in opens, Closes when it closes.
func (w Way) Opens() time.Time  { return w.O.Start.Add(-JoinBefore) }
func (w Way) Closes() time.Time { return w.O.End.Add(JoinAfter) }

// WayIn returns what a join key opens. A key that opens nothing is NotThere.
func (room *Room) WayIn(ctx context.Context, tx *store.Tx, key string) (w Way, err error) {
	defer errs.Wrap(&err, "open a join page")
	both, mac, ok := parseLink(key)
	id, number, cut := strings.Cut(both, "-")
	n, convErr := strconv.Atoi(number)
	if !ok || !cut || convErr != nil {
		return w, errs.NotThere()
	}
	if w.R, err = room.registration(tx, id); err != nil {
		return w, err
	}
	if !room.Keys.CheckLink(LinkJoin, both, w.R.Generation, mac) {
		return w, errs.NotThere()
	}
	if w.S, err = room.ByID(ctx, tx, auth.Itself(), w.R.Series); err != nil {
		return w, err
	}
	x := w.S.Session(n)
	if x == nil {
		return w, errs.NotThere()
	}
	w.O = w.S.Occurrence(x, w.S.letterOf(w.R))
	w.V = auth.Holder(LinkJoin, w.R.ID, w.R.Person)
	return w, nil
}

// letterOf returns the letter of the registration's track.
func (s *Series) letterOf(r Registration) string {
	if t := s.TrackByID(r.Track); t != nil {
		return t.Letter
	}
	return ""
}

// Join notes that somebody comes to a session and returns the address of the
// call. Pressing twice notes it once.
func (room *Room) Join(ctx context.Context, tx *store.Tx, key string) (call string, err error) {
	defer errs.Wrap(&err, "join a session")
	w, err := room.WayIn(ctx, tx, key)
	if err != nil {
		return "", err
	}
	switch now := tx.Now(); {
	case !w.R.Standing.HasPlace():
		return "", errs.New(errs.Closed, "series.join.no-place|This registration has no place at the moment.")
	case w.S.StatusOf(w.O.Session) == CalledOff:
		return "", errs.New(errs.Closed, "series.join.cancelled|This session has been cancelled.")
	case now.Before(w.Opens()):
		return "", errs.New(errs.Closed, "series.join.early|The way in opens {when}.", "when", i18n.Moment{Time: w.Opens()})
	case !now.Before(w.Closes()):
		return "", errs.New(errs.Closed, "series.join.late|This session is over.")
	}
	if call = w.S.CallURL(w.O); call == "" {
		return "", errs.New(errs.NotFound, "series.join.no-call|There is no call for this session.")
	}
	if err = room.Answer(ctx, tx, w.V, &w.R); err != nil {
		return "", err
	}
	return call, room.noteThere(tx, w.O.Session.ID, w.R.ID, true, events.HowJoined)
}

// noteThere writes who was there. What somebody tapped is not overwritten by what a
// button or a file says.
func (room *Room) noteThere(tx *store.Tx, session, registration string, there bool, how string) error {
	_, err := tx.Exec(`INSERT INTO attendance (session, registration, there, how, at) VALUES ($1, $2, $3, $4, $5)
		ON CONFLICT (session, registration) DO UPDATE SET there = excluded.there, how = excluded.how, at = excluded.at
		WHERE excluded.how = 'tapped' OR attendance.how <> 'tapped'`,
		session, registration, there, how, store.At(tx.Now()))
	return err
}

// Attended returns, by session number, what is noted of one registration.
func (room *Room) Attended(ctx context.Context, tx *store.Tx, v auth.Viewer, r Registration) (map[int]bool, error) {
	if !v.Is(r.Person) && v.Kind != auth.System {
		return nil, errs.NotThere()
	}
	noted := map[int]bool{}
	err := tx.Each(func(row *store.Rows) error {
		var n int
		var there bool
		err := row.Scan(&n, &there)
		noted[n] = there
		return err
	}, `SELECT s.n, a.there FROM attendance a JOIN session s ON s.id = a.session WHERE a.registration = $1`, r.ID)
	return noted, err
}

// WithPlaces returns the registrations of a series that have a place, to who
// may take attendance there.
func (room *Room) WithPlaces(ctx context.Context, tx *store.Tx, v auth.Viewer, s *Series) ([]Registration, error) {
	if !v.Can(auth.TakeAttendance, room.scopes(s)...) {
		return nil, errs.NotThere()
	}
	return store.All(tx, func(r *store.Rows) (Registration, error) { return scanRegistration(r) },
		`SELECT `+registrationColumns+` FROM registration r WHERE r.series = $1 AND r.state IN ('registered', 'offered') ORDER BY r.made_at, r.id`, s.ID)
}
