package app_test

import (
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"testing"

	"codeberg.org/plenary/plenary/e2e"
	"codeberg.org/plenary/plenary/internal/app/apptest"
	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/series"
)

// What is no text comes back in every form of the house with all else that was
// typed, and a sentence that says what to do.
func TestEveryFormKeepsWhatWasTypedBesideWhatIsNoText(t *testing.T) {
	h := apptest.Open(t)
	setup := offer(t, h)
	breakForms(t, h.Visitor(), setup)
	h.SetUp()
	s := twoTracks("tracks")
	s.Questions = []series.Question{{ID: "needs", Label: map[string]string{"en": "Access needs"}, Kind: series.AskText}}
	h.Announce(s)
	contact := h.Visitor()
	group := contact.Open("/s/tracks/group").Form("organisation").Set("name", "Cai").Set("email", "cai@example.org").
		Set("organisation", "Quay").Set("people", "Ben\nDee").Set("track", "B").Submit().OK()
	breakForms(t, contact, group)
	group.Form("confirm").Submit("confirm").OK()
	register(h.Visitor(), "tracks", "Ada", "ada@example.org")
	roster := h.Link("cai@example.org", "/g/")
	contact.Open(roster).Form("/code").Submit() // a form more: for the code

	breakForms(t, h.Visitor(), "/s/tracks/register", "/s/tracks/group", "/signin", "/signin/sent", "/zone")
	breakForms(t, contact, roster)
	breakForms(t, h.Member("Ida", "ida@example.org", auth.Verbs()...), "/me", "/me/data", "/o/network", "/o/chapters", "/o/series/new",
		"/o/s/tracks", "/o/s/tracks/edit", "/o/s/tracks/people", "/o/s/tracks/people/new", "/o/s/tracks/session/1", "/o/s/tracks/session/new",
		"/o/s/tracks/session/1/attendance", "/o/s/tracks/session/1/write-up", "/o/posts/new")
}

// A file that is not what is asked for gets a sentence, and breaks nothing.
func TestEveryFileIsTakenForWhatItIs(t *testing.T) {
	h := apptest.Open(t)
	h.SetUp()
	h.Announce(apptest.Series("lease"))
	register(h.Visitor(), "lease", "Ada", "ada@example.org")
	v := h.Member("Ida", "ida@example.org", auth.Verbs()...)
	tried := 0
	for _, at := range []string{"/s/lease/group", "/o/network", "/o/series/new", "/o/s/lease/session/1/attendance"} {
		page := v.Open(at)
		for n, f := range page.Forms() {
			for _, name := range f.Takes() {
				for _, data := range []string{"\x00\x01\x02", "\xff\xfe\x00", "PK\x03\x04 a table of another kind", "<svg onload=alert(1)>", "a: &a [*a, *a]", strings.Repeat("[", 9000), "\"", "\n\n\n"} {
					p := page.Forms()[n].Attach(name, "a\x00\r\n\".csv", []byte(data)).Submit()
					if p.Status != http.StatusOK && p.Status != http.StatusUnprocessableEntity {
						t.Errorf("%s, %s to %s, %.10q: answered %d", at, name, f.Action(), data, p.Status)
					}
					p.Answers(p.Status)
					tried++
				}
			}
		}
	}
	if tried < 8*3 {
		t.Errorf("only %d files were tried", tried)
	}
}

func TestAFormTakesNoJSON(t *testing.T) {
	h := apptest.Open(t)
	h.SetUp()
	h.Announce(apptest.Series("lease"))
	for _, at := range []string{"/s/lease/register", "/s/lease/group", "/signin"} {
		resp, err := http.Post(h.URL+at, "application/json", strings.NewReader(`{"name":"Ada","email":"ada@example.org"}`))
		if err != nil {
			t.Fatal(err)
		}
		body, err := io.ReadAll(resp.Body)
		resp.Body.Close()
		if err != nil || resp.StatusCode != http.StatusUnsupportedMediaType || !strings.Contains(string(body), "Please open the page and fill in its form.") {
			t.Errorf("%s: answered %d, %v: %.300s", at, resp.StatusCode, err, body)
		}
	}
	if h.Find("lease").Taken != 0 {
		t.Error("somebody is registered")
	}
}

