package i18n

import (
	_ "embed"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"
)

//go:embed data/languages.tsv
var languagesTSV string

//go:embed data/regions.tsv
var regionsTSV string

// naming is a name in each of the languages, in the order of Languages.
type naming [8]string

// readTSV hands each row to fn. The last eight columns are names; an empty one
// is as in English.
func readTSV(data string, columns int, fn func(cells []string, names naming)) {
	for line := range strings.SplitSeq(data, "\n") {
		if line == "" || line[0] == '#' {
			continue
		}
		cells := strings.Split(line, "\t")
		if len(cells) != columns+8 {
			panic("i18n: a table has a row of another width: " + line)
		}
		var n naming
		copy(n[:], cells[columns:])
		for i := range n {
			if n[i] == "" {
				n[i] = n[0]
			}
		}
		fn(cells[:columns], n)
	}
}

type languageName struct {
	own   string
	names naming
}

var languageNames = sync.OnceValue(func() map[string]languageName {
	m := map[string]languageName{}
	readTSV(languagesTSV, 2, func(c []string, n naming) { m[c[0]] = languageName{c[1], n} })
	return m
})

var regionNames = sync.OnceValue(func() map[string]naming {
	m := map[string]naming{}
	readTSV(regionsTSV, 1, func(c []string, n naming) { m[c[0]] = n })
	return m
})

// LangName names a language in the reader's: "Spanish", "español". What is not
// known is named by its code.
func (l *Locale) LangName(lang string) string {
	if n, ok := findLanguage(lang); ok {
		return n.names[l.column]
	}
	return lang
}

// LangTitle is LangName with a capital, for menus and lists.
func (l *Locale) LangTitle(lang string) string { return title(l.LangName(lang)) }

// OwnLangName names a language in itself, with a capital: "Español",
// "العربية". Where that is not known it is English.
func OwnLangName(lang string) string {
	n, ok := findLanguage(lang)
	switch {
	case !ok:
		return lang
	case n.own == "":
		return n.names[0]
	}
	return title(n.own)
}

// KnownLang tells whether the code names a language that LangName can name.
func KnownLang(lang string) bool {
	_, ok := languageNames()[lang]
	return ok
}

// LangCode is the code of a language that can be named, in whatever letters it
// was typed: "EN", "zh-hant". Letters say nothing in a code (RFC 5646).
func LangCode(typed string) (code string, known bool) {
	if KnownLang(typed) {
		return typed, true
	}
	for code := range languageNames() {
		if strings.EqualFold(code, typed) {
			return code, true
		}
	}
	return "", false
}

// AllLangs returns the codes of all languages that can be named, for those in
// which people meet and write. They are not sorted for reading; see Sort.
func AllLangs() []string {
	var codes []string
	readTSV(languagesTSV, 2, func(c []string, _ naming) { codes = append(codes, c[0]) })
	return codes
}

// findLanguage looks for "zh-Hant", then for "zh".
func findLanguage(lang string) (languageName, bool) {
	m := languageNames()
	if n, ok := m[lang]; ok {
		return n, true
	}
	base, _ := splitTag(lang)
	n, ok := m[base]
	return n, ok
}

// RegionName names a country ("IN") in the reader's language. What is not known
// is named by its code.
func (l *Locale) RegionName(region string) string {
	if n, ok := regionNames()[region]; ok {
		return n[l.column]
	}
	return region
}

// AllRegions returns the codes of all countries.
func AllRegions() []string {
	var codes []string
	readTSV(regionsTSV, 1, func(c []string, _ naming) { codes = append(codes, c[0]) })
	return codes
}

func title(s string) string {
	r, size := utf8.DecodeRuneInString(s)
	if up := unicode.ToTitle(r); size > 0 && up != r {
		return string(up) + s[size:]
	}
	return s
}

// isRegion tells whether the text has the shape of a country's code, or is the
// code of the world.
func isRegion(s string) bool {
	if s == "001" {
		return true
	}
	return len(s) == 2 && s[0] >= 'A' && s[0] <= 'Z' && s[1] >= 'A' && s[1] <= 'Z'
}
