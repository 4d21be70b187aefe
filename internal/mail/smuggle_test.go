package mail

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"
)

func TestBrokenMessagesAreRefused(t *testing.T) {
	for name, change := range map[string]func(*Message){
		"no receiver":         func(m *Message) { m.To.Email = "" },
		"two receivers":       func(m *Message) { m.To.Email = "a@b.example, c@d.example" },
		"no subject":          func(m *Message) { m.Subject = " \r\n" },
		"no body":             func(m *Message) { m.Body = nil },
		"script in a button":  func(m *Message) { m.Body = Body{Button("x", "javascript:alert(1)")} },
		"relative button":     func(m *Message) { m.Body = Body{Button("x", "/r/abc")} },
		"data in a link":      func(m *Message) { m.Why = Body{Link("x", "data:text/html,x")} },
		"network's address":   func(m *Message) { m.Network.URL = "javascript:x" },
		"language":            func(m *Message) { m.Lang = `en" onload="x` },
		"list id":             func(m *Message) { m.List = &ListHeaders{ID: "a>\r\nBcc: x@y.example"} },
		"list address":        func(m *Message) { m.List = &ListHeaders{Unsubscribe: "https://a.example/\r\nBcc: x"} },
		"calendar's method":   func(m *Message) { m.Calendar = &Calendar{"REQUEST\r\nBcc: x", []byte("x")} },
		"file's type":         func(m *Message) { m.Files = []File{{"a", "text/plain\r\nBcc: x", nil}} },
		"reply address":       func(m *Message) { m.ReplyTo.Email = "a@b.example\r\nBcc: x@y.example" },
		"bounces":             func(m *Message) { m.Return = "a@b.example>\r\nDATA" },
		"sender":              func(m *Message) { m.From.Email = "a b@c.example" },
		"file without a name": func(m *Message) { m.Files = []File{{"", "text/plain", nil}} },
	} {
		m := testMessage()
		change(m)
		if _, err := testComposer().Compose("row1", m); err == nil {
			t.Errorf("%s: accepted", name)
		}
	}
	m := testMessage()
	m.To.Email = "nobody"
	if _, err := testComposer().Compose("row1", m); !errors.Is(err, ErrAddress) {
		t.Errorf("no address: %v", err)
	}
	if _, err := testComposer().Compose("row1\r\nBcc: x@y.example", testMessage()); err == nil {
		t.Error("an id with a line end is accepted")
	}
}

// FuzzHeaders tries to smuggle headers, parts and markup in through every text
// that people write.
func FuzzHeaders(f *testing.F) {
	f.Add("x\r\nBcc: evil@evil.example", "a@b.example", "https://a.example/")
	f.Add("=?utf-8?q?x=0D=0ABcc:_a@b.example?=", "a@b.example\nBcc: c@d.example", "https://a.example/\r\nBcc: x")
	f.Add("x\rBcc: e@e.example\r\n\r\nbody", "<a@b.example>", "mailto:x")
	f.Add(strings.Repeat("long", 400), "a@b.example", "https://a.example/\u2028x")
	f.Add(`<script>x</script><img src=x onerror=y></style><!-- `, "a@b.example", "https://a.example/'onclick='x")
	f.Add("\"; filename=x.exe\r\nX-Evil: 1", "a@b.example", `https://a.example/"onclick="x`)
	clean, err := testComposer().Compose("row1", filled("x", "a@b.example", "https://a.example/"))
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, text, email, link string) {
		e, err := testComposer().Compose("row1", filled(text, email, link))
		if err != nil {
			return
		}
		want, wantParts := shape(t, clean.Data)
		got, gotParts := shape(t, e.Data)
		if got != want || gotParts != wantParts {
			t.Fatalf("headers %s, parts %s; want %s, %s", got, gotParts, want, wantParts)
		}
		_, leaves := parsed(t, e.Data)
		onlyOurMarkup(t, leaves[1].text)
	})
}

// onlyOurMarkup fails where a text has become an element, an attribute or an
// address.
func onlyOurMarkup(t *testing.T, page string) {
	doc, err := html.Parse(strings.NewReader(page))
	if err != nil {
		t.Fatal(err)
	}
	for n := range doc.Descendants() {
		if n.Type != html.ElementNode {
			continue
		}
		if !slices.Contains(strings.Fields("html head meta title style body div table tbody tr td th p a h1 h2 br dl dt dd ul li"), n.Data) {
			t.Fatalf("<%s>", n.Data)
		}
		for _, a := range n.Attr {
			if strings.HasPrefix(a.Key, "on") || a.Key == "href" && !webAddress(a.Val, "https", "http") ||
				a.Key == "style" && strings.Contains(a.Val, "url(") {
				t.Fatalf("<%s %s=%q>", n.Data, a.Key, a.Val)
			}
		}
	}
}

func filled(text, email, link string) *Message {
	m := testMessage()
	m.Subject, m.Preview, m.Network.Name, m.Network.Colour = "s"+text, text, "n"+text, text
	m.To, m.ReplyTo, m.From = Address{text, email}, Address{text, "training@school.example"}, Address{text, "plenary@school.example"}
	m.Body = Body{P(text), H(text), Button(text, link), Facts([][2]string{{text, text}}), List(text), Table([]string{text}, [][]string{{text}})}
	m.Files = []File{{"n" + text, "text/plain", []byte(text)}}
	m.List = &ListHeaders{Name: text, ID: "a.example", Unsubscribe: "https://a.example/u"}
	return m
}

// shape is the names of a message's headers and the kinds of its parts.
func shape(t *testing.T, data []byte) (headers, parts string) {
	h, leaves := parsed(t, data)
	var names []string
	for f := h.Fields(); f.Next(); {
		names = append(names, f.Key())
	}
	slices.Sort(names)
	for _, l := range leaves {
		var keys []string
		for f := l.head.Fields(); f.Next(); {
			keys = append(keys, f.Key())
		}
		slices.Sort(keys)
		parts += l.kind + "(" + strings.Join(keys, " ") + ") "
	}
	if to, err := h.AddressList("To"); err != nil || len(to) != 1 {
		t.Fatalf("To: %v, %v", to, err)
	}
	return strings.Join(names, " "), parts
}
