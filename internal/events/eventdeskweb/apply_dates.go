package eventdeskweb

import (
	"slices"
	"strconv"
	"time"

	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/events"
	"codeberg.org/plenary/plenary/internal/i18n"
	"codeberg.org/plenary/plenary/internal/web/forms"
	"codeberg.org/plenary/plenary/internal/when"
)

// How dates repeat, as the form offers it.
const (
	everyDay       = "day"
	everyWeek      = "week"
	monthByWeekday = "month-nth"  // "the third Wednesday"
	monthByLast    = "month-last" // "the last Wednesday"
	monthByDay     = "month-day"  // "day 17"
)

// Until when a rule gives dates.
const (
	endsNever = "never"
	endsCount = "count"
	endsUntil = "until"
)

const dayLong = 24 * time.Hour

// times reads the usual hours.
func (in entry) times(form *errs.Form, e *events.Event) {
	e.Doors = in.Clock(form, "doors")
	start := in.Clock(form, "start")
	if start == nil {
		if in.Get("start") == "" {
			form.Add("start", "org.event.start-missing|Enter when it begins.")
		}
		return
	}
	e.Start = *start
	if in.Get("end") == "" {
		form.Add("end", "org.event.end-missing|Enter when it ends.")
		return
	}
	if end := in.Clock(form, "end"); end != nil {
		e.Length = in.lengthTo(form, *start, *end)
	}
}

// lengthTo is from the start to the end: of the same day, of the next one, or of
// the day that the form names.
func (in entry) lengthTo(form *errs.Form, start, end when.Clock) time.Duration {
	first, last := in.Date(&errs.Form{}, "first"), in.Date(form, "end_date")
	if first.IsZero() || last.IsZero() {
		return spanOf(form, "end", start, end)
	}
	length := time.Duration(end-start)*time.Minute + time.Duration(last.Sub(first))*dayLong
	if length <= 0 {
		form.Add("end_date", "org.event.end-first|It cannot end before it begins.")
	}
	return length
}

// span is from one hour to another, which is the next day's if it is not later.
func span(start, end when.Clock) time.Duration {
	length := time.Duration(end-start) * time.Minute
	if length <= 0 {
		length += dayLong
	}
	return length
}

// spanOf is span, and refuses an end that is the start: nobody can tell whether
// that means no time at all or a whole day.
func spanOf(form *errs.Form, field string, start, end when.Clock) time.Duration {
	if start == end {
		form.Add(field, "org.event.end-same|It cannot end at the hour at which it begins. If it goes on until the next day, enter that day under further dates.")
	}
	return span(start, end)
}

// endOf is the hour at which something that begins then and takes so long ends.
func endOf(start when.Clock, length time.Duration) when.Clock {
	return (start + when.Clock(length/time.Minute)) % (24 * 60)
}

// dates reads the rule and the dates that are entered one by one. Dates that the
// rule gave stay with what is their own; the room gives and takes by the rule.
func (in entry) dates(form *errs.Form, e *events.Event, now time.Time) {
	old := *e
	first := in.Date(form, "first")
	if first.IsZero() && in.Get("first") == "" {
		form.Add("first", "org.event.date|Enter a date.")
	}
	e.Rule = in.rule(form, first)
	e.Dates = nil
	key := in.firstKey(&old, e.Rule, first)
	for _, d := range old.Dates {
		// Without the rule, of what it gave remains what took place.
		if !d.RuleDay.IsZero() && d.ID != key && (e.Rule != nil || !old.Occurrence(&d).End.After(now)) {
			e.Dates = append(e.Dates, d)
		}
	}
	if was := old.Date(key); !first.IsZero() && (was != nil || e.Rule == nil) {
		d := events.Date{}
		if was != nil {
			d = *was
		}
		d.Day = first
		e.Dates = append(e.Dates, d)
	}
	for i := 1; i <= forms.RowCount(in.Values, "dates"); i++ {
		e.Dates = append(e.Dates, in.date(form, i, e, &old))
	}
}

// firstKey is the id of the date that is the first one: the form names it or,
// where a rule ends with that day, the rule gave it.
func (in entry) firstKey(old *events.Event, rule *events.Rule, first when.Date) string {
	if key := in.Get("first.key"); key != "" || rule != nil {
		return key
	}
	if i := slices.IndexFunc(old.Dates, func(d events.Date) bool { return !d.RuleDay.IsZero() && d.Day == first }); i >= 0 {
		return old.Dates[i].ID
	}
	return ""
}

