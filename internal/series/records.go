package series

import "codeberg.org/plenary/plenary/internal/store"

// Records are those of this room's tables that are about people.
func Records() []store.Record {
	yes := func(column string) string { return "CASE WHEN " + column + " THEN 'yes' ELSE 'no' END" }
	series := func(table string) string { return "(SELECT x.slug FROM series x WHERE x.id = " + table + ".series)" }
	track := func(table string) string { return "(SELECT x.letter FROM track x WHERE x.id = " + table + ".track)" }
	return []store.Record{
		{Table: "registration", Says: "privacy.have.registration|Your registrations, and your answers to the organiser's questions", Of: "person = $1", Row: "id", Cells: "answers",
			As: map[string]string{"series": series("registration"), "track": track("registration"), "reminders": yes("reminders")}},
		{Table: "delegation", Says: "privacy.have.group|Groups whose contact person you are", Of: "contact = $1", Row: "id", Cells: "organisation",
			As: map[string]string{"series": series("delegation"), "track": track("delegation"), "contact": "'you'", "reminders": yes("reminders")}},
		{Table: "attendance", Says: "privacy.have.attendance|Whether you were there", Of: "registration IN (SELECT r.id FROM registration r WHERE r.person = $1)",
			As: map[string]string{"session": "(SELECT CAST(x.n AS TEXT) FROM session x WHERE x.id = attendance.session)", "there": yes("there"),
				"registration": "(SELECT x.slug FROM series x JOIN registration r ON r.series = x.id WHERE r.id = attendance.registration)"}},
	}
}
