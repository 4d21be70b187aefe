package deskweb

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"maps"
	"slices"
	"strings"

	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/web"
)

// A POST that only asks for a look at what would come of a form writes nothing,
// so it must not wait for its turn to write. Its Prepare answers look(), and
// Again shows the page in a read.

const lookKey = "org.look"

// look is what Prepare answers when nothing is to be written.
func look() error {
	return errs.New(errs.Invalid, lookKey+"|This is what would come of it. Nothing is saved yet.")
}

// looked tells whether Again was asked for a look only.
func looked(wrong *errs.Error) bool {
	return wrong != nil && strings.HasPrefix(wrong.Text.Msg, lookKey+"|")
}

// shown marks a page that was asked for as all right.
func shown(page web.Page) web.Page {
	page.Status = 200
	return page
}

// fingerprint names what the form holds, so that nothing is saved but what was
// looked at.
func (in entry) fingerprint() string {
	sum := sha256.New()
	for _, name := range slices.Sorted(maps.Keys(in.values)) {
		switch name {
		case "seen", "save", "version", "once":
			continue
		}
		if strings.Join(in.values[name], "") == "" {
			continue
		}
		fmt.Fprintf(sum, "%q %q\n", name, in.values[name])
	}
	return hex.EncodeToString(sum.Sum(nil)[:8])
}
