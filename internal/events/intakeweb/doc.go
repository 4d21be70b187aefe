// Package intakeweb holds the pages on which organisers bring events from
// elsewhere: an announcement that is pasted, and files of other calendars.
//
// It promises that nothing is published: what comes in becomes drafts, each is
// shown first with what is doubtful about it, and what is doubtful about a time
// needs somebody's tick. Whoever works in a chapter brings events into that one.
package intakeweb
