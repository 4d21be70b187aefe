package ical

import (
	"bytes"
	"unicode/utf8"
)

// octets is how long a line may be, without its CRLF.
const octets = 75

// folder writes content lines, folding the long ones. It relies on the encoder
// of go-ical writing each content line, CRLF included, in one call.
type folder struct{ out *bytes.Buffer }

// Write writes one content line. It never fails.
func (f folder) Write(line []byte) (int, error) {
	rest := bytes.TrimSuffix(line, []byte("\r\n"))
	room := octets
	for len(rest) > room {
		cut := room
		for cut > room-utf8.UTFMax && !utf8.RuneStart(rest[cut]) {
			cut--
		}
		f.out.Write(rest[:cut])
		f.out.WriteString("\r\n ")
		rest = rest[cut:]
		room = octets - 1 // the space before it
	}
	f.out.Write(rest)
	f.out.WriteString("\r\n")
	return len(line), nil
}
