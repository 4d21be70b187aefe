package deskweb_test

import (
	"encoding/csv"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/people"
	"codeberg.org/plenary/plenary/internal/series"
	"codeberg.org/plenary/plenary/internal/store"
)

// tracked is a series with two tracks.
const tracked = `series: tracked
title: {en: Tracked}
zone: Europe/Berlin
tracks:
  - {id: A, start: "10:00", places: 2}
  - {id: B, start: "19:00"}
length: 2h
registration: {waitlist: true}
questions: [{id: why, label: {en: Why?}, kind: text}, {id: meal, label: {en: Meal}, kind: yes-no}]
sessions: [{date: 2027-01-12}, {date: 2027-01-19}]
`

var personLink = regexp.MustCompile(`/o/s/[a-z]+/people/([a-z0-9]{26})`)

// person finds the registration of somebody in the list.
func (h *house) person(slug, name string) string {
	h.t.Helper()
	a := h.finds("/o/s/"+slug+"/people", url.Values{"q": {name}})
	m := personLink.FindStringSubmatch(a.body)
	if m == nil {
		h.t.Fatalf("%s is not in the list:\n%.500s", name, text(a.page))
	}
	return m[1]
}

// finds sends the form that searches a list, and follows it. No word of it may
// stand in an address.
func (h *house) finds(list string, form url.Values) answer {
	h.t.Helper()
	a := h.post(boss, list+"/search", form)
	if words := form.Get("q"); a.status != 303 || len(words) > 3 && strings.Contains(strings.ToLower(a.to), strings.ToLower(url.QueryEscape(words))) {
		h.t.Fatalf("the search leads with %d to %s", a.status, a.to)
	}
	return h.sees(boss, a.to)
}

func TestTheListOfPeopleIsNarrowedDown(t *testing.T) {
	h := newHouse(t)
	h.imports(tracked)
	for _, p := range []struct{ name, track string }{{"Ada Lovelace", "A"}, {"Béla Bartók", "A"}, {"Cleo", "A"}, {"Dan", "B"}} {
		h.registers("tracked", p.name, p.track)
	}
	for query, want := range map[string]string{
		"":                   "Ada Lovelace,Béla Bartók,Cleo,Dan",
		"?q=bela":            "Béla Bartók",
		"?q=ada@mail":        "Ada Lovelace",
		"?q=bartok+bela":     "Béla Bartók",
		"?track=A":           "Ada Lovelace,Béla Bartók,Cleo",
		"?state=waitlisted":  "Cleo",
		"?state=registered":  "Ada Lovelace,Béla Bartók,Dan",
		"?answered=no":       "Ada Lovelace,Béla Bartók,Cleo,Dan",
		"?answered=yes":      "",
		"?language=de":       "Ada Lovelace,Béla Bartók,Cleo,Dan",
		"?language=fr":       "",
		"?zone=Asia/Kolkata": "Ada Lovelace,Béla Bartók,Cleo,Dan",
		"?group=any":         "",
		"?group=none":        "Ada Lovelace,Béla Bartók,Cleo,Dan",
		"?track=A&q=cleo":    "Cleo",
		"?q=zzz":             "",
	} {
		form, err := url.ParseQuery(strings.TrimPrefix(query, "?"))
		if err != nil {
			t.Fatal(err)
		}
		a := h.finds("/o/s/tracked/people", form)
		var names []string
		for _, name := range []string{"Ada Lovelace", "Béla Bartók", "Cleo", "Dan"} {
			if strings.Contains(a.body, ">"+name+"<") {
				names = append(names, name)
			}
		}
		if got := strings.Join(names, ","); got != want {
			t.Errorf("%s shows %s, want %s", query, got, want)
		}
	}
}

func TestALongListHasPages(t *testing.T) {
	h := newHouse(t)
	h.imports(strings.ReplaceAll(plain, "places: 3, ", ""))
	for i := range 120 {
		h.registers("plain", "P"+strconv.Itoa(i)+" Person", "")
	}
	first := h.sees(boss, "/o/s/plain/people")
	first.says(t, "120 people", "1–50 of 120")
	if n := len(personLink.FindAllString(first.body, -1)); n != 50 {
		t.Errorf("%d people on the first page", n)
	}
	h.sees(boss, "/o/s/plain/people?from=100").says(t, "101–120 of 120")
	found := h.finds("/o/s/plain/people", url.Values{"q": {"person"}})
	next := ""
	each(found.page, func(n *html.Node) {
		if attr(n, "rel") == "next" {
			next = attr(n, "href")
		}
	})
	h.sees(boss, next).says(t, "51–100 of 120")
	if a := h.sees(boss, "/o/s/plain/people?q=person"); !strings.Contains(text(a.page), "120 people") {
		t.Error("words that are not sealed are searched for")
	}
}

