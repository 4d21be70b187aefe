package e2e

import (
	"bytes"
	"compress/gzip"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"io"
	"io/fs"
	"math/rand/v2"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"unicode/utf16"
)

// canary is a made-up value that stands nowhere else: who finds it has read the
// field that it was put into.
type canary struct {
	field string
	value string
	kept  bool // the program keeps it; others were typed and refused
}

// cage holds all canaries and what to look for.
type cage struct {
	all  []canary
	seed *rand.Rand
}

func newCage() *cage { return &cage{seed: rand.New(rand.NewPCG(rand.Uint64(), rand.Uint64()))} }

// core is what no other value has: letters only, so that most ways to write
// text leave it alone.
func (c *cage) core() string {
	var b strings.Builder
	for range 14 {
		b.WriteByte("abcdefghijklmnopqrstuvwxyz"[c.seed.IntN(26)])
	}
	return b.String()
}

// name, address and text make a canary for a field that the program keeps.
func (c *cage) name(field string) string {
	return c.put(field, "Zoë "+strings.ToUpper(c.core()[:1])+c.core())
}
func (c *cage) address(field string) string { return c.put(field, c.core()+"@mail.example") }
func (c *cage) text(field string) string    { return c.put(field, "Größe/"+c.core()) }

func (c *cage) put(field, value string) string {
	c.all = append(c.all, canary{field, value, true})
	return value
}

// of returns what was put into a field at last.
func (c *cage) of(field string) (value string) {
	for _, x := range c.all {
		if x.field == field {
			value = x.value
		}
	}
	return value
}

// refused marks the latest n as typed in vain.
func (c *cage) refused(n int) {
	for i := len(c.all) - n; i < len(c.all); i++ {
		c.all[i].kept = false
	}
}

// fields are the fields that were filled, each once.
func (c *cage) fields() (names []string) {
	for _, x := range c.all {
		if !slices.Contains(names, x.field) {
			names = append(names, x.field)
		}
	}
	return names
}

// writings are the ways in which a value may be written down.
func writings() []struct {
	name  string
	write func(string) [][]byte
} {
	one := func(f func(string) string) func(string) [][]byte {
		return func(s string) [][]byte { return [][]byte{[]byte(f(s))} }
	}
	return []struct {
		name  string
		write func(string) [][]byte
	}{
		{"UTF-8", one(func(s string) string { return s })},
		{"UTF-16", utf16Both},
		{"lower case", one(strings.ToLower)},
		{"upper case", one(strings.ToUpper)},
		{"hex", func(s string) [][]byte {
			return [][]byte{[]byte(hex.EncodeToString([]byte(s))), []byte(strings.ToUpper(hex.EncodeToString([]byte(s))))}
		}},
		{"base64 in three phases", func(s string) [][]byte { return phases(base64.StdEncoding, s) }},
		{"base64url in three phases", func(s string) [][]byte { return phases(base64.URLEncoding, s) }},
		{"quoted-printable", one(func(s string) string { return escaped(s, "=%02X") })},
		{"percent", one(url.QueryEscape)},
		{"JSON escapes", one(jsonEscaped)},
	}
}

func utf16Both(s string) [][]byte {
	var little, big []byte
	for _, u := range utf16.Encode([]rune(s)) {
		little, big = append(little, byte(u), byte(u>>8)), append(big, byte(u>>8), byte(u))
	}
	return [][]byte{little, big}
}

// phases are the letters that do not depend on what stands before and after.
func phases(e *base64.Encoding, s string) (all [][]byte) {
	for before := range 3 {
		text := e.EncodeToString([]byte(strings.Repeat("\x00", before) + s + strings.Repeat("\x00", 2)))
		from, to := (before*8+5)/6, (before+len(s))*8/6
		all = append(all, []byte(text[from:to]))
	}
	return all
}

func escaped(s, format string) string {
	var b strings.Builder
	for _, c := range []byte(s) {
		if c < 0x80 && c != '=' {
			b.WriteByte(c)
		} else {
			fmt.Fprintf(&b, format, c)
		}
	}
	return b.String()
}

func jsonEscaped(s string) string {
	var b strings.Builder
	for _, u := range utf16.Encode([]rune(s)) {
		if u < 0x80 {
			b.WriteByte(byte(u))
		} else {
			fmt.Fprintf(&b, `\u%04x`, u)
		}
	}
	return b.String()
}

// hunt looks for canaries in files, all at once: the first bytes of each
// pattern are looked up at every place of the file.
type hunt struct {
	cage     *cage
	patterns map[[prefix]byte][]pattern
	first    [1 << 16]bool
	files    int
	bytes    int64
	found    []sighting
}

type pattern struct {
	canary  int
	writing string
	bytes   []byte
}

type sighting struct {
	canary
	writing, where string
}

const prefix = 8

func (c *cage) hunt() *hunt {
	h := &hunt{cage: c, patterns: map[[prefix]byte][]pattern{}}
	for i, x := range c.all {
		core := strings.TrimPrefix(strings.TrimSuffix(x.value, "@mail.example"), "Größe/")
		if _, last, is := strings.Cut(core, " "); is {
			core = last
		}
		for _, w := range writings() {
			for _, text := range slices.Concat(w.write(x.value), w.write(core)) {
				key := [prefix]byte(text[:prefix])
				h.patterns[key] = append(h.patterns[key], pattern{i, w.name, text})
				h.first[int(text[0])<<8|int(text[1])] = true
			}
		}
	}
	return h
}

// folder looks into every file under a path.
func (h *hunt) folder(t T, what, path string) {
	t.Helper()
	before := h.files
	err := filepath.WalkDir(path, func(name string, d fs.DirEntry, err error) error {
		if err != nil || !d.Type().IsRegular() {
			return nil // a socket, or a file that is gone by now
		}
		text, err := os.ReadFile(name)
		if err == nil {
			h.look(what+": "+filepath.Base(name), text)
			h.look(what, []byte(name))
		}
		return nil
	})
	if err != nil || h.files == before {
		t.Errorf("nothing was looked at in %s: %v", path, err)
	}
}

// look looks into the content of a file, and into what is packed in it.
func (h *hunt) look(where string, text []byte) {
	h.files++
	h.bytes += int64(len(text))
	for i := 0; i+prefix <= len(text); i++ {
		if !h.first[int(text[i])<<8|int(text[i+1])] {
			continue
		}
		for _, p := range h.patterns[[prefix]byte(text[i:])] {
			if bytes.HasPrefix(text[i:], p.bytes) {
				h.found = append(h.found, sighting{h.cage.all[p.canary], p.writing, where})
			}
		}
	}
	if unzip, err := gzip.NewReader(bytes.NewReader(text)); err == nil {
		if text, err := io.ReadAll(unzip); err == nil {
			h.look(where+", unpacked", text)
		}
	}
}
