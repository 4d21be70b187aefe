package peopleweb

import (
	"context"
	"time"

	"codeberg.org/plenary/plenary/internal/calendar"
	"codeberg.org/plenary/plenary/internal/i18n"
	"codeberg.org/plenary/plenary/internal/store"
	"codeberg.org/plenary/plenary/internal/web"
	"codeberg.org/plenary/plenary/internal/web/ui"
	"codeberg.org/plenary/plenary/internal/when"
)

// mostOnDay is how many things a day of a month shows; its week shows all.
const mostOnDay = 6

// fillDays shows a month, or a week, as the reader's calendar has it.
func (p *Pages) fillDays(ctx context.Context, tx *store.Tx, page *eventsPage) error {
	r, roomy := page.R, page.View == asWeek
	first, last := calendar.MonthOf(page.On)
	begins := r.L.FirstWeekday()
	if roomy {
		first, last = calendar.WeekOf(page.On, begins)
	}
	found, err := p.Calendar.Find(ctx, tx, r.Viewer, page.C, calendar.SpanOf(first, last, r.Zone))
	if err != nil {
		return err
	}
	table := ui.DayTable{L: r.L, Roomy: roomy, Weeks: page.weeks(found.Dates, first, last, begins, roomy)}
	page.turn(first, last, roomy)
	table.Label = page.Heading
	page.Unplaced = itemsOf(r, found.Unplaced)
	page.Body = daysBody(*page, table, len(found.Dates))
	return nil
}

// turn names the page and leads to those before and after it.
func (page *eventsPage) turn(first, last when.Date, week bool) {
	r := page.R
	before, after := first.AddDays(-1), last.AddDays(1)
	today := when.DateOf(r.Now, r.Zone)
	day := func(d when.Date) string { return d.String() }
	if week {
		page.Heading = r.L.DateRange(noon(first), noon(last))
		page.Pages.PrevLabel, page.Pages.NextLabel = r.L.T("front.week.before|The week before"), r.L.T("front.week.after|The week after")
		before = first.AddDays(-7)
	} else {
		page.Heading = monthName(r.L, first)
		page.Pages.PrevLabel, page.Pages.NextLabel = monthName(r.L, before), monthName(r.L, after)
		day = func(d when.Date) string { return d.String()[:len("2027-02")] }
	}
	page.Pages.Prev = page.href(page.C, page.View, "on", day(before))
	page.Pages.Next = page.href(page.C, page.View, "on", day(after))
	if today.Before(first) || last.Before(today) {
		page.Pages.Today = page.href(page.C, page.View)
	}
}

// noon is a time at which nobody doubts the day.
func noon(d when.Date) time.Time {
	t, _ := d.At(12 * 60).In(time.UTC)
	return t
}

// weeks are the days of the table with what is on.
func (page *eventsPage) weeks(list []calendar.Date, first, last when.Date, begins time.Weekday, roomy bool) (weeks [][]ui.Day) {
	r := page.R
	on := calendar.ByDay(list, first, last, r.Zone)
	today := when.DateOf(r.Now, r.Zone)
	for _, week := range calendar.Weeks(first, last, begins) {
		days := make([]ui.Day, len(week))
		for i, date := range week {
			d := ui.Day{Date: date, Out: date.Before(first) || last.Before(date), Today: date == today}
			shares := on[date]
			if !roomy && len(shares) > mostOnDay {
				d.More, d.Href = len(shares)-mostOnDay+1, page.href(page.C, asWeek, "on", date.String())+"#d"+date.String()
				shares = shares[:mostOnDay-1]
			}
			for _, s := range shares {
				d.Items = append(d.Items, dayItem(r, s, roomy))
			}
			days[i] = d
		}
		weeks = append(weeks, days)
	}
	return weeks
}

// dayItem is what one day shows of a date.
func dayItem(r *web.Request, s calendar.Share, roomy bool) ui.DayItem {
	title := r.Pick(s.Title())
	item := ui.DayItem{Title: title.Text, Lang: title.Lang, Href: s.Path(), Off: s.Off(), Hours: dayHours(r.L, s, r.Zone, roomy)}
	if s.N == 1 {
		item.Stamp = s.Start().UTC().Format("2006-01-02T15:04Z")
	}
	for _, t := range s.Certainty(r) {
		item.Tags = append(item.Tags, t)
	}
	if !roomy {
		return item
	}
	full := s.Item(r)
	item.Text = full.Place
	if full.Text != "" && full.Place != "" {
		item.Text = r.L.T("front.day.text|{text} · {place}", "text", full.Text, "place", full.Place)
	} else if full.Text != "" {
		item.Text = full.Text
	}
	if s.Of > 1 {
		item.Tags = append(item.Tags, ui.Tag{Word: r.L.T("front.day.of|Day {n} of {all}", "n", s.N, "all", s.Of)})
	}
	return item
}

// dayHours are the hours of a date on one day: when it begins, until when it
// goes on, or that it goes on all day.
func dayHours(l *i18n.Locale, s calendar.Share, zone *time.Location, roomy bool) string {
	start, end := s.Start().In(zone), s.End().In(zone)
	switch {
	case s.N > 1 && s.N == s.Of:
		return l.T("front.day.until|until {time}", "time", l.Time(end))
	case s.N > 1:
		return l.T("ui.all-day|All day")
	case s.Of > 1 || !roomy:
		return l.Time(start)
	}
	return l.TimeRange(start, end)
}
