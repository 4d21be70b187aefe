package postdeskweb

import (
	"context"
	"strconv"
	"time"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/i18n"
	"codeberg.org/plenary/plenary/internal/posts"
	"codeberg.org/plenary/plenary/internal/series"
	"codeberg.org/plenary/plenary/internal/store"
	"codeberg.org/plenary/plenary/internal/web"
	"codeberg.org/plenary/plenary/internal/web/forms"
	"codeberg.org/plenary/plenary/internal/web/ui"
)

func (p *Pages) writeUpRoutes() []web.Route {
	const at = "/o/s/{slug}/session/{n}/write-up"
	return []web.Route{
		web.Get(at, web.Desk(), p.writeUp),
		web.Post(at, web.Desk(), web.Steps[writing]{Prepare: readWriting, Do: p.writeUpDo, Again: p.writeUpAgain}).Takes(mostBytes),
	}
}

// writeUpPage is the form of a write-up.
type writeUpPage struct {
	R *web.Request
	S *series.Series
	X *series.Session
	E editor
}

func sessionHome(s *series.Series, x *series.Session) string {
	return "/o/s/" + s.Slug + "/session/" + strconv.Itoa(x.N)
}

// ofSession loads a series and the session that the address names, for who
// writes for it.
func (p *Pages) ofSession(ctx context.Context, tx *store.Tx, r *web.Request) (*series.Series, *series.Session, error) {
	s, err := p.Series.BySlug(ctx, tx, r.Viewer, r.Param("slug"))
	if err != nil {
		return nil, nil, err
	}
	n, err := strconv.Atoi(r.Param("n"))
	x := s.Session(n)
	if err != nil || x == nil || !p.Series.May(r.Viewer, s, auth.WritePosts) {
		return nil, nil, errs.NotThere()
	}
	return s, x, nil
}

// kept is the write-up as it is; a zero one if there is none.
func (p *Pages) kept(ctx context.Context, tx *store.Tx, r *web.Request, s *series.Series, x *series.Session) (posts.Post, error) {
	post, err := p.Series.WriteUp(ctx, tx, r.Viewer, s.Slug, x.N)
	if errs.Is(err, errs.NotFound) {
		return posts.Post{}, nil
	}
	return post, err
}

func (p *Pages) writeUp(ctx context.Context, tx *store.Tx, r *web.Request) (web.Answer, error) {
	s, x, err := p.ofSession(ctx, tx, r)
	if err != nil {
		return nil, err
	}
	kept, err := p.kept(ctx, tx, r, s, x)
	if err != nil {
		return nil, err
	}
	filled := kept
	if kept.ID == "" {
		filled.Title = titleFor(s, x)
	}
	in := fill(r, filled)
	if kept.ID == "" {
		in.Langs = forms.Languages(r, "", s.Title)
		in.Values.Set("primary", in.Langs[0])
	}
	in.Values.Del("kind")
	page, err := p.writeUpPage(ctx, tx, r, s, x, in, nil)
	page.Notices = r.News(map[string]string{
		"saved":     r.L.T("org.write-up.saved|Saved. Nobody else sees it until you publish."),
		"changed":   r.L.T("org.write-up.changed|Saved. The page says that it was changed."),
		"restored":  r.L.T("org.post.restored|The old text is the latest again. What stood here before is kept as a version."),
		"published": publishedNews(r, s, x),
	})
	return page, err
}

// endOf is when a session is over in the last of its tracks: those who are to be
// told what they missed cannot be told before.
func endOf(s *series.Series, x *series.Session) (end time.Time) {
	for _, letter := range s.Letters() {
		if e := s.Occurrence(x, letter).End; e.After(end) {
			end = e
		}
	}
	return end
}

// publishedNews says when those who were not there are mailed: nobody has
// missed a session that is still to come.
func publishedNews(r *web.Request, s *series.Series, x *series.Session) string {
	if endOf(s, x).After(r.Now) {
		return r.L.T("org.write-up.published-early|Published. Those who miss the session are mailed after it.")
	}
	return r.L.T("org.write-up.published|Published. Those who missed the session are mailed in a moment.")
}

