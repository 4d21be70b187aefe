package peopleweb

import (
	"context"
	"net/url"

	"codeberg.org/plenary/plenary/internal/i18n"
	"codeberg.org/plenary/plenary/internal/posts"
	"codeberg.org/plenary/plenary/internal/store"
	"codeberg.org/plenary/plenary/internal/web"
	"codeberg.org/plenary/plenary/internal/web/prose"
	"codeberg.org/plenary/plenary/internal/web/ui"
)

// mostNews is how many statements, updates and news a page shows.
const mostNews = 3

// fillTexts adds what the network and its chapters said last and, apart from it,
// what came of sessions and dates; of a chapter, by its slug, what it and those
// within it did.
func (p *Pages) fillTexts(ctx context.Context, tx *store.Tx, r *web.Request, w *shopWindow, chapter string, chapters []string) (err error) {
	w.Texts = textsOf("/posts", chapter)
	if w.News, err = p.texts(ctx, tx, r, posts.Filter{Kinds: posts.Kinds(), Chapters: chapters, Most: mostNews}); err != nil {
		return err
	}
	w.WriteUps, err = p.texts(ctx, tx, r, posts.Filter{Kinds: []posts.Kind{posts.WriteUp}, Chapters: chapters, Most: mostWriteUps})
	return err
}

// textsOf is the address of the list of texts, or of one of its feeds: of a
// chapter, by its slug, or of all.
func textsOf(path, chapter string) string {
	if chapter == "" {
		return path
	}
	return path + "?" + url.Values{"chapter": {chapter}}.Encode()
}

// textFeeds are the feeds of that list, for the head of a page.
func textFeeds(r *web.Request, chapter string) []ui.Feed {
	title := r.L.T("posts.list.title|News and statements")
	return []ui.Feed{
		{Type: "application/rss+xml", Title: title, Href: textsOf("/posts.rss", chapter)},
		{Type: "application/feed+json", Title: title, Href: textsOf("/posts.json", chapter)},
	}
}

func (p *Pages) texts(ctx context.Context, tx *store.Tx, r *web.Request, f posts.Filter) ([]ui.ListingItem, error) {
	list, _, err := p.Posts.List(ctx, tx, r.Viewer, f)
	if err != nil {
		return nil, err
	}
	var items []ui.ListingItem
	for _, post := range list {
		title, body := r.Pick(post.Title), r.Pick(post.Body)
		item := ui.ListingItem{Title: title.Text, Lang: title.Lang, TextLang: body.Lang, Href: "/posts/" + post.Slug, Text: prose.Plain(body.Text, 120)}
		date := r.L.Date(post.PublishedAt.In(r.Zone), i18n.Plain)
		if post.Thing != nil {
			item.Sub = r.L.T("front.write-up|{series}, {date}", "series", r.Pick(post.Thing.Title).Text, "date", date)
		} else {
			item.Sub = r.L.T("posts.list.sub|{kind} · {date}", "kind", r.L.Text(post.Kind.Label()), "date", date)
		}
		items = append(items, item)
	}
	return items, nil
}
