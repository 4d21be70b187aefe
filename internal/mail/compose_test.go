package mail

import (
	"bytes"
	"crypto/ed25519"
	"crypto/rand"
	"io"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/emersion/go-message"
	gomail "github.com/emersion/go-message/mail"
	"golang.org/x/net/html"
)

var testNow = time.Date(2027, time.January, 4, 9, 0, 0, 0, time.UTC)

func testComposer(keys ...DKIM) *Composer {
	return &Composer{From: Address{"Riverside network", "plenary@school.example"}, Host: "school.example", DKIM: keys,
		Now: func() time.Time { return testNow }}
}

func testMessage() *Message {
	return &Message{
		To: Address{"Aïsha Ben Ali", "aisha@mail.example"}, ReplyTo: Address{"Training team", "training@school.example"},
		Subject: "Wed 10 Feb 10:00 – you are registered", Lang: "en", Kind: "registered", Preview: "See you on Wednesday.",
		Network: Network{Name: "Riverside network", Colour: "#0B5A7A", URL: "https://school.example/"},
		Body: Body{
			H("You are registered"), P("Hello Aïsha,\nwe look forward to seeing you."),
			Facts([][2]string{{"When", "Wed 10 Feb 2027, 10:00–12:00"}, {"Where", "Online"}}),
			Button("Change or cancel", "https://school.example/r/abc?x=1&y=2"),
			List("Bring a pen", "Bring a friend"),
			H("Sessions"), Table([]string{"Date", "Theme"}, [][]string{{"10 Feb", "Leaders"}, {"17 Feb", "Words & more <b>"}}),
			Link("Calendar", "https://school.example/feed/abc.ics"), Code("123 456"), Small("Times are yours."),
		},
		Why: Body{Small("You get this because you registered for Organizing fundamentals.")},
	}
}

// part is one leaf of a parsed message.
type leaf struct {
	kind   string
	params map[string]string
	head   message.Header
	text   string
}

// parsed reads a message with a library that did not write it.
func parsed(t *testing.T, data []byte) (gomail.Header, []leaf) {
	t.Helper()
	e, err := message.Read(bytes.NewReader(data))
	if err != nil {
		t.Fatalf("%v in\n%s", err, data)
	}
	var leaves []leaf
	if err := e.Walk(func(_ []int, e *message.Entity, err error) error {
		if err != nil {
			return err
		}
		kind, params, err := e.Header.ContentType()
		if err != nil || strings.HasPrefix(kind, "multipart/") {
			return err
		}
		text, err := io.ReadAll(e.Body)
		leaves = append(leaves, leaf{kind, params, e.Header, string(text)})
		return err
	}); err != nil {
		t.Fatalf("%v in\n%s", err, data)
	}
	return gomail.Header{Header: e.Header}, leaves
}

func compose(t *testing.T, m *Message, keys ...DKIM) *Envelope {
	t.Helper()
	e, err := testComposer(keys...).Compose("row1", m)
	if err != nil {
		t.Fatal(err)
	}
	return e
}

func TestTheSenderIsCalledLikeTheNetwork(t *testing.T) {
	c := testComposer()
	c.From.Name = "" // as a house sends that knows only its address
	e, err := c.Compose("row1", testMessage())
	if err != nil {
		t.Fatal(err)
	}
	h, _ := parsed(t, e.Data)
	if got := h.Get("From"); got != `"Riverside network" <plenary@school.example>` {
		t.Errorf("From: %s", got)
	}
}

