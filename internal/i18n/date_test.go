package i18n

import (
	"encoding/json"
	"os"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// golden is what Intl prints; see gen/golden.mjs.
type golden struct {
	Times   []string
	Numbers []int
	Counts  []int
	Locales map[string]struct {
		Short, Day, LongDay, Plain, Medium, Long, MonthYear []string
		Time24, Time12                                      []string
		Numbers                                             []string
		Half, Percent                                       string
		Plural                                              []string
		List                                                []string
		Or                                                  string
		Days                                                []string
		Weekdays                                            []string
		SpanMonth, SpanYear                                 string
		Twelve                                              bool
		Week                                                int
		French, India                                       string
	}
}

func readGolden(t testing.TB) golden {
	t.Helper()
	b, err := os.ReadFile("testdata/intl.json")
	if err != nil {
		t.Fatal(err)
	}
	var g golden
	if err := json.Unmarshal(b, &g); err != nil {
		t.Fatal(err)
	}
	if len(g.Locales) != 17 {
		t.Fatalf("%d locales", len(g.Locales))
	}
	return g
}

func at(t testing.TB, s string) time.Time {
	t.Helper()
	v, err := time.Parse("2006-01-02T15:04", s)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func TestDatesAndTimesReadAsInIntl(t *testing.T) {
	g := readGolden(t)
	for tag, want := range g.Locales {
		l := For(tag)
		print := func(fn func(time.Time) string) []string {
			var got []string
			for _, s := range g.Times {
				got = append(got, fn(at(t, s)))
			}
			return got
		}
		styles := map[Style][]string{Short: want.Short, Day: want.Day, LongDay: want.LongDay, Plain: want.Plain, Medium: want.Medium, Long: want.Long, MonthYear: want.MonthYear}
		if tag == "en-GB" { // a house choice: no comma after the weekday
			styles[Medium] = []string{"Tue 3 Mar 2026", "Tue 30 Nov 2027", "Fri 1 May 2026", "Tue 29 Feb 2028"}
			styles[Long] = []string{"Tuesday 3 March 2026", "Tuesday 30 November 2027", "Friday 1 May 2026", "Tuesday 29 February 2028"}
		}
		for style, w := range styles {
			if d := cmp.Diff(w, print(func(v time.Time) string { return l.Date(v, style) })); d != "" {
				t.Errorf("%s, style %d: %s", tag, style, d)
			}
		}
		if d := cmp.Diff(want.Time24, print(l.WithClock(Clock24).Time)); d != "" {
			t.Errorf("%s: %s", tag, d)
		}
		if d := cmp.Diff(want.Time12, print(l.WithClock(Clock12).Time)); d != "" {
			t.Errorf("%s: %s", tag, d)
		}
		if l.Twelve() != want.Twelve || int(l.FirstWeekday()) != want.Week {
			t.Errorf("%s: twelve %v, week %v", tag, l.Twelve(), l.FirstWeekday())
		}
		for i, w := range want.Weekdays {
			if got := l.Weekday(time.Weekday(i), false); got != w {
				t.Errorf("%s: %s is not %s", tag, got, w)
			}
		}
		if tag == "pt-PT" {
			continue // Intl repeats month and year; so do we, in another order of zeros
		}
		start := at(t, "2026-03-03T19:30")
		if got := l.DateRange(start, at(t, "2026-03-05T00:00")); got != want.SpanMonth {
			t.Errorf("%s: %s is not %s", tag, got, want.SpanMonth)
		}
		if got := l.DateRange(start, at(t, "2026-04-05T00:00")); got != want.SpanYear {
			t.Errorf("%s: %s is not %s", tag, got, want.SpanYear)
		}
	}
}

func TestARangeNamesItsDayOnce(t *testing.T) {
	for _, c := range []struct{ tag, start, end, want string }{
		{"en", "2026-03-03T19:30", "2026-03-03T21:30", "Tue 3 Mar, 19:30–21:30"},
		{"en", "2026-03-03T22:00", "2026-03-04T00:00", "Tue 3 Mar, 22:00–00:00"},
		{"en", "2026-03-03T22:00", "2026-03-04T01:00", "Tue 3 Mar, 22:00 – Wed 4 Mar, 01:00"},
		{"en", "2026-03-03T22:00", "2026-03-05T00:00", "Tue 3 Mar, 22:00 – Thu 5 Mar, 00:00"},
		{"en", "2026-03-03T22:00", "2026-03-03T22:00", "Tue 3 Mar, 22:00"},
		{"en-US", "2026-03-03T19:30", "2026-03-03T21:30", "Tue, Mar 3, 7:30 – 9:30 PM"},
		{"en-US", "2026-03-03T11:00", "2026-03-03T13:00", "Tue, Mar 3, 11:00 AM – 1:00 PM"},
		{"en-US", "2026-03-03T22:00", "2026-03-04T00:00", "Tue, Mar 3, 10:00 PM – 12:00 AM"},
		{"de", "2026-03-03T19:30", "2026-03-03T21:30", "Di., 3. März, 19:30–21:30"},
		{"fr-CA", "2026-03-03T19:30", "2026-03-03T21:30", "mar. 3 mars, 19 h 30 – 21 h 30"},
		{"ar-EG", "2026-03-03T19:30", "2026-03-03T21:30", "الثلاثاء، ٣ مارس، ٧:٣٠–٩:٣٠ م"},
		{"ar-MA", "2026-03-03T19:30", "2026-03-03T21:30", "الثلاثاء، 3 مارس، 19:30–21:30"},
		{"ru", "2026-12-31T23:00", "2027-01-01T01:00", "чт, 31 дек., 23:00 – пт, 1 янв., 01:00"},
	} {
		if got := For(c.tag).Range(at(t, c.start), at(t, c.end)); got != c.want {
			t.Errorf("%s: %q is not %q", c.tag, got, c.want)
		}
	}
	if got := For("ar-MA").TimeRange(at(t, "2026-03-03T19:30"), at(t, "2026-03-03T21:30")); got != rlm+"19:30–21:30" {
		t.Errorf("%+q", got)
	}
	if got := For("en").DateTime(at(t, "2026-03-03T09:05"), Medium); got != "Tue 3 Mar 2026, 09:05" {
		t.Error(got)
	}
	if got := For("en").DateRange(at(t, "2026-12-30T00:00"), at(t, "2027-01-02T00:00")); got != "30 Dec 2026 – 2 Jan 2027" {
		t.Error(got)
	}
}

func TestHabitsComeFromTheZonesCountry(t *testing.T) {
	v := at(t, "2026-03-03T19:30")
	for _, c := range []struct{ lang, zone, want string }{
		{"en", "Asia/Kolkata", "7:30 pm"},
		{"hi", "Asia/Calcutta", "7:30 pm"},
		{"en", "Europe/London", "19:30"},
		{"en", "America/New_York", "7:30 PM"},
		{"en", "US/Pacific", "7:30 PM"},
		{"en", "Europe/Berlin", "19:30"},
		{"es", "America/Mexico_City", "7:30 p.m."},
		{"de", "America/New_York", "19:30"},
		{"ar", "Africa/Cairo", "7:30 م"},
		{"ar", "Africa/Casablanca", "19:30"},
		{"ar", "Europe/Berlin", "19:30"},
		{"en", "UTC", "19:30"},
		{"en", "Not/AZone", "19:30"},
	} {
		if got := For(c.lang).ForZone(c.zone).Time(v); got != c.want {
			t.Errorf("%s in %s: %q is not %q", c.lang, c.zone, got, c.want)
		}
	}
	l := For("ar-EG")
	if got := l.WithLatinDigits().WithClock(Clock24).Time(v); got != "19:30" {
		t.Error(got)
	}
	if got := l.WithFirstWeekday(time.Sunday).FirstWeekday(); got != time.Sunday {
		t.Error(got)
	}
	if got := For("ar-EG").Weekdays(); got[0] != time.Saturday || got[6] != time.Friday {
		t.Error(got)
	}
}

func TestEveryMomentPrintsInEveryLocale(t *testing.T) {
	var tags []string
	for tag := range readGolden(t).Locales {
		tags = append(tags, tag)
	}
	rapid.Check(t, func(t *rapid.T) {
		l := For(rapid.SampledFrom(tags).Draw(t, "tag"))
		start := time.Unix(rapid.Int64Range(0, 4e9).Draw(t, "start"), 0).UTC()
		end := start.Add(time.Duration(rapid.Int64Range(0, 1e6).Draw(t, "length")) * time.Second)
		for style := Short; style < numStyles; style++ {
			if l.Date(start, style) == "" || l.RangeStyle(start, end, style) == "" {
				t.Fatal("nothing printed")
			}
		}
		if l.DateRange(start, end) == "" || l.Relative(end.Sub(start)) == "" || l.Length(end.Sub(start)) == "" {
			t.Fatal("nothing printed")
		}
	})
}
