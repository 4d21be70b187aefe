package form

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"codeberg.org/plenary/plenary/internal/when"
	"pgregory.net/rapid"
)

// legal returns the legal starts of a programme with this one anchor, and the
// instants that they mean.
func legal(t testing.TB, anchor string, grid int, weeks ...string) map[string][]string {
	t.Helper()
	prog := &Program{Weeks: weeks, LengthMin: 60, GridMin: grid, Anchors: []string{anchor}}
	dates, err := parseWeeks(weeks)
	if err != nil {
		t.Fatal(err)
	}
	slots, byLabel, err := enumerateSlots(prog, dates, when.Load)
	if err != nil {
		t.Fatal(err)
	}
	at := map[string][]string{}
	for l, s := range byLabel {
		var list []string
		for _, x := range slots[s].at {
			list = append(list, time.Unix(x, 0).UTC().Format("01-02T15:04"))
		}
		at[dayNames[l.day]+" "+clockText(int(l.start))] = list
	}
	return at
}

func TestAnHourOfTheWeekIsOneInstantADate(t *testing.T) {
	for name, test := range map[string]struct {
		anchor, hour string
		weeks        []string
		want         string // "" if it is no legal slot
	}{
		"winter in Berlin":                         {"Europe/Berlin", "TUE 18:30", []string{"2027-01-11"}, "01-12T17:30"},
		"over the change in Berlin":                {"Europe/Berlin", "TUE 18:30", []string{"2027-03-22", "2027-03-29"}, "03-23T17:30 03-30T16:30"},
		"over the change in New York":              {"America/New_York", "TUE 18:30", []string{"2027-03-08", "2027-03-15", "2027-03-29"}, "03-09T23:30 03-16T22:30 03-30T22:30"},
		"back in autumn":                           {"Europe/Berlin", "TUE 18:30", []string{"2027-10-25", "2027-11-01"}, "10-26T16:30 11-02T17:30"},
		"UTC stays":                                {"UTC", "TUE 18:30", []string{"2027-03-22", "2027-03-29"}, "03-23T18:30 03-30T18:30"},
		"skipped in Berlin":                        {"Europe/Berlin", "SUN 02:30", []string{"2027-03-22"}, ""},
		"skipped on one of many dates":             {"Europe/Berlin", "SUN 02:30", []string{"2027-03-15", "2027-03-22", "2027-03-29"}, ""},
		"the first that is not skipped":            {"Europe/Berlin", "SUN 03:00", []string{"2027-03-22"}, "03-28T01:00"},
		"the last before what is skipped":          {"Europe/Berlin", "SUN 01:30", []string{"2027-03-22"}, "03-28T00:30"},
		"repeated in Berlin":                       {"Europe/Berlin", "SUN 02:30", []string{"2027-10-25"}, ""},
		"the last before what is repeated":         {"Europe/Berlin", "SUN 01:30", []string{"2027-10-25"}, "10-30T23:30"},
		"the first after what is repeated":         {"Europe/Berlin", "SUN 03:00", []string{"2027-10-25"}, "10-31T02:00"},
		"repeated in New York":                     {"America/New_York", "SUN 01:30", []string{"2027-11-01"}, ""},
		"legal in New York where Berlin skips":     {"America/New_York", "SUN 02:30", []string{"2027-03-22"}, "03-28T06:30"},
		"half an hour repeated on Lord Howe":       {"Australia/Lord_Howe", "SUN 01:30", []string{"2027-03-29"}, ""},
		"before half an hour is repeated":          {"Australia/Lord_Howe", "SUN 01:00", []string{"2027-03-29"}, "04-03T14:00"},
		"half an hour skipped on Lord Howe":        {"Australia/Lord_Howe", "SUN 02:00", []string{"2027-09-27"}, ""},
		"after half an hour is skipped":            {"Australia/Lord_Howe", "SUN 02:30", []string{"2027-09-27"}, "10-02T15:30"},
		"midnight skipped in Cairo":                {"Africa/Cairo", "FRI 00:00", []string{"2027-04-26"}, ""},
		"a week that begins a year":                {"Pacific/Auckland", "FRI 00:00", []string{"2026-12-28"}, "12-31T11:00"},
		"the first minute of a week far east":      {"Pacific/Kiritimati", "MON 00:00", []string{"2027-01-11"}, "01-10T10:00"},
		"the last half hour of a week far west":    {"Pacific/Pago_Pago", "SUN 23:30", []string{"2027-01-11"}, "01-18T10:30"},
		"weeks apart, one of them after a change":  {"America/Santiago", "WED 20:00", []string{"2027-03-29", "2027-04-12"}, "03-31T23:00 04-15T00:00"},
		"a zone that has given up changing clocks": {"America/Sao_Paulo", "WED 20:00", []string{"2027-02-08", "2027-02-22"}, "02-10T23:00 02-24T23:00"},
	} {
		t.Run(name, func(t *testing.T) {
			if got := strings.Join(legal(t, test.anchor, 30, test.weeks...)[test.hour], " "); got != test.want {
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
}

func TestLabelsOfTheSameInstantsAreOneSlot(t *testing.T) {
	weeks := []string{"2027-01-11", "2027-01-18"}
	count := func(anchors ...string) (labels, slots int) {
		prog := &Program{Weeks: weeks, LengthMin: 60, GridMin: 30, Anchors: anchors}
		dates, _ := parseWeeks(weeks)
		all, byLabel, err := enumerateSlots(prog, dates, when.Load)
		if err != nil {
			t.Fatal(err)
		}
		return len(byLabel), len(all)
	}
	if labels, slots := count("UTC"); labels != 336 || slots != 336 {
		t.Errorf("UTC: %d labels of %d slots", labels, slots)
	}
	// Berlin is an hour ahead all the time: only the two half hours at the start of its week are new.
	if labels, slots := count("UTC", "Europe/Berlin"); labels != 672 || slots != 338 {
		t.Errorf("UTC and Berlin in winter: %d labels of %d slots", labels, slots)
	}
	weeks = []string{"2027-03-22", "2027-03-29"}
	// Two starts are skipped; only the Sunday from 3:00 on is summer time in both weeks, 42 half hours.
	if labels, slots := count("UTC", "Europe/Berlin"); labels != 670 || slots != 670-42 {
		t.Errorf("UTC and Berlin over the change: %d labels of %d slots", labels, slots)
	}
}

// freeIn tells whether somebody with these windows in the zone is free for a
// meeting on all dates.
func freeIn(t testing.TB, zone string, windows []string, anchor, hour string, length int, weeks ...string) bool {
	t.Helper()
	prog := &Program{Weeks: weeks, LengthMin: length, GridMin: 15, Anchors: []string{anchor}, OffHours: [2]string{"23:00", "07:00"}}
	dates, err := parseWeeks(weeks)
	if err != nil {
		t.Fatal(err)
	}
	slots, byLabel, err := enumerateSlots(prog, dates, when.Load)
	if err != nil {
		t.Fatal(err)
	}
	day, _ := parseDay(hour[:3])
	start, _ := parseClock(hour[4:])
	s, ok := byLabel[label{0, int8(day), int16(start)}]
	if !ok {
		t.Fatalf("%s is no slot", hour)
	}
	loc, err := when.Load(zone)
	if err != nil {
		t.Fatal(err)
	}
	var list []Window
	for _, w := range windows {
		x, err := ParseWindow(w)
		if err != nil {
			t.Fatal(err)
		}
		list = append(list, x)
	}
	bits := make([]uint64, (len(slots)+63)/64)
	var run [quartersPerWeek]uint8
	newHabitat(loc, prog, dates, slots).free(list, &run, bits)
	return bits[s>>6]>>(s&63)&1 != 0
}

func TestWindowsCoverEveryMinuteOfEveryMeeting(t *testing.T) {
	jan := []string{"2027-01-11"}
	for name, test := range map[string]struct {
		zone    string
		windows []string
		anchor  string
		hour    string
		length  int
		weeks   []string
		want    bool
	}{
		"just":                                 {"UTC", []string{"TUE 18:00-19:30"}, "UTC", "TUE 18:00", 90, jan, true},
		"a quarter too short":                  {"UTC", []string{"TUE 18:00-19:15"}, "UTC", "TUE 18:00", 90, jan, false},
		"a quarter too late":                   {"UTC", []string{"TUE 18:15-20:00"}, "UTC", "TUE 18:00", 90, jan, false},
		"two windows that touch":               {"UTC", []string{"TUE 18:00-18:45", "TUE 18:45-19:30"}, "UTC", "TUE 18:00", 90, jan, true},
		"two windows with a gap":               {"UTC", []string{"TUE 18:00-18:30", "TUE 18:45-19:30"}, "UTC", "TUE 18:00", 90, jan, false},
		"two windows that overlap":             {"UTC", []string{"TUE 18:30-19:30", "TUE 18:00-19:00"}, "UTC", "TUE 18:00", 90, jan, true},
		"over midnight":                        {"UTC", []string{"TUE 23:00-24:00", "WED 00:00-01:00"}, "UTC", "TUE 23:15", 90, jan, true},
		"over midnight, the next day missing":  {"UTC", []string{"TUE 23:00-24:00"}, "UTC", "TUE 23:15", 90, jan, false},
		"until 24:00":                          {"UTC", []string{"TUE 22:30-24:00"}, "UTC", "TUE 22:30", 90, jan, true},
		"over Sunday midnight":                 {"UTC", []string{"SUN 23:00-24:00", "MON 00:00-01:00"}, "UTC", "SUN 23:15", 90, jan, true},
		"over Sunday midnight, without Monday": {"UTC", []string{"SUN 23:00-24:00", "TUE 00:00-01:00"}, "UTC", "SUN 23:15", 90, jan, false},
		"another zone, another weekday":        {"Asia/Tokyo", []string{"WED 05:00-07:00"}, "UTC", "TUE 20:00", 90, jan, true},
		"a zone of three quarters":             {"Asia/Kathmandu", []string{"TUE 23:45-24:00", "WED 00:00-01:15"}, "UTC", "TUE 18:00", 90, jan, true},
		"Sunday there is Monday here":          {"Pacific/Honolulu", []string{"SUN 22:00-23:30"}, "UTC", "MON 08:00", 90, jan, true},
		"Monday there is Sunday here":          {"Pacific/Kiritimati", []string{"MON 10:00-11:30"}, "UTC", "SUN 20:00", 90, jan, true},
		"the anchor's change moves it away":    {"UTC", []string{"TUE 17:00-18:30"}, "Europe/Berlin", "TUE 18:00", 90, []string{"2027-03-22", "2027-03-29"}, false},
		"wide enough for the anchor's change":  {"UTC", []string{"TUE 16:00-18:30"}, "Europe/Berlin", "TUE 18:00", 90, []string{"2027-03-22", "2027-03-29"}, true},
		"the member's own change moves it":     {"Europe/Berlin", []string{"TUE 19:00-20:30"}, "UTC", "TUE 18:00", 90, []string{"2027-03-22", "2027-03-29"}, false},
		"both change together":                 {"Europe/Paris", []string{"TUE 18:00-19:30"}, "Europe/Berlin", "TUE 18:00", 90, []string{"2027-03-22", "2027-03-29"}, true},
		"only one has changed, for two weeks":  {"America/New_York", []string{"TUE 12:00-13:30"}, "Europe/Berlin", "TUE 18:00", 90, []string{"2027-03-08", "2027-03-15"}, false},
		"the weeks between are not looked at":  {"America/New_York", []string{"TUE 12:00-13:30"}, "Europe/Berlin", "TUE 18:00", 90, []string{"2027-03-08", "2027-03-29"}, true},
		"autumn, EU a week before US":          {"America/New_York", []string{"TUE 12:00-13:30"}, "Europe/Berlin", "TUE 18:00", 90, []string{"2027-10-18", "2027-11-01"}, false},
		"a clock is set forward during it":     {"Europe/Berlin", []string{"SUN 01:30-02:00", "SUN 03:00-04:00"}, "UTC", "SUN 00:30", 90, []string{"2027-03-22"}, true},
		"set forward, the end is missing":      {"Europe/Berlin", []string{"SUN 01:30-03:00"}, "UTC", "SUN 00:30", 90, []string{"2027-03-22"}, false},
		"a clock is set back during it":        {"Europe/Berlin", []string{"SUN 02:00-03:00"}, "UTC", "SUN 00:00", 120, []string{"2027-10-25"}, true},
		"set back by half an hour":             {"Australia/Lord_Howe", []string{"SUN 01:30-02:30"}, "UTC", "SAT 14:30", 90, []string{"2027-03-29"}, true},
		"all day":                              {"UTC", []string{"TUE 00:00-24:00"}, "UTC", "TUE 00:00", 1440, jan, true},
		"never":                                {"UTC", nil, "UTC", "TUE 00:00", 15, jan, false},
	} {
		t.Run(name, func(t *testing.T) {
			if got := freeIn(t, test.zone, test.windows, test.anchor, test.hour, test.length, test.weeks...); got != test.want {
				t.Errorf("got %v", got)
			}
		})
	}
}

func TestUnpleasantMeetingsAreCountedOnTheMembersClock(t *testing.T) {
	weeks := []string{"2027-03-22", "2027-03-29"}
	prog := &Program{Weeks: weeks, LengthMin: 60, GridMin: 30, Anchors: []string{"UTC"}, OffHours: [2]string{"23:00", "07:00"}}
	dates, _ := parseWeeks(weeks)
	slots, byLabel, err := enumerateSlots(prog, dates, when.Load)
	if err != nil {
		t.Fatal(err)
	}
	off := func(zone, hour string) uint8 {
		loc, err := when.Load(zone)
		if err != nil {
			t.Fatal(err)
		}
		day, _ := parseDay(hour[:3])
		start, _ := parseClock(hour[4:])
		return newHabitat(loc, prog, dates, slots).off[byLabel[label{0, int8(day), int16(start)}]]
	}
	for _, test := range []struct {
		zone, hour string
		want       uint8
	}{
		{"UTC", "TUE 22:00", 0}, {"UTC", "TUE 22:30", 2}, {"UTC", "TUE 06:30", 2}, {"UTC", "TUE 07:00", 0}, {"UTC", "TUE 03:00", 2},
		{"Europe/Berlin", "TUE 21:00", 1}, // until 23:00, and until midnight after the change
		{"Europe/Berlin", "TUE 05:30", 1}, // from 6:30, and from 7:30 after the change
		{"Asia/Kolkata", "TUE 17:00", 2},  // 22:30 to 23:30
	} {
		if got := off(test.zone, test.hour); got != test.want {
			t.Errorf("%s in %s: %d of 2 meetings, want %d", test.hour, test.zone, got, test.want)
		}
	}
}

func TestOffHoursMayLieWithinADayOrBeNone(t *testing.T) {
	for _, test := range []struct {
		from, to string
		want     int
	}{{"23:00", "07:00", 32}, {"12:00", "13:00", 4}, {"00:00", "00:00", 0}, {"00:00", "24:00", 96}, {"22:00", "24:00", 8}} {
		n := 0
		for _, night := range offQuarters(&Program{OffHours: [2]string{test.from, test.to}}) {
			if night {
				n++
			}
		}
		if n != test.want {
			t.Errorf("%s-%s: %d quarters, want %d", test.from, test.to, n, test.want)
		}
	}
}

func TestParseWindow(t *testing.T) {
	for s, want := range map[string]Window{
		"MON 00:00-24:00": {0, 96}, "WED 18:00-21:30": {264, 278}, "SUN 23:45-24:00": {671, 672}, "TUE 00:00-00:15": {96, 97},
	} {
		w, err := ParseWindow(s)
		if err != nil || w != want || w.String() != s {
			t.Errorf("%s: got %v %v, %v", s, w, w.String(), err)
		}
	}
	for s, want := range map[string]string{
		"WED 21:00-18:00":  `got "WED 21:00-18:00", expected a window such as "WED 18:00-21:30" that ends after it starts, on the same day`,
		"WED 18:00-18:00":  `got "WED 18:00-18:00", expected a window such as "WED 18:00-21:30" that ends after it starts, on the same day`,
		"WED 18:10-19:00":  `got "WED 18:10-19:00", expected a window such as "WED 18:00-21:30" on quarters of an hour`,
		"WED 18:00-24:15":  `got "WED 18:00-24:15", expected a window such as "WED 18:00-21:30"`,
		"Wed 18:00-19:00":  `got "Wed 18:00-19:00", expected a window such as "WED 18:00-21:30"`,
		"WED 8:00-9:00":    `got "WED 8:00-9:00", expected a window such as "WED 18:00-21:30"`,
		"WED 18:00–19:00":  `got "WED 18:00–19:00", expected a window such as "WED 18:00-21:30"`,
		"WED 18:00-19:00 ": `got "WED 18:00-19:00 ", expected a window such as "WED 18:00-21:30"`,
		"":                 `got "", expected a window such as "WED 18:00-21:30"`,
	} {
		if _, err := ParseWindow(s); err == nil || err.Error() != want {
			t.Errorf("%q: got %v\nwant %s", s, err, want)
		}
	}
}

func FuzzParseWindow(f *testing.F) {
	f.Add("WED 18:00-21:30")
	f.Add("SUN 23:45-24:00")
	f.Fuzz(func(t *testing.T, s string) {
		if w, err := ParseWindow(s); err == nil && (w.String() != s || w.From >= w.To || w.To > quartersPerWeek) {
			t.Errorf("%q is %v", s, w)
		}
	})
}

func TestFreeRunsAreAsLongAsTheyLook(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		var list []Window
		var free [quartersPerWeek]bool
		for range rapid.IntRange(0, 8).Draw(r, "windows") {
			from := rapid.IntRange(0, quartersPerWeek-1).Draw(r, "from")
			to := min(from/quartersPerDay*quartersPerDay+quartersPerDay, from+rapid.IntRange(1, 96).Draw(r, "n"))
			list = append(list, Window{uint16(from), uint16(to)})
			for q := from; q < to; q++ {
				free[q] = true
			}
		}
		var run [quartersPerWeek]uint8
		freeRuns(list, &run)
		for q := range run {
			n := 0
			for n < 255 && free[(q+n)%quartersPerWeek] {
				n++
			}
			if int(run[q]) != n {
				r.Fatalf("%v: %d quarters are free from %d on, got %d", list, n, q, run[q])
			}
		}
	})
}

func TestMeetingsAreTheInstantsTheAnchorShows(t *testing.T) {
	zones := when.Names()
	rapid.Check(t, func(r *rapid.T) {
		zone := rapid.SampledFrom(zones).Draw(r, "zone")
		monday := when.Date{Year: 2026, Month: time.January, Day: 5}.AddDays(7 * rapid.IntRange(0, 200).Draw(r, "week"))
		loc, err := when.Load(zone)
		if err != nil {
			r.Fatal(err)
		}
		for hour, at := range legal(t, zone, 30, monday.String()) {
			day := slices.Index(dayNames[:], hour[:3])
			want := monday.AddDays(day).String() + " " + hour[4:]
			got := closest(monday.AddDays(day), at[0]).In(loc).Format("2006-01-02 15:04")
			if got != want {
				r.Fatalf("%s of %v in %s is %s UTC, which is %s there", hour, monday, zone, at[0], got)
			}
		}
	})
}

// closest is the instant "01-02T15:04", in UTC, of the year in which it lies next
// to the day: around New Year that may be another than the day's.
func closest(day when.Date, short string) (at time.Time) {
	noon := time.Date(day.Year, day.Month, day.Day, 12, 0, 0, 0, time.UTC)
	for year := day.Year - 1; year <= day.Year+1; year++ {
		t, _ := time.Parse("2006-01-02T15:04", fmt.Sprintf("%d-%s", year, short))
		if at.IsZero() || t.Sub(noon).Abs() < at.Sub(noon).Abs() {
			at = t
		}
	}
	return at
}
