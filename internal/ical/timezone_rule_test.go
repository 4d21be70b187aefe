package ical

import (
	"strings"
	"testing"
	"time"

	goical "github.com/emersion/go-ical"
	"github.com/teambition/rrule-go"

	"codeberg.org/plenary/plenary/internal/when"
)

// described is how far the clocks of a wall time are from UTC, by nothing but what
// a calendar says of its zone, with the rules of the observances.
func described(t testing.TB, zone *goical.Component, local time.Time) time.Duration {
	t.Helper()
	var latest time.Time
	var offset time.Duration
	for _, o := range zone.Children {
		first, err := time.Parse(localLayout, o.Props.Get("DTSTART").Value)
		if err != nil {
			t.Fatal(err)
		}
		onset := first
		if p := o.Props.Get("RRULE"); p != nil {
			rule, err := rrule.StrToRRule(p.Value)
			if err != nil {
				t.Fatal(err)
			}
			rule.DTStart(first)
			if all := rule.After(first, true); !all.Equal(first) {
				t.Fatalf("%s does not begin on %s", p.Value, first)
			}
			onset = rule.Before(local, true)
		}
		if onset.IsZero() || local.Before(onset) || onset.Before(latest) {
			continue
		}
		latest, offset = onset, readOffset(t, o.Props.Get("TZOFFSETTO").Value)
	}
	return offset
}

// TestARuleKeepsItsHourAsLongAsItGoesOn: also years behind the dates that are
// known, by the zone as the calendar describes it, in every zone.
func TestARuleKeepsItsHourAsLongAsItGoesOn(t *testing.T) {
	for _, name := range when.Names() {
		loc, err := when.Load(name)
		if err != nil || loc == time.UTC {
			continue
		}
		e := session(t)
		e.Start = time.Date(2026, 11, 18, 19, 0, 0, 0, loc)
		e.End = e.Start.Add(time.Hour)
		e.Repeats = &Repeats{Rule: "FREQ=MONTHLY;BYDAY=3WE", Last: e.Start.AddDate(1, 4, 0)}
		out := encode(t, &Calendar{Events: []Event{e}})
		zone := decode(t, out).Children[0]
		for d := e.Start; d.Year() < 2046; d = d.AddDate(0, 0, 45) {
			wall := time.Date(d.Year(), d.Month(), d.Day(), 19, 0, 0, 0, time.UTC)
			_, want := time.Date(d.Year(), d.Month(), d.Day(), 19, 0, 0, 0, loc).Zone()
			if got := described(t, zone, wall); got != time.Duration(want)*time.Second {
				t.Errorf("%s: 19:00 on %s is %s from UTC, want %ds", name, d.Format(time.DateOnly), got, want)
				break
			}
		}
	}
}

func TestTheRulesOfZonesAreShort(t *testing.T) {
	for name, want := range map[string]string{
		"Europe/London":    "RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU",
		"America/New_York": "RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=2SU",
		"Asia/Jerusalem":   "RRULE:FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=23,24,25,26,27,28,29;BYDAY=FR",
	} {
		e := session(t)
		e.Start = at(t, name, "2026-11-18T19:00")
		e.End = e.Start.Add(time.Hour)
		e.Repeats = &Repeats{Rule: "FREQ=WEEKLY", Last: e.Start.AddDate(1, 0, 0)}
		if out := strings.ReplaceAll(string(encode(t, &Calendar{Events: []Event{e}})), "\r\n ", ""); !strings.Contains(out, want+"\r\n") {
			t.Errorf("%s: no %s in\n%s", name, want, out)
		}
	}
}
