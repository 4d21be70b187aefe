package series

import (
	"time"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/people"
	"codeberg.org/plenary/plenary/internal/seal"
)

// Receives says who gets a group's mail. Whoever was entered by another is
// told of it once in any case, and the contact person of what becomes of the
// group.
type Receives string

const (
	ReceivesContact Receives = "contact"
	ReceivesMembers Receives = "members"
	ReceivesBoth    Receives = "both" // the contact person everything, members with an address their own
)

// Delegation is a group that its contact person registered. It takes its places
// whole or waits whole; its members are registrations of their own.
type Delegation struct {
	ID          string
	Series      string // the series' id
	Track       string // the track's id, "" in a series without tracks
	Contact     string // the contact person's id
	Standing    Standing
	Size        int   // places it needs
	Adding      int   // of these, who is still to be written down
	Rank        int64 // place in the waiting list
	Receives    Receives
	Zone        string
	Language    string
	AnsweredAt  time.Time // when the contact person pressed a button reached from their mail
	HoldUntil   time.Time // when unanswered places fall free
	OfferUntil  time.Time
	UndoTo      Standing
	CancelledAt time.Time
	Generation  int
	Invite      int // generation of the invitation link
	MadeAt      time.Time
	ToldUntil   time.Time // changes of sessions up to here are told to the contact person
	Reminders   bool      // false: the contact person wants no reminders and no write-ups

	organisation []byte // sealed with the contact person's key
}

// MayUndo tells whether the cancellation can still be undone at now.
func (d Delegation) MayUndo(now time.Time) bool {
	return d.Standing == Withdrawn && d.UndoTo != "" && now.Before(d.CancelledAt.Add(UndoFor))
}

// TellsMembers tells whether members with an address get the reminders and
// notices of their sessions themselves.
func (d Delegation) TellsMembers() bool { return d.Receives != ReceivesContact }

// TellsContact tells whether the contact person gets them.
func (d Delegation) TellsContact() bool { return d.Receives != ReceivesMembers }

// GroupForm is what a contact person fills in to register a group.
type GroupForm struct {
	people.Input // of the contact person
	Organisation string
	People       []Listed // those who are ready to be entered
	// TakesPart adds the contact person to the group. It is not set by itself:
	// who takes part stands in the list, so that twelve lines are twelve places.
	TakesPart bool
	Track     string // letter
	Receives  Receives
	// Wary has nobody told before the contact person answers: many strangers
	// were entered from their network today.
	Wary bool
	// Agree is the version of the agreement that the contact person agrees to.
	Agree string

	list []member // all whom the form enters; made by Clean
}

// Clean puts the form into the state in which it is kept.
func (f GroupForm) Clean() GroupForm {
	f.Input = f.Input.Clean()
	f.Organisation = people.CleanName(f.Organisation)
	if f.Receives == "" {
		f.Receives = ReceivesBoth
	}
	f.list = f.members()
	return f
}

// Check says, by field, what is wrong with the form for this series.
func (f GroupForm) Check(s *Series) error {
	var form errs.Form
	people.CheckName(&form, "name", f.Name)
	people.CheckAddress(&form, "email", f.Address)
	people.CheckOrganisation(&form, "organisation", f.Organisation)
	if !f.Receives.known() {
		form.Add("receives", "series.group.receives-unknown|Choose one of the answers offered.")
	}
	CheckZone(&form, f.Zone)
	s.checkTrack(&form, f.Track)
	s.checkSize(&form, f.Track, len(f.list))
	return form.Err()
}

func (r Receives) known() bool {
	return r == ReceivesContact || r == ReceivesMembers || r == ReceivesBoth
}

