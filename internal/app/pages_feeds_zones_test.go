package app_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"codeberg.org/plenary/plenary/e2e"
	"codeberg.org/plenary/plenary/internal/app/apptest"
	"codeberg.org/plenary/plenary/internal/events"
	"codeberg.org/plenary/plenary/internal/when"
)

// oddZones are zones whose clocks are changed by rules of their own: for the month
// of Ramadan, by half an hour, on the eve of a Sunday, never.
func oddZones() []string {
	return []string{"Africa/Casablanca", "Asia/Gaza", "Australia/Lord_Howe", "Asia/Kolkata", "America/Nuuk", "America/New_York", "Europe/Dublin"}
}

// TestReadersInOddZonesSeeTheHourThatIsMeant has what repeats over a year in each
// of these zones, with a day left out, one moved and one cancelled. Two programs
// that know nothing of ours expand it, one by what the file says of the zones, one
// by its own data, and show each hour as clocks of readers in all of these zones do.
func TestReadersInOddZonesSeeTheHourThatIsMeant(t *testing.T) {
	h := apptest.Open(t)
	h.SetUp()
	for n, zone := range oddZones() {
		e := apptest.Event("weekly-" + strings.ToLower(strings.ReplaceAll(strings.ReplaceAll(zone, "/", "-"), "_", "-")))
		e.Title, e.Zone, e.Dates, e.Doors = map[string]string{"en": "Weekly " + zone}, zone, nil, nil
		e.Start, e.Length = []when.Clock{18*60 + 30, 90, 23*60 + 30, 7 * 60}[n%4], 2*time.Hour+15*time.Minute // in the evening, at night, over midnight, in the morning
		from := day("2027-01-06").AddDays(n % 7)
		e.Rule = &events.Rule{From: from, Every: 1, Unit: events.Weeks, Weekdays: []time.Weekday{from.Weekday()}, Count: 52}
		h.Publish(e)
		h.Change(e.Slug, func(e *events.Event) {
			early := when.Clock(6 * 60)
			e.Dates[9].Status = events.Skipped
			e.Dates[12].Day, e.Dates[12].Start = e.Dates[12].Day.AddDays(2), &early
			e.Dates[43].Status = events.CalledOff
		})
	}
	for _, address := range []string{"/events.ics?lang=en", "/events.ics?lang=ar&near="} {
		data := []byte(h.Visitor().Get(address).OK().Body)
		for _, want := range []string{"RRULE:FREQ=WEEKLY", "EXDATE;TZID=Asia/Gaza:", "RECURRENCE-ID;TZID=America/Nuuk:", "RECURRENCE-ID;TZID=Australia/Lord_Howe:", "STATUS:CANCELLED"} {
			if !strings.Contains(string(data), want) {
				t.Errorf("%s has no %s", address, want)
			}
		}
		got := map[string]e2e.Happening{}
		for _, x := range e2e.Expand(t, data, time.Date(2028, 6, 1, 0, 0, 0, 0, time.UTC), oddZones()...) {
			got[x.Summary+x.Start.UTC().Format(time.RFC3339)] = x
		}
		checkOddHours(t, h, got)
	}
}

func checkOddHours(t *testing.T, h *apptest.House, got map[string]e2e.Happening) {
	t.Helper()
	planned, cancelled := 0, 0
	offsets := map[string][]int{}
	for _, zone := range oddZones() {
		e := h.Event("weekly-" + strings.ToLower(strings.ReplaceAll(strings.ReplaceAll(zone, "/", "-"), "_", "-")))
		for _, o := range e.Occurrences() {
			planned++
			x, ok := got[e.Title["en"]+o.Start.UTC().Format(time.RFC3339)]
			if !ok || !x.End.Equal(o.End) || (x.Status == "CANCELLED") != (e.StatusOf(o.Date) == events.CalledOff) {
				t.Errorf("%s at %s is read as %+v", e.Slug, o.Start, x)
				continue
			}
			if x.Status == "CANCELLED" {
				cancelled++
			}
			for _, reader := range oddZones() {
				loc, err := when.Load(reader)
				if err != nil {
					t.Fatal(err)
				}
				if want := o.Start.In(loc).Format("2006-01-02 15:04"); x.Walls[reader] != want {
					t.Errorf("%s at %s: a clock in %s shows %s, want %s", e.Slug, o.Start, reader, x.Walls[reader], want)
				}
			}
			_, offset := o.Start.Zone()
			if !slices.Contains(offsets[zone], offset) {
				offsets[zone] = append(offsets[zone], offset)
			}
		}
	}
	if planned != len(got) || cancelled != len(oddZones()) {
		t.Errorf("%d dates are planned and %d read, %d of them cancelled", planned, len(got), cancelled)
	}
	for zone, list := range offsets { // else the test tests nothing
		if want := 2; len(list) != want && zone != "Asia/Kolkata" {
			t.Errorf("the clocks of %s stand at %v", zone, list)
		}
	}
}
