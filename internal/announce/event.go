package announce

import (
	"slices"
	"time"

	"codeberg.org/plenary/plenary/internal/when"
)

// longestAnswer bounds how many events one text makes.
const longestAnswer = 500

// builder makes events out of clusters.
type builder struct {
	*parser
	groups *grouper
	facts  facts
	events []Event
	used   []bool // readings that some event shows
	dated  []day  // of the text, those with a year, in order
	sent   []day  // on which a message or a mail was sent, with a year, in order
	at     []bool // of each token: a reading of a date or an hour begins there
	inside []bool // it belongs to one

	placesRead bool // whether the next two are known
	allZone    string
	allSure    bool
	loose      *zone        // the one that the text names for all hours: "All times CET"
	asides     map[int]bool // lines that say a deadline, or when something was published
	from       []int        // of each event: the cluster
}

func newBuilder(p *parser, g *grouper) *builder {
	b := &builder{parser: p, groups: g, used: make([]bool, len(p.readings)), events: []Event{}}
	b.facts = p.gather()
	b.asides = map[int]bool{}
	for n := range p.readings {
		if r := &p.readings[n]; r.kind == aDate && r.role != ofEvent && r.role != ofPast {
			b.asides[p.lineOf(r.a)] = true
		}
	}
	b.dated, b.loose = p.datedDays(), p.looseZone()
	for n := range p.readings {
		if r := &p.readings[n]; r.kind == aDate && len(r.days) == 1 && r.days[0].y != 0 && r.days[0].near == dated && (r.stamp || r.unsure || r.role == ofPublishing && p.ofMail(r)) {
			b.sent = append(b.sent, r.days[0])
		}
	}
	b.at, b.inside = make([]bool, len(p.tok)+1), make([]bool, len(p.tok)+1)
	for n := range p.readings {
		r := &p.readings[n]
		if r.role == ofPast || r.kind == aRhythm && len(r.every.weekdays) == 0 || r.kind == aDate && wordsOnly(r.days) && r.days[0].near == bareWeekday {
			continue
		}
		if r.kind == aLength || r.kind == aZone && p.bound[n] < 0 {
			continue
		}
		b.at[r.a] = true
		for i := r.a; i < r.b; i++ {
			b.inside[i] = true
		}
	}
	return b
}

// datedDays are the days with a year, but for those that are over by what the
// text says.
func (p *parser) datedDays() (list []day) {
	for n := range p.readings {
		r := &p.readings[n]
		if r.kind != aDate || r.role == ofPast {
			continue
		}
		for _, d := range r.days {
			if d.y != 0 && d.near == dated {
				list = append(list, d)
			}
		}
	}
	return list
}

// looseZone is the zone that the text names apart from any hour, if it is one.
func (p *parser) looseZone() (is *zone) {
	for n := range p.readings {
		r := &p.readings[n]
		if r.kind != aZone || p.bound[n] >= 0 || !r.zone.strong || r.zone.local {
			continue
		}
		if is != nil && is.text != r.zone.text {
			return nil
		}
		is = &r.zone
	}
	return is
}

// draft is an event in the making.
type draft struct {
	Event
	c    *cluster
	slot *slot
	doubts
}

func (b *builder) build() {
	list := b.joinRows(b.fresh(b.wanted()))
	list = b.contradicted(b.notOver(list))
	b.headingDay(list)
	b.lend(list)
	for n, c := range list {
		c.region = b.region(list, n)
		for s := range max(1, len(c.slots)) {
			if len(b.events) == longestAnswer {
				return
			}
			d := draft{c: c, Event: Event{Mode: "unknown", Registration: "unknown", Also: []Also{}, Links: []string{}, People: []string{}, Hosts: []string{}, Inferred: []string{}, Conflicts: []Conflict{}, Spans: map[string][]Span{}}}
			if s < len(c.slots) {
				d.slot = &c.slots[s]
			}
			b.schedule(&d)
			if b.said(&d) {
				continue
			}
			b.describe(&d, c.region)
			d.Conflicts = append(d.Conflicts, d.list()...)
			d.Confidence = d.trust()
			b.events = append(b.events, d.Event)
			b.from = append(b.from, n)
		}
		for _, r := range c.used {
			b.used[r] = true
		}
	}
	b.sharePlaces()
}

