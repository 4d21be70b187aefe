package posts

import "codeberg.org/plenary/plenary/internal/store"

// Labels are those of this room's tables. Who wrote and who reviewed is an id:
// when somebody is erased their texts stay, and nobody's name stands by them.
func Labels() []store.Label {
	return []store.Label{
		store.Labelled("post", `id slug kind chapter about_kind about state title body lang corrections related version shown made_at changed_at published_at
			withdrawn_at withdrawn_why withdrawn_lang`, store.Everyone, store.ToShow, store.WithThing, false),
		store.Labelled("post", "hidden_at hidden_why", store.SelfTeam, store.ToAnswer, store.WithThing, false),
		store.Labelled("post", "written_by goes_out_by", store.Team, store.ToAnswer, store.WithThing, false),
		store.Labelled("post", "goes_out goes_out_zone goes_out_at", store.Team, store.ToRun, store.WithThing, false),
		store.Labelled("post", "original_at translated", store.Nobody, store.ToRun, store.WithThing, false),
		store.Labelled("post_version", "post n at", store.SelfTeam, store.ToAnswer, store.WithThing, true),
		store.Labelled("post_version", "title body lang corrections related by_whom", store.Team, store.ToAnswer, store.WithThing, false),
		store.Labelled("post_version", "original_at translated", store.Nobody, store.ToRun, store.WithThing, false),
		store.Labelled("post_review", "post version answer note asked_at answered_at", store.SelfTeam, store.ToAnswer, store.WithThing, true),
		store.Labelled("post_review", "asked_by reviewer", store.Team, store.ToAnswer, store.WithThing, false),
		store.Labelled("post_review", "id", store.Nobody, store.ToRun, store.WithThing, false),
		store.Labelled("post_address", "slug post", store.Everyone, store.ToShow, store.WithThing, false),
		store.Labelled("post_rules", "id second_yes", store.Team, store.ToRun, store.WithThing, false),
	}
}
