package ui

import (
	"strings"
	"testing"
	"time"

	"codeberg.org/plenary/plenary/internal/i18n"
	"codeberg.org/plenary/plenary/internal/when"
)

// tuesdays are six of them at 14:00, over the change of Lisbon's clocks.
func tuesdays(loc *time.Location) []time.Time {
	var all []time.Time
	for n := range 6 {
		all = append(all, time.Date(2026, 3, 3+7*n, 14, 0, 0, 0, loc))
	}
	return all
}

func series(t testing.TB, l *i18n.Locale, reader *time.Location) SessionTable {
	lisbon := zone(t, "Europe/Lisbon")
	table := SessionTable{L: l, Label: "Sessions", Zone: reader, Home: lisbon, Also: []*time.Location{zone(t, "America/New_York"), lisbon, reader}}
	starts := tuesdays(lisbon)
	for n, a := range starts {
		b := a.Add(9 * time.Hour)
		table.Rows = append(table.Rows, Session{N: n + 1, Title: "Theme", Question: "Who?", Note: "Assignment", Href: "/x", Lang: "es", Times: []SessionTime{
			{Track: "A", Start: a, End: a.Add(2 * time.Hour), Moved: when.OffsetMoved(starts[0], a, reader, lisbon), Place: "Hall", Next: n == 0, Action: Button{Label: "Join"}},
			{Track: "B", TrackTitle: "Evening", Start: b, End: b.Add(2 * time.Hour), State: SessionState(n % 5), Was: a, Repeated: true}}})
	}
	return table
}

func TestSessionTableShowsTheReadersTimeFirstAndAlwaysTheWeekday(t *testing.T) {
	page := render(t, series(t, en, zone(t, "Asia/Kolkata")))
	said := text(page)
	wants(t, said, "Session Track Your time (Kolkata) Lisbon New York", "Tue 3 Mar 19:30–21:30", "Tue 14:00", "Tue 09:00",
		"Tue 31 Mar 18:30–20:30 1 h earlier", "Wed 4 Mar 04:30–06:30 +1 day", "Moved", "Was Tue 3 Mar", "Now", "Over", "Cancelled", "Not yet certain")
	wants(t, page, `datetime="2026-03-03T14:00Z"`)
	if n := strings.Count(page, `role="columnheader"`); n != 5 {
		t.Errorf("%d columns, want 5: a zone stands once, the reader's own not again", n)
	}
}

func TestSessionTableForgetsTracksAndZonesThatSayNothing(t *testing.T) {
	lisbon := zone(t, "Europe/Lisbon")
	at := tuesdays(lisbon)[0]
	page := render(t, SessionTable{L: en, Zone: lisbon, Home: lisbon, Rows: []Session{{Title: "T", Times: []SessionTime{{Start: at}}}}})
	lacks(t, page, "Track", "+1 day", "bul")
	wants(t, text(page), "Session Your time (Lisbon)", "Tue 3 Mar 14:00")
}

func TestACancelledSessionHasNoOtherState(t *testing.T) {
	table := series(t, en, zone(t, "Asia/Kolkata"))
	if tags := table.tags(SessionTime{State: Cancelled, Moved: 60, Next: true, Start: now}); len(tags) != 1 {
		t.Errorf("tags %v", tags)
	}
}

func TestMovedHoursAreSaidInHoursOrMinutes(t *testing.T) {
	table := SessionTable{L: en}
	for minutes, want := range map[int]string{0: "", 60: "1 h later", -60: "1 h earlier", -120: "2 h earlier", 30: "30 min later", -45: "45 min earlier"} {
		if got := table.moved(SessionTime{Moved: minutes}); got != want {
			t.Errorf("%d: %q, want %q", minutes, got, want)
		}
	}
}

func TestSwingNoteSaysWhoseClocksChangeAndFromWhen(t *testing.T) {
	lisbon := zone(t, "Europe/Lisbon")
	for _, c := range []struct {
		reader string
		want   []string
	}{
		{"Asia/Kolkata", []string{"Lisbon", "session 5", "1 hour earlier"}},
		{"Africa/Casablanca", []string{"Casablanca"}},
		{"Europe/Lisbon", nil},
	} {
		reader := zone(t, c.reader)
		got := SwingNote{L: en, Reader: reader, Home: lisbon, Swing: when.Swings(tuesdays(lisbon), reader, lisbon)}.text()
		if (got == "") != (c.want == nil) {
			t.Errorf("%s: %q", c.reader, got)
		}
		wants(t, got, c.want...)
	}
}

func TestTimeLineSaysWhoseTimesAndWhetherItIsAGuess(t *testing.T) {
	kolkata := zone(t, "Asia/Kolkata")
	known := render(t, TimeLine{L: en, Zone: kolkata, Now: now, Change: "/zone", To: "/zone"})
	wants(t, text(known), "Times shown in Kolkata (UTC+5:30).", "Change city")
	lacks(t, known, "data-guess")
	wants(t, render(t, TimeLine{L: en, Zone: kolkata, Now: now, Change: "/zone", Guess: true, To: "/zone"}), `data-guess="Asia/Kolkata"`, "hidden")
}
