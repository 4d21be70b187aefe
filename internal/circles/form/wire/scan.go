package wire

import (
	"bytes"
	"fmt"
	"strconv"
	"unicode/utf8"
)

// Error says what is wrong in which line of a file, the first being 1.
type Error struct {
	Line int
	Text string
}

func (e *Error) Error() string { return fmt.Sprintf("%d: %s", e.Line, e.Text) }

// scanner reads JSON from front to back. The first thing that is wrong ends it:
// from then on it reads nothing and err says why.
type scanner struct {
	data  []byte
	at    int
	path  string // of the value being read, for errors
	err   *Error
	names map[string]string // equal strings share their bytes

	fields map[string]int // lines, for those who ask
	named  bool           // the file has said what format it is

	circles, members map[string]bool // ids that have stood there, if they may only once
}

func newScanner(data []byte) *scanner {
	s := &scanner{data: data, names: map[string]string{}}
	if data, err := text(data); err != nil {
		s.err, s.at = err, len(s.data)
	} else {
		s.data = data
	}
	return s
}

// line returns the line of an offset.
func (s *scanner) line(at int) int {
	return 1 + bytes.Count(s.data[:min(at, len(s.data))], []byte{'\n'})
}

// fail notes what is wrong at the present place.
func (s *scanner) fail(format string, args ...any) {
	s.failAt(s.at, format, args...)
}

func (s *scanner) failAt(at int, format string, args ...any) {
	if s.err != nil {
		return
	}
	text := fmt.Sprintf(format, args...)
	if s.path != "" {
		text = s.path + ": " + text
	}
	s.err = &Error{s.line(at), text}
	s.at = len(s.data)
}

// format reads which format the file says it is. Any other is not read on.
func (s *scanner) format(want string) {
	at := s.next()
	if got := s.text(); s.err == nil && got != want {
		s.failAt(at, "got %q, expected %q", got, want)
	}
	s.named = true
}

// formatted makes sure that the file has said what format it is.
func (s *scanner) formatted(want string) {
	if s.path = ""; s.err == nil && !s.named {
		s.failAt(0, "format: got %q, expected %q", "", want)
	}
}

// peek skips white space and returns the next byte, 0 at the end.
func (s *scanner) peek() byte {
	for s.at < len(s.data) {
		switch c := s.data[s.at]; c {
		case ' ', '\t', '\r', '\n':
			s.at++
		case 0:
			return 1 // not the end, and nothing that may stand here
		default:
			return c
		}
	}
	return 0
}

// next skips white space and returns where the next value stands.
func (s *scanner) next() int {
	s.peek()
	return s.at
}

// expect reads one byte of punctuation.
func (s *scanner) expect(c byte) bool {
	if s.peek() != c {
		s.fail("got %s, expected %q", s.show(), string(rune(c)))
		return false
	}
	s.at++
	return true
}

// show says what comes next, for errors.
func (s *scanner) show() string {
	switch c := s.peek(); c {
	case 0:
		return "the end of the file"
	case '{':
		return "an object"
	case '[':
		return "a list"
	case '"':
		t := *s
		if text := t.text(); t.err == nil && len(text) <= 40 {
			return strconv.Quote(text)
		}
		return "a string"
	}
	end := s.at
	for end < len(s.data) && end < s.at+20 && isWord(s.data[end]) {
		end++
	}
	if end == s.at { // one character, as people see it
		r, _ := utf8.DecodeRune(s.data[s.at:])
		return strconv.QuoteRune(r)
	}
	return string(s.data[s.at:end])
}

// isWord tells whether the byte may stand in a number, in true, false or null.
func isWord(c byte) bool {
	return c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '-' || c == '+' || c == '.'
}

// end makes sure that nothing follows.
func (s *scanner) end() {
	if s.err == nil && s.peek() != 0 {
		s.path = ""
		s.fail("got %s after the end, expected nothing", s.show())
	}
}

// object calls field for every member of an object, with its name; field reads
// the value and returns false if it knows no such field. A name that stands
// twice is an error.
func (s *scanner) object(field func(name string) bool) {
	if !s.expect('{') {
		return
	}
	outer := s.path
	defer func() { s.path = outer }()
	var seen []string
	if s.peek() == '}' {
		s.at++
		return
	}
	for s.err == nil {
		s.path = outer
		at := s.next()
		name := s.text()
		for _, other := range seen {
			if other == name {
				s.failAt(at, "field %q stands twice", name)
			}
		}
		seen = append(seen, name)
		if !s.expect(':') {
			return
		}
		s.path = join(outer, name)
		if s.err == nil && !field(name) {
			s.path = outer
			s.failAt(at, "unknown field %q", name)
		}
		if s.peek() == '}' {
			s.at++
			return
		}
		s.expect(',')
	}
}

