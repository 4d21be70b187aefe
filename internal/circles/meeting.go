package circles

import (
	"context"
	"errors"
	"strconv"
	"strings"
	"time"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/i18n"
	"codeberg.org/plenary/plenary/internal/seal"
	"codeberg.org/plenary/plenary/internal/series"
	"codeberg.org/plenary/plenary/internal/store"
)

// LinkMeet is the purpose of the link into one meeting. It opens that page and
// nothing else, since calendars are shared.
const LinkMeet = "meet"

// MeetKey returns the key of the page that leads somebody into a meeting of
// their circle.
func (room *Room) MeetKey(in Interest, n int) string {
	return room.Keys.Link(LinkMeet, aboutMeeting(in.ID, n), in.Generation)
}

// Way is what the key of a meeting opens.
type Way struct {
	In   Interest
	S    *series.Series
	C    Circle
	M    Meeting
	V    auth.Viewer
	Call string // address of the call; "" = there is none
}

// Opens is when the way in opens, Closes when it closes.
func (w Way) Opens() time.Time  { return w.C.Begins(w.M).Add(-series.JoinBefore) }
func (w Way) Closes() time.Time { return w.C.Ends(w.M).Add(series.JoinAfter) }

// Off tells whether the meeting does not take place.
func (w Way) Off() bool {
	return !w.M.TakesPlace() || w.C.State == Dissolved || w.S.CirclesOff(w.C.Ends(w.M))
}

// WayIn returns what the key of a meeting opens. A key that opens nothing, and
// one of somebody who has no circle, is NotThere.
func (room *Room) WayIn(ctx context.Context, tx *store.Tx, key string) (w Way, err error) {
	defer errs.Wrap(&err, "open a meeting")
	about, mac, ok := seal.ParseLink(key)
	id, number, cut := strings.Cut(about, "-")
	n, convErr := strconv.Atoi(number)
	if !ok || !cut || convErr != nil {
		return w, errs.NotThere()
	}
	if w.In, err = room.interest(tx, id); err != nil {
		return w, err
	}
	if !room.Keys.CheckLink(LinkMeet, about, w.In.Generation, mac) {
		return w, errs.NotThere()
	}
	p, placed, err := room.placement(tx, id)
	if err == nil && !placed {
		err = errs.NotThere()
	}
	if err != nil {
		return w, err
	}
	if w.C, err = room.circle(tx, p.Circle); err != nil {
		return w, err
	}
	m := w.C.Meeting(n)
	if m == nil {
		return w, errs.NotThere()
	}
	w.M = *m
	if w.S, _, err = room.programme(tx, w.C.Cohort); err != nil {
		return w, err
	}
	secret, err := room.secret(tx, w.C.ID)
	w.Call = callURL(w.S.JoinURL, w.S.Slug, &w.C, w.M, secret)
	w.V = auth.Holder(LinkMeet, w.In.ID, w.In.Person)
	return w, err
}

// HasCall tells whether the circles of a series have a call of their own.
func HasCall(s *series.Series) bool { return strings.Contains(s.JoinURL, "{") }

// Join notes that somebody comes to a meeting and returns the address of the
// call. Pressing twice notes it once.
func (room *Room) Join(ctx context.Context, tx *store.Tx, key string) (call string, err error) {
	defer errs.Wrap(&err, "join a meeting")
	w, err := room.WayIn(ctx, tx, key)
	if err != nil {
		return "", err
	}
	switch now := tx.Now(); {
	case w.Off():
		return "", errs.New(errs.Closed, "circles.join.cancelled|This meeting does not take place.")
	case now.Before(w.Opens()):
		return "", errs.New(errs.Closed, "circles.join.early|The way in opens {when}.", "when", i18n.Moment{Time: w.Opens()})
	case !now.Before(w.Closes()):
		return "", errs.New(errs.Closed, "circles.join.late|This meeting is over.")
	case w.Call == "":
		return "", errs.New(errs.NotFound, "circles.join.no-call|There is no call for this meeting.")
	}
	if err = room.Answered(tx, w.V, &w.In); err != nil {
		return "", err
	}
	return w.Call, notePresence(tx, w.M.ID, w.In.ID, true)
}

func notePresence(tx *store.Tx, meeting, interest string, there bool) error {
	_, err := tx.Exec(`INSERT INTO presence (meeting, interest, there, at) VALUES ($1, $2, $3, $4)
		ON CONFLICT (meeting, interest) DO UPDATE SET there = excluded.there, at = excluded.at`, meeting, interest, there, store.At(tx.Now()))
	return err
}

// presence is of whom it is noted whether they were at a meeting.
func (room *Room) presence(tx *store.Tx, meeting string) (map[string]bool, error) {
	noted := map[string]bool{}
	return noted, tx.Each(func(r *store.Rows) error {
		var id string
		var there bool
		err := r.Scan(&id, &there)
		noted[id] = there
		return err
	}, `SELECT interest, there FROM presence WHERE meeting = $1`, meeting)
}

