package postsweb

import (
	"context"
	"net/url"
	"slices"

	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/i18n"
	"codeberg.org/plenary/plenary/internal/people"
	"codeberg.org/plenary/plenary/internal/posts"
	"codeberg.org/plenary/plenary/internal/store"
	"codeberg.org/plenary/plenary/internal/web"
	"codeberg.org/plenary/plenary/internal/web/prose"
	"codeberg.org/plenary/plenary/internal/web/ui"
)

// mostListed is how many texts one page lists.
const mostListed = 20

// narrowing is what the address asks for.
type narrowing struct {
	Chapter, Language, Kind string
	After                   string
	chapters                []people.Chapter // all there are
}

// readNarrowing reads the address; what does not exist is NotThere.
func (p *Pages) readNarrowing(tx *store.Tx, r *web.Request) (n narrowing, f posts.Filter, err error) {
	n = narrowing{Chapter: r.Query.Get("chapter"), Language: r.Query.Get("language"), Kind: r.Query.Get("kind"), After: r.Query.Get("after")}
	if n.chapters, err = p.People.Chapters(tx); err != nil {
		return n, f, err
	}
	if n.Language != "" {
		code, known := i18n.LangCode(n.Language)
		if !known {
			return n, f, errs.NotThere()
		}
		n.Language, f.Lang = code, code
	}
	if n.Kind != "" {
		if kind := posts.Kind(n.Kind); kind != posts.WriteUp && !slices.Contains(posts.Kinds(), kind) {
			return n, f, errs.NotThere()
		}
		f.Kinds = []posts.Kind{posts.Kind(n.Kind)}
	}
	if n.Chapter != "" {
		c, err := p.People.ChapterBySlug(tx, n.Chapter)
		if err != nil {
			return n, f, err
		}
		f.Chapters = people.TreeOf(n.chapters).Below(c.ID)
	}
	if n.After != "" {
		f.After, err = posts.ParsePlace(n.After)
	}
	return n, f, err
}

// with is the address of the list, or of a feed, with one part changed.
func (n narrowing) with(path, name, value string) string {
	q := url.Values{}
	for k, v := range map[string]string{"chapter": n.Chapter, "language": n.Language, "kind": n.Kind, name: value} {
		if v != "" {
			q.Set(k, v)
		}
	}
	return (&url.URL{Path: path, RawQuery: q.Encode()}).String()
}

// listPage is the list of texts.
type listPage struct {
	R        *web.Request
	Items    []ui.ListingItem
	Narrowed bool
	Choices  []choiceList
	Pages    ui.Pagination
	RSS      string
	Writes   bool // the viewer may write here
}

func (p *Pages) list(ctx context.Context, tx *store.Tx, r *web.Request) (web.Answer, error) {
	n, f, err := p.readNarrowing(tx, r)
	if err != nil {
		return nil, err
	}
	f.Most = mostListed
	list, more, err := p.Posts.List(ctx, tx, r.Viewer, f)
	if err == nil && len(list) == 0 && n.After != "" { // behind the end: what stood there was taken back, and the list begins anew
		n.After, f.After = "", posts.Place{}
		list, more, err = p.Posts.List(ctx, tx, r.Viewer, f)
	}
	if err != nil {
		return nil, err
	}
	page := listPage{R: r, Narrowed: n.Chapter+n.Language+n.Kind != "", Choices: n.choices(r), RSS: n.with("/posts.rss", "", ""), Writes: posts.MayWrite(r.Viewer)}
	for _, post := range list {
		page.Items = append(page.Items, n.item(r, post))
	}
	page.Pages = ui.Pagination{L: r.L}
	if more {
		page.Pages.Next = n.with("/posts", "after", list[len(list)-1].Place().String())
	}
	if n.After != "" {
		page.Pages.Prev = n.with("/posts", "", "")
	}
	title := r.L.T("posts.list.title|News and statements")
	return web.Page{Title: title, Body: listBody(page), Feeds: n.feeds(r, title),
		Describe: r.L.T("posts.list.describe|What this network and its chapters have to say: statements, updates, news and write-ups.")}, nil
}

// item is a text in the list: in the language that is asked for, else in the
// reader's.
func (n narrowing) item(r *web.Request, post posts.Post) ui.ListingItem {
	title, body := in(r, post.Title, n.Language), in(r, post.Body, n.Language)
	item := ui.ListingItem{Title: title.Text, Lang: title.Lang, Href: n.href(post), Text: prose.Plain(body.Text, 160), TextLang: body.Lang,
		Sub: r.L.T("posts.list.sub|{kind} · {date}", "kind", r.L.Text(post.Kind.Label()), "date", r.L.Date(post.PublishedAt.In(r.Zone), i18n.Medium))}
	for _, c := range n.chapters {
		if c.ID == chapterOf(post) {
			item.Sub = r.L.T("posts.list.sub-of|{kind} · {chapter} · {date}", "kind", r.L.Text(post.Kind.Label()), "chapter", r.Pick(c.Name).Text,
				"date", r.L.Date(post.PublishedAt.In(r.Zone), i18n.Medium))
		}
	}
	if len(post.Corrections) > 0 {
		item.Tags = append(item.Tags, ui.Tag{Tone: ui.Info, Word: r.L.T("posts.corrected|Corrected")})
	}
	return item
}

// href is the address of a text, in the language that the list asks for.
func (n narrowing) href(post posts.Post) string {
	at := "/posts/" + post.Slug
	if n.Language != "" && post.Body[n.Language] != "" {
		at += "?lang=" + n.Language
	}
	return at
}

// choiceList are links by which one narrows the list, under their heading.
type choiceList struct {
	Label   string
	Choices []choice
}

// choice is a link that narrows the list.
type choice struct {
	Label ui.Words
	Href  string
	Here  bool
}

// choices are all by which the list can be narrowed.
func (n narrowing) choices(r *web.Request) (lists []choiceList) {
	l := r.L
	kinds := []choice{{ui.Words{Text: l.T("posts.list.all-kinds|Everything")}, n.with("/posts", "kind", ""), n.Kind == ""}}
	for _, kind := range append(posts.Kinds(), posts.WriteUp) {
		kinds = append(kinds, choice{ui.Words{Text: l.Text(kind.Label())}, n.with("/posts", "kind", string(kind)), n.Kind == string(kind)})
	}
	lists = append(lists, choiceList{l.T("posts.list.kinds|What"), kinds})
	if len(n.chapters) > 0 {
		all := []choice{{ui.Words{Text: l.T("posts.list.all-chapters|All chapters")}, n.with("/posts", "chapter", ""), n.Chapter == ""}}
		for _, c := range n.chapters {
			all = append(all, choice{r.Pick(c.Name), n.with("/posts", "chapter", c.Slug), n.Chapter == c.Slug})
		}
		lists = append(lists, choiceList{l.T("posts.list.chapters|Chapters"), all})
	}
	if len(r.Face.Languages) > 1 {
		all := []choice{{ui.Words{Text: l.T("posts.list.all-languages|All languages")}, n.with("/posts", "language", ""), n.Language == ""}}
		for _, lang := range r.Face.Languages {
			all = append(all, choice{ui.Words{Text: l.LangTitle(lang)}, n.with("/posts", "language", lang), n.Language == lang})
		}
		lists = append(lists, choiceList{l.T("posts.list.languages|Languages"), all})
	}
	return lists
}

// ways are all by which the list can be narrowed, each with its choices.
func (p listPage) ways() (list ui.SummaryList) {
	for _, c := range p.Choices {
		list = append(list, ui.Fact{Key: c.Label, Body: choices(c.Label, c.Choices)})
	}
	return list
}
