package series

import (
	"context"
	"time"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/people"
	"codeberg.org/plenary/plenary/internal/posts"
	"codeberg.org/plenary/plenary/internal/store"
)

// WrittenUp is what this room tells the posts room of sessions.
func (room *Room) WrittenUp() posts.Subject {
	return posts.Subject{Things: room.things, Missed: room.missed, Tell: room.tellWriteUp}
}

// things are the sessions with these ids whose series the viewer sees.
func (room *Room) things(ctx context.Context, tx *store.Tx, v auth.Viewer, sessions []string) (_ map[string]posts.Thing, err error) {
	defer errs.Wrap(&err, "find what write-ups are about")
	in, args := store.In(tx, "id", 1, sessions)
	list, err := load(tx, "s.id IN (SELECT series FROM session WHERE "+in+")", args...)
	if err != nil {
		return nil, err
	}
	asked := map[string]bool{}
	for _, id := range sessions {
		asked[id] = true
	}
	things := map[string]posts.Thing{}
	for _, s := range list {
		sees, err := room.maySee(tx, v, s)
		if err != nil {
			return nil, err
		}
		for i := range s.Sessions {
			if x := &s.Sessions[i]; sees && asked[x.ID] {
				things[x.ID] = room.thing(s, x)
			}
		}
	}
	return things, nil
}

func (room *Room) thing(s *Series, x *Session) posts.Thing {
	desk := "/o/s/" + s.Slug + "/session/" + itoa(x.N)
	return posts.Thing{Title: s.Title, Theme: x.Theme, N: x.N, Start: s.Occurrence(x, s.Letters()[0]).Start, End: s.overIn(x),
		Off: s.StatusOf(x) == CalledOff, Open: s.State != Draft && s.Visibility == Public, Contact: people.Contact(s.Contact), Chapter: s.ChapterID,
		Scopes: room.scopes(s), Slug: s.Slug + "-" + itoa(x.N), Page: "/s/" + s.Slug, Desk: desk, Form: desk + "/write-up"}
}

// overIn is when a session is over in the last of its tracks: those who are to
// be told what they missed cannot be told before.
func (s *Series) overIn(x *Session) (end time.Time) {
	for _, letter := range s.Letters() {
		if e := s.Occurrence(x, letter).End; e.After(end) {
			end = e
		}
	}
	return end
}

// tellWriteUp has the text about a session mailed, once, to those with a place
// in the series who are not noted as there.
func (room *Room) tellWriteUp(ctx context.Context, tx *store.Tx, v auth.Viewer, session string) error {
	s, x, err := room.OfSession(ctx, tx, auth.Itself(), session)
	if err != nil {
		return err
	}
	first, err := announce(tx, x.ID, "", toldWriteUp)
	if err != nil || !first {
		return err
	}
	if err = room.note(tx, v, "series.write-up", s.ID); err != nil || !s.announced() {
		return err
	}
	return room.mailWriteUp(tx, s, x)
}

// mailWriteUp mails it to each track, but not before the session is over
// there: nobody has missed what is still to come.
func (room *Room) mailWriteUp(tx *store.Tx, s *Series, x *Session) error {
	for _, letter := range s.Letters() {
		at, track := tx.Now(), ""
		if end := s.Occurrence(x, letter).End; end.After(at) {
			at = end
		}
		if t := s.Track(letter); t != nil {
			track = t.ID
		}
		err := room.begin(tx, mailing{ID: store.NewID(), Series: s.ID, Kind: MailWriteUp, Session: x.ID, Track: track, SendAt: at,
			NotAfter: at.Add(writeUpFor)}, nil)
		if err != nil {
			return err
		}
	}
	return nil
}

// writeUpFor is how long a write-up is news.
const writeUpFor = 7 * 24 * time.Hour

// missed counts the people with a place in the series who are not noted as at
// the session. Those who want no mail of this kind, or have no address, are not
// counted.
func (room *Room) missed(ctx context.Context, tx *store.Tx, session string) (count int, err error) {
	err = tx.Row(`SELECT COUNT(*) FROM session x JOIN registration r ON r.series = x.series JOIN person p ON p.id = r.person
		WHERE x.id = $1 AND r.state IN ('registered', 'offered') AND r.reminders AND p.address_ix IS NOT NULL AND p.proven_at IS NOT NULL
			AND NOT EXISTS (SELECT 1 FROM attendance a WHERE a.session = x.id AND a.registration = r.id AND a.there)`, session).Scan(&count)
	return count, err
}

// forgetWriteUps lets drafts about sessions go with them.
func (room *Room) forgetWriteUps(ctx context.Context, tx *store.Tx, sessions ...string) error {
	if room.Posts == nil {
		return nil
	}
	return room.Posts.Forget(ctx, tx, posts.Session, sessions...)
}

// refindWriteUps lets the texts about the sessions be found by who sees the
// series now.
func (room *Room) refindWriteUps(ctx context.Context, tx *store.Tx, s, old *Series) error {
	if room.Posts == nil || old == nil || s.State == old.State && s.Visibility == old.Visibility {
		return nil
	}
	ids := make([]string, len(s.Sessions))
	for i, x := range s.Sessions {
		ids[i] = x.ID
	}
	return room.Posts.Refind(ctx, tx, posts.Session, ids...)
}
