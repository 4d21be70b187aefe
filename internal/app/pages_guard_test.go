package app_test

import (
	"fmt"
	"net/http/httptest"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"codeberg.org/plenary/plenary/internal/app/apptest"
	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/config"
	"codeberg.org/plenary/plenary/internal/store"
	"codeberg.org/plenary/plenary/internal/web"
)

var seedOf = regexp.MustCompile(`data-work="([0-9a-f]+)"`)

func TestAboveTheQuotaAFormTakesOneMoreStepAndLosesNothing(t *testing.T) {
	h := apptest.OpenWith(t, func(c *config.Config) { c.LocalQuota = 10 })
	h.SetUp()
	h.Announce(apptest.Series("lease"))
	v := h.Visitor()
	for n := range 10 {
		register(v, "lease", "Ada", fmt.Sprintf("ada%d@mail.example", n)).OK()
	}
	// By a click, where no script runs.
	p := register(v, "lease", "Bea", "bea@mail.example").Answers(422).Says("One more step", "not sent yet")
	if len(p.Flaws()) > 0 {
		t.Errorf("the page has flaws: %q", p.Flaws())
	}
	p.Form("step.ticket").Submit().OK().Says("You are registered")
	// By work, for a form with a file.
	p = v.Open("/s/lease/group").Form("people").Set("name", "Carla").Set("email", "carla@mail.example").
		Attach("file", "list.csv", []byte("name;address\n"+lines(12))).Submit().Answers(422)
	form := p.Form("step.ticket").Set("step.solved", web.Solve(seedOf.FindStringSubmatch(p.Body)[1]))
	form.Submit().OK().Says("Guest 11")
	if mails := h.Mail("bea@mail.example"); len(mails) != 1 {
		t.Errorf("%d mails for who clicked", len(mails))
	}
	// Signed in, nobody is counted.
	register(h.Member("Dora", "dora@mail.example"), "lease", "Dora", "dora@mail.example").OK()
}

// guests are so many names.
func guests(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "Guest %d\n", i)
	}
	return b.String()
}

func lines(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "Guest %d;guest%d@mail.example\n", i, i)
	}
	return b.String()
}

func TestAProgramThatFillsInEverythingIsThankedAndForgotten(t *testing.T) {
	h := apptest.Open(t)
	h.SetUp()
	h.Announce(apptest.Series("lease"))
	v := h.Visitor()
	for _, path := range []string{"/s/lease/register", "/s/lease/group", "/report"} {
		if !strings.Contains(v.Open(path).Body, `name="homepage"`) {
			t.Errorf("%s has no field for programs", path)
		}
	}
	p := v.Open("/s/lease/register").Form("email").Set("name", "Bot").Set("email", "bot@mail.example").Set("homepage", "https://cheap.example").Submit().OK()
	p.Says("You are registered")
	if mails := h.Mail("bot@mail.example"); len(mails) != 0 {
		t.Errorf("%d mails", len(mails))
	}
	var n int
	h.Read(func(tx *store.Tx) error { return tx.Row(`SELECT COUNT(*) FROM registration`).Scan(&n) })
	if n != 0 {
		t.Errorf("%d registrations", n)
	}
}

func TestOneButtonStopsAllMailToSomebodyWhomAnotherEntered(t *testing.T) {
	h := apptest.Open(t)
	h.SetUp()
	h.Announce(apptest.Series("lease"))
	enter := func(contact string) {
		v := h.Visitor()
		p := v.Open("/s/lease/group").Form("people").Set("name", "Carla").Set("email", contact).Set("people", "Vic victim@mail.example\n"+guests(11)).Submit().OK()
		p.Form("confirm").Submit("confirm").OK()
	}
	enter("carla@mail.example")
	v := h.Visitor()
	v.Get(h.Link("victim@mail.example", "/r/")) // looking changes nothing
	link := h.Link("victim@mail.example", "/r/")
	p := v.Open(link).Form(link + "/not-me").Submit().OK().Says("We do not write to you any more")
	before := len(h.Mail("victim@mail.example"))
	enter("dora@mail.example")
	register(h.Visitor(), "lease", "Vic", "victim@mail.example").OK()
	h.Visitor().Open("/signin").Form("email").Set("email", "victim@mail.example").Submit().OK()
	if n := len(h.Mail("victim@mail.example")); n != before {
		t.Errorf("%d more mails", n-before)
	}
	team := h.Member("Team", "team@mail.example", auth.SeeRegistrations, auth.EditRegistrations)
	team.Open("/o/s/lease/groups").Says("1 of 1 invited").Silent("victim@")
	p.Form("ticket").Submit().OK().Says("Mail may come again")
	h.Visitor().Open("/signin").Form("email").Set("email", "victim@mail.example").Submit().OK()
	if n := len(h.Mail("victim@mail.example")); n != before+1 {
		t.Errorf("%d mails after it was taken back, want one more than %d", n, before)
	}
}

