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
	return room.seen(ctx, tx, v, all, map[About]*Thing{})
}

// MakeFindable puts all published posts into the search anew, for a house whose
// search is younger than its posts.
func (room *Room) MakeFindable(ctx context.Context, tx *store.Tx) error {
	list, err := store.All(tx, func(r *store.Rows) (Post, error) { return scan(r) }, `SELECT `+columns+` FROM post WHERE state = 'published'`)
	if err != nil {
		return err
	}
	return room.putFindable(ctx, tx, list...)
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

// putFindable lets posts be found by their words, or no longer: what is not
// published, or hidden by a moderator, is not, nor what is about something that
// only invited people see.
func (room *Room) putFindable(ctx context.Context, tx *store.Tx, list ...Post) error {
	open, err := room.ids(ctx, tx, auth.Viewer{}, list)
	if err != nil {
		return err
	}
	members, err := room.ids(ctx, tx, auth.Viewer{Kind: auth.Person}, list)
	if err != nil {
		return err
	}
	for _, p := range list {
		if !open[p.ID] && !members[p.ID] || p.State != Published || p.Hidden() {
			err = search.Drop(tx, search.Post, p.ID)
		} else {
			err = search.Put(tx, p.findable(!open[p.ID]))
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// ids are those of the posts of which the viewer sees what they are about.
func (room *Room) ids(ctx context.Context, tx *store.Tx, v auth.Viewer, list []Post) (map[string]bool, error) {
	seen, err := room.seen(ctx, tx, v, list, map[About]*Thing{})
	ids := map[string]bool{}
	for _, p := range seen {
		ids[p.ID] = true
	}
	return ids, err
}

func (p Post) findable(members bool) search.Thing {
	t := search.Thing{Kind: search.Post, ID: p.ID, Members: members, At: p.PublishedAt, Title: p.Title, Body: []i18n.Text{p.Body}}
	for _, c := range p.Corrections {
		t.Body = append(t.Body, c.Text)
	}
	return t
}
