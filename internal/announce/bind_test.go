package announce

import "testing"

// TestTheLastOfNamedZonesIsCheckedToo: also where the sentence goes on right
// behind it, on its line or on the next one.
func TestTheLastOfNamedZonesIsCheckedToo(t *testing.T) {
	for _, c := range []struct {
		text string
		zone string // of the last hour
		fits bool
	}{
		{"Thursday, 1 February / 8 pm Eastern, 7 pm Central, 5 pm Pacific\nTenant power, an online teach-in\nwith Maria", "America/Los_Angeles", true},
		{"Meeting on Thursday, 1 February 2024, 8 pm Eastern, 7 pm Central, 5 pm Pacific with Maria Lopez", "America/Los_Angeles", true},
		{"Meeting on Thursday, 1 February 2024, 8 pm Eastern, 7 pm Central, 4 pm Pacific with Maria Lopez", "America/Los_Angeles", false},
		{"Thursday, 1 February / 8 pm Eastern, 7 pm Central, 4 pm Pacific\nwith Maria Lopez\nOur general meeting", "America/Los_Angeles", false},
		{"Meeting on Thursday, 1 February 2024, 8 pm Eastern, 6 pm Mountain, 4 pm Pacific on Zoom", "America/Los_Angeles", false},
		{"Treffen am 1. Februar 2024, 20:00 Berlin, 13:00 New York mit Maria", "America/New_York", false},
		{"Reunión el 1 de febrero de 2024, 20:00 Madrid, 14:00 Bogotá con Ana", "America/Bogota", true},
		{"Réunion le 1er février 2024, 20h Paris, 13h Montréal avec Ana", "America/Toronto", false},
		{"Встреча 1 февраля 2024, 20:00 Москва, 13:00 Берлин с Анной", "Europe/Berlin", false},
		{"Meeting, 1 February 2024, 8 pm London Road Hall", "", true}, // a longer name is no zone
	} {
		got := Parse(c.text, on("2024-01-05", ""))
		if len(got.Events) != 1 {
			t.Errorf("%q: %d events", c.text, len(got.Events))
			continue
		}
		e := got.Events[0]
		last := ""
		if len(e.Also) > 0 {
			last = e.Also[len(e.Also)-1].Zone
		}
		said := false
		for _, k := range e.Conflicts {
			said = said || k.Code == "zones"
		}
		if last != c.zone || said == c.fits {
			t.Errorf("%q: the last zone is %q, conflicts %v", c.text, last, e.Conflicts)
		}
	}
}
