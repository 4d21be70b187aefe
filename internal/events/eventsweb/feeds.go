package eventsweb

import (
	"context"
	"time"

	"codeberg.org/plenary/plenary/internal/events"
	"codeberg.org/plenary/plenary/internal/ical"
	"codeberg.org/plenary/plenary/internal/store"
	"codeberg.org/plenary/plenary/internal/web"
)

// feed is the calendar of an event.
func (p *Pages) feed(ctx context.Context, tx *store.Tx, r *web.Request) (web.Answer, error) {
	e, err := p.Events.BySlug(ctx, tx, r.Viewer, r.Param("slug"))
	if err != nil {
		return nil, err
	}
	title, lang := e.Title.Pick(r.L)
	return calendar(&ical.Calendar{Method: ical.Publish, Name: title, Lang: lang, Refresh: time.Hour,
		Events: e.Feed(events.Entrance{Base: r.Base, L: r.L, Stamp: r.Now})})
}

// mineFeed is what somebody is registered for, as a file for their calendar.
func (p *Pages) mineFeed(ctx context.Context, tx *store.Tx, r *web.Request) (web.Answer, error) {
	m, err := p.open(ctx, tx, r)
	if err != nil {
		return nil, err
	}
	title, lang := m.E.Title.Pick(r.L)
	own := events.Own{R: m.R, E: m.E}
	return calendar(&ical.Calendar{Method: ical.Publish, Name: title, Lang: lang, Events: own.Feed(events.Entrance{Base: r.Base, L: r.L, Stamp: r.Now})})
}

func calendar(c *ical.Calendar) (web.Answer, error) {
	data, err := c.Encode()
	return web.Bytes{Type: c.ContentType(), Data: data}, err
}
