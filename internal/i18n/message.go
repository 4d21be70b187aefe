package i18n

import (
	"fmt"
	"strconv"
	"strings"

	"codeberg.org/plenary/plenary/internal/errs"
)

// Localized is a value that prints itself for each reader.
type Localized interface{ In(l *Locale) string }

// T says a message: "key|English with {name}" or "key|one form|other form".
// The arguments are names and values in turn.
func (l *Locale) T(msg string, args ...any) string {
	key, english, ok := strings.Cut(msg, "|")
	if !ok {
		return msg
	}
	if l.messages != nil {
		if m, ok := l.messages[key]; ok {
			return l.render(key, m.form(l, args), args, l.Dir() == "rtl")
		}
		l.fault(Fault{Lang: l.Lang, Key: key})
	}
	s := l.render(key, compile(englishForm(english, args)), args, false)
	if l.Dir() == "rtl" {
		return lri + s + pdi // an English sentence on a page that runs the other way
	}
	return s
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
		return int64(v), true
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
	start := 0
	for i := 0; i < len(s); i++ {
		if s[i] != '{' {
			continue
		}
		n := placeholder(s[i+1:])
		if n == 0 {
			continue
		}
		t = append(t, piece{s[start:i], s[i+1 : i+1+n]})
		i += n + 1
		start = i + 1
	}
	return append(t, piece{text: s[start:]})
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

func (l *Locale) render(key string, t template, args []any, rtl bool) string {
	if len(t) == 1 {
		return t[0].text
	}
	var b strings.Builder
	for _, p := range t {
		b.WriteString(p.text)
		if p.arg == "" {
			continue
		}
		v, ok := lookup(args, p.arg)
		if !ok {
			l.fault(Fault{Lang: l.Lang, Key: key, Arg: p.arg})
			continue
		}
		b.WriteString(l.value(v, rtl))
	}
	return b.String()
}

// value prints one value into a sentence that runs from the right if rtl.
func (l *Locale) value(v any, rtl bool) string {
	if n, ok := integer(v); ok {
		return string(l.appendNumber(make([]byte, 0, 24), n))
	}
	switch v := v.(type) {
	case nil:
		return ""
	case string:
		return isolate(v, rtl)
	case errs.Text:
		return isolate(l.Text(v), rtl)
	case Localized:
		return isolate(v.In(l), rtl)
	case fmt.Stringer:
		return isolate(v.String(), rtl)
	case float64:
		return l.Decimal(v, shortest(v))
	default:
		return isolate(fmt.Sprint(v), rtl)
	}
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
