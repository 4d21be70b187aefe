package app

import (
	"slices"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/circles"
	"codeberg.org/plenary/plenary/internal/events"
	"codeberg.org/plenary/plenary/internal/events/intake"
	"codeberg.org/plenary/plenary/internal/files"
	"codeberg.org/plenary/plenary/internal/jobs"
	"codeberg.org/plenary/plenary/internal/mail"
	"codeberg.org/plenary/plenary/internal/people"
	"codeberg.org/plenary/plenary/internal/posts"
	"codeberg.org/plenary/plenary/internal/seal"
	"codeberg.org/plenary/plenary/internal/seal/set"
	"codeberg.org/plenary/plenary/internal/search"
	"codeberg.org/plenary/plenary/internal/series"
	"codeberg.org/plenary/plenary/internal/store"
	"codeberg.org/plenary/plenary/internal/web"
)

// Labels joins the labels of all rooms into the one table.
func Labels() []store.Label {
	return slices.Concat(store.Labels(), seal.Labels(), set.Labels(), jobs.Labels(), search.Labels(), mail.Labels(), files.Labels(), auth.Labels(), web.Labels(),
		people.Labels(), posts.Labels(), events.Labels(), intake.Labels(), series.Labels(), circles.Labels())
}
