package e2e

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	"net/mail"
	"regexp"
	"slices"
	"strings"
	"time"
)

// Line is one mail in the list that a server under --dev keeps of what it sent.
type Line struct {
	N       int    `json:"n"` // from 1
	To      string `json:"to"`
	Subject string `json:"subject"`
	Kind    string `json:"kind"`
	Lang    string `json:"lang"`
	At      string `json:"at"`
}

// Mail is a message as it was sent.
type Mail struct {
	Line
	Raw    []byte
	Header mail.Header // as sent; Subject, From decode what is encoded
	Text   string      // the plain part
	HTML   string      // the HTML part
	Parts  []Part      // every leaf, in order
}

// Part is one leaf of a message.
type Part struct {
	Type     string // text/calendar
	Params   map[string]string
	Filename string
	Body     []byte
}

// Mails lists what the server sent so far, oldest first.
func (s *Server) Mails() (lines []Line) {
	s.t.Helper()
	body, err := s.get("/dev/mail.json")
	if err == nil {
		err = json.Unmarshal(body, &lines)
	}
	if err != nil {
		s.t.Fatal(err)
	}
	return lines
}

// Mail reads the nth message.
func (s *Server) Mail(n int) *Mail {
	s.t.Helper()
	raw, err := s.get(fmt.Sprintf("/dev/mail/%d.eml", n))
	if err != nil {
		s.t.Fatal(err)
	}
	m, err := ParseMail(raw)
	if err != nil {
		s.t.Fatalf("mail %d: %v\n%s", n, err, raw)
	}
	return m
}

// MailsTo returns the messages to an address, oldest first.
func (s *Server) MailsTo(address string) (out []*Mail) {
	s.t.Helper()
	for _, line := range s.Mails() {
		if strings.Contains(line.To, address) {
			m := s.Mail(line.N)
			m.Line = line
			out = append(out, m)
		}
	}
	return out
}

// AwaitMail waits for the nth message to an address (from 1) and returns it.
func (s *Server) AwaitMail(address string, n int) *Mail {
	s.t.Helper()
	return s.AwaitMails(address, n)[n-1]
}

// AwaitMails waits until at least n messages went to an address and returns all
// that did.
func (s *Server) AwaitMails(address string, n int) []*Mail {
	s.t.Helper()
	to := func(l Line) bool { return strings.Contains(l.To, address) }
	Eventually(s.t, 20*time.Second, fmt.Sprintf("mail %d to %s did not come; there are %+v", n, address, s.Mails()), func() bool {
		return len(slices.DeleteFunc(s.Mails(), func(l Line) bool { return !to(l) })) >= n
	})
	return s.MailsTo(address)
}

// ParseMail takes a message apart.
func ParseMail(raw []byte) (*Mail, error) {
	msg, err := mail.ReadMessage(bytes.NewReader(raw))
	if err != nil {
		return nil, err
	}
	m := &Mail{Raw: raw, Header: msg.Header}
	m.Line.To = m.header("To")
	m.Line.Subject = m.header("Subject")
	return m, m.take(msg.Header.Get("Content-Type"), msg.Header.Get("Content-Transfer-Encoding"), msg.Header.Get("Content-Disposition"), msg.Body)
}

// From returns the decoded sender.
func (m *Mail) From() string { return m.header("From") }

func (m *Mail) header(name string) string {
	raw := m.Header.Get(name)
	if text, err := new(mime.WordDecoder).DecodeHeader(raw); err == nil {
		return text
	}
	return raw
}

func (m *Mail) take(contentType, encoding, disposition string, body io.Reader) error {
	kind, params, err := mime.ParseMediaType(contentType)
	if contentType == "" {
		kind, params, err = "text/plain", nil, nil
	}
	if err != nil {
		return fmt.Errorf("Content-Type %q: %w", contentType, err)
	}
	if strings.HasPrefix(kind, "multipart/") {
		r := multipart.NewReader(body, params["boundary"])
		for {
			part, err := r.NextRawPart()
			if err == io.EOF {
				return nil
			}
			if err != nil {
				return err
			}
			h := part.Header
			if err := m.take(h.Get("Content-Type"), h.Get("Content-Transfer-Encoding"), h.Get("Content-Disposition"), part); err != nil {
				return err
			}
		}
	}
	switch strings.ToLower(encoding) {
	case "quoted-printable":
		body = quotedprintable.NewReader(body)
	case "base64":
		body = base64.NewDecoder(base64.StdEncoding, body)
	}
	content, err := io.ReadAll(body)
	if err != nil {
		return err
	}
	p := Part{Type: kind, Params: params, Body: content, Filename: params["name"]}
	how, more, err := mime.ParseMediaType(disposition)
	if err == nil && more["filename"] != "" {
		p.Filename = more["filename"]
	}
	m.Parts = append(m.Parts, p)
	switch {
	case how == "attachment":
	case kind == "text/plain" && m.Text == "":
		m.Text = strings.ReplaceAll(string(content), "\r\n", "\n")
	case kind == "text/html" && m.HTML == "":
		m.HTML = string(content)
	}
	return nil
}

// Calendars returns the calendar files of the message.
func (m *Mail) Calendars() (out []Part) {
	for _, p := range m.Parts {
		if p.Type == "text/calendar" || strings.HasSuffix(p.Filename, ".ics") {
			out = append(out, p)
		}
	}
	return out
}

// Links returns the addresses in the plain part, in order.
func (m *Mail) Links() []string {
	links := regexp.MustCompile(`https?://[^\s<>"]+`).FindAllString(m.Text, -1)
	for i := range links {
		links[i] = strings.TrimRight(links[i], ".,;:!?)")
	}
	return links
}

// Link returns the first address in the plain part whose path begins with
// prefix ("/r/").
func (m *Mail) Link(t T, prefix string) string {
	t.Helper()
	path := regexp.MustCompile(`^https?://[^/]+` + regexp.QuoteMeta(prefix))
	for _, link := range m.Links() {
		if path.MatchString(link) {
			return link
		}
	}
	t.Fatalf("mail %q has no link to %s, but %v", m.Subject, prefix, m.Links())
	return ""
}
