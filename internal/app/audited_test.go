package app_test

import (
	"slices"
	"strings"
	"testing"

	"codeberg.org/plenary/plenary/e2e"
	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/store"
)

// peers is where people see each other as equals, which is not written down:
// their own circle.
func peers(p *e2e.Page) bool { return strings.HasPrefix(p.URL.Path, "/circle/") }

// TestWhoeverSeesOthersIsWrittenDown opens every page as everybody who could
// see something of others there. Where anything of theirs shows, the route
// declares it and the audit log says so.
func TestWhoeverSeesOthersIsWrittenDown(t *testing.T) {
	for _, engine := range []store.Engine{store.SQLite, store.Postgres} {
		t.Run(string(engine), func(t *testing.T) {
			x := newCrowd(t, engine)
			shown := map[string]bool{}
			for _, r := range x.Routes() {
				if r.Method != "GET" || strings.HasPrefix(r.Pattern, "/dev/") {
					continue
				}
				for who, v := range map[string]*e2e.Client{"boss": x.boss, "contact": x.contact, "keeper": x.keeper, "own": x.own, "nobody": x.Visitor()} {
					x.forget()
					p := v.Get(x.address(r))
					body, notes := p.Body, x.notes()
					switch {
					case peers(p):
					case showsCanary(body) && (len(notes) == 0 || len(r.Reads()) == 0):
						t.Errorf("%s shows others to %s; the route declares %v, noted: %v", r.Pattern, who, r.Reads(), notes)
					case showsCanary(body):
						shown[r.Pattern] = true
					case len(notes) > 0:
						t.Errorf("%s is noted and shows nobody to %s: %v", r.Pattern, who, notes)
					}
				}
			}
			// The pages that open only after a press.
			x.forget()
			p := x.keeper.Open("/o/s/lease/circles/safety").Form("/open").Submit().OK()
			if n := x.notes(); !slices.Contains(n, string(auth.ReadSafety)) {
				t.Errorf("opened: %v: %s", n, p.Text())
			}
			export := x.boss.Open("/o/s/lease/people").Form("/export")
			x.forget()
			if csv := export.Submit(); !showsCanary(csv.Body) || !slices.Equal(x.notes(), []string{string(auth.ReadExport)}) {
				t.Errorf("exported: %v", x.notes())
			}
			for _, must := range []string{"/o/s/{slug}/people", "/o/s/{slug}/people/{id}", "/o/s/{slug}/session/{n}/attendance", "/o/s/{slug}/circles/{proposal}", "/g/{key}", "/o/roles/{kind}/{slug}"} {
				if !shown[must] {
					t.Errorf("%s shows nobody: the test looks past it", must)
				}
			}
		})
	}
}

// forget empties the audit log, so that the next reading is a new one.
func (x *crowd) forget() {
	x.t.Helper()
	x.Write(func(tx *store.Tx) error { _, err := tx.Exec(`DELETE FROM audit`); return err })
}

// notes are the verbs in the audit log.
func (x *crowd) notes() (verbs []string) {
	x.t.Helper()
	x.Read(func(tx *store.Tx) (err error) {
		verbs, err = store.All(tx, store.Column[string], `SELECT verb FROM audit ORDER BY at, id`)
		return err
	})
	return verbs
}
