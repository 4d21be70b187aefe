package calendarweb

import (
	"time"

	"codeberg.org/plenary/plenary/internal/calendar"
	"codeberg.org/plenary/plenary/internal/events"
	"codeberg.org/plenary/plenary/internal/ical"
	"codeberg.org/plenary/plenary/internal/series"
	"codeberg.org/plenary/plenary/internal/store"
	"codeberg.org/plenary/plenary/internal/web"
)

// calendarFile is what calendars subscribe to: all dates, also those that are
// over or cancelled, so that nothing vanishes from anybody's calendar without a
// word. It depends on no clock.
func calendarFile(_ *store.Tx, r *web.Request, t topic) (web.Answer, error) {
	all := &ical.Calendar{Method: ical.Publish, Name: t.plainName(r), Lang: r.L.Lang, Refresh: time.Hour, Events: entries(r, t.Dates)}
	data, err := all.Encode()
	return web.Bytes{Type: all.ContentType(), Data: data, Lasts: true}, err
}

// entries are the dates as calendars have them. An event that repeats is there
// with its rule, and so whole, where any of its dates is asked for.
func entries(r *web.Request, dates []calendar.Date) []ical.Event {
	list := make([]ical.Event, 0, len(dates))
	entrance, entry := events.Entrance{Base: r.Base, L: r.L}, series.Entry{Base: r.Base, L: r.L}
	repeating := map[string]bool{}
	for _, d := range dates {
		switch {
		case d.S != nil:
			list = append(list, d.S.Event(d.In, entry))
		case d.E.Rule == nil:
			list = append(list, d.E.Event(d.On, entrance))
		case !repeating[d.E.ID]:
			repeating[d.E.ID] = true
			list = append(list, d.E.Feed(entrance)...)
		}
	}
	return list
}