// breakForms sends each form of the pages with something in each field that is
// no text.
func breakForms(t *testing.T, v *e2e.Client, pages ...any) {
	t.Helper()
	for _, at := range pages {
		page, ok := at.(*e2e.Page)
		if !ok {
			page = v.Open(at.(string))
		}
		for n, f := range page.Forms() {
			for _, name := range f.Typed() {
				for _, broken := range []string{"\x00", "\xff\xfe"} {
					breakField(t, page, n, name, broken)
				}
			}
		}
	}
}

func breakField(t *testing.T, page *e2e.Page, n int, name, broken string) {
	t.Helper()
	f := page.Forms()[n]
	at := fmt.Sprintf("%s, %s of the form to %s, %q", page.URL.Path, name, f.Action(), broken)
	typed := map[string]string{}
	for i, other := range f.Typed() {
		if other != "code" {
			typed[other] = fmt.Sprintf("typed %d", i)
			f.Set(other, typed[other])
		}
	}
	f.Set(name, typed[name]+broken+" too")
	p := f.Submit()
	if p.Status == http.StatusOK && strings.HasSuffix(f.Action(), "/search") { // nothing is kept of it
		return
	}
	p.Answers(http.StatusUnprocessableEntity)
	if !strings.Contains(p.Text(), "Some characters cannot be read.") {
		t.Errorf("%s: does not say why: %.300s", at, p.Text())
	}
	forms := p.Forms()
	i := slices.IndexFunc(forms, func(g *e2e.Form) bool { return slices.Contains(g.Typed(), name) && g.Action() == f.Action() })
	if i < 0 {
		t.Errorf("%s: the form is gone", at)
		return
	}
	if got, want := forms[i].Value(name), typed[name]+"\uFFFD too"; got != want && name != "code" { // a code is typed anew
		t.Errorf("%s: kept %q", at, got)
	}
	for other, want := range typed {
		if got := forms[i].Value(other); got != want && other != name {
			t.Errorf("%s: %s holds %q, not %q", at, other, got, want)
		}
	}
}

// A name goes into mail to strangers, so it leads nowhere.
func TestNoNameIsAnAdvertisement(t *testing.T) {
	h := apptest.Open(t)
	setup := offer(t, h)
	const advert, why = "Win money at bit.ly/x", "Enter the name only."
	h.Visitor().Open(setup).Form("your_name").Set("your_name", advert).Submit().Answers(http.StatusUnprocessableEntity).Says(why)
	h.SetUp()
	h.Announce(apptest.Series("lease"))
	v := h.Visitor()
	register(v, "lease", advert, "ada@example.org").Answers(http.StatusUnprocessableEntity).Says(why)
	register(v, "lease", "J.P. O’Neil", "ada@example.org").OK()
	mine := h.Link("ada@example.org", "/r/")
	v.Open(mine).Form("/details").Set("name", advert).Submit().Answers(http.StatusUnprocessableEntity).Says(why)
	m := h.Member("Ida", "ida@example.org", auth.Verbs()...)
	m.Open("/me").Form("/me").Set("name", advert).Submit().Answers(http.StatusUnprocessableEntity).Says(why)
	m.Open("/o/s/lease/people/new").Form("email").Set("name", advert).Submit().Answers(http.StatusUnprocessableEntity).Says(why)

	fill := func(contact, organisation, list string) *e2e.Page {
		return v.Open("/s/lease/group").Form("organisation").Set("name", contact).Set("email", "cai@example.org").Set("organisation", organisation).Set("people", list).Submit()
	}
	fill(advert, "Quay", "Ben").Answers(http.StatusUnprocessableEntity).Says(why)
	fill("Cai", "WIN www.evil.example", "Ben").Answers(http.StatusUnprocessableEntity).Says(why)
	p := fill("Cai", "A/B Collective at 350.org", "Ben <ben@example.org>\nWin http://evil.example/now <dee@example.org>\n").OK().Says(why)
	p.Form("confirm").Submit("confirm=ready").OK()
	for _, m := range h.Mail("ben@example.org") {
		if strings.Contains(m.Text+m.HTML, "350.org") { // would be made a link
			t.Errorf("the mail holds the address of a page: %s", m.Text)
		}
	}
	if n := len(h.Mail("dee@example.org")); n != 0 {
		t.Errorf("%d mails to who needs another look", n)
	}
}
