package seal

import "codeberg.org/plenary/plenary/internal/store"

// Labels are those of this room's tables.
func Labels() []store.Label {
	return []store.Label{
		store.Labelled("keys", "owner wrapped made", store.Nobody, store.ToRun, store.UntilErased, false),
		store.Labelled("root_key", "id made", store.Keeper, store.ToRun, store.WithThing, false),
	}
}
