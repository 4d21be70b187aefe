package ical

import (
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	goical "github.com/emersion/go-ical"
	"pgregory.net/rapid"

	"codeberg.org/plenary/plenary/internal/when"
)

// instant reads a date-time of the calendar by nothing but the calendar's own
// VTIMEZONE, as RFC 5545 says: the observance with the latest onset, written as
// the clocks stood before it, holds.
func instant(t testing.TB, cal *goical.Calendar, p *goical.Prop) time.Time {
	t.Helper()
	if strings.HasSuffix(p.Value, "Z") {
		u, err := time.Parse(utcLayout, p.Value)
		if err != nil {
			t.Fatal(err)
		}
		return u
	}
	local, err := time.Parse(localLayout, p.Value)
	if err != nil {
		t.Fatal(err)
	}
	var zone *goical.Component
	for _, c := range cal.Children {
		if c.Name == goical.CompTimezone && c.Props.Get("TZID").Value == p.Params.Get("TZID") {
			zone = c
		}
	}
	if zone == nil {
		t.Fatalf("no VTIMEZONE for %v", p)
	}
	var latest time.Time
	var offset time.Duration
	for _, o := range zone.Children {
		onset, err := time.Parse(localLayout, o.Props.Get("DTSTART").Value)
		if err != nil {
			t.Fatal(err)
		}
		if local.Before(onset) || onset.Before(latest) {
			continue
		}
		from, to := readOffset(t, o.Props.Get("TZOFFSETFROM").Value), readOffset(t, o.Props.Get("TZOFFSETTO").Value)
		latest, offset = onset, to
		if local.Before(onset.Add(to - from)) {
			offset = from // an hour that is skipped
		}
	}
	if latest.IsZero() {
		t.Fatalf("no observance holds at %s", p.Value)
	}
	return local.Add(-offset)
}

func readOffset(t testing.TB, s string) time.Duration {
	t.Helper()
	n, err := strconv.Atoi(s[1:])
	if err != nil || len(s) != 5 && len(s) != 7 {
		t.Fatalf("offset %q", s)
	}
	if len(s) == 5 {
		n *= 100
	}
	d := time.Duration(n/10000)*time.Hour + time.Duration(n/100%100)*time.Minute + time.Duration(n%100)*time.Second
	if s[0] == '-' {
		return -d
	}
	return d
}

func TestZonesAreDescribedForTheSpanOfTheirEvents(t *testing.T) {
	for _, c := range []struct {
		zone, first, last string
		want              []string // kind, onset, from, to
	}{
		{"America/New_York", "2026-03-03T18:30", "2026-11-03T18:30", []string{
			"STANDARD 20251102T020000 -0400 -0500",
			"DAYLIGHT 20260308T020000 -0500 -0400",
			"STANDARD 20261101T020000 -0400 -0500",
		}},
		{"America/New_York", "2026-06-03T18:30", "2026-06-03T18:30", []string{ // a winter too, for programs that want one
			"STANDARD 20251102T020000 -0400 -0500",
			"DAYLIGHT 20260308T020000 -0500 -0400",
		}},
		{"Africa/Casablanca", "2026-03-03T14:00", "2026-03-31T14:00", []string{ // the month of Ramadan is its other time
			"DAYLIGHT 20260215T030000 +0100 +0000",
			"STANDARD 20260322T020000 +0000 +0100",
		}},
		{"Asia/Kolkata", "2026-03-03T14:00", "2036-03-03T14:00", []string{"STANDARD 19700101T000000 +0530 +0530"}},
		{"Europe/Moscow", "2026-03-03T14:00", "2026-09-03T14:00", []string{"STANDARD 20141026T020000 +0400 +0300"}},
		{"Europe/Dublin", "2026-07-03T14:00", "2026-07-03T14:00", []string{"STANDARD 20260329T010000 +0000 +0100"}},
		{"Australia/Lord_Howe", "2026-09-01T14:00", "2026-12-01T14:00", []string{
			"STANDARD 20260405T020000 +1100 +1030",
			"DAYLIGHT 20261004T020000 +1030 +1100",
		}},
		{"Asia/Kolkata", "1943-03-03T14:00", "1943-03-03T14:00", []string{
			"DAYLIGHT 19420901T000000 +0530 +0630", // the war time
		}},
		{"Africa/Monrovia", "1971-03-03T14:00", "1972-03-03T14:00", []string{
			"STANDARD 19700101T000000 -004430 -004430",
			"STANDARD 19720107T000000 -004430 +0000",
		}},
	} {
		e := session(t)
		e.Start, e.End = at(t, c.zone, c.first), at(t, c.zone, c.last)
		cal := decode(t, encode(t, &Calendar{Events: []Event{e}}))
		zone := cal.Children[0]
		if len(cal.Children) != 2 || zone.Name != goical.CompTimezone || zone.Props.Get("TZID").Value != c.zone {
			t.Errorf("%s: %v", c.zone, cal.Children)
			continue
		}
		var got []string
		for _, o := range zone.Children {
			got = append(got, o.Name+" "+o.Props.Get("DTSTART").Value+" "+o.Props.Get("TZOFFSETFROM").Value+" "+o.Props.Get("TZOFFSETTO").Value)
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%s from %s to %s: %q, want %q", c.zone, c.first, c.last, got, c.want)
		}
	}
}

