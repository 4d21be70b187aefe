package announce

import (
	"slices"
	"strings"
)

// quotes marks the lines of older mails below the one that is read: those with
// ">" before them, and all that follow a line such as "Original Message" or "Ana
// wrote:".
func (p *parser) quotes() {
	below := false
	at := 0
	for l := range p.lines {
		ln := &p.lines[l]
		if ln.first >= ln.last {
			continue
		}
		for at < len(p.text.quote) && int(p.text.quote[at]) < ln.a {
			at++
		}
		ln.quoted = below || at < len(p.text.quote) && int(p.text.quote[at]) <= ln.b || at > 0 && int(p.text.quote[at-1]) >= p.lineEnd(l-1)
		below = below || p.oldBegins(ln) && l > 0
	}
}

// lineEnd is where the n-th line ends, before any 0.
func (p *parser) lineEnd(n int) int {
	if n < 0 {
		return 0
	}
	return p.lines[n].b
}

// oldBegins tells whether an older mail follows a line, to the end of the text.
// Where its lines have ">" before them, those say it.
func (p *parser) oldBegins(ln *line) bool {
	s := strings.ToLower(p.text.s[ln.a:ln.b])
	if strings.HasPrefix(s, "--") {
		for _, words := range []string{"original message", "ursprüngliche nachricht", "mensaje original", "message d'origine", "mensagem original", "исходное сообщение"} {
			if strings.Contains(s, words) {
				return true
			}
		}
	}
	return len(p.text.quote) == 0 && p.sign(ln.last-1, ":") && p.between(ln.first, ln.last, p.wrote) && p.between(ln.first, ln.last, func(i int) bool { return p.tok[i].kind == isNumber })
}

// wrote: the word with which programs quote a mail.
func (p *parser) wrote(i int) bool {
	switch p.tok[i].fold {
	case "wrote", "schrieb", "escribio", "ecrit", "escreveu", "написал", "написала", "пишет", "كتب", "लिखा":
		return true
	}
	return false
}

// fresh leaves out what only older mails say, if the mail itself says an event.
func (b *builder) fresh(list []*cluster) []*cluster {
	quoted := func(c *cluster) bool { return b.lines[b.lineOf(c.first)].quoted }
	said := func(c *cluster) bool { return !quoted(c) && c.when() && len(c.slots) > 0 }
	if !slices.ContainsFunc(list, quoted) {
		return list
	}
	if slices.ContainsFunc(list, said) {
		return slices.DeleteFunc(list, quoted)
	}
	dated := slices.ContainsFunc(b.groups.all, func(c *cluster) bool { return !quoted(c) && c.dated() })
	for _, c := range list {
		c.doubtful = c.doubtful || dated && quoted(c)
	}
	return list
}

// ofLetter tells whether a date is that of a letter: a line "Date: …" with the
// subject right below, in a text that says another day.
func (p *parser) ofLetter(n int) bool {
	r := &p.readings[n]
	l := p.lineOf(r.a)
	ln := p.lines[l]
	if _, ok := p.labelAt(ln.first, kLabelWhen); !ok || p.skip(r.b, ".") < ln.last || l > 12 {
		return false
	}
	for m := l + 1; m < min(len(p.lines), l+8); m++ {
		below := p.lines[m]
		if below.first >= below.last {
			continue
		}
		switch p.tok[below.first].fold {
		case "विषय", "betreff", "betrifft", "objet", "asunto", "assunto", "subject", "re", "тема", "الموضوع":
			return p.otherDay(n)
		}
		if m-l > 1 {
			return false
		}
	}
	return false
}

// otherDay tells whether another date stands below, and no line "Time: …".
func (p *parser) otherDay(n int) bool {
	found := false
	for m := n + 1; m < len(p.readings); m++ {
		o := &p.readings[m]
		found = found || o.kind == aDate && o.days[0].near == dated && !sameDay(o.days[0], p.readings[n].days[0])
		if o.kind == anHour && !found {
			return false
		}
	}
	return found
}

// stamps tells whether a date, or the hour behind it, is the mark that a
// messenger puts before a message: "[24/11/2026, 08:15] Ana: …".
func (p *parser) stamps(n int) bool {
	r := &p.readings[n]
	if r.kind == anHour && n > 0 && p.readings[n-1].kind == aDate && p.readings[n-1].stamp {
		r.role = ofPublishing
		return true
	}
	if r.kind != aDate || n+1 >= len(p.readings) || r.days[0].near != dated || len(p.readings) < 3 {
		return false
	}
	hour := &p.readings[n+1]
	if hour.kind != anHour || hour.hours.ranged || hour.a-r.b > 1 || p.lineOf(hour.a) != p.lineOf(r.a) {
		return false
	}
	ln := p.lines[p.lineOf(r.a)]
	end := hour.b
	switch {
	case p.sign(r.a-1, "[") && p.sign(end, "]"):
		if r.a-1 != ln.first { // "Ana, [24.11.2026 08:15]"
			r.stamp = r.a-ln.first <= 8 && p.sign(r.a-2, ",") && end+1 >= ln.last
			break
		}
		r.stamp = p.speaks(end+1, ln.last)
	case r.a == ln.first && p.sign(end, "–-"):
		r.stamp = p.speaks(end+1, ln.last)
	}
	if !r.stamp {
		return false
	}
	if !p.otherTimes(n) {
		r.stamp, r.unsure = false, true
		return false
	}
	r.role = ofPublishing
	return true
}

// speaks tells whether a name and a colon stand at i.
func (p *parser) speaks(i, last int) bool {
	for n := i; n < min(last, i+8); n++ {
		if p.sign(n, ":") {
			return n > i && p.spaced(n+1)
		}
		if p.tok[n].kind == isNumber && n == i {
			return false
		}
	}
	return false
}

