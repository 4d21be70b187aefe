// Package wire reads circles-instance/1 files, reads and writes
// circles-assignment/1 files (tools/circles/FORMAT.md), and reads the CSV form
// of the list of people.
//
// It is strict: an unknown or repeated field, a value of another type and
// anything behind the end are errors that name the line. It knows nothing of
// whether circles can be formed; that is package form's.
package wire
