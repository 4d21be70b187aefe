package app_test

import (
	"strings"
	"testing"

	"codeberg.org/plenary/plenary/e2e"
	"codeberg.org/plenary/plenary/internal/app/apptest"
	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/people"
	"codeberg.org/plenary/plenary/internal/store"
)

// chapters makes a tree of chapters: each "slug" or "slug under parent".
func chapters(t *testing.T, h *apptest.House, list ...string) map[string]string {
	t.Helper()
	ids := map[string]string{}
	for _, c := range list {
		slug, parent, _ := strings.Cut(c, " under ")
		h.Write(func(tx *store.Tx) error {
			made, err := h.People.SaveChapter(t.Context(), tx, auth.AtConsole(), people.Chapter{Slug: slug, Parent: ids[parent], Zone: "Europe/Berlin",
				Name: map[string]string{"en": strings.ToUpper(slug[:1]) + slug[1:]}})
			ids[slug] = made.ID
			return err
		})
	}
	return ids
}

// with signs somebody in who holds verbs on a scope.
func with(t *testing.T, h *apptest.House, name, address string, scope auth.Scope, verbs ...auth.Verb) *e2e.Client {
	t.Helper()
	c := h.Member(name, address)
	h.Write(func(tx *store.Tx) error {
		id, err := h.People.Find(tx, address)
		if err != nil {
			return err
		}
		return h.Auth.Give(t.Context(), tx, auth.AtConsole(), id, scope, verbs...)
	})
	return c
}

func TestAChaptersTeamWorksOnItsSeriesAlone(t *testing.T) {
	h := apptest.Open(t)
	h.SetUp()
	ids := chapters(t, h, "valley", "river under valley", "hill")
	for slug, chapter := range map[string]string{"lease": "river", "roof": "hill", "open": ""} {
		s := apptest.Series(slug)
		s.Chapter, s.Title = chapter, map[string]string{"en": "About the " + slug}
		h.Announce(s)
	}
	v := with(t, h, "Vera", "vera@example.org", auth.ChapterScope(ids["valley"]), auth.VerbsOn("chapter")...)
	desk := v.Open("/o").Text()
	if !strings.Contains(desk, "About the lease") || strings.Contains(desk, "About the roof") || strings.Contains(desk, "About the open") {
		t.Errorf("the desk of a chapter shows %s", desk)
	}
	for path, want := range map[string]int{
		"/o/s/lease": 200, "/o/s/lease/edit": 200, "/o/s/lease/people": 200, "/o/roles/series/lease": 200, "/o/roles/chapter/river": 200, "/o/roles/chapter/valley": 200,
		"/o/chapters?slug=river": 200, "/o/chapters": 200,
		"/o/s/roof": 404, "/o/s/roof/people": 404, "/o/s/open": 404, "/o/roles/series/roof": 404, "/o/roles/chapter/hill": 404, "/o/roles/network/all": 404,
		"/o/network": 404, "/o/chapters?slug=hill": 404,
	} {
		if got := v.Get(path).Status; got != want {
			t.Errorf("%s answers %d, expected %d", path, got, want)
		}
	}
	if list := v.Open("/o/chapters").Body; strings.Contains(list, "slug=hill") || strings.Contains(list, ids["hill"]) || !strings.Contains(list, "slug=river") {
		t.Error("a chapter's team is shown other chapters")
	}
	// The chapter moves elsewhere, and the right with it.
	h.Write(func(tx *store.Tx) error {
		c, err := h.People.ChapterBySlug(tx, "river")
		if err != nil {
			return err
		}
		c.Parent = ids["hill"]
		_, err = h.People.SaveChapter(t.Context(), tx, auth.AtConsole(), c)
		return err
	})
	if got := v.Get("/o/s/lease").Status; got != 404 {
		t.Errorf("a series that moved to another chapter answers %d", got)
	}
}

