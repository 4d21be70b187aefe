package series

import (
	"bytes"
	"context"
	"encoding/csv"
	"strings"
	"time"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/people"
	"codeberg.org/plenary/plenary/internal/store"
)

// ExportPeople returns the people of a series that the filter leaves as a CSV
// file, to who may take lists out of the house, and notes in the audit log how
// many they were. Columns are named for programs, not for readers.
//
// The file opens in spreadsheets as what it is: UTF-8 is marked, and no cell
// begins like a formula.
func (room *Room) ExportPeople(ctx context.Context, tx *store.Tx, v auth.Viewer, s *Series, a Among) (data []byte, err error) {
	defer errs.Wrap(&err, "export the people of a series")
	if !v.Can(auth.ExportPeople, room.scopes(s)...) {
		return nil, errs.NotThere()
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
	var out bytes.Buffer
	out.WriteString("\ufeff")
	w := csv.NewWriter(&out)
	w.UseCRLF = true
	if err := w.Write(s.exportHead()); err != nil {
		return nil, err
	}
	for _, e := range list {
		if e.Answers, err = room.Answers(tx, v, e.R); err != nil {
			return nil, err
		}
		if err := w.Write(s.exportRow(e, groups[e.R.Delegation], notes[e.R.ID])); err != nil {
			return nil, err
		}
	}
	w.Flush()
	if room.Note != nil {
		err = room.Note(tx, v, "people.export", s.ID, len(list))
	}
	return out.Bytes(), err
}

func (s *Series) exportHead() []string {
	head := []string{"name", "email", "status", "track", "answered", "language", "zone", "group", "registered_at"}
	for _, q := range s.Questions {
		head = append(head, "q."+q.ID)
	}
	for i := range s.Sessions {
		head = append(head, "session."+itoa(s.Sessions[i].N))
	}
	return head
}

func (s *Series) exportRow(e Entrant, group string, notes map[int]bool) []string {
	answered := "yes"
	if !e.P.Proven() {
		answered = "no"
	}
	row := []string{e.P.Name, e.P.Address, string(e.R.Standing), e.Letter, answered, e.R.Language, e.R.Zone, group,
		e.R.MadeAt.UTC().Format(time.RFC3339)}
	for _, q := range s.Questions {
		row = append(row, strings.ReplaceAll(e.Answers[q.ID], "\n", "; "))
	}
	for i := range s.Sessions {
		there, noted := notes[s.Sessions[i].N]
		switch {
		case !noted:
			row = append(row, "")
		case there:
			row = append(row, "yes")
		default:
			row = append(row, "no")
		}
	}
	for i := range row {
		row[i] = people.NoFormula(row[i])
	}
	return row
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
