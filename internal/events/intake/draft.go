package intake

import (
	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/events"
)

// Batch is what one file holds.
type Batch struct {
	Drafts   []Draft
	Problems []Problem // what could not be read at all
}

// Draft is one event as a file has it.
type Draft struct {
	Event   *events.Event
	Source  string      // what its origin calls it: a UID, a number; "" if nothing
	Line    int         // where it begins, from 1
	Remarks []errs.Text // what is worth a look before it is published
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

func (d *Draft) remark(msg string, args ...any) { d.Remarks = append(d.Remarks, errs.T(msg, args...)) }
