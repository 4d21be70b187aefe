package postdeskweb

import (
	"context"
	"strconv"

	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/i18n"
	"codeberg.org/plenary/plenary/internal/posts"
	"codeberg.org/plenary/plenary/internal/store"
	"codeberg.org/plenary/plenary/internal/web"
	"codeberg.org/plenary/plenary/internal/web/forms"
	"codeberg.org/plenary/plenary/internal/web/ui"
)

func (p *Pages) writeUpRoutes() (list []web.Route) {
	for _, at := range []string{"/o/s/{slug}/session/{n}/write-up", "/o/e/{slug}/d/{date}/write-up"} {
		list = append(list, web.Get(at, web.Desk(), p.writeUp),
			web.Post(at, web.Desk(), web.Steps[writing]{Prepare: readWriting, Do: p.writeUpDo, Again: p.writeUpAgain}).Takes(mostBytes))
	}
	return list
}

// writeUpPage is the form of a write-up.
type writeUpPage struct {
	R *web.Request
	T posts.Thing // that it tells of
	E editor
}

// written loads what the address names, for who writes about it, and its
// write-up as it is; a zero one if there is none.
func (p *Pages) written(ctx context.Context, tx *store.Tx, r *web.Request) (t posts.Thing, kept posts.Post, err error) {
	about, err := p.about(ctx, tx, r)
	if err != nil {
		return t, kept, err
	}
	if t, err = p.Posts.Thing(ctx, tx, r.Viewer, about); err != nil {
		return t, kept, err
	}
	if !posts.MayWriteUp(r.Viewer, t) {
		return t, kept, errs.NotThere()
	}
	kept, err = p.Posts.WriteUp(ctx, tx, r.Viewer, about)
	if errs.Is(err, errs.NotFound) {
		err = nil
	}
	return t, kept, err
}

// about is the session, or the date, that the address names.
func (p *Pages) about(ctx context.Context, tx *store.Tx, r *web.Request) (posts.About, error) {
	if number := r.Param("n"); number != "" {
		s, err := p.Series.BySlug(ctx, tx, r.Viewer, r.Param("slug"))
		if err != nil {
			return posts.About{}, err
		}
		n, err := strconv.Atoi(number)
		x := s.Session(n)
		if err != nil || x == nil {
			return posts.About{}, errs.NotThere()
		}
		return posts.About{Kind: posts.Session, ID: x.ID}, nil
	}
	e, err := p.Events.BySlug(ctx, tx, r.Viewer, r.Param("slug"))
	if err != nil {
		return posts.About{}, err
	}
	d := e.Date(r.Param("date"))
	if d == nil {
		return posts.About{}, errs.NotThere()
	}
	return posts.About{Kind: posts.Date, ID: d.ID}, nil
}

func (p *Pages) writeUp(ctx context.Context, tx *store.Tx, r *web.Request) (web.Answer, error) {
	t, kept, err := p.written(ctx, tx, r)
	if err != nil {
		return nil, err
	}
	filled := kept
	if kept.ID == "" {
		filled.Title = titleFor(t)
	}
	in := fill(r, filled)
	if kept.ID == "" {
		in.Langs = forms.Languages(r, "", t.Title)
		in.Values.Set("primary", in.Langs[0])
	}
	page, err := p.writeUpPage(ctx, tx, r, t, kept, in, nil)
	page.Notices = r.News(map[string]string{
		"saved":     r.L.T("org.write-up.saved|Saved. Nobody else sees it until you publish."),
		"changed":   r.L.T("org.write-up.changed|Saved. The page says that it was changed."),
		"restored":  r.L.T("org.post.restored|The old text is the latest again. What stood here before is kept as a version."),
		"published": publishedNews(r, t),
		"deleted":   r.L.T("org.delete.done|The draft is gone."),
	})
	return page, err
}

// publishedNews says when those who were not there are mailed: nobody has
// missed what is still to come, or what was cancelled.
func publishedNews(r *web.Request, t posts.Thing) string {
	switch {
	case t.Off:
		return r.L.T("org.post.published|Published. Everybody can read it now.")
	case t.End.After(r.Now):
		return r.L.T("org.write-up.published-before|Published. Those who miss it are mailed once it is over.")
	}
	return r.L.T("org.write-up.published-after|Published. Those who missed it are mailed in a moment.")
}