// date reads one date that is entered by hand.
func (in entry) date(form *errs.Form, i int, e, old *events.Event) events.Date {
	at := func(field string) string { return forms.Cell("dates", i, field) }
	var d events.Date
	wasEnd := ""
	if was := old.Date(in.Get(at("key"))); was != nil {
		d, wasEnd = *was, ownEnd(old, was)
	}
	d.Day = in.Date(form, at("date"))
	if d.Day.IsZero() && in.Get(at("date")) == "" {
		form.Add(at("date"), "org.event.date|Enter a date.")
	}
	wasStart := d.Start
	d.Start = in.Clock(form, at("start"))
	if d.Start != nil && *d.Start == e.Start {
		d.Start = nil
	}
	d.Theme = in.Text(at("theme"), d.Theme)
	sameStart := (wasStart == nil) == (d.Start == nil) && (d.Start == nil || *wasStart == *d.Start)
	if in.Get(at("end")) == wasEnd && sameStart {
		return d // a length of several days, which an hour does not tell, stays
	}
	d.Length = 0
	if end := in.Clock(form, at("end")); end != nil {
		start := e.Start
		if d.Start != nil {
			start = *d.Start
		}
		if length := spanOf(form, at("end"), start, *end); length != e.Length {
			d.Length = length
		}
	}
	return d
}

// ownEnd is the hour at which a date ends, where that is its own; "" where it is
// the event's.
func ownEnd(e *events.Event, d *events.Date) string {
	if d.Length == 0 {
		return ""
	}
	start := e.Start
	if d.Start != nil {
		start = *d.Start
	}
	return endOf(start, d.Length).String()
}

// rule reads how the dates repeat; nil where they do not.
func (in entry) rule(form *errs.Form, first when.Date) *events.Rule {
	unit := in.Get("rule.unit")
	if unit == "" || first.IsZero() {
		return nil
	}
	every := 1
	if n := in.Number(form, "rule.every"); n != nil {
		every = *n
	}
	var rule events.Rule
	switch unit {
	case everyDay:
		rule = events.RuleFrom(first, every, events.Days)
	case everyWeek:
		rule = events.RuleFrom(first, every, events.Weeks)
		if days := in.weekdays(); len(days) > 0 {
			rule.Weekdays = days
		}
	case monthByWeekday, monthByLast:
		rule = events.RuleFrom(first, every, events.Months)
		if unit == monthByLast {
			rule.Nth = -1
		} else if rule.Nth < 0 {
			rule.Nth = (first.Day-1)/7 + 1
			if rule.Nth > 4 {
				form.Add("rule.unit", "org.event.rule-fifth|Not every month has a fifth {day}. Choose the last one, or another first date.", "day", i18n.Weekday(first.Weekday()))
				rule.Nth = -1
			}
		}
	case monthByDay:
		rule = events.Rule{From: first, Every: every, Unit: events.Months}
	default:
		form.Add("rule.unit", "org.event.rule-unit|Choose from the list how it repeats.")
		return nil
	}
	rule.Every = every
	in.ruleEnd(form, &rule)
	return &rule
}

func (in entry) ruleEnd(form *errs.Form, rule *events.Rule) {
	switch in.Get("rule.end") {
	case endsCount:
		if n := in.Number(form, "rule.count"); n != nil {
			rule.Count = *n
		}
		if rule.Count < 1 && !form.Has("rule.count") {
			form.Add("rule.count", "org.event.rule-count|Enter a number from 1 to {most}.", "most", events.MostDates)
		}
	case endsUntil:
		if last := in.Date(form, "rule.until"); !last.IsZero() {
			rule.Until = &last
		} else if in.Get("rule.until") == "" {
			form.Add("rule.until", "org.event.date|Enter a date.")
		}
	}
}

// weekdays are those ticked, from Monday on.
func (in entry) weekdays() (days []time.Weekday) {
	for _, s := range in.Values["rule.weekdays"] {
		if n, err := strconv.Atoi(s); err == nil && n >= 0 && n <= 6 && !slices.Contains(days, time.Weekday(n)) {
			days = append(days, time.Weekday(n))
		}
	}
	slices.SortFunc(days, func(a, b time.Weekday) int { return when.SinceMonday(a) - when.SinceMonday(b) })
	return days
}
