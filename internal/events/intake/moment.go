package intake

import (
	"strconv"
	"strings"
	"time"

	"codeberg.org/plenary/plenary/internal/when"
)

// moment is a time as a cell has it: an instant, or a wall time of a clock that
// the cell does not name.
type moment struct {
	at    time.Time // of an instant
	wall  when.Wall // of a wall time
	exact bool      // at counts
	whole bool      // a day without an hour
	swaps bool      // day and month could be the other way round
}

// in is the moment as the clocks of a zone show it.
func (m moment) in(loc *time.Location) when.Wall {
	if m.exact {
		return when.WallOf(m.at, loc)
	}
	return m.wall
}

// instants are the spellings of times that say how far they are from UTC.
func instants() []string {
	return []string{time.RFC3339, "2006-01-02T15:04Z07:00", "2006-01-02 15:04:05.999999Z07", "2006-01-02 15:04:05Z07:00", "2006-01-02 15:04:05 Z07:00", "2006-01-02 15:04:05 Z0700",
		"2006-01-02 15:04:05 MST", "2006-01-02T15:04:05Z0700"}
}

// clocks are the spellings of an hour behind a date.
func clocks() []string {
	return []string{" 15:04", " 15:04:05", "T15:04", "T15:04:05", " 3:04 PM", " 3:04PM", " 3 PM", " 3PM", " 3:04:05 PM", ""}
}

// readMoment reads a cell, whose days may stand before the months.
func readMoment(s string, dayFirst bool) (m moment, ok bool) {
	s = strings.Join(strings.Fields(s), " ")
	const longest = 60
	if s == "" || len(s) > longest {
		return m, false
	}
	if n, err := strconv.ParseInt(s, 10, 64); err == nil {
		return unix(n)
	}
	for _, layout := range instants() {
		if strings.HasSuffix(layout, "MST") && !strings.HasSuffix(s, " UTC") && !strings.HasSuffix(s, " GMT") {
			continue // letters that mean several zones
		}
		if t, err := time.Parse(layout, s); err == nil {
			return moment{at: t.UTC(), exact: true}, sane(t)
		}
	}
	days := []string{"2006-01-02", "1/2/2006", "1/2/06", "January 2, 2006", "Jan 2, 2006", "2 January 2006", "2 Jan 2006"}
	if dayFirst {
		days[1], days[2] = "2/1/2006", "2/1/06"
	}
	days = append(days, "2.1.2006", "2.1.06")
	upper := strings.NewReplacer(" am", " AM", " pm", " PM", "a.m.", "AM", "p.m.", "PM").Replace(s)
	for _, day := range days {
		for _, hour := range clocks() {
			if t, err := time.Parse(day+hour, upper); err == nil {
				return moment{wall: when.WallOf(t, time.UTC), whole: hour == "", swaps: strings.Contains(day, "/") && t.Day() <= 12 && int(t.Month()) != t.Day()}, sane(t)
			}
		}
	}
	return m, false
}

// unix reads seconds, or milliseconds, since 1970.
func unix(n int64) (m moment, ok bool) {
	if n > 1e11 {
		n /= 1000
	}
	t := time.Unix(n, 0).UTC()
	return moment{at: t, exact: true}, n > 1e8 && sane(t)
}

func sane(t time.Time) bool { return t.Year() >= 1970 && t.Year() <= when.LastYear }

// zoneNamed is the zone that a cell names: one of the IANA database, of Windows,
// or as American programs write those of their country.
func zoneNamed(s string) (zone string, ok bool) {
	s = strings.TrimSpace(s)
	if _, err := when.Load(s); err == nil && strings.Contains(s, "/") {
		return when.Canonical(s), true
	}
	if zone, ok := when.FromWindows(s); ok {
		return zone, true
	}
	us := map[string]string{"eastern": "America/New_York", "central": "America/Chicago", "mountain": "America/Denver", "pacific": "America/Los_Angeles",
		"arizona": "America/Phoenix", "alaska": "America/Anchorage", "hawaii": "Pacific/Honolulu"}
	name := strings.ToLower(s)
	for _, tail := range []string{" (us & canada)", " time", " standard", " daylight"} {
		name = strings.TrimSuffix(name, tail)
	}
	zone, ok = us[name]
	return zone, ok
}
