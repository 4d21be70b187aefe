package postdeskweb

import (
	"context"
	"net/url"
	"slices"

	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/events"
	"codeberg.org/plenary/plenary/internal/i18n"
	"codeberg.org/plenary/plenary/internal/people"
	"codeberg.org/plenary/plenary/internal/posts"
	"codeberg.org/plenary/plenary/internal/series"
	"codeberg.org/plenary/plenary/internal/store"
	"codeberg.org/plenary/plenary/internal/typed"
	"codeberg.org/plenary/plenary/internal/web"
	"codeberg.org/plenary/plenary/internal/web/forms"
	"codeberg.org/plenary/plenary/internal/web/ui"
)

func (p *Pages) editRoutes() []web.Route {
	return []web.Route{
		web.Get("/o/posts/new", web.Desk(), p.blank),
		web.Post("/o/posts/new", web.Desk(), web.Steps[writing]{Prepare: readWriting, Do: p.makeDo, Again: p.makeAgain}).Takes(mostBytes),
		web.Get("/o/posts/{id}", web.Desk(), p.edit),
		web.Post("/o/posts/{id}", web.Desk(), web.Steps[writing]{Prepare: readWriting, Do: p.editDo, Again: p.editAgain}).Takes(mostBytes),
	}
}

// editPage is the form of a text of the network or of a chapter.
type editPage struct {
	R    *web.Request
	E    editor
	Post posts.Post // a zero one for a new text
	Next string     // what to do with the text now, "" = nothing
}

// blank is the form of a new text, of a kind and a chapter if the address says
// so.
func (p *Pages) blank(ctx context.Context, tx *store.Tx, r *web.Request) (web.Answer, error) {
	post := posts.Post{Kind: posts.News, Lang: r.L.Lang}
	if kind := posts.Kind(r.Query.Get("kind")); slices.Contains(posts.Kinds(), kind) {
		post.Kind = kind
	}
	if slug := r.Query.Get("chapter"); slug != "" {
		c, err := p.People.ChapterBySlug(tx, slug)
		if err != nil {
			return nil, err
		}
		post.Chapter = c.ID
	}
	in := fill(r, post)
	in.Langs = forms.Languages(r, "", nil)
	if want := r.Query.Get("lang"); i18n.KnownLang(want) {
		in.Langs = forms.Languages(r, want, nil)
	}
	in.Values.Set("primary", in.Langs[0])
	return p.editPage(ctx, tx, r, posts.Post{}, in, nil)
}

func (p *Pages) makeDo(ctx context.Context, tx *store.Tx, r *web.Request, in writing) (web.Answer, error) {
	post, err := in.post(posts.Post{})
	if err != nil {
		return nil, err
	}
	if post.Slug, err = p.Posts.FreeSlug(tx, typed.Slug(post.Title)); err != nil {
		return nil, err
	}
	post, err = p.Posts.Save(ctx, tx, r.Viewer, post)
	return web.SeeOther(home(post) + "?done=saved"), err
}

func (p *Pages) makeAgain(ctx context.Context, tx *store.Tx, r *web.Request, in writing, wrong *errs.Error) (web.Page, error) {
	return p.again(ctx, tx, r, posts.Post{}, in, wrong)
}

func (p *Pages) edit(ctx context.Context, tx *store.Tx, r *web.Request) (web.Answer, error) {
	post, err := p.Posts.Working(ctx, tx, r.Viewer, r.Param("id"))
	if err != nil {
		return nil, err
	}
	if !post.About.None() { // it is written where what it tells of is
		at, err := p.formOf(ctx, tx, r, post)
		return web.SeeOther(at), err
	}
	page, err := p.editPage(ctx, tx, r, post, fill(r, post), nil)
	page.Notices = r.News(map[string]string{
		"saved":    r.L.T("org.write-up.saved|Saved. Nobody else sees it until you publish."),
		"changed":  r.L.T("org.write-up.changed|Saved. The page says that it was changed."),
		"waits":    r.L.T("org.post.saved-waits|Saved. Readers see the text as it was until a second person has said yes to the change and it is published."),
		"restored": r.L.T("org.post.restored|The old text is the latest again. What stood here before is kept as a version."),
	})
	return page, err
}

// own is the post that the address names, of the network or a chapter, with its
// latest text.
func (p *Pages) own(ctx context.Context, tx *store.Tx, r *web.Request) (posts.Post, error) {
	post, err := p.Posts.Working(ctx, tx, r.Viewer, r.Param("id"))
	if err == nil && !post.About.None() {
		return post, errs.NotThere()
	}
	return post, err
}

func (p *Pages) editDo(ctx context.Context, tx *store.Tx, r *web.Request, in writing) (web.Answer, error) {
	kept, err := p.own(ctx, tx, r)
	if err != nil {
		return nil, err
	}
	post, err := in.post(kept)
	if err != nil {
		return nil, err
	}
	if len(in.clashes(kept)) > 0 {
		return nil, errs.New(errs.Conflict, "org.post.newer|Somebody has saved another text in the meantime. Nothing of yours is lost: both stand below.")
	}
	if post, err = p.Posts.Save(ctx, tx, r.Viewer, post); err != nil {
		return nil, err
	}
	now, err := p.own(ctx, tx, r)
	if err != nil {
		return nil, err
	}
	done := "saved"
	switch {
	case now.Pending():
		done = "waits"
	case now.State == posts.Published:
		done = "changed"
	}
	return web.SeeOther(home(post) + "?done=" + done), nil
}

