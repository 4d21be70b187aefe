package announce

import "testing"

// TestARhythmTakesAllItsMonths: and of a month that has begun what is left of it,
// not that of the next year.
func TestARhythmTakesAllItsMonths(t *testing.T) {
	for _, c := range []struct{ text, first, last string }{
		{"Reading group every Thursday in January and February, 6:30 pm, Leeds", "2025-01-16", "2025-02-27"},
		{"Reading group every Thursday in January, 6:30 pm, Leeds", "2025-01-16", "2025-01-30"},
		{"Reading group every Thursday in February, March and April 2025, 6:30 pm, Leeds", "2025-02-06", "2025-04-24"},
		{"Reading group every Thursday in December and January 2026, 6:30 pm, Leeds", "2025-12-04", "2026-01-29"},
		{"Lesekreis jeden Donnerstag im Januar und Februar, 18:30 Uhr, Köln", "2025-01-16", "2025-02-27"},
		{"Charla todos los jueves de febrero y marzo, 18:30, Ateneo, Valencia", "2025-02-06", "2025-03-27"},
		{"Atelier tous les jeudis de février et mars, 18h30, Lyon", "2025-02-06", "2025-03-27"},
		{"Oficina todas as quintas de fevereiro e março, 18h30, Recife", "2025-02-06", "2025-03-27"},
		{"ورشة كل خميس في فبراير ومارس، الساعة 6 مساءً، القاهرة", "2025-02-06", "2025-03-27"},
	} {
		got := Parse(c.text, on("2025-01-10", "Europe/London"))
		if len(got.Events) != 1 || got.Events[0].Repeats == nil || len(got.Events[0].Repeats.Starts) == 0 {
			t.Errorf("%q: %s", c.text, brief(got))
			continue
		}
		starts := got.Events[0].Repeats.Starts
		if first, last := got.Events[0].Start.Format("2006-01-02"), starts[len(starts)-1].Format("2006-01-02"); first != c.first || last != c.last {
			t.Errorf("%q: from %s to %s, want %s to %s", c.text, first, last, c.first, c.last)
		}
	}
}
