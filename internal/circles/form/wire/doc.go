// Package wire reads and writes circles-instance/1 and circles-assignment/1,
// the files of tools/circles/FORMAT.md, and the CSV form of the list of people.
//
// It is strict: an unknown, repeated or missing field, a value of another type
// and anything behind the end are errors that name the line. It knows nothing of
// whether circles can be formed; that is package form's.
package wire
