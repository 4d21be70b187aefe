package series

import (
	"context"
	"time"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/posts"
	"codeberg.org/plenary/plenary/internal/store"
)

// WriteUp returns what was written about a session: a draft to who writes for
// the series, a published text to all who may see the series. NotThere if
// there is nothing yet.
func (room *Room) WriteUp(ctx context.Context, tx *store.Tx, v auth.Viewer, slug string, n int) (p posts.Post, err error) {
	s, x, err := room.sessionFor(ctx, tx, v, slug, n)
	if err != nil {
		return p, err
	}
	return room.Posts.About(ctx, tx, v, x.ID, room.scopes(s)...)
}

// SaveWriteUp keeps a draft about a session, or a change of what is published;
// title and body are taken from p, and from what is kept the rest. The first
// save makes the text and its address.
func (room *Room) SaveWriteUp(ctx context.Context, tx *store.Tx, v auth.Viewer, slug string, n int, p posts.Post) (_ posts.Post, err error) {
	defer errs.Wrap(&err, "save a write-up")
	s, x, err := room.sessionFor(ctx, tx, v, slug, n)
	if err != nil {
		return p, err
	}
	if !v.Can(auth.WritePosts, room.scopes(s)...) {
		return p, errs.NotThere()
	}
	p.Kind, p.About, p.Slug = posts.WriteUp, x.ID, s.Slug+"-"+itoa(n)
	known, err := room.Posts.About(ctx, tx, v, x.ID, room.scopes(s)...)
	switch {
	case err == nil:
		p.ID, p.Slug, p.State = known.ID, known.Slug, known.State
	case !errs.Is(err, errs.NotFound):
		return p, err
	}
	return room.Posts.Save(ctx, tx, v, p, room.scopes(s)...)
}

// PublishWriteUp shows the text about a session to all and has it mailed, once,
// to those with a place in the series who are not noted as there. Publishing
// twice mails nothing more.
func (room *Room) PublishWriteUp(ctx context.Context, tx *store.Tx, v auth.Viewer, slug string, n int) (err error) {
	defer errs.Wrap(&err, "publish a write-up")
	s, x, err := room.sessionFor(ctx, tx, v, slug, n)
	if err != nil {
		return err
	}
	p, err := room.Posts.About(ctx, tx, v, x.ID, room.scopes(s)...)
	if err != nil {
		return err
	}
	if _, err = room.Posts.Publish(ctx, tx, v, p.ID, room.scopes(s)...); err != nil {
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

// Missed counts the people with a place in the series who are not noted as at
// the session: whom its write-up is for. Those who want no mail of this kind,
// or have no address, are not counted.
func (room *Room) Missed(ctx context.Context, tx *store.Tx, v auth.Viewer, slug string, n int) (count int, err error) {
	defer errs.Wrap(&err, "count who missed a session")
	s, x, err := room.sessionFor(ctx, tx, v, slug, n)
	if err != nil {
		return 0, err
	}
	if !v.Can(auth.WritePosts, room.scopes(s)...) {
		return 0, errs.NotThere()
	}
	err = tx.Row(`SELECT COUNT(*) FROM registration r JOIN person p ON p.id = r.person
		WHERE r.series = $1 AND r.state IN ('registered', 'offered') AND r.reminders AND p.address_ix IS NOT NULL AND p.proven_at IS NOT NULL
			AND NOT EXISTS (SELECT 1 FROM attendance a WHERE a.session = $2 AND a.registration = r.id AND a.there)`, s.ID, x.ID).Scan(&count)
	return count, err
}

// sessionFor returns a session of a series to a viewer who may see the series.
func (room *Room) sessionFor(ctx context.Context, tx *store.Tx, v auth.Viewer, slug string, n int) (*Series, *Session, error) {
	s, err := room.BySlug(ctx, tx, v, slug)
	if err != nil {
		return nil, nil, err
	}
	x := s.Session(n)
	if x == nil {
		return nil, nil, errs.NotThere()
	}
	return s, x, nil
}
