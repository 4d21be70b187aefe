package ical

import (
	"fmt"
	"strings"
	"time"

	"codeberg.org/plenary/plenary/internal/when"
)

// A rule of a zone is believed if it holds for so many years; one that changes its
// clocks by no rule is described for as many.
const years = 28 // after which weekdays and days are as they were

// change is when clocks are set: their wall time before it, and by how much.
type change struct {
	span when.Span
	from int
	wall time.Time
}

// goesOn writes how the clocks of a zone go on behind the last span: by two rules,
// or where no rule holds, change by change.
func (z *zone) goesOn(to *lines, last when.Span) {
	if last.End.IsZero() {
		return
	}
	spans := when.Spans(z.loc, last.End, last.End.AddDate(years, 0, 0))
	changes, from := make([]change, len(spans)), last.Offset
	for i, s := range spans {
		changes[i] = change{s, from, s.Start.Add(time.Duration(from) * time.Second).UTC()}
		from = s.Offset
	}
	if len(changes) >= 2*(years-1) {
		one, two := yearly(changes, 0), yearly(changes, 1)
		if one != "" && two != "" {
			observance(to, changes[0].span, changes[0].from, z.start, one)
			observance(to, changes[1].span, changes[1].from, z.start, two)
			return
		}
	}
	for _, c := range changes {
		observance(to, c.span, c.from, z.start, "")
	}
}

// yearly is the rule that every second change follows, "" if none does.
func yearly(all []change, first int) string {
	is := all[first].wall
	least, most, fromEnd := is.Day(), is.Day(), true
	for i := first; i < len(all); i += 2 {
		c, was := all[i].wall, all[first]
		if c.Year() != is.Year()+(i-first)/2 || c.Month() != is.Month() || c.Weekday() != is.Weekday() || c.Hour() != is.Hour() || c.Minute() != is.Minute() || all[i].from != was.from || all[i].span.Offset != was.span.Offset {
			return ""
		}
		least, most = min(least, c.Day()), max(most, c.Day())
		fromEnd = fromEnd && c.AddDate(0, 0, 7).Month() != c.Month()
	}
	weekday := strings.ToUpper(is.Weekday().String()[:2])
	switch {
	case fromEnd:
		return fmt.Sprintf("FREQ=YEARLY;BYMONTH=%d;BYDAY=-1%s", is.Month(), weekday)
	case most-least > 6:
		return ""
	case least%7 == 1:
		return fmt.Sprintf("FREQ=YEARLY;BYMONTH=%d;BYDAY=%d%s", is.Month(), least/7+1, weekday)
	}
	days := make([]string, 7) // such as the Friday before the last Sunday
	for i := range days {
		days[i] = fmt.Sprint(least + i)
	}
	return fmt.Sprintf("FREQ=YEARLY;BYMONTH=%d;BYMONTHDAY=%s;BYDAY=%s", is.Month(), strings.Join(days, ","), weekday)
}
