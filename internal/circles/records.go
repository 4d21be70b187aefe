package circles

import "codeberg.org/plenary/plenary/internal/store"

// Records are those of this room's tables that are about people.
func Records() []store.Record {
	yes := func(column string) string { return "CASE WHEN " + column + " THEN 'yes' ELSE 'no' END" }
	const mine = "(SELECT i.id FROM interest i WHERE i.person = $1)"
	return []store.Record{
		{Table: "availability", Says: "privacy.have.hours|The hours at which you can meet", Of: "person = $1", Row: "person", Cells: "hours", As: map[string]string{"person": "'you'"}},
		{Table: "interest", Says: "privacy.have.interest|That you said yes to a circle, in which languages, and whether you would facilitate",
			Alone: "privacy.have.wishes|What you wish of a circle: with whom, with whom not, what you need", Of: "person = $1", Row: "id", Cells: "wishes why",
			As: map[string]string{"cohort": "(SELECT x.slug FROM series x JOIN cohort c ON c.subject = x.id WHERE c.id = interest.cohort)", "leads": yes("leads"),
				"delegation": yes("delegation IS NOT NULL")}},
		{Table: "circle", Says: "privacy.have.circle|The circle you are in: its name, hour and language", Key: "id", Row: "id", Cells: "name",
			Of: "id IN (SELECT p.circle FROM placement p WHERE p.interest IN " + mine + ")"},
		{Table: "placement", Says: "privacy.have.placement|Since when you are in a circle, and why you ask to be moved", Of: "interest IN " + mine, Row: "interest", Cells: "ask",
			As: map[string]string{"circle": "(SELECT c.code FROM circle c WHERE c.id = placement.circle)", "reminders": yes("reminders")}},
		{Table: "presence", Says: "privacy.have.presence|At which meetings of your circle you were", Of: "interest IN " + mine,
			As: map[string]string{"meeting": "(SELECT m.date FROM meeting m WHERE m.id = presence.meeting)", "there": yes("there"),
				"interest": "(SELECT c.code FROM circle c JOIN meeting m ON m.circle = c.id WHERE m.id = presence.meeting)"}},
	}
}
