package series

import (
	"strings"
	"unicode"

	"codeberg.org/plenary/plenary/internal/i18n"
	"codeberg.org/plenary/plenary/internal/store"
	"golang.org/x/text/unicode/norm"
)

// SlugOf makes a short name for the address of a series from its title, out of
// the first language whose letters serve; "" if none does.
func SlugOf(title i18n.Text) string {
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

// FreeSlug returns the wanted name, or the first of it with a number behind
// that no series has.
func (room *Room) FreeSlug(tx *store.Tx, want string) (string, error) {
	if want == "" {
		want = "series"
	}
	from, before := store.Prefix(want)
	used, err := store.All(tx, store.Column[string], `SELECT slug FROM series WHERE slug >= $1 AND slug < $2`, from, before)
	if err != nil {
		return "", err
	}
	taken := map[string]bool{}
	for _, slug := range used {
		taken[slug] = true
	}
	slug := want
	for n := 2; taken[slug]; n++ {
		slug = want + "-" + itoa(n)
	}
	return slug, nil
}
