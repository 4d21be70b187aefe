package searchweb

import (
	"context"
	"net/url"
	"strings"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/events"
	"codeberg.org/plenary/plenary/internal/posts"
	"codeberg.org/plenary/plenary/internal/search"
	"codeberg.org/plenary/plenary/internal/series"
	"codeberg.org/plenary/plenary/internal/store"
	"codeberg.org/plenary/plenary/internal/web"
	"codeberg.org/plenary/plenary/internal/web/ui"
)

// Pages are the pages of this package with the rooms that they find things in.
type Pages struct {
	Posts  *posts.Room
	Events *events.Room
	Series *series.Room
}

// Routes lists all pages.
func (p *Pages) Routes() []web.Route {
	return []web.Route{web.Get("/search", web.Public(), p.search)}
}

// onePage is how many things one page of an answer shows; longestAsked is how
// many characters of a question are read.
const (
	onePage      = 20
	longestAsked = 200
)

// page is an answer, as the template shows it.
type page struct {
	R      *web.Request
	Asked  string
	In     string // "", "dates" or "texts"
	Ask    search.Question
	Found  []found
	Number int  // of all that was found
	Some   bool // nothing has all the words; these have some
	Pages  ui.Pagination
}

// within are the choices of where to look.
func within(in string) []search.Kind {
	switch in {
	case "dates":
		return []search.Kind{search.Event, search.Series}
	case "texts":
		return []search.Kind{search.Post}
	}
	return nil
}

func (p *Pages) search(ctx context.Context, tx *store.Tx, r *web.Request) (web.Answer, error) {
	page := page{R: r, Asked: clip(r.Query.Get("q"), longestAsked), In: r.Query.Get("in")}
	page.Ask = search.Ask(page.Asked, r.Viewer.Kind == auth.Person, within(page.In)...)
	hits, err := search.Find(tx, page.Ask, p.sees(ctx, tx, r.Viewer))
	if err != nil {
		return nil, err
	}
	if err := p.fill(ctx, tx, r, &page, hits); err != nil {
		return nil, err
	}
	title := r.L.T("search.title|Find something")
	if page.Asked != "" {
		title = r.L.T("search.title.asked|Found for {words}", "words", page.Asked)
	}
	return web.Page{Title: title, Body: body(page), Zoned: true, Hidden: true, Here: "search"}, nil
}

// sees asks the rooms what of theirs the viewer may see.
func (p *Pages) sees(ctx context.Context, tx *store.Tx, v auth.Viewer) search.Sees {
	return func(kind search.Kind, ids []string) (map[string]bool, error) {
		switch kind {
		case search.Event:
			return p.Events.Shown(ctx, tx, v, ids)
		case search.Series:
			return p.Series.Shown(ctx, tx, v, ids)
		case search.Post:
			return p.Posts.Shown(ctx, tx, v, ids)
		}
		return nil, nil
	}
}

// fill reads what one page shows of all that was found: a question may find a
// thousand long texts.
func (p *Pages) fill(ctx context.Context, tx *store.Tx, r *web.Request, page *page, hits []search.Hit) error {
	page.Some = len(hits) > 0 && hits[0].Words < page.Ask.Words()
	page.Number = len(hits)
	n := pageNumber(r.Query.Get("page"), len(hits))
	from := (n - 1) * onePage
	to := min(from+onePage, len(hits))
	known, err := p.read(ctx, tx, r, hits[from:to])
	if err != nil {
		return err
	}
	for _, h := range hits[from:to] {
		if show := known[h.Kind][h.ID]; show != nil {
			page.Found = append(page.Found, show().in(r, page.Ask, h.Lang))
		}
	}
	page.Pages = ui.Pagination{L: r.L}
	if n > 1 {
		page.Pages.Prev = page.numbered(n - 1)
	}
	if to < len(hits) {
		page.Pages.Next = page.numbered(n + 1)
	}
	return nil
}

// numbered is the address of a page of the answer.
func (p page) numbered(n int) string {
	q := url.Values{"q": {p.Asked}}
	if n > 1 {
		q.Set("page", itoa(n))
	}
	if within(p.In) != nil {
		q.Set("in", p.In)
	}
	return "/search?" + q.Encode()
}

// read asks each room for its own, by kind and id, as what puts it into words.
func (p *Pages) read(ctx context.Context, tx *store.Tx, r *web.Request, hits []search.Hit) (map[search.Kind]map[string]func() found, error) {
	ids := map[search.Kind][]string{}
	for _, h := range hits {
		ids[h.Kind] = append(ids[h.Kind], h.ID)
	}
	known := map[search.Kind]map[string]func() found{search.Event: {}, search.Series: {}, search.Post: {}}
	if list := ids[search.Event]; len(list) > 0 {
		dates, err := p.Events.Found(ctx, tx, r.Viewer, list)
		if err != nil {
			return nil, err
		}
		for _, e := range dates {
			known[search.Event][e.ID] = func() found { return eventFound(r, e) }
		}
	}
	if list := ids[search.Series]; len(list) > 0 {
		rows, err := p.Series.Found(ctx, tx, r.Viewer, list)
		if err != nil {
			return nil, err
		}
		for _, s := range rows {
			known[search.Series][s.ID] = func() found { return seriesFound(r, s) }
		}
	}
	texts, err := p.Posts.Published(ctx, tx, r.Viewer, ids[search.Post]...)
	if err != nil {
		return nil, err
	}
	for _, post := range texts {
		known[search.Post][post.ID] = func() found { return postFound(r, post) }
	}
	return known, nil
}

// clip shortens what was typed to so many characters.
func clip(typed string, most int) string {
	letters := []rune(strings.TrimSpace(typed))
	return strings.TrimSpace(string(letters[:min(most, len(letters))]))
}

// choices are the ways to look in less, with the question kept.
func (p page) choices() ui.Tabs {
	l := p.R.L
	tab := func(label, in string) ui.Tab {
		q := url.Values{"q": {p.Asked}}
		if in != "" {
			q.Set("in", in)
		}
		return ui.Tab{Label: label, Href: "/search?" + q.Encode(), Here: in == p.In || in == "" && within(p.In) == nil, Count: -1}
	}
	return ui.Tabs{L: l, Label: l.T("search.in|Where to look"), Items: []ui.Tab{
		tab(l.T("search.in.all|Everything"), ""),
		tab(l.T("search.in.dates|Events and series"), "dates"),
		tab(l.T("search.in.texts|Texts"), "texts"),
	}}
}
