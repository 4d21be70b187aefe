package announce

import "strings"

// rhythm is how something comes again.
type rhythm struct {
	unit     unit
	weekdays []int
	nths     []int // of the month: 1 to 5, -1 the last
	count    int
	vague    bool  // "every second Wednesday": of the month, or every fortnight?
	month    int   // "every Wednesday in February 2025"
	more     []int // further months: "in February and March"
	year     int
	apart    int  // "every three weeks"
	weekOnly bool // "six weeks": says how long, not that it comes again
}

// unit is how far the times lie apart. The values are those of the tables.
type unit int

const (
	noUnit unit = iota
	weekly
	fortnightly
	monthly
	daily
)

// rhythm reads "every Wednesday", "on the third Wednesday of the month", "six
// consecutive Wednesdays", "weekly", "mittwochs", "six sessions".
func (p *parser) rhythm(i int) (reading, bool) {
	b := rhythmReader{p: p, at: i, wdEnd: -1}
	for n := 0; n < 14 && b.step(); n++ {
	}
	if !b.says() {
		return reading{}, false
	}
	end := b.end
	if len(b.is.weekdays) > 0 {
		end = p.monthOf(&b.is, end)
	}
	return reading{kind: aRhythm, b: end, every: b.is}, true
}

// monthOf reads the month that bounds a rhythm, if one follows without a day.
func (p *parser) monthOf(r *rhythm, end int) int {
	k := p.skip(end, ",", kIn, kOf)
	m, ok := p.find(k, kMonth)
	if !ok || k == end {
		return end
	}
	if days, _, _ := p.dateCore(k, true); len(days) > 0 {
		return end
	}
	r.month, end = m.value, k+m.n
	r.more, end = p.moreMonths(r.month, end)
	if y, ok := p.number(p.skip(end, ",", kOf), 4); ok && isYear(y) {
		r.year, end = y, p.skip(end, ",", kOf)+1
	}
	return end
}

// moreMonths reads the months behind the first: "and February", "to March".
func (p *parser) moreMonths(last, end int) (more []int, z int) {
	for len(more) < 12 {
		k := p.skip(end, ",،", kAnd)
		through := k == end
		if through {
			k = p.skip(end, "–-", kTo, kUntil)
		}
		m, ok := p.find(k, kMonth)
		if !ok || k == end && !strings.HasPrefix(p.tok[k].text, "و") {
			return more, end
		}
		if days, _, _ := p.dateCore(k, true); len(days) > 0 {
			return more, end
		}
		if through && k > end {
			for n := last%12 + 1; n != m.value; n = n%12 + 1 {
				more = append(more, n)
			}
		}
		more = append(more, m.value)
		last, end = m.value, k+m.n
	}
	return more, end
}

// rhythmReader puts the words of a rhythm together.
type rhythmReader struct {
	p  *parser
	at int // the next token
	is rhythm

	end         int // after the last word that said something
	every       bool
	first       int  // the word for it
	needsPlural bool // the word for "every" says so only before a plural
	plural      bool
	consecutive bool
	sessions    bool
	wdEnd       int
}

// step reads one more word of it.
func (b *rhythmReader) step() bool {
	p, i := b.p, b.at
	if p.ends(i) {
		return false
	}
	if h, ok := p.find(i, kRhythm); ok && b.is.unit == noUnit {
		b.is.unit = unit(h.value)
		return b.took(h.n)
	}
	if h, ok := p.find(i, kEvery); ok && !b.every && len(b.is.weekdays) == 0 {
		b.every, b.needsPlural, b.first = true, needsPlural(p.tok[i].fold), i
		return b.passed(h.n)
	}
	if h, ok := p.find(i, kConsecutive); ok {
		b.consecutive = true
		return b.took(h.n)
	}
	if h, ok := p.find(i, kTimes); ok && b.is.count == 0 {
		b.is.count, b.sessions = h.value, true
		return b.took(h.n)
	}
	if b.weekday() || b.nth() || b.number() {
		return true
	}
	if h, ok := p.find(i, kSessions); ok && b.is.count > 0 && !b.sessions {
		b.sessions = true
		b.is.weekOnly = weekWord(p.tok[i].fold)
		return b.took(h.n)
	}
	if b.end == 0 && !b.every && len(b.is.nths) == 0 {
		return false
	}
	for _, k := range []kind{kOf, kIn, kAnd} {
		if h, ok := p.find(i, k); ok && b.more(i+h.n) {
			return b.passed(h.n)
		}
	}
	if p.sign(i, ",/&-") && b.more(i+1) {
		return b.passed(1)
	}
	return false
}

