package postdeskweb

import (
	"context"
	"time"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/events"
	"codeberg.org/plenary/plenary/internal/i18n"
	"codeberg.org/plenary/plenary/internal/posts"
	"codeberg.org/plenary/plenary/internal/series"
	"codeberg.org/plenary/plenary/internal/store"
	"codeberg.org/plenary/plenary/internal/web"
	"codeberg.org/plenary/plenary/internal/web/ui"
)

// How far back the desk asks for write-ups, and of how many.
const (
	askedFor      = 120 * 24 * time.Hour
	mostUnwritten = 20
)

// unwritten are the sessions and dates that are over and wait for who writes
// them up, the latest first, and how many more there are. Who only writes sees
// no desk of a series or an event: from here they get to the form.
func (p *Pages) unwritten(ctx context.Context, tx *store.Tx, r *web.Request) (items []ui.ListingItem, more int, err error) {
	since := r.Now.Add(-askedFor)
	held, err := p.heldDates(ctx, tx, r, since)
	if err != nil {
		return nil, 0, err
	}
	sessions, err := p.heldSessions(ctx, tx, r, since)
	if err != nil {
		return nil, 0, err
	}
	list, err := p.Posts.Unwritten(ctx, tx, r.Viewer, append(held, sessions...)...)
	if n := len(list); n > mostUnwritten {
		more, list = n-mostUnwritten, list[:mostUnwritten]
	}
	for _, x := range list {
		items = append(items, toWrite(r, x))
	}
	return items, more, err
}

func (p *Pages) heldDates(ctx context.Context, tx *store.Tx, r *web.Request, since time.Time) (held []posts.About, err error) {
	err = p.Events.Each(ctx, tx, r.Viewer, events.Filter{From: since, To: r.Now, Brief: true}, func(e *events.Event, o events.Occurrence) {
		if o.End.After(since) && !o.End.After(r.Now) && p.Events.May(r.Viewer, e, auth.WritePosts) {
			held = append(held, posts.About{Kind: posts.Date, ID: o.Date.ID})
		}
	})
	return held, err
}

func (p *Pages) heldSessions(ctx context.Context, tx *store.Tx, r *web.Request, since time.Time) (held []posts.About, err error) {
	list, err := p.Series.List(ctx, tx, r.Viewer, series.Filter{Archived: true})
	for _, s := range list {
		if s.State == series.Draft || !p.Series.May(r.Viewer, s, auth.WritePosts) {
			continue
		}
		for _, o := range s.Occurrences(s.Letters()[0]) {
			if o.End.After(since) && !o.End.After(r.Now) {
				held = append(held, posts.About{Kind: posts.Session, ID: o.Session.ID})
			}
		}
	}
	return held, err
}

// toWrite leads to the form in which something is written up.
func toWrite(r *web.Request, x posts.Unwritten) ui.ListingItem {
	title := r.Pick(x.Title)
	item := ui.ListingItem{Title: title.Text, Lang: title.Lang, Href: x.Form, Sub: r.L.Date(x.Start.In(r.Zone), i18n.Medium)}
	if x.N > 0 {
		item.Sub = r.L.T("org.event.line|{first} · {second}", "first", thingName(r, x.Thing), "second", item.Sub)
	} else if theme := textOf(r, x.Theme); theme != "" {
		item.Sub = r.L.T("org.event.line|{first} · {second}", "first", theme, "second", item.Sub)
	}
	if x.Begun {
		item.Tags = append(item.Tags, ui.Tag{Tone: ui.Info, Word: r.L.T("org.state.draft|Draft")})
	}
	return item
}