// wanted are the clusters that are events: those with a day or a rhythm and an
// hour, and those with a day that the text plainly announces.
func (b *builder) wanted() (list []*cluster) {
	timed := slices.ContainsFunc(b.groups.all, func(c *cluster) bool { return c.when() && len(c.slots) > 0 })
	for _, c := range b.groups.all {
		switch {
		case len(list) == longestAnswer:
			return list
		case c.when() && len(c.slots) > 0:
			if (!c.dated() || wordsOnly(c.days) && c.days[0].near != fromToday && c.days[0].near != ofNoMonth) && b.officeHours(c) {
				continue
			}
			list = append(list, c)
		case c.dated() && b.announced(c, timed), !c.dated() && len(c.slots) > 0 && b.labelled(c):
			list = append(list, c)
		case !timed && len(c.slots) > 0 && !c.dated() && b.facts.open:
			list = append(list, c)
		}
	}
	if len(list) == 0 && b.facts.open && (len(b.lines) > 1 || b.between(0, len(b.tok), func(i int) bool { return b.is(i, kMoved) || b.is(i, kCancelled) })) {
		list = append(list, &cluster{first: b.facts.openAt, last: b.facts.openAt + 1})
	}
	return list
}

// officeHours tells whether hours on weekdays are those of an office.
func (b *builder) officeHours(c *cluster) bool {
	a, z := b.sentence(c.first)
	return b.between(a, z, func(i int) bool { return b.is(i, kAside) }) || c.rhythm != nil && len(c.rhythm.weekdays) > 4
}

// announced tells whether a day without an hour is that of an event.
func (b *builder) announced(c *cluster, timed bool) bool {
	d := c.days[0]
	if b.labelled(c) {
		return true
	}
	if d.near != dated {
		return false
	}
	if !b.opt.Today.IsZero() && d.y != 0 && d.y < b.opt.Today.Year {
		return false
	}
	ln := b.lines[b.lineOf(c.first)]
	head := c.first-ln.first <= 2 && ln.last-ln.first <= 24 && (b.ends(c.last) || b.token(c.last).kind != isWord)
	if timed {
		return head && (ln.bullet || d.weekday >= 0 || c.first == ln.first) && b.wordsBetween(c.last, ln.last) <= 12 && !b.dayOfTitle(c)
	}
	return d.weekday >= 0 || head || c.span || b.invited(c.first)
}

// invited tells whether the sentence asks people to come.
func (b *builder) invited(i int) bool {
	a, z := b.sentence(i)
	return b.between(a, z, func(i int) bool { return b.is(i, kInvites) || b.is(i, kTBA) })
}

// dayOfTitle tells whether a cluster only names, in the heading, the day of the
// next one.
func (b *builder) dayOfTitle(c *cluster) bool {
	n := slices.Index(b.groups.all, c)
	for m, o := range b.groups.all[max(0, n-2):min(len(b.groups.all), n+3)] {
		if m+max(0, n-2) == n {
			continue
		}
		for _, d := range o.days {
			if sameDay(d, c.days[0]) {
				return true
			}
		}
	}
	return false
}

// labelled tells whether a line such as "When:" says it.
func (b *builder) labelled(c *cluster) bool {
	first := b.lines[b.lineOf(c.first)].first
	if b.sign(first, "📅🗓📆⏰🕖🕗•-–") {
		first++
	}
	h, ok := b.find(first, kLabelWhen)
	if !ok {
		h, ok = b.find(first, kLabelTime)
	}
	return ok && b.sign(first+h.n, ":–-|") && c.first-first <= 8 || b.sign(first-1, "📅🗓📆")
}

