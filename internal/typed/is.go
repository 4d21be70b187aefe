package typed

import (
	"net/url"
	"strings"

	"golang.org/x/text/language"
)

// Lengths of what is typed: characters of a line and of a text, bytes of an
// address and of the name in one.
const (
	LongestLine = 300
	LongestText = 50_000
	LongestURL  = 2000
	LongestSlug = 80
)

// IsSlug tells whether a text can be a name in an address: words of small
// letters and digits with single dashes between them.
func IsSlug(s string) bool {
	if len(s) > LongestSlug {
		return false
	}
	for word := range strings.SplitSeq(s, "-") {
		if word == "" || strings.Trim(word, "abcdefghijklmnopqrstuvwxyz0123456789") != "" {
			return false
		}
	}
	return true
}

// IsURL tells whether a text is an address of the web that a link may lead to.
func IsURL(s string) bool {
	u, err := url.Parse(s)
	return err == nil && len(s) <= LongestURL && (u.Scheme == "https" || u.Scheme == "http") && u.Hostname() != "" && u.User == nil &&
		!strings.ContainsAny(s, " \t\n\"<>\\^`{|}")
}

// IsLanguage tells whether a text is the code of a language, as it is usually
// written: en, pt-BR, zh-Hant.
func IsLanguage(lang string) bool {
	if lang == "" || len(lang) > 12 {
		return false
	}
	tag, err := language.Raw.Parse(lang)
	return err == nil && tag.String() == lang && !tag.IsRoot()
}