func TestAMessageHasOneRecipientAndPlainHeaders(t *testing.T) {
	e := compose(t, testMessage())
	if e.To != "aisha@mail.example" || e.From != "plenary@school.example" {
		t.Errorf("envelope from %q to %q", e.From, e.To)
	}
	h, _ := parsed(t, e.Data)
	want := map[string]string{
		"Message-Id": "<row1@school.example>", "Auto-Submitted": "auto-generated", "Content-Language": "en",
		"Date": "Mon, 04 Jan 2027 09:00:00 +0000", "Mime-Version": "1.0",
		"Reply-To": `"Training team" <training@school.example>`, "From": `"Riverside network" <plenary@school.example>`,
	}
	for k, v := range want {
		if got := h.Get(k); got != v {
			t.Errorf("%s: got %q, want %q", k, got, v)
		}
	}
	if s, err := h.Subject(); err != nil || s != "Wed 10 Feb 10:00 – you are registered" {
		t.Errorf("subject %q, %v", s, err)
	}
	to, err := h.AddressList("To")
	if err != nil || len(to) != 1 || to[0].Name != "Aïsha Ben Ali" || to[0].Address != "aisha@mail.example" {
		t.Errorf("To: %v, %v", to, err)
	}
	var names []string
	for f := h.Fields(); f.Next(); {
		names = append(names, f.Key())
	}
	slices.Sort(names)
	if got := strings.Join(names, " "); got != "Auto-Submitted Content-Language Content-Type Date From Message-Id Mime-Version Reply-To Subject To" {
		t.Errorf("headers: %s", got)
	}
	for line := range strings.SplitSeq(string(e.Data), "\r\n") {
		if len(line) > 998 || strings.ContainsAny(line, "\r\n") {
			t.Errorf("a line of %d bytes, or with half a line end", len(line))
		}
	}
}

func TestTheTextPartStandsByItself(t *testing.T) {
	_, leaves := parsed(t, compose(t, testMessage()).Data)
	if len(leaves) != 2 || leaves[0].kind != "text/plain" || leaves[1].kind != "text/html" || leaves[0].params["charset"] != "UTF-8" {
		t.Fatalf("parts: %v", leaves)
	}
	want := `You are registered
------------------

Hello Aïsha,
we look forward to seeing you.

When: Wed 10 Feb 2027, 10:00–12:00
Where: Online

Change or cancel:
https://school.example/r/abc?x=1&y=2

- Bring a pen
- Bring a friend

Sessions
--------

Date | Theme
10 Feb | Leaders
17 Feb | Words & more <b>

Calendar:
https://school.example/feed/abc.ics

    123 456

Times are yours.

-- 
Riverside network
https://school.example/

You get this because you registered for Organizing fundamentals.
`
	if got := strings.ReplaceAll(leaves[0].text, "\r\n", "\n"); got != want {
		t.Errorf("got\n%s", got)
	}
}

func TestTheHTMLPartFetchesNothingAndSaysTheSame(t *testing.T) {
	_, leaves := parsed(t, compose(t, testMessage()).Data)
	page := leaves[1].text
	doc, err := html.Parse(strings.NewReader(page))
	if err != nil {
		t.Fatal(err)
	}
	var links []string
	var words strings.Builder
	for n := range doc.Descendants() {
		if n.Type == html.TextNode {
			words.WriteString(n.Data + "\n")
		}
		if n.Type != html.ElementNode {
			continue
		}
		switch n.Data {
		case "img", "script", "link", "iframe", "form", "object", "video", "base", "svg":
			t.Errorf("<%s> in a mail", n.Data)
		case "html", "body":
			if attr(n, "lang") != "en" || attr(n, "dir") != "ltr" {
				t.Errorf("<%s lang=%q dir=%q>", n.Data, attr(n, "lang"), attr(n, "dir"))
			}
		case "a":
			links = append(links, attr(n, "href"))
		}
		if strings.Contains(attr(n, "style"), "url(") || attr(n, "background") != "" || attr(n, "src") != "" {
			t.Errorf("<%s> fetches something", n.Data)
		}
	}
	want := []string{"https://school.example/", "https://school.example/r/abc?x=1&y=2", "https://school.example/r/abc?x=1&y=2", "https://school.example/feed/abc.ics"}
	if !slices.Equal(links, want) {
		t.Errorf("links: %q", links)
	}
	for _, s := range []string{"You are registered", "Hello Aïsha,", "Wed 10 Feb 2027, 10:00–12:00", "Bring a friend", "Words & more <b>",
		"123 456", "Times are yours.", "https://school.example/r/abc?x=1&y=2", "You get this because you registered"} {
		if !strings.Contains(words.String(), s) {
			t.Errorf("%q is missing", s)
		}
	}
	for _, s := range []string{"@import", "url(", "text-align:left", "text-align:right", "-left:", "-right:", "ZgotmplZ", "http-equiv"} {
		if strings.Contains(page, s) {
			t.Errorf("%q in the page", s)
		}
	}
	if !strings.Contains(page, "background-color:#0B5A7A") || !strings.Contains(page, `content="light dark"`) || !strings.Contains(page, "max-width:600px") {
		t.Error("the colour, the dark scheme or the width is missing")
	}
}

