package events

import (
	"context"
	"slices"
	"strings"
	"time"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/people"
	"codeberg.org/plenary/plenary/internal/store"
)

// ExportPeople returns the people of an event that the filter leaves as a CSV
// file, to who may see them, may take lists out of the house and has just shown
// who they are, and notes in the audit log how many they were. Columns are named
// for programs, not for readers.
func (room *Room) ExportPeople(ctx context.Context, tx *store.Tx, v auth.Viewer, e *Event, a Among) (data []byte, err error) {
	defer errs.Wrap(&err, "export the people of an event")
	if !room.May(v, e, auth.ExportPeople) || !room.May(v, e, auth.SeeRegistrations) {
		return nil, errs.NotThere()
	}
	if err = v.Needs(auth.Fresh); err != nil {
		return nil, err
	}
	a.From, a.Most = 0, 0
	list, _, err := room.Entrants(ctx, tx, v, e, a)
	if err != nil {
		return nil, err
	}
	notes, err := notesOf(tx, e)
	if err != nil {
		return nil, err
	}
	ids := make([]string, len(list))
	for i, one := range list {
		ids[i] = one.R.ID
	}
	answers, err := OpenAllAnswers(tx, room.Keys, "event_registration", ids)
	if err != nil {
		return nil, err
	}
	columns := e.exportColumns(a.Date)
	rows := make([][]string, 1, len(list)+1)
	for _, c := range columns {
		rows[0] = append(rows[0], c.name)
	}
	for _, one := range list {
		one.Answers = answers[one.R.ID]
		row := make([]string, len(columns))
		for i, c := range columns {
			row[i] = c.cell(one, notes[one.R.ID])
		}
		rows = append(rows, row)
	}
	if data, err = people.Sheet(rows); err != nil {
		return nil, err
	}
	return data, room.noteMany(tx, v, "people.export", e.ID, len(list))
}

// exportColumn is a column of the file, with the column of the database that it
// tells something of.
type exportColumn struct {
	name, from string
	cell       func(one Entrant, there map[string]bool) string
}

// exportColumns are those that the labels let a team see. The columns of
// attendance are those of one date, or of all.
func (e *Event) exportColumns(date string) []exportColumn {
	columns := []exportColumn{
		{"name", "person.name", func(one Entrant, _ map[string]bool) string { return one.P.Name }},
		{"email", "person.address", func(one Entrant, _ map[string]bool) string { return one.P.Address }},
		{"status", "event_registration.state", func(one Entrant, _ map[string]bool) string { return string(one.R.Standing) }},
		{"date", "event_registration.date", func(one Entrant, _ map[string]bool) string { return e.daysOf(one.R) }},
		{"way", "event_registration.way", func(one Entrant, _ map[string]bool) string { return string(one.R.Way) }},
		{"answered", "person.proven_at", func(one Entrant, _ map[string]bool) string { return yesNo(one.P.Proven()) }},
		{"language", "event_registration.language", func(one Entrant, _ map[string]bool) string { return one.R.Language }},
		{"zone", "event_registration.zone", func(one Entrant, _ map[string]bool) string { return one.R.Zone }},
		{"registered_at", "event_registration.made_at", func(one Entrant, _ map[string]bool) string { return one.R.MadeAt.UTC().Format(time.RFC3339) }},
	}
	for _, q := range e.Entry.Questions {
		columns = append(columns, exportColumn{"q." + q.ID, "event_registration.answers", func(one Entrant, _ map[string]bool) string {
			return strings.ReplaceAll(one.Answers[q.ID], "\n", "; ")
		}})
	}
	for _, o := range e.Occurrences() {
		if date != "" && o.Date.ID != date {
			continue
		}
		columns = append(columns, exportColumn{"there." + o.Wall.String(), "event_attendance.there", func(_ Entrant, there map[string]bool) string {
			if was, noted := there[o.Date.ID]; noted {
				return yesNo(was)
			}
			return ""
		}})
	}
	labels := teamLabels()
	return slices.DeleteFunc(columns, func(c exportColumn) bool { return !store.Find(labels, c.from).ForTeam() })
}

// daysOf is the day for which somebody is registered, or that it is all of them,
// but for those on which they have no place.
func (e *Event) daysOf(r Registration) string {
	if d := e.Date(r.Date); d != nil {
		return d.Day.String()
	}
	but := ""
	for i := range e.Dates {
		if d := &e.Dates[i]; r.Lacks(d) {
			but += " " + d.Day.String()
		}
	}
	if but != "" {
		return "all but" + but
	}
	return "all"
}

func yesNo(yes bool) string {
	if yes {
		return "yes"
	}
	return "no"
}

// notesOf is what is noted of an event's dates, by registration and date.
func notesOf(tx *store.Tx, e *Event) (map[string]map[string]bool, error) {
	notes := map[string]map[string]bool{}
	err := tx.Each(func(row *store.Rows) error {
		var registration, date string
		var there bool
		err := row.Scan(&registration, &date, &there)
		if notes[registration] == nil {
			notes[registration] = map[string]bool{}
		}
		notes[registration][date] = there
		return err
	}, `SELECT a.registration, a.date, a.there FROM event_attendance a JOIN event_date d ON d.id = a.date WHERE d.event = $1`, e.ID)
	return notes, err
}
