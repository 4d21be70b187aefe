package when

import (
	"strconv"
	"strings"
)

// Error says that a text could not be read as a date, a time, a length or a
// zone. Expected is an English phrase, so that "got …, expected …" is a
// sentence for whoever wrote the text.
type Error struct {
	Got      string // the text, as it was written
	Expected string // what would have been right, such as "a date such as 2027-02-10"

	cause error
}

// longest is how many bytes of an unreadable text an error repeats.
const longest = 60

// Error returns the sentence, with a very long text cut short.
func (e *Error) Error() string {
	got := e.Got
	if len(got) > longest {
		got = strings.ToValidUTF8(got[:longest], "") + "…"
	}
	return "got " + strconv.Quote(got) + ", expected " + e.Expected
}

// Unwrap returns ErrNoZone for an unknown zone, else nil.
func (e *Error) Unwrap() error { return e.cause }

func unreadable(got, expected string) error { return &Error{Got: got, Expected: expected} }
