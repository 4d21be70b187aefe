package peopleweb

import (
	"context"

	"codeberg.org/plenary/plenary/internal/i18n"
	"codeberg.org/plenary/plenary/internal/posts"
	"codeberg.org/plenary/plenary/internal/store"
	"codeberg.org/plenary/plenary/internal/web"
	"codeberg.org/plenary/plenary/internal/web/prose"
	"codeberg.org/plenary/plenary/internal/web/ui"
)

// mostNews is how many statements, updates and news a page shows.
const mostNews = 3

// news lists what the network and its chapters said last; with chapters, what
// these did.
func (p *Pages) news(ctx context.Context, tx *store.Tx, r *web.Request, chapters []string) ([]ui.ListingItem, error) {
	list, _, err := p.Posts.List(ctx, tx, r.Viewer, posts.Filter{Kinds: posts.Kinds(), Chapters: chapters, Most: mostNews})
	if err != nil {
		return nil, err
	}
	var items []ui.ListingItem
	for _, post := range list {
		title, body := r.Pick(post.Title), r.Pick(post.Body)
		items = append(items, ui.ListingItem{Title: title.Text, Lang: title.Lang, TextLang: body.Lang, Href: "/posts/" + post.Slug,
			Sub:  r.L.T("posts.list.sub|{kind} · {date}", "kind", r.L.Text(post.Kind.Label()), "date", r.L.Date(post.PublishedAt.In(r.Zone), i18n.Plain)),
			Text: prose.Plain(body.Text, 120)})
	}
	return items, nil
}
