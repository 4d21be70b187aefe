package posts

import (
	"context"
	"errors"
	"time"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/store"
)

// Version is one text that was saved. Its Post holds that text alone.
type Version struct {
	N    int
	By   string // the person's id, "console" or "system"
	At   time.Time
	Text Post
}

// over puts the version's text in place of a post's.
func (v Version) over(p Post) Post {
	t := v.Text
	p.Title, p.Body, p.Lang, p.Corrections, p.Related = t.Title, t.Body, t.Lang, t.Corrections, t.Related
	p.originalAt, p.translated = t.originalAt, t.translated
	return p
}

const versionColumns = `n, title, body, lang, corrections, related, original_at, translated, by_whom, at`

func scanVersion(row scanner) (v Version, err error) {
	var at store.Time
	var corrections, related, translated string
	err = row.Scan(&v.N, &v.Text.Title, &v.Text.Body, &v.Text.Lang, &corrections, &related, &v.Text.originalAt, &translated, &v.By, &at)
	v.At, v.Text.Version = at.Time, v.N
	if errors.Is(err, store.ErrNoRow) {
		return v, errs.NotThere()
	}
	if err != nil {
		return v, err
	}
	return v, v.Text.readParts(corrections, related, translated)
}

func version(tx *store.Tx, id string, n int) (Version, error) {
	return scanVersion(tx.Row(`SELECT `+versionColumns+` FROM post_version WHERE post = $1 AND n = $2`, id, n))
}

// Version returns one version of a post to a viewer who may write it.
func (room *Room) Version(ctx context.Context, tx *store.Tx, v auth.Viewer, id string, n int) (_ Version, err error) {
	defer errs.Wrap(&err, "read a version of a text")
	if _, err := room.read(ctx, tx, v, id); err != nil {
		return Version{}, err
	}
	return version(tx, id, n)
}

// mostVersions is how many versions a list tells of.
const mostVersions = 100

// Versions returns the last versions of a post, the latest first and without
// their texts, to a viewer who may write it. Earlier ones are there by number.
func (room *Room) Versions(ctx context.Context, tx *store.Tx, v auth.Viewer, id string) (_ []Version, err error) {
	defer errs.Wrap(&err, "list the versions of a text")
	if _, err := room.read(ctx, tx, v, id); err != nil {
		return nil, err
	}
	return store.All(tx, func(r *store.Rows) (v Version, err error) {
		var at store.Time
		err = r.Scan(&v.N, &v.By, &at)
		v.At = at.Time
		return v, err
	}, `SELECT n, by_whom, at FROM post_version WHERE post = $1 ORDER BY n DESC LIMIT $2`, id, mostVersions)
}

// Restore makes an old version the latest: a new version with its text.
func (room *Room) Restore(ctx context.Context, tx *store.Tx, v auth.Viewer, id string, n, latestKnown int) (_ Post, err error) {
	defer errs.Wrap(&err, "restore a version of a text")
	p, err := room.Working(ctx, tx, v, id)
	if err != nil {
		return p, err
	}
	old, err := version(tx, id, n)
	if err != nil {
		return p, err
	}
	p = old.over(p)
	p.Version = latestKnown
	return room.Save(ctx, tx, v, p)
}
