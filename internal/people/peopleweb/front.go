package peopleweb

import (
	"context"
	"time"

	"codeberg.org/plenary/plenary/internal/people"
	"codeberg.org/plenary/plenary/internal/posts"
	"codeberg.org/plenary/plenary/internal/series"
	"codeberg.org/plenary/plenary/internal/store"
	"codeberg.org/plenary/plenary/internal/web"
)

// frontPage is what the front page, and a chapter's page, need.
type frontPage struct {
	R        *web.Request
	Promise  string
	Lang     string // of the promise, where it is another than the page's
	SetUp    bool
	Open     []offer // open for registration
	Running  []offer
	Coming   []offer // announced, registration opens later
	Past     []offer
	WriteUps []posts.Post
	Chapters []people.Chapter
	Chapter  *people.Chapter // of a chapter's page
}

// offer is one series in a list.
type offer struct {
	S     *series.Series
	Title string
	Lang  string
	Next  time.Time // of its next session, in the reader's zone; zero if none
	End   time.Time
	N     int // sessions
}

func (p *Pages) front(ctx context.Context, tx *store.Tx, r *web.Request) (web.Answer, error) {
	n, err := p.People.Network(tx)
	if err != nil {
		return nil, err
	}
	page := frontPage{R: r, SetUp: n.SetUp()}
	page.Promise, page.Lang = n.Promise.Pick(r.L)
	if err := p.fill(ctx, tx, &page, series.Filter{}); err != nil {
		return nil, err
	}
	if page.WriteUps, err = p.Posts.Latest(ctx, tx, r.Viewer, 5); err != nil {
		return nil, err
	}
	if page.Chapters, err = p.People.Chapters(tx); err != nil {
		return nil, err
	}
	return web.Page{Body: frontBody(page), Zoned: true, Describe: page.Promise}, nil
}

func (p *Pages) chapter(ctx context.Context, tx *store.Tx, r *web.Request) (web.Answer, error) {
	c, err := p.People.ChapterBySlug(tx, r.Param("chapter"))
	if err != nil {
		return nil, err
	}
	page := frontPage{R: r, SetUp: true, Chapter: &c}
	page.Promise, page.Lang = c.Description.Pick(r.L)
	if err := p.fill(ctx, tx, &page, series.Filter{Chapter: c.Slug}); err != nil {
		return nil, err
	}
	name, _ := c.Name.Pick(r.L)
	return web.Page{Title: name, Body: frontBody(page), Zoned: true, Describe: page.Promise}, nil
}

// fill sorts the series into the parts of the page.
func (p *Pages) fill(ctx context.Context, tx *store.Tx, page *frontPage, f series.Filter) error {
	r := page.R
	list, err := p.Series.List(ctx, tx, r.Viewer, f)
	if err != nil {
		return err
	}
	for _, s := range list {
		if s.State != series.Published {
			continue
		}
		o := offerOf(r, s)
		switch {
		case !s.Ends().After(r.Now):
			page.Past = append(page.Past, o)
		case s.Begins().Before(r.Now):
			page.Running = append(page.Running, o)
		case s.Openness(r.Now) == series.Open:
			page.Open = append(page.Open, o)
		case s.Openness(r.Now) == series.NotYet:
			page.Coming = append(page.Coming, o)
		default:
			page.Running = append(page.Running, o)
		}
	}
	return nil
}

// offerOf is a series as lists show it: the first of its tracks that comes next.
func offerOf(r *web.Request, s *series.Series) offer {
	o := offer{S: s, N: len(s.Sessions)}
	var lang string
	if o.Title, lang = s.Title.Pick(r.L); lang != r.L.Lang {
		o.Lang = lang
	}
	for _, letter := range s.Letters() {
		if next, ok := s.Next(letter, r.Now); ok && (o.Next.IsZero() || next.Start.Before(o.Next)) {
			o.Next, o.End = next.Start.In(r.Zone), next.End.In(r.Zone)
		}
	}
	return o
}

func (p *Pages) logo(ctx context.Context, tx *store.Tx, r *web.Request) (web.Answer, error) {
	data, kind, err := p.People.Logo(tx)
	if err != nil {
		return nil, err
	}
	return web.Bytes{Type: kind, Data: data, Public: true}, nil
}