func TestWhatIsDoneAboutSomebody(t *testing.T) {
	h := newHouse(t)
	h.imports(tracked)
	h.registers("tracked", "Ada", "A")
	h.registers("tracked", "Ben", "A")
	h.registers("tracked", "Dan", "B")
	ada := "/o/s/tracked/people/" + h.person("tracked", "Ada")
	h.sees(boss, ada).says(t, "ada@mail.example", "Has a place", "Not answered yet", "Kolkata", "German")
	h.leads(boss, h.post(boss, ada+"/track", url.Values{"track": {"B"}}), ada).says(t, "The hours are changed")
	h.leads(boss, h.post(boss, ada+"/resend", nil), ada).says(t, "The link is on its way")
	if a := h.post(boss, ada+"/track", url.Values{"track": {"X"}}); a.status != 422 || a.wrong("track") == "" {
		t.Errorf("a track that is none: %d", a.status)
	}
	cancelled := h.leads(boss, h.post(boss, ada+"/cancel", nil), ada)
	cancelled.says(t, "Cancelled", "For a day this can be undone")
	h.leads(boss, h.post(boss, ada+"/undo", cancelled.form(t, ada+"/undo")), ada).says(t, "Has a place")
	if a := h.post(boss, ada+"/promote", nil); a.status != 404 {
		t.Errorf("something that cannot be done: %d", a.status)
	}
	h.imports(plain)
	if a := h.get(boss, strings.Replace(ada, "tracked", "plain", 1)); a.status != 404 {
		t.Errorf("under another series: %d", a.status)
	}
	if a := h.post(boss, strings.Replace(ada, "tracked", "plain", 1)+"/cancel", nil); a.status != 404 {
		t.Errorf("cancelled under another series: %d", a.status)
	}
}

func TestWhoOnlySeesRegistrationsChangesNone(t *testing.T) {
	h := newHouse(t)
	s := h.imports(tracked)
	h.registers("tracked", "Ada", "A")
	h.signIn("reader", auth.SeriesScope(s.ID), auth.SeeRegistrations)
	ada := "/o/s/tracked/people/" + h.person("tracked", "Ada")
	a := h.sees("reader", ada)
	if strings.Contains(a.body, "/cancel") || strings.Contains(a.body, "/resend") {
		t.Error("the page offers to change it")
	}
	for _, what := range []string{"track", "cancel", "resend", "undo"} {
		if a := h.post("reader", ada+"/"+what, url.Values{"track": {"B"}}); a.status != 404 {
			t.Errorf("%s: %d", what, a.status)
		}
	}
	if a := h.post("reader", "/o/s/tracked/people/export", nil); a.status != 404 {
		t.Errorf("export: %d", a.status)
	}
	if a := h.get("reader", "/o/s/tracked/people/new"); a.status != 404 {
		t.Errorf("to register somebody: %d", a.status)
	}
}

