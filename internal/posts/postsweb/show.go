package postsweb

import (
	"context"
	"time"

	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/i18n"
	"codeberg.org/plenary/plenary/internal/posts"
	"codeberg.org/plenary/plenary/internal/store"
	"codeberg.org/plenary/plenary/internal/web"
	"codeberg.org/plenary/plenary/internal/web/prose"
	"codeberg.org/plenary/plenary/internal/web/ui"
)

// postPage is one published text in one of its languages.
type postPage struct {
	R      *web.Request
	Post   posts.Post
	Lang   string // in which it is shown
	Beside bool   // the original and the translation side by side
	Title  ui.Words
	Body   ui.Words
	Dates  string
	About  ui.Words // the title of the series, or of the event, that it tells of
	Around around
	Change string // address at which the viewer changes it, "" = they may not
}

func (p *Pages) show(ctx context.Context, tx *store.Tx, r *web.Request) (web.Answer, error) {
	post, err := p.Posts.BySlug(ctx, tx, r.Viewer, r.Param("slug"))
	if errs.Is(err, errs.NotFound) {
		return p.gone(ctx, tx, r, r.Param("slug"))
	}
	if err != nil {
		return nil, err
	}
	page := postPage{R: r, Post: post}
	if page.Lang, page.Beside, err = asked(r, post); err != nil {
		return nil, err
	}
	page.Title, page.Body = in(r, post.Title, page.Lang), in(r, post.Body, page.Lang)
	if t := post.Thing; t != nil {
		r.SupposeOrganisers(t.Start.Location())
		page.About = r.Pick(t.Title)
	}
	if page.Around, err = p.around(ctx, tx, r, post); err != nil {
		return nil, err
	}
	page.Change = p.change(ctx, tx, r, page)
	page.Dates = dates(r, post)
	return page.page(), nil
}

// page is the page with what search engines and previews are told of it.
func (p postPage) page() web.Page {
	body := postBody(p)
	if p.Beside {
		body = besideBody(p)
	}
	out := web.Page{Title: p.Title.Text, Body: body, Wide: p.Beside, Article: true, Describe: prose.Plain(p.Body.Text, 160)}
	if !p.Post.Hidden() && (p.Post.Thing == nil || p.Post.Thing.Open) {
		out.Thing = articleOf(p)
	}
	return out
}

// asked is the language in which the address wants the text: alone, or beside
// the original. Without a wish it is the reader's, as far as there is one.
func asked(r *web.Request, post posts.Post) (lang string, beside bool, err error) {
	_, lang = post.Body.Pick(r.L)
	for _, way := range []string{"lang", "beside"} {
		want := r.Query.Get(way)
		if want == "" {
			continue
		}
		if code, known := i18n.LangCode(want); known {
			want = code
		}
		if post.Body[want] == "" || way == "beside" && want == post.Original() {
			return "", false, errs.NotThere()
		}
		return want, way == "beside", nil
	}
	return lang, false, nil
}

// change is where the viewer changes the text, if they may.
func (p *Pages) change(ctx context.Context, tx *store.Tx, r *web.Request, page postPage) string {
	if t := page.Post.Thing; t != nil {
		if posts.MayWriteUp(r.Viewer, *t) {
			return t.Form
		}
		return ""
	}
	if !posts.MayWrite(r.Viewer) {
		return ""
	}
	if _, err := p.Posts.Working(ctx, tx, r.Viewer, page.Post.ID); err != nil {
		return ""
	}
	return "/o/posts/" + page.Post.ID
}

// told says of which session or date the text tells: one day, whichever track of
// a series somebody was in.
func told(r *web.Request, t posts.Thing) string {
	day := r.L.Date(t.Start.In(r.Zone), i18n.Long)
	if t.N > 0 {
		return r.L.T("posts.session|Session {n} of {date}", "n", t.N, "date", day)
	}
	return r.L.T("posts.date|What happened on {date}", "date", day)
}

