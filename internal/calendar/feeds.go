package calendar

import (
	"net/url"

	"codeberg.org/plenary/plenary/internal/web/ui"
)

// FeedPath is where the feeds of a choice are, without their endings, and the
// query that they take: a chapter's stand beside its page.
func (c Choice) FeedPath() (path string, q url.Values) {
	q = c.Query()
	if c.Chapter == "" {
		return "/events", q
	}
	q.Del("chapter")
	return "/c/" + c.Chapter, q
}

// Form is the address of a feed at a path, in a language: of ".ics", ".rss" or
// ".json".
func Form(path, ending string, q url.Values, lang string) string {
	asked := url.Values{"lang": {lang}}
	for name, values := range q {
		asked[name] = values
	}
	return (&url.URL{Path: path + ending, RawQuery: asked.Encode()}).String()
}

// Feeds are the other forms of a page with dates, for its head: a calendar, news
// in two formats, and how other sites may show it.
func Feeds(base, path string, q url.Values, lang, title string) []ui.Feed {
	page := url.URL{Path: path, RawQuery: q.Encode()}
	return []ui.Feed{
		{Type: "text/calendar", Title: title, Href: Form(path, ".ics", q, lang)},
		{Type: "application/rss+xml", Title: title, Href: Form(path, ".rss", q, lang)},
		{Type: "application/feed+json", Title: title, Href: Form(path, ".json", q, lang)},
		{Type: "application/json+oembed", Title: title, Href: base + "/oembed?" + url.Values{"format": {"json"}, "lang": {lang}, "url": {base + page.String()}}.Encode()},
	}
}
