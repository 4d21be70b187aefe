package events

import (
	"context"
	"slices"
	"strings"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/ical"
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

// TakeReply sets a registration by what its person's calendar answers: yes and
// maybe are a sign that they read our mail, no gives the place up if it is for
// one date. One date of several is not all of them: its person stays registered.
// So does who answers to a date, by its entry's uid, to which they do not come.
// An answer in somebody else's name is errs.NotThere and changes nothing, since
// invitations get forwarded.
func (room *Room) TakeReply(ctx context.Context, tx *store.Tx, key, from, uid string, answer ical.Answer) (err error) {
	defer errs.Wrap(&err, "take a calendar's answer")
	r, e, v, err := room.ByReplyKey(ctx, tx, key)
	if err != nil {
		return err
	}
	p, err := room.People.Get(tx, r.Person)
	if err != nil {
		return err
	}
	if p.Address == "" || !strings.EqualFold(p.Address, from) {
		return errs.NotThere()
	}
	coming := e.ComingTo(&r, tx.Now())
	id, _, _ := strings.Cut(uid, "@")
	if e.Date(id) != nil && !slices.ContainsFunc(coming, func(o Occurrence) bool { return o.Date.ID == id }) {
		return room.Answer(tx, v, &r)
	}
	if answer != ical.Declined {
		if r.Standing == Offered && answer == ical.Accepted {
			return room.Accept(ctx, tx, v, e, &r)
		}
		return room.Answer(tx, v, &r)
	}
	if r.Date == "" && len(coming) > 1 {
		return room.Answer(tx, v, &r)
	}
	return room.Cancel(ctx, tx, v, e, &r)
}
