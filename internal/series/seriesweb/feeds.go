package seriesweb

import (
	"context"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/events"
	"codeberg.org/plenary/plenary/internal/i18n"
	"codeberg.org/plenary/plenary/internal/ical"
	"codeberg.org/plenary/plenary/internal/seal"
	"codeberg.org/plenary/plenary/internal/series"
	"codeberg.org/plenary/plenary/internal/store"
	"codeberg.org/plenary/plenary/internal/web"
)

// feedRoutes are the calendars of persons; that of a series is a page of the
// calendar's.
func (p *Pages) feedRoutes() []web.Route {
	return []web.Route{
		web.Get("/feed/{key}.ics", web.ByLink(), p.privateFeed),
	}
}

// privateFeed is everything a person is registered for, series and events, and
// the meetings of their circles, cancelled ones among them. Its links lead to
// the person's own join pages. It depends on no clock, so that it is the same
// until something changes.
func (p *Pages) privateFeed(ctx context.Context, tx *store.Tx, r *web.Request) (web.Answer, error) {
	id, mac, ok := seal.ParseLink(r.Param("key"))
	if !ok {
		return nil, errs.NotThere()
	}
	person, err := p.People.Get(tx, id)
	if err != nil {
		return nil, err
	}
	if !p.Keys.CheckLink(series.LinkFeed, id, person.Generation, mac) {
		return nil, errs.NotThere()
	}
	mine, err := p.Series.Of(ctx, tx, auth.Holder(series.LinkFeed, id, id), id)
	if err != nil {
		return nil, err
	}
	l := i18n.For(person.Language).ForZone(person.Zone)
	name, _ := r.Face.Name.Pick(l)
	all := &ical.Calendar{Method: ical.Publish, Name: name, Lang: l.Lang}
	for _, m := range mine {
		if !m.R.Standing.HasPlace() {
			continue
		}
		entry := series.Entry{Base: r.Base, L: l, Join: func(o series.Occurrence) string {
			return r.Base + "/join/" + p.Series.JoinKey(m.R, o.Session.N)
		}}
		all.Events = append(all.Events, m.S.Feed(entry, m.Letter).Events...)
	}
	places, err := p.Events.Of(ctx, tx, auth.Holder(series.LinkFeed, id, id), id)
	if err != nil {
		return nil, err
	}
	for _, o := range places {
		all.Events = append(all.Events, o.Feed(events.Entrance{Base: r.Base, L: l})...)
	}
	meetings, err := p.Circles.Feed(ctx, tx, auth.Holder(series.LinkFeed, id, id), id, r.Base, l)
	if err != nil {
		return nil, err
	}
	all.Events = append(all.Events, meetings...)
	return calendarFile(all)
}

func calendarFile(c *ical.Calendar) (web.Answer, error) {
	data, err := c.Encode()
	return web.Bytes{Type: c.ContentType(), Data: data, Own: true}, err
}
