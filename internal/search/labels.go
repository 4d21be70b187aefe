package search

import "codeberg.org/plenary/plenary/internal/store"

// Labels are those of this package's tables.
func Labels() []store.Label {
	return []store.Label{
		store.Labelled("search_text", "id kind thing lang members at sum", store.Nobody, store.ToRun, store.WithThing, false),
		store.Labelled("search_rules", "rules", store.Nobody, store.ToRun, store.WithThing, false),
		store.Labelled("search_word", "lang word text weight", store.Nobody, store.ToRun, store.WithThing, false),
	}
}
