package yamlform

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Error says what is wrong in a line of a file.
type Error struct {
	File     string
	Line     int
	Field    string // as a path: sessions.3.start
	Got      string
	Expected string // "": Got is a sentence that says all
}

// Error says it in one line.
func (e *Error) Error() string {
	s := fmt.Sprintf("%s:%d: %s: got %s, expected %s", e.File, e.Line, e.Field, e.Got, e.Expected)
	if e.Expected == "" {
		s = fmt.Sprintf("%s:%d: %s: %s", e.File, e.Line, e.Field, e.Got)
	}
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) {
			return ' '
		}
		return r
	}, s)
}

// Errors is everything that is wrong in a file, one per line.
type Errors []*Error

func (all Errors) Error() string {
	lines := make([]string, len(all))
	for i, e := range all {
		lines[i] = e.Error()
	}
	return strings.Join(lines, "\n")
}

// Unwrap returns the errors one by one.
func (all Errors) Unwrap() []error {
	list := make([]error, len(all))
	for i, e := range all {
		list[i] = e
	}
	return list
}

// In names the file in all errors and puts them into the order of its lines.
func (all Errors) In(file string) Errors {
	slices.SortStableFunc(all, func(a, b *Error) int { return cmp.Compare(a.Line, b.Line) })
	all = all[:min(len(all), mostErrors)]
	for _, e := range all {
		e.File = file
	}
	return all
}

// Quote puts what somebody wrote into a message: in quotes, on one line, and
// only the beginning of what is long.
func Quote(s string) string { return strconv.Quote(shorten(s)) }

func shorten(s string) string {
	const longest = 60
	if utf8.RuneCountInString(s) <= longest {
		return s
	}
	return string([]rune(s)[:longest]) + "…"
}
