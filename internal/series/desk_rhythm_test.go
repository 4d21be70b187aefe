package series

import (
	"testing"
	"time"

	"codeberg.org/plenary/plenary/internal/when"
	"pgregory.net/rapid"
)

func day(t *testing.T, s string) when.Date {
	t.Helper()
	d, err := when.ParseDate(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func TestRhythmsGoOnAsPeopleSayThem(t *testing.T) {
	for _, x := range []struct {
		r     Rhythm
		first string
		want  []string
	}{
		{Weekly, "2027-02-24", []string{"2027-02-24", "2027-03-03", "2027-03-10"}},
		{Fortnightly, "2027-12-20", []string{"2027-12-20", "2028-01-03", "2028-01-17"}},
		{Daily, "2028-02-28", []string{"2028-02-28", "2028-02-29", "2028-03-01"}},
		{Monthly, "2027-01-12", []string{"2027-01-12", "2027-02-09", "2027-03-09"}}, // second Tuesday
		{Monthly, "2027-01-29", []string{"2027-01-29", "2027-02-26", "2027-03-26"}}, // fifth Friday: the last
		{Monthly, "2026-12-01", []string{"2026-12-01", "2027-01-05", "2027-02-02"}},
	} {
		for i, d := range x.r.Dates(day(t, x.first), len(x.want)) {
			if d.String() != x.want[i] {
				t.Errorf("%s from %s: date %d is %s, want %s", x.r, x.first, i+1, d, x.want[i])
			}
		}
	}
}

func TestMonthlyKeepsTheWeekdayAndItsWeek(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		first := when.Date{Year: 2026, Month: time.January, Day: 1}.AddDays(rapid.IntRange(0, 2000).Draw(t, "first"))
		n := rapid.IntRange(2, 30).Draw(t, "n")
		dates := Monthly.Dates(first, n)
		for i, d := range dates {
			month := time.Date(first.Year, first.Month+time.Month(i), 1, 0, 0, 0, 0, time.UTC)
			if d.Weekday() != first.Weekday() || d.Month != month.Month() || d.Year != month.Year() {
				t.Fatalf("date %d after %s is %s", i, first, d)
			}
			if WeekOfMonth(first) < 5 && WeekOfMonth(d) != WeekOfMonth(first) {
				t.Fatalf("%s is not in the same week of its month as %s", d, first)
			}
		}
	})
}

func TestTheRhythmOfDatesIsFound(t *testing.T) {
	first := when.Date{Year: 2027, Month: time.March, Day: 2}
	for _, r := range Rhythms() {
		dates := r.Dates(first, 6)
		if got := RhythmOf(dates); got != r {
			t.Errorf("the rhythm of %v is %s, want %s", dates, got, r)
		}
		dates[3] = dates[3].AddDays(1) // one that was moved
		if got := RhythmOf(dates); got != r {
			t.Errorf("with one date moved the rhythm is %s, want %s", got, r)
		}
	}
	if got := RhythmOf(nil); got != Weekly {
		t.Errorf("no dates have the rhythm %s", got)
	}
}
