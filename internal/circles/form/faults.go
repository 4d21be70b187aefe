package form

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// Code names a kind of Fault, so that a caller can say it in another language.
type Code string

// The kinds of faults.
const (
	FaultProgram     Code = "program"      // a value of the programme is out of range
	FaultID          Code = "id"           // empty, or given twice
	FaultZone        Code = "zone"         // no such time zone
	FaultTrack       Code = "track"        // the programme has no such track
	FaultTags        Code = "tags"         // too many kinds of access needs
	FaultTie         Code = "tie"          // together or apart with somebody who is not there
	FaultBothWays    Code = "both-ways"    // together and apart with the same person
	FaultPinApart    Code = "pin-apart"    // two who must be apart are pinned to one circle
	FaultPinCrowd    Code = "pin-crowd"    // more people are pinned to a circle than it may hold
	FaultPinLanguage Code = "pin-language" // pinned to a circle in a language they do not speak
	FaultPinTrack    Code = "pin-track"    // pinned to a circle of another track
	FaultPinHour     Code = "pin-hour"     // pinned people have no hour in common
	FaultPinLocked   Code = "pin-locked"   // pinned into or out of a locked circle
	FaultPinNobody   Code = "pin-nobody"   // the circle they are pinned to cannot come about
	FaultLocked      Code = "locked"       // a locked circle is unknown or broken
)

// Fault is one thing that is wrong with an instance.
type Fault struct {
	Code   Code
	Person int      // index in Instance.People, -1 if it is about none
	IDs    []string // people it is about
	Circle string   // circle it is about
	Text   string   // in English
}

// Faults is everything that is wrong with an instance. It is an error.
type Faults []Fault

// Error returns the first fault and how many more there are.
func (f Faults) Error() string {
	if len(f) == 1 {
		return f[0].Text
	}
	return fmt.Sprintf("%s (and %d more)", f[0].Text, len(f)-1)
}

const (
	maxLanguages = 64
	maxCircle    = 60 // people in a circle; what one rebuilding step can hold
)

// checkProgram looks at the values of the programme one by one.
func checkProgram(g *Program, zone func(string) (*time.Location, error)) (faults Faults) {
	bad := func(format string, args ...any) {
		faults = append(faults, Fault{Code: FaultProgram, Person: -1, Text: fmt.Sprintf(format, args...)})
	}
	if len(g.Weeks) == 0 {
		bad("weeks: expected at least one Monday")
	} else if _, err := parseWeeks(g.Weeks); err != nil {
		bad("weeks: %v", err)
	}
	if g.LengthMin < 15 || g.LengthMin%15 != 0 || g.LengthMin > 1440 {
		bad("length_min: got %d, expected a multiple of 15 up to 1440", g.LengthMin)
	}
	if g.GridMin < 15 || g.GridMin%15 != 0 || 1440%g.GridMin != 0 {
		bad("grid_min: got %d, expected a multiple of 15 that parts a day evenly, such as 30", g.GridMin)
	}
	if s := g.Size; s.Min < 2 || s.Target < s.Min || s.Max < s.Target || s.Max > maxCircle {
		bad("size: got min %d, target %d, max %d, expected 2 <= min <= target <= max <= %d", s.Min, s.Target, s.Max, maxCircle)
	}
	if g.MinFacilitators < 0 || g.MinFacilitators > g.Size.Max {
		bad("min_facilitators: got %d, expected 0 to the size of a circle", g.MinFacilitators)
	}
	if g.WantFacilitators < 0 {
		bad("want_facilitators: got %d, expected 0 or more", g.WantFacilitators)
	}
	for _, s := range g.OffHours {
		if _, ok := parseClock(s); !ok {
			bad("off_hours: got %q, expected two times such as \"23:00\"", s)
		}
	}
	if len(g.Anchors) == 0 {
		bad("anchors: expected at least one zone")
	}
	for _, a := range g.Anchors {
		if _, err := zone(a); err != nil {
			bad("anchors: got %q, expected an IANA time zone", a)
		}
	}
	for _, d := range g.Days {
		if _, ok := parseDay(d); !ok {
			bad("days: got %q, expected MON, TUE, WED, THU, FRI, SAT or SUN", d)
		}
	}
	if g.OrgPolicy != PolicyMix && g.OrgPolicy != PolicyKeep && g.OrgPolicy != PolicyNone && g.OrgPolicy != "" {
		bad("org_policy: got %q, expected mix, keep or none", g.OrgPolicy)
	}
	if len(g.Languages) == 0 || len(g.Languages) > maxLanguages {
		bad("languages: got %d, expected 1 to %d", len(g.Languages), maxLanguages)
	}
	for name, list := range map[string][]string{"languages": g.Languages, "tracks": g.Tracks, "anchors": g.Anchors} {
		if x := twice(list); x != "" {
			bad("%s: %q stands twice", name, x)
		}
		if slices.Contains(list, "") {
			bad("%s: an entry is empty", name)
		}
	}
	slices.SortFunc(faults, func(a, b Fault) int { return strings.Compare(a.Text, b.Text) })
	return faults
}

// twice returns an entry that stands twice in the list, or "".
func twice(list []string) string {
	for i, x := range list {
		if slices.Contains(list[:i], x) {
			return x
		}
	}
	return ""
}
