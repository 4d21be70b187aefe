package i18n

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"codeberg.org/plenary/plenary/internal/errs"
)

// Localized is a value that prints itself for each reader.
type Localized interface{ In(l *Locale) string }

// T says a message: "key|English with {name}" or "key|one form|other form".
// The arguments are names and values in turn. A text without a bar has no key
// and is returned as it is.
func (l *Locale) T(msg string, args ...any) string {
	key, english, ok := strings.Cut(msg, "|")
	if !ok {
		return msg
	}
	var buf [256]byte
	if l.messages != nil {
		if m, ok := l.messages[key]; ok {
			return string(l.appendTemplate(buf[:0], key, m.form(l, args), args))
		}
		l.fault(Fault{Lang: l.Lang, Key: key})
	}
	english = englishForm(english, args)
	if l.Dir() != "rtl" {
		return string(l.appendSource(buf[:0], key, english, args))
	}
	// An English sentence on a page that runs the other way.
	b := l.appendSource(append(buf[:0], lri...), key, english, args)
	return string(append(b, pdi...))
}

// Split says a message whose text marks a part with brackets, for a link inside a
// sentence: "Please read [the agreement] first." Brackets in values are text.
func (l *Locale) Split(msg string, args ...any) (before, inside, after string) {
	key, english, ok := strings.Cut(msg, "|")
	if !ok {
		return msg, "", ""
	}
	t, foreign := compile(englishForm(english, args)), l.Dir() == "rtl"
	if l.messages != nil {
		if m, ok := l.messages[key]; ok {
			t, foreign = m.form(l, args), false
		} else {
			l.fault(Fault{Lang: l.Lang, Key: key})
		}
	}
	var parts [3][]byte
	at := 0
	for _, p := range t {
		for text := p.text; ; {
			i := -1
			if at < 2 {
				i = strings.IndexByte(text, "[]"[at])
			}
			if i < 0 {
				parts[at] = append(parts[at], text...)
				break
			}
			parts[at] = append(parts[at], text[:i]...)
			text = text[i+1:]
			at++
		}
		if p.arg != "" {
			parts[at] = l.appendArg(parts[at], key, p.arg, args, l.Dir() == "rtl" && !foreign)
		}
	}
	if foreign {
		for i, p := range parts {
			if len(p) > 0 {
				parts[i] = []byte(lri + string(p) + pdi)
			}
		}
	}
	return string(parts[0]), string(parts[1]), string(parts[2])
}

// englishForm picks the singular or the plural of the English source.
func englishForm(english string, args []any) string {
	one, other, plural := strings.Cut(english, "|")
	if !plural {
		return english
	}
	if n, ok := count(args); ok && n == 1 {
		return one
	}
	return other
}

// count returns the argument named n.
func count(args []any) (int64, bool) {
	v, ok := lookup(args, "n")
	if !ok {
		return 0, false
	}
	return integer(v)
}

func integer(v any) (int64, bool) {
	switch v := v.(type) {
	case int:
		return int64(v), true
	case int64:
		return v, true
	case int32:
		return int64(v), true
	case uint:
		return int64(v), true
	case uint64:
		return int64(min(v, math.MaxInt64)), true
	case uint32:
		return int64(v), true
	case int8:
		return int64(v), true
	case int16:
		return int64(v), true
	case uint8:
		return int64(v), true
	case uint16:
		return int64(v), true
	}
	return 0, false
}

// lookup finds the value that follows the name.
func lookup(args []any, name string) (any, bool) {
	for i := 0; i+1 < len(args); i += 2 {
		if s, ok := args[i].(string); ok && s == name {
			return args[i+1], true
		}
	}
	return nil, false
}

// template is a sentence cut at its placeholders: text, placeholder, text, …
type template []piece

type piece struct {
	text string
	arg  string // what stands after the text; "" at the end
}

// compile cuts a sentence. A brace that opens no placeholder is a brace.
func compile(s string) template {
	var t template
	for {
		start, end := nextPlaceholder(s)
		if start < 0 {
			return append(t, piece{text: s})
		}
		t = append(t, piece{s[:start], s[start+1 : end-1]})
		s = s[end:]
	}
}

// nextPlaceholder returns where "{name}" starts and ends; start is -1 if there
// is none.
func nextPlaceholder(s string) (start, end int) {
	for i := 0; ; i++ {
		open := strings.IndexByte(s[i:], '{')
		if open < 0 {
			return -1, -1
		}
		i += open
		if n := placeholder(s[i+1:]); n > 0 {
			return i, i + n + 2
		}
	}
}

// placeholder returns the length of the name before the closing brace, or 0.
func placeholder(s string) int {
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case c == '}':
			return i
		case c >= 'a' && c <= 'z', c >= 'A' && c <= 'Z', c == '_', i > 0 && c >= '0' && c <= '9':
		default:
			return 0
		}
	}
	return 0
}

// appendTemplate says a translation.
func (l *Locale) appendTemplate(b []byte, key string, t template, args []any) []byte {
	rtl := l.Dir() == "rtl"
	for i := range t {
		b = append(b, t[i].text...)
		if t[i].arg != "" {
			b = l.appendArg(b, key, t[i].arg, args, rtl)
		}
	}
	return b
}

// appendSource says the English sentence that stands in the code.
func (l *Locale) appendSource(b []byte, key, s string, args []any) []byte {
	for {
		start, end := nextPlaceholder(s)
		if start < 0 {
			return append(b, s...)
		}
		b = append(b, s[:start]...)
		b = l.appendArg(b, key, s[start+1:end-1], args, false)
		s = s[end:]
	}
}

func (l *Locale) appendArg(b []byte, key, name string, args []any, rtl bool) []byte {
	v, ok := lookup(args, name)
	if !ok {
		l.fault(Fault{Lang: l.Lang, Key: key, Arg: name})
		return b
	}
	return l.appendValue(b, v, rtl)
}

// appendValue prints one value into a sentence that runs from the right if rtl.
func (l *Locale) appendValue(b []byte, v any, rtl bool) []byte {
	switch v := v.(type) {
	case string:
		return append(b, isolate(v, rtl)...)
	case int:
		return l.appendNumber(b, int64(v))
	case nil:
		return b
	case errs.Text:
		return append(b, isolate(l.Text(v), rtl)...)
	case Localized:
		return append(b, isolate(v.In(l), rtl)...)
	case float64:
		return append(b, l.Decimal(v, shortest(v))...)
	}
	if n, ok := integer(v); ok {
		return l.appendNumber(b, n)
	}
	return append(b, isolate(fmt.Sprint(v), rtl)...)
}

// shortest returns how many decimals f needs.
func shortest(f float64) int {
	_, fraction, _ := strings.Cut(strconv.FormatFloat(f, 'f', -1, 64), ".")
	return len(fraction)
}

func (l *Locale) fault(f Fault) {
	if l.watch != nil {
		l.watch(f)
	}
}

// Placeholders returns the names of a sentence's placeholders in their order,
// each once.
func Placeholders(s string) []string {
	var names []string
	for _, p := range compile(s) {
		if p.arg != "" && !slices.Contains(names, p.arg) {
			names = append(names, p.arg)
		}
	}
	return names
}
