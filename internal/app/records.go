package app

import (
	"slices"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/circles"
	"codeberg.org/plenary/plenary/internal/events"
	"codeberg.org/plenary/plenary/internal/people"
	"codeberg.org/plenary/plenary/internal/posts"
	"codeberg.org/plenary/plenary/internal/series"
	"codeberg.org/plenary/plenary/internal/store"
)

// Records joins what all rooms keep about people, in the order in which a person
// is shown it.
func Records() []store.Record {
	return slices.Concat(people.Records(), posts.Records(), series.Records(), events.Records(), circles.Records(), auth.Records())
}
