package announce

import (
	"testing"

	"codeberg.org/plenary/plenary/internal/when"
)

// TestWhatIsNotTheEvent: dates and hours that stand beside the event's own, and
// are those of an older mail, of a messenger, of an office, or of what was moved.
func TestWhatIsNotTheEvent(t *testing.T) {
	for _, c := range []struct{ text, start, code string }{
		{"Hello all, the meeting is now on Thursday 12 March, 7.30pm, in the hall.\n\nOn 2 March 2026 at 10:12, Sue wrote:\n> The meeting is on Tuesday 10 March at 6pm.", "2026-03-12T19:30", ""},
		{"12/03/2026, 18:22 - Ana: Hola, la asamblea es el sábado 21 de marzo a las 11 en el local", "2026-03-21T11:00", ""},
		{"[3/10/26, 8:12:44 PM] Ray: Meeting on Saturday, March 14, 5:30pm at the gym", "2026-03-14T17:30", ""},
		{"Öffnungszeiten: Mo–Do 10–16 Uhr, Fr 10–13 Uhr. Am 1. Mai bleibt das Büro geschlossen.", "", ""},
		{"A secretaria atende de segunda a sexta, das 8h às 17h. A reunião de 28 de fevereiro aprovou as contas.", "", ""},
		{"La asamblea pasa del viernes 13 de marzo al viernes 20 de marzo, misma hora (19:00).", "2026-03-20T19:00", "date"},
		{"Встреча 12 марта переносится с 18:00 на 19:00.", "2026-03-12T19:00", ""},
		{"Réunion le 17/03/2026 à 20h (et non 19h comme annoncé)", "2026-03-17T20:00", ""},
		{"Achtung! Treffen Do, 12. März, nicht um 19, sondern um 18 Uhr.", "2026-03-12T18:00", ""},
		{"Subject: Assembly, 10 March 2026\n\nDear all, the assembly is on Thursday 12 March 2026 at 7pm in the hall.", "2026-03-12T19:00", "date"},
		{"ASSEMBLY (6 PM)\nThursday, 12 March 2026, Town Hall. Please note that it begins at 7 pm.", "2026-03-12T18:00", "time"},
		{"Treffen am Dienstag, 10. März um halb acht in der Küche", "null", "time"},
		{"Volunteers needed on 14 March, 10am to 12 noon. Call Jo on 020 7946 0930 between 9am and 5pm.", "2026-03-14T10:00", ""},
		{"Talk 7pm tonight moved to Thursday 5 March, same time.", "2026-03-05T19:00", "date"},
		{"Jornada\nJueves 12 de marzo de 2026, 17:00 (16:00 en Canarias)", "2026-03-12T17:00", ""},
	} {
		got := Parse(c.text, Options{Zone: "Europe/Madrid", Today: when.Date{Year: 2026, Month: 3, Day: 1}})
		if c.start == "" {
			if len(got.Events) > 0 {
				t.Errorf("%q: %d events, expected none", c.text, len(got.Events))
			}
			continue
		}
		if len(got.Events) != 1 {
			t.Errorf("%q: %d events, expected one", c.text, len(got.Events))
			continue
		}
		e, is := got.Events[0], "null"
		if e.Start != nil {
			is = e.Start.Format("2006-01-02T15:04")
		}
		if is != c.start {
			t.Errorf("%q: %s, expected %s", c.text, is, c.start)
		}
		if c.code != "" && !says(e, []byte(`["`+c.code+`"]`)) {
			t.Errorf("%q: %v, expected the conflict %q", c.text, e.Conflicts, c.code)
		}
	}
}
