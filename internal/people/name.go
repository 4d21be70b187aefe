package people

import (
	"net/mail"
	"strings"
	"unicode"
	"unicode/utf8"

	"codeberg.org/plenary/plenary/internal/errs"
	"golang.org/x/text/unicode/norm"
)

// Limits of what people may call themselves and write to.
const (
	LongestName    = 200 // characters
	LongestAddress = 254 // bytes, RFC 5321
)

// CleanName returns a name as it is kept: NFC, one space between words, without
// controls and without the marks that turn the direction of what follows. One
// letter is a name, and what nobody could see is none. Joiners stay, since
// scripts need them.
func CleanName(name string) string {
	name = strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r):
			return ' '
		case r == '\u200c' || r == '\u200d': // joiners within a word
			return r
		case unicode.Is(unicode.Cf, r) && !isEmojiTag(r), unicode.IsControl(r), r == utf8.RuneError:
			return -1
		}
		return r
	}, name)
	if !strings.ContainsFunc(name, isSeen) {
		return ""
	}
	return strings.Join(strings.Fields(norm.NFC.String(name)), " ")
}

// isSeen tells what shows by itself: neither what joins or marks others, nor
// the fillers of Hangul and Braille without a dot.
func isSeen(r rune) bool {
	return !unicode.IsSpace(r) && !unicode.IsMark(r) && !unicode.Is(unicode.Cf, r) &&
		!strings.ContainsRune("\u115f\u1160\u3164\uffa0\u2800", r)
}

// isEmojiTag tells the tag characters that spell flags of regions.
func isEmojiTag(r rune) bool { return r >= 0xE0020 && r <= 0xE007F }

// CheckName notes in the form what is wrong with a name.
func CheckName(form *errs.Form, field, name string) {
	switch n := utf8.RuneCountInString(name); {
	case n == 0:
		form.Add(field, "people.name.missing|Enter a name. It may be a nickname.")
	case n > LongestName:
		form.Add(field, "people.name.long|The name is longer than {most} characters. Please shorten it.", "most", LongestName)
	}
	checkNoLink(form, field, name)
}

// CheckOrganisation notes in the form what is wrong with the name of an
// organisation. It may be missing.
func CheckOrganisation(form *errs.Form, field, name string) {
	if utf8.RuneCountInString(name) > LongestName {
		form.Add(field, "people.organisation.long|The name is longer than {most} characters. Please shorten it.", "most", LongestName)
	}
	checkNoLink(form, field, name)
}

func checkNoLink(form *errs.Form, field, name string) {
	if holdsLink(name) {
		form.Add(field, "people.name.link|Enter the name only. It cannot hold the address of a web page or a mailbox.")
	}
}

// CleanAddress returns an e-mail address without what people paste around it:
// spaces, angle brackets, "mailto:".
func CleanAddress(address string) string {
	address = strings.TrimSpace(address)
	if len(address) >= 7 && strings.EqualFold(address[:7], "mailto:") {
		address = address[7:]
	}
	return strings.Trim(address, "<> \t\u00a0\u200e\u200f")
}

// CheckAddress notes in the form what is wrong with an e-mail address.
func CheckAddress(form *errs.Form, field, address string) {
	switch {
	case address == "":
		form.Add(field, "people.address.missing|Enter an e-mail address. We send your link there.")
	case !IsAddress(address):
		form.Add(field, "people.address.wrong|Enter a whole e-mail address, for example name@example.org.")
	}
}

// IsAddress tells whether an address can be written to: one @, a domain with a
// dot, no spaces, no second recipient.
func IsAddress(address string) bool {
	if len(address) > LongestAddress || strings.ContainsAny(address, " \t\r\n,;<>\"()") {
		return false
	}
	parsed, err := mail.ParseAddress(address)
	if err != nil || parsed.Address != address {
		return false
	}
	_, domain, _ := strings.Cut(address, "@")
	return strings.Contains(domain, ".") && !strings.HasPrefix(domain, ".") && !strings.HasSuffix(domain, ".") &&
		!strings.Contains(domain, "..")
}

// NameFrom returns a name for somebody of whom only the address is known: its
// first part.
func NameFrom(address string) string {
	name, _, _ := strings.Cut(address, "@")
	return CleanName(name)
}
