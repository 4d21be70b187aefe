// Package when knows zones, wall clocks and how the hours of a series move on
// the clocks of people elsewhere.
//
// What people plan is a wall time (a date and a clock time as they would say
// it) together with an IANA zone; what has happened is an instant. This package
// turns the first into the second and says plainly where a clock skips or
// repeats an hour.
//
// The zone data lies in the program: a copy of Go's lib/time/zoneinfo.zip, so
// that two machines with the same program always agree. Neither the system's
// zones, nor its clock, nor its files are ever read: whoever needs the present
// time passes it in. The package imports the standard library only.
//
// To update the zones, copy zoneinfo.zip from a newer Go, and set zoneVersion
// (the DATA line of update.bash beside it) and the checksum in the test.
package when
