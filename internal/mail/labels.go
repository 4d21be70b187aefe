package mail

import "codeberg.org/plenary/plenary/internal/store"

// Labels are those of this room's tables.
func Labels() []store.Label {
	return []store.Label{
		store.Labelled("outbox", "id kind person about lang payload send_at not_after attempts next_at lease", store.Nobody, store.ToRun, store.UntilDone, false),
	}
}
