package intake

import "codeberg.org/plenary/plenary/internal/store"

// Labels are those of this package's tables.
func Labels() []store.Label {
	return []store.Label{
		store.Labelled("event_import", "chapter format name zone language state total reached refused made_at began_at ended_at", store.Team, store.ToAnswer, store.AfterEnd30, false),
		store.Labelled("event_import", "id upload job", store.Nobody, store.ToRun, store.AfterEnd30, false),
		store.Labelled("event_import_item", "import event did before", store.Nobody, store.ToAnswer, store.AfterEnd30, false),
		store.Labelled("event_source", "event home source digest version", store.Nobody, store.ToRun, store.WithThing, false),
	}
}
