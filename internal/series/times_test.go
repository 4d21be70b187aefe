package series

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"codeberg.org/plenary/plenary/internal/when"
)

func mustZones(t testing.TB, names ...string) []*time.Location {
	t.Helper()
	var list []*time.Location
	for _, name := range names {
		loc, err := when.Load(name)
		if err != nil {
			t.Fatal(err)
		}
		list = append(list, loc)
	}
	return list
}

// lisbonFile is a series on Tuesdays at 14:00 in Lisbon, over the nights in
// which the clocks are set in most places, at different times.
const lisbonFile = `series: lisbon
title: {en: Lisbon}
zone: Europe/Lisbon
start: "14:00"
length: 90m
sessions:
  - {date: 2026-03-03}
  - {date: 2026-03-10}
  - {date: 2026-03-24}
  - {date: 2026-03-31}
  - {date: 2026-04-07}
  - {date: 2026-04-28}
`

func TestTheGoldenTableOfHours(t *testing.T) {
	s := mustRead(t, lisbonFile)
	for _, c := range []struct{ zone, hours, moved string }{
		{"Europe/Lisbon", "Tue 14:00, Tue 14:00, Tue 14:00, Tue 14:00, Tue 14:00, Tue 14:00", "0 0 0 0 0 0"},
		{"America/New_York", "Tue 09:00, Tue 10:00, Tue 10:00, Tue 09:00, Tue 09:00, Tue 09:00", "0 60 60 0 0 0"},
		{"America/Sao_Paulo", "Tue 11:00, Tue 11:00, Tue 11:00, Tue 10:00, Tue 10:00, Tue 10:00", "0 0 0 -60 -60 -60"},
		{"Africa/Casablanca", "Tue 14:00, Tue 14:00, Tue 15:00, Tue 14:00, Tue 14:00, Tue 14:00", "0 0 60 0 0 0"},
		{"Africa/Cairo", "Tue 16:00, Tue 16:00, Tue 16:00, Tue 15:00, Tue 15:00, Tue 16:00", "0 0 0 -60 -60 0"},
		{"Asia/Kolkata", "Tue 19:30, Tue 19:30, Tue 19:30, Tue 18:30, Tue 18:30, Tue 18:30", "0 0 0 -60 -60 -60"},
		{"Asia/Kathmandu", "Tue 19:45, Tue 19:45, Tue 19:45, Tue 18:45, Tue 18:45, Tue 18:45", "0 0 0 -60 -60 -60"},
		{"Australia/Sydney", "Wed 01:00, Wed 01:00, Wed 01:00, Wed 00:00, Tue 23:00, Tue 23:00", "0 0 0 -60 -120 -120"},
	} {
		var hours, moved []string
		for _, row := range s.Times(mustZones(t, c.zone)) {
			hours = append(hours, row.Start.Format("Mon 15:04"))
			moved = append(moved, itoa(*row.Moved))
			if row.End.Sub(row.Start.Time) != 90*time.Minute || row.Zone != c.zone {
				t.Errorf("%+v", row)
			}
		}
		if got := strings.Join(hours, ", "); got != c.hours {
			t.Errorf("%s: %s, want %s", c.zone, got, c.hours)
		}
		if got := strings.Join(moved, " "); got != c.moved {
			t.Errorf("%s: moved by %s, want %s", c.zone, got, c.moved)
		}
	}
}