func (p *Pages) editAgain(ctx context.Context, tx *store.Tx, r *web.Request, in writing, wrong *errs.Error) (web.Page, error) {
	post, err := p.own(ctx, tx, r)
	if err != nil {
		return web.Page{}, err
	}
	return p.again(ctx, tx, r, post, in, wrong)
}

// again shows the form as it was sent: to look at it, or with what is wrong.
func (p *Pages) again(ctx context.Context, tx *store.Tx, r *web.Request, post posts.Post, in writing, wrong *errs.Error) (web.Page, error) {
	if forms.Looked(wrong) {
		page, err := p.editPage(ctx, tx, r, post, in, nil)
		return forms.Shown(page), err
	}
	return p.editPage(ctx, tx, r, post, in, wrong)
}

func (p *Pages) editPage(ctx context.Context, tx *store.Tx, r *web.Request, post posts.Post, in writing, wrong *errs.Error) (web.Page, error) {
	if post.ID == "" && !posts.MayWrite(r.Viewer) {
		return web.Page{}, errs.NotThere()
	}
	page := editPage{R: r, Post: post, E: editor{R: r, In: in, Kept: post, Action: "/o/posts/new"}}
	title := r.L.T("org.posts.new|Write a text")
	if post.ID != "" {
		page.E.Action, title = home(post), textOf(r, post.Title)
	}
	var err error
	if page.E.Theirs, err = p.theirs(ctx, tx, r, post, &page.E.In, wrong); err != nil {
		return web.Page{}, err
	}
	page.E.Form = ui.Form{L: r.L, Values: page.E.In.Values, Err: placed(wrong, in.Langs[0])}
	if page.E.Place, err = p.place(tx, r, post); err != nil {
		return web.Page{}, err
	}
	if page.E.Things, err = p.things(ctx, tx, r, page.E.In.related()); err != nil {
		return web.Page{}, err
	}
	return web.Page{Title: title, Body: editBody(page), Wide: true, Here: "desk"}, nil
}

// place are the kinds and chapters to choose from.
func (p *Pages) place(tx *store.Tx, r *web.Request, post posts.Post) (*place, error) {
	x := &place{}
	for _, kind := range posts.Kinds() {
		x.Kinds = append(x.Kinds, ui.Option{Value: string(kind), Label: r.L.Text(kind.Label())})
	}
	list, err := p.People.Chapters(tx)
	if err != nil {
		return nil, err
	}
	tree := people.TreeOf(list)
	if posts.MayWriteIn(r.Viewer, tree, "") {
		x.Chapters = append(x.Chapters, ui.Option{Label: r.L.T("org.chapter.none|The network itself")})
	}
	for _, c := range list {
		if posts.MayWriteIn(r.Viewer, tree, c.ID) {
			x.Chapters = append(x.Chapters, ui.Option{Value: c.ID, Label: textOf(r, c.Name)})
		}
	}
	return x, nil
}

// things are the events and series that a text can go with: what comes or runs,
// and what is chosen already.
func (p *Pages) things(ctx context.Context, tx *store.Tx, r *web.Request, chosen []posts.Ref) ([]ui.Option, error) {
	options := []ui.Option{{Label: r.L.T("org.post.related.none|None")}}
	all, err := p.Events.List(ctx, tx, r.Viewer, events.Filter{})
	if err != nil {
		return nil, err
	}
	for _, e := range all {
		if e.State != events.Draft && (e.Ends().After(r.Now) || slices.Contains(chosen, posts.Ref{Kind: "event", ID: e.ID})) {
			options = append(options, ui.Option{Value: "event:" + e.ID, Label: textOf(r, e.Title), Group: r.L.T("org.post.related.events|Events")})
		}
	}
	list, err := p.Series.List(ctx, tx, r.Viewer, series.Filter{Archived: true})
	if err != nil {
		return nil, err
	}
	for _, s := range list {
		if s.State != series.Draft && (s.Ends().After(r.Now) || slices.Contains(chosen, posts.Ref{Kind: "series", ID: s.ID})) {
			options = append(options, ui.Option{Value: "series:" + s.ID, Label: textOf(r, s.Title), Group: r.L.T("org.post.related.series|Series")})
		}
	}
	if len(options) == 1 {
		return nil, nil
	}
	return options, nil
}

// languageLinks lead to the form of a new text in another language.
func (p editPage) languageLinks() (links []ui.LangLink) {
	if p.Post.ID != "" || len(p.E.In.Langs) < 2 {
		return nil
	}
	for _, lang := range p.R.Face.Languages {
		q := url.Values{"lang": {lang}, "kind": {p.E.In.Get("kind")}}
		links = append(links, ui.LangLink{Lang: lang, Name: p.R.L.LangTitle(lang), Href: "/o/posts/new?" + q.Encode(), Here: lang == p.E.lang()})
	}
	return links
}
