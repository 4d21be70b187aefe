package events

import (
	"slices"
	"testing"
	"time"

	"codeberg.org/plenary/plenary/internal/i18n"
	"codeberg.org/plenary/plenary/internal/when"
)

func TestWhatComesAfterMidnightStandsAtTheEndOfTheNight(t *testing.T) {
	e := assembly()
	e.Start, e.Length = 20*60, 6*time.Hour
	part := func(hour int, title string, kind PartKind) Part {
		return Part{Start: when.Clock(hour * 60), Title: i18n.Text{"en": title}, Kind: kind}
	}
	e.Agenda = []Part{part(0, "dance", Work), part(20, "dinner", Work), part(19, "doors", Doors), part(1, "last song", Work)}
	var got []string
	for _, p := range e.AgendaOn(1) {
		got = append(got, p.Title["en"])
	}
	if want := []string{"doors", "dinner", "dance", "last song"}; !slices.Equal(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
	e.Length = 2 * time.Hour // it ends before midnight: what is early is early
	if got := e.AgendaOn(1)[0].Title["en"]; got != "dance" {
		t.Errorf("first comes %s", got)
	}
}

func TestAnEventEndsAtTheHourThatWasTypedWhenTheClocksChange(t *testing.T) {
	for first, hours := range map[string]time.Duration{"2027-03-26": 45 * time.Hour, "2027-10-29": 47 * time.Hour, "2027-06-04": 46 * time.Hour} {
		e := assembly()
		e.Start, e.Length, e.Dates = 18*60, 46*time.Hour, []Date{{Day: day(first)}} // from Friday at six until Sunday at four
		o := e.Occurrence(&e.Dates[0])
		if end := o.End.In(e.Location()); end.Hour() != 16 || o.End.Sub(o.Start) != hours {
			t.Errorf("from %s it ends at %s, after %s", first, end, o.End.Sub(o.Start))
		}
	}
}

func TestAnAgendaStaysWithItsDateWhenDatesChangePlaces(t *testing.T) {
	onBench(t, func(t *testing.T, b *bench) {
		e := assembly()
		e.Agenda = []Part{{Day: 1, Start: 19 * 60, Title: i18n.Text{"en": "first"}}, {Day: 2, Start: 19 * 60, Title: i18n.Text{"en": "second"}},
			{Start: 19*60 + 30, Title: i18n.Text{"en": "each"}}}
		e = b.publishes(e)
		first, second := e.Dates[0].ID, e.Dates[1].ID
		e = b.changes(e.Slug, func(e *Event) {
			e.Dates[0].Day = day("2027-02-20") // behind the second
			e.Dates = append(e.Dates, Date{Day: day("2027-02-01"), Status: Scheduled})
		})
		for i, d := range e.Dates {
			want := map[string]string{first: "first", second: "second"}[d.ID]
			parts := e.AgendaOn(i + 1)
			if got := parts[0].Title["en"]; want != "" && got != want || want == "" && len(parts) != 1 {
				t.Errorf("on %s: %s of %d parts", d.Day, got, len(parts))
			}
		}
	})
}