func TestTimesAsJSON(t *testing.T) {
	s := mustRead(t, `series: organizing-fundamentals
title: {en: Organizing fundamentals}
zone: Europe/Berlin
tracks: [{id: A, start: "10:00"}, {id: B, start: "19:00"}]
length: 2h
sessions:
  - {date: 2027-02-10}
  - {date: 2027-02-17, status: cancelled}
  - {date: 2027-03-17, starts: {B: "20:00"}}
`)
	var out bytes.Buffer
	if err := WriteTimesJSON(&out, s.Times(mustZones(t, "America/New_York", "Europe/London"))); err != nil {
		t.Fatal(err)
	}
	want := `[
{"track":"A","session":1,"zone":"America/New_York","start":"2027-02-10T04:00:00-05:00","end":"2027-02-10T06:00:00-05:00","moved_minutes":0},
{"track":"A","session":1,"zone":"Europe/London","start":"2027-02-10T09:00:00+00:00","end":"2027-02-10T11:00:00+00:00","moved_minutes":0},
{"track":"A","session":2,"zone":"America/New_York","start":"2027-02-17T04:00:00-05:00","end":"2027-02-17T06:00:00-05:00","moved_minutes":0,"status":"cancelled"},
{"track":"A","session":2,"zone":"Europe/London","start":"2027-02-17T09:00:00+00:00","end":"2027-02-17T11:00:00+00:00","moved_minutes":0,"status":"cancelled"},
{"track":"A","session":3,"zone":"America/New_York","start":"2027-03-17T05:00:00-04:00","end":"2027-03-17T07:00:00-04:00","moved_minutes":60},
{"track":"A","session":3,"zone":"Europe/London","start":"2027-03-17T09:00:00+00:00","end":"2027-03-17T11:00:00+00:00","moved_minutes":0},
{"track":"B","session":1,"zone":"America/New_York","start":"2027-02-10T13:00:00-05:00","end":"2027-02-10T15:00:00-05:00","moved_minutes":0},
{"track":"B","session":1,"zone":"Europe/London","start":"2027-02-10T18:00:00+00:00","end":"2027-02-10T20:00:00+00:00","moved_minutes":0},
{"track":"B","session":2,"zone":"America/New_York","start":"2027-02-17T13:00:00-05:00","end":"2027-02-17T15:00:00-05:00","moved_minutes":0,"status":"cancelled"},
{"track":"B","session":2,"zone":"Europe/London","start":"2027-02-17T18:00:00+00:00","end":"2027-02-17T20:00:00+00:00","moved_minutes":0,"status":"cancelled"},
{"track":"B","session":3,"zone":"America/New_York","start":"2027-03-17T15:00:00-04:00","end":"2027-03-17T17:00:00-04:00","moved_minutes":null},
{"track":"B","session":3,"zone":"Europe/London","start":"2027-03-17T19:00:00+00:00","end":"2027-03-17T21:00:00+00:00","moved_minutes":null}
]
`
	if out.String() != want {
		t.Errorf("got\n%s", out.String())
	}
	var rows []map[string]any
	if err := json.Unmarshal(out.Bytes(), &rows); err != nil || len(rows) != 12 {
		t.Error(err)
	}
	out.Reset()
	if err := WriteTimesJSON(&out, nil); err != nil || out.String() != "[]\n" {
		t.Errorf("%q %v", out.String(), err)
	}
}

func TestASeriesWithoutTracksHasOneNamelessTrack(t *testing.T) {
	s := readSample(t, "learning-series.yaml")
	rows := s.Times(mustZones(t, "Asia/Gaza"))
	if len(rows) != 3 || rows[0].Track != "" || rows[0].Moved != nil || rows[2].Session != 3 {
		t.Errorf("%+v", rows)
	}
	if got := rows[0].Start.Format(time.RFC3339); got != "2024-08-12T19:00:00+03:00" {
		t.Error(got)
	}
}

func TestTimesAsATable(t *testing.T) {
	s := mustRead(t, strings.Replace(lisbonFile, "{date: 2026-04-28}", "{date: 2026-04-28, status: cancelled}", 1))
	var out bytes.Buffer
	if err := WriteTimes(&out, s.Times(mustZones(t, "Europe/Lisbon", "Australia/Sydney"))[1:]); err != nil {
		t.Fatal(err)
	}
	want := `
TRACK  SESSION  ZONE              START                 END    NOTE
-      1        Australia/Sydney  Wed 2026-03-04 01:00  02:30  +1 day
-      2        Europe/Lisbon     Tue 2026-03-10 14:00  15:30
-      2        Australia/Sydney  Wed 2026-03-11 01:00  02:30  +1 day
-      3        Europe/Lisbon     Tue 2026-03-24 14:00  15:30
-      3        Australia/Sydney  Wed 2026-03-25 01:00  02:30  +1 day
-      4        Europe/Lisbon     Tue 2026-03-31 14:00  15:30
-      4        Australia/Sydney  Wed 2026-04-01 00:00  01:30  +1 day, 1 h earlier
-      5        Europe/Lisbon     Tue 2026-04-07 14:00  15:30
-      5        Australia/Sydney  Tue 2026-04-07 23:00  00:30  2 h earlier
-      6        Europe/Lisbon     Tue 2026-04-28 14:00  15:30  cancelled
-      6        Australia/Sydney  Tue 2026-04-28 23:00  00:30  cancelled, 2 h earlier
`
	if got := "\n" + out.String(); got != want {
		t.Error(got)
	}
}

func TestMovedMinutesInWords(t *testing.T) {
	var got []string
	for _, m := range []int{60, -60, 30, -45, 90, -120} {
		got = append(got, movedWords(m))
	}
	if want := "1 h later, 1 h earlier, 30 min later, 45 min earlier, 1 h 30 min later, 2 h earlier"; strings.Join(got, ", ") != want {
		t.Error(got)
	}
}

func ExampleSeries_Times() {
	s, _ := Read("lisbon.yaml", []byte(lisbonFile))
	for _, row := range s.Times([]*time.Location{time.UTC})[:2] {
		fmt.Println(row.Session, row.Start.Format(time.RFC3339))
	}
	// Output:
	// 1 2026-03-03T14:00:00Z
	// 2 2026-03-10T14:00:00Z
}
