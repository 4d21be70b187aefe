package auth

import "codeberg.org/plenary/plenary/internal/store"

// Labels are those of this room's tables.
func Labels() []store.Label {
	return []store.Label{
		store.Labelled("sign_in", "id label made_at seen_on until", store.Self, store.ToSignIn, store.UntilDone, true),
		store.Labelled("sign_in", "hash person tier shown_at", store.Nobody, store.ToSignIn, store.UntilDone, false),
		store.Labelled("passkey", "id name made_at used_on", store.Self, store.ToSignIn, store.UntilErased, true),
		store.Labelled("passkey", "person credential record", store.Nobody, store.ToSignIn, store.UntilErased, false),
		store.Labelled("passkey_user", "person handle", store.Nobody, store.ToSignIn, store.UntilErased, false),
		store.Labelled("totp", "made_at", store.Self, store.ToSignIn, store.UntilErased, true),
		store.Labelled("totp", "person secret last_step", store.Nobody, store.ToSignIn, store.UntilErased, false),
		store.Labelled("paper_code", "hash person made_at used_at", store.Nobody, store.ToSignIn, store.UntilErased, false),
		store.Labelled("code_tries", "person tries since", store.Nobody, store.ToSignIn, store.UntilDone, false),
		store.Labelled("elsewhere", "made_at", store.Self, store.ToSignIn, store.UntilErased, true),
		store.Labelled("elsewhere", "hash person", store.Nobody, store.ToSignIn, store.UntilErased, false),
		store.Labelled("ceremony", "hash purpose person browser state until", store.Nobody, store.ToSignIn, store.UntilDone, false),
		store.Labelled("address_change", "new old asked_at done_at until", store.Self, store.ToReach, store.UntilDone, true),
		store.Labelled("address_change", "id person hash undo_hash", store.Nobody, store.ToReach, store.UntilDone, false),
		store.Labelled("held_form", "hash person form until", store.Nobody, store.ToSignIn, store.UntilDone, false),
		store.Labelled("sign_in_token", "hash person tier browser code_hash tries then_to until used_at", store.Nobody, store.ToSignIn, store.UntilDone, false),
		store.Labelled("link_code", "id browser code tries sent sent_at until", store.Nobody, store.ToSignIn, store.UntilDone, false),
		store.Labelled("role_offer", "scope_kind scope_id verbs given_by made_at until", store.SelfTeam, store.ToAnswer, store.UntilDone, true),
		store.Labelled("role_offer", "id person", store.Nobody, store.ToAnswer, store.UntilDone, false),
		store.Labelled("grants", "person verb scope_kind scope_id given_by given_at", store.SelfTeam, store.ToAnswer, store.UntilErased, true),
		store.Labelled("audit", "id at actor verb object count seq hash", store.Keeper, store.ToAnswer, store.Days180, false),
		store.Labelled("audit_chain", "id from_seq from_hash to_seq to_hash sign", store.Keeper, store.ToAnswer, store.WithThing, false),
	}
}
