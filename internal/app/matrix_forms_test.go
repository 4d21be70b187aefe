package app_test

import (
	"bytes"
	"fmt"
	"image"
	"image/png"
	"io"
	"mime/multipart"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"codeberg.org/plenary/plenary/internal/app/apptest"
	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/circles"
	"codeberg.org/plenary/plenary/internal/people"
	"codeberg.org/plenary/plenary/internal/series"
	"codeberg.org/plenary/plenary/internal/store"
	"codeberg.org/plenary/plenary/internal/web"
)

// offered are the forms that are sent as a page offers them to an organiser who
// may do everything, with what is typed into them. Where no page is named, the
// form stands on the page of its own address.
type offered struct {
	page  string // its pattern
	typed map[string]string
}

func offers() map[string]offered {
	return map[string]offered{
		"/o/e/{slug}/edit":                 {},
		"/o/e/{slug}/d/new":                {},
		"/o/e/{slug}/d/{date}":             {},
		"/o/e/{slug}/people/new":           {typed: map[string]string{"name": "Somebody", "email": "somebody@mail.example", "way": "online"}},
		"/o/series/new":                    {typed: map[string]string{"title.en": "New", "first": "2027-05-05", "tracks.1.start": "19:00", "description.en": "New."}},
		"/o/s/{slug}/edit":                 {},
		"/o/s/{slug}/circles/rules":        {},
		"/o/s/{slug}/circles/themes":       {},
		"/o/network":                       {},
		"/o/chapters":                      {typed: map[string]string{"name.en": "Lake", "slug": "lake"}},
		"/o/agreement":                     {typed: map[string]string{"summary.en": "Be kind.", "text.en": "Be kind to one another."}},
		"/o/s/{slug}/session/{n}/write-up": {},
		"/o/e/{slug}/d/{date}/write-up":    {typed: map[string]string{"body.en": "We met."}},
	}
}

// asOffered fills in a form as its page offers it; what is another's is taken
// from its own page, and what is nothing from one's own.
func (w *world) asOffered(pattern, object string) url.Values {
	o, is := offers()[pattern]
	if !is {
		return nil
	}
	if object != other {
		object = own
	}
	if _, known := w.forms[pattern+object]; !known {
		organiser := w.who["network organiser"]
		address, ok := w.address(pattern, object, organiser)
		if !ok {
			w.t.Fatalf("%s has no page for %s", pattern, object)
		}
		if w.organiser == nil {
			w.organiser = w.Visitor()
			var token string
			w.Write(func(tx *store.Tx) (err error) {
				token, err = w.Auth.Invite(tx, auth.AtConsole(), organiser.id, "/o", auth.Fresh, time.Hour)
				return err
			})
			w.organiser.Open("/signin/" + token).Form("/signin/" + token).Submit().OK()
		}
		form := w.organiser.Open(address).OK().Form(address)
		for name, value := range o.typed {
			form.Set(name, value)
		}
		w.forms[pattern+object] = form.Values()
	}
	v := url.Values{}
	for name, list := range w.forms[pattern+object] {
		v[name] = slices.Clone(list)
	}
	return v
}

// enclosed is what forms with a file are sent with.
func enclosed(pattern string) (field, name string, data []byte) {
	switch pattern {
	case "/o/events/import":
		return "file", "events.ics", calendarOf(entry("9@lake", "Reading by the lake", "20270310T190000"))
	case "/o/e/{slug}/picture":
		return "picture", "picture.png", drawing()
	case "/o/network/logo":
		return "logo", "logo.png", drawing()
	}
	return "", "", nil
}

func drawing() []byte {
	var out bytes.Buffer
	if err := png.Encode(&out, image.NewRGBA(image.Rect(0, 0, 40, 30))); err != nil {
		panic(err)
	}
	return out.Bytes()
}

