package events

import (
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"unicode/utf8"

	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/seal"
	"codeberg.org/plenary/plenary/internal/store"
)

// Answers are what people say to the organiser's own questions, of events and
// of series: by question, several choices joined by "\n". They lie in the column
// "answers" of their table, sealed with the key of the person.

// CleanAnswers puts answers into the form in which they are kept.
func CleanAnswers(answers map[string]string) map[string]string {
	clean := make(map[string]string, len(answers))
	for id, a := range answers {
		clean[id] = strings.TrimSpace(a)
	}
	return clean
}

// CheckAnswers notes, beside "q." and the question's id, what is missing, too
// long, or not among what is offered.
func CheckAnswers(form *errs.Form, questions []Question, answers map[string]string) {
	for _, q := range questions {
		a, field := answers[q.ID], "q."+q.ID
		switch {
		case a == "" && q.Required:
			form.Add(field, "series.register.answer-missing|Please answer this question.")
		case utf8.RuneCountInString(a) > longestAnswer:
			form.Add(field, "series.register.answer-long|The answer is longer than {most} characters. Please shorten it.", "most", longestAnswer)
		case a != "" && !q.takes(a):
			form.Add(field, "series.register.answer-unknown|Choose one of the answers offered.")
		}
	}
}

// SealAnswers returns the answers as one sealed cell of a row; nil if there are
// none.
func SealAnswers(tx *store.Tx, keys *seal.Keys, table, person, row string, answers map[string]string) ([]byte, error) {
	kept := map[string]string{}
	for id, a := range answers {
		if a != "" {
			kept[id] = a
		}
	}
	if len(kept) == 0 {
		return nil, nil
	}
	box, err := keys.Box(tx, person)
	if err != nil {
		return nil, err
	}
	plain, err := json.Marshal(kept)
	if err != nil {
		return nil, err
	}
	return box.Seal(table, "answers", row, string(plain)), nil
}

// OpenAnswers opens what SealAnswers sealed. Of somebody who was erased, and of
// who answered nothing, there are none. The caller has checked who asks.
func OpenAnswers(tx *store.Tx, keys *seal.Keys, table, person, row string, cell []byte) (map[string]string, error) {
	if cell == nil {
		return nil, nil
	}
	box, err := keys.Box(tx, person)
	return openAnswers(box, err, table, row, cell)
}

// OpenAllAnswers opens the answers of many registrations, by their ids, in a few
// statements for all of them.
func OpenAllAnswers(tx *store.Tx, keys *seal.Keys, table string, rows []string) (map[string]map[string]string, error) {
	all := make(map[string]map[string]string, len(rows))
	for part := range slices.Chunk(rows, 1000) {
		in, args := store.In(tx, "r.id", 1, part)
		if err := tx.Each(func(r *store.Rows) error {
			var row, person string
			var cell, wrapped []byte
			err := r.Scan(&row, &person, &cell, &wrapped)
			if err != nil {
				return err
			}
			box, err := keys.Unwrap(person, wrapped)
			all[row], err = openAnswers(box, err, table, row, cell)
			return err
		}, `SELECT r.id, r.person, r.answers, k.wrapped FROM `+table+` r LEFT JOIN keys k ON k.owner = r.person WHERE r.answers IS NOT NULL AND `+in, args...); err != nil {
			return nil, err
		}
	}
	return all, nil
}

func openAnswers(box seal.Box, err error, table, row string, cell []byte) (answers map[string]string, _ error) {
	if errors.Is(err, seal.ErrErased) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	plain, err := box.Open(table, "answers", row, cell)
	if err != nil {
		return nil, err
	}
	return answers, json.Unmarshal([]byte(plain), &answers)
}
