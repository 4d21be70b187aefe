package seal

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/idna"
	"golang.org/x/text/unicode/norm"
)

const (
	maxLocal   = 64
	maxAddress = 254
)

// CanonicalAddress brings a mail address into the one form that is sealed,
// indexed and written to, and tells whether it is an address at all.
//
// The policy: white space around it is cut; it is brought to Unicode's form
// NFC; the domain becomes lower case and punycode; the local part becomes lower
// case, because people write theirs in both ways, although a server may in
// theory tell them apart. Nothing else is taken for equal: dots and "+tags"
// stay, since only the provider knows what they mean. Quoted local parts,
// comments, address literals and names around the address are refused.
func CanonicalAddress(s string) (string, bool) {
	s = norm.NFC.String(strings.TrimSpace(s))
	at := strings.LastIndexByte(s, '@')
	if at < 1 || len(s) > maxAddress || !utf8.ValidString(s) {
		return "", false
	}
	local := norm.NFC.String(strings.ToLower(s[:at]))
	if len(local) > maxLocal || !dotAtom(local) {
		return "", false
	}
	domain, ok := CanonicalDomain(s[at+1:])
	if !ok || len(local)+1+len(domain) > maxAddress {
		return "", false
	}
	return local + "@" + domain, true
}

// CanonicalDomain brings a domain name to lower case and punycode, and tells
// whether it is one.
func CanonicalDomain(s string) (string, bool) {
	profile := idna.New(idna.MapForLookup(), idna.BidiRule(), idna.Transitional(false),
		idna.StrictDomainName(true), idna.VerifyDNSLength(true))
	domain, err := profile.ToASCII(s)
	if err != nil || domain == "" || domain[len(domain)-1] == '.' {
		return "", false
	}
	return domain, true
}

// dotAtom tells whether s is words joined by single dots, of letters of any
// script, digits and the signs that need no quotes. Marks that are not seen,
// such as those that turn the direction of writing, are none of these.
func dotAtom(s string) bool {
	word := false
	for _, r := range s {
		switch {
		case r == '.':
			if !word {
				return false
			}
			word = false
			continue
		case r < utf8.RuneSelf:
			if !(r >= 'a' && r <= 'z' || r >= '0' && r <= '9' || strings.ContainsRune("!#$%&'*+-/=?^_`{|}~", r)) {
				return false
			}
		case !unicode.In(r, unicode.L, unicode.M, unicode.N):
			return false
		}
		word = true
	}
	return word
}