// titleFor is the usual title of a write-up: the series and the theme.
func titleFor(s *series.Series, x *series.Session) i18n.Text {
	t := i18n.Text{}
	for lang, title := range s.Title {
		if theme := x.Theme[lang]; theme != "" {
			t[lang] = title + ": " + theme
		}
	}
	return t
}

func (p *Pages) writeUpDo(ctx context.Context, tx *store.Tx, r *web.Request, in writing) (web.Answer, error) {
	s, x, err := p.ofSession(ctx, tx, r)
	if err != nil {
		return nil, err
	}
	kept, err := p.kept(ctx, tx, r, s, x)
	if err != nil {
		return nil, err
	}
	in.Langs = forms.Languages(r, in.Get("primary"), s.Title)
	post, err := in.post(kept)
	if err != nil {
		return nil, err
	}
	done := "saved"
	if kept.State == posts.Published {
		done = "changed"
	}
	if _, err := p.Series.SaveWriteUp(ctx, tx, r.Viewer, s.Slug, x.N, post); err != nil {
		return nil, err
	}
	if in.publish && kept.State != posts.Published {
		done = "published"
		if err := p.Series.PublishWriteUp(ctx, tx, r.Viewer, s.Slug, x.N); err != nil {
			return nil, err
		}
	}
	return web.SeeOther(sessionHome(s, x) + "/write-up?done=" + done), nil
}

func (p *Pages) writeUpAgain(ctx context.Context, tx *store.Tx, r *web.Request, in writing, wrong *errs.Error) (web.Page, error) {
	s, x, err := p.ofSession(ctx, tx, r)
	if err != nil {
		return web.Page{}, err
	}
	in.Langs = forms.Languages(r, in.Get("primary"), s.Title)
	if forms.Looked(wrong) {
		page, err := p.writeUpPage(ctx, tx, r, s, x, in, nil)
		return forms.Shown(page), err
	}
	return p.writeUpPage(ctx, tx, r, s, x, in, wrong)
}

func (p *Pages) writeUpPage(ctx context.Context, tx *store.Tx, r *web.Request, s *series.Series, x *series.Session, in writing, wrong *errs.Error) (web.Page, error) {
	kept, err := p.kept(ctx, tx, r, s, x)
	if err != nil {
		return web.Page{}, err
	}
	page := writeUpPage{R: r, S: s, X: x, E: editor{R: r, In: in, Kept: kept, Action: sessionHome(s, x) + "/write-up"}}
	if page.E.Theirs, err = p.theirs(ctx, tx, r, kept, &page.E.In, wrong); err != nil {
		return web.Page{}, err
	}
	page.E.Form = ui.Form{L: r.L, Values: page.E.In.Values, Err: placed(wrong, in.Langs[0])}
	if page.E.Things, err = p.things(ctx, tx, r, page.E.In.related()); err != nil {
		return web.Page{}, err
	}
	if !page.E.published() {
		missed, err := p.Series.Missed(ctx, tx, r.Viewer, s.Slug, x.N)
		if err != nil {
			return web.Page{}, err
		}
		page.E.Publish = publishLabel(r, s, x, missed)
	}
	return web.Page{Title: r.L.T("org.write-up.title|Write-up: {session}", "session", sessionName(r, x)), Body: writeUpBody(page), Wide: true, Here: "desk"}, nil
}

// sessionName is a session with its number and theme.
func sessionName(r *web.Request, x *series.Session) string {
	if theme := textOf(r, x.Theme); theme != "" {
		return r.L.T("series.held.session|Session {n}: {theme}", "n", x.N, "theme", theme)
	}
	return r.L.T("org.session.n|Session {n}", "n", x.N)
}

// publishLabel says on the button who is mailed.
func publishLabel(r *web.Request, s *series.Series, x *series.Session, missed int) string {
	switch {
	case endOf(s, x).After(r.Now):
		return r.L.T("org.write-up.publish-later|Publish, and mail it after the session to those who miss it")
	case missed == 0:
		return r.L.T("org.write-up.publish|Publish")
	}
	return r.L.T("org.write-up.publish-mail|Publish and mail it to {n} person who missed it|Publish and mail it to {n} people who missed it", "n", missed)
}
