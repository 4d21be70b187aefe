package yamlform

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"codeberg.org/plenary/plenary/internal/i18n"
	"codeberg.org/plenary/plenary/internal/when"
)

// Field is one key of a mapping in a series file: how it is read and how it is
// written. One table of fields serves both, so that what is written can be
// read and stands in the same order.
type Field struct {
	key   string
	read  func(r *Reading, at string, n *node)
	write func() *out // nil: left out
}

// Word is a text of one line that needs no quotes where its letters are
// simple: a slug, a zone, an address, one of a few words.
func Word[T ~string](key string, to *T) Field {
	return UsualWord(key, to, "")
}

// UsualWord is a word that is left out where it says what goes without
// saying.
func UsualWord[T ~string](key string, to *T, usual T) Field {
	return Field{key,
		func(r *Reading, at string, n *node) {
			if s, ok := r.scalar(at, n, "text"); ok {
				*to = T(s)
			}
		},
		func() *out {
			if *to == "" || *to == usual {
				return nil
			}
			return outWord(string(*to))
		}}
}

// Phrase is a text for people in one language for all.
func Phrase(key string, to *string) Field {
	f := Word(key, to)
	f.write = func() *out {
		if *to == "" {
			return nil
		}
		return outText(*to)
	}
	return f
}

// Texts is a text by language.
func Texts(key string, to *i18n.Text) Field {
	return Field{key,
		func(r *Reading, at string, n *node) {
			const expected = "texts by language such as {en: …}"
			if n.kind != mapping {
				r.wrong(at, n, expected)
				return
			}
			*to = i18n.Text{}
			for _, p := range n.entries {
				if s, ok := r.scalar(r.join(at, p), p.value, "text"); ok {
					(*to)[p.key] = s
				}
			}
		},
		func() *out {
			if to.Empty() {
				return nil
			}
			o := &out{kind: mapping}
			for _, lang := range to.Langs() {
				o.pairs = append(o.pairs, outPair{lang, outText((*to)[lang])})
			}
			return o
		}}
}

// Lines is a text by language that may be of several lines, and is written so.
// The end of the last line is not part of it.
func Lines(key string, to *i18n.Text) Field {
	f := Texts(key, to)
	read, write := f.read, f.write
	f.read = func(r *Reading, at string, n *node) {
		read(r, at, n)
		for _, e := range n.entries {
			if s, ok := (*to)[e.key]; ok && e.value.block {
				(*to)[e.key] = strings.TrimSuffix(s, "\n")
			}
		}
	}
	f.write = func() *out {
		o := write()
		if o != nil {
			for i, lang := range to.Langs() {
				o.pairs[i].value = outLines((*to)[lang])
			}
		}
		return o
	}
	return f
}

// Words is a list of words.
func Words(key string, to *[]string) Field {
	return Field{key,
		func(r *Reading, at string, n *node) {
			if n.kind != sequence {
				r.wrong(at, n, "a list such as [a, b]")
				return
			}
			*to = nil
			for i, item := range n.items {
				if s, ok := r.scalar(r.item(at, i, item), item, "text"); ok {
					*to = append(*to, s)
				}
			}
		},
		func() *out {
			if len(*to) == 0 {
				return nil
			}
			o := &out{kind: sequence}
			for _, s := range *to {
				o.items = append(o.items, outWord(s))
			}
			return o
		}}
}

// parsed is a scalar of a type of its own, such as a date.
func parsed[T any](key string, expected string, parse func(string) (T, error), set func(T), show func() string) Field {
	return Field{key,
		func(r *Reading, at string, n *node) {
			s, ok := r.scalar(at, n, expected)
			if !ok {
				return
			}
			v, err := parse(strings.TrimSpace(s))
			if err != nil {
				r.fault(at, n.line, Quote(s), expectation(err, expected))
				return
			}
			set(v)
		},
		func() *out {
			if s := show(); s != "" {
				return outWord(s)
			}
			return nil
		}}
}

// expectation is what an error of package when says would have been right.
func expectation(err error, otherwise string) string {
	if e, ok := err.(*when.Error); ok {
		return e.Expected
	}
	return otherwise
}

// Date is a date of the calendar.
func Date(key string, to *when.Date) Field {
	return parsed(key, "a date such as 2027-02-10", when.ParseDate, func(d when.Date) { *to = d }, func() string { return to.String() })
}

