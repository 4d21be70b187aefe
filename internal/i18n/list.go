package i18n

import "strings"

// List joins with "and": "a, b and c".
func (l *Locale) List(items []string) string { return l.join(items, l.speech.And) }

// ListOr joins with "or": "a, b or c".
func (l *Locale) ListOr(items []string) string { return l.join(items, l.speech.Or) }

func (l *Locale) join(items []string, j joints) string {
	rtl := l.Dir() == "rtl"
	var b strings.Builder
	for i, item := range items {
		switch {
		case i == 0:
		case len(items) == 2:
			b.WriteString(l.before(j.Pair, item))
		case i == len(items)-1:
			b.WriteString(l.before(j.Last, item))
		default:
			b.WriteString(j.Middle)
		}
		b.WriteString(isolate(item, rtl))
	}
	return b.String()
}

// before bends a Spanish joint to the sound that follows it: "padres e hijos",
// "siete u ocho".
func (l *Locale) before(joint, item string) string {
	if l.Lang != "es" {
		return joint
	}
	s := fold(item)
	switch joint {
	case " y ":
		vowel := strings.HasPrefix(s, "i") || strings.HasPrefix(s, "hi")
		glide := strings.HasPrefix(s, "hia") || strings.HasPrefix(s, "hie")
		if vowel && !glide {
			return " e "
		}
	case " o ":
		if strings.HasPrefix(s, "o") || strings.HasPrefix(s, "ho") || strings.HasPrefix(s, "8") || s == "11" || strings.HasPrefix(s, "11 ") {
			return " u "
		}
	}
	return joint
}
