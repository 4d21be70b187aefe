package posts

import (
	"errors"

	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/store"
	"codeberg.org/plenary/plenary/internal/typed"
)

// FreeSlug returns the wanted name, or the first of it with a number behind
// that no text has or had.
func (room *Room) FreeSlug(tx *store.Tx, want string) (string, error) {
	if want == "" {
		want = "post"
	}
	from, before := store.Prefix(want)
	used, err := store.All(tx, store.Column[string], `SELECT slug FROM post WHERE slug >= $1 AND slug < $2
		UNION SELECT slug FROM post_address WHERE slug >= $1 AND slug < $2`, from, before)
	return typed.Free(want, used), err
}

func slugTaken() error {
	return errs.New(errs.Conflict, "org.post.slug-taken|There is a text with this address already.")
}

// checkSlug refuses an address that another text has, or had.
func checkSlug(tx *store.Tx, p, old Post) error {
	var form errs.Form
	if p.About.None() {
		typed.CheckSlug(&form, "slug", p.Slug)
		if err := form.Err(); err != nil {
			return err
		}
	}
	taken, err := tx.Found(`SELECT 1 FROM post WHERE slug = $1 AND id <> $2 UNION SELECT 1 FROM post_address WHERE slug = $1 AND post <> $2`, p.Slug, old.ID)
	if err != nil || !taken {
		return err
	}
	if !p.About.None() {
		return slugTaken()
	}
	form.Add("slug", "org.post.slug-taken|There is a text with this address already.")
	return form.Err()
}

// keepAddress lets the old address lead on, once readers were given it.
func keepAddress(tx *store.Tx, p, old Post) error {
	if _, err := tx.Exec(`DELETE FROM post_address WHERE slug = $1`, p.Slug); err != nil {
		return err
	}
	if old.PublishedAt.IsZero() {
		return nil
	}
	_, err := tx.Exec(`INSERT INTO post_address (slug, post) VALUES ($1, $2)`, old.Slug, p.ID)
	return err
}

// Moved returns the address of the text that had another before.
func (room *Room) Moved(tx *store.Tx, slug string) (to string, err error) {
	err = tx.Row(`SELECT p.slug FROM post_address a JOIN post p ON p.id = a.post WHERE a.slug = $1 AND p.state <> 'draft' AND p.hidden_at IS NULL`, slug).Scan(&to)
	if errors.Is(err, store.ErrNoRow) {
		err = errs.NotThere()
	}
	return to, err
}
