package announce

import (
	"fmt"
	"sort"
	"time"

	"codeberg.org/plenary/plenary/internal/when"
)

func monthOf(m int) time.Month { return time.Month(m) }

// fixedDay is a day of the calendar made of one as it is written.
type fixedDay struct {
	when.Date
	ok       bool
	inferred []string
	doubts   []Conflict
}

func (f *fixedDay) infer(what string) { f.inferred = append(f.inferred, what) }
func (f *fixedDay) doubt(code, format string, args ...any) {
	f.doubts = append(f.doubts, Conflict{code, fmt.Sprintf(format, args...)})
}

// fix says which day is meant.
func (b *builder) fix(d day) fixedDay {
	if d.near != dated {
		return b.fixNear(d)
	}
	if d.either {
		return b.fixEither(d)
	}
	return b.fixYear(d)
}

// fixYear finds the year of a day, if it is not written.
func (b *builder) fixYear(d day) (f fixedDay) {
	if d.y != 0 {
		f.Date, f.ok = exists(d.y, d.m, d.d)
		if !f.ok {
			f.doubt("date", "There is no %d %s %d.", d.d, monthOf(d.m), d.y)
			return f
		}
		return b.checkWeekday(d, f)
	}
	f.infer("year")
	if year, ok := b.yearNear(d); ok {
		f.Date, f.ok = exists(year, d.m, d.d)
		if f.ok && b.rather(d, f.Date) {
			f.ok = false
		}
		if f.ok {
			return b.checkWeekday(d, f)
		}
	}
	today := b.opt.Today
	if today.IsZero() {
		f.inferred = nil
		f.doubt("date", "The year of %d %s is not written.", d.d, monthOf(d.m))
		return f
	}
	next, ok := b.onOrAfter(today, d)
	if !ok {
		f.doubt("date", "No year has a %d %s.", d.d, monthOf(d.m))
		return f
	}
	f.Date, f.ok = next, true
	last, was := exists(next.Year-1, d.m, d.d)
	switch {
	case d.weekday >= 0 && int(next.Weekday()) != d.weekday:
		if was && int(last.Weekday()) == d.weekday && (today.Sub(last) <= nearlyYear || next.Sub(today) > longAgo) {
			f.Date = last
			if today.Sub(last) > longAgo {
				f.doubt("date", "%s fits the weekday, and is over; the next %d %s is a %s.", last, d.d, monthOf(d.m), next.Weekday())
			}
		}
	case d.weekday < 0 && next.Sub(today) > nearlyYear:
		f.doubt("date", "%d %s has just been; the next one is that of %d.", d.d, monthOf(d.m), next.Year)
	}
	return b.checkWeekday(d, f)
}

// oneRow is how many tokens dates of one row stand apart at most.
const oneRow = 12

// rather tells whether a year that was taken from another date is not that of d:
// the weekday does not fit it, or the day is over, and with the next such day from
// today it is not so.
func (b *builder) rather(d day, is when.Date) bool {
	if b.opt.Today.IsZero() {
		return false
	}
	if o, ok := b.nearestDated(d.a); !ok || abs(o.a-d.a) <= oneRow && b.lineOf(o.a) == b.lineOf(d.a) && o.y >= b.opt.Today.Year-1 {
		return false
	}
	next, ok := b.onOrAfter(b.opt.Today, d)
	if !ok || next == is {
		return false
	}
	fits := func(t when.Date) bool { return d.weekday < 0 || int(t.Weekday()) == d.weekday }
	return fits(next) && (!fits(is) || is.Before(b.opt.Today))
}

// Days: what is over for longer than longAgo is not announced any more; what is
// farther off than nearlyYear was rather meant as what has just been.
const (
	longAgo    = 45
	nearlyYear = 300
)

// onOrAfter is the first such day from today on.
func (b *builder) onOrAfter(today when.Date, d day) (when.Date, bool) {
	for y := today.Year; y <= today.Year+8; y++ {
		if is, ok := exists(y, d.m, d.d); ok && !is.Before(today) {
			return is, true
		}
	}
	return when.Date{}, false
}

// yearNear takes the year from another date of the text that has one, or from a
// year that stands alone, as in a heading.
func (b *builder) yearNear(d day) (int, bool) {
	if o, ok := b.nearestDated(d.a); ok {
		return nearestYear(o, d), true
	}
	if len(b.facts.years) == 1 && !b.opt.Today.IsZero() {
		y := b.facts.years[0]
		is, ok := exists(y, d.m, d.d)
		if ok && y >= b.opt.Today.Year && (d.weekday < 0 || int(is.Weekday()) == d.weekday) {
			return y, true
		}
	}
	return 0, false
}

// nearestDated is the day with a year that stands nearest to a token.
func (b *builder) nearestDated(at int) (day, bool) {
	n := sort.Search(len(b.dated), func(n int) bool { return b.dated[n].a >= at })
	switch {
	case len(b.dated) == 0:
		return day{}, false
	case n == len(b.dated) || n > 0 && at-b.dated[n-1].a <= b.dated[n].a-at:
		return b.dated[n-1], true
	}
	return b.dated[n], true
}

