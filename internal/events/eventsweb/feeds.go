package eventsweb

import (
	"context"

	"codeberg.org/plenary/plenary/internal/events"
	"codeberg.org/plenary/plenary/internal/ical"
	"codeberg.org/plenary/plenary/internal/store"
	"codeberg.org/plenary/plenary/internal/web"
)

// mineFeed is what somebody is registered for, as a file for their calendar. It
// depends on no clock, so that it is the same until something changes.
func (p *Pages) mineFeed(ctx context.Context, tx *store.Tx, r *web.Request) (web.Answer, error) {
	m, err := p.open(ctx, tx, r)
	if err != nil {
		return nil, err
	}
	title, lang := m.E.Title.Pick(r.L)
	own := events.Own{R: m.R, E: m.E}
	return calendarFile(&ical.Calendar{Method: ical.Publish, Name: title, Lang: lang, Events: own.Feed(events.Entrance{Base: r.Base, L: r.L})})
}

func calendarFile(c *ical.Calendar) (web.Answer, error) {
	data, err := c.Encode()
	return web.Bytes{Type: c.ContentType(), Data: data, Own: true}, err
}
