package series

import (
	"context"
	"strings"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/ical"
	"codeberg.org/plenary/plenary/internal/store"
)

// LinkReply is the purpose of the key to which a calendar sends its answer.
const LinkReply = "rc"

// ReplyKey returns the key of the address to which the calendar of a registered
// person answers.
func (room *Room) ReplyKey(r Registration) string {
	return room.Keys.Link(LinkReply, r.ID, r.Generation)
}

// ByReplyKey returns the registration that such a key opens.
func (room *Room) ByReplyKey(ctx context.Context, tx *store.Tx, key string) (r Registration, s *Series, v auth.Viewer, err error) {
	defer errs.Wrap(&err, "open a calendar's answer")
	id, mac, ok := parseLink(key)
	if !ok {
		return r, nil, v, errs.NotThere()
	}
	if r, err = room.registration(tx, id); err != nil {
		return r, nil, v, err
	}
	if !room.Keys.CheckLink(LinkReply, r.ID, r.Generation, mac) {
		return r, nil, v, errs.NotThere()
	}
	s, err = room.ByID(ctx, tx, auth.Itself(), r.Series)
	return r, s, auth.Holder(LinkReply, r.ID, r.Person), err
}

// TakeReply sets a registration by what its person's calendar answers: yes and
// maybe are a sign that they read our mail, and yes accepts a place that is
// offered; no to the only session that is left gives the place up. One session
// of several is not all of them: its person stays registered. An answer in
// somebody else's name is errs.NotThere and changes nothing, since invitations
// get forwarded.
func (room *Room) TakeReply(ctx context.Context, tx *store.Tx, key, from string, answer ical.Answer) (err error) {
	defer errs.Wrap(&err, "take a calendar's answer")
	r, s, v, err := room.ByReplyKey(ctx, tx, key)
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
	switch {
	case answer == ical.Accepted && r.Standing == Offered && r.Delegation == "":
		return room.Accept(ctx, tx, v, s, &r)
	case answer == ical.Declined && s.left(r, tx) == 1:
		return room.Cancel(ctx, tx, v, s, &r)
	}
	return room.Answer(ctx, tx, v, &r)
}

// left is how many sessions are still to come for a registration.
func (s *Series) left(r Registration, tx *store.Tx) (n int) {
	for _, o := range s.Occurrences(s.letterOf(r)) {
		if o.End.After(tx.Now()) && s.StatusOf(o.Session) != CalledOff {
			n++
		}
	}
	return n
}
