package events

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"codeberg.org/plenary/plenary/internal/when"
)

// Rule says how the dates of an event repeat, in wall time, from its first day
// on: every fourth Tuesday means four weeks after that one.
type Rule struct {
	From     when.Date      `json:"from"`               // the first day
	Every    int            `json:"every"`              // each n-th day, week or month
	Unit     Unit           `json:"unit"`               //
	Weekdays []time.Weekday `json:"weekdays,omitempty"` // of weeks: on which days
	Nth      int            `json:"nth,omitempty"`      // of months: the first, second … of its one weekday; -1 the last; 0 = that day of the month
	Until    *when.Date     `json:"until,omitempty"`    // the last day that may be one
	Count    int            `json:"count,omitempty"`    // how many dates; 0 = as Until says, or without an end
}

// Unit is what a rule counts.
type Unit string

const (
	Days   Unit = "day"
	Weeks  Unit = "week"
	Months Unit = "month"
)

// MostDates bounds how many dates an event has.
const MostDates = 400

// mostEvery is how far apart dates of a rule may lie, by what it counts.
func mostEvery(u Unit) int {
	return map[Unit]int{Days: 366, Weeks: 104, Months: 24}[u]
}

// counts tells whether the rule goes on from stretch to stretch. One that stands
// still or goes back would never come to an end.
func (r *Rule) counts() bool { return r.Every >= 1 && r.Every <= mostEvery(r.Unit) }

// Endless tells whether the rule has no end of its own.
func (r *Rule) Endless() bool { return r.Until == nil && r.Count == 0 }

// Days returns the days of the rule that are not after last, at most MostDates.
// The first day itself is one only if it fits the rule. A month that has no such
// day (a fifth Friday, a 31st) is passed over, as RFC 5545 does. A rule that
// Check refuses for how it counts gives none.
func (r *Rule) Days(last when.Date) []when.Date {
	if !r.counts() {
		return nil
	}
	if r.Until != nil && r.Until.Before(last) {
		last = *r.Until
	}
	most := MostDates
	if r.Count > 0 {
		most = min(most, r.Count)
	}
	var days []when.Date
	for n := 0; len(days) < most; n++ {
		start, among := r.period(n)
		if last.Before(start) {
			break
		}
		for _, d := range among {
			if !d.Before(r.From) && !last.Before(d) && len(days) < most {
				days = append(days, d)
			}
		}
	}
	return days
}

// period returns where the n-th stretch of the rule begins, and its days in
// order.
func (r *Rule) period(n int) (start when.Date, days []when.Date) {
	switch r.Unit {
	case Weeks:
		start = r.From.Monday().AddDays(7 * r.Every * n)
		for i := range 7 {
			if d := start.AddDays(i); slices.Contains(r.Weekdays, d.Weekday()) {
				days = append(days, d)
			}
		}
		return start, days
	case Months:
		month := int(r.From.Month) - 1 + r.Every*n
		start = when.Date{Year: r.From.Year + month/12, Month: time.Month(month%12 + 1), Day: 1}
		if d, ok := r.inMonth(start); ok {
			days = []when.Date{d}
		}
		return start, days
	}
	start = r.From.AddDays(r.Every * n)
	return start, []when.Date{start}
}

// inMonth is the rule's day of the month that begins at start.
func (r *Rule) inMonth(start when.Date) (when.Date, bool) {
	if r.Nth == 0 {
		d := start.AddDays(r.From.Day - 1)
		return d, d.Month == start.Month
	}
	if len(r.Weekdays) != 1 {
		return start, false
	}
	if r.Nth < 0 {
		d := start.AddDays(31)
		d = d.AddDays(-d.Day) // the last of the month
		return d.AddDays(-int(7+d.Weekday()-r.Weekdays[0]) % 7), true
	}
	d := start.AddDays(int(7+r.Weekdays[0]-start.Weekday())%7 + 7*(r.Nth-1))
	return d, d.Month == start.Month
}

// Fits tells whether the first day is one of the rule's.
func (r *Rule) Fits() bool { return len(r.Days(r.From)) == 1 }

// RuleFrom is the rule that repeats the day in the simplest way: each so many
// weeks on its weekday, or each so many months on its weekday's number.
func RuleFrom(first when.Date, every int, unit Unit) Rule {
	r := Rule{From: first, Every: max(1, every), Unit: unit}
	switch unit {
	case Weeks:
		r.Weekdays = []time.Weekday{first.Weekday()}
	case Months:
		r.Weekdays, r.Nth = []time.Weekday{first.Weekday()}, (first.Day-1)/7+1
		if r.Nth == 5 {
			r.Nth = -1
		}
	}
	return r
}

// RRule is the rule as RFC 5545 (section 3.3.10) writes it. The event's start
// and zone turn the last day into the instant that UNTIL wants.
func (r *Rule) RRule(start when.Clock, loc *time.Location) string {
	parts := []string{"FREQ=" + map[Unit]string{Days: "DAILY", Weeks: "WEEKLY", Months: "MONTHLY"}[r.Unit]}
	if r.Every > 1 {
		parts = append(parts, fmt.Sprintf("INTERVAL=%d", r.Every))
	}
	var days []string
	for _, d := range r.Weekdays {
		name := strings.ToUpper(d.String()[:2])
		if r.Unit == Months {
			name = fmt.Sprintf("%d%s", r.Nth, name)
		}
		days = append(days, name)
	}
	if len(days) > 0 && r.Unit != Days && (r.Unit == Weeks || r.Nth != 0) {
		parts = append(parts, "BYDAY="+strings.Join(days, ","))
	}
	switch {
	case r.Until != nil:
		t, _ := r.Until.At(start).In(loc)
		parts = append(parts, "UNTIL="+t.UTC().Format("20060102T150405Z"))
	case r.Count > 0:
		parts = append(parts, fmt.Sprintf("COUNT=%d", r.Count))
	}
	return strings.Join(parts, ";")
}