// more tells whether what follows a connecting word still belongs to it.
func (b *rhythmReader) more(i int) bool {
	p := b.p
	return p.is(i, kWeekday) && !b.sessions || p.is(i, kNth) || p.is(i, kRhythm) && b.is.unit == noUnit || p.is(i, kOf) && p.is(i+1, kRhythm) || p.is(i, kEvery) && p.is(i+1, kRhythm) || p.is(i, kSessions) && b.is.count > 0 || len(b.is.nths) > 0 && b.nthInFigures(i)
}

// nthInFigures: "4. Mittwoch", "4th Tuesday".
func (b *rhythmReader) nthInFigures(i int) bool {
	j := b.p.ordinal(i + 1)
	n, ok := b.p.number(i, 1)
	return ok && n >= 1 && n <= 5 && j > i+1 && b.p.is(j, kWeekday)
}

func (b *rhythmReader) took(n int) bool {
	b.at += n
	b.end = b.at
	return true
}

func (b *rhythmReader) passed(n int) bool { b.at += n; return true }

// weekday reads a weekday. In Portuguese "segunda" and "quarta" are also
// ordinals, before another weekday.
func (b *rhythmReader) weekday() bool {
	p, i := b.p, b.at
	h, ok := p.find(i, kWeekday)
	if !ok || p.shortWeekday(i, h) {
		return false
	}
	if _, nth := p.find(i, kNth); nth && h.n == 1 && p.is(i+1, kWeekday) {
		return false
	}
	if len(b.is.weekdays) >= 7 {
		return false
	}
	b.is.weekdays = append(b.is.weekdays, h.value)
	b.plural = b.plural || p.is(i, kPlural)
	b.took(h.n)
	b.wdEnd = b.at
	return true
}

func (b *rhythmReader) nth() bool {
	p, i := b.p, b.at
	if h, ok := p.find(i, kNth); ok && (b.p.is(i+h.n, kWeekday) || len(b.is.weekdays) > 0 || p.is(i+h.n, kAnd) || p.sign(i+h.n, ",/&")) {
		b.is.nths = append(b.is.nths, h.value)
		if len(b.is.weekdays) > 0 { // "الأربعاء الثالث من كل شهر"
			return b.passed(h.n)
		}
		return b.passed(h.n)
	}
	n, ok := p.number(i, 1)
	if j := p.ordinal(i + 1); ok && n >= 1 && n <= 5 && j > i+1 && (p.is(j, kWeekday) || p.is(j, kAnd) && p.is(j+1, kWeekday) || p.is(j, kAnd) && j+2 < len(p.tok) && p.ordinal(j+2) > j+2 || p.sign(j, ",/&")) && !p.is(j, kMonth) {
		b.is.nths = append(b.is.nths, n)
		return b.passed(j - i)
	}
	return false
}

// number reads how often.
func (b *rhythmReader) number() bool {
	p, i := b.p, b.at
	if b.is.count > 0 {
		return false
	}
	n, next := 0, i
	if h, ok := p.find(i, kNumber); ok && p.tok[i].kind == isWord && h.value > 1 {
		n, next = h.value, i+h.n
	} else if v, ok := p.number(i, 2); ok && v > 1 && v <= 60 {
		n, next = v, i+1
	} else {
		return false
	}
	j := p.skip(next, "-", kConsecutive, kRhythm, kOf)
	if p.is(j, kDeadline) || !p.is(j, kWeekday) && !p.is(j, kSessions) {
		return false
	}
	if h, ok := p.find(j, kWeekday); ok && p.shortWeekday(j, h) {
		return false
	}
	if p.is(j, kWeekday) && p.isHourAt(i) {
		return false
	}
	b.is.count = n
	if p.sign(next, "-") {
		next++
	}
	return b.passed(next - i)
}

// needsPlural lists the words that mean "every" only before a plural.
func needsPlural(fold string) bool {
	switch fold {
	case "по", "as", "aos", "nas", "nos", "alle", "los":
		return true
	}
	return false
}

func weekWord(fold string) bool {
	switch fold {
	case "weeks", "wochen", "semanas", "semaines", "недель", "недели", "सप्ताह", "सप्ताहों", "اسابيع":
		return true
	}
	return fold == foldedWeeks
}

// foldedWeeks is how the Hindi word with a dot below is looked up.
const foldedWeeks = "हफते"