func attr(n *html.Node, key string) string {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}

func TestTheDirectionIsTheLanguages(t *testing.T) {
	for lang, want := range map[string]string{"ar": "rtl", "he": "rtl", "ur-PK": "rtl", "ru": "ltr", "hi": "ltr", "": "ltr"} {
		m := testMessage()
		m.Lang = lang
		_, leaves := parsed(t, compose(t, m).Data)
		if !strings.Contains(leaves[1].text, `<body lang="`+lang+`" dir="`+want+`"`) {
			t.Errorf("%q is not %s", lang, want)
		}
	}
	m := testMessage()
	m.Lang, m.Body = "ar", Body{P("سطر"), P("What an organiser wrote").In("en", "ltr")}
	_, leaves := parsed(t, compose(t, m).Data)
	if !strings.Contains(leaves[1].text, `<div lang="en" dir="ltr">`) {
		t.Error("a block in another language does not say so")
	}
}

func TestAllScriptsArriveAsWritten(t *testing.T) {
	for lang, s := range map[string]string{"hi": "आप पंजीकृत हैं", "ar": "تم تسجيلك", "ru": "Вы записаны на обучение", "pt": "Você está inscrito", "en": "x"} {
		m := testMessage()
		m.Lang, m.Subject, m.Body, m.To.Name = lang, s, Body{P(strings.Repeat(s+" ", 40))}, s
		h, leaves := parsed(t, compose(t, m).Data)
		if got, _ := h.Subject(); got != s {
			t.Errorf("subject %q, want %q", got, s)
		}
		if to, err := h.AddressList("To"); err != nil || to[0].Name != s {
			t.Errorf("name %v, %v", to, err)
		}
		if !strings.HasPrefix(leaves[0].text, s) || !strings.Contains(leaves[1].text, s) {
			t.Errorf("%s: the text is %q", lang, leaves[0].text)
		}
	}
}

func TestInvitationsAreAPartAndPublishedSessionsAFile(t *testing.T) {
	request := "BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nEND:VCALENDAR\r\n"
	publish := "BEGIN:VCALENDAR\r\nMETHOD:PUBLISH\r\nSUMMARY:é\r\nEND:VCALENDAR\r\n"
	m := testMessage()
	m.Calendar = &Calendar{Method: "REQUEST", Data: []byte(request)}
	m.Files = []File{CalendarFile("sessions.ics", []byte(publish))}
	data := compose(t, m).Data
	_, leaves := parsed(t, data)
	if len(leaves) != 4 {
		t.Fatalf("%d parts in\n%s", len(leaves), data)
	}
	if l := leaves[2]; l.kind != "text/calendar" || l.params["method"] != "REQUEST" || l.params["charset"] != "UTF-8" || l.text != request {
		t.Errorf("the invitation is %+v", l)
	}
	if d, _, _ := leaves[2].head.ContentDisposition(); d == "attachment" {
		t.Error("the invitation is a file")
	}
	if l := leaves[3]; l.kind != "text/calendar" || l.params["method"] != "PUBLISH" || l.params["charset"] != "UTF-8" || l.text != publish {
		t.Errorf("the file is %+v", l)
	}
	if d, p, _ := leaves[3].head.ContentDisposition(); d != "attachment" || p["filename"] != "sessions.ics" {
		t.Errorf("disposition %s %v", d, p)
	}
	var tree []string
	e, _ := message.Read(bytes.NewReader(data))
	e.Walk(func(path []int, e *message.Entity, _ error) error {
		kind, _, _ := e.Header.ContentType()
		tree = append(tree, strings.Repeat(">", len(path))+kind)
		return nil
	})
	if got := strings.Join(tree, " "); got != "multipart/mixed >multipart/alternative >>text/plain >>text/html >>text/calendar >text/calendar" {
		t.Errorf("tree: %s", got)
	}

	m = testMessage()
	m.Calendar = &Calendar{Method: "PUBLISH", Data: []byte(publish)}
	_, leaves = parsed(t, compose(t, m).Data)
	if d, p, _ := leaves[2].head.ContentDisposition(); len(leaves) != 3 || d != "attachment" || p["filename"] != "calendar.ics" {
		t.Errorf("%d parts, disposition %s %v", len(leaves), d, p)
	}
}