// Record is what is noted of a meeting: who was there, and how it went.
type Record struct {
	There map[string]bool // by interest; absent = nothing is noted
	Was   map[string]bool // who was noted as there when somebody began to write
	Pulse int             // 1 to 5; 0 = nothing is said
	Note  string
}

// toRecord returns a meeting whose attendance the member takes: they lead their
// circle, see its names, and it has begun.
func (room *Room) toRecord(tx *store.Tx, v auth.Viewer, in Interest, n int) (Circle, Meeting, error) {
	c, err := room.toChange(tx, v, in)
	if err != nil {
		return c, Meeting{}, err
	}
	m := c.Meeting(n)
	switch {
	case m == nil || !in.Leads && m.Lead != in.ID && m.Second != in.ID:
		return c, Meeting{}, errs.NotThere()
	case !m.TakesPlace():
		return c, *m, errs.New(errs.Closed, "circles.join.cancelled|This meeting does not take place.")
	case tx.Now().Before(c.Begins(*m).Add(-series.JoinBefore)):
		return c, *m, errs.New(errs.Closed, "circles.record.early|This meeting has not begun yet.")
	}
	return c, *m, nil
}

// RecordOf returns what is noted of a meeting, to who may note it.
func (room *Room) RecordOf(ctx context.Context, tx *store.Tx, v auth.Viewer, in Interest, n int) (c Circle, m Meeting, r Record, err error) {
	defer errs.Wrap(&err, "read a meeting's record")
	if c, m, err = room.toRecord(tx, v, in, n); err != nil {
		return c, m, r, err
	}
	if r.There, err = room.presence(tx, m.ID); err != nil {
		return c, m, r, err
	}
	var note []byte
	err = tx.Row(`SELECT value, note FROM pulse WHERE meeting = $1`, m.ID).Scan(&r.Pulse, &note)
	if errors.Is(err, store.ErrNoRow) {
		return c, m, r, nil
	}
	if err != nil {
		return c, m, r, err
	}
	box, err := room.Keys.Box(tx, c.ID)
	if err == nil {
		r.Note, err = box.Open("pulse", "note", m.ID, note)
	}
	return c, m, r, err
}

// CouldCome tells whether somebody was in the circle before the meeting was over.
func (x Member) CouldCome(c *Circle, m Meeting) bool { return x.Since.Before(c.Ends(m)) }

// longestPulse bounds the note on how a meeting went, in characters.
const longestPulse = 1000

// Record notes who was at a meeting and how it went. Members of whom it says
// nothing were not there, unless they came through the link meanwhile; of who
// joined the circle later nothing is noted.
func (room *Room) Record(ctx context.Context, tx *store.Tx, v auth.Viewer, in Interest, n int, r Record) (err error) {
	defer errs.Wrap(&err, "record a meeting")
	c, m, err := room.toRecord(tx, v, in, n)
	if err != nil {
		return err
	}
	if r.Pulse < 0 || r.Pulse > 5 || len([]rune(r.Note)) > longestPulse {
		var form errs.Form
		form.Add("note", "circles.record.note-long|Please keep this shorter than {most} characters.", "most", longestPulse)
		return form.Err()
	}
	now, err := room.presence(tx, m.ID)
	if err != nil {
		return err
	}
	members, err := room.members(tx, c.ID, false)
	for _, member := range members {
		if id := member.Interest; err == nil && member.CouldCome(&c, m) {
			err = notePresence(tx, m.ID, id, r.There[id] || now[id] && !r.Was[id])
		}
	}
	if err != nil {
		return err
	}
	box, err := room.Keys.Box(tx, c.ID)
	if err != nil {
		return err
	}
	_, err = tx.Exec(`INSERT INTO pulse (meeting, value, note, at) VALUES ($1, $2, $3, $4)
		ON CONFLICT (meeting) DO UPDATE SET value = excluded.value, note = excluded.note, at = excluded.at`,
		m.ID, r.Pulse, box.Seal("pulse", "note", m.ID, r.Note), store.At(tx.Now()))
	return err
}

// WasThere returns, by the number of the meeting, where somebody is noted as
// there or absent, to that person.
func (room *Room) WasThere(tx *store.Tx, v auth.Viewer, in Interest) (map[int]bool, error) {
	if !v.Is(in.Person) && v.Kind != auth.System {
		return nil, errs.NotThere()
	}
	noted := map[int]bool{}
	return noted, tx.Each(func(r *store.Rows) error {
		var n int
		var there bool
		err := r.Scan(&n, &there)
		noted[n] = there
		return err
	}, `SELECT m.n, a.there FROM presence a JOIN meeting m ON m.id = a.meeting JOIN placement p ON p.interest = a.interest AND p.circle = m.circle
		WHERE a.interest = $1`, in.ID)
}
