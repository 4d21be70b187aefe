package series

import (
	"time"

	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/events"
	"codeberg.org/plenary/plenary/internal/i18n"
	"codeberg.org/plenary/plenary/internal/people"
	"codeberg.org/plenary/plenary/internal/when"
)

// Standing is where a registration, or a group, stands, as for events.
type Standing = events.Standing

const (
	InDraft    = events.InDraft    // of a group that is still too small
	Registered = events.Registered // has a place
	Waitlisted = events.Waitlisted // waits for one
	Offered    = events.Offered    // a place is kept until the deadline to accept it
	Withdrawn  = events.Withdrawn  // has none any more
)

// Times that hold for places.
const (
	HoldFor = events.HoldFor // a limited place, for an address that has not answered
	UndoFor = events.UndoFor // a cancellation can be undone
)

// Registration is one person's place in a series.
type Registration struct {
	ID          string
	Series      string // the series' id
	Track       string // the track's id, "" in a series without tracks
	Person      string
	Delegation  string // the group's id, "" for people on their own
	Standing    Standing
	Rank        int64 // place in the waiting list; 0 for a group's members
	Zone        string
	Language    string
	AnsweredAt  time.Time // when a button reached from its mail was pressed
	OpenedAt    time.Time
	HoldUntil   time.Time // when an unanswered place falls free
	OfferUntil  time.Time
	UndoTo      Standing // what undoing the cancellation gives back
	CancelledAt time.Time
	ConfirmedAt time.Time // when a confirmation was last sent
	ToldUntil   time.Time // changes of sessions up to here are told
	Reminders   bool      // false: wants no reminders and no write-ups
	Sequence    int       // grows when the place is given up or taken back; invitations count it
	Generation  int
	MadeAt      time.Time
}

// MayUndo tells whether the cancellation can still be undone at now.
func (r Registration) MayUndo(now time.Time) bool {
	return r.Standing == Withdrawn && r.UndoTo != "" && now.Before(r.CancelledAt.Add(UndoFor))
}

// lapses tells whether the time is over for which a place was held or offered.
// Of a group's offer its contact person decides.
func (r Registration) lapses(now time.Time) bool {
	held := r.Standing == Registered && !r.HoldUntil.IsZero() && !now.Before(r.HoldUntil)
	offered := r.Standing == Offered && r.Delegation == "" && !now.Before(r.OfferUntil)
	return held || offered
}

// Form is what somebody fills in to register, cleaned.
type Form struct {
	people.Input
	Track   string            // letter
	Answers map[string]string // by question; several choices are joined by "\n"
	Agree   string            // the version of the agreement that they agree to
}

// Clean puts the form into the state in which it is kept.
func (f Form) Clean() Form {
	f.Input, f.Answers = f.Input.Clean(), events.CleanAnswers(f.Answers)
	return f
}

// Check says, by field, what is wrong with the form for this series.
func (f Form) Check(s *Series) error {
	var form errs.Form
	people.CheckName(&form, "name", f.Name)
	people.CheckAddress(&form, "email", f.Address)
	CheckZone(&form, f.Zone)
	s.checkTrack(&form, f.Track)
	events.CheckAnswers(&form, s.Questions, f.Answers)
	return form.Err()
}

// CheckZone notes in the form if a zone does not exist.
func CheckZone(form *errs.Form, zone string) {
	if _, err := when.Load(zone); err != nil {
		form.Add("zone", "err.zone|This time zone is not known. Choose a city from the list.")
	}
}

func (s *Series) checkTrack(form *errs.Form, letter string) {
	switch {
	case len(s.Tracks) == 0 && letter == "":
	case len(s.Tracks) > 0 && letter == "":
		form.Add("track", "series.register.track-missing|Choose the hours that suit you.")
	case s.Track(letter) == nil:
		form.Add("track", "series.register.track-unknown|This choice of hours does not exist. Choose one from the list.")
	}
}

// mayRegister says why somebody may not register now, or nil.
func (s *Series) mayRegister(now time.Time) error {
	switch s.Openness(now) {
	case NotYet:
		return errs.New(errs.Closed, "series.register.not-yet|Registration opens {when}.", "when", i18n.Moment{Time: s.OpensAt()})
	case Over:
		if s.State == Cancelled {
			return errs.New(errs.Closed, "series.register.cancelled|This series has been cancelled.")
		}
		return errs.New(errs.Closed, "series.register.closed|Registration closed {when}.", "when", i18n.Moment{Time: s.ClosesAt().Add(-time.Minute)})
	}
	return nil
}
