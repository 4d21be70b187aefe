package announce

import "unicode/utf8"

// roles says of each date and hour what it is, if not when the event is: a
// deadline, the day of publication, something past, the opening of the doors.
func (p *parser) roles() {
	for n := range p.readings {
		if p.stamps(n) {
			continue
		}
		switch r := &p.readings[n]; r.kind {
		case aDate:
			r.role, r.until = p.roleOfDate(n)
		case anHour:
			r.role = p.roleOfHour(n)
		}
	}
	for n := len(p.readings) - 2; n >= 0; n-- { // "by 6 pm on 1 March"
		r := &p.readings[n]
		if r.kind != anHour || r.role != ofEvent && r.role != ofEnd {
			continue
		}
		m := n + 1
		for m < len(p.readings)-1 && p.readings[m].kind == aZone {
			m++
		}
		next := p.readings[m]
		if next.kind == aDate && next.role == ofDeadline && !r.hours.ranged && p.near(r.b, next.a, 3) && !p.between(r.b, next.a, p.fullStop) {
			r.role = next.role
		}
	}
}

// near tells whether [a, b) lies on one line and is no longer than that.
func (p *parser) near(a, b, far int) bool {
	return b-a <= far && p.lineOf(max(a-1, 0)) == p.lineOf(b)
}

// farBack is how many words a role may stand before its date.
const farBack = 14

// sentence returns where the sentence of a token begins and ends.
func (p *parser) sentence(i int) (a, b int) {
	a, b = i, i
	for a > 0 && !p.stops(a-1) && i-a < 60 {
		a--
	}
	for b < len(p.tok) && !p.stops(b) && b-i < 60 {
		b++
	}
	return a, b
}

// stops tells whether a sentence ends at i.
func (p *parser) stops(i int) bool {
	switch {
	case p.tok[i].kind == isEnd || p.tok[i].kind == isBlank, p.sign(i, ";!?।؟؛"):
		return true
	case p.sign(i, "."):
		if i+1 >= len(p.tok) {
			return true
		}
		if !p.spaced(i+1) || p.tok[i+1].kind != isWord || !capital(p.tok[i+1].text) {
			return false
		}
		if i > 0 && (p.is(i-1, kClock) || p.is(i-1, kMer)) {
			return true
		}
		if i > 0 && p.tok[i-1].kind == isNumber {
			return !p.is(i+1, kMonth) && !p.is(i+1, kStreet)
		}
		return i == 0 || p.sign(i-1, "»\"”“›)]") || utf8.RuneCountInString(p.tok[i-1].text) > 3 || capitals(p.tok[i-1].text)
	}
	return false
}

// fullStop tells whether a sign ends a sentence at i, also at the end of a line.
func (p *parser) fullStop(i int) bool {
	if p.tok[i].kind != isSign {
		return false
	}
	return p.stops(i) || p.sign(i, ".") && i > 0 && p.ends(i+1) && (p.tok[i-1].kind == isWord || len(p.tok[i-1].text) == 4) && !p.is(i-1, kClock) && !p.is(i-1, kMer)
}

// registers tells whether a sentence speaks of registering.
func (p *parser) registers(i int) bool {
	a, b := p.sentence(i)
	return p.between(a, b, func(i int) bool { return p.is(i, kRegistering) || p.is(i, kSignUp) })
}

