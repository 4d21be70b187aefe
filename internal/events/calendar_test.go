package events

import (
	"bytes"
	"testing"
	"time"

	"codeberg.org/plenary/plenary/internal/i18n"
	"codeberg.org/plenary/plenary/internal/ical"
	"codeberg.org/plenary/plenary/internal/when"
	goical "github.com/emersion/go-ical"
	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// TestAFeedReadByOthersGivesTheSameHours encodes events with rules, days left
// out and dates moved, and lets another program expand them.
func TestAFeedReadByOthersGivesTheSameHours(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		rule := aRule(r)
		e := &Event{ID: "e1", Slug: "readers", State: Published, Title: i18n.Text{"en": "Readers"}, Start: 18 * 60, Length: time.Hour, Rule: &rule,
			Zone: rapid.SampledFrom([]string{"Europe/Berlin", "America/New_York", "Asia/Kolkata", "Africa/Casablanca", "Australia/Lord_Howe"}).Draw(r, "zone")}
		e.settleRule(time.Date(2027, 1, 1, 0, 0, 0, 0, time.UTC))
		for i := range e.Dates {
			e.Dates[i].ID = string(rune('a' + i%26))
			switch d := &e.Dates[i]; rapid.IntRange(0, 5).Draw(r, "change") {
			case 0:
				d.Status = Skipped
			case 1:
				d.Day = d.Day.AddDays(rapid.IntRange(-1, 1).Draw(r, "days"))
			case 2:
				d.Start = ptr(e.Start + 60)
			}
		}
		cal := ical.Calendar{Events: e.Feed(Entrance{Base: "https://x.example", L: i18n.For("en"), Stamp: time.Unix(0, 0)})}
		data, err := cal.Encode()
		if err != nil {
			r.Fatal(err)
		}
		last := e.Dates[len(e.Dates)-1].RuleDay
		if diff := cmp.Diff(expected(e), expand(r, data, last.AddDays(1).At(0))); diff != "" {
			r.Fatalf("(-planned +read):\n%s\n%s", diff, data)
		}
	})
}

// expected are the starts of an event as it is planned.
func expected(e *Event) map[string]int {
	starts := map[string]int{}
	for _, o := range e.Occurrences() {
		starts[o.Start.UTC().Format(time.RFC3339)]++
	}
	return starts
}

// expand reads a calendar as RFC 5545 says: rules without the days left out, and
// instead of a rule's start the one that stands in for it.
func expand(r *rapid.T, data []byte, until when.Wall) map[string]int {
	cal, err := goical.NewDecoder(bytes.NewReader(data)).Decode()
	if err != nil {
		r.Fatal(err)
	}
	starts, instead := map[string]int{}, map[string]bool{}
	for _, ev := range cal.Events() {
		start, err := ev.DateTimeStart(nil)
		if err != nil {
			r.Fatal(err)
		}
		if id := ev.Props.Get(goical.PropRecurrenceID); id != nil {
			at, err := id.DateTime(nil)
			if err != nil {
				r.Fatal(err)
			}
			instead[at.UTC().Format(time.RFC3339)] = true
			starts[start.UTC().Format(time.RFC3339)]++
		}
	}
	for _, ev := range cal.Events() {
		if ev.Props.Get(goical.PropRecurrenceID) != nil {
			continue
		}
		start, _ := ev.DateTimeStart(nil)
		set, err := ev.RecurrenceSet(nil)
		if err != nil {
			r.Fatal(err)
		}
		if set == nil {
			starts[start.UTC().Format(time.RFC3339)]++
			continue
		}
		end, _ := until.In(start.Location())
		for _, at := range set.Between(start, end, true) {
			if key := at.UTC().Format(time.RFC3339); !instead[key] {
				starts[key]++
			}
		}
	}
	return starts
}