func join(outer, name string) string {
	if outer == "" {
		return name
	}
	return outer + "." + name
}

// array calls element for every element of an array; element reads it.
func (s *scanner) array(element func()) {
	if s.null() || !s.expect('[') {
		return
	}
	if s.peek() == ']' {
		s.at++
		return
	}
	for s.err == nil {
		element()
		if s.peek() == ']' {
			s.at++
			return
		}
		s.expect(',')
	}
}

// null reads null, if that is what comes: an absent list.
func (s *scanner) null() bool {
	if s.peek() == 'n' && bytes.HasPrefix(s.data[s.at:], []byte("null")) {
		s.at += 4
		return true
	}
	return false
}

// text reads a string.
func (s *scanner) text() string {
	if s.peek() != '"' {
		s.fail("got %s, expected a string", s.show())
		return ""
	}
	start := s.at + 1
	for i := start; i < len(s.data); i++ {
		switch c := s.data[i]; {
		case c == '"':
			s.at = i + 1
			raw := s.data[start:i]
			if !utf8.Valid(raw) {
				s.failAt(start, "the text is not UTF-8")
				return ""
			}
			return s.intern(raw)
		case c == '\\':
			return s.escaped(start)
		case c < 0x20:
			s.failAt(i, "a string that does not end in its line")
			return ""
		}
	}
	s.fail("a string that does not end")
	return ""
}

// escaped reads a string with escapes.
func (s *scanner) escaped(start int) string {
	for i := start; i < len(s.data); i++ {
		switch c := s.data[i]; {
		case c == '\\':
			i++
		case c == '"':
			s.at = i + 1
			return s.unescape(start, i)
		case c < 0x20:
			s.failAt(i, "a string that does not end in its line")
			return ""
		}
	}
	s.fail("a string that does not end")
	return ""
}

// intern returns the bytes as a string; equal short ones are kept once.
func (s *scanner) intern(raw []byte) string {
	if len(raw) > 40 {
		return string(raw)
	}
	if x, ok := s.names[string(raw)]; ok {
		return x
	}
	x := string(raw)
	if len(s.names) < 1<<12 {
		s.names[x] = x
	}
	return x
}

// number reads a whole number.
func (s *scanner) number() int {
	start, raw := s.digits()
	n, err := strconv.Atoi(raw)
	if err != nil || raw != strconv.Itoa(n) {
		s.at = start
		s.fail("got %s, expected a whole number", s.show())
	}
	return n
}

// digits reads what belongs to a number.
func (s *scanner) digits() (start int, raw string) {
	start = s.next()
	for s.at < len(s.data) && isWord(s.data[s.at]) {
		s.at++
	}
	return start, string(s.data[start:s.at])
}

// unsigned reads a whole number of up to 64 bits.
func (s *scanner) unsigned() uint64 {
	start, raw := s.digits()
	n, err := strconv.ParseUint(raw, 10, 64)
	if err != nil || raw != strconv.FormatUint(n, 10) {
		s.at = start
		s.fail("got %s, expected a whole number that is not negative", s.show())
	}
	return n
}

// truth reads true or false.
func (s *scanner) truth() bool {
	s.peek()
	switch rest := s.data[s.at:]; {
	case bytes.HasPrefix(rest, []byte("true")):
		s.at += 4
		return true
	case bytes.HasPrefix(rest, []byte("false")):
		s.at += 5
		return false
	}
	s.fail("got %s, expected true or false", s.show())
	return false
}

// texts reads an array of strings.
func (s *scanner) texts() (list []string) {
	s.eachText(func(_ int, text string) { list = append(list, text) })
	return list
}

// eachText reads an array of strings, with where each of them stands.
func (s *scanner) eachText(f func(at int, text string)) {
	outer, n := s.path, 0
	s.array(func() {
		s.path = outer + "[" + strconv.Itoa(n) + "]"
		n++
		f(s.next(), s.text())
	})
	s.path = outer
}

// once makes sure that an id is there and has not stood before, if seen is not
// nil.
func (s *scanner) once(at int, id string, seen map[string]bool) {
	switch {
	case seen == nil || s.err != nil:
	case id == "":
		s.failAt(at, "the id is empty")
	case seen[id]:
		s.failAt(at, "%q stands twice", id)
	default:
		seen[id] = true
	}
}
