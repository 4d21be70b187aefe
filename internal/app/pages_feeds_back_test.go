package app_test

import (
	"bytes"
	"testing"

	"codeberg.org/plenary/plenary/internal/app/apptest"
	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/events/intake"
	"codeberg.org/plenary/plenary/internal/i18n"
	"codeberg.org/plenary/plenary/internal/series"
	"codeberg.org/plenary/plenary/internal/store"
	"codeberg.org/plenary/plenary/internal/when"
)

// TestOurOwnCalendarBroughtBackIsKnownToTheLastEntry: dates of events, and
// sessions of series with and without tracks.
func TestOurOwnCalendarBroughtBackIsKnownToTheLastEntry(t *testing.T) {
	h := subscribed(t)
	tracks := apptest.Series("tracks")
	early, late := when.Clock(10*60), when.Clock(18*60)
	tracks.Title = i18n.Text{"en": "Two hours"}
	tracks.Tracks = []series.Track{{Letter: "A", Start: &early}, {Letter: "Late2", Start: &late}}
	h.Announce(tracks)
	data := []byte(h.Visitor().Get("/events.ics?lang=en").OK().Body)
	batch, err := intake.Read(data, intake.Settings{Zone: "Asia/Kolkata"}, day("2027-01-04"))
	if err != nil || len(batch.Problems) > 0 || len(batch.Drafts) < 15 {
		t.Fatal(err, batch.Problems, len(batch.Drafts))
	}
	h.Read(func(tx *store.Tx) error {
		plan, err := h.Intake.Preview(tx, auth.AtConsole(), intake.Import{}, batch)
		for _, p := range plan {
			if p.Fate != intake.Ours {
				t.Errorf("%q (%s) is %s", p.Event.Title["en"], p.Source, p.Fate)
			}
		}
		return err
	})
	in, err := h.Intake.Through(t.Context(), h.DB, auth.AtConsole(), intake.Import{Name: "events.ics", Settings: intake.Settings{Zone: "Asia/Kolkata"}}, batch)
	if err != nil || in.Made+in.Updated != 0 || in.Reached != len(batch.Drafts) {
		t.Errorf("became %+v, %v", in, err)
	}
	// A name like ours that nobody gave is somebody else's.
	stranger := bytes.ReplaceAll(data, []byte(h.Find("tracks").Sessions[0].ID), []byte(store.NewID()))
	batch, err = intake.Read(stranger, intake.Settings{Zone: "Asia/Kolkata"}, day("2027-01-04"))
	h.Read(func(tx *store.Tx) error {
		plan, err := h.Intake.Preview(tx, auth.AtConsole(), intake.Import{}, batch)
		fates := map[intake.Fate]int{}
		for _, p := range plan {
			fates[p.Fate]++
		}
		if fates[intake.New] != 2 || fates[intake.Ours] != len(plan)-2 {
			t.Errorf("with a name that nobody gave: %v", fates)
		}
		return err
	})
	if err != nil {
		t.Error(err)
	}
}
