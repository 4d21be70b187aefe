package auth

import (
	"context"
	"slices"
	"time"

	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/store"
)

// Read is one kind of reading of other people's personal data, as the audit log
// names it. A route declares which it makes.
type Read string

const (
	ReadPeople     Read = "people.list"           // the list of who registered; object: the series
	ReadPerson     Read = "people.page"           // the page of one registration; object: the person
	ReadExport     Read = "people.export"         // a list taken out of the house; object: the series
	ReadAttendance Read = "attendance.list"       // who was there; object: the series
	ReadGroups     Read = "groups.list"           // the groups with their contact persons; object: the series
	ReadTeam       Read = "roles.team"            // who works on something; object: the series or chapter, or "network"
	ReadRoster     Read = "group.roster"          // a group, by its contact person; object: the group
	ReadBoard      Read = "circles.board"         // proposals of circles; object: the series
	ReadMeetings   Read = "circles.meetings"      // what circles noted of their meetings; object: the series
	ReadSafety     Read = "circles.safety-opened" // who is to be kept apart from whom; object: the cohort
	ReadReport     Read = "reports.page"          // what somebody reported; object: the report
)

// reads are all of them.
func reads() []Read {
	return []Read{ReadTeam, ReadPeople, ReadPerson, ReadExport, ReadAttendance, ReadGroups, ReadRoster, ReadBoard, ReadMeetings, ReadSafety, ReadReport}
}

// readOnce is how long somebody who reads the same list again is not noted
// again: a page that is reloaded, turned or searched is one reading.
const readOnce = 15 * time.Minute

// Noticed tells whether a reading stands in the log already.
func (room *Room) Noticed(tx *store.Tx, v Viewer, what Read, object string) (is bool, err error) {
	err = tx.Row(`SELECT EXISTS (SELECT 1 FROM audit WHERE object = $1 AND at > $2 AND verb = $3 AND actor = $4)`,
		object, store.At(tx.Now().Add(-readOnce)), string(what), v.Actor()).Scan(&is)
	return is, err
}

// NoteRead writes a reading into the audit log: one line, however many people
// the list has. Who reads what is about themselves is not noted.
func (room *Room) NoteRead(tx *store.Tx, v Viewer, what Read, object string, count int) error {
	if v.Is(object) {
		return nil
	}
	seen, err := room.Noticed(tx, v, what, object)
	if err != nil || seen {
		return err
	}
	return room.Note(tx, v, string(what), object, count)
}

// Listed is a list in which a person stands: whoever reads its list since then
// has read of them.
type Listed struct {
	Object string
	Since  time.Time
}

// Named is how the audit log names a scope: by the id of what it is.
func (s Scope) Named() string {
	if s.ID == "" {
		return s.Kind
	}
	return s.ID
}

// Listed are the lists in which a person stands by the roles they hold, and
// since when, told to that person.
func (room *Room) Listed(tx *store.Tx, v Viewer, person string) ([]Listed, error) {
	if !v.Is(person) {
		return nil, errs.NotThere()
	}
	return store.All(tx, func(r *store.Rows) (l Listed, err error) {
		var s Scope
		err = r.Scan(&s.Kind, &s.ID, &l.Since)
		l.Object = s.Named()
		return l, err
	}, `SELECT scope_kind, scope_id, given_at FROM grants WHERE person = $1`, person)
}

// Reading is that somebody read of a person on one day.
type Reading struct {
	At     time.Time // the last of that day
	Actor  string
	What   Read
	Object string
	Times  int // how often that day
}

// mostReadings is how many entries of the log one look goes through.
const mostReadings = 2000

// ReadingsOf says who read of a person, the latest first: what stands in the
// log of them, and of all that they are in, which the rooms know. One's own
// reading is left out.
func (room *Room) ReadingsOf(ctx context.Context, tx *store.Tx, v Viewer, person string, in []Listed, zone *time.Location) (list []Reading, err error) {
	defer errs.Wrap(&err, "say who read of a person")
	if v.Kind != Person || !v.Is(person) {
		return nil, errs.NotThere()
	}
	since := map[string]time.Time{person: {}}
	objects := []string{person}
	for _, w := range in {
		known, ok := since[w.Object]
		if !ok {
			objects = append(objects, w.Object)
		}
		if !ok || w.Since.Before(known) {
			since[w.Object] = w.Since
		}
	}
	entries, err := readingsAbout(tx, person, objects)
	if err != nil {
		return nil, err
	}
	entries = slices.DeleteFunc(entries, func(e Entry) bool { return e.At.Before(since[e.Object]) })
	return byDay(entries, zone), nil
}

// readingsAbout are the entries of readings of these objects by others.
func readingsAbout(tx *store.Tx, person string, objects []string) (list []Entry, err error) {
	verbs := make([]string, 0, len(reads()))
	for _, r := range reads() {
		verbs = append(verbs, string(r))
	}
	ofVerb, args := store.In(tx, "verb", 3, verbs)
	for part := range slices.Chunk(objects, 200) {
		ofObject, more := store.In(tx, "object", 3+len(args), part)
		found, err := store.All(tx, scanEntry, `SELECT `+entryColumns+` FROM audit WHERE actor <> $1 AND `+ofVerb+` AND `+ofObject+` ORDER BY at DESC LIMIT $2`,
			slices.Concat([]any{person, mostReadings}, args, more)...)
		if err != nil {
			return nil, err
		}
		list = append(list, found...)
	}
	slices.SortStableFunc(list, func(a, b Entry) int { return b.At.Compare(a.At) })
	return list, nil
}

// byDay makes one of all readings of the same thing by the same reader on a day.
func byDay(entries []Entry, zone *time.Location) (list []Reading) {
	type key struct{ day, actor, verb, object string }
	at := map[key]int{}
	for _, e := range entries {
		k := key{e.At.In(zone).Format(time.DateOnly), e.Actor, e.Verb, e.Object}
		n, ok := at[k]
		if !ok {
			n, at[k] = len(list), len(list)
			list = append(list, Reading{At: e.At, Actor: e.Actor, What: Read(e.Verb), Object: e.Object})
		}
		list[n].Times++
	}
	return list
}
