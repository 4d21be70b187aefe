package posts

import (
	"context"
	"slices"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/store"
)

// Head is what a list shows of a post.
type Head struct {
	Slug  string
	State State
}

// Heads returns the posts about several things, by what they are about; drafts
// only to who may write in one of the scopes. Where several are about one thing
// the latest counts.
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

// About returns the post about a session: a draft only to who may write in one
// of the scopes.
func (room *Room) About(ctx context.Context, tx *store.Tx, v auth.Viewer, about string, scopes ...auth.Scope) (Post, error) {
	p, err := scan(tx.Row(`SELECT `+columns+` FROM post WHERE about = $1 ORDER BY made_at DESC LIMIT 1`, about))
	if err == nil && (p.State != Published || p.Hidden()) && !v.Can(auth.WritePosts, scopes...) {
		return Post{}, errs.NotThere()
	}
	return p, err
}
