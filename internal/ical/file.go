package ical

import (
	"time"

	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/when"
)

// What Read takes. More than this is no calendar of a network but an attack, or
// somebody's whole past.
const (
	LongestFile = 5 << 20 // bytes
	MostEntries = 10_000
	mostZones   = 1000    // names of zones
	deepest     = 5       // components within components
	longestRow  = 1 << 16 // bytes of one unfolded line
)

// File is a calendar of somebody else, taken apart.
type File struct {
	Name     string
	Method   Method
	Entries  []Entry
	Problems []Problem // what could not be read, and was passed over
}

// Problem is something in a file that could not be read.
type Problem struct {
	Line int // from 1
	Text errs.Text
}

// Entry is one VEVENT as it stands in a file.
type Entry struct {
	Line        int // where it begins
	UID         string
	Sequence    int
	Status      Status
	Summary     string
	Description string
	Location    string
	URL         string
	Categories  []string
	Organizer   Organizer
	Attendees   []Attendee

	Start, End Time
	Rule       *Rule
	Except     []Time
	Extra      []Time
	Instead    *Time // RECURRENCE-ID
}

// Time is a start or an end as it stands in a file: a wall time with its zone.
type Time struct {
	Wall   when.Wall
	Zone   string // of the IANA database, "UTC", or "" for one that floats: it is meant wherever the reader is
	Named  string // the zone that the file names, where nobody knows it and Zone is ""
	AllDay bool   // a day without an hour

	Lasts time.Duration // of a further date that is a period; 0 for as long as the entry
}

// Rule is an RRULE as it stands in a file.
type Rule struct {
	Freq       string // DAILY, WEEKLY, MONTHLY or YEARLY
	Interval   int
	Count      int
	Until      *Time
	ByDay      []string // "WE", "3WE", "-1FR"
	ByMonthDay []int
	ByMonth    []int
	BySetPos   []int
	Text       string // as it was written
}
