// Package circles brings people into small groups in which everybody can
// really meet, and carries those groups through their meetings.
//
// It owns the tables cohort, availability, interest, proposal, proposal_step,
// circle, placement, meeting, swap, presence and pulse. How circles are formed
// is the pure package circles/form; this room gives it what people said and
// keeps what comes of it. Files of this room:
//
//	cohort.go        from whom circles are formed, and by which rules
//	hours*.go        weekly hours, as a grid and as a line of text
//	interest*.go     saying yes to a circle
//	wishes*.go       with whom, without whom; access.go: what they need
//	safety.go        the one person who may see who is to be kept apart
//	said.go          all that the engine is told of people
//	said_some.go     the same of those to whom a place in a circle comes down
//	said_elsewhere.go  less the hours at which people meet in another series
//	forget.go        erasing a person, and the file of one's own data
//	expire.go        deleting a series' circles, at the latest when they have
//	                 been kept for long enough
//	instance.go      what the engine is given; workbench.go: with all that it
//	                 works on, read at once
//	forming.go       the job that forms circles
//	proposal*.go     a proposal, its steps, what each change breaks
//	publish*.go      a proposal becomes circles
//	late*.go         who comes later finds a place at once, if one fits; a
//	                 place that falls free goes to who waits
//	reason*.go       why somebody has no circle, and what would help
//	circle*.go       a circle, its hours, its call
//	placement.go     who is in which circle
//	mine.go          a circle as its members see it: names, notes, the code
//	leave.go         leaving, and asking for another circle
//	meeting*.go      the way in; who was there; what organisers change;
//	                 reschedule.go: a circle at another hour
//	report.go        how meetings went, for those who form circles
//	waits.go         what waits for those who form circles; desk.go: what they
//	                 see
//	rota*.go         who leads which meeting
//	swap.go          passing a meeting to somebody else
//	calendar.go      meetings as calendar entries
//	tell.go          what people are told, as rows of the outbox; letter.go:
//	                 what letters draw on
//	remind.go        when reminders are due; stop.go: the link that stops them
//
// It promises that a circle meets only where all its members said they can, on
// every date, with a language all speak; that whom somebody must not meet is
// seen by nobody but the engine and one named person; and that what is shown
// before publishing is what is published.
package circles
