package postsweb_test

import (
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"testing"
	"time"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/i18n"
	"codeberg.org/plenary/plenary/internal/people"
	"codeberg.org/plenary/plenary/internal/posts"
	"codeberg.org/plenary/plenary/internal/posts/postsweb"
	"codeberg.org/plenary/plenary/internal/seal"
	"codeberg.org/plenary/plenary/internal/series"
	"codeberg.org/plenary/plenary/internal/store"
	"codeberg.org/plenary/plenary/internal/store/storetest"
	"codeberg.org/plenary/plenary/internal/web"
)

const file = `series: spring
title: {en: Spring school, de: Frühlingsschule}
zone: Europe/Berlin
start: "10:00"
length: 2h
sessions: [{date: 2027-01-12, theme: {en: One}}]
`

// house is the page of write-ups on a database of its own.
type house struct {
	t       *testing.T
	clock   *store.Clock
	db      *store.DB
	series  *series.Room
	posts   *posts.Room
	handler http.Handler
	asked   int
}

func newHouse(t *testing.T) *house {
	h := &house{t: t, clock: storetest.NewClock()}
	h.db = storetest.OpenWith(t, store.SQLite, store.Options{Now: h.clock.Now})
	keys, written := seal.New(make([]byte, 32)), &posts.Room{}
	known := &people.Room{Keys: keys}
	h.series = &series.Room{Keys: keys, People: known, Posts: written}
	written.Subjects = map[posts.AboutKind]posts.Subject{posts.Session: h.series.WrittenUp()}
	h.posts = written
	server := &web.Server{DB: h.db, Keys: keys, Log: slog.New(slog.DiscardHandler),
		WhoIs: func(_ *store.Tx, secret string) (web.Visitor, error) {
			return web.Visitor{Viewer: auth.Viewer{Kind: auth.Person, Person: secret}}, nil
		},
		Network: func(*store.Tx) (web.Face, error) {
			return web.Face{Name: i18n.Text{"en": "Harbour"}, Languages: []string{"en", "de"}, Zone: "Europe/Berlin", Colour: "#0b5a7a"}, nil
		},
		Routes: (&postsweb.Pages{People: known, Posts: written, Series: h.series}).Routes()}
	var err error
	if h.handler, err = server.Handler(); err != nil {
		t.Fatal(err)
	}
	return h
}

func (h *house) write(fn func(*store.Tx) error) {
	h.t.Helper()
	if err := h.db.Write(h.t.Context(), fn); err != nil {
		h.t.Fatal(err)
	}
}

func (h *house) imports(text string) {
	h.t.Helper()
	s, err := series.Read("spring.yaml", []byte(text))
	if err != nil {
		h.t.Fatal(err)
	}
	h.write(func(tx *store.Tx) error {
		_, err := h.series.Import(tx.Context(), tx, auth.AtConsole(), s)
		return err
	})
}

// about is the first session of the series.
func (h *house) about(tx *store.Tx) posts.About {
	s, err := h.series.BySlug(tx.Context(), tx, auth.Itself(), "spring")
	if err != nil {
		h.t.Fatal(err)
	}
	return posts.About{Kind: posts.Session, ID: s.Sessions[0].ID}
}

func (h *house) save(body i18n.Text, version int) {
	h.t.Helper()
	h.write(func(tx *store.Tx) error {
		p, err := h.posts.WriteUp(tx.Context(), tx, auth.AtConsole(), h.about(tx))
		if err != nil && !errs.Is(err, errs.NotFound) {
			return err
		}
		p.About, p.Title, p.Body, p.Version = h.about(tx), i18n.Text{"en": "What we said"}, body, version
		_, err = h.posts.Save(tx.Context(), tx, auth.AtConsole(), p)
		return err
	})
}

func (h *house) publish() {
	h.t.Helper()
	h.write(func(tx *store.Tx) error {
		p, err := h.posts.WriteUp(tx.Context(), tx, auth.AtConsole(), h.about(tx))
		if err == nil {
			_, err = h.posts.Publish(tx.Context(), tx, auth.AtConsole(), p.ID)
		}
		return err
	})
}

// get asks for the page under an address that was never asked before, so that
// none is kept of it.
func (h *house) get(who, lang string) *httptest.ResponseRecorder {
	h.asked++
	r := httptest.NewRequest("GET", "http://localhost/posts/spring-1?"+strconv.Itoa(h.asked), nil)
	r.Header.Set("Accept-Language", lang)
	if who != "" {
		r.AddCookie(&http.Cookie{Name: "signin", Value: who})
	}
	w := httptest.NewRecorder()
	h.handler.ServeHTTP(w, r)
	return w
}

func TestAWriteUpIsReadByAllOnceItIsPublished(t *testing.T) {
	h := newHouse(t)
	h.imports(file)
	h.save(i18n.Text{"en": "We *agreed*. <script>alert(1)</script>"}, 0)
	if w := h.get("", "en"); w.Code != 404 {
		t.Errorf("a draft: %d", w.Code)
	}
	h.clock.Set(time.Date(2027, 1, 13, 9, 0, 0, 0, time.UTC))
	h.publish()
	page := h.get("", "en").Body.String()
	for _, want := range []string{"What we said", "<em>agreed</em>", "Published Wed, 13 Jan 2027", "Session 1 of Tuesday, 12 January 2027", `href="/s/spring"`, "Spring school"} {
		if !strings.Contains(page, want) {
			t.Errorf("the page does not say %q", want)
		}
	}
	if strings.Contains(page, "<script>alert") || strings.Contains(page, "changed") || strings.Contains(page, "/write-up") {
		t.Error("the page says too much")
	}
	h.clock.Add(48 * time.Hour)
	h.save(i18n.Text{"en": "We agreed.", "de": "Wir sind uns einig."}, 1)
	if page = h.get("", "en").Body.String(); !strings.Contains(page, "Published Wed, 13 Jan 2027, changed Fri, 15 Jan 2027") {
		t.Error("the page does not say that it was changed")
	}
	if page = h.get("", "de").Body.String(); !strings.Contains(page, "Wir sind uns einig.") || !strings.Contains(page, `lang="en">What we said`) {
		t.Error("a German reader gets another text, or a title whose language is not said")
	}
}

func TestAWriteUpIsReadOnlyByWhoMaySeeItsSeries(t *testing.T) {
	h := newHouse(t)
	h.imports(file + "visibility: members\n")
	h.save(i18n.Text{"en": "Between us."}, 0)
	h.publish()
	if w := h.get("", "en"); w.Code != 404 || strings.Contains(w.Body.String(), "Between us") {
		t.Errorf("a stranger gets %d", w.Code)
	}
	if w := h.get("ada", "en"); w.Code != 200 || !strings.Contains(w.Body.String(), "Between us") {
		t.Errorf("a member gets %d", w.Code)
	}
}