// says tells whether the words are a rhythm, and rounds it off.
func (b *rhythmReader) says() bool {
	p, r := b.p, &b.is
	if b.end == 0 {
		return false
	}
	days := len(r.weekdays) > 0
	if days && b.wdEnd == b.end {
		if more, span, _ := p.dates(p.skip(b.end, ",.", kOf), true); len(more) > 0 && !span && !b.consecutive && r.unit == noUnit && r.count == 0 {
			return false // "los miércoles 8 y 15 de febrero"
		}
	}
	every := b.every && (!b.needsPlural || p.tok[b.first].fold == "alle")
	if b.needsPlural && !b.plural && !(p.tok[b.at-1].fold != "" && days && spanishPlural(r.weekdays, p.lang)) {
		b.every = false
	}
	switch {
	case days && len(r.nths) > 0:
		if r.unit != monthly {
			r.vague = true
			if !b.every {
				return false
			}
			r.unit = monthly
		}
		return true
	case days && (b.every || b.plural || b.consecutive || r.unit != noUnit || r.count > 0):
		if r.unit == noUnit || r.unit == daily {
			r.unit = weekly
		}
		if r.unit == monthly && !b.every {
			r.vague = true
		}
		return true
	case days:
		return false
	case r.unit != noUnit:
		return r.unit != monthly || !monthOnly(p, b.end)
	}
	if every && r.weekOnly {
		r.apart, r.count, r.weekOnly = r.count, 0, false
		return true
	}
	return r.count > 0 && b.sessions
}

// monthOnly: "of the month" alone says nothing.
func monthOnly(p *parser, end int) bool {
	switch p.tok[end-1].fold {
	case "monthly", "monatlich", "mensual", "mensuel", "mensuelle", "mensal", "ежемесячно", "मासिक", "شهريا", "mensualmente", "mensalmente":
		return false
	}
	return true
}

// spanishPlural: the weekdays of Spanish from Monday to Friday have one form.
func spanishPlural(days []int, lang string) bool {
	return lang == "es" && days[0] >= 1 && days[0] <= 5
}

// longestLength is the longest that an hour's event may take, in minutes.
const longestLength = 12 * 60

// length reads "for two hours", "(90 minutes)", "Dauer: 2 Stunden", "1,5 h".
func (p *parser) length(i int) (reading, bool) {
	j := i
	long := false
	if h, ok := p.find(j, kLong); ok {
		long = true
		j = p.skip(j+h.n, ":~", kLong, kOf)
	}
	inner := p.sign(i-1, "(,–-") || p.is(i-1, kLong)
	n, next, ok := p.amount(j)
	if !ok {
		return reading{}, false
	}
	if p.sign(next, "-–") && !p.spaced(next) {
		next++
	}
	minutes := 0
	if h, ok := p.find(next, kHours); ok {
		switch p.tok[next].fold {
		case "hour", "hours", "stunde", "stunden", "घंटे", "घंटा", "घणटे", "ساعات", "ساعه", "std":
			ok = long || inner || p.tok[j].fold != "" && !p.hourWordBefore(j)
		default:
			ok = long || inner && p.sign(next+h.n, ")")
		}
		if !ok || n > 12*60 || p.is(next+h.n, kPart) {
			return reading{}, false
		}
		minutes, next = n, next+h.n
		k := p.skip(next, "", kAnd)
		if m, ok := p.number(k, 2); ok && m < 60 {
			if h, ok := p.find(k+1, kMinutes); ok {
				minutes, next = minutes+m, k+1+h.n
			} else if !p.spaced(k) && len(p.tok[k].text) == 2 {
				minutes, next = minutes+m, k+1
			}
		}
	} else if h, ok := p.find(next, kMinutes); ok && (long || inner) && n%60 == 0 {
		minutes, next = n/60, next+h.n
	}
	if minutes < 10 || minutes > longestLength {
		return reading{}, false
	}
	return reading{kind: aLength, b: next, long: minutes}, true
}

// amount reads a number of hours, in minutes: "2", "1.5", "two".
func (p *parser) amount(i int) (minutes, next int, ok bool) {
	if h, ok := p.find(i, kNumber); ok && i < len(p.tok) && p.tok[i].kind == isWord {
		return h.value * 60, i + h.n, true
	}
	n, ok := p.number(i, 3)
	if !ok {
		return 0, i, false
	}
	if p.sign(i+1, ".,") && !p.spaced(i+1) && !p.spaced(i+2) {
		if tenth, ok := p.number(i+2, 1); ok && tenth == 5 {
			return n*60 + 30, i + 3, true
		}
		return 0, i, false
	}
	return n * 60, i + 1, true
}
