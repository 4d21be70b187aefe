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

// TestWhatIsOnlineMayBeTheTitle: "Online briefing" says what takes place, "online
// via Zoom" does not.
func TestWhatIsOnlineMayBeTheTitle(t *testing.T) {
	for _, c := range []struct{ text, title string }{
		{"Newsletter\n\n• Sat 18 Jan 2025, 2-4pm – Rights workshop, St Mary's Hall, Bristol\n• Wed 22 Jan 2025, 19:30 – Online briefing (Zoom)", "Online briefing"},
		{"Rundbrief\n\nMo 3.2.2025, 19 Uhr: Plenum, Infoladen, Berlin\nDo 6.2.2025, 18 Uhr: Online-Sprechstunde", "Online-Sprechstunde"},
		{"Rent and repairs\nWed 22 Jan 2025, 19:30, online via Zoom", "Rent and repairs"},
	} {
		got := Parse(c.text, on("2025-01-10", "Europe/London"))
		if n := len(got.Events); n == 0 || got.Events[n-1].Title != c.title {
			t.Errorf("%q: %+v, want %q", c.text, got.Events, c.title)
		}
	}
}

// TestADateBehindTheLabelOfAPlaceIsNoPlace: "Treffen:" says where, or what.
func TestADateBehindTheLabelOfAPlaceIsNoPlace(t *testing.T) {
	for text, place := range map[string]string{
		"Treffen: 14.01.2025, 18:00–20:00 Uhr (MEZ), 17:00–19:00 Uhr (London)": "",
		"Plenum am 14.01.2025, 18 Uhr\nTreffen: Gemeindesaal, Köln":            "Gemeindesaal",
	} {
		got := Parse(text, on("2025-01-10", "Europe/Berlin"))
		if len(got.Events) != 1 {
			t.Errorf("%q: %s", text, brief(got))
		} else if is := got.Events[0].Place; (is == nil) != (place == "") || is != nil && is.Name != place {
			t.Errorf("%q: %+v, want %q", text, is, place)
		}
	}
}
