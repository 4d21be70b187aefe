package posts

import (
	"context"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/i18n"
	"codeberg.org/plenary/plenary/internal/search"
	"codeberg.org/plenary/plenary/internal/store"
)

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

// MakeFindable puts all published posts into the search anew, for a house whose
// search is younger than its posts.
func (room *Room) MakeFindable(ctx context.Context, tx *store.Tx) error {
	list, err := store.All(tx, func(r *store.Rows) (Post, error) { return scan(r) }, `SELECT `+columns+` FROM post WHERE state = 'published'`)
	for _, p := range list {
		if err = room.putFindable(ctx, tx, p); err != nil {
			return err
		}
	}
	return err
}

// refind does what follows for the search from a change of the post that has this
// id or slug.
func (room *Room) refind(ctx context.Context, tx *store.Tx, column, value string) error {
	p, err := scan(tx.Row(`SELECT `+columns+` FROM post WHERE `+column+` = $1`, value))
	if err != nil {
		return err
	}
	return room.putFindable(ctx, tx, p)
}

// putFindable lets a post be found by its words, or no longer: what is not
// published, hidden by a moderator, or about what not everybody may see is not.
func (room *Room) putFindable(ctx context.Context, tx *store.Tx, p Post) error {
	open, err := room.sees(ctx, tx, auth.Viewer{}, p)
	if err != nil {
		return err
	}
	if !open || p.State != Published || p.Hidden() {
		return search.Drop(tx, search.Post, p.ID)
	}
	t := search.Thing{Kind: search.Post, ID: p.ID, At: p.PublishedAt, Title: p.Title, Body: []i18n.Text{p.Body}}
	for _, c := range p.Corrections {
		t.Body = append(t.Body, c.Text)
	}
	return search.Put(tx, t)
}
