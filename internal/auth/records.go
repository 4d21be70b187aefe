package auth

import "codeberg.org/plenary/plenary/internal/store"

// Records are those of this room's tables that are about people.
func Records() []store.Record {
	giver := map[string]string{"person": "'you'", "given_by": "CASE given_by WHEN 'console' THEN 'console' ELSE 'organiser' END"}
	return []store.Record{
		{Table: "sign_in", Says: "privacy.have.sign-in|Where you are signed in: on a phone or a computer, since when, and the day you last used it", Of: "person = $1"},
		{Table: "passkey", Says: "privacy.have.passkey|Your passkeys, by the names you gave them", Of: "person = $1", Row: "id", Cells: "name"},
		{Table: "totp", Says: "privacy.have.totp|That you sign in with codes from an app", Of: "person = $1"},
		{Table: "elsewhere", Says: "privacy.have.elsewhere|That you sign in by another house", Of: "person = $1"},
		{Table: "address_change", Says: "privacy.have.address|A change of your address that can still be undone", Of: "person = $1", Row: "id", Cells: "new old"},
		{Table: "grants", Says: "privacy.have.role|What you may do for the network", Of: "person = $1", As: giver},
		{Table: "role_offer", Says: "privacy.have.offer|Roles that you were asked to take", Of: "person = $1", As: giver},
	}
}
