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
	to, subject, kind, lang string
	header                  gomessage.Header
	text, html              string
	method                  string // of the invitation
	invitation              *goical.Calendar
	files                   map[string]*goical.Calendar
	raw                     []byte
}

// event is the one event of an invitation.
func (l letter) event(t testing.TB) goical.Event {
	t.Helper()
	if l.invitation == nil {
		t.Fatalf("no invitation in %q", l.subject)
	}
	events := l.invitation.Events()
	if len(events) != 1 {
		t.Fatalf("%d events in an invitation", len(events))
	}
	return events[0]
}

func prop(e goical.Event, name string) string {
	if p := e.Props.Get(name); p != nil {
		return p.Value
	}
	return ""
}

// mail returns what was sent since it was last asked.
func (h *house) mail() []letter {
	h.t.Helper()
	var list []letter
	for _, c := range h.caught.List()[h.read:] {
		raw, _ := h.caught.Raw(c.N)
		l := parse(h.t, raw)
		l.to, l.kind, l.lang = c.To, c.Kind, c.Lang
		list = append(list, l)
	}
	h.read += len(list)
	return list
}

// one returns the one message that was sent.
func (h *house) one() letter {
	h.t.Helper()
	list := h.mail()
	if len(list) != 1 {
		h.t.Fatalf("%d messages instead of one: %s", len(list), strings.Join(subjects(list), " | "))
	}
	return list[0]
}

// none fails if something was sent.
func (h *house) none() {
	h.t.Helper()
	if list := h.mail(); len(list) > 0 {
		h.t.Fatalf("sent: %s", strings.Join(subjects(list), " | "))
	}
}

func subjects(list []letter) []string {
	var all []string
	for _, l := range list {
		all = append(all, l.kind+" to "+l.to+": "+l.subject)
	}
	return all
}

func kinds(list []letter) string {
	var all []string
	for _, l := range list {
		all = append(all, l.kind)
	}
	return strings.Join(all, " ")
}

func parse(t testing.TB, raw []byte) letter {
	t.Helper()
	r, err := gomessage.CreateReader(bytes.NewReader(raw))
	if err != nil {
		t.Fatal(err)
	}
	l := letter{header: r.Header, raw: raw, files: map[string]*goical.Calendar{}}
	if l.subject, err = r.Header.Subject(); err != nil {
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
	var kind string
	var params map[string]string
	var err error
	switch h := part.Header.(type) {
	case *gomessage.InlineHeader:
		kind, params, err = h.ContentType()
	case *gomessage.AttachmentHeader:
		if kind, params, err = h.ContentType(); err == nil {
			var name string
			if name, err = h.Filename(); err == nil {
				l.files[name] = calendarOf(t, body)
			}
		}
	}
	if err != nil {
		t.Fatal(err)
	}
	switch {
	case kind == "text/plain":
		l.text = strings.ReplaceAll(string(body), "\r\n", "\n")
	case kind == "text/html":
		l.html = string(body)
	case kind == "text/calendar" && params["method"] != "PUBLISH":
		l.method, l.invitation = params["method"], calendarOf(t, body)
		if in := l.invitation.Props.Get("METHOD").Value; in != l.method {
			t.Errorf("METHOD is %s in the body and %s in the type", in, l.method)
		}
	}
}

func calendarOf(t testing.TB, data []byte) *goical.Calendar {
	t.Helper()
	c, err := goical.NewDecoder(bytes.NewReader(data)).Decode()
	if err != nil {
		t.Fatalf("%v in\n%s", err, data)
	}
	for _, line := range bytes.Split(data, []byte("\r\n")) {
		if len(line) > 75 || bytes.IndexByte(line, '\n') >= 0 {
			t.Errorf("a line of %d octets: %s", len(line), line)
		}
	}
	return c
}

// has fails unless the text has all of the parts.
func (l letter) has(t testing.TB, parts ...string) {
	t.Helper()
	for _, p := range parts {
		if !strings.Contains(l.subject+"\n"+l.text, p) {
			t.Errorf("%q is not in\n%s\n%s", p, l.subject, l.text)
		}
	}
}

func (l letter) hasNot(t testing.TB, parts ...string) {
	t.Helper()
	for _, p := range parts {
		if strings.Contains(l.subject+"\n"+l.text+l.html, p) {
			t.Errorf("%q is in\n%s\n%s", p, l.subject, l.text)
		}
	}
}
