// Package series is the main job of the house: a learning programme is
// announced, people and whole groups take their places in it, and everyone is
// brought to the right hour.
//
// It owns the tables series, track, session, registration, delegation (a group
// registered by its contact person), attendance and announced, and the format
// of series files. Files of this room:
//
//	series.go        what a series is
//	hours.go         when its sessions are, in every zone
//	window.go        when and for whom registration is open
//	file.go          the series file, read and written
//	series_store.go  series in the database
//	registration*.go a person's place
//	waiting.go       the waiting list
//	delegation*.go   groups and their contact persons
//	session*.go      changes of sessions, attendance, write-ups
//	tell.go          what people are told, as rows of the outbox
//
// It promises that what people plan is wall time in a zone and is never moved
// by arithmetic on instants, that no more places are given than there are, that
// whoever waits keeps their rank, and that everyone is told of a thing once.
package series
