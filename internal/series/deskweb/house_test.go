package deskweb_test

import (
	"bytes"
	"context"
	"io"
	"log/slog"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/html"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/circles"
	"codeberg.org/plenary/plenary/internal/events"
	"codeberg.org/plenary/plenary/internal/i18n"
	"codeberg.org/plenary/plenary/internal/people"
	"codeberg.org/plenary/plenary/internal/posts"
	"codeberg.org/plenary/plenary/internal/seal"
	"codeberg.org/plenary/plenary/internal/series"
	"codeberg.org/plenary/plenary/internal/series/deskweb"
	"codeberg.org/plenary/plenary/internal/store"
	"codeberg.org/plenary/plenary/internal/store/storetest"
	"codeberg.org/plenary/plenary/internal/web"
)

// house is the desk on a database of its own. It stands at 9:00 UTC on Monday
// 4 January 2027.
type house struct {
	t       *testing.T
	clock   *store.Clock
	db      *store.DB
	people  *people.Room
	posts   *posts.Room
	series  *series.Room
	handler http.Handler
	who     map[string]auth.Viewer // by the secret of their sign-in
	notes   []string               // of the audit log: verb and count
}

// boss is a viewer who may do everything.
const boss = "boss"

func newHouse(t *testing.T) *house {
	t.Helper()
	h := &house{t: t, clock: storetest.NewClock(), who: map[string]auth.Viewer{}}
	h.db = storetest.OpenWith(t, store.SQLite, store.Options{Now: h.clock.Now})
	keys := seal.New(make([]byte, 32))
	h.people, h.posts = &people.Room{Keys: keys}, &posts.Room{}
	h.series = &series.Room{Keys: keys, People: h.people, Posts: h.posts,
		Note: func(_ *store.Tx, _ auth.Viewer, verb, _ string, count int) error {
			h.notes = append(h.notes, verb+" "+itoa(count))
			return nil
		}}
	h.series.OnSessionsChanged = append(h.series.OnSessionsChanged, h.series.NoteChanges)
	h.signIn(boss, auth.TheNetwork(), auth.Verbs()...)
	server := &web.Server{DB: h.db, Keys: keys, Log: slog.New(slog.NewTextHandler(testWriter{t}, nil)),
		WhoIs: func(tx *store.Tx, secret string) (web.Visitor, error) { return web.Visitor{Viewer: h.who[secret]}, nil },
		Network: func(tx *store.Tx) (web.Face, error) {
			return web.Face{Name: i18n.Text{"en": "Harbour"}, Languages: []string{"en", "de", "ar"}, Zone: "Europe/Berlin", Colour: "#0b5a7a"}, nil
		},
		Routes: (&deskweb.Pages{Keys: keys, People: h.people, Posts: h.posts, Series: h.series, Events: &events.Room{Keys: keys, People: h.people},
			Circles: &circles.Room{Keys: keys, People: h.people, Series: h.series}}).Routes()}
	handler, err := server.Handler()
	if err != nil {
		t.Fatal(err)
	}
	h.handler = handler
	return h
}

type testWriter struct{ t *testing.T }

func (w testWriter) Write(p []byte) (int, error) {
	if bytes.Contains(p, []byte("level=ERROR")) {
		w.t.Logf("%s", p)
	}
	return len(p), nil
}

func itoa(n int) string { return strings.TrimSpace(i18n.For("en").WithLatinDigits().Number(n)) }

// signIn makes somebody known and gives them verbs.
func (h *house) signIn(name string, scope auth.Scope, verbs ...auth.Verb) {
	h.t.Helper()
	h.write(func(tx *store.Tx) error {
		p, _, err := h.people.Meet(tx.Context(), tx, auth.AtConsole(), people.Input{Name: name, Address: name + "@harbour.example", Zone: "Europe/Berlin", Language: "en"})
		v := auth.Viewer{Kind: auth.Person, Person: p.ID, Tier: auth.Fresh}
		for _, verb := range verbs {
			v.Grants = append(v.Grants, auth.Grant{Verb: verb, Scope: scope})
		}
		h.who[name] = v
		return err
	})
}

func (h *house) write(fn func(*store.Tx) error) {
	h.t.Helper()
	if err := h.db.Write(h.t.Context(), fn); err != nil {
		h.t.Fatal(err)
	}
}

// imports puts a series file into the house.
func (h *house) imports(text string) *series.Series {
	h.t.Helper()
	s, err := series.Read("test.yaml", []byte(text))
	if err != nil {
		h.t.Fatal(err)
	}
	h.write(func(tx *store.Tx) error {
		_, err := h.series.Import(tx.Context(), tx, auth.AtConsole(), s)
		return err
	})
	return h.load(s.Slug)
}

func (h *house) load(slug string) (s *series.Series) {
	h.t.Helper()
	err := h.db.Read(h.t.Context(), func(tx *store.Tx) (err error) {
		s, err = h.series.BySlug(tx.Context(), tx, auth.AtConsole(), slug)
		return err
	})
	if err != nil {
		h.t.Fatal(err)
	}
	return s
}

// registers gives somebody a place.
func (h *house) registers(slug, name, letter string) {
	h.t.Helper()
	h.write(func(tx *store.Tx) error {
		_, err := h.series.Register(tx.Context(), tx, auth.Viewer{}, slug, series.Form{Track: letter,
			Input: people.Input{Name: name, Address: strings.ToLower(strings.Fields(name)[0]) + "@mail.example", Zone: "Asia/Kolkata", Language: "de"}})
		return err
	})
}

