package seriesweb

import (
	"bytes"
	"context"
	"io"
	"log/slog"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/people"
	"codeberg.org/plenary/plenary/internal/posts"
	"codeberg.org/plenary/plenary/internal/seal"
	"codeberg.org/plenary/plenary/internal/series"
	"codeberg.org/plenary/plenary/internal/store"
	"codeberg.org/plenary/plenary/internal/store/storetest"
	"codeberg.org/plenary/plenary/internal/web"
)

// stopHouse is a series with one person registered, behind a web server.
type stopHouse struct {
	t      *testing.T
	db     *store.DB
	room   *series.Room
	server *httptest.Server
	r      series.Registration
}

func eachStopHouse(t *testing.T, fn func(h *stopHouse)) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		keys := seal.New(make([]byte, 32))
		room := &series.Room{Keys: keys, People: &people.Room{Keys: keys}, Posts: &posts.Room{}}
		s := &web.Server{DB: db, Keys: keys, Log: slog.New(slog.DiscardHandler), Base: "https://plenary.example",
			WhoIs:   func(*store.Tx, string) (web.Visitor, error) { return web.Visitor{}, nil },
			Network: func(*store.Tx) (web.Face, error) { return web.Face{Languages: []string{"en"}, Zone: "UTC"}, nil },
			Routes:  (&Pages{Keys: keys, People: room.People, Series: room}).Routes()}
		handler, err := s.Handler()
		if err != nil {
			t.Fatal(err)
		}
		h := &stopHouse{t: t, db: db, room: room, server: httptest.NewServer(handler)}
		t.Cleanup(h.server.Close)
		h.open()
		fn(h)
	})
}

func (h *stopHouse) open() {
	x, err := series.Read("test.yaml", []byte(`series: talks
title: {en: Talks}
contact: {name: Team, email: team@school.example}
zone: Europe/Berlin
start: "10:00"
length: 1h
registration: {for: anyone}
sessions: [{date: 2027-03-10}]
visibility: public
`))
	if err != nil {
		h.t.Fatal(err)
	}
	err = h.db.Write(context.Background(), func(tx *store.Tx) error {
		if _, err := h.room.Import(tx.Context(), tx, auth.AtConsole(), x); err != nil {
			return err
		}
		f := series.Form{Input: people.Input{Name: "Ada", Address: "ada@mail.example", Zone: "Europe/Berlin", Language: "en"}}
		if _, err := h.room.Register(tx.Context(), tx, auth.Viewer{}, "talks", f.Clean()); err != nil {
			return err
		}
		person, err := h.room.People.Find(tx, "ada@mail.example")
		if err != nil {
			return err
		}
		mine, err := h.room.Of(tx.Context(), tx, auth.Holder("feed", person, person), person)
		if err == nil {
			h.r = mine[0].R
		}
		return err
	})
	if err != nil {
		h.t.Fatal(err)
	}
}

func (h *stopHouse) reminded() (on bool) {
	h.t.Helper()
	err := h.db.Read(context.Background(), func(tx *store.Tx) error {
		st, err := h.room.Stop(tx.Context(), tx, h.room.StopKey(h.r))
		on = st.Reminders
		return err
	})
	if err != nil {
		h.t.Fatal(err)
	}
	return on
}

// ask sends a request as a mail provider does: without cookies, and without
// following anything.
func (h *stopHouse) ask(method, path, kind, body string) (int, string) {
	h.t.Helper()
	req, err := http.NewRequest(method, h.server.URL+path, strings.NewReader(body))
	if err != nil {
		h.t.Fatal(err)
	}
	if kind != "" {
		req.Header.Set("Content-Type", kind)
	}
	client := &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	resp, err := client.Do(req)
	if err != nil {
		h.t.Fatal(err)
	}
	defer resp.Body.Close()
	page, err := io.ReadAll(resp.Body)
	if err != nil {
		h.t.Fatal(err)
	}
	return resp.StatusCode, string(page)
}

const urlencoded = "application/x-www-form-urlencoded"

func TestOneClickStopsRemindersInEitherEncodingAndAgain(t *testing.T) {
	var form bytes.Buffer
	w := multipart.NewWriter(&form)
	if err := w.WriteField("List-Unsubscribe", "One-Click"); err != nil {
		t.Fatal(err)
	}
	w.Close()
	for _, c := range []struct{ kind, body string }{
		{urlencoded, "List-Unsubscribe=One-Click"},
		{w.FormDataContentType(), form.String()},
	} {
		eachStopHouse(t, func(h *stopHouse) {
			path := "/u/" + h.room.StopKey(h.r)
			for range 2 {
				if code, page := h.ask("POST", path, c.kind, c.body); code != 200 || !strings.Contains(page, "no more reminders and write-ups of Talks") {
					h.t.Errorf("%d %s", code, page)
				}
				if h.reminded() {
					h.t.Error("not stopped")
				}
			}
			err := h.db.Read(context.Background(), func(tx *store.Tx) error {
				p, err := h.room.People.Get(tx, h.r.Person)
				if p.Proven() {
					h.t.Error("a mail program's own button is no answer of the person")
				}
				return err
			})
			if err != nil {
				h.t.Fatal(err)
			}
		})
	}
}

func TestLookingAtTheStopPageChangesNothing(t *testing.T) {
	eachStopHouse(t, func(h *stopHouse) {
		path := "/u/" + h.room.StopKey(h.r)
		for _, method := range []string{"GET", "HEAD"} {
			if code, _ := h.ask(method, path, "", ""); code != 200 {
				h.t.Errorf("%s: %d", method, code)
			}
		}
		_, page := h.ask("GET", path, "", "")
		if !strings.Contains(page, `method="post"`) || !strings.Contains(page, "<button") {
			h.t.Error("no button")
		}
		if !h.reminded() {
			h.t.Error("a look stopped them")
		}
	})
}

func TestRemindersCanBeHadAgain(t *testing.T) {
	eachStopHouse(t, func(h *stopHouse) {
		path := "/u/" + h.room.StopKey(h.r)
		h.ask("POST", path, urlencoded, "List-Unsubscribe=One-Click")
		if code, page := h.ask("POST", path, urlencoded, "again=1"); code != 200 || !h.reminded() {
			h.t.Errorf("%d %s", code, page)
		}
	})
}

func TestAStopLinkThatOpensNothingIsNotThere(t *testing.T) {
	eachStopHouse(t, func(h *stopHouse) {
		right := h.room.StopKey(h.r)
		for _, key := range []string{"x", right[1:], h.room.Key(h.r), "g-" + right} {
			for _, method := range []string{"GET", "POST"} {
				if code, _ := h.ask(method, "/u/"+key, urlencoded, "List-Unsubscribe=One-Click"); code != 404 {
					h.t.Errorf("%s %.8s…: %d", method, key, code)
				}
			}
		}
		if !h.reminded() {
			h.t.Error("stopped with a wrong key")
		}
	})
}
