package series

import "codeberg.org/plenary/plenary/internal/store"

// Labels are those of this room's tables.
func Labels() []store.Label {
	return []store.Label{
		store.Labelled("delegation_wary", "delegation", store.Nobody, store.ToRun, store.AfterEnd30, false),
		store.Labelled("series", `id slug chapter state visibility title description audience languages contact_name contact_email parties zone
			show_zones opens closes open_for group_min group_max places taken waitlist questions start length made_at changed_at announced_at`,
			store.Everyone, store.ToShow, store.WithThing, false),
		store.Labelled("series", "join_url", store.SelfTeam, store.ToShow, store.WithThing, false),
		store.Labelled("series", "circles version", store.Team, store.ToRun, store.WithThing, false),
		store.Labelled("track", "id series n letter title start languages places taken", store.Everyone, store.ToShow, store.WithThing, false),
		store.Labelled("session", `id series n date start starts length zone theme question activity kind status place places languages parties
			assignment links sequence changed_at`, store.Everyone, store.ToShow, store.WithThing, false),
		store.Labelled("session", "online", store.Team, store.ToRun, store.WithThing, false),
		store.Labelled("registration", "series track state zone language made_at cancelled_at reminders", store.SelfTeam, store.ToPlace, store.AfterEnd30, true),
		store.Labelled("registration", "answers", store.SelfTeam, store.ToCare, store.AfterEnd30, true),
		store.Labelled("registration", "answered_at opened_at delegation", store.SelfTeam, store.ToPlace, store.AfterEnd30, false),
		store.Labelled("registration", `id person rank hold_until offer_until undo_state left_by invited_at nudged_at confirmed_at told_until
			sequence generation`, store.Nobody, store.ToRun, store.AfterEnd30, false),
		store.Labelled("delegation", "series track contact organisation state size receives zone language made_at reminders", store.SelfTeam, store.ToPlace, store.AfterEnd30, true),
		store.Labelled("delegation", `id adding rank answered_at hold_until offer_until undo_state cancelled_at confirmed_at generation invite
			told_until`, store.Nobody, store.ToRun, store.AfterEnd30, false),
		store.Labelled("delegation_also", "delegation registration", store.Nobody, store.ToPlace, store.AfterEnd30, false),
		store.Labelled("delegation_part", "id delegation n size people", store.Nobody, store.ToRun, store.UntilDone, false),
		store.Labelled("attendance", "session registration there how at", store.SelfTeam, store.ToFollowUp, store.AfterEnd30, true),
		store.Labelled("announced", "session track what at", store.Nobody, store.ToRun, store.AfterEnd30, false),
		store.Labelled("mailing", "id series kind session track was send_at not_after changed_at list reached done_at", store.Nobody, store.ToRun, store.UntilDone, false),
	}
}
