package mail

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	netmail "net/mail"
	"strings"
	"time"
	"unicode/utf8"

	"codeberg.org/plenary/plenary/internal/seal"
	gomail "github.com/wneessen/go-mail"
)

// ErrAddress says that a message has no usable receiver. Trying again does not
// help.
var ErrAddress = errors.New("mail: no usable address")

// Composer makes the bytes of messages.
type Composer struct {
	From Address          // of messages that name none
	Host string           // what Message-IDs end with; "localhost" if it cannot stand there
	DKIM []DKIM           // signatures to put on; none: unsigned
	Now  func() time.Time // for the Date header
}

// Compose makes the bytes of a message. The id is what the Message-ID begins
// with: composing the same row again gives the same one.
func (c *Composer) Compose(id string, m *Message) (*Envelope, error) {
	if err := m.check(); err != nil {
		return nil, err
	}
	from := m.From
	if from.Email == "" {
		from = c.From
	}
	from.Name = cmp.Or(from.Name, m.Network.Name) // what a list of messages shows as the sender
	msg, err := c.frame(id, from, m)
	if err != nil {
		return nil, err
	}
	if err := m.addParts(msg); err != nil {
		return nil, err
	}
	var b bytes.Buffer
	b.Write(m.List.fields())
	if _, err := msg.WriteTo(&b); err != nil {
		return nil, fmt.Errorf("compose a message: %w", err)
	}
	data, err := sign(b.Bytes(), c.DKIM)
	if err != nil {
		return nil, err
	}
	to, _ := seal.CanonicalAddress(m.To.Email)
	back, ok := seal.CanonicalAddress(cmp.Or(m.Return, from.Email))
	if !ok {
		return nil, errors.New("mail: bounces have no usable address")
	}
	return &Envelope{From: back, To: to, Data: data, Kind: m.Kind, Subject: oneLine(m.Subject), Lang: m.Lang}, nil
}

// frame makes the headers.
func (c *Composer) frame(id string, from Address, m *Message) (*gomail.Msg, error) {
	msg := gomail.NewMsg(gomail.WithNoDefaultUserAgent(), gomail.WithEncoding(gomail.EncodingQP))
	for header, a := range map[gomail.AddrHeader]Address{
		gomail.HeaderFrom: from, gomail.HeaderTo: m.To, gomail.HeaderReplyTo: m.ReplyTo,
	} {
		if a.Email == "" && header == gomail.HeaderReplyTo {
			continue
		}
		email, ok := seal.CanonicalAddress(a.Email)
		if !ok {
			return nil, fmt.Errorf("mail: no usable address for %s", header)
		}
		msg.SetAddrHeaderFromMailAddress(header, &netmail.Address{Name: oneLine(a.Name), Address: email})
	}
	if !plainID(id) {
		return nil, errors.New("mail: an id that cannot be in a Message-ID")
	}
	host := c.Host
	if !plainID(host) {
		host = "localhost"
	}
	msg.SetMessageIDWithValue(id + "@" + host)
	msg.SetDateWithValue(c.Now())
	msg.Subject(encodedSubject(oneLine(m.Subject)))
	msg.SetGenHeader("Auto-Submitted", "auto-generated")
	if m.Lang != "" {
		msg.SetGenHeader("Content-Language", oneLine(m.Lang))
	}
	return msg, nil
}

// plainID tells whether s can be a side of a Message-ID.
func plainID(s string) bool {
	for _, c := range []byte(s) {
		if !(c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '-' || c == '.' || c == '_') {
			return false
		}
	}
	return s != ""
}

// addParts adds the texts, the invitation and the files.
func (m *Message) addParts(msg *gomail.Msg) error {
	page, err := m.html()
	if err != nil {
		return err
	}
	plain := m.text()
	msg.SetBodyString(gomail.TypeTextPlain, crlf(plain), gomail.WithPartEncoding(encodingFor(plain)))
	msg.AddAlternativeString(gomail.TypeTextHTML, crlf(page), gomail.WithPartEncoding(encodingFor(page)))
	files := m.Files
	if cal := m.Calendar; cal != nil && cal.Method == "PUBLISH" {
		files = append(files[:len(files):len(files)], CalendarFile("calendar.ics", cal.Data))
	} else if cal != nil {
		msg.AddAlternativeString(gomail.ContentType("text/calendar; method="+cal.Method), string(cal.Data),
			gomail.WithPartEncoding(gomail.EncodingB64))
	}
	for _, f := range files {
		msg.AttachReadSeeker(oneLine(f.Name), bytes.NewReader(f.Data), gomail.WithFileContentType(gomail.ContentType(f.Type)))
	}
	return nil
}

// encodingFor chooses the shorter of the two encodings that keep every server
// from changing a text.
func encodingFor(s string) gomail.Encoding {
	if (len(s)-utf8.RuneCountInString(s))*6 > len(s) {
		return gomail.EncodingB64
	}
	return gomail.EncodingQP
}

func crlf(s string) string {
	return strings.ReplaceAll(strings.ReplaceAll(s, "\r\n", "\n"), "\n", "\r\n")
}

// check refuses what would make a broken or a dangerous message. Its errors
// name the place and not the value.
func (m *Message) check() error {
	if _, ok := seal.CanonicalAddress(m.To.Email); !ok {
		return ErrAddress
	}
	if oneLine(m.Subject) == "" {
		return errors.New("mail: a message without a subject")
	}
	if len(m.Body) == 0 {
		return errors.New("mail: a message that says nothing")
	}
	if !plainTag(m.Lang) {
		return errors.New("mail: the message's language is no language tag")
	}
	if m.Network.URL != "" && !webAddress(m.Network.URL, "https", "http") {
		return errors.New("mail: the network's address is no web address")
	}
	for _, b := range append(m.Body[:len(m.Body):len(m.Body)], m.Why...) {
		if err := b.check(); err != nil {
			return err
		}
	}
	if m.Calendar != nil && (!plainID(m.Calendar.Method) || len(m.Calendar.Data) == 0) {
		return errors.New("mail: a calendar without method or data")
	}
	for _, f := range m.Files {
		if oneLine(f.Name) == "" || f.Type == "" || oneLine(f.Type) != f.Type || strings.ContainsAny(f.Type, `<>"`) {
			return errors.New("mail: a file without name or type")
		}
	}
	return m.List.check()
}

func (b Block) check() error {
	if !plainTag(b.lang) {
		return errors.New("mail: a block's language is no language tag")
	}
	if b.kind == button && !webAddress(b.url, "https", "http") {
		return errors.New("mail: a button that leads to no web address")
	}
	if b.kind == link && !webAddress(b.url, "https", "http", "mailto") {
		return errors.New("mail: a link that leads to no address")
	}
	return nil
}

// plainTag tells whether s is "" or looks like a language tag.
func plainTag(s string) bool {
	return s == "" || len(s) <= 35 && plainID(s) && !strings.ContainsAny(s, "._")
}