// nearestYear is the year in which d lies nearest to o, which has one; if a
// weekday is said, that in which it fits, if there is one.
func nearestYear(o, d day) int {
	base, ok := exists(o.y, o.m, o.d)
	if !ok {
		return o.y
	}
	best, far := o.y, 1<<30
	for y := o.y - 1; y <= o.y+1; y++ {
		is, ok := exists(y, d.m, d.d)
		if !ok {
			continue
		}
		dist := abs(is.Sub(base))
		if d.weekday >= 0 && int(is.Weekday()) != d.weekday {
			dist += 200
		}
		if dist < far {
			best, far = y, dist
		}
	}
	return best
}

func abs(n int) int {
	if n < 0 {
		return -n
	}
	return n
}

// checkWeekday shows a weekday that does not fit. The written date is kept.
func (b *builder) checkWeekday(d day, f fixedDay) fixedDay {
	if f.ok && d.weekday >= 0 && int(f.Weekday()) != d.weekday {
		f.doubt("weekday", "%s is a %s, not a %s (“%s”).", f.Date, f.Weekday(), time.Weekday(d.weekday), d.written)
	}
	return f
}

// fixEither decides between day/month and month/day: by the weekday, by other
// dates of the text, by its language, by its country. Else it stays open.
func (b *builder) fixEither(d day) fixedDay {
	d.either = false
	swapped := d
	swapped.d, swapped.m = d.m, d.d
	one, two := b.fixYear(d), b.fixYear(swapped)
	if d.weekday >= 0 && one.ok && two.ok {
		fits, fitsToo := int(one.Weekday()) == d.weekday, int(two.Weekday()) == d.weekday
		if fits && !fitsToo {
			return one
		}
		if fitsToo && !fits {
			return two
		}
	}
	switch f := &b.facts; {
	case f.dayFirst && !f.monthOne:
		return one
	case f.monthOne && !f.dayFirst:
		return two
	case b.blockLang[b.blockOf(d.a)] != "en" && b.blockLang[b.blockOf(d.a)] != "":
		return one
	case f.us():
		return two
	case f.elsewhere():
		return one
	}
	var open fixedDay
	open.doubt("date", "“%s” may be %d %s or %d %s.", b.words(d.a, d.b), d.d, monthOf(d.m), d.m, monthOf(d.d))
	return open
}

// fixNear finds a day that is told from today.
func (b *builder) fixNear(d day) (f fixedDay) {
	today, told := b.sentOn(d.a)
	if told {
		defer func() {
			f.doubt("date", "“%s” is told from %s, when this was sent.", b.words(d.a, d.b), today)
		}()
	}
	if today.IsZero() {
		f.doubt("date", "“%s” says no date.", b.words(d.a, d.b))
		return f
	}
	f.infer("date")
	f.ok = true
	switch d.near {
	case fromToday:
		f.Date = today.AddDays(d.relative)
		f = b.checkWeekday(d, f)
	case ofNoMonth:
		f.ok = false
		for n := range 400 {
			if is := today.AddDays(n); is.Day == d.d && int(is.Weekday()) == d.weekday {
				f.Date, f.ok = is, true
				break
			}
		}
		f.doubt("date", "“%s” names no month.", b.words(d.a, d.b))
	default:
		f.Date = nextWeekdayOn(today, d.weekday)
		switch d.near {
		case thisWeekday:
			if f.Date == today && !saysThis(b.token(d.a).fold) {
				f.doubt("date", "“%s” may be today or in a week.", b.words(d.a, d.b))
			}
		case nextWeekday:
			f.doubt("date", "“%s” may be %s or a week later.", b.words(d.a, d.b), f.Date)
		case bareWeekday:
			f.doubt("date", "“%s” names no date; the next one is %s.", b.words(d.a, d.b), f.Date)
		}
	}
	return f
}

// nextWeekdayOn is the first such weekday from today on.
func nextWeekdayOn(today when.Date, weekday int) when.Date {
	return today.AddDays((weekday - int(today.Weekday()) + 7) % 7)
}

// saysThis tells whether a word means the weekday that comes first, be it today.
func saysThis(fold string) bool {
	switch fold {
	case "this", "diesen", "dieser", "diesem", "este", "esta", "ce", "cette", "neste", "nesta", "этот", "эту", "это", "इस", "هذا":
		return true
	}
	return false
}

// sentOn is the day from which "tomorrow" is told: that of the message, if the
// text says when it was sent and that is not today.
func (b *builder) sentOn(at int) (is when.Date, told bool) {
	n := sort.Search(len(b.sent), func(n int) bool { return b.sent[n].a >= at })
	if n == 0 || b.opt.Today.IsZero() {
		return b.opt.Today, false
	}
	f := b.fix(b.sent[n-1])
	if days := b.opt.Today.Sub(f.Date); !f.ok || days <= 0 || days > nearlyYear {
		return b.opt.Today, false
	}
	return f.Date, true
}
