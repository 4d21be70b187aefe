package series

import (
	"context"
	"slices"
	"strings"
	"time"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/events"
	"codeberg.org/plenary/plenary/internal/people"
	"codeberg.org/plenary/plenary/internal/store"
)

// ExportPeople returns the people of a series that the filter leaves as a CSV
// file, to who may see them, may take lists out of the house and has just shown
// who they are, and notes in the audit log how many they were. Columns are
// named for programs, not for readers.
func (room *Room) ExportPeople(ctx context.Context, tx *store.Tx, v auth.Viewer, s *Series, a Among) (data []byte, err error) {
	defer errs.Wrap(&err, "export the people of a series")
	if !v.Can(auth.ExportPeople, room.scopes(s)...) || !v.Can(auth.SeeRegistrations, room.scopes(s)...) {
		return nil, errs.NotThere()
	}
	if err = v.Needs(auth.Fresh); err != nil {
		return nil, err
	}
	a.From, a.Most = 0, 0
	list, _, err := room.Entrants(ctx, tx, v, s, a)
	if err != nil {
		return nil, err
	}
	groups, err := room.organisations(ctx, tx, v, s)
	if err != nil {
		return nil, err
	}
	notes, err := notesOf(tx, s)
	if err != nil {
		return nil, err
	}
	ids := make([]string, len(list))
	for i, one := range list {
		ids[i] = one.R.ID
	}
	answers, err := events.OpenAllAnswers(tx, room.Keys, "registration", ids)
	if err != nil {
		return nil, err
	}
	columns := s.exportColumns(teamLabels())
	rows := make([][]string, 1, len(list)+1)
	for _, c := range columns {
		rows[0] = append(rows[0], c.name)
	}
	for _, e := range list {
		e.Answers = answers[e.R.ID]
		row := make([]string, len(columns))
		for i, c := range columns {
			row[i] = c.cell(e, groups[e.R.Delegation], notes[e.R.ID])
		}
		rows = append(rows, row)
	}
	if data, err = people.Sheet(rows); err != nil {
		return nil, err
	}
	return data, room.noteMany(tx, v, "people.export", s.ID, len(list))
}

// exportColumn is a column of the file, with the column of the database that it
// tells something of.
type exportColumn struct {
	name, from string
	cell       func(e Entrant, group string, notes map[int]bool) string
}

// exportColumns are those that the labels let a team see.
func (s *Series) exportColumns(labels []store.Label) []exportColumn {
	columns := []exportColumn{
		{"name", "person.name", func(e Entrant, _ string, _ map[int]bool) string { return e.P.Name }},
		{"email", "person.address", func(e Entrant, _ string, _ map[int]bool) string { return e.P.Address }},
		{"status", "registration.state", func(e Entrant, _ string, _ map[int]bool) string { return string(e.R.Standing) }},
		{"track", "registration.track", func(e Entrant, _ string, _ map[int]bool) string { return e.Letter }},
		{"answered", "person.proven_at", func(e Entrant, _ string, _ map[int]bool) string { return yesNo(e.P.Proven()) }},
		{"language", "registration.language", func(e Entrant, _ string, _ map[int]bool) string { return e.R.Language }},
		{"zone", "registration.zone", func(e Entrant, _ string, _ map[int]bool) string { return e.R.Zone }},
		{"group", "delegation.organisation", func(_ Entrant, group string, _ map[int]bool) string { return group }},
		{"registered_at", "registration.made_at", func(e Entrant, _ string, _ map[int]bool) string { return e.R.MadeAt.UTC().Format(time.RFC3339) }},
	}
	for _, q := range s.Questions {
		columns = append(columns, exportColumn{"q." + q.ID, "registration.answers", func(e Entrant, _ string, _ map[int]bool) string {
			return strings.ReplaceAll(e.Answers[q.ID], "\n", "; ")
		}})
	}
	for i := range s.Sessions {
		n := s.Sessions[i].N
		columns = append(columns, exportColumn{"session." + itoa(n), "attendance.there", func(_ Entrant, _ string, notes map[int]bool) string {
			if there, noted := notes[n]; noted {
				return yesNo(there)
			}
			return ""
		}})
	}
	return slices.DeleteFunc(columns, func(c exportColumn) bool { return !store.Find(labels, c.from).ForTeam() })
}

func yesNo(yes bool) string {
	if yes {
		return "yes"
	}
	return "no"
}

// teamLabels say of what a team is shown about people who may see it.
func teamLabels() []store.Label { return append(people.Labels(), Labels()...) }

// hidden are the columns of an entrant that the labels do not let a team see.
func hidden(labels []store.Label) []string {
	return people.Hidden(labels, "registration.answers", "registration.zone")
}

// hide takes columns out of an entrant.
func (e *Entrant) hide(columns []string) {
	e.P.Hide(columns)
	if slices.Contains(columns, "registration.answers") {
		e.Answers = nil
	}
	if slices.Contains(columns, "registration.zone") {
		e.R.Zone = ""
	}
}

// organisations are the names of the groups of a series, by their ids.
func (room *Room) organisations(ctx context.Context, tx *store.Tx, v auth.Viewer, s *Series) (map[string]string, error) {
	list, err := room.Groups(ctx, tx, v, s)
	if err != nil {
		return nil, err
	}
	names := map[string]string{}
	for _, d := range list {
		if names[d.ID], err = room.Organisation(tx, d); err != nil {
			return nil, err
		}
	}
	return names, nil
}

// notesOf is what is noted of a series, by registration and session number.
func notesOf(tx *store.Tx, s *Series) (map[string]map[int]bool, error) {
	notes := map[string]map[int]bool{}
	err := tx.Each(func(row *store.Rows) error {
		var registration string
		var n int
		var there bool
		err := row.Scan(&registration, &n, &there)
		if notes[registration] == nil {
			notes[registration] = map[int]bool{}
		}
		notes[registration][n] = there
		return err
	}, `SELECT a.registration, x.n, a.there FROM attendance a JOIN session x ON x.id = a.session WHERE x.series = $1`, s.ID)
	return notes, err
}