func TestASeriesKeepsItsHourOverAClockChange(t *testing.T) {
	c := &Calendar{}
	for _, day := range []string{"2026-03-03", "2026-03-10", "2026-10-27", "2026-11-03"} {
		e := session(t)
		e.Start = at(t, "America/New_York", day+"T18:30")
		e.End = e.Start.Add(90 * time.Minute)
		c.Events = append(c.Events, e)
	}
	cal := decode(t, encode(t, c))
	for i, e := range cal.Events() {
		start := e.Props.Get("DTSTART")
		if !strings.HasSuffix(start.Value, "T183000") || start.Params.Get("TZID") != "America/New_York" {
			t.Errorf("session %d: %v", i, start)
		}
		if got := instant(t, cal, start); !got.Equal(c.Events[i].Start) {
			t.Errorf("session %d starts at %s, want %s", i, got, c.Events[i].Start)
		}
	}
}

func TestTimesThatTheirZoneCannotSayAreInUTC(t *testing.T) {
	berlin := at(t, "Europe/Berlin", "2026-10-25T02:30") // the first reading
	for _, c := range []struct {
		start, end         time.Time
		wantStart, wantEnd string
	}{
		{berlin, berlin.Add(20 * time.Minute), "20261025T003000Z", "20261025T005000Z"},
		{berlin, berlin.Add(time.Hour), "20261025T003000Z", "20261025T013000Z"}, // else the end would be the start
		{berlin.Add(time.Hour), berlin.Add(2 * time.Hour), "20261025T013000Z", "20261025T023000Z"},
		{berlin.UTC(), berlin.Add(time.Hour), "20261025T003000Z", "20261025T013000Z"},
		{berlin.In(time.FixedZone("", 3600)), time.Time{}, "20261025T003000Z", ""},
		{berlin.In(time.FixedZone("X\r\nEVIL", 3600)), time.Time{}, "20261025T003000Z", ""},
	} {
		e := session(t)
		e.Start, e.End = c.start, c.end
		cal := decode(t, encode(t, &Calendar{Events: []Event{e}}))
		props := cal.Events()[0].Props
		end := ""
		if p := props.Get("DTEND"); p != nil {
			end = p.Value
		}
		if got := props.Get("DTSTART"); got.Value != c.wantStart || end != c.wantEnd {
			t.Errorf("%s to %s: %s to %s, want %s to %s", c.start, c.end, got.Value, end, c.wantStart, c.wantEnd)
		}
		if zones := len(cal.Children) - 1; (zones == 0) != strings.HasSuffix(c.wantStart, "Z") {
			t.Errorf("%s: %d zones are described", c.start, zones)
		}
	}
}

// Any event in any zone comes back at its instant, read by the calendar alone.
func TestEveryInstantComesBack(t *testing.T) {
	names := when.Names()
	rapid.Check(t, func(r *rapid.T) {
		c := &Calendar{}
		for range rapid.IntRange(1, 4).Draw(r, "events") {
			loc, err := when.Load(rapid.SampledFrom(names).Draw(r, "zone"))
			if err != nil {
				r.Fatal(err)
			}
			e := session(t)
			e.Start = time.Unix(rapid.Int64Range(0, 4_000_000_000).Draw(r, "start"), 0).In(loc)
			if end := when.Spans(loc, e.Start, e.Start)[0].End; rapid.Bool().Draw(r, "near a change") && !end.IsZero() {
				e.Start = end.Add(time.Duration(rapid.IntRange(-150, 150).Draw(r, "minutes")) * time.Minute).In(loc)
			}
			e.End = e.Start.Add(time.Duration(rapid.IntRange(1, 10000).Draw(r, "length")) * time.Minute)
			c.Events = append(c.Events, e)
		}
		cal := decode(t, encode(t, c))
		for i, e := range cal.Events() {
			start, end := instant(t, cal, e.Props.Get("DTSTART")), instant(t, cal, e.Props.Get("DTEND"))
			if !start.Equal(c.Events[i].Start) || !end.Equal(c.Events[i].End) {
				r.Fatalf("%s to %s, want %s to %s", start, end, c.Events[i].Start, c.Events[i].End)
			}
		}
	})
}
