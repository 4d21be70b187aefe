package events

import "codeberg.org/plenary/plenary/internal/store"

// Labels are those of this room's tables.
func Labels() []store.Label {
	return []store.Label{
		store.Labelled("event", `slug chapter state visibility kind title description languages interpreted contact_name contact_email parties
			zone show_zones start length doors rule venue agenda entry part_of image image_text`, store.Everyone, store.ToShow, store.WithThing, false),
		store.Labelled("event", "online online_open", store.SelfTeam, store.ToShow, store.WithThing, false),
		store.Labelled("event", "id version ends_at made_at changed_at announced_at", store.Nobody, store.ToRun, store.WithThing, false),
		store.Labelled("event_date", "event date start length status rule_day was word theme venue speakers links", store.Everyone, store.ToShow, store.WithThing, false),
		store.Labelled("event_date", "places here_places here_taken online_places online_taken", store.Team, store.ToPlace, store.WithThing, false),
		store.Labelled("event_date", "online", store.SelfTeam, store.ToShow, store.WithThing, false),
		store.Labelled("event_date", "id sequence changed_at", store.Nobody, store.ToRun, store.WithThing, false),
		store.Labelled("event_share", "event chapter", store.Everyone, store.ToShow, store.WithThing, false),
		store.Labelled("event_registration", "event date way state zone language made_at cancelled_at reminders", store.SelfTeam, store.ToPlace, store.AfterEnd30, true),
		store.Labelled("event_registration", "answers", store.SelfTeam, store.ToCare, store.AfterEnd30, true),
		store.Labelled("event_registration", `id person rank answered_at hold_until offer_until undo_state confirmed_at sequence generation without`,
			store.Nobody, store.ToRun, store.AfterEnd30, false),
		store.Labelled("event_attendance", "date registration there how at", store.SelfTeam, store.ToFollowUp, store.AfterEnd30, true),
		store.Labelled("event_told", "date kind at", store.Nobody, store.ToRun, store.WithThing, false),
		store.Labelled("event_letter", "date kind was since send_at reached", store.Nobody, store.ToRun, store.UntilDone, false),
	}
}
