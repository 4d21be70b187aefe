package announce

import "testing"

// TestHoursJoinedBySlashesAreStartAndEnd: as programmes in French write them, and
// not where they are hours of two zones, or of two showings.
func TestHoursJoinedBySlashesAreStartAndEnd(t *testing.T) {
	for text, want := range map[string]string{
		"Réunion le 15 janvier 2025, 18h30/20h, Lyon":                              "2025-01-15 18:30-20:00 Europe/Paris ~zone",
		"Réunion le 15 janvier 2025, 18h/20h, Lyon":                                "2025-01-15 18:00-20:00 Europe/Paris ~zone",
		"Réunion\nMercredi 15 janvier 2025 : 18h30/20h30\nLyon":                    "2025-01-15 18:30-20:30 Europe/Paris ~zone",
		"Réunion le mercredi 15 janvier 2025 de 9h/12h30 à la mairie de Lyon":      "2025-01-15 09:00-12:30 Europe/Paris ~zone",
		"Atelier le 15 janvier 2025 (18h00/19h30), Bourse du travail, Lyon":        "2025-01-15 18:00-19:30 Europe/Paris ~zone",
		"Réunion en ligne le 15 janvier 2025, 18h30/12h30, heure de Paris":         "2025-01-15 18:30 Europe/Paris",
		"Réunion en ligne le 15 janvier 2025, 18h30 Paris / 12h30 Montréal":        "2025-01-15 18:30 Europe/Paris =12:30 America/Toronto",
		"Réunion en ligne le 15 janvier 2025, 14h/15h (heure de Dakar / de Paris)": "open !no-zone",
		"Séances le 15 janvier 2025, 18h/20h, Lyon":                                "2025-01-15 18:00 Europe/Paris ~zone | 2025-01-15 20:00 Europe/Paris ~zone",
	} {
		if got := brief(Parse(text, on("2025-01-10", ""))); got != want {
			t.Errorf("%q\n got %s\nwant %s", text, got, want)
		}
	}
}
