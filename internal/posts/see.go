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
	if p.About != "" {
		if room.Within == nil {
			return nil, nil
		}
		return room.Within(ctx, tx, p.About)
	}
	tree, err := people.ReadTree(tx)
	return tree.Scopes(p.Chapter), err
}

// may asks whether the viewer may write a post. The caller may name the scopes
// of what it is about.
func (room *Room) may(ctx context.Context, tx *store.Tx, v auth.Viewer, p Post, scopes []auth.Scope) error {
	if len(scopes) == 0 || p.About == "" {
		var err error
		if scopes, err = room.Scopes(ctx, tx, p); err != nil {
			return err
		}
	}
	if len(scopes) == 0 && v.Kind == auth.Person || !v.Can(auth.WritePosts, scopes...) {
		return errs.NotThere()
	}
	return nil
}

// open returns a post, as readers have it, to a viewer who may write it, and
// keeps others from writing it meanwhile.
func (room *Room) open(ctx context.Context, tx *store.Tx, v auth.Viewer, id string, scopes []auth.Scope) (Post, error) {
	if err := tx.Lock("post", id); err != nil {
		return Post{}, err
	}
	return room.read(ctx, tx, v, id, scopes)
}

func (room *Room) read(ctx context.Context, tx *store.Tx, v auth.Viewer, id string, scopes []auth.Scope) (Post, error) {
	p, err := byID(tx, id)
	if err == nil {
		err = room.may(ctx, tx, v, p, scopes)
	}
	if err != nil {
		return Post{}, err
	}
	return p, nil
}

// Working returns the latest text of a post to a viewer who may write it.
func (room *Room) Working(ctx context.Context, tx *store.Tx, v auth.Viewer, id string, scopes ...auth.Scope) (_ Post, err error) {
	defer errs.Wrap(&err, "read a text to change it")
	p, err := room.read(ctx, tx, v, id, scopes)
	if err != nil {
		return p, err
	}
	return latest(tx, p)
}

// sees tells whether the viewer sees what a post is about.
func (room *Room) sees(ctx context.Context, tx *store.Tx, v auth.Viewer, p Post) (bool, error) {
	if p.About == "" {
		return true, nil
	}
	if room.Sees == nil {
		return false, nil
	}
	return room.Sees(ctx, tx, v, p.About)
}

// BySlug returns a published post. One that is hidden is there for who wrote it
// alone. What it is about, the caller asks its room for.
func (room *Room) BySlug(ctx context.Context, tx *store.Tx, v auth.Viewer, slug string) (Post, error) {
	p, err := scan(tx.Row(`SELECT `+columns+` FROM post WHERE slug = $1 AND state = 'published'`, slug))
	if err == nil && p.Hidden() && !v.Is(p.WrittenBy) {
		return Post{}, errs.NotThere()
	}
	return p, err
}

// TakenBack returns a post that readers knew under this address and that was
// taken back, unless it is hidden.
func (room *Room) TakenBack(ctx context.Context, tx *store.Tx, v auth.Viewer, slug string) (Post, error) {
	return scan(tx.Row(`SELECT `+columns+` FROM post WHERE slug = $1 AND state = 'withdrawn' AND hidden_at IS NULL`, slug))
}
