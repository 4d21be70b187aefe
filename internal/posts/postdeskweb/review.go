package postdeskweb

import (
	"context"
	"strings"

	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/posts"
	"codeberg.org/plenary/plenary/internal/store"
	"codeberg.org/plenary/plenary/internal/web"
	"codeberg.org/plenary/plenary/internal/web/ui"
)

func (p *Pages) reviewRoutes() []web.Route {
	const at = "/o/posts/{id}/review"
	return []web.Route{
		web.Get(at, web.Desk(), p.review),
		web.Post(at, web.Desk(), web.Steps[struct{}]{Do: p.reviewDo, Again: p.reviewAgain}),
	}
}

// reviewPage is what a second reader sees: the whole text, and what changed
// since the last yes, or since what readers have.
type reviewPage struct {
	R     *web.Request
	Post  posts.Post
	Since int // the version that it is compared with, 0 = all is new
	Diffs []difference
	What  string // of which kind, and whose: the yes is for that, too
	May   bool   // say yes
	Form  ui.Form
}

func (p *Pages) review(ctx context.Context, tx *store.Tx, r *web.Request) (web.Answer, error) {
	page, err := p.reviewPage(ctx, tx, r, nil)
	page.Notices = r.News(map[string]string{"answered": r.L.T("org.post.answered|Thank you. Who wrote it is mailed what you said.")})
	return page, err
}

func (p *Pages) reviewPage(ctx context.Context, tx *store.Tx, r *web.Request, wrong *errs.Error) (web.Page, error) {
	post, err := p.Posts.Working(ctx, tx, r.Viewer, r.Param("id"))
	if err != nil {
		return web.Page{}, err
	}
	page := reviewPage{R: r, Post: post, Form: ui.Form{L: r.L, Values: r.Form, Err: wrong}}
	if page.What, err = p.what(ctx, tx, r, post); err != nil {
		return web.Page{}, err
	}
	if page.May, err = p.Posts.MayAnswer(ctx, tx, r.Viewer, post); err != nil {
		return web.Page{}, err
	}
	agreed, err := p.Posts.Agreed(ctx, tx, r.Viewer, post.ID)
	if err != nil {
		return web.Page{}, err
	}
	if page.Since = max(agreed, post.Shown); page.Since > 0 {
		old, err := p.Posts.Version(ctx, tx, r.Viewer, post.ID, page.Since)
		if err != nil {
			return web.Page{}, err
		}
		page.Diffs = differences(r, old.Text, post)
	}
	return web.Page{Title: r.L.T("org.post.review.title|Read before it goes out: {title}", "title", textOf(r, post.Title)), Body: reviewBody(page), Wide: true, Here: "desk"}, nil
}

// what says of which kind a text is and who speaks in it.
func (p *Pages) what(ctx context.Context, tx *store.Tx, r *web.Request, post posts.Post) (string, error) {
	who := textOf(r, r.Face.Name)
	if !post.About.None() {
		t, err := p.Posts.Thing(ctx, tx, r.Viewer, post.About)
		return r.L.Text(post.Kind.Label()) + " · " + textOf(r, t.Title) + " · " + thingName(r, t), err
	}
	list, err := p.People.Chapters(tx)
	for _, c := range list {
		if c.ID == post.Chapter {
			who = textOf(r, c.Name)
		}
	}
	return r.L.Text(post.Kind.Label()) + " · " + who, err
}

func (p *Pages) reviewDo(ctx context.Context, tx *store.Tx, r *web.Request, _ struct{}) (web.Answer, error) {
	post, err := p.Posts.Working(ctx, tx, r.Viewer, r.Param("id"))
	if err != nil {
		return nil, err
	}
	version := r.Number("version")
	err = p.Posts.Answer(ctx, tx, r.Viewer, post.ID, version, posts.Answer(r.Value("answer")), r.Value("note"))
	return web.SeeOther(home(post) + "/review?done=answered"), err
}

func (p *Pages) reviewAgain(ctx context.Context, tx *store.Tx, r *web.Request, _ struct{}, wrong *errs.Error) (web.Page, error) {
	return p.reviewPage(ctx, tx, r, wrong)
}

// notesOf keeps the footnotes of the nth text of the page apart.
func notesOf(n int) string { return "t" + strings.Repeat("t", n) }
