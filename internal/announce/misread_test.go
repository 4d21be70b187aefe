package announce

import "testing"

// TestWordsOfDoorsAndTelephonesMayMeanSomethingElse: gates at which people meet, a
// call to which they are invited.
func TestWordsOfDoorsAndTelephonesMayMeanSomethingElse(t *testing.T) {
	for text, want := range map[string]string{
		"Rally, Tues 14th Jan. 8am at the gates, Bristol":                                "2025-01-14 08:00 Europe/London ~year ~zone",
		"Rally, Tuesday 14 January 2025, 8am (meet at the gates), Bristol":               "2025-01-14 08:00 Europe/London ~zone",
		"Call: 14 January 2025, 13:00 GMT":                                               "2025-01-14 13:00 UTC",
		"Zoom call: Tuesday, 14 January 2025, 13:00 GMT / 14:00 CET":                     "2025-01-14 13:00 UTC =14:00 Europe/Berlin",
		"Assembly, 14 January 2025, 7 pm London time\nPhone: 0117 496 0123, Mon-Fri 9-5": "2025-01-14 19:00 Europe/London",
		"On 20 January 2024 we met. Next meeting: 21 January 2025, 7 pm, Leeds":          "2025-01-21 19:00 Europe/London ~zone",
		"Concert, 14 January 2025, gates open at 6 pm, starts 7 pm London time":          "2025-01-14 19:00 Europe/London",
	} {
		if got := brief(Parse(text, on("2025-01-10", ""))); got != want {
			t.Errorf("%q\n got %s\nwant %s", text, got, want)
		}
	}
}