// toThing leads from the text to all that belongs to what it tells of.
func toThing(r *web.Request, t posts.Thing) string {
	if t.N > 0 {
		return r.L.T("posts.to-series|All sessions, recordings and materials of this series")
	}
	return r.L.T("posts.to-event|All dates, recordings and materials of this event")
}

// soon is how long after publishing a change needs no word: a slip is mended
// before anybody has read it.
const soon = 10 * time.Minute

// changed tells whether readers may have seen another text.
func changed(post posts.Post) bool { return post.ChangedAt.Sub(post.PublishedAt) >= soon }

// dates says when it was published, and when changed.
func dates(r *web.Request, post posts.Post) string {
	published := r.L.Date(post.PublishedAt.In(r.Zone), i18n.Medium)
	if !changed(post) {
		return r.L.T("posts.published|Published {date}", "date", published)
	}
	return r.L.T("posts.changed|Published {date}, changed {changed}", "date", published, "changed", r.L.Date(post.ChangedAt.In(r.Zone), i18n.Medium))
}

// correction is what was put right, as it stands above the text.
type correction struct {
	Word string // "Update, 17 February 2027:"
	Text ui.Words
	By   string
}

// corrections are those of the text, the latest first, in the language in which
// it is shown.
func (p postPage) corrections() (list []correction) {
	for _, c := range p.Post.Corrections {
		by := c.By
		if by == "" {
			by = p.Around.Who.Text
		}
		day, _ := c.Day.At(12 * 60).In(time.UTC)
		list = append(list, correction{
			Word: p.R.L.T("posts.correction|Update, {date}:", "date", p.R.L.Date(day, i18n.Long)),
			Text: in(p.R, c.Text, p.Lang), By: p.R.L.T("posts.correction.by|{who} stands for this correction.", "who", by)})
	}
	return list
}

// otherwise says that the text once read otherwise, where it was corrected.
func (p postPage) otherwise() string {
	if len(p.Post.Corrections) == 0 || p.Post.Shown < 2 {
		return ""
	}
	if p.Around.Contact.Email == "" {
		return p.R.L.T("posts.earlier-kept|The text below is the corrected one. Earlier versions of it are kept.")
	}
	return p.R.L.T("posts.earlier|The text below is the corrected one. Earlier versions of it are kept; ask the contact below if you need one.")
}

// way is another way to read the text.
type way struct {
	Label string
	Lang  string // of the label, where it is another than the page's
	Href  string
	Here  bool
}

// ways are the languages of the text and, for a translation, both side by side;
// none for a text in one language.
func (p postPage) ways() (list []way) {
	original := p.Post.Original()
	translations := p.Post.Translations()
	if len(translations) == 0 {
		return nil
	}
	l, at := p.R.L, "/posts/"+p.Post.Slug
	list = append(list, way{Label: l.T("posts.original|{language} (original)", "language", l.LangName(original)), Href: at + "?lang=" + original, Here: p.Lang == original})
	for _, lang := range translations {
		list = append(list, way{Label: l.LangName(lang), Href: at + "?lang=" + lang, Here: p.Lang == lang && !p.Beside})
	}
	beside := translations[0]
	if p.Lang != original {
		beside = p.Lang
	}
	return append(list, way{Label: l.T("posts.beside|{one} and {other} side by side", "one", l.LangName(original), "other", l.LangName(beside)),
		Href: at + "?beside=" + beside, Here: p.Beside})
}

// translated says of a translation what it is one of, and whether it lags.
func (p postPage) translated() string {
	original := p.Post.Original()
	if p.Lang == original {
		return ""
	}
	l := p.R.L
	if p.Post.Lags(p.Lang) {
		return l.T("posts.translation.lags|This is a translation from {language}. The original has changed since.", "language", l.LangName(original))
	}
	return l.T("posts.translation|This is a translation from {language}.", "language", l.LangName(original))
}
