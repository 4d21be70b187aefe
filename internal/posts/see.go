package posts

import (
	"context"
	"slices"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/people"
	"codeberg.org/plenary/plenary/internal/store"
)

// MayWrite tells whether the viewer may write for the network or for a chapter
// somewhere.
func MayWrite(v auth.Viewer) bool {
	return v.Can(auth.WritePosts, auth.TheNetwork()) || v.Kind == auth.Person && v.Tier >= auth.Strong &&
		slices.ContainsFunc(v.Grants, func(g auth.Grant) bool { return g.Verb == auth.WritePosts && g.Scope.Kind == "chapter" })
}

// MayWriteIn tells whether the viewer may write for a chapter, by its id; "" is
// the network itself.
func MayWriteIn(v auth.Viewer, tree people.Tree, chapter string) bool {
	return v.Can(auth.WritePosts, tree.Scopes(chapter)...)
}

// Scopes are all scopes that a post lies in: those of what it is about, or of
// its chapter.
func (room *Room) Scopes(ctx context.Context, tx *store.Tx, p Post) ([]auth.Scope, error) {
	if p.About.None() {
		tree, err := people.ReadTree(tx)
		return tree.Scopes(p.Chapter), err
	}
	thing, err := room.Thing(ctx, tx, auth.Itself(), p.About)
	if errs.Is(err, errs.NotFound) {
		err = nil
	}
	return thing.Scopes, err
}

// may asks whether the viewer may write a post: where it lies and, if it is about
// something, only who sees that.
func (room *Room) may(ctx context.Context, tx *store.Tx, v auth.Viewer, p Post) error {
	if !p.About.None() {
		thing, err := room.Thing(ctx, tx, v, p.About)
		if err == nil && !MayWriteUp(v, thing) {
			err = errs.NotThere()
		}
		return err
	}
	scopes, err := room.Scopes(ctx, tx, p)
	if err == nil && !v.Can(auth.WritePosts, scopes...) {
		err = errs.NotThere()
	}
	return err
}

// open returns a post, as readers have it, to a viewer who may write it, and
// keeps others from writing it meanwhile.
func (room *Room) open(ctx context.Context, tx *store.Tx, v auth.Viewer, id string) (Post, error) {
	if err := tx.Lock("post", id); err != nil {
		return Post{}, err
	}
	return room.read(ctx, tx, v, id)
}

func (room *Room) read(ctx context.Context, tx *store.Tx, v auth.Viewer, id string) (Post, error) {
	p, err := byID(tx, id)
	if err == nil {
		err = room.may(ctx, tx, v, p)
	}
	if err != nil {
		return Post{}, err
	}
	return p, nil
}

// Working returns the latest text of a post to a viewer who may write it.
func (room *Room) Working(ctx context.Context, tx *store.Tx, v auth.Viewer, id string) (_ Post, err error) {
	defer errs.Wrap(&err, "read a text to change it")
	p, err := room.read(ctx, tx, v, id)
	if err != nil {
		return p, err
	}
	return latest(tx, p)
}

// BySlug returns a published post to who sees what it is about. One that is
// hidden is there for who wrote it alone.
func (room *Room) BySlug(ctx context.Context, tx *store.Tx, v auth.Viewer, slug string) (Post, error) {
	p, err := scan(tx.Row(`SELECT `+columns+` FROM post WHERE slug = $1 AND state = 'published'`, slug))
	if err == nil && p.Hidden() && !v.Is(p.WrittenBy) {
		return Post{}, errs.NotThere()
	}
	if err != nil {
		return Post{}, err
	}
	return room.one(ctx, tx, v, p)
}

// TakenBack returns a post that readers knew under this address and that was
// taken back, unless it is hidden.
func (room *Room) TakenBack(ctx context.Context, tx *store.Tx, v auth.Viewer, slug string) (Post, error) {
	p, err := scan(tx.Row(`SELECT `+columns+` FROM post WHERE slug = $1 AND state = 'withdrawn' AND hidden_at IS NULL`, slug))
	if err != nil {
		return Post{}, err
	}
	return room.one(ctx, tx, v, p)
}
