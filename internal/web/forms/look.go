package forms

import (
	"strings"

	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/web"
)

// A POST that only asks for a look at what would come of a form writes nothing,
// so it must not wait for its turn to write. Its Prepare answers Look(), and
// Again shows the page in a read.

const lookKey = "org.look"

// Look is what Prepare answers when nothing is to be written.
func Look() error {
	return errs.New(errs.Invalid, lookKey+"|This is what would come of it. Nothing is saved yet.")
}

// Looked tells whether Again was asked for a look only.
func Looked(wrong *errs.Error) bool {
	return wrong != nil && strings.HasPrefix(wrong.Text.Msg, lookKey+"|")
}

// Shown marks a page that was asked for as all right.
func Shown(page web.Page) web.Page {
	page.Status = 200
	return page
}
