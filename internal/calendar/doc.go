// Package calendar is what the network has on: the dates of events and the
// sessions of series in one order, narrowed by what a reader asks for. Pages and
// feeds ask the same question here and get the same answer.
//
// It owns no table. Files of this room:
//
//	choice.go  what a reader asks for, and the address that says it
//	date.go    one date, of an event or of a series
//	find.go    what is on, within a stretch of time
//	grid.go    months, weeks and days as a reader's calendar has them
//	near.go    how far a date is from the place that was asked for
//
// It promises that nobody gets to see what the rooms of events and series do not
// show them, that what somebody asks for and nobody knows is said and not
// guessed, and that a date whose place nobody knows is counted where it is left
// out.
package calendar
