package app_test

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"codeberg.org/plenary/plenary/internal/app/apptest"
	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/config"
	"codeberg.org/plenary/plenary/internal/store"
	"codeberg.org/plenary/plenary/internal/web"
)

// freeze freezes somebody as a moderator does.
func freeze(h *apptest.House, person string) {
	h.Write(func(tx *store.Tx) error {
		moderator := auth.Viewer{Kind: auth.Person, Person: "moderator", Tier: auth.Strong, Grants: []auth.Grant{{Verb: auth.ModerateReports, Scope: auth.TheNetwork()}}}
		return h.People.Freeze(tx.Context(), tx, moderator, person, "You threatened a member.")
	})
}

var inPath = regexp.MustCompile(`\{[a-z]+\}`)

// TestWhoIsFrozenActsBehindNoCarriedLinkButToLeave asks every form that stands
// behind a carried link. One that is new and says nobody whose link it is fails.
func TestWhoIsFrozenActsBehindNoCarriedLinkButToLeave(t *testing.T) {
	w := newWorld(t, store.SQLite)
	ada, contact := w.who["ada"], w.who["contact of tenancy"]
	keys := map[string]string{"r": w.App.Series.Key(ada.r), "er": w.Events.Key(ada.at), "circle": w.Circles.Key(ada.in), "meet": w.Circles.MeetKey(ada.in, 1),
		"join": w.App.Series.JoinKey(ada.r, 1), "g": w.App.Series.GroupKey(contact.d), "role": w.Auth.OfferKey(w.offer)}
	freeze(w.House, ada.id)
	freeze(w.House, contact.id)
	ask := func(route web.Route) int {
		first, _, _ := strings.Cut(strings.TrimPrefix(route.Pattern, "/"), "/")
		key, known := keys[first]
		if !known {
			t.Errorf("%s: nobody says whose link it is", route.Pattern)
		}
		path := inPath.ReplaceAllStringFunc(route.Pattern, func(part string) string {
			return map[string]string{"{key}": key, "{date}": w.dates["tenancy"], "{n}": "1"}[part]
		})
		return w.Visitor().Post(path, url.Values{"answer": {"yes"}}).Status
	}
	refused := 0
	for _, route := range w.App.Routes() {
		switch {
		case route.Method != "POST" || route.Policy.Name != web.ByLink().Name || web.WayOut(route.Pattern),
			strings.HasPrefix(route.Pattern, "/signin/"), // opens no more than their own data: see TestSomebodyFrozenSeesTheirOwnData
			strings.HasPrefix(route.Pattern, "/in/"):     // whose holder nobody knows: a group sent it to somebody
			continue
		}
		if got := ask(route); got != http.StatusGone {
			t.Errorf("%s answered %d", route.Pattern, got)
		}
		refused++
	}
	if refused < 20 {
		t.Errorf("only %d forms were asked", refused)
	}
	for _, path := range []string{"/r/" + keys["r"], "/er/" + keys["er"], "/circle/" + keys["circle"], "/g/" + keys["g"]} {
		w.Visitor().Get(path).OK()
	}
	for _, path := range []string{"/er/" + keys["er"] + "/cancel", "/circle/" + keys["circle"] + "/withdraw", "/r/" + keys["r"] + "/cancel", "/g/" + keys["g"] + "/cancel", "/r/" + keys["r"] + "/remove"} {
		if p := w.Visitor().Post(path, url.Values{"sure": {"yes"}}); p.Status != http.StatusOK {
			t.Errorf("%s answered %d: a way out is shut", path, p.Status)
		}
	}
}

func TestACalendarsAnswerOfSomebodyFrozenOnlyGivesUp(t *testing.T) {
	h := apptest.OpenWith(t, func(c *config.Config) { c.MailListen = "127.0.0.1:0" })
	h.SetUp()
	s := apptest.Series("reading")
	s.Sessions = s.Sessions[:1]
	h.Announce(s)
	mx := listen(t, h)
	register(h.Visitor(), "reading", "Ada", "ada@home.example").OK()
	var key string
	h.Read(func(tx *store.Tx) error {
		person, err := h.People.Find(tx, "ada@home.example")
		if err != nil {
			return err
		}
		r, err := h.App.Series.RegistrationOf(tx, h.Find("reading").ID, person)
		key = h.App.Series.ReplyKey(r)
		return err
	})
	var person string
	h.Read(func(tx *store.Tx) (err error) { person, err = h.People.Find(tx, "ada@home.example"); return err })
	freeze(h, person)
	for _, c := range []struct {
		how, state string
		answered   bool
	}{{"ACCEPTED", "registered", false}, {"TENTATIVE", "registered", false}, {"DECLINED", "cancelled", true}} {
		answerByMail(t, mx, "cal-s+"+key+"@localhost", h.Find("reading").Sessions[0].ID+"@localhost", "ada@home.example", c.how)
		var state string
		var answered bool
		h.Read(func(tx *store.Tx) error {
			return tx.Row(`SELECT state, answered_at IS NOT NULL FROM registration`).Scan(&state, &answered)
		})
		if state != c.state || answered != c.answered {
			t.Errorf("%s: %s, answered %t", c.how, state, answered)
		}
	}
}
