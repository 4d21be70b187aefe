package announce

import (
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"

	"codeberg.org/plenary/plenary/internal/typed"
)

// source is an input as text in UTF-8, and from which bytes of the input each of
// its bytes comes; without those they are the same.
type source struct {
	s        string
	from, to []int32
}

// sourceOf reads what stands between an input and its text: the parts of a mail,
// the ways in which mail writes letters, the character set of an old program.
func sourceOf(in string) source {
	if IsLetter(in) {
		return letter(in)
	}
	in = in[:min(len(in), longestInput)]
	if quotedPrintable(in) {
		var b bytesOf
		b.quoted(in, 0, len(in))
		return b.source("")
	}
	return charsetOf(in)
}

// back is where in the input a part of the text comes from.
func (s source) back(t *text) {
	if s.from == nil {
		return
	}
	for n := range t.from {
		t.from[n], t.to[n] = s.from[t.from[n]], s.to[t.to[n]-1]
	}
}

// charsetOf reads the text of programs that do not write UTF-8. What is broken in
// parts is left to clean.
func charsetOf(in string) source {
	if utf8.ValidString(in) && !strings.Contains(in, "\x00") || manyBytes(in) {
		return source{s: in}
	}
	out, charset := typed.Decode([]byte(in))
	b := bytesOf{b: []byte(in)}
	switch charset {
	case "Windows-1251", "Windows-1256":
		for i := range in {
			b.at(i, i+1)
		}
		return b.source(charset)
	case "UTF-16":
		return twoBytes(in, out)
	}
	return source{s: in}
}

// manyBytes tells whether characters of several bytes stand in a text: then it is
// UTF-8, whatever else is in it.
func manyBytes(in string) bool {
	for i := 0; i < len(in); {
		_, size := utf8.DecodeRuneInString(in[i:])
		if size > 1 {
			return true
		}
		i += size
	}
	return false
}

// twoBytes finds the way back from a text to its characters of two bytes, or of
// four.
func twoBytes(in, out string) source {
	s := source{s: out, from: make([]int32, 0, len(out)), to: make([]int32, 0, len(out))}
	at := len(in) % 2
	if strings.HasPrefix(in, "\xff\xfe") || strings.HasPrefix(in, "\xfe\xff") {
		at = 2
	}
	for _, r := range out {
		size := 2
		if r > 0xffff {
			size = 4
		}
		end := min(at+size, len(in))
		for range utf8.RuneLen(r) {
			s.from, s.to = append(s.from, int32(min(at, end-1))), append(s.to, int32(end))
		}
		at = end
	}
	return s
}

// bytesOf are bytes that stood for others in the input.
type bytesOf struct {
	b        []byte
	from, to []int32
}

func (b *bytesOf) at(from, to int) {
	b.from, b.to = append(b.from, int32(from)), append(b.to, int32(to))
}

func (b *bytesOf) put(c byte, from, to int) {
	b.b = append(b.b, c)
	b.at(from, to)
}

// say writes what stands for a part of the input as a whole.
func (b *bytesOf) say(s string, from, to int) {
	for i := range len(s) {
		b.put(s[i], from, to)
	}
}

// source reads the bytes by their character set.
func (b *bytesOf) source(charset string) source {
	set := charmapOf(charset)
	if set == nil {
		return source{string(b.b), b.from, b.to}
	}
	var out bytesOf
	for n, c := range b.b {
		out.say(string(set.DecodeByte(c)), int(b.from[n]), int(b.to[n]))
	}
	return source{string(out.b), out.from, out.to}
}

// charmapOf is a character set of one byte each, by its name in mail; nil for
// UTF-8 and all others. That of Western Europe is what clean takes broken UTF-8
// for.
func charmapOf(name string) *charmap.Charmap {
	switch strings.ToLower(name) {
	case "windows-1250", "cp1250":
		return charmap.Windows1250
	case "windows-1251", "cp1251":
		return charmap.Windows1251
	case "windows-1254", "iso-8859-9":
		return charmap.Windows1254
	case "windows-1256", "cp1256":
		return charmap.Windows1256
	case "koi8-r":
		return charmap.KOI8R
	case "koi8-u":
		return charmap.KOI8U
	case "iso-8859-1", "windows-1252", "cp1252", "latin1":
		return charmap.Windows1252
	case "iso-8859-2":
		return charmap.ISO8859_2
	case "iso-8859-5":
		return charmap.ISO8859_5
	case "iso-8859-6":
		return charmap.ISO8859_6
	case "iso-8859-15":
		return charmap.ISO8859_15
	}
	return nil
}
