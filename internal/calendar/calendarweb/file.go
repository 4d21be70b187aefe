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
	told, again := map[string]bool{}, make([]bool, len(dates))
	for i, d := range dates {
		if d.S == nil && d.E.Rule != nil {
			again[i], told[d.E.ID] = told[d.E.ID], true
		}
	}
	if len(dates) < manyDates {
		return entriesOf(r, dates, again)
	}
	middle, second := len(dates)/2, make(chan []ical.Event)
	go func() { second <- entriesOf(r, dates[middle:], again[middle:]) }()
	return append(entriesOf(r, dates[:middle], again[:middle]), <-second...)
}

// manyDates is from how many on a second processor is worth waking.
const manyDates = 500

// entriesOf are the entries of these dates, but for those whose event was told before.
func entriesOf(r *web.Request, dates []calendar.Date, again []bool) []ical.Event {
	list := make([]ical.Event, 0, len(dates))
	entrance, entry := events.Entrance{Base: r.Base, L: r.L}, series.Entry{Base: r.Base, L: r.L}
	for i, d := range dates {
		switch {
		case again[i]:
		case d.S != nil:
			list = append(list, d.S.Event(d.In, entry))
		case d.E.Rule == nil:
			list = append(list, d.E.Event(d.On, entrance))
		default:
			list = append(list, d.E.Feed(entrance)...)
		}
	}
	return list
}
