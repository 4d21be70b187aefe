package announce

import (
	"strings"
	"testing"
)

// TestAnOffsetThatNoClockHasIsSaid: an hour beside it is not one of UTC.
func TestAnOffsetThatNoClockHasIsSaid(t *testing.T) {
	for _, text := range []string{
		"Call: 15 January 2025, 8 pm UTC+25", "Call: 15 January 2025, 8 pm UTC+15", "Call: 15 January 2025, 8 pm UTC-13", "Call: 15 January 2025, 8 pm GMT+99",
		"Call: 15 January 2025, 8 pm (UTC+5:75)", "Call: 15 January 2025, 8 pm UTC+2500", "Call: 15 January 2025, 8 pm UTC+0060", "Call: 15 January 2025, 8 pm UTC+13:45",
		"Call\n2025-01-15T20:00+25:00",
	} {
		for _, zone := range []string{"", "Europe/Berlin"} {
			if got := brief(Parse(text, on("2025-01-10", zone))); got != "open !zones" {
				t.Errorf("%q in %q: %s", text, zone, got)
			}
		}
	}
	for text, want := range map[string]string{
		"Call: 15 January 2025, 8 pm UTC+14":                          "2025-01-15 20:00 Etc/GMT-14",
		"Call: 15 January 2025, 8 pm UTC-12":                          "2025-01-15 20:00 Etc/GMT+12",
		"Call: 15 January 2025, 8 pm (UTC+5:45)":                      "2025-01-15 20:00 Asia/Kathmandu",
		"Call: 15 January 2025, 8 pm UTC+12:45":                       "2025-01-15 20:00 Pacific/Chatham !zones", // in summer
		"Call: 15 January 2025, 8 pm Berlin time (UTC+25)":            "2025-01-15 20:00 Europe/Berlin !zones",
		"Call: 15 January 2025, 20:00 Berlin time / 02:00 UTC+25":     "2025-01-15 20:00 Europe/Berlin !zones",
		"Call: 15 January 2025, 19:00 UTC-21:00 UTC, bring +25 euros": "2025-01-15 19:00 UTC",
	} {
		if got := brief(Parse(text, on("2025-01-10", ""))); got != want {
			t.Errorf("%q\n got %s\nwant %s", text, got, want)
		}
	}
}

// TestAnOffsetIsThatOfThePlace where its clocks are at it on that day.
func TestAnOffsetIsThatOfThePlace(t *testing.T) {
	for text, want := range map[string]string{
		"Meeting\n2025-01-15T20:00+01:00, Town Hall, Berlin":   "2025-01-15 20:00 Europe/Berlin",
		"Meeting: 15 July 2025, 8 pm UTC+2, Town Hall, Berlin": "2025-07-15 20:00 Europe/Berlin",
		"Meeting: 15 July 2025, 8 pm UTC+1, Town Hall, Berlin": "2025-07-15 20:00 Europe/Berlin !zones",
		"Meeting: 15 July 2025, 8 pm UTC+4, Town Hall, Berlin": "2025-07-15 20:00 Etc/GMT-4 !zones",
	} {
		got := Parse(text, on("2025-01-10", ""))
		if brief(got) != want {
			t.Errorf("%q\n got %s\nwant %s", text, brief(got), want)
		}
		for _, e := range got.Events {
			for _, c := range e.Conflicts {
				if strings.Contains(c.Text, "Etc/") {
					t.Errorf("%q says %q", text, c.Text)
				}
			}
		}
	}
}
