package posts

import "codeberg.org/plenary/plenary/internal/store"

// Labels are those of this room's tables.
func Labels() []store.Label {
	return []store.Label{
		store.Labelled("post", "id slug kind about state title body version made_at changed_at published_at", store.Everyone, store.ToShow, store.WithThing, false),
		store.Labelled("post", "hidden_at hidden_why", store.SelfTeam, store.ToAnswer, store.WithThing, false),
		store.Labelled("post", "written_by", store.Team, store.ToAnswer, store.WithThing, false),
	}
}