func TestSomebodyIsRegisteredByHand(t *testing.T) {
	h := newHouse(t)
	h.imports(strings.Replace(tracked, "registration: {", "registration: {closes: 2027-01-01T09:00, ", 1))
	at := "/o/s/tracked/people/new"
	form := h.sees(boss, at).form(t, at)
	fillIn(form, "name", "Ada", "email", "ada@mail.example", "track", "A")
	h.leads(boss, h.post(boss, at, form), "/o/s/tracked/people/").says(t, "Registered.", "Has a place", "ada@mail.example")
	form.Set("once", "2")
	if a := h.post(boss, at, form); a.status != 422 || !strings.Contains(a.wrong("email"), "registered already") {
		t.Errorf("twice: %d %q", a.status, a.wrong("email"))
	}
	form.Set("once", "3")
	fillIn(form, "name", "No Mail", "email", "", "track", "B")
	h.leads(boss, h.post(boss, at, form), "/o/s/tracked/people/").says(t, "No Mail", "Has a place")
	for _, c := range []struct{ field, value, says string }{
		{"name", "", ""}, {"email", "nobody", "Enter a whole e-mail address"}, {"track", "", "Choose the hours"}, {"zone", "Mars/Base", "not known"},
	} {
		form := h.sees(boss, at).form(t, at)
		fillIn(form, "name", "Zoe", "email", "zoe@mail.example", "track", "B")
		fillIn(form, c.field, c.value)
		a := h.post(boss, at, form)
		if a.status != 422 || a.wrong(c.field) == "" || !strings.Contains(a.wrong(c.field), c.says) {
			t.Errorf("%s %q: %d %q", c.field, c.value, a.status, a.wrong(c.field))
		}
	}
}

func TestTheFileOfPeopleIsForWhoHasJustShownWhoTheyAre(t *testing.T) {
	h := newHouse(t)
	s := h.imports(tracked)
	h.registers("tracked", "Ada Canary", "B")
	h.signIn("exports", auth.SeriesScope(s.ID), auth.SeeRegistrations, auth.ExportPeople)
	h.signIn("only exports", auth.SeriesScope(s.ID), auth.ExportPeople)
	h.signIn("only sees", auth.SeriesScope(s.ID), auth.SeeRegistrations)
	longAgo := h.who["exports"]
	longAgo.Tier = auth.Strong
	h.who["long ago"] = longAgo
	form := h.sees("long ago", "/o/s/tracked/people").form(t, "/o/s/tracked/people/export")
	for who, want := range map[string]int{"exports": 200, "long ago": 303, "only exports": 404, "only sees": 404} {
		a := h.post(who, "/o/s/tracked/people/export", form)
		if a.status != want || strings.Contains(a.body, "Canary") != (want == 200) || want == 303 && !strings.HasPrefix(a.to, "/signin/again?") {
			t.Errorf("%s: %d to %q\n%.300s", who, a.status, a.to, a.body)
		}
	}
	if n := strings.Count(strings.Join(h.notes, " "), "people.export"); n != 1 {
		t.Errorf("the log says %v", h.notes)
	}
}

func TestTheFileOfPeopleComputesNothing(t *testing.T) {
	h := newHouse(t)
	h.imports(tracked)
	nasty := []string{"=cmd|' /C calc'!A0", "+1", "-2", "@SUM(A1)", "＝1", "Ada \"the\" first, of\nmany"}
	h.write(func(tx *store.Tx) error {
		for i, name := range nasty {
			_, err := h.series.Register(tx.Context(), tx, auth.Viewer{}, "tracked", series.Form{Track: "B", Answers: map[string]string{"why": "=1+1", "meal": "yes"},
				Input: people.Input{Name: name, Address: "p" + strconv.Itoa(i) + "@mail.example", Zone: "Asia/Kolkata", Language: "de"}})
			if err != nil {
				return err
			}
		}
		return nil
	})
	page := h.sees(boss, "/o/s/tracked/people?track=B")
	a := h.post(boss, "/o/s/tracked/people/export", page.form(t, "/o/s/tracked/people/export"))
	if a.status != 200 || !strings.HasPrefix(a.body, "\ufeff") || !strings.Contains(a.head.Get("Content-Disposition"), "tracked.csv") {
		t.Fatalf("%d %s %.200s", a.status, a.head.Get("Content-Disposition"), a.body)
	}
	rows, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(a.body, "\ufeff"))).ReadAll()
	if err != nil || len(rows) != len(nasty)+1 {
		t.Fatalf("%d rows, %v", len(rows), err)
	}
	if got := strings.Join(rows[0], ","); got != "name,email,status,track,answered,language,zone,group,registered_at,q.why,q.meal,session.1,session.2" {
		t.Errorf("the head is %s", got)
	}
	for _, row := range rows[1:] {
		for _, cell := range row {
			if cell != "" && strings.ContainsRune("=+-@＝", []rune(cell)[0]) {
				t.Errorf("the cell %q is computed", cell)
			}
		}
	}
	if !slices.Contains(h.notes, "people.export 6") {
		t.Errorf("the log says %v", h.notes)
	}
}
