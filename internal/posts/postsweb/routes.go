package postsweb

import (
	"codeberg.org/plenary/plenary/internal/events"
	"codeberg.org/plenary/plenary/internal/i18n"
	"codeberg.org/plenary/plenary/internal/people"
	"codeberg.org/plenary/plenary/internal/posts"
	"codeberg.org/plenary/plenary/internal/series"
	"codeberg.org/plenary/plenary/internal/web"
	"codeberg.org/plenary/plenary/internal/web/ui"
)

// Pages are the pages of this package with the rooms they show.
type Pages struct {
	People *people.Room
	Posts  *posts.Room
	Events *events.Room
	Series *series.Room
}

// Routes lists all pages.
func (p *Pages) Routes() []web.Route {
	return []web.Route{
		web.Get("/posts", web.Public(), p.list).Cached(),
		web.Get("/posts.rss", web.Public(), p.rss).Cached(),
		web.Get("/posts.json", web.Public(), p.json).Cached(),
		web.Get("/posts/{slug}", web.Public(), p.show).Cached(),
	}
}

// in is a text in one language for this reader, with another where it has none
// in that.
func in(r *web.Request, t i18n.Text, lang string) ui.Words {
	if text := t[lang]; text != "" {
		return ui.Words{Text: text, Lang: r.Foreign(lang)}
	}
	return r.Pick(t)
}
