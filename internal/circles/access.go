package circles

import "codeberg.org/plenary/plenary/internal/i18n"

// AccessTags lists what somebody can need to take part, and others can offer.
func AccessTags() []string { return []string{"captions", "sign", "phone", "plain"} }

// AccessName says what an access tag means. A tag of an older version, or of a
// file, is its own name.
func AccessName(l *i18n.Locale, tag string) string {
	switch tag {
	case "captions":
		return l.T("circles.access.captions|Live captions")
	case "sign":
		return l.T("circles.access.sign|Sign language")
	case "phone":
		return l.T("circles.access.phone|Joining by phone")
	case "plain":
		return l.T("circles.access.plain|Slow, plain language")
	}
	return tag
}
