package intake

import (
	"cmp"

	"codeberg.org/plenary/plenary/internal/events"
	"codeberg.org/plenary/plenary/internal/typed"
)

// Slug is the name that a new draft wants in its address: its title and its
// first day, so that what repeats has names of its own.
func Slug(e *events.Event) string {
	slug := cmp.Or(typed.Slug(e.Title), "event")
	if len(e.Dates) > 0 && !e.Dates[0].Day.IsZero() {
		slug += "-" + e.Dates[0].Day.String()
	}
	return slug
}
