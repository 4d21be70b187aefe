package ui

import "testing"

func TestHoursStayOnOneLine(t *testing.T) {
	for text, want := range map[string]string{
		"Tue 15 Dec, 17:00–18:30 or <19:00–21:00>": `Tue 15 Dec, <span class="nb">17:00–18:30</span> or <span class="nb">&lt;19:00–21:00&gt;</span>`,
		"Lease – the basics":                       "Lease – the basics",
	} {
		if got := render(t, Kept(text)); got != want {
			t.Errorf("%s is %s", text, got)
		}
	}
}
