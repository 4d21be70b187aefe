package ical

import "unicode/utf8"

// octets is how long a line may be, without its CRLF.
const octets = 75

// lines are content lines as they stand in a file, each folded and with its
// CRLF.
type lines struct {
	out  []byte
	line []byte // the one being written, before it is folded
}

// begin opens a component, and end closes it.
func (l *lines) begin(component string) { l.set("BEGIN", "", component) }
func (l *lines) end(component string)   { l.set("END", "", component) }

// set writes a property, unless it is empty. Its parameters, each with the
// semicolon before it, and its value are written as their types demand.
func (l *lines) set(name, params, value string) {
	if value == "" {
		return
	}
	l.line = append(append(append(append(l.line[:0], name...), params...), ':'), value...)
	rest, room := l.line, octets
	for len(rest) > room {
		cut := room
		for cut > room-utf8.UTFMax && !utf8.RuneStart(rest[cut]) {
			cut--
		}
		l.out = append(append(l.out, rest[:cut]...), "\r\n "...)
		rest, room = rest[cut:], octets-1 // the space before it
	}
	l.out = append(append(l.out, rest...), "\r\n"...)
}