// lend gives days without an hour the hour that the text says for all.
func (b *builder) lend(list []*cluster) {
	var donor *cluster
	for _, c := range list {
		if len(c.slots) == 0 {
			continue
		}
		if donor != nil && b.readings[donor.slots[0].hour].hours.from.minutes() != b.readings[c.slots[0].hour].hours.from.minutes() {
			return
		}
		if donor == nil {
			donor = c
		}
	}
	if donor == nil || len(donor.slots) != 1 {
		return
	}
	a, z := b.sentence(b.readings[donor.slots[0].hour].a)
	if !b.between(a, z, func(i int) bool { return b.is(i, kEvery) || b.forAll(i) }) {
		return
	}
	for _, c := range list {
		if len(c.slots) == 0 && c.dated() {
			c.slots = donor.slots
			c.zones = append(c.zones, donor.zones...)
		}
	}
}

func (p *parser) forAll(i int) bool {
	switch p.tok[i].fold {
	case "all", "each", "alle", "jeweils", "todas", "todos", "toutes", "tous", "все", "всегда", "सभी", "جميع", "كل", "both", "beide":
		return true
	}
	return false
}

func deref(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}

// region is the tokens that speak of the n-th cluster.
type region struct {
	from, to int // all of it
	head     int // where its heading may begin
	only     bool
}

func (b *builder) region(list []*cluster, n int) region {
	c := list[n]
	r := region{from: 0, to: len(b.tok), only: len(list) == 1}
	if n > 0 {
		r.head = b.headOf(list[n-1].last, c.first)
		r.from = r.head
	} else if !r.only {
		r.head = b.headOf(0, c.first)
	}
	if n+1 < len(list) {
		r.to = b.headOf(c.last, list[n+1].first)
	}
	return r
}

// headOf is where, between two clusters, what belongs to the second begins: at
// its paragraph, or at the heading above it, or at its line.
func (b *builder) headOf(after, first int) int {
	l := b.lineOf(first)
	block := b.lines[l].block
	for l > 0 && b.lines[l-1].block == block && b.lines[l-1].first >= after && b.lineOf(max(after-1, 0)) < l-1 {
		l--
		if b.lines[l+1].bullet {
			l++
			break
		}
	}
	if l > 0 && b.lines[l-1].block == b.lines[l].block-1 && b.lines[l-1].first >= after && b.heading(l-1) && b.lineOf(max(after-1, 0)) < l-1 {
		l--
	}
	return max(b.lines[l].first, min(after, first))
}

// heading tells whether a line looks like one: short, alone, not a sentence.
func (b *builder) heading(l int) bool {
	if l < 0 || l >= len(b.lines) {
		return false
	}
	ln := b.lines[l]
	words := b.wordsBetween(ln.first, ln.last)
	alone := (l == 0 || b.lines[l-1].block != ln.block) && (l+1 >= len(b.lines) || b.lines[l+1].block != ln.block)
	return words > 0 && words <= 14 && alone && !b.sign(ln.last-1, ".;,:")
}

// restSpans are the dates and hours that no event shows.
func (b *builder) restSpans() []Span {
	spans := []Span{}
	for n, r := range b.readings {
		if (r.kind == aDate || r.kind == anHour) && !b.used[n] {
			spans = append(spans, b.spanOf(r.a, r.b))
		}
	}
	return spans
}

// spanOf is where in the input the tokens [a, b) stand.
func (p *parser) spanOf(a, b int) Span {
	return p.text.span(p.tok[a].a, p.tok[b-1].b)
}

// at is the instant of a wall time, and how often the clocks show it.
func at(d when.Date, minutes int, loc *time.Location) (time.Time, when.Kind) {
	if minutes >= 24*60 {
		d, minutes = d.AddDays(1), minutes-24*60
	}
	return d.At(when.Clock(minutes)).In(loc)
}
