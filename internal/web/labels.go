package web

import "codeberg.org/plenary/plenary/internal/store"

// Labels are those of this room's tables.
func Labels() []store.Label {
	return []store.Label{
		store.Labelled("once", "hash answer at", store.Nobody, store.ToRun, store.UntilDone, false),
		store.Labelled("quota", "bucket hour node n", store.Nobody, store.ToRun, store.UntilDone, false),
		store.Labelled("quota_day", "day salt", store.Nobody, store.ToRun, store.UntilDone, false),
		store.Labelled("quota_step", "hash until", store.Nobody, store.ToRun, store.UntilDone, false),
	}
}
