package announce

import (
	"encoding/base64"
	"html"
	"mime"
	"strings"
	"unicode/utf8"
)

// A mail's parts lie in one another at most this deep, and are at most so many.
const (
	deepestPart = 8
	mostParts   = 100
	longestHead = 64 << 10
)

// field is the value of a line of a mail's head: where it stands.
type field struct{ a, z int }

// part is a mail, or a part of one: its head, and where its body stands.
type part struct {
	in   string
	head map[string]field
	a, z int
}

// IsLetter tells whether an input is a mail as programs keep it, with its head
// and its parts, and not only what somebody sees of it.
func IsLetter(in string) bool {
	if strings.HasPrefix(in, "From ") { // of a file with many mails
		_, in, _ = strings.Cut(in, "\n")
	}
	p, ok := partOf(in, 0, len(in))
	if !ok || len(p.head) < 3 {
		return false
	}
	for _, name := range []string{"mime-version", "content-type", "content-transfer-encoding", "message-id", "received", "return-path"} {
		if _, has := p.head[name]; has {
			return true
		}
	}
	return false
}

// partOf reads the head of what stands at in[a:z].
func partOf(in string, a, z int) (part, bool) {
	p := part{in: in, head: map[string]field{}, z: z}
	last := ""
	for i := a; i < z && i-a < longestHead; {
		end := i + strings.IndexByte(in[i:z]+"\n", '\n')
		line := strings.TrimSuffix(in[i:min(end, z)], "\r")
		if line == "" {
			p.a = min(end+1, z)
			return p, true
		}
		if line[0] == ' ' || line[0] == '\t' {
			if f, ok := p.head[last]; ok {
				p.head[last] = field{f.a, i + len(line)}
			}
		} else {
			name, _, ok := strings.Cut(line, ":")
			if !ok || name == "" || strings.ContainsFunc(name, func(r rune) bool { return r <= ' ' || r > '~' }) {
				return p, false
			}
			last = strings.ToLower(name)
			if _, twice := p.head[last]; !twice {
				p.head[last] = field{i + len(name) + 1, i + len(line)}
			} else {
				last = ""
			}
		}
		i = end + 1
	}
	p.a = z
	return p, len(p.head) > 0
}

// value is what a line of the head says, "" if there is none.
func (p part) value(name string) string {
	f, ok := p.head[name]
	if !ok {
		return ""
	}
	return strings.TrimSpace(strings.NewReplacer("\r", "", "\n", "").Replace(p.in[f.a:f.z]))
}

// letter is what a person sees of a mail: when it was sent, its subject, and its
// text; that of its pages only if it has no other.
func letter(in string) source {
	at := 0
	if strings.HasPrefix(in, "From ") {
		at = strings.IndexByte(in, '\n') + 1
	}
	p, _ := partOf(in, at, len(in))
	var plain, pages []part
	left := mostParts
	p.leaves(deepestPart, &left, func(p part, html bool) {
		if html {
			pages = append(pages, p)
		} else if strings.TrimSpace(p.in[p.a:p.z]) != "" {
			plain = append(plain, p)
		}
	})
	var out source
	page := len(plain) == 0 && len(pages) > 0
	if page {
		plain = pages
	}
	head := p.shown(page)
	out.add(head.source(""), at)
	for _, p := range plain {
		out.add(p.text(), p.a)
	}
	return out
}

// shown are the lines of the head that programs show above a mail.
func (p part) shown(page bool) (head bytesOf) {
	for n, name := range []string{"From", "Date", "Subject"} {
		s := p.value(strings.ToLower(name))
		if s == "" {
			continue
		}
		said, err := new(mime.WordDecoder).DecodeHeader(s)
		if err != nil {
			said = s
		}
		f := p.head[strings.ToLower(name)]
		if line := name + ": " + said; page && n > 0 {
			head.say("<br>"+html.EscapeString(line), f.a, f.z)
		} else if page {
			head.say(html.EscapeString(line), f.a, f.z)
		} else {
			head.say(line+"\n", f.a, f.z)
		}
	}
	if page {
		head.say("<p></p>", p.a, p.a)
	}
	return head
}

// add puts a text below what there is.
func (s *source) add(t source, at int) {
	if len(s.s)+len(t.s) > longestInput {
		return
	}
	if s.s != "" {
		s.s += "\n"
		s.from, s.to = append(s.from, int32(at)), append(s.to, int32(at+1))
	}
	s.s += t.s
	s.from, s.to = append(s.from, t.from...), append(s.to, t.to...)
}

