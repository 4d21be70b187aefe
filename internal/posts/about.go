package posts

import (
	"context"
	"net/url"
	"slices"
	"time"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/i18n"
	"codeberg.org/plenary/plenary/internal/people"
	"codeberg.org/plenary/plenary/internal/store"
)

// AboutKind is a kind of thing that write-ups tell of.
type AboutKind string

const (
	Session AboutKind = "session" // of a series
	Date    AboutKind = "date"    // of an event
)

// About names what a text tells of. The zero About is nothing in particular.
type About struct {
	Kind AboutKind
	ID   string
}

// None tells whether it names nothing.
func (a About) None() bool { return a == About{} }

// Thing is what a text tells of, as its pages and letters need it.
type Thing struct {
	About
	Title   i18n.Text // of the series, or of the event
	Theme   i18n.Text // of this session, or of this date
	N       int       // of the session in its series; 0 = it is none
	Start   time.Time // in the zone of who planned it
	End     time.Time // when it is over for the last who take part
	Off     bool      // it was cancelled
	Open    bool      // everybody may see it
	Contact people.Contact
	Chapter string       // its id, "" = the network's own
	Shared  []string     // the ids of further chapters that show it
	Scopes  []auth.Scope // that it lies in
	Slug    string       // what its text is called in the address, if that is free
	Page    string       // its address
	Desk    string       // where the viewer works on it
	Form    string       // where its text is written
}

// Subject is what the room of a kind of thing knows of them.
type Subject struct {
	// Things returns, by their ids, those of several things that the viewer sees.
	Things func(ctx context.Context, tx *store.Tx, v auth.Viewer, ids []string) (map[string]Thing, error)

	// Missed counts whom Tell would mail: those who had a place there and are not
	// noted as having been there.
	Missed func(ctx context.Context, tx *store.Tx, id string) (int, error)

	// Tell has a published text mailed to those who missed what it is about, once.
	Tell func(ctx context.Context, tx *store.Tx, v auth.Viewer, id string) error
}

// Things returns those of several things that the viewer sees. It asks each room
// once.
func (room *Room) Things(ctx context.Context, tx *store.Tx, v auth.Viewer, list ...About) (map[About]Thing, error) {
	ids, things := map[AboutKind][]string{}, map[About]Thing{}
	for _, a := range list {
		ids[a.Kind] = append(ids[a.Kind], a.ID)
	}
	for kind, subject := range room.Subjects {
		slices.Sort(ids[kind])
		for part := range slices.Chunk(slices.Compact(ids[kind]), 1000) {
			seen, err := subject.Things(ctx, tx, v, part)
			if err != nil {
				return nil, err
			}
			for id, thing := range seen {
				thing.About = About{kind, id}
				things[thing.About] = thing
			}
		}
	}
	return things, nil
}

// Thing returns what a text could tell of to a viewer who sees it.
func (room *Room) Thing(ctx context.Context, tx *store.Tx, v auth.Viewer, about About) (Thing, error) {
	things, err := room.Things(ctx, tx, v, about)
	thing, seen := things[about]
	if err == nil && !seen {
		err = errs.NotThere()
	}
	return thing, err
}

// seen keeps those posts of which the viewer sees what they are about, each with
// that. What was asked before is in known, nil for what they do not see.
func (room *Room) seen(ctx context.Context, tx *store.Tx, v auth.Viewer, list []Post, known map[About]*Thing) ([]Post, error) {
	var ask []About
	for _, p := range list {
		if _, asked := known[p.About]; !asked && !p.About.None() {
			known[p.About] = nil
			ask = append(ask, p.About)
		}
	}
	things, err := room.Things(ctx, tx, v, ask...)
	if err != nil {
		return nil, err
	}
	for about, thing := range things {
		known[about] = &thing
	}
	var kept []Post
	for _, p := range list {
		if p.Thing = known[p.About]; p.Thing != nil || p.About.None() {
			kept = append(kept, p)
		}
	}
	return kept, nil
}

// one is a post for a viewer who sees what it is about.
func (room *Room) one(ctx context.Context, tx *store.Tx, v auth.Viewer, p Post) (Post, error) {
	list, err := room.seen(ctx, tx, v, []Post{p}, map[About]*Thing{})
	if err != nil {
		return Post{}, err
	}
	if len(list) == 0 {
		return Post{}, errs.NotThere()
	}
	return list[0], nil
}

