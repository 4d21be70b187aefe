package events

import "codeberg.org/plenary/plenary/internal/store"

// Records are those of this room's tables that are about people.
func Records() []store.Record {
	const event = "(SELECT e.slug FROM event e WHERE e.id = event_registration.event)"
	return []store.Record{
		{Table: "event_registration", Says: "privacy.have.event|Your places at events, and your answers to the organiser's questions", Of: "person = $1", Row: "id", Cells: "answers",
			As: map[string]string{"event": event, "date": "COALESCE((SELECT d.date FROM event_date d WHERE d.id = event_registration.date), '')",
				"reminders": "CASE WHEN reminders THEN 'yes' ELSE 'no' END"}},
		{Table: "event_attendance", Says: "privacy.have.event-attendance|Whether you were at an event", Of: "registration IN (SELECT r.id FROM event_registration r WHERE r.person = $1)",
			As: map[string]string{"date": "(SELECT d.date FROM event_date d WHERE d.id = event_attendance.date)", "there": "CASE WHEN there THEN 'yes' ELSE 'no' END",
				"registration": "(SELECT e.slug FROM event e JOIN event_registration r ON r.event = e.id WHERE r.id = event_attendance.registration)"}},
	}
}
