package calendar

import (
	"testing"
	"time"

	"codeberg.org/plenary/plenary/internal/events"
	"codeberg.org/plenary/plenary/internal/i18n"
	"codeberg.org/plenary/plenary/internal/when"
	"pgregory.net/rapid"
)

// zones are some in which clocks are set, at midnight and at other hours, and in
// which a day was left out.
var zones = []string{"Europe/Berlin", "America/New_York", "Africa/Cairo", "America/Asuncion", "Asia/Beirut", "Australia/Lord_Howe", "Pacific/Apia", "Asia/Kolkata", "UTC"}

func aDay(r *rapid.T) when.Date {
	return when.DateOf(time.Date(2000, 1, 1, 12, 0, 0, 0, time.UTC).AddDate(0, 0, rapid.IntRange(0, 20000).Draw(r, "day")), time.UTC)
}

func aZone(r *rapid.T) *time.Location {
	loc, err := when.Load(rapid.SampledFrom(zones).Draw(r, "zone"))
	if err != nil {
		r.Fatal(err)
	}
	return loc
}

// TestMonthsAreCountedAsByHand compares the table with a count of one day after
// another, for weeks that begin on any day.
func TestMonthsAreCountedAsByHand(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		day, begins := aDay(r), time.Weekday(rapid.IntRange(0, 6).Draw(r, "begins"))
		first, last := MonthOf(day)
		weeks := Weeks(first, last, begins)
		at := time.Date(day.Year, day.Month, 1, 12, 0, 0, 0, time.UTC)
		for at.Weekday() != begins {
			at = at.Add(-24 * time.Hour)
		}
		inMonth := 0
		for _, week := range weeks {
			for _, d := range week {
				y, m, n := at.Date()
				if d != (when.Date{Year: y, Month: m, Day: n}) {
					r.Fatalf("in %s stands %s, and by hand %s", day, d, at)
				}
				if m == day.Month && y == day.Year {
					inMonth++
				}
				at = at.Add(24 * time.Hour)
			}
		}
		if end := time.Date(day.Year, day.Month+1, 0, 12, 0, 0, 0, time.UTC); inMonth != end.Day() || len(weeks) < 4 || len(weeks) > 6 || at.Before(end) || at.Sub(end) > 7*24*time.Hour {
			r.Fatalf("%s has %d days in %d weeks", day, inMonth, len(weeks))
		}
		a, b := WeekOf(day, begins)
		if a.Weekday() != begins || b.Sub(a) != 6 || day.Before(a) || b.Before(day) {
			r.Fatalf("the week of %s is from %s to %s", day, a, b)
		}
	})
}

// TestDaysOfASpanFillIt lets the days of a month, one after another, be the
// month, whatever the clocks do.
func TestDaysOfASpanFillIt(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		zone := aZone(r)
		first, last := MonthOf(aDay(r))
		whole, at := SpanOf(first, last, zone), SpanOf(first, first, zone).From
		for d := first; !last.Before(d); d = d.AddDays(1) {
			s := SpanOf(d, d, zone)
			if !s.From.Equal(at) || s.To.Before(s.From) {
				r.Fatalf("%s in %s is from %s to %s after %s", d, zone, s.From, s.To, at)
			}
			at = s.To
		}
		if !whole.From.Equal(SpanOf(first, first, zone).From) || !whole.To.Equal(at) {
			r.Fatalf("%s to %s in %s is %v", first, last, zone, whole)
		}
	})
}

// TestADateStandsOnTheDaysOnWhichItIsOn looks at the clock each quarter of an
// hour, and asks on which days the table shows it.
func TestADateStandsOnTheDaysOnWhichItIsOn(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		zone, reader := aZone(r), aZone(r)
		e := &events.Event{ID: "e", Zone: zone.String(), Start: when.Clock(15 * rapid.IntRange(0, 95).Draw(r, "start")), Length: time.Duration(rapid.IntRange(1, 400).Draw(r, "length")) * 15 * time.Minute,
			Dates: []events.Date{{Day: aDay(r)}}}
		d := Date{E: e, On: e.Occurrences()[0]}
		on := map[when.Date]time.Duration{}
		for at := d.Start(); at.Before(d.End()); at = at.Add(15 * time.Minute) {
			on[when.DateOf(at, reader)] += 15 * time.Minute
		}
		from, to := when.DateOf(d.Start(), reader).AddDays(-3), when.DateOf(d.End(), reader).AddDays(3)
		shown := ByDay([]Date{d}, from, to, reader)
		if len(shown[when.DateOf(d.Start(), reader)]) != 1 {
			r.Fatal("it is not on the day on which it begins")
		}
		n := 0
		for day := from; !to.Before(day); day = day.AddDays(1) {
			shares := shown[day]
			last := day == when.DateOf(d.End(), reader) && on[day] <= 6*time.Hour+time.Hour && d.End().Sub(d.Start()) <= night // a night's small hours
			switch {
			case len(shares) > 0 && on[day] == 0 && day != when.DateOf(d.Start(), reader) && hasDay(day, reader):
				r.Fatalf("it is shown on %s, and is not on", day)
			case len(shares) == 0 && on[day] > 0 && !last:
				r.Fatalf("it is on for %s on %s, and not shown", on[day], day)
			}
			if len(shares) > 0 {
				if n++; shares[0].N != n {
					r.Fatalf("%s is day %d of %d, counted %d", day, shares[0].N, shares[0].Of, n)
				}
			}
		}
		if n == 0 || n != shown[when.DateOf(d.Start(), reader)][0].Of {
			r.Fatalf("it has %d days", n)
		}
	})
}

// hasDay tells whether clocks ever showed the day there: Samoa left one out.
func hasDay(day when.Date, zone *time.Location) bool {
	s := SpanOf(day, day, zone)
	return s.To.After(s.From)
}

// TestWeeksBeginAsTheReadersDo holds what the language and the city say.
func TestWeeksBeginAsTheReadersDo(t *testing.T) {
	for _, c := range []struct {
		lang, zone string
		begins     time.Weekday
	}{{"en", "Europe/London", time.Monday}, {"en", "America/New_York", time.Sunday}, {"de", "Europe/Berlin", time.Monday}, {"hi", "Asia/Kolkata", time.Sunday}, {"ar", "Africa/Cairo", time.Saturday}, {"ar", "Africa/Casablanca", time.Monday}, {"pt", "America/Sao_Paulo", time.Sunday}} {
		if got := i18n.For(c.lang).ForZone(c.zone).FirstWeekday(); got != c.begins {
			t.Errorf("in %s, %s, weeks begin on %s", c.lang, c.zone, got)
		}
	}
}