// WriteUp returns the post about a thing to who sees that: a draft, or a hidden
// one, only to who may write it.
func (room *Room) WriteUp(ctx context.Context, tx *store.Tx, v auth.Viewer, about About) (_ Post, err error) {
	defer errs.Wrap(&err, "read a write-up")
	p, err := aboutThing(tx, about)
	if err == nil && (p.State != Published || p.Hidden()) {
		err = room.may(ctx, tx, v, p)
	}
	if err != nil {
		return Post{}, err
	}
	return room.one(ctx, tx, v, p)
}

func aboutThing(tx *store.Tx, about About) (Post, error) {
	return scan(tx.Row(`SELECT `+columns+` FROM post WHERE about_kind = $1 AND about = $2 ORDER BY made_at DESC LIMIT 1`, string(about.Kind), about.ID))
}

func aboutThings(tx *store.Tx, kind AboutKind, ids []string) (list []Post, err error) {
	for part := range slices.Chunk(ids, 1000) {
		in, args := store.In(tx, "about", 2, part)
		found, err := store.All(tx, func(r *store.Rows) (Post, error) { return scan(r) },
			`SELECT `+columns+` FROM post WHERE about_kind = $1 AND `+in, append([]any{string(kind)}, args...)...)
		if err != nil {
			return nil, err
		}
		list = append(list, found...)
	}
	return list, nil
}

// Door is the address at which a letter says a post is read: what not everybody
// sees, by way of the sign-in.
func (p Post) Door() string {
	at := "/posts/" + p.Slug
	if p.Thing != nil && !p.Thing.Open {
		at = "/signin?" + url.Values{"to": {at}}.Encode()
	}
	return at
}

// MayWriteUp tells whether the viewer may write about a thing that they see.
func MayWriteUp(v auth.Viewer, thing Thing) bool {
	return (len(thing.Scopes) > 0 || v.Kind != auth.Person) && v.Can(auth.WritePosts, thing.Scopes...)
}

// Missed counts whom the text about a thing is mailed to when it is published,
// for who may write it.
func (room *Room) Missed(ctx context.Context, tx *store.Tx, v auth.Viewer, about About) (n int, err error) {
	defer errs.Wrap(&err, "count who missed something")
	if err = room.may(ctx, tx, v, Post{About: about}); err != nil {
		return 0, err
	}
	return room.Subjects[about.Kind].Missed(ctx, tx, about.ID)
}

// Head is what a list shows of a post.
type Head struct {
	Slug  string
	State State
}

// Heads returns the posts about several things that the viewer sees, by the ids
// of the things; drafts only to who may write in one of the scopes. Where several
// are about one thing the latest counts.
func (room *Room) Heads(ctx context.Context, tx *store.Tx, v auth.Viewer, about []string, scopes ...auth.Scope) (_ map[string]Head, err error) {
	defer errs.Wrap(&err, "list posts")
	may := v.Can(auth.WritePosts, scopes...)
	heads := map[string]Head{}
	for part := range slices.Chunk(about, 1000) {
		in, args := store.In(tx, "about", 1, part)
		err := tx.Each(func(r *store.Rows) error {
			var h Head
			var about string
			var hidden bool
			err := r.Scan(&about, &h.Slug, (*string)(&h.State), &hidden)
			if may || h.State == Published && !hidden {
				heads[about] = h
			}
			return err
		}, `SELECT about, slug, state, hidden_at IS NOT NULL FROM post WHERE `+in+` ORDER BY made_at`, args...)
		if err != nil {
			return nil, err
		}
	}
	return heads, nil
}

// Forget lets the texts go with things that are deleted: drafts that nobody was
// ever given to read. What was published is the network's word, and what it tells
// of stays for it.
func (room *Room) Forget(ctx context.Context, tx *store.Tx, kind AboutKind, ids ...string) (err error) {
	defer errs.Wrap(&err, "delete the write-ups of what is deleted")
	list, err := aboutThings(tx, kind, ids)
	for _, p := range list {
		if !p.PublishedAt.IsZero() {
			return errs.New(errs.Conflict, "org.post.keeps|“{title}” was published about this, so it has to stay. Cancel it instead.", "title", p.Title)
		}
		if err := remove(tx, p.ID); err != nil {
			return err
		}
	}
	return err
}

// Refind does what follows for the search when it changes who sees things.
func (room *Room) Refind(ctx context.Context, tx *store.Tx, kind AboutKind, ids ...string) (err error) {
	defer errs.Wrap(&err, "find write-ups anew")
	list, err := aboutThings(tx, kind, ids)
	if err != nil {
		return err
	}
	return room.putFindable(ctx, tx, list...)
}
