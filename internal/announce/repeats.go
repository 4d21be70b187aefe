package announce

import (
	"slices"
	"time"

	"codeberg.org/plenary/plenary/internal/i18n"
	"codeberg.org/plenary/plenary/internal/when"
)

func countryOf(z choice) string { return i18n.CountryOf(z.name) }

// longestRow is how many times of a rhythm are written out.
const longestRow = 120

// from lists the days of a rhythm from one on: so many, or until another.
func (r *rhythm) from(first when.Date, count int, until when.Date) (days []when.Date) {
	d := first
	for range 366 * 3 {
		if len(days) == longestRow || count > 0 && len(days) == count || !until.IsZero() && until.Before(d) {
			break
		}
		if r.has(d, first) {
			days = append(days, d)
		}
		d = d.AddDays(1)
	}
	return days
}

// has tells whether a day belongs to a rhythm that begins on another.
func (r *rhythm) has(d, first when.Date) bool {
	if len(r.weekdays) > 0 && !slices.Contains(r.weekdays, int(d.Weekday())) {
		return false
	}
	n := d.Sub(first)
	switch r.unit {
	case daily:
		return true
	case fortnightly:
		return n/7%2 == 0 && (len(r.weekdays) > 0 || n%7 == 0)
	case monthly:
		if len(r.nths) > 0 {
			return slices.ContainsFunc(r.nths, func(nth int) bool { return nthOf(d) == nth || nth == -1 && d.AddDays(7).Month != d.Month })
		}
		if len(r.weekdays) > 0 {
			return nthOf(d) == nthOf(first)
		}
		return d.Day == first.Day
	}
	return len(r.weekdays) > 0 || n%7 == 0
}

// nthOf is the how-manieth such weekday of its month a day is.
func nthOf(d when.Date) int { return (d.Day-1)/7 + 1 }

// repeats says how an event comes again.
func (b *builder) repeats(d *draft, days []fixedDay, loc *time.Location, minutes int) {
	if r := d.c.rhythm; r != nil && len(r.weekdays) == 0 && r.count == 0 && !d.c.region.only && len(d.c.dates) > 0 && d.c.rhythmLine != b.lineOf(b.readings[d.c.dates[0]].a) {
		d.c.rhythm = nil // "Monthly newsletter"
	}
	dates := b.row(d, days)
	r := d.c.rhythm
	byDay := len(dates) == 1 && b.byDayOfMonth(d)
	if len(dates) == 1 && r.unsaid() || byDay {
		d.doubt("date", "How it comes again is more than “every week” or “every month”; enter its further dates.")
	}
	if byDay {
		return
	}
	if len(dates) < 2 && (r == nil || r.unit == noUnit && !d.c.region.only || r.unit == noUnit && r.count < 2) {
		return
	}
	is := &Repeats{Starts: []time.Time{}}
	if len(dates) > 1 {
		n := len(dates)
		is.Count = &n
		is.Every = every(dates)
	} else {
		if r.count > 0 {
			n := r.count
			is.Count = &n
		}
		is.Every = r.unit.word()
	}
	if len(dates) > 1 && loc != nil {
		for _, day := range dates {
			t := b.instant(d, day, minutes, choice{name: *d.Zone, loc: loc})
			is.Starts = append(is.Starts, t)
		}
	}
	b.exceptions(d, dates)
	if r != nil && len(dates) == 1 && r.unit == monthly && len(r.weekdays) == 0 && len(d.c.days) == 1 && d.c.days[0].weekday < 0 {
		d.doubt("date", "“Every month” may be on this day of it, or on its weekday.")
	}
	if r != nil && r.vague {
		d.doubt("date", "“Every second” or “third” may count weeks, or weekdays of the month.")
	}
	d.Repeats = is
}

// unsaid tells whether a rhythm without an end is more than a day each week or each
// month, which is all that a reading can say of it.
func (r *rhythm) unsaid() bool {
	return r != nil && r.count == 0 && (r.apart > 0 || r.unit == fortnightly || r.unit == daily || len(r.weekdays) > 1 || len(r.nths) > 1)
}

// byDayOfMonth tells whether the sentence of an event's day says that it comes
// each month without a weekday: "on the 15th of every month".
func (b *builder) byDayOfMonth(d *draft) bool {
	if r := d.c.rhythm; r != nil && (len(r.weekdays) > 0 || r.count > 0) || len(d.c.dates) == 0 {
		return false
	}
	a, z := b.sentence(b.readings[d.c.dates[0]].a)
	return b.between(a, z, func(i int) bool {
		h, ok := b.find(i, kRhythm)
		if !ok || unit(h.value) != monthly || b.inside[i] {
			return false
		}
		end := i + h.n
		return b.eachMonth(i, end) || b.between(i-3, i, b.dayAlone) || b.between(end, end+4, b.dayAlone)
	})
}

