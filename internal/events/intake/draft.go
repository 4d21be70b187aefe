package intake

import (
	"slices"

	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/events"
)

// Format is what a file was read as.
type Format string

const (
	ICalendar     Format = "calendar"       // RFC 5545
	Mobilize      Format = "mobilize"       // a table in the columns of Mobilize
	ActionNetwork Format = "action-network" // a table in those of Action Network
	Gancio        Format = "gancio"         // what Gancio's API answers
)

// Batch is what one file holds.
type Batch struct {
	Format   Format
	Drafts   []Draft
	Problems []Problem // what could not be read at all
	Unknown  []string  // columns that are not used
	Charset  string    // of the file's text
}

// Floating counts the drafts whose hours name no zone.
func (b *Batch) Floating() (n int) {
	for _, d := range b.Drafts {
		if d.Floating {
			n++
		}
	}
	return n
}

// UnknownZone tells whether some of those name a zone that nobody knows.
func (b *Batch) UnknownZone() bool {
	return slices.ContainsFunc(b.Drafts, func(d Draft) bool { return d.Floating && d.Unknown })
}

// Draft is one event as a file has it.
type Draft struct {
	Event    *events.Event
	Source   string      // what its origin calls it: a UID, a number; made from title and start where it has no name
	Line     int         // where it begins, from 1
	Remarks  []errs.Text // what is worth a look before it is published
	Floating bool        // its hours name no zone: they are meant in that of the settings
	Unknown  bool        // or one that nobody knows
}

// Problem is a part of a file that could not be read.
type Problem struct {
	Line int
	Text errs.Text
}

// Settings is what the file does not say, as whoever brings it chose.
type Settings struct {
	Zone     string // for hours that name no zone, and those in UTC
	Language string // of texts that do not say theirs
}

// unknownZone notes that the hours are said in a zone that nobody knows.
func (d *Draft) unknownZone(name string) {
	d.Floating, d.Unknown = true, true
	d.remark("org.ical.zone|The time zone “{zone}” is not known. Choose in which zone these hours are meant.", "zone", name)
}

func (d *Draft) remark(msg string, args ...any) { d.Remarks = append(d.Remarks, errs.T(msg, args...)) }

func (b *Batch) problem(line int, msg string, args ...any) {
	const most = 1000 // nobody reads more
	if len(b.Problems) < most {
		b.Problems = append(b.Problems, Problem{line, errs.T(msg, args...)})
	}
}
