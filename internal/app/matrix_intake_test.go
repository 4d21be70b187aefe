package app_test

import (
	"errors"
	"time"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/events/intake"
	"codeberg.org/plenary/plenary/internal/store"
	"codeberg.org/plenary/plenary/internal/when"
)

// brought is the file of events that a chapter's organiser has brought and is
// looking at.
func (w *world) brought(chapter string) (id string) {
	name := chapter + ".ics"
	w.Read(func(tx *store.Tx) error {
		err := tx.Row(`SELECT id FROM event_import WHERE name = $1`, name).Scan(&id)
		if errors.Is(err, store.ErrNoRow) {
			err = nil
		}
		return err
	})
	if id != "" {
		return id
	}
	data := calendarOf(entry("1@"+chapter, "Reading in "+chapter, "20270210T190000"))
	set := intake.Settings{Zone: "Europe/Berlin", Language: "en"}
	b, err := intake.Read(data, set, when.DateOf(w.Clock.Now(), time.UTC))
	if err != nil {
		w.t.Fatal(err)
	}
	u, err := w.Files.Take(w.t.Context(), w.DB, data, "text/calendar", false)
	if err != nil {
		w.t.Fatal(err)
	}
	w.Write(func(tx *store.Tx) error {
		in, err := w.Intake.Bring(tx.Context(), tx, auth.AtConsole(), b, intake.Import{Name: name, Chapter: chapter, Settings: set}, u.ID)
		id = in.ID
		return err
	})
	return id
}

// imported makes drafts of the file that a chapter's organiser has brought.
func (w *world) imported(chapter string) {
	id := w.brought(chapter)
	w.Write(func(tx *store.Tx) error { return w.Intake.Begin(tx, auth.AtConsole(), id) })
	w.Pass(0)
}
