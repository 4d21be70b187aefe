package letters

import (
	"bytes"
	"errors"
	"io"
	"strings"
	"testing"

	goical "github.com/emersion/go-ical"
	gomessage "github.com/emersion/go-message/mail"
)

// letter is a message as its receiver's programs read it.
type letter struct {
	To, Subject, Kind, Lang string
	Header                  gomessage.Header
	Text, HTML              string
	calendars               []attached
}

// attached is a calendar that a letter carries.
type attached struct {
	method string // of an invitation
	name   string // of a file
	data   []byte
}

// mail returns what was sent since it was last asked. No letter names the call.
func (h *house) mail() (list []letter) {
	h.t.Helper()
	for _, c := range h.caught.List()[h.read:] {
		raw, _ := h.caught.Raw(c.N)
		l := parse(h.t, raw)
		l.Kind, l.Lang, l.To = c.Kind, c.Lang, c.To
		l.hasNot(h.t, call, "call.example")
		list = append(list, l)
	}
	h.read += len(list)
	return list
}

func parse(t testing.TB, raw []byte) (l letter) {
	t.Helper()
	r, err := gomessage.CreateReader(bytes.NewReader(raw))
	if err != nil {
		t.Fatal(err)
	}
	l.Header = r.Header
	if l.Subject, err = r.Header.Subject(); err != nil {
		t.Fatal(err)
	}
	for {
		part, err := r.NextPart()
		if errors.Is(err, io.EOF) {
			return l
		}
		if err != nil {
			t.Fatal(err)
		}
		body, err := io.ReadAll(part.Body)
		if err != nil {
			t.Fatal(err)
		}
		l.take(t, part, body)
	}
}

func (l *letter) take(t testing.TB, part *gomessage.Part, body []byte) {
	t.Helper()
	switch h := part.Header.(type) {
	case *gomessage.InlineHeader:
		kind, params, err := h.ContentType()
		if err != nil {
			t.Fatal(err)
		}
		switch kind {
		case "text/plain":
			l.Text = strings.ReplaceAll(string(body), "\r\n", "\n")
		case "text/html":
			l.HTML = string(body)
		case "text/calendar":
			l.calendars = append(l.calendars, attached{method: params["method"], data: body})
		}
	case *gomessage.AttachmentHeader:
		name, err := h.Filename()
		if err != nil {
			t.Fatal(err)
		}
		l.calendars = append(l.calendars, attached{name: name, data: body})
	}
}

// kinds are the kinds of letters with their receivers, in the order in which
// they were sent.
func kinds(list []letter) string {
	var all []string
	for _, l := range list {
		name, _, _ := strings.Cut(l.To, "@")
		all = append(all, strings.TrimPrefix(l.Kind, "event.")+">"+name)
	}
	return strings.Join(all, " ")
}

func (l letter) has(t testing.TB, parts ...string) {
	t.Helper()
	for _, p := range parts {
		if !strings.Contains(l.Subject+"\n"+l.Text, p) {
			t.Errorf("%q is not in\n%s\n%s", p, l.Subject, l.Text)
		}
	}
}

func (l letter) hasNot(t testing.TB, parts ...string) {
	t.Helper()
	all := l.Subject + "\n" + l.Text + l.HTML
	for _, c := range l.calendars {
		all += string(c.data)
	}
	for _, p := range parts {
		if strings.Contains(all, p) {
			t.Errorf("%q is in\n%s\n%s", p, l.Subject, l.Text)
		}
	}
}

// entry is the one entry of the invitation that a letter carries, with its
// method.
func (l letter) entry(t testing.TB) (entry goical.Event, method string) {
	t.Helper()
	for _, c := range l.calendars {
		if c.method == "" {
			continue
		}
		cal := calendarOf(t, c.data)
		if in := cal.Props.Get("METHOD").Value; in != c.method {
			t.Errorf("METHOD is %s in the body and %s in the type", in, c.method)
		}
		if n := len(cal.Events()); n != 1 {
			t.Fatalf("%d entries in an invitation", n)
		}
		return cal.Events()[0], c.method
	}
	t.Fatalf("no invitation in %q", l.Subject)
	return entry, ""
}

func calendarOf(t testing.TB, data []byte) *goical.Calendar {
	t.Helper()
	c, err := goical.NewDecoder(bytes.NewReader(data)).Decode()
	if err != nil {
		t.Fatalf("%v in\n%s", err, data)
	}
	return c
}

func prop(e goical.Event, name string) string {
	if p := e.Props.Get(name); p != nil {
		return p.Value
	}
	return ""
}
