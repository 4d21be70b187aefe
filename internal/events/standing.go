package events

import (
	"time"

	"codeberg.org/plenary/plenary/internal/errs"
)

// Standing is where a registration, or a group, stands: for an event or for a
// series.
type Standing string

const (
	InDraft    Standing = "draft"      // of a group that is still too small
	Registered Standing = "registered" // has a place
	Waitlisted Standing = "waitlisted" // waits for one
	Offered    Standing = "offered"    // a place is kept until the deadline to accept it
	Withdrawn  Standing = "cancelled"  // has none any more
)

// HasPlace tells whether a place is taken in this standing.
func (s Standing) HasPlace() bool { return s == Registered || s == Offered }

// Label is what an organiser reads of it.
func (s Standing) Label() errs.Text {
	switch s {
	case Registered:
		return errs.T("org.standing.registered|Has a place")
	case Offered:
		return errs.T("org.standing.offered|A place is offered")
	case Waitlisted:
		return errs.T("org.standing.waitlisted|Waits for a place")
	case InDraft:
		return errs.T("org.standing.draft|In a group that is too small")
	}
	return errs.T("org.standing.cancelled|Cancelled")
}

// AnswerLabel is what somebody of this standing says who presses the button
// reached from their mail. Letters quote it.
func (s Standing) AnswerLabel() errs.Text {
	if s == Waitlisted {
		return errs.T("series.mine.yes-wait|Yes, keep me on the list")
	}
	return errs.T("series.mine.yes|Yes, I am coming")
}

// Times that hold for places.
const (
	// HoldFor is how long a limited place is kept for an address that has not
	// answered.
	HoldFor = 48 * time.Hour
	// OfferFor is how long somebody from the waiting list has to accept.
	OfferFor = 48 * time.Hour
	// UndoFor is how long a cancellation can be undone.
	UndoFor = 24 * time.Hour
)

// OfferUntil is the deadline for accepting a place that falls free now in
// something that begins then: two days, or half the time that is left, but an
// hour at least.
func OfferUntil(now, begins time.Time) time.Time {
	within := OfferFor
	if left := begins.Sub(now) / 2; left > 0 && left < within {
		within = max(left, time.Hour)
	}
	return now.Add(within).Truncate(time.Minute)
}
