package peopleweb

import (
	"context"
	"slices"
	"strings"
	"time"

	"codeberg.org/plenary/plenary/internal/calendar"
	"codeberg.org/plenary/plenary/internal/i18n"
	"codeberg.org/plenary/plenary/internal/store"
	"codeberg.org/plenary/plenary/internal/web"
	"codeberg.org/plenary/plenary/internal/web/ui"
	"codeberg.org/plenary/plenary/internal/when"
)

// mostEvents is how many lines one page lists, and mostDates how many dates they
// stand for: what repeats takes one line a month.
const (
	mostEvents = 60
	mostDates  = 240
)

// section is a heading with what falls under it.
type section struct {
	Name  string
	Items []ui.AgendaItem
}

// ahead is how far what repeats is listed month by month. What lies further off
// stands with its last line, so that a meeting without an end does not fill pages
// by itself.
const ahead = 92 * 24 * time.Hour

// line is one entry of the list: a date, and those of the same event that follow
// in the same month, or far off, and differ in nothing but the day.
type line struct {
	calendar.Date
	Also []calendar.Date
}

func (p *Pages) fillList(ctx context.Context, tx *store.Tx, page *eventsPage) error {
	r := page.R
	from := r.Now
	if at, _ := page.On.At(0).In(r.Zone); at.After(from) {
		from = at
	}
	today := when.DateOf(from, r.Zone)
	found, more, err := wholeDay(func(most int) (calendar.Found, bool, error) {
		return p.Calendar.Next(ctx, tx, r.Viewer, page.C, from, most)
	}, func(last calendar.Date) bool { return today.Before(when.DateOf(last.Start(), r.Zone)) })
	if err != nil {
		return err
	}
	lines := linesOf(found.Dates, r.Zone, from, r.Now)
	day := slices.IndexFunc(lines, func(l *line) bool { return today.Before(when.DateOf(l.Start(), r.Zone)) })
	if cut := pageOf(lines, r, day); cut < len(lines) {
		page.Pages.Next = page.href(page.C, asList, "from", when.DateOf(lines[cut].Start(), r.Zone).String())
		lines = lines[:cut]
	} else if more {
		last := found.Dates[len(found.Dates)-1]
		page.Pages.Next = page.href(page.C, asList, "from", when.DateOf(last.Start(), r.Zone).String())
	}
	if page.Pages.Next != "" {
		page.Pages.NextLabel = r.L.T("front.events.later|Later ones")
	}
	if from.After(r.Now) {
		page.Pages.Prev, page.Pages.PrevLabel = page.href(page.C, asList), r.L.T("front.events.from-today|From today on")
	}
	page.Unplaced = itemsOf(r, found.Unplaced)
	page.Body = listBody(*page, sections(lines, r))
	return nil
}

// wholeDay reads the dates of a page, and more of them until the last lies on a
// day of which the next page can begin: one day may have any number.
func wholeDay(read func(most int) (calendar.Found, bool, error), onward func(last calendar.Date) bool) (found calendar.Found, more bool, err error) {
	for most := mostDates; ; most *= 4 {
		found, more, err = read(most)
		if err != nil || !more || onward(found.Dates[len(found.Dates)-1]) {
			return found, more, err
		}
	}
}

// linesOf puts together what repeats, as seen from a time on; what runs now
// stands alone.
func linesOf(list []calendar.Date, zone *time.Location, from, now time.Time) (lines []*line) {
	open := map[string]*line{} // by event and month; by event alone, its last
	for _, d := range list {
		if !repeats(d) {
			lines = append(lines, &line{Date: d})
			continue
		}
		key := d.E.ID + d.Start().In(zone).Format(" 2006-01")
		if d.Start().Sub(from) > ahead {
			key = d.E.ID
		}
		if l := open[key]; l != nil && l.Start().After(now) {
			l.Also = append(l.Also, d)
			continue
		}
		l := &line{Date: d}
		open[key], open[d.E.ID] = l, l
		lines = append(lines, l)
	}
	return lines
}

// repeats tells whether a date is just as the rule of its event says, so that
// its day says all that is to be said of it.
func repeats(d calendar.Date) bool {
	return d.E != nil && d.E.Rule != nil && d.On.Date.Plain() && !d.Off() && !d.Tentative()
}

func runsNow(r *web.Request, d calendar.Date) bool {
	return !d.Start().After(r.Now) && d.End().After(r.Now)
}

// pageOf is how many lines the page shows, as many at least as are given. A day
// is never cut in two.
func pageOf(lines []*line, r *web.Request, least int) int {
	for n := max(mostEvents, least); n < len(lines); n++ {
		if when.DateOf(lines[n].Start(), r.Zone) != when.DateOf(lines[n-1].Start(), r.Zone) {
			return n
		}
	}
	return len(lines)
}

// sections are what runs now, and then the months, in the reader's zone. The
// next to begin is marked.
func sections(lines []*line, r *web.Request) (list []section) {
	next := false
	for _, l := range lines {
		name := r.L.T("front.events.now|Now")
		item := l.Item(r)
		if !runsNow(r, l.Date) {
			name = monthName(r.L, when.DateOf(l.Start(), r.Zone))
			if !next && !l.Off() && l.Start().Sub(r.Now) < 7*24*time.Hour {
				next = true
				item.Tags = append(item.Tags, ui.Tag{Tone: ui.OK, Word: r.L.T("ui.sessions.next|Next")})
			}
		}
		if len(l.Also) > 0 {
			item.Also = alsoOn(r, l.Also)
		}
		if k := len(list); k == 0 || list[k-1].Name != name {
			list = append(list, section{Name: name})
		}
		s := &list[len(list)-1]
		s.Items = append(s.Items, item)
	}
	return list
}

func monthName(l *i18n.Locale, day when.Date) string {
	return l.T("front.month|{month} {year}", "month", l.Month(day.Month, false), "year", l.Year(day.Year))
}

// alsoOn names the further days.
func alsoOn(r *web.Request, list []calendar.Date) string {
	const most = 6
	var days []string
	for _, d := range list[:min(most, len(list))] {
		style, start := i18n.Day, d.Start().In(r.Zone)
		if start.Year() != r.Now.In(r.Zone).Year() {
			style = i18n.Medium
		}
		days = append(days, r.L.Date(start, style))
	}
	if rest := len(list) - most; rest > 0 {
		return r.L.T("front.events.also-more|Also on {days} and on {n} more day|Also on {days} and on {n} more days", "days", strings.Join(days, " · "), "n", rest)
	}
	return r.L.T("front.events.also|Also on {days}", "days", r.L.List(days))
}

func itemsOf(r *web.Request, list []calendar.Date) (items []ui.AgendaItem) {
	for _, d := range list {
		items = append(items, d.Item(r))
	}
	return items
}
