package events

import (
	"context"
	"slices"
	"strings"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/ical"
	"codeberg.org/plenary/plenary/internal/people"
	"codeberg.org/plenary/plenary/internal/store"
)

// LinkReply is the purpose of the key to which a calendar sends its answer.
const LinkReply = "ec"

// ReplyKey returns the key of the address to which the calendar of a registered
// person answers.
func (room *Room) ReplyKey(r Registration) string {
	return room.Keys.Link(LinkReply, r.ID, r.Generation)
}

// ByReplyKey returns the registration that such a key opens.
func (room *Room) ByReplyKey(ctx context.Context, tx *store.Tx, key string) (r Registration, e *Event, v auth.Viewer, err error) {
	defer errs.Wrap(&err, "open a calendar's answer")
	return room.byLink(ctx, tx, LinkReply, key)
}

// Reply is what somebody's calendar answers about one of its entries.
type Reply struct {
	From   string // whose mail it came with
	UID    string // of the entry
	Answer ical.Answer
}

// Meaning is what a calendar's answer means for a place.
type Meaning int

const (
	MeansRead    Meaning = iota // its person reads our mail, and nothing else changes
	MeansAccept                 // the place that is offered is taken
	MeansGivesUp                // the place is given up
)

// Means says what the reply means for the place of a person: yes and maybe are
// a sign that they read our mail, and yes takes a place that is offered; no to
// the only entry that is left gives the place up. One of several is not all of
// them: its person stays registered. So does who answers to an entry of what is
// over, or of hours at which they come no more.
//
// Entries are the ids of all that the person can have got, coming of those to
// which they are to come. A reply in somebody else's name, or about an entry of
// something else, is errs.NotThere: invitations get forwarded, and calendars
// answer at whatever address they find.
func (a Reply) Means(p people.Person, s Standing, entries, coming []string) (Meaning, error) {
	id, _, _ := strings.Cut(a.UID, "@")
	if p.Address == "" || !strings.EqualFold(p.Address, a.From) || !slices.Contains(entries, id) {
		return MeansRead, errs.NotThere()
	}
	switch {
	case !slices.Contains(coming, id):
		return MeansRead, nil
	case a.Answer == ical.Accepted && s == Offered:
		return MeansAccept, nil
	case a.Answer == ical.Declined && len(coming) == 1:
		return MeansGivesUp, nil
	}
	return MeansRead, nil
}

// TakeReply sets a registration by what its person's calendar answers. What is
// none of its person's answers changes nothing; see [Reply.Means].
func (room *Room) TakeReply(ctx context.Context, tx *store.Tx, key string, a Reply) (err error) {
	defer errs.Wrap(&err, "take a calendar's answer")
	r, e, v, err := room.ByReplyKey(ctx, tx, key)
	if err != nil {
		return err
	}
	p, err := room.People.Get(tx, r.Person)
	if err != nil {
		return err
	}
	means, err := a.Means(p, r.Standing, dateIDs(e.Occurrences()), dateIDs(e.ComingTo(&r, tx.Now())))
	if err != nil {
		return err
	}
	switch means {
	case MeansAccept:
		return room.Accept(ctx, tx, v, e, &r)
	case MeansGivesUp:
		return room.Cancel(ctx, tx, v, e, &r)
	}
	return room.Answer(tx, v, &r)
}

func dateIDs(list []Occurrence) []string {
	ids := make([]string, len(list))
	for i, o := range list {
		ids[i] = o.Date.ID
	}
	return ids
}