// answer is what the server said.
type answer struct {
	status int
	to     string
	body   string
	head   http.Header
	page   *html.Node
}

func (h *house) ask(who string, r *http.Request) answer {
	h.t.Helper()
	if who != "" {
		r.AddCookie(&http.Cookie{Name: "signin", Value: who})
	}
	w := httptest.NewRecorder()
	h.handler.ServeHTTP(w, r.WithContext(context.WithoutCancel(h.t.Context())))
	a := answer{status: w.Code, to: w.Header().Get("Location"), body: w.Body.String(), head: w.Header()}
	a.page, _ = html.Parse(strings.NewReader(a.body))
	return a
}

func (h *house) get(who, at string) answer {
	h.t.Helper()
	return h.ask(who, httptest.NewRequest("GET", "http://localhost"+at, nil))
}

// sees gets a page that must be there.
func (h *house) sees(who, at string) answer {
	h.t.Helper()
	a := h.get(who, at)
	if a.status != 200 {
		h.t.Fatalf("GET %s: %d %s", at, a.status, text(a.page))
	}
	return a
}

func (h *house) post(who, at string, form url.Values) answer {
	h.t.Helper()
	r := httptest.NewRequest("POST", "http://localhost"+at, strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	return h.ask(who, r)
}

// upload posts a file.
func (h *house) upload(who, at, name, data string, form url.Values) answer {
	h.t.Helper()
	var body bytes.Buffer
	m := multipart.NewWriter(&body)
	for k, vs := range form {
		for _, v := range vs {
			_ = m.WriteField(k, v)
		}
	}
	if data != "" {
		w, err := m.CreateFormFile("file", name)
		if err != nil {
			h.t.Fatal(err)
		}
		_, _ = io.WriteString(w, data)
	}
	_ = m.Close()
	r := httptest.NewRequest("POST", "http://localhost"+at, &body)
	r.Header.Set("Content-Type", m.FormDataContentType())
	return h.ask(who, r)
}

// leads checks that a form was accepted, and follows it.
func (h *house) leads(who string, a answer, to string) answer {
	h.t.Helper()
	if a.status != 303 || !strings.HasPrefix(a.to, to) {
		h.t.Fatalf("got %d to %q, want 303 to %s…\n%.1000s", a.status, a.to, to, text(a.page))
	}
	at, _, _ := strings.Cut(a.to, "#")
	return h.sees(who, at)
}

// form is what a browser would send of a page's form: everything that is
// filled in, ticked or chosen already.
func (a answer) form(t *testing.T, action string) url.Values {
	t.Helper()
	var form *html.Node
	each(a.page, func(n *html.Node) {
		if n.Data == "form" && attr(n, "action") == action && form == nil {
			form = n
		}
	})
	if form == nil {
		t.Fatalf("there is no form to %s:\n%s", action, text(a.page))
	}
	v := url.Values{}
	each(form, func(n *html.Node) {
		name := attr(n, "name")
		if name == "" {
			return
		}
		switch n.Data {
		case "input":
			kind := attr(n, "type")
			if (kind == "checkbox" || kind == "radio") && !has(n, "checked") || kind == "file" {
				return
			}
			v.Add(name, attr(n, "value"))
		case "textarea":
			typed := ""
			if n.FirstChild != nil {
				typed = n.FirstChild.Data
			}
			v.Add(name, typed)
		case "select":
			value, first := "", true
			each(n, func(o *html.Node) {
				if o.Data == "option" && (first || has(o, "selected")) {
					value, first = attr(o, "value"), false
				}
			})
			v.Add(name, value)
		}
	})
	return v
}

// wrong is the sentence beside a field.
func (a answer) wrong(field string) string {
	said := ""
	each(a.page, func(n *html.Node) {
		if attr(n, "id") == field+"-err" {
			said = text(n)
		}
	})
	return said
}

func (a answer) says(t *testing.T, words ...string) {
	t.Helper()
	all := text(a.page)
	for _, w := range words {
		if !strings.Contains(all, w) {
			t.Errorf("the page does not say %q:\n%.3000s", w, all)
		}
	}
}

func each(n *html.Node, f func(*html.Node)) {
	if n.Type == html.ElementNode {
		f(n)
	}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		each(c, f)
	}
}

func attr(n *html.Node, name string) string {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}

func has(n *html.Node, name string) bool {
	for _, a := range n.Attr {
		if a.Key == name {
			return true
		}
	}
	return false
}

// text is all that stands in an element, but for styles.
func text(n *html.Node) string {
	if n == nil {
		return ""
	}
	var b strings.Builder
	var walk func(*html.Node)
	walk = func(n *html.Node) {
		if n.Type == html.TextNode {
			b.WriteString(n.Data)
		}
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			if c.Data != "style" && c.Data != "script" {
				walk(c)
			}
		}
		if n.Type == html.ElementNode && (n.Data == "p" || n.Data == "td" || n.Data == "li" || n.Data == "div") {
			b.WriteByte(' ')
		}
	}
	walk(n)
	return strings.Join(strings.Fields(b.String()), " ")
}

func at(t *testing.T, s string) time.Time {
	t.Helper()
	when, err := time.Parse(time.RFC3339, s)
	if err != nil {
		t.Fatal(err)
	}
	return when
}
