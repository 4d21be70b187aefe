package people

import (
	"regexp"
	"strings"

	"golang.org/x/net/idna"
	"golang.org/x/net/publicsuffix"
	"golang.org/x/text/unicode/norm"
)

// A name goes into mail to people whom its owner does not know: whoever was
// entered into a group reads who entered them. So no name may lead anywhere, or
// the form for groups would send advertisements under our address.

// holdsLink tells whether a name holds the address of a page or a mailbox. Dots
// and slashes alone are no address: J.P. O'Neil, A/B Collective, ver.di/Youth,
// 350.org.
func holdsLink(name string) bool {
	name = strings.ToLower(norm.NFKC.String(name)) // as a mail program reads wide letters
	if strings.Contains(name, "://") || startsPage.MatchString(name) {
		return true
	}
	for _, found := range onward.FindAllStringSubmatch(name, -1) {
		if isDomain(found[1] + found[2]) {
			return true
		}
	}
	return false
}

var (
	startsPage = regexp.MustCompile(`(?:^|[^\pL\pN])www\.[\pL\pN]`)
	// onward is a domain with something to open there, or somebody to write to.
	onward = regexp.MustCompile(`(?:@|(?:^|[^\pL\pN.-]))((?:[\pL\pN-]+\.)+[\pL\pN-]{2,})\.?(?::\d+)?(?:[/?#]\S|/$)|\S@((?:[\pL\pN-]+\.)+[\pL\pN-]{2,})`)
)

// isDomain tells whether a domain ends as domains do.
func isDomain(domain string) bool {
	ascii, err := idna.ToASCII(domain)
	if err != nil {
		return false
	}
	_, official := publicsuffix.PublicSuffix(ascii)
	return official
}

// Unlinked returns a name for a mail, with a mark of no width at each dot within
// that a mail program could take for a domain's. Names of organisations may be
// such, and must not become links.
func Unlinked(name string) string {
	return dotted.ReplaceAllString(name, "$1.\u2060$2")
}

var dotted = regexp.MustCompile(`([\pL\pN])\.(\pL{2})`)
