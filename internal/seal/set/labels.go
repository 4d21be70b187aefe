package set

import "codeberg.org/plenary/plenary/internal/store"

// Labels are those of this room's tables. What lies in a set is labelled by the
// room that puts it there.
func Labels() []store.Label {
	return []store.Label{
		store.Labelled("sealed_set", "id", store.Nobody, store.ToRun, store.WithThing, false),
		store.Labelled("sealed_row", "slot cell", store.Nobody, store.ToRun, store.WithThing, false),
	}
}
