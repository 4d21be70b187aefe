package posts

import (
	"context"
	"time"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/store"
)

// ChangedSince returns up to so many posts that readers had before or have now
// and that changed in any way since an instant, in the order in which they
// did: what was published, changed, hidden, shown again or taken back. Found
// tells of each whether anybody may find it. It is what an index is kept by.
func (room *Room) ChangedSince(ctx context.Context, tx *store.Tx, since time.Time, most int) (_ []Post, err error) {
	defer errs.Wrap(&err, "list what changed of texts")
	return store.All(tx, func(r *store.Rows) (Post, error) { return scan(r) },
		`SELECT `+columns+` FROM post WHERE published_at IS NOT NULL AND touched_at >= $1 ORDER BY touched_at, id LIMIT $2`, store.At(since), most)
}

// Published returns the published posts with these ids that are not hidden and
// that the viewer may see.
func (room *Room) Published(ctx context.Context, tx *store.Tx, v auth.Viewer, ids ...string) (_ []Post, err error) {
	defer errs.Wrap(&err, "read published texts")
	if len(ids) == 0 {
		return nil, nil
	}
	in, args := store.In(tx, "id", 1, ids)
	all, err := store.All(tx, func(r *store.Rows) (Post, error) { return scan(r) },
		`SELECT `+columns+` FROM post WHERE state = 'published' AND hidden_at IS NULL AND `+in+` ORDER BY published_at DESC, id DESC`, args...)
	if err != nil {
		return nil, err
	}
	var list []Post
	for _, p := range all {
		sees, err := room.sees(ctx, tx, v, p)
		if err != nil {
			return nil, err
		}
		if sees {
			list = append(list, p)
		}
	}
	return list, nil
}

// Found tells whether anybody may find the post: it is published and nobody has
// hidden it. Who may see what it is about is another question; see Published.
func (p Post) Found() bool { return p.State == Published && !p.Hidden() }