// titleFor is the usual title of a write-up: what it tells of and the theme or,
// where there is none, the day.
func titleFor(thing posts.Thing) i18n.Text {
	t := i18n.Text{}
	for _, lang := range thing.Title.Langs() {
		l := i18n.For(lang)
		if theme := thing.Theme[lang]; theme != "" {
			t[lang] = thing.Title[lang] + ": " + theme
		} else {
			t[lang] = l.T("front.write-up|{series}, {date}", "series", thing.Title[lang], "date", l.Date(thing.Start, i18n.Plain))
		}
	}
	return t
}

func (p *Pages) writeUpDo(ctx context.Context, tx *store.Tx, r *web.Request, in writing) (web.Answer, error) {
	t, kept, err := p.written(ctx, tx, r)
	if err != nil {
		return nil, err
	}
	in.Langs = forms.Languages(r, in.Get("primary"), t.Title)
	post, err := in.post(kept)
	if err != nil {
		return nil, err
	}
	post.About = t.About
	done := "saved"
	if kept.State == posts.Published {
		done = "changed"
	}
	if post, err = p.Posts.Save(ctx, tx, r.Viewer, post); err != nil {
		return nil, err
	}
	if in.publish && kept.State != posts.Published {
		done = "published"
		if _, err := p.Posts.Publish(ctx, tx, r.Viewer, post.ID); err != nil {
			return nil, err
		}
	}
	return web.SeeOther(t.Form + "?done=" + done), nil
}

func (p *Pages) writeUpAgain(ctx context.Context, tx *store.Tx, r *web.Request, in writing, wrong *errs.Error) (web.Page, error) {
	t, kept, err := p.written(ctx, tx, r)
	if err != nil {
		return web.Page{}, err
	}
	in.Langs = forms.Languages(r, in.Get("primary"), t.Title)
	if forms.Looked(wrong) {
		page, err := p.writeUpPage(ctx, tx, r, t, kept, in, nil)
		return forms.Shown(page), err
	}
	return p.writeUpPage(ctx, tx, r, t, kept, in, wrong)
}

func (p *Pages) writeUpPage(ctx context.Context, tx *store.Tx, r *web.Request, t posts.Thing, kept posts.Post, in writing, wrong *errs.Error) (web.Page, error) {
	for _, name := range places { // it stands where what it tells of does
		in.Values.Del(name)
	}
	page := writeUpPage{R: r, T: t, E: editor{R: r, In: in, Kept: kept, Action: t.Form}}
	var err error
	if page.E.Theirs, err = p.theirs(ctx, tx, r, kept, &page.E.In, wrong); err != nil {
		return web.Page{}, err
	}
	page.E.Form = ui.Form{L: r.L, Values: page.E.In.Values, Err: placed(wrong, in.Langs[0])}
	if page.E.Things, err = p.things(ctx, tx, r, page.E.In.related()); err != nil {
		return web.Page{}, err
	}
	if !page.E.published() {
		missed, err := p.Posts.Missed(ctx, tx, r.Viewer, t.About)
		if err != nil {
			return web.Page{}, err
		}
		page.E.Publish = publishLabel(r, t, missed)
	}
	return web.Page{Title: r.L.T("org.write-up.title|Write-up: {session}", "session", thingName(r, t)), Body: writeUpBody(page), Wide: true, Here: "desk"}, nil
}

// thingName is a session with its number and theme, or an event with the day.
func thingName(r *web.Request, t posts.Thing) string {
	theme := textOf(r, t.Theme)
	switch {
	case t.N == 0:
		return r.L.T("front.write-up|{series}, {date}", "series", textOf(r, t.Title), "date", r.L.Date(t.Start.In(r.Zone), i18n.Plain))
	case theme != "":
		return r.L.T("series.held.session|Session {n}: {theme}", "n", t.N, "theme", theme)
	}
	return r.L.T("org.session.n|Session {n}", "n", t.N)
}

// publishLabel says on the button who is mailed.
func publishLabel(r *web.Request, t posts.Thing, missed int) string {
	switch {
	case t.Off:
		return r.L.T("org.write-up.publish|Publish")
	case t.End.After(r.Now):
		return r.L.T("org.write-up.publish-after|Publish, and mail it to those who miss it once it is over")
	case missed == 0:
		return r.L.T("org.write-up.publish|Publish")
	}
	return r.L.T("org.write-up.publish-mail|Publish and mail it to {n} person who missed it|Publish and mail it to {n} people who missed it", "n", missed)
}
