package deskweb

import (
	"context"
	"net/url"
	"strconv"

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
		web.Post(at, web.Desk(), web.Steps[writing]{Prepare: readWriting, Do: p.writeUpDo, Again: p.writeUpAgain}).Takes(2 << 20),
	}
}

// writing is the form of a write-up as it was sent.
type writing struct {
	entry
	publish bool
}

func readWriting(ctx context.Context, r *web.Request) (writing, error) {
	in := writing{entry: readEntry(r), publish: r.Form.Has("publish")}
	if in.preview {
		return in, forms.Look()
	}
	return in, nil
}

// post is what the form says, over what is kept.
func (in writing) post(kept posts.Post) posts.Post {
	kept.Title, kept.Body = in.Text("title", kept.Title), in.Text("body", kept.Body)
	kept.Version = 0
	if n := in.Number(&errs.Form{}, "version"); n != nil {
		kept.Version = *n
	}
	return kept
}

// writeUpPage is the form of a write-up.
type writeUpPage struct {
	R      *web.Request
	S      *series.Series
	X      *series.Session
	In     writing
	Form   ui.Form
	Kept   posts.Post
	Missed int // who would get it by mail
	Text   string
	Lang   string
}

// published tells whether the text can be read by all already.
func (p writeUpPage) published() bool { return p.Kept.State == posts.Published }

func (p writeUpPage) action() string {
	return home(p.S) + "/session/" + number(p.X.N) + "/write-up"
}

// mayWrite tells whether the viewer writes for a series.
func (p *Pages) mayWrite(r *web.Request) func(*series.Series) bool {
	return func(s *series.Series) bool { return p.Series.May(r.Viewer, s, auth.WritePosts) }
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
	s, x, err := p.ofSession(ctx, tx, r, p.mayWrite(r))
	if err != nil {
		return nil, err
	}
	kept, err := p.kept(ctx, tx, r, s, x)
	if err != nil {
		return nil, err
	}
	in := writing{entry: entry{Entry: forms.Entry{L: r.L, Langs: languagesOf(r, "", s)}}}
	in.Values = url.Values{"primary": {in.Langs[0]}, "version": {strconv.Itoa(kept.Version)}}
	forms.FillText(in.Values, "title", kept.Title)
	forms.FillText(in.Values, "body", kept.Body)
	if kept.ID == "" {
		forms.FillText(in.Values, "title", titleFor(s, x))
	}
	page, err := p.writeUpPage(ctx, tx, r, s, x, in, nil)
	page.Notices = r.News(map[string]string{
		"saved":     r.L.T("org.write-up.saved|Saved. Nobody else sees it until you publish."),
		"changed":   r.L.T("org.write-up.changed|Saved. The page says that it was changed."),
		"published": publishedNews(r, s, x),
	})
	return page, err
}

// publishedNews says when those who were not there are mailed: nobody has
// missed a session that is still to come.
func publishedNews(r *web.Request, s *series.Series, x *series.Session) string {
	if _, end := spanOf(s, x); end.After(r.Now) {
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
	s, x, err := p.ofSession(ctx, tx, r, p.mayWrite(r))
	if err != nil {
		return nil, err
	}
	kept, err := p.kept(ctx, tx, r, s, x)
	if err != nil {
		return nil, err
	}
	in.Langs = languagesOf(r, in.Get("primary"), s)
	done := "saved"
	if kept.State == posts.Published {
		done = "changed"
	}
	if _, err := p.Series.SaveWriteUp(ctx, tx, r.Viewer, s.Slug, x.N, in.post(kept)); err != nil {
		return nil, err
	}
	if in.publish && kept.State != posts.Published {
		done = "published"
		if err := p.Series.PublishWriteUp(ctx, tx, r.Viewer, s.Slug, x.N); err != nil {
			return nil, err
		}
	}
	return web.SeeOther(home(s) + "/session/" + number(x.N) + "/write-up?done=" + done), nil
}

func (p *Pages) writeUpAgain(ctx context.Context, tx *store.Tx, r *web.Request, in writing, wrong *errs.Error) (web.Page, error) {
	s, x, err := p.ofSession(ctx, tx, r, p.mayWrite(r))
	if err != nil {
		return web.Page{}, err
	}
	in.Langs = languagesOf(r, in.Get("primary"), s)
	if forms.Looked(wrong) {
		page, err := p.writeUpPage(ctx, tx, r, s, x, in, nil)
		return forms.Shown(page), err
	}
	placed := *wrong
	placed.Fields = nil
	for _, f := range wrong.Fields {
		f.Name += "." + in.Langs[0]
		placed.Fields = append(placed.Fields, f)
	}
	return p.writeUpPage(ctx, tx, r, s, x, in, &placed)
}

func (p *Pages) writeUpPage(ctx context.Context, tx *store.Tx, r *web.Request, s *series.Series, x *series.Session, in writing, wrong *errs.Error) (web.Page, error) {
	kept, err := p.kept(ctx, tx, r, s, x)
	if err != nil {
		return web.Page{}, err
	}
	page := writeUpPage{R: r, S: s, X: x, In: in, Kept: kept, Form: ui.Form{L: r.L, Values: in.Values, Err: wrong}}
	page.Lang = in.Langs[0]
	page.Text = in.Values.Get("body." + page.Lang)
	if !page.published() {
		if page.Missed, err = p.Series.Missed(ctx, tx, r.Viewer, s.Slug, x.N); err != nil {
			return web.Page{}, err
		}
	}
	return web.Page{Title: r.L.T("org.write-up.title|Write-up: {session}", "session", sessionName(r, x)), Body: writeUpBody(page), Wide: true, Here: "desk"}, nil
}

// in is a field of the write-up in one language.
func (p writeUpPage) in(f ui.Field, lang string) ui.Field {
	return editPage{R: p.R, In: p.In.entry, Form: p.Form}.in(f, lang)
}

func (p writeUpPage) others() string {
	return editPage{R: p.R, In: p.In.entry, Form: p.Form}.otherLanguages("body")
}

func (p writeUpPage) publishLabel() string {
	if _, end := spanOf(p.S, p.X); end.After(p.R.Now) {
		return p.R.L.T("org.write-up.publish-later|Publish, and mail it after the session to those who miss it")
	}
	if p.Missed == 0 {
		return p.R.L.T("org.write-up.publish|Publish")
	}
	return p.R.L.T("org.write-up.publish-mail|Publish and mail it to {n} person who missed it|Publish and mail it to {n} people who missed it", "n", p.Missed)
}