func (p *parser) roleOfDate(n int) (is role, until bool) {
	r := &p.readings[n]
	stop := 0
	if n > 0 {
		stop = p.readings[n-1].b
		if prev := &p.readings[n-1]; prev.kind == anHour && prev.role == ofDeadline && p.near(prev.b, r.a, 3) && !p.between(prev.b, r.a, p.fullStop) {
			return ofDeadline, false // "by 12:00 on 14 March"
		}
		if prev := &p.readings[n-1]; prev.kind == anHour && !prev.hours.ranged && p.near(prev.b, r.a, 3) && !p.between(prev.b, r.a, p.fullStop) { // "Deadline: noon, Friday, 13 February"
			if stop = 0; n > 1 {
				stop = p.readings[n-2].b
			}
		}
	}
	span := r.span || len(r.days) > 1
	switch {
	case p.weekdayRange(r), p.cutOff(r):
		return ofAside, false
	case p.goneBy(r), wordsOnly(r.days) && n > 0 && p.readings[n-1].kind == anHour && n+1 < len(p.readings) && p.secondCall(n+1):
		return ofPast, false
	case p.denied(r.a):
		return ofPast, false
	case p.movedSpan(r):
		return ofEvent, false // "moved from Tuesday, 10 to Wednesday, 11 February"
	}
	switch first := p.lines[p.lineOf(r.a)].first; {
	case p.nameOfPlace(r):
		return ofPast, false
	case p.ofMail(r), p.ofLetter(n):
		return ofPublishing, false
	case p.is(first, kEnds) && p.sign(first+1, ":") && r.a-first <= 4:
		return ofEvent, true // "End: 14 March 2025, 20:30"
	}
	for i := r.a - 1; i >= stop && r.a-i <= farBack && !p.stops(i); i-- {
		gap := p.wordsBetween(i, r.a)
		if h, ok := p.find(i, kDeadline); ok && i+h.n <= r.a && !p.otherwise(i, h, r) {
			gap = p.wordsBetween(i+h.n, r.a)
			if u, ok := p.find(i, kUntil); ok && u.n >= h.n || p.shortWord(i, h) {
				if gap > 0 || span {
					continue
				}
				if p.is(i, kUntil) && !p.registers(i) {
					return ofEvent, true
				}
				if !p.is(i, kUntil) && p.lang == "de" && p.tok[i].fold == "bis" {
					return ofEvent, true
				}
			}
			return ofDeadline, false
		}
		if h, ok := p.find(i, kUntil); ok && p.endsRow(i, n) && gap-h.n <= 0 && i+h.n <= r.a && p.wordsBetween(i+h.n, r.a) == 0 && !span {
			if from, _ := p.sentence(i); p.registers(i) || p.between(from, i, func(n int) bool { h, ok := p.find(n, kDeadline); return ok && !p.shortWord(n, h) && !p.is(n, kUntil) }) {
				return ofDeadline, false
			}
			return ofEvent, true
		}
		if h, ok := p.find(i, kEnds); ok && !p.is(i, kUntil) && i+h.n <= r.a && p.endsRight(i, i+h.n, r.a) && !span && !p.is(i-1, kOf) {
			if from, _ := p.sentence(i); n > 0 && p.readings[n-1].b > from {
				return ofEvent, true
			}
			return ofDeadline, false // "The comment period ends Friday, 16 October, 5 pm"
		}
		if h, ok := p.find(i, kPublished); ok && (i == p.lines[p.lineOf(i)].first || p.tok[i-1].kind != isWord || h.n > 1) && p.wordsBetween(i+h.n, r.a) <= 1 && !p.is(i, kLabelWhen) {
			return ofPublishing, false
		}
		if h, ok := p.find(i, kPast); ok && p.wordsBetween(i+h.n, r.a) <= 2 && !p.sign(i+h.n, ".") && !(isLast(p.tok[i].fold) && p.ahead(r)) {
			return ofPast, false
		}
	}
	return p.roleBehind(n, span)
}

// otherwise tells whether a word of deadlines says something else before a date:
// "confirm by text if you come on …", "on sale now for the concert on …", "the
// festival opens on …", "fête de clôture".
func (p *parser) otherwise(i int, h hit, r *reading) bool {
	last := p.tok[i+h.n-1].fold
	switch {
	case h.n > 1 && (last == "by" || last == "before" || last == "bis" || last == "avant" || last == "antes"):
		return p.wordsBetween(i+h.n, r.a) > 2
	case h.n > 1 && p.tok[i].fold == "opens":
		return !p.registers(i)
	case last == "sale" || last == "venta" || last == "venda" || last == "vente":
		return p.between(i+h.n, r.a, func(k int) bool {
			return p.tok[k].fold == "now" || p.tok[k].fold == "for" || p.tok[k].fold == "para" || p.tok[k].fold == "pour" || p.tok[k].fold == "ya"
		})
	}
	return h.n == 1 && last == "cloture" && i > 1 && p.is(i-1, kOf) && !p.is(i-2, kLabelWhen)
}

// endsRight tells whether a word such as "ends" speaks of the date behind it: right
// behind it, or, where the verb comes first, behind what ends.
func (p *parser) endsRight(i, from, date int) bool {
	n := p.wordsBetween(from, date)
	return n == 0 || n == 1 && (p.is(date-1, kIn) || p.tok[date-1].fold == "on") || n <= 4 && p.lang == "ar" && (p.tok[i].fold == "ينتهي" || p.tok[i].fold == "تنتهي")
}

// endsRow tells whether a word before a date can say that the date is the end of
// something: words such as "a" and "to" do so only if a beginning is named.
func (p *parser) endsRow(i, n int) bool {
	switch p.tok[i].fold {
	case "a", "ao", "al", "au", "по", "to", "through", "thru":
	default:
		return true
	}
	if n == 0 || p.blockOf(p.readings[n-1].b-1) != p.blockOf(i) || p.between(p.readings[n-1].b, i, p.fullStop) {
		return false
	}
	k := p.readings[n-1].kind
	return k != aZone && (k != anHour || n > 1 && p.readings[n-2].kind == aDate)
}

