package e2e

import (
	"fmt"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"codeberg.org/plenary/plenary/internal/i18n"
	"golang.org/x/net/html"
)

// reader is somebody in a story: what they read, and where they live.
type reader struct{ lang, zone string }

// l is the reader's language, for sentences; hours are written out in the
// stories, since they are what the stories are about.
func (r reader) l() *i18n.Locale { return i18n.For(r.lang).ForZone(r.zone) }

// sample is the path of one of the repository's series files.
func sample(name string) string { return filepath.Join(Root(), "samples", name+".yaml") }

// changedSample writes a sample with some of its words replaced.
func changedSample(t *testing.T, name string, change ...string) string {
	t.Helper()
	text, err := os.ReadFile(sample(name))
	if err != nil {
		t.Fatal(err)
	}
	for i := 0; i < len(change); i += 2 {
		if !strings.Contains(string(text), change[i]) {
			t.Fatalf("%s does not say %q", name, change[i])
		}
	}
	path := filepath.Join(t.TempDir(), name+".yaml")
	if err := os.WriteFile(path, []byte(strings.NewReplacer(change...).Replace(string(text))), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// at is an instant as it is written in tests: 2025-01-20T09:00Z.
func at(s string) time.Time {
	t, err := time.Parse("2006-01-02T15:04Z07:00", s)
	if err != nil {
		panic(err)
	}
	return t
}

// visitor is a client without script of somebody who lives in the reader's zone:
// they choose their city once, as a form asks them to.
func (s *Server) visitor(r reader) *Client {
	s.t.Helper()
	c := s.Client()
	c.Lang = r.lang
	c.Open("/zone").Form("zone").Set("zone", r.zone).Submit().OK()
	return c
}

// browser is a phone's browser without script of somebody who lives in the
// reader's zone: they look for their city by its name.
func (s *Server) browser(r reader) *Tab {
	s.t.Helper()
	tab := s.Tab(Look{Lang: r.lang, NoScript: true, Width: 360, Height: 640})
	tab.Open("/zone").Fill("q", r.l().City(r.zone)).Enter(`form[role=search] button`)
	return tab.Enter(`button[value="` + r.zone + `"]`)
}

// founder sets the network up by the printed address, and returns the client of
// its first organiser.
func (s *Server) founder(r reader, network string) *Client {
	s.t.Helper()
	c := s.Client()
	c.Lang = r.lang
	page := c.Open(s.SetUp())
	if page.Attr("html", "lang") != r.lang {
		s.t.Errorf("the set-up speaks %s, want %s", page.Attr("html", "lang"), r.lang)
	}
	signIn := page.Form("your_email").Set("name."+r.lang, network).Set("your_name", "Organiser").
		Set("your_email", "organiser@harbour.example").Set("zone", r.zone).Submit().OK()
	desk := signIn.Form(signIn.URL.Path).Submit().OK()
	if desk.URL.Path != "/o" {
		s.t.Fatalf("the founder came to %s, want the desk", desk.URL.Path)
	}
	c.Get(s.SetUp()).Answers(http.StatusNotFound) // works once
	return c
}

// signIn lets somebody in by the link in their mail.
func (s *Server) signIn(c *Client, address string) *Page {
	s.t.Helper()
	before := len(s.ofKind(address, "auth.sign-in"))
	c.Open("/signin?to=/o").form("/signin").Set("email", address).Submit().OK()
	page := c.Open(s.awaitKinds(address, "auth.sign-in", before+1).Link(s.t, "/signin/"))
	return page.form(page.URL.Path).Submit().OK()
}

// form returns the form whose address ends so, such as "/answer".
func (p *Page) form(ending string) *Form {
	p.client.t.Helper()
	var have []string
	for _, n := range p.All("form") {
		action, _, _ := strings.Cut(value(n, "action"), "?")
		if strings.HasSuffix(action, ending) {
			return newForm(p, n)
		}
		have = append(have, action)
	}
	p.client.t.Fatalf("%s has no form to …%s, but to %v", p.URL.Path, ending, have)
	return nil
}

// hasForm tells whether the page has a form whose address ends so.
func (p *Page) hasForm(ending string) bool {
	return slices.ContainsFunc(p.All("form"), func(n *html.Node) bool { return strings.HasSuffix(value(n, "action"), ending) })
}

// theLink returns the address of the link that leads into a part of the site,
// and ends so.
func (p *Page) theLink(begins, ends string) string {
	p.client.t.Helper()
	var have []string
	for _, a := range p.All("a[href]") {
		u, err := url.Parse(value(a, "href"))
		if err == nil && strings.HasPrefix(u.Path, begins) && strings.HasSuffix(u.Path, ends) {
			return p.client.resolve(p.URL, value(a, "href"))
		}
		have = append(have, value(a, "href"))
	}
	p.client.t.Fatalf("%s has no link to %s…%s, but to %v", p.URL.Path, begins, ends, have)
	return ""
}

// kinds returns what kinds of mail went to an address, oldest first.
func (s *Server) kinds(address string) (kinds []string) {
	s.t.Helper()
	for _, line := range s.Mails() {
		if strings.Contains(line.To, address) {
			kinds = append(kinds, line.Kind)
		}
	}
	return kinds
}

// ofKind returns the mails of a kind to an address, oldest first.
func (s *Server) ofKind(address, kind string) (lines []Line) {
	s.t.Helper()
	for _, line := range s.Mails() {
		if line.Kind == kind && strings.Contains(line.To, address) {
			lines = append(lines, line)
		}
	}
	return lines
}

// awaitKind waits for a mail of a kind to an address, and returns the newest.
func (s *Server) awaitKind(address, kind string) *Mail {
	s.t.Helper()
	return s.awaitKinds(address, kind, 1)
}

// awaitKinds waits until there are n mails of a kind to an address, and returns
// the newest.
func (s *Server) awaitKinds(address, kind string, n int) *Mail {
	s.t.Helper()
	var lines []Line
	Eventually(s.t, 30*time.Second, fmt.Sprintf("%s did not come to %s %d times", kind, address, n), func() bool {
		lines = s.ofKind(address, kind)
		return len(lines) >= n
	})
	newest := lines[len(lines)-1]
	m := s.Mail(newest.N)
	m.Line = newest
	return m
}

// readBy fails the test unless the mail is for the reader's eyes: in their
// language and direction, both parts alike in what matters, and with the texts.
func (m *Mail) readBy(t *testing.T, r reader, texts ...string) {
	t.Helper()
	if m.Lang != r.lang || !strings.Contains(m.HTML, `lang="`+r.lang+`"`) || !strings.Contains(m.HTML, `dir="`+r.l().Dir()+`"`) {
		t.Errorf("mail %q is in %q and not marked as %s, %s", m.Subject, m.Lang, r.lang, r.l().Dir())
	}
	plain, shown := asRead(m.Text), asRead(htmlText(t, m.HTML))
	for _, text := range texts {
		if !strings.Contains(plain, asRead(text)) {
			t.Errorf("mail %q does not say %q, but:\n%s", m.Subject, text, m.Text)
		}
		if !strings.Contains(shown, asRead(text)) {
			t.Errorf("the HTML of mail %q does not say %q, but:\n%s", m.Subject, text, shown)
		}
	}
	for _, link := range m.Links() {
		if !strings.Contains(m.HTML, strings.ReplaceAll(link, "&", "&amp;")) {
			t.Errorf("mail %q has the link %s in its text only", m.Subject, link)
		}
	}
}

// invitation returns the one event of the mail's invitation, as two strangers
// read it, and its method.
func (m *Mail) invitation(t *testing.T) (Event, string) {
	t.Helper()
	for _, part := range m.Parts {
		if part.Type != "text/calendar" || part.Params["method"] == "" {
			continue
		}
		c := ReadCalendar(t, part.Body)
		if c.Method != strings.ToUpper(part.Params["method"]) || len(c.Events) != 1 {
			t.Fatalf("mail %q: the part says %s, the calendar %s, with %d events", m.Subject, part.Params["method"], c.Method, len(c.Events))
		}
		return c.Events[0], c.Method
	}
	t.Fatalf("mail %q carries no invitation", m.Subject)
	return Event{}, ""
}

// htmlText is what is read of an HTML text.
func htmlText(t *testing.T, text string) string {
	t.Helper()
	root, err := html.Parse(strings.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	return textOf(root)
}

// deskSays changes one field of a series at the organiser's desk.
func deskSays(desk *Client, r reader, slug, field, to string) {
	desk.t.Helper()
	edit := desk.Open("/o/s/" + slug).Follow("/o/s/" + slug + "/edit")
	page := edit.Form(field).Set(field, to).Submit(r.l().T("form.save|Save")).OK()
	if page.URL.Path != "/o/s/"+slug {
		desk.t.Fatalf("saving leads to %s", page.URL)
	}
}

// What the stories' write-ups say.
const (
	wroteTitle = "Was wir lernten · ماذا تعلّمنا"
	wroteBody  = "Three doors, four stories."
)

// tapAttendance notes by the organiser's tap that somebody was at a session, and
// finds another noted already who came by their link.
func tapAttendance(t *testing.T, desk *Client, slug string, n int, name, joined string) {
	t.Helper()
	at := fmt.Sprintf("/o/s/%s/session/%d", slug, n)
	list := desk.Open(desk.Open("/o/s/"+slug).theLink(at, fmt.Sprint(n))).Follow(at + "/attendance")
	if _, pressed := attendee(list, joined); pressed != "here" {
		t.Errorf("%s came by their link and is noted as %q", joined, pressed)
	}
	form, pressed := attendee(list, name)
	if pressed != "" {
		t.Errorf("%s is noted as %q before anybody tapped", name, pressed)
	}
	if _, pressed = attendee(form.Submit("here").OK(), name); pressed != "here" {
		t.Errorf("%s is noted as %q after the tap", name, pressed)
	}
}

// attendee returns the form beside a name on the list of who was there, and
// what is noted: "here", "not" or nothing.
func attendee(list *Page, name string) (f *Form, noted string) {
	list.client.t.Helper()
	for _, row := range list.All(".people li") {
		if !slices.ContainsFunc(find(row, "bdi"), func(n *html.Node) bool { return textOf(n) == asRead(name) }) {
			continue
		}
		buttons := find(row, "form button")
		for i, b := range buttons {
			if value(b, "aria-pressed") == "true" {
				noted = []string{"here", "not"}[i]
			}
		}
		return newForm(list, find(row, "form")[0]), noted
	}
	list.client.t.Fatalf("%s is not on the list: %s", name, list.Text())
	return nil, ""
}

// writeUp writes and publishes what happened at a session. The button says how
// many are mailed.
func writeUp(t *testing.T, desk *Client, slug string, n int, missed string) {
	t.Helper()
	at := fmt.Sprintf("/o/s/%s/session/%d", slug, n)
	form := desk.Open(at).Follow(at + "/write-up").form("/write-up")
	title, body := "", ""
	for _, name := range form.Fields() {
		switch {
		case title == "" && strings.HasPrefix(name, "title"):
			title = name
		case body == "" && strings.HasPrefix(name, "body"):
			body = name
		}
	}
	form.Set(title, wroteTitle).Set(body, wroteBody)
	button := textOf(form.button("publish"))
	if !strings.Contains(button, missed) {
		t.Errorf("the button says %q, want who is mailed, %s", button, missed)
	}
	form.Submit("publish").OK()
}