// checkSize refuses a group that could never come in: one larger than groups
// may be, or than the series has places at all.
func (s *Series) checkSize(form *errs.Form, letter string, n int) {
	most := s.Window.GroupMax
	if p := s.Window.Places; p != nil {
		most = min(most, *p)
	}
	if t := s.Track(letter); t != nil && t.Places != nil {
		most = min(most, *t.Places)
	}
	if n > most {
		form.Add("people", "series.group.too-many|A group has {most} people at the most, and this would make {n}. Please leave some out, or ask the organisers.",
			"most", most, "n", n)
	}
}

// member is somebody who is to be written down.
type member struct {
	Name    string `json:"n"`
	Address string `json:"a,omitempty"`
	key     string // the address in its one form
}

// members are all whom the form enters. The contact person who takes part and
// stands in the list as well is one.
func (f GroupForm) members() []member {
	list := membersOf(f.People)
	if !f.TakesPart {
		return list
	}
	own, ok := seal.CanonicalAddress(f.Address)
	for _, m := range list {
		if ok && m.key == own {
			return list
		}
	}
	return append([]member{{f.Name, f.Address, own}}, list...)
}

// membersOf are those of the list who are ready, each address once.
func membersOf(list []Listed) []member {
	kept := make([]member, 0, len(list))
	seen := map[string]bool{}
	for _, p := range list {
		if p.Status != ListReady {
			continue
		}
		if p.key == "" && p.Address != "" {
			p.key, _ = seal.CanonicalAddress(p.Address)
		}
		if p.key != "" && seen[p.key] {
			continue
		}
		seen[p.key] = true
		kept = append(kept, member{p.Name, p.Address, p.key})
	}
	return kept
}

// GroupOutcome is what the page after a group's registration shows.
type GroupOutcome struct {
	Standing Standing
	People   int
	Missing  int    // of a draft
	Track    string // letter
	Zone     string
	LeftOut  int    // lines that were left out because they could not be read
	ID       string // for those who may see it
}

// groupOutcome is what somebody unknown would get now for so many people.
func (s *Series) groupOutcome(f GroupForm, n int) (GroupOutcome, error) {
	out := GroupOutcome{Standing: Registered, People: n, Track: f.Track, Zone: f.Zone}
	free := s.Free(f.Track)
	switch {
	case n < s.Window.GroupMin:
		out.Standing, out.Missing = InDraft, s.Window.GroupMin-n
	case free < 0 || n <= free:
	case !s.Window.Waitlist:
		return out, tooFewFree(free)
	default:
		out.Standing = Waitlisted
	}
	return out, nil
}

func tooFewFree(free int) error {
	if free == 0 {
		return errs.New(errs.Conflict, "series.register.full|All places are taken.")
	}
	return errs.New(errs.Conflict, "series.group.few-places|Only {n} place is left.|Only {n} places are left.", "n", free)
}

// mayGroup says why somebody may not register a group now, or nil.
func (room *Room) mayGroup(v auth.Viewer, s *Series, now time.Time) error {
	if err := s.mayRegister(now); err != nil {
		return err
	}
	switch {
	case s.Window.For == ForMembers && v.Kind != auth.Person:
		return errs.New(errs.SignIn, "series.register.members-only|This series is for members. Please sign in first.")
	case s.Window.For == ForInvited && !room.MayEdit(v, s) && v.Kind != auth.Carried:
		return errs.NotThere()
	}
	return nil
}

// mayLead tells whether the viewer is the group's contact person, or may
// change registrations of the series.
func (room *Room) mayLead(v auth.Viewer, s *Series, d *Delegation) bool {
	return v.Is(d.Contact) || v.Can(auth.EditRegistrations, room.scopes(s)...)
}

// maySeeNames tells whether the viewer may see who is in the group: the contact
// person once they have proven that the mail is theirs, and who may see the
// series' registrations. A carried link alone shows no names, since mails are
// passed on.
func (room *Room) maySeeNames(v auth.Viewer, s *Series, d *Delegation) bool {
	return v.Is(d.Contact) && v.Tier >= auth.Mail || v.Can(auth.SeeRegistrations, room.scopes(s)...)
}
