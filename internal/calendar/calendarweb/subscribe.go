package calendarweb

import (
	"context"
	"net/url"
	"strings"

	"codeberg.org/plenary/plenary/internal/calendar"
	"codeberg.org/plenary/plenary/internal/store"
	"codeberg.org/plenary/plenary/internal/web"
	"codeberg.org/plenary/plenary/internal/web/ui"
)

// subscribePage says how to follow a calendar, and how to show it elsewhere.
type subscribePage struct {
	R      *web.Request
	Name   string
	Page   string // the page that shows the same
	Webcal string // what opens a calendar program
	File   string // the same, to be copied
	RSS    string
	JSON   string
	Frame  string // HTML for another site's page
}

// subscribe is the page of all ways to follow what an address asks for.
func (p *Pages) subscribe(ctx context.Context, tx *store.Tx, r *web.Request) (web.Answer, error) {
	e, err := p.embedding(ctx, tx, r, r.Query)
	if err != nil {
		return nil, err
	}
	if e.Lang = r.L.Lang; e.Zone == "" {
		e.Zone = r.Face.Zone
	}
	page := subscribePage{R: r, Name: e.name(r), Page: e.Page, File: r.Base + e.feed(r, ".ics"), RSS: r.Base + e.feed(r, ".rss"), JSON: r.Base + e.feed(r, ".json"),
		Frame: e.frame(r, usualWidth, e.height(r.Now))}
	_, after, _ := strings.Cut(page.File, "://")
	page.Webcal = "webcal://" + after
	return web.Page{Title: r.L.T("feed.subscribe|Subscribe"), Body: subscribeBody(page), Feeds: e.feeds(r),
		Describe: r.L.T("feed.subscribe.lead|Follow this calendar from your own programmes, or show it on your own pages.")}, nil
}

// feed is the address of this topic in one of its forms, in the reader's
// language.
func (t topic) feed(r *web.Request, ending string) string {
	path, q := t.feedPath()
	return calendar.Form(path, ending, q, r.L.Lang)
}

func (t topic) feedPath() (string, url.Values) {
	if t.One {
		return t.Page, nil
	}
	return t.C.FeedPath()
}

// feeds are the forms that the head of a page names.
func (t topic) feeds(r *web.Request) []ui.Feed {
	path, q := t.feedPath()
	return calendar.Feeds(r.Base, path, q, r.L.Lang, t.name(r))
}
