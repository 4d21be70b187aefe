package posts

import (
	"context"
	"errors"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/store"
)

// Titled returns a published post, hidden or not, to who judges reports.
func (room *Room) Titled(ctx context.Context, tx *store.Tx, v auth.Viewer, slug string) (Post, error) {
	if !v.Can(auth.ModerateReports, auth.TheNetwork()) {
		return Post{}, errs.NotThere()
	}
	slug, err := room.now(tx, slug)
	if err != nil {
		return Post{}, err
	}
	return scan(tx.Row(`SELECT `+columns+` FROM post WHERE slug = $1 AND state = 'published'`, slug))
}

// now is the name that a text has in its address by now: a report names the one
// that the reader saw, and whoever wrote the text could change it since.
func (room *Room) now(tx *store.Tx, slug string) (string, error) {
	err := tx.Row(`SELECT p.slug FROM post_address a JOIN post p ON p.id = a.post WHERE a.slug = $1`, slug).Scan(&slug)
	if errors.Is(err, store.ErrNoRow) {
		err = nil
	}
	return slug, err
}

// Hide keeps a published post from everybody but who wrote it, who is shown
// why. It tells whether there is such a post.
func (room *Room) Hide(ctx context.Context, tx *store.Tx, v auth.Viewer, slug, why string) (done bool, err error) {
	defer errs.Wrap(&err, "hide a post")
	if !v.Can(auth.ModerateReports, auth.TheNetwork()) {
		return false, errs.NotThere()
	}
	if slug, err = room.now(tx, slug); err != nil {
		return false, err
	}
	n, err := tx.Exec(`UPDATE post SET hidden_at = $1, hidden_why = $2 WHERE slug = $3 AND state = 'published'`, store.At(tx.Now()), why, slug)
	if err != nil || n == 0 {
		return false, err
	}
	return true, room.refind(ctx, tx, "slug", slug)
}

// Unhide shows a post again.
func (room *Room) Unhide(ctx context.Context, tx *store.Tx, v auth.Viewer, slug string) (err error) {
	defer errs.Wrap(&err, "show a post again")
	if !v.Can(auth.ModerateReports, auth.TheNetwork()) {
		return errs.NotThere()
	}
	if slug, err = room.now(tx, slug); err != nil {
		return err
	}
	n, err := tx.Exec(`UPDATE post SET hidden_at = NULL, hidden_why = NULL WHERE slug = $1`, slug)
	if err != nil || n == 0 {
		return err
	}
	return room.refind(ctx, tx, "slug", slug)
}