// bodyOf writes a form as a browser does.
func bodyOf(pattern string, v url.Values) (io.Reader, string) {
	field, name, data := enclosed(pattern)
	if field == "" {
		return strings.NewReader(v.Encode()), "application/x-www-form-urlencoded"
	}
	var b bytes.Buffer
	parts := multipart.NewWriter(&b)
	for key, list := range v {
		for _, value := range list {
			_ = parts.WriteField(key, value)
		}
	}
	if file, err := parts.CreateFormFile(field, name); err == nil {
		_, _ = file.Write(data)
	}
	_ = parts.Close()
	return &b, parts.FormDataContentType()
}

// typed sets what a form needs besides what several share.
func (w *world) typed(v url.Values, pattern, object string) {
	slug := "tenancy"
	if object == other || object == mixed {
		slug = "backroom"
	}
	set := func(name, value string) { v.Set(name, value) }
	at := strings.TrimPrefix(pattern, "/o/s/{slug}/")
	switch {
	case at == "state":
		set("to", "cancelled")
	case at == "test":
		set("kind", series.MailRegistered)
	case at == "session/{n}/attendance":
		set("here", w.who[map[string]string{"tenancy": "ada", "backroom": "dora"}[slug]].r.ID)
	case strings.HasPrefix(at, "circles/{proposal}/"):
		set("step", w.ready[slug].step)
		set("from", w.ready[slug].step)
		set("do", "dissolve "+w.ready[slug].code)
	case at == "circles/safety/settle":
		set("interest", w.who["ada"].in.ID)
		set("said", w.wish)
	case pattern == "/o/series/import":
		s := w.Find("tenancy")
		s.Slug = "brought"
		set("text", string(s.Write()))
	case pattern == "/o/roles":
		set("kind", w.who["series team"].scope.Kind)
		set("id", w.who["series team"].scope.ID)
	case pattern == "/o/roles/{kind}/{slug}/take":
		set("person", w.who["series team"].id)
	case pattern == "/o/roles/{kind}/{slug}/withdraw":
		set("offer", w.asked)
	case pattern == "/o/reports/{id}":
		set("decision", string(people.LeftAsItIs))
	case pattern == "/o/events/import":
		set("chapter", w.chapter[map[string]string{"tenancy": "river", "backroom": "hill"}[slug]])
	case pattern == "/e/{slug}/register", pattern == "/er/{key}/change":
		set("date", "all")
		set("way", "online")
	case pattern == "/circle/{key}/swap":
		set("n", "1")
		set("who", w.who["bea"].in.ID)
	case strings.HasPrefix(pattern, "/circle/{key}/swap/"), pattern == "/circle/{key}/take":
		set("n", "2")
	case pattern == "/circle/{key}/notes":
		set("version", "1")
	case pattern == "/g/{key}/people":
		set("people", "Mia <mia@mail.example>")
	}
}

// readied is a proposal that is being worked on.
type readied struct{ id, step, code string }

// undecided leaves in the world what is not decided yet: drafts, a proposal for
// each series, an offer of a role, a report, and who is asked about distances.
func (w *world) undecided() {
	for slug, chapter := range map[string]string{"tenancy": "river", "backroom": "hill"} {
		s := apptest.Series(slug + "-plan")
		s.State, s.Chapter = series.Draft, chapter
		w.Announce(s)
		e := apptest.Event(slug + "-plan")
		e.Chapter = chapter
		w.Write(func(tx *store.Tx) error {
			saved, err := w.Events.Save(tx.Context(), tx, auth.AtConsole(), e)
			w.planned[slug] = saved.Dates[2].ID
			return err
		})
		w.propose(slug)
	}
	w.Write(func(tx *store.Tx) error {
		ctx, scope := tx.Context(), w.who["series team"].scope
		if err := w.Auth.Offer(ctx, tx, auth.AtConsole(), w.who["welcomes people"].id, "en", scope, auth.WritePosts); err != nil {
			return err
		}
		if err := tx.Row(`SELECT id FROM role_offer WHERE scope_id = $1`, scope.ID).Scan(&w.asked); err != nil {
			return err
		}
		if err := w.People.Tell(ctx, tx, auth.Viewer{}, people.Report{Kind: people.AboutOther, Reason: "Look at this.", Language: "en"}); err != nil {
			return err
		}
		if err := tx.Row(`SELECT id FROM report`).Scan(&w.report); err != nil {
			return err
		}
		ada, bea := w.who["ada"], w.who["bea"]
		if err := w.Circles.Lead(ctx, tx, auth.Viewer{Kind: auth.Person, Person: ada.id, Tier: auth.Mail}, &ada.in, true); err != nil {
			return err
		}
		if err := w.Circles.AskSwap(ctx, tx, auth.Viewer{Kind: auth.Person, Person: bea.id, Tier: auth.Mail}, bea.in, 2, ada.in.ID); err != nil {
			return err
		}
		p := w.who["safety contact"]
		return w.Circles.NameSafety(ctx, tx, boss(), w.seriesIn(tx, "tenancy"), "Safety", p.address)
	})
}