// ofMail tells whether a date is that of a mail: in its head, or in the line
// with which programs quote one ("On Mon, 3 Feb 2025, Ana wrote:").
func (p *parser) ofMail(r *reading) bool {
	l := p.lineOf(r.a)
	ln := p.lines[l]
	if p.sign(ln.last-1, ":") {
		for i := r.b; i < ln.last; i++ {
			if p.wrote(i) {
				return true
			}
		}
	}
	if !p.sign(ln.first+1, ":") || r.a-ln.first > 5 { // the weekday may be of another language than the mail
		return false
	}
	for n := max(0, l-4); n < min(len(p.lines), l+5); n++ {
		other := p.lines[n]
		if n == l || other.block != ln.block || other.first >= other.last || !p.sign(other.first+1, ":") {
			continue
		}
		switch p.tok[other.first].fold {
		case "from", "to", "von", "an", "de", "para", "от", "кому", "a", "da", "من", "subject", "betreff", "objet", "asunto", "assunto", "тема", "विषय", "الموضوع":
			return true
		}
	}
	return false
}

// nameOfPlace tells whether a date is the name of a street or a house: "Rua 7 de
// Setembro", "Straße des 17. Juni".
func (p *parser) nameOfPlace(r *reading) bool {
	if r.days[0].near != dated || r.days[0].weekday >= 0 || len(r.days) > 1 {
		return false
	}
	i := r.a - 1
	for i > 0 && (p.sign(i, ".") || p.is(i, kOf) && !p.is(i, kStreet)) {
		i--
	}
	if i < 0 || p.ends(i) || p.tok[i].kind != isWord {
		return false
	}
	if p.is(i, kStreet) && (len(p.tok[i].fold) > 2 || p.sign(i+1, ".")) && !p.is(i, kAt) {
		return true
	}
	return p.is(i, kInPerson) && i == r.a-1 && capital(p.tok[i].text) && r.days[0].y == 0 && !p.hourNear(r.b) && p.tok[i].text[0] < 0x80
}

// roleBehind looks at what follows a date.
func (p *parser) roleBehind(n int, span bool) (role, bool) {
	r := &p.readings[n]
	k := p.skip(r.b, ",(–-:", kOf)
	if h, ok := p.find(k, kPastAfter); ok && h.n > 0 || p.is(r.b, kPastAfter) {
		return ofPast, false
	}
	if h := p.hourBehind(n); h > r.b {
		if j := p.skip(h, ",(–-:", kOf); p.is(j, kDeadlineAfter) && !p.is(j, kLabelWhen) && (p.registers(r.a) || !p.is(j, kUntil) || p.lang == "hi") {
			return ofDeadline, false // "5 अक्तूबर रात 8 बजे तक पंजीकरण"
		}
	}
	if p.is(k, kDeadlineAfter) && !p.is(k, kLabelWhen) {
		if p.registers(r.a) || !p.is(k, kUntil) {
			return ofDeadline, false
		}
		return ofEvent, !span
	}
	if r.b < len(p.tok) && p.tok[r.b].kind == isNumber && len(r.days) == 1 && p.sign(r.a-1, "©") {
		return ofPublishing, false
	}
	return ofEvent, false
}

// hourBehind is where the single hour right behind a date ends, and its zone; the
// end of the date if there is none.
func (p *parser) hourBehind(date int) int {
	r := &p.readings[date]
	end := r.b
	for n := date + 1; n < len(p.readings); n++ {
		o := &p.readings[n]
		if o.kind != anHour && o.kind != aZone || o.hours.ranged || !p.near(end, o.a, 2) || o.kind == anHour && end > r.b {
			return end
		}
		end = o.b
	}
	return end
}

// shortWord: "by", "bis", "avant": they speak of the next word only.
func (p *parser) shortWord(i int, h hit) bool {
	switch p.tok[i].fold {
	case "by", "before", "vor", "bis", "antes", "avant", "ate", "до", "قبل", "due", "hasta", "spatestens", "jusqu", "au", "حتي":
		return h.n <= 2 && !p.is(i, kRegistering)
	}
	return false
}

// wordsBetween counts the words that mean something in [a, b).
func (p *parser) wordsBetween(a, b int) (n int) {
	for i := a; i < b; i++ {
		if p.tok[i].kind == isWord && !p.is(i, kOf) && !p.is(i, kAt) && !p.is(i, kWeekday) && !p.is(i, kFrom) {
			n++
		}
	}
	return n
}

// cutOff tells whether the sentence of a date says that something is shut then.
func (p *parser) cutOff(r *reading) bool {
	from, to := p.sentence(r.a)
	return p.between(from, to, func(i int) bool { return p.is(i, kOutage) }) && !p.between(from, to, func(i int) bool { return p.is(i, kInvites) })
}

const farLabel = 5