func TestARoleIsOfferedAcceptedAndEndedByPagesAndMail(t *testing.T) {
	h := apptest.Open(t)
	h.SetUp()
	h.Announce(apptest.Series("lease"))
	boss := h.Member("Ida", "ida@example.org", auth.Verbs()...)
	known := h.Member("Bea Known", "bea@example.org")
	at := "/o/roles/series/lease"
	var answers []string
	for _, address := range []string{"Bea@Example.org", "new@example.org"} {
		page := boss.Open(at).Form("email").Set("email", address).Set("role", auth.Host).Submit().OK()
		answers = append(answers, strings.NewReplacer("bea@example.org", "X", "new@example.org", "X").Replace(page.Text()))
	}
	line := " X · Welcomes people · until Mon, 18 Jan 2027 Withdraw X"
	if answers[0] != strings.Replace(answers[1], line, "", 1) || strings.Count(answers[1], line) != 2 {
		t.Error("asking answers differently for known and unknown")
	}
	mail := h.Mail("new@example.org")
	if len(mail) != 1 || !strings.Contains(mail[0].Text, "note who is there") || strings.Contains(mail[0].Text, "as files") {
		t.Fatalf("the mail says %v", mail)
	}
	if known.Get("/o/s/lease/session/1/attendance").Status != 404 {
		t.Error("a role that was not accepted is held")
	}
	link := h.Link("bea@example.org", "/role/")
	offer := h.Visitor().Open(link)
	offer.Form("answer").Submit("Yes, I will").OK()
	if got := known.Get("/o/s/lease/session/1/attendance").Status; got != 200 {
		t.Errorf("the role that was accepted opens %d", got)
	}
	for _, path := range []string{"/o/s/lease/people", "/o/s/lease/edit", "/o/s/lease/circles"} {
		if got := known.Get(path).Status; got != 404 {
			t.Errorf("who takes attendance opens %s: %d", path, got)
		}
	}
	if got := known.Open("/o/roles").Text(); !strings.Contains(got, "Know your lease") || !strings.Contains(got, "note who is there") {
		t.Errorf("their own roles: %s", got)
	}
	if h.Visitor().Get(link).Status != 404 {
		t.Error("the link opens something after it was answered")
	}
	team := boss.Open(at)
	if !strings.Contains(team.Text(), "Bea Known") || !strings.Contains(team.Text(), "new@example.org") {
		t.Errorf("the team is %s", team.Text())
	}
	team.Form("offer").Submit().OK()
	if h.Visitor().Get(h.Link("new@example.org", "/role/")).Status != 404 {
		t.Error("the link of a withdrawn offer opens something")
	}
	boss.Open(at).Form("person").Submit().OK()
	if known.Get("/o").Status != 404 {
		t.Error("a role that was taken is held at the next request")
	}
	told := h.Mail("bea@example.org")
	if last := told[len(told)-1]; !strings.Contains(last.Subject, "no longer work on Know your lease") {
		t.Errorf("they were told %q", last.Subject)
	}
}

func TestTheLastWhoGivesRolesStays(t *testing.T) {
	h := apptest.Open(t)
	h.SetUp()
	boss := h.Member("Ida", "ida@example.org", auth.Verbs()...)
	page := boss.Open("/o/roles/network/all").Form("person").Submit()
	if page.Status != 422 || !strings.Contains(page.Text(), "Nobody else here may give roles") {
		t.Errorf("answered %d: %s", page.Status, page.Text())
	}
	page = boss.Open("/o/roles").Form("kind").Submit()
	if page.Status != 422 || !strings.Contains(page.Text(), "Nobody else here may give roles") {
		t.Errorf("resigning answered %d: %s", page.Status, page.Text())
	}
	other := h.Member("Omar", "omar@example.org", auth.GiveRoles)
	boss.Open("/o/roles").Form("kind").Submit().OK()
	if boss.Get("/o").Status != 404 || other.Get("/o/roles/network/all").Status != 200 {
		t.Error("one of two could not resign, or both did")
	}
}

func TestWhoRunsTheHouseSeesNoContent(t *testing.T) {
	h := apptest.Open(t)
	h.SetUp()
	h.Announce(apptest.Series("lease"))
	op := h.Member("Root", "root@example.org", auth.RunHouse)
	if desk := op.Open("/o").Text(); strings.Contains(desk, "Know your lease") {
		t.Errorf("the operator's desk shows %s", desk)
	}
	for _, path := range []string{"/o/s/lease", "/o/s/lease/people", "/o/network", "/o/chapters", "/o/roles/network/all", "/o/roles/series/lease", "/o/series/new"} {
		if got := op.Get(path).Status; got != 404 {
			t.Errorf("the operator opens %s: %d", path, got)
		}
	}
}