// propose forms the circles of a series anew, and publishes nothing.
func (w *world) propose(slug string) {
	s := w.Find(slug)
	var p circles.Proposal
	w.Write(func(tx *store.Tx) (err error) {
		p, err = w.Circles.Form(tx, boss(), s, "", circles.Effort{Seed: 7, Steps: 300})
		return err
	})
	w.Pass(0)
	w.Read(func(tx *store.Tx) error {
		b, err := w.Circles.Board(tx.Context(), tx, boss(), s, p.ID)
		if err == nil {
			w.ready[slug] = readied{p.ID, strconv.Itoa(b.Proposal.Step), b.A.Circles[0].Code}
		}
		return err
	})
}

// accepted tells whether somebody got through with a form.
func accepted(status string) bool {
	return status == "does" || status == "200" || status == "303"
}

func refused(status string) bool {
	return status == "sign in" || status == "step up" || status == "403" || status == "404"
}

// without are the routes with a refusal for which no form is sent that gets
// through, and why.
func without() map[string]string {
	const (
		shown   = "asks for what only somebody's own device knows"
		code    = "asks for a code out of a mail, bound to the browser that asked for it"
		members = "names somebody whom the list shows only after such a code"
		early   = "opens half an hour before the meeting, and nothing here has begun"
	)
	return map[string]string{
		"/me/security/app":                        shown,
		"/me/security/app/remove":                 shown,
		"/me/security/passkey":                    shown,
		"/me/security/passkey/{id}/name":          shown,
		"/me/security/passkey/{id}/remove":        shown,
		"/me/security/address/{token}":            "takes a token out of a mail to the new address",
		"/refused/undo":                           "takes a ticket that stands on the page after a refusal; whoever has it may",
		"/g/{key}/remove":                         members,
		"/g/{key}/restore":                        members,
		"/g/{key}/answers":                        members,
		"/g/{key}/open":                           code,
		"/join/{key}":                             early,
		"/er/{key}/join/{date}":                   early,
		"/meet/{key}":                             early,
		"/circle/{key}/take":                      "takes a place that was offered to somebody waiting, and here everybody has one",
		"/o/s/{slug}/session/{n}/attendance/file": "only shows what was read from a file, and never changes anything",
		"/o/e/{slug}/d/{date}/attendance/file":    "only shows what was read from a file, and never changes anything",
		"/o/reports/{id}/show":                    "shows again what was hidden, and nothing is",
		"/setup":                                  "is gone once the house is set up, for everybody",
	}
}

// prove holds that a route which refuses somebody does so to a form that others
// get through with.
func (m *matrix) prove(route web.Route, seen map[string]bool) {
	m.t.Helper()
	if route.Method != http.MethodPost {
		return
	}
	m.posts++
	no, yes := false, false
	for status := range seen {
		no, yes = no || refused(status), yes || accepted(status)
	}
	why := without()[route.Pattern]
	switch {
	case !no:
		m.open++
	case yes && why != "":
		m.t.Errorf("%s has a form that gets through: take it off the list of those without", route.Pattern)
	case yes:
		m.proven++
	case why == "":
		m.t.Errorf("%s refuses a form that nobody gets through with", route.Pattern)
	default:
		m.unproven = append(m.unproven, fmt.Sprintf("- `%s`: %s", route.Pattern, why))
	}
}
