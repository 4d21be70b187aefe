package announce

import "testing"

// TestAQuarterOfAnHourBeforeItsName: "viertel acht" is 7:15 where people say so.
func TestAQuarterOfAnHourBeforeItsName(t *testing.T) {
	for text, want := range map[string]string{
		"Versammlung am 15. Januar 2025, viertel acht abends, Leipzig":      "2025-01-15 19:15 Europe/Berlin ~zone",
		"Versammlung am 15. Januar 2025, dreiviertel acht abends, Leipzig":  "2025-01-15 19:45 Europe/Berlin ~zone",
		"Versammlung am 15. Januar 2025, Viertel nach acht abends, Leipzig": "2025-01-15 20:15 Europe/Berlin ~zone",
		"Versammlung am 15. Januar 2025, Viertel vor acht abends, Leipzig":  "2025-01-15 19:45 Europe/Berlin ~zone",
		"Versammlung am 15. Januar 2025, ½ 8 Uhr abends, Leipzig":           "2025-01-15 19:30 Europe/Berlin ~zone",
		"Versammlung am 15. Januar 2025, ¾8 abends, Leipzig":                "2025-01-15 19:45 Europe/Berlin ~zone",
		"Fest im Viertel am 15. Januar 2025, 20 Uhr, Leipzig":               "2025-01-15 20:00 Europe/Berlin ~zone",
	} {
		if got := brief(Parse(text, on("2025-01-10", ""))); got != want {
			t.Errorf("%q\n got %s\nwant %s", text, got, want)
		}
	}
}
