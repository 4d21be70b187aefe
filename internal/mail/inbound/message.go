package inbound

import (
	"bytes"
	"errors"
	"io"
	"net/mail"
	"strings"

	"github.com/emersion/go-message"
	_ "github.com/emersion/go-message/charset" // reads letters that are not in UTF-8
)

// Message is a mail as far as this house reads it.
type Message struct {
	To       string // the address that it came for, lower case
	From     string // the address in its From header, lower case; "" if there is none, or several
	Calendar []byte // the first calendar part, nil = none
	Method   string // as that part's MIME type names it
}

// Bounds within a message.
const (
	mostParts   = 50
	mostNesting = 8
	mostPart    = 1 << 20 // bytes of one part
)

var errTooDeep = errors.New("inbound: parts within parts")

// read takes a message apart. What cannot be read is left out; it fails only for
// what is no message at all, or nests too deep.
func read(data []byte) (m Message, err error) {
	entity, err := message.Read(bytes.NewReader(data))
	if entity == nil {
		return m, err
	}
	m.From = sender(entity.Header.Get("From"))
	parts := 0
	err = m.walk(entity, 0, &parts)
	return m, err
}

func (m *Message) walk(e *message.Entity, depth int, parts *int) error {
	if depth > mostNesting || *parts > mostParts {
		return errTooDeep
	}
	*parts++
	if inner := e.MultipartReader(); inner != nil {
		for {
			part, err := inner.NextPart()
			if part == nil {
				if err == io.EOF {
					err = nil
				}
				return nil // a torn part: what came before it stands
			}
			if err := m.walk(part, depth+1, parts); err != nil {
				return err
			}
			_ = err // an unknown charset is no reason to stop
		}
	}
	kind, params, err := e.Header.ContentType()
	if err != nil || !strings.EqualFold(kind, "text/calendar") || m.Calendar != nil {
		return nil
	}
	body, err := io.ReadAll(io.LimitReader(e.Body, mostPart+1))
	if err == nil && len(body) <= mostPart {
		m.Calendar, m.Method = body, strings.ToUpper(params["method"])
	}
	return nil
}

// sender is the one address of a From header.
func sender(header string) string {
	list, err := mail.ParseAddressList(header)
	if err != nil || len(list) != 1 {
		return ""
	}
	return strings.ToLower(list[0].Address)
}
