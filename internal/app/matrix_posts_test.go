package app_test

import (
	"errors"
	"net/url"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/i18n"
	"codeberg.org/plenary/plenary/internal/posts"
	"codeberg.org/plenary/plenary/internal/store"
)

// drafted is a text that a chapter's writers are at: a draft, made anew where a
// request has published or deleted it.
func (w *world) drafted(chapter string) (id string) {
	w.Write(func(tx *store.Tx) error {
		err := tx.Row(`SELECT id FROM post WHERE chapter = $1 AND state = 'draft' AND version = 1`, w.chapter[chapter]).Scan(&id)
		if !errors.Is(err, store.ErrNoRow) {
			return err
		}
		slug, err := w.Posts.FreeSlug(tx, "draft-of-"+chapter)
		if err != nil {
			return err
		}
		made, err := w.Posts.Save(tx.Context(), tx, auth.AtConsole(), posts.Post{Slug: slug, Kind: posts.News, Chapter: w.chapter[chapter],
			Title: i18n.Text{"en": "A draft"}, Body: i18n.Text{"en": "Not to be read yet."}})
		id = made.ID
		return err
	})
	return id
}

// unread leaves drafts that no request publishes: of a chapter, about a session of
// a series in it, and about a date of the event beside the series. Each has a
// second version, so that drafted takes another.
func (w *world) unread(slug string) {
	w.Write(func(tx *store.Tx) error {
		e, err := w.Events.BySlug(tx.Context(), tx, auth.Itself(), slug+"-hall")
		if err != nil {
			return err
		}
		for _, p := range []posts.Post{
			{Slug: "unread-" + slug, Kind: posts.News, Chapter: w.chapter[chapterOf(slug)], Title: i18n.Text{"en": "Of " + w.plant("post_version.title", "", slug)}},
			{About: posts.About{Kind: posts.Date, ID: e.Dates[1].ID}, Title: i18n.Text{"en": "Of " + w.plant("post_version.title", "", slug)}},
			{About: posts.About{Kind: posts.Session, ID: w.seriesIn(tx, slug).Sessions[1].ID}, Title: i18n.Text{"en": "Of a session"}},
		} {
			p.Body = i18n.Text{"en": "Not to be read: " + w.plant("post_version.title", "", slug)}
			for range 2 {
				if p, err = w.Posts.Save(tx.Context(), tx, auth.AtConsole(), p); err != nil {
					return err
				}
				p.Body = i18n.Text{"en": p.Body["en"] + " Once more."}
			}
		}
		return nil
	})
}

// ofPosts are the values of forms about texts.
func (w *world) ofPosts(v url.Values, object string) {
	for name, value := range map[string]string{"kind": "news", "chapter": w.chapter[map[string]string{own: "river", other: "hill"}[object]],
		"version": "1", "restore": "1", "do": "unplan", "answer": "yes"} {
		v.Set(name, value)
	}
}
