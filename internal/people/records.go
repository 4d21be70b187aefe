package people

import "codeberg.org/plenary/plenary/internal/store"

// Records are those of this room's tables that are about people.
func Records() []store.Record {
	return []store.Record{
		{Table: "person", Says: "privacy.have.person|Your name, which may be a nickname, your e-mail address, your city's time zone and your language", Of: "id = $1",
			Row: "id", Cells: "name address", As: map[string]string{"entered_by": "CASE WHEN entered_by IS NULL OR entered_by = '' THEN 'yourself' ELSE 'somebody else' END"}},
		{Table: "frozen", Says: "privacy.have.frozen|That you cannot write for now, and why, if that was decided", Of: "person = $1", Row: "person", Cells: "why"},
		{Table: "chapter_team", Says: "privacy.have.team|Which chapters show your name as one of their team, because you said they may", Of: "person = $1",
			As: map[string]string{"person": "'you'", "chapter": "(SELECT slug FROM chapter WHERE chapter.id = chapter_team.chapter)"}},
		{Table: "agreement_yes", Says: "privacy.have.agreement|To which version of our agreement you agreed, and when", Of: "person = $1"},
	}
}
