package people

import (
	"slices"

	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/i18n"
)

// CheckLanguage notes in the form that somebody should be written to in a
// language in which the network offers no pages. Before it is set up, every
// language will do that the house knows.
func (n Network) CheckLanguage(form *errs.Form, field, lang string) {
	offered := n.Languages
	if !n.SetUp() {
		offered = i18n.Languages()
	}
	if !slices.Contains(offered, lang) {
		form.Add(field, "org.enter.language|Choose one of the languages that are offered.")
	}
}
