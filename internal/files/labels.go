package files

import "codeberg.org/plenary/plenary/internal/store"

// Labels are those of this room's table. What a file says is labelled by the
// room that refers to it.
func Labels() []store.Label {
	return []store.Label{
		store.Labelled("upload", "id hash kind size public used made_at", store.Keeper, store.ToRun, store.WithThing, false),
	}
}
