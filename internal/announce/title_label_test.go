package announce

import "testing"

// TestALabelBeforeADateIsTheTitle: what stands behind the hour is none.
func TestALabelBeforeADateIsTheTitle(t *testing.T) {
	for _, c := range []struct{ text, title string }{
		{"Workshop: Tuesday 4 March 2025, 6 pm to 8 pm London time, online", "Workshop"},
		{"Meeting: Tuesday 4 March 2025, 6 pm London time, Town Hall", "Meeting"},
		{"Training: 4 March 2025, 6 pm London time, on Zoom", "Training"},
		{"Workshop: How to run a meeting\nTuesday 4 March 2025, 6 pm London time", "How to run a meeting"},
		{"Rent and repairs\n\nMeeting: Tuesday 4 March 2025, 6 pm London time, Town Hall", "Rent and repairs"},
	} {
		got := Parse(c.text, on("2025-01-10", ""))
		if len(got.Events) != 1 || got.Events[0].Title != c.title {
			t.Errorf("%q: %+v, want %q", c.text, got.Events, c.title)
		}
	}
}
