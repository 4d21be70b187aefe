// Package events is the calendar of the network: everything with a time that is
// not part of a series. Assemblies and teach-ins, online, in a hall or both at
// once, on one date, on several, or every third Wednesday.
//
// It owns the tables event, event_date, event_share, event_registration,
// event_attendance, event_told and event_letter. Files of this room:
//
//	event.go         what an event is, and its dates
//	rule.go          dates that repeat, in wall time
//	hours.go         when its dates are, in every zone
//	place.go         where, and how many places there are for each way to come
//	agenda.go        the parts of a day
//	question.go      the organiser's own questions
//	clean.go         the form in which an event is kept
//	check*.go        what is wrong with an event, beside its fields
//	event_*.go       events in the database, and who sees them
//	list.go          the calendar: what is on, narrowed by what the reader asks for
//	share.go         chapters that show another's event
//	save.go          an event from a form, deleted
//	copy.go          an event once more, from another day on
//	state.go         published, cancelled, taken back
//	words.go         what readers call kinds and ways
//	own.go           what a person has here, for that person
//	listed.go        in which lists a person stands, for that person
//	join.go          the way into a call
//	change.go        what changed about a date, and whom that concerns
//	extend.go        rules without an end get further dates
//	standing.go      where a registration stands, for events and series alike
//	registration*.go a person's place
//	seats.go         places taken and given back, and who waits for one
//	added.go         places on dates that come to what people have already
//	attendance.go    who was there
//	desk_*.go        people for the team, by hand, as a file; who is told of a change before it is saved
//	tell.go          what one person is told, as rows of the outbox
//	writeup.go       dates as their write-ups need them, and whom those are mailed to
//	letter.go        letters to all of a date, written in slices
//	remind.go        when reminders are due
//	calendar.go      dates as calendar entries
//	forget.go        what is kept no longer
//
// It promises that what people plan is wall time in a zone, that a date keeps
// its identity when it is moved, that no more places are given than there are
// for a way to come, that whoever waits keeps their rank until they ask for
// something else, and that nobody but those who have a place gets to see the way
// into the call.
package events
