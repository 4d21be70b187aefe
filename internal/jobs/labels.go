package jobs

import "codeberg.org/plenary/plenary/internal/store"

// Labels are those of this room's tables.
func Labels() []store.Label {
	return []store.Label{
		store.Labelled("job", "id kind unique_key payload asked_by keep due_at made_at lease", store.Nobody, store.ToRun, store.UntilDone, false),
		store.Labelled("job", "state attempts progress note fault", store.Keeper, store.ToRun, store.UntilDone, false),
		store.Labelled("job_schedule", "kind next_at", store.Keeper, store.ToRun, store.WithThing, false),
	}
}