// eachMonth tells whether words about months are "every month", and neither "of
// the month" nor "monthly".
func (b *builder) eachMonth(a, z int) bool {
	return monthOnly(b.parser, z) && b.between(a, z, func(i int) bool { return b.is(i, kEvery) || b.tok[i].fold == "каждого" })
}

// dayAlone tells whether a number may be that of a day of any month: it belongs to
// no date and no hour.
func (b *builder) dayAlone(i int) bool {
	n, ok := b.number(i, 2)
	return ok && n >= 1 && n <= 31 && !b.inside[i] && (b.ordinal(i+1) > i+1 || b.is(i-1, kOf) || b.is(i-1, kEvery) || b.tok[max(0, i-1)].fold == "le")
}

// exceptions says if a day of the row is named once more, apart from it: "no
// session on 25 March".
func (b *builder) exceptions(d *draft, dates []when.Date) {
	for n := range b.readings {
		rd := &b.readings[n]
		if rd.kind != aDate || rd.a < d.c.region.from || rd.a >= d.c.region.to || slices.Contains(d.c.used, n) || len(rd.days) != 1 || rd.days[0].near != dated || rd.role == ofDeadline || rd.role == ofPublishing {
			continue
		}
		for i, is := range dates {
			if i > 0 && int(is.Month) == rd.days[0].m && is.Day == rd.days[0].d {
				d.doubt("date", "“%s” is named apart from the others; it may be left out.", b.words(rd.a, rd.b))
			}
		}
	}
}

func (u unit) word() *string {
	word := ""
	switch u {
	case weekly:
		word = "week"
	case monthly:
		word = "month"
	default:
		return nil
	}
	return &word
}

// every says how far days lie apart, if it is always the same.
func every(days []when.Date) *string {
	week, month := true, true
	for n := 1; n < len(days); n++ {
		a, b := days[n-1], days[n]
		week = week && b.Sub(a) == 7
		next := int(a.Month)%12+1 == int(b.Month)
		last := a.AddDays(7).Month != a.Month && b.AddDays(7).Month != b.Month
		month = month && next && (a.Day == b.Day || a.Weekday() == b.Weekday() && (nthOf(a) == nthOf(b) || last))
	}
	switch {
	case week:
		return weekly.word()
	case month:
		return monthly.word()
	}
	return nil
}

// row lists the days of an event that comes again, and checks how many there
// are against how many the text says.
func (b *builder) row(d *draft, days []fixedDay) (dates []when.Date) {
	for _, f := range days {
		if f.ok {
			dates = append(dates, f.Date)
		}
	}
	r := d.c.rhythm
	if len(dates) != len(days) || len(dates) == 0 {
		return nil
	}
	if len(dates) > 1 && !d.c.span {
		slices.SortFunc(dates[1:], when.Date.Compare)
		if r != nil && r.count > 0 && r.count != len(dates) {
			d.doubt("date", "The text speaks of %d, and names %d dates.", r.count, len(dates))
		}
		return dates
	}
	if r == nil || r.unit == noUnit && r.count == 0 {
		return dates[:1]
	}
	until := when.Date{}
	switch {
	case d.c.span:
		until = dates[1]
	case d.c.until != nil:
		day := *d.c.until
		if day.y == 0 {
			day.y = dates[0].Year
			if last, ok := exists(day.y, day.m, day.d); ok && last.Before(dates[0]) {
				day.y++
			}
		}
		f := b.fix(day)
		d.Conflicts = append(d.Conflicts, f.doubts...)
		if f.ok {
			until = f.Date
		}
	}
	return b.rowUntil(d, dates[0], until)
}

func (b *builder) rowUntil(d *draft, first, until when.Date) []when.Date {
	r := *d.c.rhythm
	if len(r.weekdays) > 0 && !slices.Contains(r.weekdays, int(first.Weekday())) {
		d.doubt("weekday", "%s is a %s, which the rhythm leaves out.", first, first.Weekday())
		return []when.Date{first}
	}
	if r.unit == noUnit {
		if !r.weekOnly && until.IsZero() {
			return []when.Date{first}
		}
		r.unit = weekly
	}
	switch {
	case until.IsZero() && r.count == 0:
		return []when.Date{first}
	case until.IsZero():
		return r.from(first, r.count, until)
	}
	if until.Before(first) {
		d.doubt("date", "The last day, %s, is before the first.", until)
		return []when.Date{first}
	}
	dates := r.from(first, 0, until)
	if r.count > 0 && r.count != len(dates) {
		d.doubt("date", "The text speaks of %d, and from %s to %s there are %d.", r.count, first, until, len(dates))
	}
	return dates
}