// leaves finds the texts and the pages in a part.
func (p part) leaves(deep int, left *int, found func(p part, html bool)) {
	if *left--; *left < 0 || deep == 0 {
		return
	}
	kind, params, err := mime.ParseMediaType(p.value("content-type"))
	if err != nil {
		kind = "text/plain"
	}
	if strings.HasPrefix(strings.ToLower(p.value("content-disposition")), "attachment") && kind != "message/rfc822" {
		return
	}
	switch {
	case strings.HasPrefix(kind, "multipart/") && params["boundary"] != "":
		for _, inner := range p.inner("--" + params["boundary"]) {
			inner.leaves(deep-1, left, found)
		}
	case kind == "message/rfc822":
		if inner, ok := partOf(p.in, p.a, p.z); ok {
			inner.leaves(deep-1, left, found)
		}
	case kind == "text/html":
		found(p, true)
	case kind == "text/plain":
		found(p, false)
	}
}

// inner are the parts between lines that begin with a mark.
func (p part) inner(mark string) (list []part) {
	start := -1
	for i := p.a; i < p.z && len(list) < mostParts; {
		end := i + strings.IndexByte(p.in[i:p.z]+"\n", '\n')
		if strings.HasPrefix(p.in[i:min(end, p.z)], mark) {
			if start >= 0 {
				if inner, ok := partOf(p.in, start, i); ok {
					list = append(list, inner)
				}
			}
			start = end + 1
			if strings.HasPrefix(p.in[i+len(mark):min(end, p.z)], "--") {
				return list
			}
		}
		i = end + 1
	}
	if start >= 0 && start < p.z {
		if inner, ok := partOf(p.in, start, p.z); ok {
			list = append(list, inner)
		}
	}
	return list
}

// text undoes how the part's body was written for its way.
func (p part) text() source {
	var b bytesOf
	switch strings.ToLower(p.value("content-transfer-encoding")) {
	case "quoted-printable":
		b.quoted(p.in, p.a, p.z)
	case "base64":
		b.base64(p.in, p.a, p.z)
	default:
		for i := p.a; i < p.z; i++ {
			b.put(p.in[i], i, i+1)
		}
	}
	_, params, _ := mime.ParseMediaType(p.value("content-type"))
	return b.source(params["charset"])
}

// quoted reads bytes that are written "=C3", and lines that are cut by "=".
func (b *bytesOf) quoted(in string, a, z int) {
	for i := a; i < z; {
		if c, ok := hexByte(in[i:z]); ok {
			b.put(c, i, i+3)
			i += 3
			continue
		}
		if n := softEnd(in[i:z]); n > 0 {
			i += n
			continue
		}
		b.put(in[i], i, i+1)
		i++
	}
}

// softEnd is how long an equals sign and the line end behind it are.
func softEnd(s string) int {
	if s[0] != '=' {
		return 0
	}
	rest := strings.TrimLeft(s[1:min(len(s), 80)], " \t")
	n := min(len(s), 80) - len(rest)
	switch {
	case strings.HasPrefix(rest, "\r\n"):
		return n + 2
	case strings.HasPrefix(rest, "\n"):
		return n + 1
	}
	return 0
}

// hexByte reads "=C3".
func hexByte(s string) (byte, bool) {
	if len(s) < 3 || s[0] != '=' {
		return 0, false
	}
	high, low := strings.IndexByte("0123456789ABCDEF", s[1]), strings.IndexByte("0123456789ABCDEF", s[2])
	return byte(high<<4 | low), high >= 0 && low >= 0
}

// quotedPrintable tells whether a text that is no mail was copied out of the
// bytes of one: a character of several bytes is written so.
func quotedPrintable(in string) bool {
	for i := strings.IndexByte(in, '='); i >= 0 && i < len(in); {
		var raw []byte
		for end := i; len(raw) < utf8.UTFMax; end += 3 {
			c, ok := hexByte(in[end:])
			if !ok {
				break
			}
			raw = append(raw, c)
		}
		if r, size := utf8.DecodeRune(raw); size > 1 && r != utf8.RuneError {
			return true
		}
		next := strings.IndexByte(in[i+1:], '=')
		if next < 0 {
			return false
		}
		i += 1 + next
	}
	return false
}

// base64 reads four characters as three bytes, over the line ends.
func (b *bytesOf) base64(in string, a, z int) {
	var four [4]byte
	n, start := 0, a
	for i := a; i < z; i++ {
		if c := in[i]; c != '=' && !(c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c == '+' || c == '/') {
			continue
		}
		if n == 0 {
			start = i
		}
		four[n] = in[i]
		if n++; n < 4 {
			continue
		}
		n = 0
		var three [3]byte
		size, err := base64.StdEncoding.Decode(three[:], four[:])
		if err != nil {
			continue
		}
		b.say(string(three[:size]), start, i+1)
	}
}
