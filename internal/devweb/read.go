package devweb

import (
	"bytes"
	"errors"
	"io"
	"strings"

	"github.com/emersion/go-message/mail"
)

// message is a mail as its receiver reads it.
type message struct {
	Subject, From, To, Text string
	Files                   []file
}

type file struct{ Name, Text string }

// read takes a message apart into its text and its files.
func read(raw []byte) (m message, err error) {
	r, err := mail.CreateReader(bytes.NewReader(raw))
	if err != nil {
		return m, err
	}
	m.Subject, _ = r.Header.Subject()
	m.From, _ = r.Header.Text("From")
	m.To, _ = r.Header.Text("To")
	for {
		part, err := r.NextPart()
		if errors.Is(err, io.EOF) {
			return m, nil
		}
		if err != nil {
			return m, err
		}
		body, err := io.ReadAll(part.Body)
		if err != nil {
			return m, err
		}
		kind := part.Header.Get("Content-Type")
		switch {
		case strings.HasPrefix(kind, "text/plain") && m.Text == "":
			m.Text = string(body)
		case strings.HasPrefix(kind, "text/calendar"):
			m.Files = append(m.Files, file{kind, string(body)})
		}
	}
}