// otherTimes tells whether the text says another day or hour besides such marks.
func (p *parser) otherTimes(n int) bool {
	for m := range p.readings {
		if r := &p.readings[m]; m != n && m != n+1 && (r.kind == aDate || r.kind == aRhythm || r.kind == anHour && !(m > 0 && p.sign(p.readings[m-1].a-1, "["))) && !r.stamp && !(p.sign(r.a-1, "[") && p.readings[n].a > r.a) {
			return true
		}
	}
	return false
}

// denied tells whether a date or hour is named as the one that it is not: "8 pm
// (not 7 pm as announced)", "nicht mehr am Freitag, sondern …".
func (p *parser) denied(i int) bool {
	for n := i - 1; n >= max(0, i-6); n-- {
		switch f := p.tok[n].fold; {
		case p.tok[n].kind != isWord && !(p.sign(n, "'’") && p.lang == "fr"):
			return false
		case f == "not" || f == "nicht" || f == "non" || f == "nao" || f == "не" || f == "ليس" || f == "وليس" || f == "no" && (p.lang == "es" || p.lang == "en" && p.tok[n+1].fold == "longer"):
			return true
		case f == "plus" && p.lang == "fr" && p.between(n-5, n, func(k int) bool { return p.tok[k].fold == "n" || p.tok[k].fold == "ne" }), f == "يعد" || f == "تعد":
			return p.lang == "fr" || n > 0 && p.tok[n-1].fold == "لم"
		case !p.is(n, kAt) && !p.is(n, kOf) && !p.is(n, kIn) && !besideNo(f):
			return false
		}
	}
	return false
}

// besideNo lists the words that may stand between "no" and the date that is none.
func besideNo(fold string) bool {
	switch fold {
	case "mehr", "e", "sera", "es", "ist", "longer", "any", "more", "on", "est", "lieu", "ya", "ja", "будет", "يوم", "в", "во", "da", "mas", "mais", "le", "el", "la":
		return true
	}
	return false
}

// reachable tells whether hours are those at which a telephone is answered: its
// number stands before them in the sentence, and no date does.
func (p *parser) reachable(n int) bool {
	r := &p.readings[n]
	if !r.hours.ranged {
		return false
	}
	from, _ := p.sentence(r.a)
	for i := r.a - 1; i >= from && r.a-i < 8; i-- {
		if p.tok[i].kind == isOpaque && (p.tok[i].text[0] == '+' || p.tok[i].text[0] == '(' || p.tok[i].text[0] >= '0' && p.tok[i].text[0] <= '9') {
			return n == 0 || p.readings[n-1].kind != aDate || p.readings[n-1].b <= i
		}
	}
	return false
}

// movedHour tells whether an event is moved from an hour to that behind it.
func (p *parser) movedHour(n int) bool {
	r := &p.readings[n]
	if r.hours.ranged || n+1 >= len(p.readings) || p.readings[n+1].kind != anHour || !p.near(r.b, p.readings[n+1].a, 3) {
		return false
	}
	from, _ := p.sentence(r.a)
	if !p.between(max(from, r.a-8), r.a, func(i int) bool { return p.is(i, kMoved) }) {
		return false
	}
	return p.between(r.b, p.readings[n+1].b, func(i int) bool {
		switch p.tok[i].fold {
		case "на", "auf", "para", "to", "a", "as":
			return true
		}
		return false
	})
}

// movedSpan tells whether two days are no first and last one, but the day from
// which something is moved and that to which: "is moved from 13 to 20 March".
func (p *parser) movedSpan(r *reading) bool {
	if !r.span || len(r.days) != 2 {
		return false
	}
	from, _ := p.sentence(r.a)
	return p.between(max(from, r.a-8), r.a, func(i int) bool {
		switch p.tok[i].fold {
		case "pasa", "passa", "mueve", "muda":
			return true
		}
		return p.is(i, kMoved) && p.tok[i].fold != "now"
	})
}

// weekdayRange tells whether a weekday ends "from Monday to Friday": the hours
// behind it are those of an office.
func (p *parser) weekdayRange(r *reading) bool {
	if len(r.days) != 1 || r.days[0].near != bareWeekday {
		return false
	}
	i := r.a - 1
	for n := 0; n < 2 && i > 0 && (p.is(i, kTo) || p.is(i, kUntil) || p.is(i, kOf) || p.sign(i, "–-")); n++ {
		i--
	}
	if i == r.a-1 || i < 0 {
		return false
	}
	for k := i; k >= max(0, i-1); k-- {
		if h, ok := p.find(k, kWeekday); ok && k+h.n == i+1 {
			return true
		}
	}
	return false
}

// headingDay says if the heading names another day than the event below it.
func (b *builder) headingDay(list []*cluster) {
	if len(list) != 1 || !list[0].dated() {
		return
	}
	c := list[0]
	for _, o := range b.groups.all {
		l := b.lineOf(o.first)
		if o == c || len(o.days) != 1 || o.days[0].near != dated || len(o.slots) > 0 || l >= b.lineOf(c.first) || b.lines[l].quoted {
			continue
		}
		ln := b.lines[l]
		if b.wordsBetween(ln.first, ln.last) > 16 || b.sign(ln.last-1, ".!?;") || b.asides[l] || b.greeting(ln.first) {
			continue
		}
		if _, hidden := b.labelAt(ln.first, kPublished); hidden {
			continue
		}
		if f := b.fix(o.days[0]); !f.ok || !b.opt.Today.IsZero() && f.Before(b.opt.Today) {
			continue
		}
		if !slices.ContainsFunc(c.days, func(d day) bool { return sameDay(d, o.days[0]) }) {
			c.unclear = append(c.unclear, o.dates...)
		}
	}
}
