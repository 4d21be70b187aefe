package i18n

import (
	"sort"
	"strconv"
	"strings"

	"golang.org/x/text/language"
)

// Match returns the offered language that suits a browser's Accept-Language
// best, or fallback.
//
// First comes what the reader named, in their order; only then a language that
// readers of a named one usually understand, as CLDR has it. It never guesses
// below that: who asks for Ukrainian is not answered in Russian.
func Match(acceptLanguage string, offered []string, fallback string) string {
	if len(offered) == 0 {
		return fallback
	}
	wanted := accepted(acceptLanguage)
	for _, w := range wanted {
		for _, o := range offered {
			if sameBase(w, o) {
				return o
			}
		}
	}
	tags := make([]language.Tag, len(offered))
	for i, o := range offered {
		tags[i] = language.Make(o)
	}
	m := language.NewMatcher(tags)
	for _, w := range wanted {
		tag, err := language.Parse(w)
		if err != nil {
			continue
		}
		if _, i, conf := m.Match(tag); conf >= language.Low {
			return offered[i]
		}
	}
	return fallback
}

// accepted returns the languages of the header by weight. An item that cannot
// be read is left out; it does not spoil the others.
func accepted(header string) []string {
	type item struct {
		tag string
		q   float64
	}
	var items []item
	for part := range strings.SplitSeq(header, ",") {
		if len(items) == 32 {
			break // nobody reads more languages; a header may be hostile
		}
		tag, params, _ := strings.Cut(strings.TrimSpace(part), ";")
		tag = strings.TrimSpace(tag)
		q := 1.0
		if v, ok := strings.CutPrefix(strings.TrimSpace(params), "q="); ok {
			f, err := strconv.ParseFloat(v, 64)
			if err != nil {
				continue
			}
			q = f
		}
		if tag == "" || tag == "*" || len(tag) > 35 || !(q > 0) {
			continue
		}
		items = append(items, item{tag, q})
	}
	sort.SliceStable(items, func(i, j int) bool { return items[i].q > items[j].q })
	tags := make([]string, len(items))
	for i, it := range items {
		tags[i] = it.tag
	}
	return tags
}

func sameBase(a, b string) bool {
	x, _ := splitTag(a)
	y, _ := splitTag(b)
	return strings.EqualFold(x, y)
}
