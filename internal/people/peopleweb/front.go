package peopleweb

import (
	"context"

	"codeberg.org/plenary/plenary/internal/calendar"
	"codeberg.org/plenary/plenary/internal/series"
	"codeberg.org/plenary/plenary/internal/store"
	"codeberg.org/plenary/plenary/internal/web"
	"codeberg.org/plenary/plenary/internal/web/ui"
)

// How much of each kind the front page shows.
const (
	mostComing   = 4
	mostWriteUps = 4
	mostPast     = 5
)

// shopWindow is what the front page and a chapter's page have in common: what
// is offered, what comes, and what came of it.
type shopWindow struct {
	R        *web.Request
	All      string           // address of all that comes
	Texts    string           // address of all that was published
	First    *offer           // the one thing to do now
	Open     []ui.ListingItem // more that is open for registration
	Coming   []ui.AgendaItem
	Running  []ui.ListingItem
	Later    []ui.ListingItem // announced, registration opens later
	News     []ui.ListingItem // statements, updates, news
	WriteUps []ui.ListingItem
	Past     []ui.ListingItem
}

// Empty tells whether there is nothing to show at all.
func (w shopWindow) Empty() bool {
	return w.First == nil && len(w.Coming)+len(w.Running)+len(w.Later)+len(w.Past)+len(w.WriteUps)+len(w.News) == 0
}

type frontPage struct {
	R        *web.Request
	Name     ui.Words
	Promise  ui.Words
	SetUp    bool
	Window   shopWindow
	Chapters []branch
}

func (p *Pages) front(ctx context.Context, tx *store.Tx, r *web.Request) (web.Answer, error) {
	n, err := p.People.Network(tx)
	if err != nil {
		return nil, err
	}
	page := frontPage{R: r, Name: r.Pick(n.Name), Promise: r.Pick(n.Promise), SetUp: n.SetUp()}
	list, err := p.Series.List(ctx, tx, r.Viewer, series.Filter{Archived: true})
	if err != nil {
		return nil, err
	}
	if page.Window, err = p.window(ctx, tx, r, list, calendar.Choice{}); err != nil {
		return nil, err
	}
	if err = p.fillTexts(ctx, tx, r, &page.Window, "", nil); err != nil {
		return nil, err
	}
	chapters, err := p.People.Chapters(tx)
	if err != nil {
		return nil, err
	}
	page.Chapters = treeOf(r, chapters)
	return web.Page{Body: frontBody(page), Zoned: true, Describe: page.Promise.Text, Feeds: append(eventFeeds(r, calendar.Choice{}), textFeeds(r, "")...)}, nil
}

// window sorts series, and what comes of a choice, into the parts of the page.
func (p *Pages) window(ctx context.Context, tx *store.Tx, r *web.Request, list []*series.Series, c calendar.Choice) (shopWindow, error) {
	w := shopWindow{R: r, All: "/events"}
	w.First = first(r, list)
	var past []*series.Series
	for _, s := range list {
		o := offerOf(r, s)
		switch stage(s, r.Now) {
		case nowOpen:
			if w.First == nil || w.First.S != s {
				w.Open = append(w.Open, o.item())
			}
		case running:
			w.Running = append(w.Running, o.item())
		case announced:
			w.Later = append(w.Later, o.item())
		case over:
			past = append(past, s)
		}
	}
	for i := len(past) - 1; i >= 0 && len(w.Past) < mostPast; i-- { // the latest first
		o := offerOf(r, past[i])
		w.Past = append(w.Past, o.item())
	}
	next, _, err := p.Calendar.Next(ctx, tx, r.Viewer, c, r.Now, 2*mostComing)
	if err != nil {
		return w, err
	}
	for _, d := range next.Dates {
		if len(w.Coming) < mostComing && !d.Off() {
			w.Coming = append(w.Coming, d.Item(r))
		}
	}
	return w, nil
}

// first is the one thing to do now: the next series that begins and takes
// registrations, or else one that has begun and still does.
func first(r *web.Request, list []*series.Series) (found *offer) {
	for _, s := range list {
		o := offerOf(r, s)
		if !o.MayRegister() {
			continue
		}
		if s.Begins().After(r.Now) {
			return &o
		}
		if found == nil && s.Ends().After(r.Now) {
			found = &o
		}
	}
	return found
}

func (p *Pages) logo(ctx context.Context, tx *store.Tx, r *web.Request) (web.Answer, error) {
	data, kind, err := p.People.Logo(tx)
	if err != nil {
		return nil, err
	}
	return web.Bytes{Type: kind, Data: data, Public: true, Theirs: true}, nil
}
