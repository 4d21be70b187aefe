package typed

import (
	"strconv"
	"strings"
	"unicode"

	"codeberg.org/plenary/plenary/internal/i18n"
	"golang.org/x/text/unicode/norm"
)

// Slug makes a short name for an address from a title, out of the first
// language whose letters serve; "" if none does.
func Slug(title i18n.Text) string {
	for _, lang := range title.Langs() {
		if slug := slugOf(title[lang]); len(slug) > 2 {
			return slug
		}
	}
	return ""
}

// slugOf keeps letters a to z without their accents, and digits. A title in
// which other letters prevail gives nothing.
func slugOf(s string) string {
	var b strings.Builder
	lost, gap := 0, false
	for _, r := range norm.NFKD.String(strings.ToLower(strings.ReplaceAll(s, "ß", "ss"))) {
		switch {
		case r >= 'a' && r <= 'z' || r >= '0' && r <= '9':
			if gap && b.Len() > 0 {
				b.WriteByte('-')
			}
			gap = false
			b.WriteRune(r)
		case unicode.Is(unicode.Mn, r), r == '\'', r == '’':
		case unicode.IsLetter(r):
			lost++
		default:
			gap = true
		}
	}
	slug := b.String()
	if lost > len(slug)/4 {
		return ""
	}
	const usual = 48
	for len(slug) > usual {
		cut := strings.LastIndexByte(slug, '-')
		if cut < 0 {
			return slug[:usual]
		}
		slug = slug[:cut]
	}
	return slug
}

// Free returns the wanted name, or the first of it with a number behind that is
// not among those used.
func Free(want string, used []string) string {
	taken := map[string]bool{}
	for _, slug := range used {
		taken[slug] = true
	}
	slug := want
	for n := 2; taken[slug]; n++ {
		slug = want + "-" + strconv.Itoa(n)
	}
	return slug
}
