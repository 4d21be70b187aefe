package series

import (
	"context"
	"time"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/events"
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

// TakeReply sets a registration by what its person's calendar answers about a
// session, as for events. For who waits with a group its contact person answers.
func (room *Room) TakeReply(ctx context.Context, tx *store.Tx, key string, a events.Reply) (err error) {
	defer errs.Wrap(&err, "take a calendar's answer")
	r, s, v, err := room.ByReplyKey(ctx, tx, key)
	if err != nil {
		return err
	}
	p, err := room.People.Get(tx, r.Person)
	if err != nil {
		return err
	}
	entries, coming := s.entriesFor(r, tx.Now())
	means, err := a.Means(p, r.Standing, entries, coming)
	switch {
	case err != nil:
		return err
	case means == events.MeansAccept && r.Delegation == "":
		return room.Accept(ctx, tx, v, s, &r)
	case means == events.MeansGivesUp:
		return room.Cancel(ctx, tx, v, s, &r)
	}
	return room.Answer(ctx, tx, v, &r)
}

// entriesFor are the calendar entries that a registered person can have got, at
// whatever hours they come, and those of the sessions that they are to come to.
func (s *Series) entriesFor(r Registration, now time.Time) (all, coming []string) {
	own := s.letterOf(r)
	for _, letter := range s.Letters() {
		for _, o := range s.Occurrences(letter) {
			all = append(all, o.entryID())
			if letter == own && o.End.After(now) && s.StatusOf(o.Session) != CalledOff {
				coming = append(coming, o.entryID())
			}
		}
	}
	return all, coming
}
