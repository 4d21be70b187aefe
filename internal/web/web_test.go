package web

import (
	"context"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/a-h/templ"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/i18n"
	"codeberg.org/plenary/plenary/internal/seal"
	"codeberg.org/plenary/plenary/internal/store"
	"codeberg.org/plenary/plenary/internal/store/storetest"
	"codeberg.org/plenary/plenary/internal/web/ui"
)

// house is a server with few routes, on a database that its pages read.
type house struct {
	*Server
	http.Handler
	t     *testing.T
	clock *store.Clock
	log   *strings.Builder
	reads int // how often a page was made
}

func newHouse(t *testing.T, routes ...Route) *house {
	t.Helper()
	return newHouseOn(t, store.SQLite, routes...)
}

func newHouseOn(t *testing.T, engine store.Engine, routes ...Route) *house {
	t.Helper()
	clock := storetest.NewClock()
	h := &house{t: t, clock: clock, log: &strings.Builder{}}
	db := storetest.OpenWith(t, engine, store.Options{Now: clock.Now})
	h.Server = &Server{
		DB: db, Keys: seal.New(make([]byte, 32)), Log: slog.New(slog.NewTextHandler(h.log, nil)),
		WhoIs: func(tx *store.Tx, secret string) (Visitor, error) {
			if secret != "amina" {
				return Visitor{}, nil
			}
			return Visitor{Viewer: auth.Viewer{Kind: auth.Person, Person: "p1"}, Zone: "Asia/Kolkata", Language: "hi"}, nil
		},
		Network: func(tx *store.Tx) (Face, error) {
			return Face{Name: i18n.Text{"en": "Harbour"}, Languages: i18n.Languages(), Zone: "Europe/Berlin", Colour: "#0b5a7a", Contact: "help@harbour.example"}, nil
		},
		Routes: append(append(Choices(), routes...), h.pages()...),
	}
	handler, err := h.Server.Handler()
	if err != nil {
		t.Fatal(err)
	}
	h.Handler = handler
	return h
}

// pages are routes that most tests need.
func (h *house) pages() []Route {
	return []Route{
		Get("/{$}", Public(), h.page).Cached(),
		Get("/kept/{n}", Public(), h.page).Cached(),
		Get("/mine", Members(), h.page),
		Get("/desk", Desk(), h.page),
		Get("/s/{slug}", Public(), h.page).Cached(),
		Get("/s/{slug}.ics", Public(), func(_ context.Context, _ *store.Tx, r *Request) (Answer, error) {
			return Bytes{Type: "text/calendar; charset=utf-8", Data: []byte("calendar of " + r.Param("slug") + " at " + r.Path)}, nil
		}),
		Get("/mine/data.json", Members(), func(context.Context, *store.Tx, *Request) (Answer, error) {
			return Bytes{Type: "application/json", Name: "data.json", Data: []byte(`{}`)}, nil
		}),
		Get("/fails/{kind}", Public(), func(_ context.Context, _ *store.Tx, r *Request) (Answer, error) {
			switch r.Param("kind") {
			case "panic":
				panic("a secret name")
			case "internal":
				return nil, io.ErrUnexpectedEOF
			case "closed":
				return nil, errs.New(errs.Closed, "test.closed|Registration has closed.")
			}
			return nil, errs.NotThere()
		}),
		Fixed("/assets/x.js", "text/javascript", []byte("let x")),
		Post("/send", Public(), Steps[string]{
			Prepare: func(_ context.Context, r *Request) (string, error) {
				if r.Value("name") == "" {
					var form errs.Form
					form.Add("name", "test.name|Enter a name.")
					return "", form.Err()
				}
				return r.Value("name"), nil
			},
			Do: func(_ context.Context, tx *store.Tx, r *Request, name string) (Answer, error) {
				if name == "panic" {
					panic("a secret name")
				}
				// A row of its own for each time the form was taken.
				_, err := tx.Exec(`INSERT INTO once (hash, answer, at) VALUES ($1, $2, $3)`, []byte(store.NewID()), name, store.At(tx.Now()))
				return SeeOther("/sent/" + store.NewID()), err
			},
			Again: func(_ context.Context, _ *store.Tx, r *Request, _ string, e *errs.Error) (Page, error) {
				f := ui.Form{L: r.L, Values: r.Form, Err: e}
				return Page{Title: "Again", Body: templ.Join(f.Summary(), words("<h1>Again</h1>"),
					f.Field(ui.Field{Name: "name", Label: "Name"}), f.Field(ui.Field{Name: "other", Label: "Other"}))}, nil
			},
		}),
	}
}

// page shows what it may depend on.
func (h *house) page(_ context.Context, tx *store.Tx, r *Request) (Answer, error) {
	h.reads++
	var n int
	if err := tx.Row(`SELECT COUNT(*) FROM once WHERE answer IS NOT NULL`).Scan(&n); err != nil {
		return nil, err
	}
	return Page{Title: "A page", Zoned: true, Body: words("<h1>" + r.L.Number(n) + " sent</h1><p>" + r.Zone.String() + " " + r.Viewer.Person + "</p>")}, nil
}

func words(html string) templ.Component {
	return templ.ComponentFunc(func(_ context.Context, w io.Writer) error {
		_, err := io.WriteString(w, html)
		return err
	})
}

// answer is what came back.
type answer struct {
	*http.Response
	Body string
}

// ask sends a request; headers come in pairs.
func (h *house) ask(method, address string, form url.Values, headers ...string) answer {
	h.t.Helper()
	var body io.Reader
	if form != nil {
		body = strings.NewReader(form.Encode())
	}
	r := httptest.NewRequest(method, address, body)
	r.Host = "localhost:8080"
	if form != nil {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	for i := 0; i < len(headers); i += 2 {
		if headers[i] == "Host" {
			r.Host = headers[i+1]
			continue
		}
		r.Header.Add(headers[i], headers[i+1])
	}
	w := httptest.NewRecorder()
	h.Handler.ServeHTTP(w, r)
	return answer{w.Result(), w.Body.String()}
}

func (h *house) get(address string, headers ...string) answer {
	h.t.Helper()
	return h.ask("GET", address, nil, headers...)
}

func (a answer) want(t *testing.T, status int, texts ...string) answer {
	t.Helper()
	if a.StatusCode != status {
		t.Errorf("answered %d, want %d: %.300s", a.StatusCode, status, a.Body)
	}
	for _, s := range texts {
		if !strings.Contains(a.Body, s) {
			t.Errorf("does not say %q: %.1500s", s, a.Body)
		}
	}
	return a
}

// sent counts how often the form of /send was taken.
func (h *house) sent() (n int) {
	h.t.Helper()
	err := h.DB.Read(h.t.Context(), func(tx *store.Tx) error {
		return tx.Row(`SELECT COUNT(*) FROM once WHERE answer = 'Ada'`).Scan(&n)
	})
	if err != nil {
		h.t.Fatal(err)
	}
	return n
}