// Clock is a time of day that may be missing. It is written in quotes, since
// older readers of YAML take 10:00 for a number.
func Clock(key string, to **when.Clock) Field {
	f := parsed(key, "a time such as 10:00 or 19:30", when.ParseClock, func(c when.Clock) { *to = &c }, nil)
	f.write = func() *out {
		if *to == nil {
			return nil
		}
		return outQuoted((*to).String())
	}
	return f
}

// Wall is a date and a time of day that may be missing.
func Wall(key string, to **when.Wall) Field {
	return parsed(key, "a date and time such as 2027-01-04T09:00", when.ParseWall, func(w when.Wall) { *to = &w }, func() string {
		if *to == nil {
			return ""
		}
		return (*to).String()
	})
}

// Length is how long something takes.
func Length(key string, to *time.Duration) Field {
	return parsed(key, "a length such as 2h, 90m or 1h30m", when.ParseLength, func(d time.Duration) { *to = d }, func() string {
		if *to == 0 {
			return ""
		}
		return when.FormatLength(*to)
	})
}

// Number is a whole number; write says when it is worth writing.
func Number(key string, to *int, write func() bool) Field {
	return Field{key,
		func(r *Reading, at string, n *node) {
			if v, ok := r.number(at, n); ok {
				*to = v
			}
		},
		func() *out {
			if !write() {
				return nil
			}
			return &out{kind: scalar, text: strconv.Itoa(*to)}
		}}
}

// Limit is a number that may be missing.
func Limit(key string, to **int) Field {
	return Field{key,
		func(r *Reading, at string, n *node) {
			if v, ok := r.number(at, n); ok {
				*to = &v
			}
		},
		func() *out {
			if *to == nil {
				return nil
			}
			return &out{kind: scalar, text: strconv.Itoa(**to)}
		}}
}

// flag is true or false. It is written when true.
func Flag(key string, to *bool) Field {
	return Field{key,
		func(r *Reading, at string, n *node) {
			switch {
			case n.kind == scalar && n.plain && strings.EqualFold(n.text, "true"):
				*to = true
			case n.kind == scalar && n.plain && strings.EqualFold(n.text, "false"):
				*to = false
			default:
				r.wrong(at, n, "true or false")
			}
		},
		func() *out {
			if !*to {
				return nil
			}
			return &out{kind: scalar, text: "true"}
		}}
}

// Clocks is a time by track.
func Clocks(key string, to *map[string]when.Clock, order func() []string) Field {
	return Field{key,
		func(r *Reading, at string, n *node) {
			if n.kind != mapping {
				r.wrong(at, n, `times by track such as {A: "10:00"}`)
				return
			}
			*to = map[string]when.Clock{}
			for _, p := range n.entries {
				var c *when.Clock
				if Clock(p.key, &c).read(r, r.join(at, p), p.value); c != nil {
					(*to)[p.key] = *c
				}
			}
		},
		func() *out {
			if len(*to) == 0 {
				return nil
			}
			o := &out{kind: mapping}
			for _, letter := range order() {
				if c, ok := (*to)[letter]; ok {
					o.pairs = append(o.pairs, outPair{letter, outQuoted(c.String())})
				}
			}
			return o
		}}
}

// Group is a mapping that is always there.
func Group(key string, fields ...Field) Field {
	return Field{key,
		func(r *Reading, at string, n *node) { r.mapping(at, n, fields) },
		func() *out { return outMapping(fields) }}
}

// Part is a mapping that may be missing.
func Part[T any](key string, to **T, fields func(*T) []Field) Field {
	return Field{key,
		func(r *Reading, at string, n *node) {
			*to = new(T)
			r.mapping(at, n, fields(*to))
		},
		func() *out {
			if *to == nil {
				return nil
			}
			return outMapping(fields(*to))
		}}
}

// List is a list of mappings, at most of that length. A tall one is written
// with one item per line.
func List[T any](key string, to *[]T, most int, tall bool, fields func(*T) []Field) Field {
	return Field{key,
		func(r *Reading, at string, n *node) {
			if n.kind != sequence {
				r.wrong(at, n, "a list")
				return
			}
			if len(n.items) > most {
				r.fault(at, n.line, strconv.Itoa(len(n.items))+" of them", fmt.Sprintf("at most %d", most))
				return
			}
			*to = make([]T, len(n.items))
			for i, item := range n.items {
				r.mapping(r.item(at, i, item), item, fields(&(*to)[i]))
			}
		},
		func() *out {
			if len(*to) == 0 {
				return nil
			}
			o := &out{kind: sequence, tall: tall}
			for i := range *to {
				o.items = append(o.items, outMapping(fields(&(*to)[i])))
			}
			return o
		}}
}
