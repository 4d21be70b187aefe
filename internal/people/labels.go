package people

import "codeberg.org/plenary/plenary/internal/store"

// Labels are those of this room's tables.
func Labels() []store.Label {
	return []store.Label{
		store.Labelled("network", "id name promise languages zone colour logo logo_type contact_name contact_email set_up_at", store.Everyone, store.ToShow, store.WithThing, false),
		store.Labelled("network", "setup_hash", store.Nobody, store.ToSignIn, store.UntilDone, false),
		store.Labelled("chapter", "id slug parent name description zone contact_name contact_email made_at", store.Everyone, store.ToShow, store.WithThing, false),
		store.Labelled("chapter_team", "chapter person at", store.Everyone, store.ToShow, store.UntilErased, true),
		store.Labelled("person", "name address", store.SelfTeam, store.ToReach, store.UntilErased, true),
		store.Labelled("person", "zone language", store.SelfTeam, store.ToPlace, store.UntilErased, true),
		store.Labelled("person", "proven_at", store.SelfTeam, store.ToAnswer, store.UntilErased, true),
		store.Labelled("person", "entered_by told_at made_at", store.Self, store.ToAnswer, store.UntilErased, true),
		store.Labelled("person", "id address_ix generation", store.Nobody, store.ToRun, store.UntilErased, false),
		store.Labelled("suppressed", "hash at", store.Nobody, store.ToAnswer, store.WithThing, false),
		store.Labelled("contact_pace", "contact hour in_hour day in_day told refused forgiven", store.Team, store.ToAnswer, store.UntilErased, false),
		store.Labelled("report", "id kind about reason answer_to language state made_at decided_by decided_at", store.Team, store.ToAnswer, store.Days180, false),
		store.Labelled("frozen", "person why at", store.SelfTeam, store.ToAnswer, store.UntilErased, true),
		store.Labelled("frozen", "by_whom", store.Team, store.ToAnswer, store.UntilErased, false),
		store.Labelled("agreement", "version text summary changes made_at", store.Everyone, store.ToShow, store.WithThing, false),
		store.Labelled("agreement", "made_by", store.Team, store.ToAnswer, store.WithThing, false),
		store.Labelled("agreement_yes", "person version at", store.Self, store.ToAnswer, store.UntilErased, true),
		store.Labelled("agreement_free", "series", store.Everyone, store.ToShow, store.WithThing, false),
		store.Labelled("letterbox", "person class day n", store.Nobody, store.ToRun, store.UntilDone, false),
	}
}
