package calendarweb

import (
	"context"
	"html"
	"net/url"
	"slices"
	"strconv"
	"time"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/calendar"
	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/events"
	"codeberg.org/plenary/plenary/internal/series"
	"codeberg.org/plenary/plenary/internal/store"
	"codeberg.org/plenary/plenary/internal/web"
	"codeberg.org/plenary/plenary/internal/web/ui"
	"codeberg.org/plenary/plenary/internal/when"
)

// How many dates an embedded list shows, and how much room it asks for.
const (
	usualShown   = 5
	mostShown    = 30
	usualWidth   = 480
	heightEach   = 118 // of a date, in pixels
	heightAround = 170
)

// embedding is what an embedded list shows, and how.
type embedding struct {
	topic
	Zone  string // "" = that of the network
	Lang  string // "" = as the browser asks for
	Theme string // "light", "dark", "" = as the system has it
	Count int
}

// embedPage is a list of what comes, for another site's page.
type embedPage struct {
	R     *web.Request
	Name  string
	Items []ui.AgendaItem
	All   string // the page with the rest
}

// embed is the list that other sites show: what everybody may see, in the
// language and the zone that its address names, whoever is signed in here.
func (p *Pages) embed(ctx context.Context, tx *store.Tx, r *web.Request) (web.Answer, error) {
	e, err := p.embedding(ctx, tx, r, r.Query)
	if err != nil {
		return nil, err
	}
	if loc, err := when.Load(e.Zone); err == nil && e.Zone != "" {
		r.Zone = loc
		r.L = r.L.ForZone(loc.String())
	}
	page := embedPage{R: r, Name: e.name(r), All: r.Base + e.Page}
	for _, d := range e.Dates {
		if d.End().After(r.Now) && len(page.Items) < e.Count {
			item := d.Item(r)
			item.Href = r.Base + item.Href // from another site
			page.Items = append(page.Items, item)
		}
	}
	return web.Page{Title: page.Name, Body: embedBody(page), Embedded: true, Theme: e.Theme}, nil
}

// embedding reads the address of a list. What does not exist is not there.
func (p *Pages) embedding(ctx context.Context, tx *store.Tx, r *web.Request, q url.Values) (e embedding, err error) {
	e = embedding{Zone: q.Get("zone"), Lang: q.Get("lang"), Theme: q.Get("theme"), Count: usualShown}
	if n, err := strconv.Atoi(q.Get("count")); err == nil && n > 0 {
		e.Count = min(n, mostShown)
	}
	if e.Theme != "light" && e.Theme != "dark" {
		e.Theme = ""
	}
	if _, err := when.Load(e.Zone); err != nil && e.Zone != "" {
		return e, errs.NotThere()
	}
	e.topic, err = p.public(ctx, tx, r, q)
	return e, err
}

// public is what an address of a list is about, as far as everybody may see it:
// one event, one series, or a choice of the calendar.
func (p *Pages) public(ctx context.Context, tx *store.Tx, r *web.Request, q url.Values) (t topic, err error) {
	anybody := auth.Viewer{}
	switch event, one := q.Get("event"), q.Get("series"); {
	case event != "":
		t, err = p.eventFor(ctx, tx, anybody, event)
	case one != "":
		t, err = p.seriesFor(ctx, tx, anybody, one, "")
	default:
		asked := *r
		asked.Query = q
		t, err = p.briefly(ctx, tx, &asked)
	}
	if err == nil && slices.ContainsFunc(t.Dates, func(d calendar.Date) bool {
		return d.E != nil && d.E.Visibility != events.Public || d.S != nil && d.S.Visibility != series.Public
	}) {
		return t, errs.NotThere()
	}
	return t, err
}

// query is the address of the list, in one spelling.
func (e embedding) query() url.Values {
	q := e.C.Query()
	if e.One && len(e.Dates) > 0 {
		name, slug := "event", ""
		if d := e.Dates[0]; d.S != nil {
			name, slug = "series", d.S.Slug
		} else {
			slug = d.E.Slug
		}
		q.Set(name, slug)
	}
	for name, value := range map[string]string{"lang": e.Lang, "zone": e.Zone, "theme": e.Theme} {
		if value != "" {
			q.Set(name, value)
		}
	}
	if e.Count != usualShown {
		q.Set("count", strconv.Itoa(e.Count))
	}
	return q
}

// height is how much room the list takes, about.
func (e embedding) height(now time.Time) int {
	n := 0
	for _, d := range e.Dates {
		if d.End().After(now) {
			n++
		}
	}
	return heightAround + heightEach*max(1, min(n, e.Count))
}

// frame is the HTML by which another page shows the list.
func (e embedding) frame(r *web.Request, width, height int) string {
	address := &url.URL{Path: "/embed/events", RawQuery: e.query().Encode()}
	return `<iframe src="` + html.EscapeString(r.Base+address.String()) + `" title="` + html.EscapeString(e.plainName(r)) + `" width="` + strconv.Itoa(width) +
		`" height="` + strconv.Itoa(height) + `" style="border:0;max-width:100%" loading="lazy" referrerpolicy="no-referrer" sandbox="allow-popups allow-popups-to-escape-sandbox"></iframe>`
}
