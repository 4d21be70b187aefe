package app_test

import (
	"strings"
	"testing"

	"codeberg.org/plenary/plenary/internal/app"
	"codeberg.org/plenary/plenary/internal/app/apptest"
	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/people"
	"codeberg.org/plenary/plenary/internal/store"
)

// TestTheFileOfOnesDataHasWhatTheLabelsMark reads the file on both engines: a
// column that is marked for export and that the file lacks fails, and so does a
// column of people's data in a table that no record knows.
func TestTheFileOfOnesDataHasWhatTheLabelsMark(t *testing.T) {
	for _, engine := range []store.Engine{store.SQLite, store.Postgres} {
		t.Run(string(engine), func(t *testing.T) {
			h := apptest.OpenOn(t, engine)
			h.SetUp()
			h.Member("Ada", "ada@example.org", auth.WritePosts)
			h.Read(func(tx *store.Tx) error {
				ada, err := h.People.Find(tx, "ada@example.org")
				if err != nil {
					return err
				}
				parts, err := h.People.OwnData(t.Context(), tx, auth.Holder("r", "x", ada), ada, app.Labels(), app.Records())
				if err != nil {
					return err
				}
				has := map[string]bool{}
				for _, p := range parts {
					for _, c := range p.Columns {
						has[p.Table+"."+c] = true
					}
				}
				for _, l := range app.Labels() {
					for _, c := range strings.Fields(l.Columns) {
						if l.Export != has[l.Table+"."+c] {
							t.Errorf("%s.%s is marked for export: %t; is in the file: %t", l.Table, c, l.Export, has[l.Table+"."+c])
						}
					}
				}
				json, err := people.OwnJSON(parts)
				if !strings.Contains(string(json), `"name": "Ada"`) || !strings.Contains(string(json), `"verb": "posts.write"`) {
					t.Errorf("the file says %s", json)
				}
				if _, wrong := h.People.OwnData(t.Context(), tx, auth.Holder("r", "x", "bea"), ada, app.Labels(), app.Records()); !errs.Is(wrong, errs.NotFound) {
					t.Errorf("somebody else gets the file: %v", wrong)
				}
				return err
			})
		})
	}
}

func TestThePrivacyPageSaysWhatTheLabelsSay(t *testing.T) {
	h := apptest.Open(t)
	h.SetUp()
	page := h.Visitor().Open("/privacy")
	for _, r := range app.Records() {
		_, english, _ := strings.Cut(r.Says, "|")
		page.Says(english)
		if _, english, _ = strings.Cut(r.Alone, "|"); english != "" {
			page.Says(english)
		}
	}
	page.Says("Until 30 days after the series or event has ended", "Until you leave", "You alone", "You, and who works on what you take part in")
}
