package circles

import "codeberg.org/plenary/plenary/internal/store"

// Labels are those of this room's tables.
func Labels() []store.Label {
	return []store.Label{
		store.Labelled("cohort", "id kind subject rules safety published version", store.Team, store.ToRun, store.AfterEnd30, false),
		store.Labelled("cohort", "safety_name", store.SelfTeam, store.ToShow, store.AfterEnd30, false),
		store.Labelled("availability", "person zone hours changed_at", store.Self, store.ToPlace, store.AfterEnd30, true),
		store.Labelled("interest", "cohort state languages track leads delegation zone language made_at changed_at", store.SelfTeam, store.ToPlace, store.AfterEnd30, true),
		store.Labelled("interest", "wishes why", store.Self, store.ToCare, store.AfterEnd30, true),
		store.Labelled("interest", "id person answered_at confirmed_at told_at sequence generation", store.Nobody, store.ToRun, store.AfterEnd30, false),
		store.Labelled("proposal", "id cohort state held_at base step job seed made_by made_at", store.Team, store.ToRun, store.AfterEnd30, false),
		store.Labelled("proposal_step", "proposal n what card at", store.Team, store.ToRun, store.AfterEnd30, false),
		store.Labelled("proposal_step", "placed", store.Nobody, store.ToPlace, store.AfterEnd30, false),
		store.Labelled("circle", "code name language track zone start length state made_at changed_at", store.SelfTeam, store.ToPlace, store.AfterEnd30, true),
		store.Labelled("circle", "id cohort secret notes_version", store.Nobody, store.ToRun, store.AfterEnd30, false),
		store.Labelled("circle", "notes", store.Self, store.ToShow, store.AfterEnd30, false),
		store.Labelled("placement", "circle reminders placed_at", store.SelfTeam, store.ToPlace, store.AfterEnd30, true),
		store.Labelled("placement", "ask asked_at", store.SelfTeam, store.ToCare, store.AfterEnd30, true),
		store.Labelled("placement", "interest told_at former", store.Nobody, store.ToRun, store.AfterEnd30, false),
		store.Labelled("meeting", "circle n date status lead second zone start length", store.SelfTeam, store.ToPlace, store.AfterEnd30, false),
		store.Labelled("meeting", "id sequence reminded", store.Nobody, store.ToRun, store.AfterEnd30, false),
		store.Labelled("swap", "id meeting giver taker state made_at settled_at", store.Self, store.ToRun, store.AfterEnd30, false),
		store.Labelled("presence", "meeting interest there at", store.SelfTeam, store.ToFollowUp, store.AfterEnd30, true),
		store.Labelled("pulse", "meeting value note at", store.Team, store.ToFollowUp, store.AfterEnd30, false),
	}
}
