package postsweb

import (
	"context"
	"strings"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/feed"
	"codeberg.org/plenary/plenary/internal/posts"
	"codeberg.org/plenary/plenary/internal/store"
	"codeberg.org/plenary/plenary/internal/web"
	"codeberg.org/plenary/plenary/internal/web/prose"
	"codeberg.org/plenary/plenary/internal/web/ui"
)

// mostFed is how many texts a feed holds.
const mostFed = 30

// feeds are those of the list as the address narrows it.
func (n narrowing) feeds(r *web.Request, title string) []ui.Feed {
	return []ui.Feed{
		{Type: "application/rss+xml", Title: title, Href: n.with("/posts.rss", "", "")},
		{Type: "application/feed+json", Title: title, Href: n.with("/posts.json", "", "")},
	}
}

func (p *Pages) rss(ctx context.Context, tx *store.Tx, r *web.Request) (web.Answer, error) {
	f, err := p.feed(ctx, tx, r, "/posts.rss")
	if err != nil {
		return nil, err
	}
	data, err := f.RSS()
	return web.Bytes{Type: feed.RSSType, Data: data}, err
}

func (p *Pages) json(ctx context.Context, tx *store.Tx, r *web.Request) (web.Answer, error) {
	f, err := p.feed(ctx, tx, r, "/posts.json")
	if err != nil {
		return nil, err
	}
	data, err := f.JSON()
	return web.Bytes{Type: feed.JSONType, Data: data}, err
}

// feed is the list as news: of what everybody may see, whoever asks for it.
func (p *Pages) feed(ctx context.Context, tx *store.Tx, r *web.Request, path string) (*feed.Feed, error) {
	n, f, err := p.readNarrowing(tx, r)
	if err != nil {
		return nil, err
	}
	f.Most, f.After = mostFed, posts.Place{} // a feed has no parts: it is what was published last
	list, _, err := p.Posts.List(ctx, tx, auth.Viewer{}, f)
	if err != nil {
		return nil, err
	}
	lang := n.Language
	if lang == "" {
		lang = r.L.Lang
	}
	name := r.Pick(r.Face.Name).Text
	out := &feed.Feed{Title: r.L.T("posts.feed.title|{network}: news and statements", "network", name), Lang: lang,
		Description: r.L.T("posts.list.describe|What this network and its chapters have to say: statements, updates, news and write-ups."),
		Home:        r.Base + n.with("/posts", "", ""), Self: r.Base + n.with(path, "", "")}
	for _, c := range n.chapters {
		if c.Slug == n.Chapter {
			out.Title = r.L.T("posts.feed.title|{network}: news and statements", "network", r.Pick(c.Name).Text)
		}
	}
	for _, post := range list {
		item, err := p.feedItem(tx, r, n, post)
		if err != nil {
			return nil, err
		}
		out.Items = append(out.Items, item)
	}
	return out, nil
}

// feedItem is a text as news. Its id stays when its address or title changes.
func (p *Pages) feedItem(tx *store.Tx, r *web.Request, n narrowing, post posts.Post) (feed.Item, error) {
	lang := n.Language
	if post.Body[lang] == "" {
		_, lang = post.Body.Pick(r.L)
	}
	who, err := p.who(tx, r, post)
	if err != nil {
		return feed.Item{}, err
	}
	at := r.Base + n.href(post)
	page := postPage{R: r, Post: post, Lang: lang, Around: who}
	var html strings.Builder
	for n, c := range page.corrections() { // with the names that their footnotes have on the page
		html.WriteString("<p><strong>" + escape(c.Word) + "</strong></p>" + prose.PartHTML(correctionNotes(n), c.Text.Text, 3) + "<p>" + escape(c.By) + "</p><hr>")
	}
	html.WriteString(prose.HTML(post.Body[lang], 2))
	item := feed.Item{ID: "urn:plenary:post:" + post.ID, URL: at, Title: in(r, post.Title, lang).Text, Lang: lang,
		Summary: prose.Plain(post.Body[lang], 300), HTML: whole(html.String(), r.Base, at), Published: post.PublishedAt,
		Tags: []string{r.L.Text(post.Kind.Label())}, Authors: []feed.Author{{Name: who.Who.Text, URL: r.Base + who.WhoHref}}}
	if changed(post) {
		item.Updated = post.ChangedAt
	}
	return item, nil
}

// whole lets links lead to our pages from anywhere.
func whole(html, base, page string) string {
	return strings.NewReplacer(`href="/`, `href="`+base+`/`, `href="#`, `href="`+page+`#`).Replace(html)
}

func escape(s string) string {
	return strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;").Replace(s)
}
