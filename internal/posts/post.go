package posts

import (
	"context"
	"errors"
	"time"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/i18n"
	"codeberg.org/plenary/plenary/internal/store"
)

// Room is this capability. It stands on the store alone.
type Room struct{}

// State is where a post stands.
type State string

const (
	Draft     State = "draft"
	Published State = "published"
)

// Kind is what a post is.
type Kind string

// WriteUp tells of a session.
const WriteUp Kind = "write-up"

// Post is a text with its translations.
type Post struct {
	ID          string
	Slug        string
	Kind        Kind
	About       string // the session's id, "" = nothing in particular
	State       State
	Title       i18n.Text
	Body        i18n.Text // Markdown
	WrittenBy   string    // the person's id
	Version     int
	ChangedAt   time.Time
	PublishedAt time.Time
	HiddenAt    time.Time // by who moderates
	HiddenWhy   string    // what they said
}

// Hidden tells whether a post is kept from everybody but who wrote it.
func (p Post) Hidden() bool { return !p.HiddenAt.IsZero() }

// longestBody bounds a text, in bytes of one language.
const longestBody = 200_000

// Check says what is wrong with a post, by field.
func (p Post) Check() error {
	var form errs.Form
	if p.Title.Empty() {
		form.Add("title", "org.post.title-missing|Give it a title.")
	}
	if p.Body.Empty() {
		form.Add("body", "org.post.body-missing|Write something first.")
	}
	for _, lang := range p.Body.Langs() {
		if len(p.Body[lang]) > longestBody {
			form.Add("body", "org.post.body-long|The text is too long. Please split it.")
		}
	}
	return form.Err()
}

// Save keeps a draft, or a change of what is published. The scopes are those
// of what the post is about. A form that knew an older version is refused.
func (room *Room) Save(ctx context.Context, tx *store.Tx, v auth.Viewer, p Post, scopes ...auth.Scope) (_ Post, err error) {
	defer errs.Wrap(&err, "save a post")
	if !v.Can(auth.WritePosts, scopes...) {
		return p, errs.NotThere()
	}
	if err = p.Check(); err != nil {
		return p, err
	}
	p.ChangedAt = tx.Now()
	if p.ID == "" {
		return room.insert(tx, v, p)
	}
	p.Version++
	n, err := tx.Exec(`UPDATE post SET title = $1, body = $2, version = $3, changed_at = $4 WHERE id = $5 AND version = $3 - 1`,
		p.Title, p.Body, p.Version, store.At(p.ChangedAt), p.ID)
	if err == nil && n == 0 {
		err = errs.New(errs.Conflict, "org.post.newer|Somebody has changed this text in the meantime. Copy yours, reload the page, and put both together.")
	}
	return p, err
}

func (room *Room) insert(tx *store.Tx, v auth.Viewer, p Post) (Post, error) {
	p.ID, p.Version, p.State, p.WrittenBy = store.NewID(), 1, Draft, v.Actor()
	_, err := tx.Exec(`INSERT INTO post (id, slug, kind, about, state, title, body, written_by, version, made_at, changed_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $10)`,
		p.ID, p.Slug, string(p.Kind), p.About, string(p.State), p.Title, p.Body, p.WrittenBy, p.Version, store.At(p.ChangedAt))
	if store.IsUnique(err) {
		return p, errs.New(errs.Conflict, "org.post.slug-taken|There is a text with this address already.")
	}
	return p, err
}

// Publish shows a draft to all. Doing it twice changes nothing, and says so by
// first being false.
func (room *Room) Publish(ctx context.Context, tx *store.Tx, v auth.Viewer, id string, scopes ...auth.Scope) (first bool, err error) {
	defer errs.Wrap(&err, "publish a post")
	if !v.Can(auth.WritePosts, scopes...) {
		return false, errs.NotThere()
	}
	n, err := tx.Exec(`UPDATE post SET state = 'published', published_at = $1 WHERE id = $2 AND state = 'draft'`, store.At(tx.Now()), id)
	return n > 0, err
}

const columns = `id, slug, kind, about, state, title, body, written_by, version, changed_at, published_at, hidden_at, COALESCE(hidden_why, '')`

type scanner interface{ Scan(...any) error }

func scan(row scanner) (p Post, err error) {
	var changed, published, hidden store.Time
	err = row.Scan(&p.ID, &p.Slug, (*string)(&p.Kind), &p.About, (*string)(&p.State), &p.Title, &p.Body, &p.WrittenBy, &p.Version, &changed, &published, &hidden, &p.HiddenWhy)
	p.ChangedAt, p.PublishedAt, p.HiddenAt = changed.Time, published.Time, hidden.Time
	if errors.Is(err, store.ErrNoRow) {
		err = errs.NotThere()
	}
	return p, err
}

// BySlug returns a published post. One that is hidden is there for who wrote it
// alone.
func (room *Room) BySlug(ctx context.Context, tx *store.Tx, v auth.Viewer, slug string) (Post, error) {
	p, err := scan(tx.Row(`SELECT `+columns+` FROM post WHERE slug = $1 AND state = 'published'`, slug))
	if err == nil && p.Hidden() && !v.Is(p.WrittenBy) {
		return Post{}, errs.NotThere()
	}
	return p, err
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

// Latest returns the posts published last.
func (room *Room) Latest(ctx context.Context, tx *store.Tx, v auth.Viewer, most int) ([]Post, error) {
	return store.All(tx, func(r *store.Rows) (Post, error) { return scan(r) },
		`SELECT `+columns+` FROM post WHERE state = 'published' AND hidden_at IS NULL ORDER BY published_at DESC LIMIT $1`, most)
}
