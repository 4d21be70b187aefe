package series

import (
	"context"
	"slices"
	"strings"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/people"
	"codeberg.org/plenary/plenary/internal/seal"
	"codeberg.org/plenary/plenary/internal/store"
)

// Matched is somebody of a call's list with whom of the registered it may be.
type Matched struct {
	Call CallPerson
	Who  []Attendee // one if it is certain, several to choose from, none if unknown
	By   MatchedBy
}

// MatchedBy says by what somebody was recognised.
type MatchedBy uint8

const (
	ByNothing MatchedBy = iota
	ByAddress
	ByName
)

// CallMatch is what a call's list says about one session, before anything is
// noted. Nobody is added to the series by it.
type CallMatch struct {
	S       *Series
	Session *Session
	Found   []Matched // by address, or by a name that only one person has
	Several []Matched // by a name that several have
	Unknown []Matched // nobody with a place is called so
	Waiting []CallPerson
}

// Registrations returns those who were found, each once: what to hand to
// NoteCall.
func (m CallMatch) Registrations() []string {
	var ids []string
	for _, f := range m.Found {
		if id := f.Who[0].Registration; !slices.Contains(ids, id) {
			ids = append(ids, id)
		}
	}
	return ids
}

// MatchCall compares the list of a call with who has a place, to who takes
// attendance: by address, then by the whole name.
func (room *Room) MatchCall(ctx context.Context, tx *store.Tx, v auth.Viewer, slug string, n int, list *CallList) (m CallMatch, err error) {
	defer errs.Wrap(&err, "match the list of a call")
	if m.S, m.Session, err = room.toTake(ctx, tx, v, slug, n); err != nil {
		return m, err
	}
	all, err := room.attendees(tx, m.S, m.Session)
	if err != nil {
		return m, err
	}
	m.match(all, list)
	return m, nil
}

func (m *CallMatch) match(all []Attendee, list *CallList) {
	byAddress, byName := map[string]Attendee{}, map[string][]Attendee{}
	for _, a := range all {
		if key, ok := seal.CanonicalAddress(a.address); ok && a.address != "" {
			byAddress[key] = a
		}
		if key := people.FoldName(a.Name); key != "" {
			byName[key] = append(byName[key], a)
		}
	}
	for _, p := range list.People {
		key, _ := seal.CanonicalAddress(p.Address)
		if a, ok := byAddress[key]; ok && key != "" {
			m.Found = append(m.Found, Matched{p, []Attendee{a}, ByAddress})
			continue
		}
		switch who := whoIs(p, byName); len(who) {
		case 0:
			m.Unknown = append(m.Unknown, Matched{Call: p})
		case 1:
			m.Found = append(m.Found, Matched{p, who, ByName})
		default:
			m.Several = append(m.Several, Matched{p, who, ByName})
		}
	}
	m.Waiting = list.Waiting
}

// whoIs finds those who are called like somebody in a call: by the name they
// were called, else by the one in brackets, else with the parts of "Lovelace,
// Ada" put right.
func whoIs(p CallPerson, byName map[string][]Attendee) []Attendee {
	names := []string{p.Name, p.Other}
	for _, name := range []string{p.Name, p.Other} {
		if last, first, ok := strings.Cut(name, ","); ok {
			names = append(names, first+" "+last)
		}
	}
	for _, name := range names {
		if key := people.FoldName(name); key != "" && len(byName[key]) > 0 {
			return byName[key]
		}
	}
	return nil
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
	return noted, room.note(tx, v, "series.attendance", s.ID)
}
