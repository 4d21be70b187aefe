package postsweb

import (
	"context"
	"time"

	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/i18n"
	"codeberg.org/plenary/plenary/internal/posts"
	"codeberg.org/plenary/plenary/internal/series"
	"codeberg.org/plenary/plenary/internal/store"
	"codeberg.org/plenary/plenary/internal/web"
	"codeberg.org/plenary/plenary/internal/web/prose"
)

// Pages are the pages of this package with the rooms they show.
type Pages struct {
	Posts  *posts.Room
	Series *series.Room
}

// Routes lists all pages.
func (p *Pages) Routes() []web.Route {
	return []web.Route{web.Get("/posts/{slug}", web.Public(), p.show).Cached()}
}

// postPage is one published text.
type postPage struct {
	R       *web.Request
	Post    posts.Post
	Title   words
	Body    words
	Dates   string
	S       *series.Series // that it is about, nil for none
	Session *series.Session
	Series  words
	Held    string // when the session was
	MayEdit bool
}

// words are a text with its language, where that is another than the page's.
type words struct{ Text, Lang string }

func pick(r *web.Request, t i18n.Text) words {
	text, lang := t.Pick(r.L)
	if lang == r.L.Lang {
		lang = ""
	}
	return words{text, lang}
}

func (p *Pages) show(ctx context.Context, tx *store.Tx, r *web.Request) (web.Answer, error) {
	post, err := p.Posts.BySlug(ctx, tx, r.Viewer, r.Param("slug"))
	if err != nil {
		return nil, err
	}
	page := postPage{R: r, Post: post, Title: pick(r, post.Title), Body: pick(r, post.Body)}
	if post.Kind == posts.WriteUp {
		// Who may not see the series does not see what came of it either.
		if page.S, page.Session, err = p.Series.OfSession(ctx, tx, r.Viewer, post.About); err != nil {
			return nil, err
		}
		r.SupposeOrganisers(page.S.Location())
		page.Series, page.Held = pick(r, page.S.Title), held(r, page.S, page.Session)
		page.MayEdit = p.Series.MayWriteUp(r.Viewer, page.S)
	} else if post.About != "" {
		return nil, errs.NotThere()
	}
	page.Dates = dates(r, post)
	return web.Page{Title: page.Title.Text, Body: postBody(page), Describe: prose.Plain(page.Body.Text, 160)}, nil
}

// held says when the session was: one day, whichever track somebody was in.
func held(r *web.Request, s *series.Series, x *series.Session) string {
	return r.L.Date(s.Occurrence(x, s.Letters()[0]).Start.In(r.Zone), i18n.Long)
}

// soon is how long after publishing a change needs no word: a slip is mended
// before anybody has read it.
const soon = 10 * time.Minute

// dates says when it was published, and when changed.
func dates(r *web.Request, post posts.Post) string {
	published := r.L.Date(post.PublishedAt.In(r.Zone), i18n.Medium)
	if post.ChangedAt.Sub(post.PublishedAt) < soon {
		return r.L.T("posts.published|Published {date}", "date", published)
	}
	return r.L.T("posts.changed|Published {date}, changed {changed}", "date", published, "changed", r.L.Date(post.ChangedAt.In(r.Zone), i18n.Medium))
}
