package e2e

import (
	"fmt"
	"testing"
	"time"
)

// judged is a window in which every page that is opened is judged: by the
// accessibility checker, by its width, and by what the console says.
type judged struct {
	*Tab
	t    *testing.T
	look Look
}

// see judges the page that is shown, which must have been answered so.
func (j judged) see(name string, status int64) {
	j.t.Helper()
	name = fmt.Sprintf("%s (%s, %d px, dark %v)", name, j.look.Lang, j.look.Width, j.look.Dark)
	if got := j.Status(); got != status {
		j.t.Errorf("%s, %s, answered %d, want %d: %s", name, j.URL(), got, status, j.Text("body"))
	}
	for _, v := range j.Axe() {
		j.t.Errorf("%s: %s", name, v)
	}
	if px := j.Sideways(); px > 0 {
		j.t.Errorf("%s scrolls sideways by %d px", name, px)
	}
	for _, said := range j.Said() {
		j.t.Errorf("%s: the console said %s", name, said)
	}
}

// TestPagesOnTheWayAreForEveryone judges the pages that no address alone leads
// to: before the network is set up, after a form, from a mail. Those of the
// made-up network are judged by TestEveryPageIsForEveryone, those of groups by
// TestPagesOfAGroupAreForEveryone.
func TestPagesOnTheWayAreForEveryone(t *testing.T) {
	for _, look := range []Look{{Lang: "ar", Width: 320, Dark: true}, {Lang: "de", Width: 1280}} {
		t.Run(look.Lang, func(t *testing.T) {
			s := Start(t, Options{Now: open})
			j := judged{s.Tab(look), t, look}
			j.Open("/")
			j.see("a house that is not set up", 200)
			j.Open(s.SetUp())
			j.see("set-up", 200)
			j.Enter(`main form button.go`)
			j.see("set-up with nothing filled in", 422)
			s.Do("series", "import", changedSample(t, "learning-series", "places: 500", "places: 2",
				"visibility: public", "visibility: public\njoin_url: https://meet.harbour.example/{n}"))
			pagesOfARegistration(s, j)
			pagesOfSignIn(s, j)
		})
	}
}

func pagesOfARegistration(s *Server, j judged) {
	register := func(name string) {
		j.Open("/s/"+openSlug+"/register").Fill("name", name).Fill("email", name+"@mail.example").Enter(`main form button.go`)
	}
	mine := func(name, kind string) string { return s.awaitKind(name+"@mail.example", kind).Link(j.t, "/r/") }
	press := func(action string) {
		j.Eval(`document.querySelectorAll("details").forEach(d => d.open = true)`, nil)
		j.Enter(`form[action$="/` + action + `"] button`)
	}

	register("ana")
	j.see("receipt", 200)
	ana := mine("ana", "series.registered")
	j.Open(ana)
	j.see("my registration", 200)
	press("answer")
	j.see("my registration, answered", 200)
	j.Eval(`document.querySelectorAll("details").forEach(d => d.open = true)`, nil)
	j.see("my registration, all unfolded", 200)
	j.Fill("name", "")
	press("details")
	j.see("my registration without a name", 422)

	register("bo")
	s.Client().Open(mine("bo", "series.registered")).form("/answer").Submit().OK()
	j.Open("/s/" + openSlug)
	j.see("a series that is full", 200)
	register("cleo")
	j.see("receipt of the waiting list", 200)
	cleo := mine("cleo", "series.registered")
	j.Open(cleo)
	j.see("on the waiting list", 200)
	j.Open(ana)
	press("cancel")
	j.see("my registration, cancelled", 200)
	j.Open(mine("cleo", "series.offered"))
	j.see("a place is free", 200)
	press("accept")
	j.see("a place accepted", 200)
	j.Open(ana)
	press("undo")
	j.see("undone, to the waiting list", 200)

	s.Set(at("2025-02-11T15:30Z"))
	reminder := s.awaitKind("cleo@mail.example", "series.day-before")
	j.Open(reminder.Link(j.t, "/join/"))
	j.see("the way in, too early", 200)
	j.Open(reminder.Link(j.t, "/u/"))
	j.see("reminders", 200)
	j.Enter(`main form button`)
	j.see("no more reminders", 200)
	s.Set(at("2025-02-12T14:40Z"))
	j.Open(reminder.Link(j.t, "/join/"))
	j.see("the way in", 200)
	j.Open(cleo)
	j.see("my registration, when it is time", 200)
	s.Set(at("2025-02-12T17:10Z"))
	j.Open(reminder.Link(j.t, "/join/"))
	j.see("the way in, too late", 200)
	j.Open(cleo)
	j.see("my registration, afterwards", 200)
	press("remove")
	j.see("removed", 200)
	j.Open(cleo)
	j.see("a link of somebody who was removed", 404)
	j.Open("/s/" + openSlug + "/register")
	j.see("a form after closing", 200)
}

func pagesOfSignIn(s *Server, j judged) {
	s.Do("admin", "create", "ada@harbour.example", "--organiser")
	j.Open("/signin").Fill("email", "ada@harbour.example").Enter(`main form button`)
	j.see("look into your mail", 200)
	j.Fill("code", "000000").Enter(`main form button`)
	j.see("a wrong code", 422)
	link := s.awaitKind("ada@harbour.example", "auth.sign-in").Link(j.t, "/signin/")
	j.Open(link)
	j.see("a link to sign in by", 200)
	s.Add(time.Hour)
	j.Enter(`main form button`)
	j.see("a link to sign in by, too late", 422)
}
