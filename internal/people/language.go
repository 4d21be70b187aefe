package people

import (
	"slices"

	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/i18n"
	"codeberg.org/plenary/plenary/internal/store"
)

// CheckLanguage notes in the form that somebody should be written to in a
// language in which the network offers no pages. Before it is set up, every
// language will do that the house knows.
func (room *Room) CheckLanguage(tx *store.Tx, form *errs.Form, field, lang string) error {
	n, err := room.Network(tx)
	offered := n.Languages
	if !n.SetUp() {
		offered = i18n.Languages()
	}
	if err == nil && !slices.Contains(offered, lang) {
		form.Add(field, "org.enter.language|Choose one of the languages that are offered.")
	}
	return err
}
