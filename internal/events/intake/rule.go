package intake

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"codeberg.org/plenary/plenary/internal/events"
	"codeberg.org/plenary/plenary/internal/ical"
	"codeberg.org/plenary/plenary/internal/when"
	"github.com/teambition/rrule-go"
)

// mostLost bounds how many rules of a file are followed to the end of time
// without a date. Each such search takes as long as reading a thousand events,
// and no calendar of people has many rules such as "the 30th of February".
const mostLost = 20

// rule gives the event the rule of an entry. What our rules cannot say is
// written out as single dates.
func (d *Draft) rule(main ical.Entry, first when.Wall, in *reading) {
	e := d.Event
	if r, ok := ruleOf(main.Rule, first.Date, e.Zone); ok {
		e.Rule = r
		e.Dates[0].RuleDay = first.Date
		return
	}
	var days []when.Date
	if in.lost < mostLost {
		days = writtenOut(main.Rule, first, in.today)
	}
	if len(days) == 0 {
		in.lost++
		d.remark("org.intake.rule-lost|The rule “{rule}” gives no dates. Only the first is taken.", "rule", main.Rule.Text)
		return
	}
	e.Dates = nil
	for _, day := range days {
		e.Dates = append(e.Dates, events.Date{Day: day, Status: events.Scheduled})
	}
	d.remark("org.intake.rule-out|The rule “{rule}” is written out as {n} date.|The rule “{rule}” is written out as {n} dates.", "rule", main.Rule.Text, "n", len(days))
}

// ruleOf is the rule as ours, if ours can say it.
func ruleOf(r *ical.Rule, first when.Date, zone string) (*events.Rule, bool) {
	rule := &events.Rule{From: first, Every: r.Interval, Count: r.Count}
	if r.Until != nil {
		until := wallIn(*r.Until, zone).Date
		rule.Until = &until
	}
	weekdays, nth, ok := daysOf(r)
	if !ok || len(r.ByMonth) > 0 || r.Count > 0 && r.Until != nil || r.Count > events.MostDates {
		return nil, false
	}
	switch {
	case r.Freq == "DAILY" && len(weekdays) == 0 && len(r.ByMonthDay) == 0:
		rule.Unit = events.Days
	case r.Freq == "WEEKLY" && nth == 0 && len(r.ByMonthDay) == 0:
		rule.Unit, rule.Weekdays = events.Weeks, weekdays
		if len(weekdays) == 0 {
			rule.Weekdays = []time.Weekday{first.Weekday()}
		}
	case r.Freq == "MONTHLY" && len(weekdays) == 1 && nth != 0 && len(r.ByMonthDay) == 0:
		rule.Unit, rule.Weekdays, rule.Nth = events.Months, weekdays, nth
	case r.Freq == "MONTHLY" && len(weekdays) == 0 && (len(r.ByMonthDay) == 0 || slices.Equal(r.ByMonthDay, []int{first.Day})):
		rule.Unit = events.Months
	default:
		return nil, false
	}
	return rule, rule.Fits()
}

// daysOf reads "WE", "3WE" and "WE" with BYSETPOS=3, which mean days of the week
// and which of a month.
func daysOf(r *ical.Rule) (days []time.Weekday, nth int, ok bool) {
	for _, s := range r.ByDay {
		s = strings.TrimSpace(s)
		if len(s) < 2 {
			return nil, 0, false
		}
		day := strings.Index("SUMOTUWETHFRSA", s[len(s)-2:])
		if day < 0 || day%2 != 0 {
			return nil, 0, false
		}
		if number := s[:len(s)-2]; number != "" {
			n, err := strconv.Atoi(number)
			if err != nil || n == 0 || n < -1 || n > 4 || len(r.ByDay) > 1 {
				return nil, 0, false
			}
			nth = n
		}
		days = append(days, time.Weekday(day/2))
	}
	if len(r.BySetPos) > 0 {
		if len(r.BySetPos) > 1 || len(days) != 1 || nth != 0 || r.BySetPos[0] < -1 || r.BySetPos[0] == 0 || r.BySetPos[0] > 4 {
			return nil, 0, false
		}
		nth = r.BySetPos[0]
	}
	return days, nth, true
}

// writtenOut are the days of a rule until the end of the year after next, so that
// they are the same on another day; at most as many as an event may have.
func writtenOut(r *ical.Rule, first when.Wall, today when.Date) []when.Date {
	option, err := rrule.StrToROption(stripUntil(r.Text))
	if err != nil || option.Freq > rrule.DAILY {
		return nil
	}
	option.Dtstart, _ = first.In(time.UTC)
	last := when.Date{Year: today.Year + 2, Month: time.December, Day: 31}
	if r.Until != nil && r.Until.Wall.Date.Before(last) {
		last = r.Until.Wall.Date
	}
	option.Until, _ = last.At(24*60 - 1).In(time.UTC)
	rule, err := rrule.NewRRule(*option)
	if err != nil {
		return nil
	}
	var days []when.Date
	for next := rule.Iterator(); len(days) < events.MostDates; {
		at, more := next()
		if !more {
			break
		}
		days = append(days, when.DateOf(at, time.UTC))
	}
	return days
}

// stripUntil is the rule without its end, which is counted in wall time here.
func stripUntil(text string) string {
	var kept []string
	for part := range strings.SplitSeq(strings.ToUpper(text), ";") {
		if !strings.HasPrefix(part, "UNTIL=") {
			kept = append(kept, part)
		}
	}
	return strings.Join(kept, ";")
}
