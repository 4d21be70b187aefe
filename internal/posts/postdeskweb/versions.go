package postdeskweb

import (
	"context"
	"strconv"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/i18n"
	"codeberg.org/plenary/plenary/internal/posts"
	"codeberg.org/plenary/plenary/internal/store"
	"codeberg.org/plenary/plenary/internal/web"
	"codeberg.org/plenary/plenary/internal/web/ui"
)

func (p *Pages) versionRoutes() []web.Route {
	const at = "/o/posts/{id}/versions"
	return []web.Route{
		web.Get(at, web.Desk(), p.versions).Audited(auth.ReadTeam),
		web.Post(at, web.Desk(), web.Steps[struct{}]{Do: p.restoreDo}),
	}
}

// versionsPage are all versions of a text, and what changed between two.
type versionsPage struct {
	R        *web.Request
	Post     posts.Post
	Back     string
	Rows     []versionRow
	From, To int
	Options  []ui.Option
	Diffs    []difference
}

// versionRow is one version in the list.
type versionRow struct {
	N      int
	Text   string // who saved it and when
	Tags   []ui.Tag
	Before int // the version before it, 0 for the first
	Latest bool
}

func (p *Pages) versions(ctx context.Context, tx *store.Tx, r *web.Request) (web.Answer, error) {
	post, err := p.Posts.Working(ctx, tx, r.Viewer, r.Param("id"))
	if err != nil {
		return nil, err
	}
	list, err := p.Posts.Versions(ctx, tx, r.Viewer, post.ID)
	if err != nil {
		return nil, err
	}
	page := versionsPage{R: r, Post: post}
	if page.Back, err = p.formOf(ctx, tx, r, post); err != nil {
		return nil, err
	}
	if err := p.addRows(ctx, tx, &page, list); err != nil {
		return nil, err
	}
	page.From, page.To = chosen(r, list)
	new, err := p.Posts.Version(ctx, tx, r.Viewer, post.ID, page.To)
	if err != nil {
		return nil, err
	}
	var old posts.Version // nothing, before the first
	if page.From != 0 {
		if old, err = p.Posts.Version(ctx, tx, r.Viewer, post.ID, page.From); err != nil {
			return nil, err
		}
	}
	if page.From != page.To {
		page.Diffs = differences(r, old.Text, new.Text)
	}
	return web.Page{Title: r.L.T("org.post.versions.title|Versions: {title}", "title", textOf(r, post.Title)), Body: versionsBody(page), Wide: true, Here: "desk", Zoned: true}, nil
}

// formOf is the address of the form in which a text is changed.
func (p *Pages) formOf(ctx context.Context, tx *store.Tx, r *web.Request, post posts.Post) (string, error) {
	if post.About.None() {
		return home(post), nil
	}
	t, err := p.Posts.Thing(ctx, tx, r.Viewer, post.About)
	return t.Form, err
}

// chosen are the two versions that the address asks for, else the last change.
func chosen(r *web.Request, list []posts.Version) (from, to int) {
	to = list[0].N
	if len(list) > 1 {
		from = list[1].N
	}
	if n, err := strconv.Atoi(r.Query.Get("to")); err == nil {
		to = n
	}
	if n, err := strconv.Atoi(r.Query.Get("from")); err == nil {
		from = n
	}
	return from, to
}

func (p *Pages) addRows(ctx context.Context, tx *store.Tx, page *versionsPage, list []posts.Version) error {
	r := page.R
	var ids []string
	for _, v := range list {
		ids = append(ids, v.By)
	}
	names, err := p.names(tx, r, ids...)
	if err != nil {
		return err
	}
	agreed, err := p.Posts.Agreed(ctx, tx, r.Viewer, page.Post.ID)
	if err != nil {
		return err
	}
	for i, v := range list {
		row := versionRow{N: v.N, Before: v.N - 1, Latest: i == 0, Text: r.L.T("org.post.version.by|{name}, {when}", "name", names[v.By], "when", r.L.DateTime(v.At.In(r.Zone), i18n.Medium))}
		if v.N == page.Post.Shown && page.Post.State == posts.Published {
			row.Tags = append(row.Tags, ui.Tag{Tone: ui.OK, Word: r.L.T("org.post.version.shown|This is read")})
		}
		if v.N == agreed {
			row.Tags = append(row.Tags, ui.Tag{Tone: ui.OK, Word: r.L.T("org.post.version.agreed|Second yes")})
		}
		page.Rows = append(page.Rows, row)
		page.Options = append(page.Options, ui.Option{Value: strconv.Itoa(v.N), Label: r.L.T("org.post.version.n|Version {n}", "n", v.N)})
	}
	return p.saw(ctx, tx, r, page.Post, len(names))
}

// restoreDo makes an old text the latest.
func (p *Pages) restoreDo(ctx context.Context, tx *store.Tx, r *web.Request, _ struct{}) (web.Answer, error) {
	n, err := strconv.Atoi(r.Value("restore"))
	if err != nil {
		return nil, errs.NotThere()
	}
	latest, err := strconv.Atoi(r.Value("version"))
	if err != nil {
		return nil, errs.NotThere()
	}
	post, err := p.Posts.Restore(ctx, tx, r.Viewer, r.Param("id"), n, latest)
	if err != nil {
		return nil, err
	}
	to, err := p.formOf(ctx, tx, r, post)
	return web.SeeOther(to + "?done=restored"), err
}