// random is what differs from answer to answer; how long it is stays.
var random = regexp.MustCompile(`[A-Za-z0-9_-]{20,}|(ada|bea)@mail.example`)

// raw sends a form with the address and returns the whole answer.
func raw(h *apptest.House, path string, form url.Values, address string) string {
	form.Set("email", address)
	r := httptest.NewRequest("POST", path, strings.NewReader(form.Encode()))
	r.Host = "localhost"
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	w := httptest.NewRecorder()
	h.Handler.ServeHTTP(w, r)
	var all []string
	for name, values := range w.Result().Header {
		all = append(all, name+": "+strings.Join(values, " | "))
	}
	slices.Sort(all)
	text := fmt.Sprint(w.Code, "\n", strings.Join(all, "\n"), "\n\n", w.Body)
	return random.ReplaceAllStringFunc(text, func(s string) string { return fmt.Sprintf("<%d>", len(s)) })
}

// TestKnownAndUnknownAddressesAreAnsweredAlike compares whole answers, headers
// included, but for what is random in them.
func TestKnownAndUnknownAddressesAreAnsweredAlike(t *testing.T) {
	h := apptest.Open(t)
	h.SetUp()
	h.Announce(apptest.Series("lease"))
	register(h.Visitor(), "lease", "Ada", "ada@mail.example").OK()
	people := guests(12)
	v := h.Visitor()
	v.Open("/s/lease/group").Form("people").Set("name", "Ada").Set("email", "ada@mail.example").Set("people", people).Submit().OK().Form("confirm").Submit("confirm").OK()

	for name, form := range map[string]struct {
		path   string
		values url.Values
	}{
		"register":       {"/s/lease/register", url.Values{"name": {"Ada"}, "zone": {"UTC"}, "language": {"en"}}},
		"register wrong": {"/s/lease/register", url.Values{"zone": {"UTC"}}},
		"group":          {"/s/lease/group", url.Values{"name": {"Ada"}, "zone": {"UTC"}, "language": {"en"}, "people": {people}, "confirm": {"all"}}},
		"sign-in":        {"/signin", url.Values{}},
		"report":         {"/report", url.Values{"reason": {"Look."}}},
	} {
		known := raw(h, form.path, form.values, "ada@mail.example")
		unknown := raw(h, form.path, form.values, "bea@mail.example")
		if known != unknown {
			t.Errorf("%s: known and unknown differ:\n%s\n%s", name, known, unknown)
		}
		if !strings.Contains(known, "30") && !strings.Contains(known, "422") {
			t.Errorf("%s: %s", name, known)
		}
	}

	// The code that somebody mailed is wrong in the same way for both.
	var answers []string
	for _, address := range []string{"ada@mail.example", "bea@mail.example"} {
		v := h.Visitor()
		v.Open("/signin").Form("email").Set("email", address).Submit().OK()
		p := v.Open("/signin/sent").Form("code").Set("code", "000000").Submit()
		answers = append(answers, fmt.Sprint(p.Status, random.ReplaceAllString(p.Body, "…")))
	}
	if answers[0] != answers[1] {
		t.Error("a wrong code is answered in two ways")
	}
}

// TestAStrangersAddressIsNoTarget types one address into all forms, day after
// day.
func TestAStrangersAddressIsNoTarget(t *testing.T) {
	h := apptest.Open(t)
	h.SetUp()
	for _, slug := range []string{"one", "two", "three"} {
		h.Announce(apptest.Series(slug))
	}
	last := 0
	for day := range 7 {
		for range 3 {
			for _, slug := range []string{"one", "two", "three"} {
				raw(h, "/s/"+slug+"/register", url.Values{"name": {"Vic"}, "zone": {"UTC"}, "language": {"en"}}, "victim@mail.example")
				raw(h, "/s/"+slug+"/group", url.Values{"name": {"Vic"}, "zone": {"UTC"}, "language": {"en"}, "people": {guests(12)}, "confirm": {"all"}}, "victim@mail.example")
			}
			raw(h, "/signin", url.Values{}, "victim@mail.example")
			raw(h, "/report", url.Values{"reason": {"Look."}}, "victim@mail.example")
		}
		n := len(h.Mail("victim@mail.example"))
		if n-last > 4 {
			t.Errorf("%d mails on day %d", n-last, day)
		}
		last = n
		h.Pass(24 * time.Hour)
	}
	if last > 8 {
		t.Errorf("%d mails in a week", last)
	}
}