func TestMailToManyCarriesTheListHeaders(t *testing.T) {
	m := testMessage()
	m.List = &ListHeaders{ID: "riverside.lists.school.example", Name: "Riverside", Unsubscribe: "https://school.example/u/abc",
		UnsubscribeMail: "mailto:riverside-request@school.example?subject=unsubscribe", Post: "mailto:riverside@school.example",
		Help: "https://school.example/lists/riverside", Archive: "https://school.example/lists/riverside/archive",
		Subscribe: "https://school.example/lists/riverside", Owner: "mailto:owner@school.example"}
	h, _ := parsed(t, compose(t, m).Data)
	for k, want := range map[string]string{
		"List-Id":               `"Riverside" <riverside.lists.school.example>`,
		"List-Unsubscribe":      "<https://school.example/u/abc>, <mailto:riverside-request@school.example?subject=unsubscribe>",
		"List-Unsubscribe-Post": "List-Unsubscribe=One-Click", "List-Post": "<mailto:riverside@school.example>",
		"List-Help": "<https://school.example/lists/riverside>", "List-Archive": "<https://school.example/lists/riverside/archive>",
		"List-Subscribe": "<https://school.example/lists/riverside>", "List-Owner": "<mailto:owner@school.example>",
	} {
		if got := h.Get(k); got != want {
			t.Errorf("%s: got %q, want %q", k, got, want)
		}
	}
	h, _ = parsed(t, compose(t, testMessage()).Data)
	for f := h.Fields(); f.Next(); {
		if strings.HasPrefix(f.Key(), "List-") {
			t.Errorf("%s in mail to one", f.Key())
		}
	}
}

func TestTheSameRowIsTheSameMessage(t *testing.T) {
	a, _ := parsed(t, compose(t, testMessage()).Data)
	b, _ := parsed(t, compose(t, testMessage()).Data)
	if a.Get("Message-Id") == "" || a.Get("Message-Id") != b.Get("Message-Id") {
		t.Errorf("%q and %q", a.Get("Message-Id"), b.Get("Message-Id"))
	}
}

// BenchmarkCompose makes one message of ordinary size, signed and unsigned.
func BenchmarkCompose(b *testing.B) {
	_, ed, _ := ed25519.GenerateKey(rand.Reader)
	for name, c := range map[string]*Composer{"unsigned": testComposer(), "signed": testComposer(DKIM{"school.example", "e1", ed})} {
		b.Run(name, func(b *testing.B) {
			m := testMessage()
			b.ReportAllocs()
			for b.Loop() {
				if _, err := c.Compose("row1", m); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// In a line of plain text the first letter decides from where it is read.
func TestPlainTextIsReadFromTheRightWhereItsLanguageIs(t *testing.T) {
	m := testMessage()
	m.Lang, m.Network.Name, m.Why = "ar", "Harbour", nil
	m.Body = Body{H("موعدكم"), P("سطر"), P("19:30–21:30"), List("الثلاثاء", "Berlin"), Facts([][2]string{{"Zoom", "سطر\n2"}}),
		P("What an organiser wrote").In("en", "ltr"), Code("123456"), Button("صفحتي", "https://house.example/r/x")}
	_, leaves := parsed(t, compose(t, m).Data)
	text := strings.ReplaceAll(leaves[0].text, "\r\n", "\n")
	for _, want := range []string{"موعدكم\n\u200f------\n", "\nسطر\n", "\n\u200f19:30–21:30\n", "\n\u200f- الثلاثاء\n\u200f- Berlin\n", "\n\u200fZoom: سطر\n\u200f    2\n",
		"\nWhat an organiser wrote\n", "\n    123456\n", "\nصفحتي:\nhttps://house.example/r/x\n", "\n-- \n\u200fHarbour\n"} {
		if !strings.Contains(text, want) {
			t.Errorf("%q is not in %q", want, text)
		}
	}
	m.Lang = "de"
	if _, leaves = parsed(t, compose(t, m).Data); strings.Contains(leaves[0].text, "\u200f") {
		t.Errorf("marks in %q", leaves[0].text)
	}
}
