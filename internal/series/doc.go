// Package series is the main job of the house: a learning programme is
// announced, people and whole groups take their places in it, and everyone is
// brought to the right hour.
//
// It owns the tables series, track, session, registration, delegation (a group
// registered by its contact person), attendance, announced and mailing, and the
// format of series files. Files of this room:
//
//	series.go        what a series is
//	hours.go         when its sessions are, in every zone
//	window.go        when and for whom registration is open
//	times.go         the same as rows, for commands
//	clean.go         the form in which a series is kept
//	check*.go        what is wrong with a series, for pages and for files
//	file*.go         the series file, read and written (see yamlform)
//	series_*.go      series in the database, and who sees them
//	import.go        a series from a file
//	save.go          a series from a form, copied, deleted
//	state.go         published, cancelled, archived
//	change*.go       changes of sessions, and what about them is told
//	registration*.go a person's place
//	waiting.go       the waiting list
//	delegation*.go   groups and their contact persons
//	paste*.go        lists of people, in whatever form they come
//	attendance.go    the way in, and who was there
//	attend*.go       attendance by tap, and from the lists of calls
//	writeup.go       sessions as their write-ups need them, and whom those are mailed to
//	tell*.go         what people are told, as rows of the outbox
//	mailing*.go      letters to many, written in slices
//	remind.go        when reminders are due
//	forget.go        what is kept no longer, and who is erased with it
//	entry.go         which entries of calendars are sessions
//	reply.go         what their calendars answer by mail
//	answering.go     the organiser's own questions, of those who were not asked
//	stop.go          the link that stops them
//
// It promises that what people plan is wall time in a zone and is never moved
// by arithmetic on instants, that no more places are given than there are, that
// whoever waits keeps their rank, and that everyone is told of a thing once.
package series
