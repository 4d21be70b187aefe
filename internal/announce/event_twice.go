package announce

import "slices"

// said tells whether another event says the same: a text in two languages, a
// time that stands in the heading and again below.
func (b *builder) said(d *draft) bool {
	if d.Start == nil {
		return false
	}
	for n := range b.events {
		e := &b.events[n]
		if e.Start == nil || !e.Start.Equal(*d.Start) {
			continue
		}
		if *e.Zone != *d.Zone {
			if n == len(b.events)-1 && (b.cityLine(d.c) && b.sameBlock(d.c) || d.slot != nil && b.boundZone(d.slot.hour) != nil && b.rightBehind(d.c)) {
				e.Also = append(e.Also, Also{*d.Zone, *d.Start}) // "Toronto: 9 June, 8 pm" and below "Manila: 10 June, 8 am"
				return true
			}
			continue
		}
		if b.ownHeading(d.c) && b.blockLang[b.blockOf(d.c.first)] == deref(e.Language) {
			return false
		}
		if e.End == nil {
			e.End = d.End
		}
		return true
	}
	return false
}

// cityLine tells whether the line of a cluster begins with the place whose
// clocks it names.
func (b *builder) cityLine(c *cluster) bool {
	first := b.lines[b.lineOf(c.first)].first
	for n := 0; n < 3 && first < c.first && b.token(first).kind == isSign; n++ {
		first++
	}
	_, city := b.cityAt(first)
	return (city || b.is(first, kZoneName)) && b.wordsBetween(first, c.first) <= 3
}

// rightBehind tells whether hardly anything stands between a cluster and the one
// before it: "… 10 pm EST / Saturday, 7 March, 11 am PHT".
func (b *builder) rightBehind(c *cluster) bool {
	n := slices.Index(b.groups.all, c)
	return n > 0 && c.first-b.groups.all[n-1].last <= 4 && b.blockOf(b.groups.all[n-1].last-1) == b.blockOf(c.first) && b.wordsBetween(b.groups.all[n-1].last, c.first) <= 2
}

// sameBlock tells whether a cluster stands right below the one of the last
// event.
func (b *builder) sameBlock(c *cluster) bool {
	n := slices.Index(b.groups.all, c)
	if n < 1 {
		return false
	}
	a, z := b.lineOf(b.groups.all[n-1].last-1), b.lineOf(c.first)
	return z > a && z-a <= 2 && b.lines[a].block == b.lines[z].block
}

// ownHeading tells whether a cluster stands under a heading or in an entry of
// its own, so that it may be another event at the same hour.
func (b *builder) ownHeading(c *cluster) bool {
	l := b.lineOf(c.first)
	ln := b.lines[l]
	if ln.bullet || b.wordsBetween(c.last, ln.last) >= 2 && c.first-ln.first <= 2 {
		return true
	}
	return l > 0 && b.lines[l-1].block == ln.block && c.first-ln.first <= 4 || l > 1 && b.heading(l-1) && c.first-ln.first <= 4
}

// contradicted makes one of two, where the heading and the text below it name the
// same day and two hours, and the text has no heading of its own. Which hour is
// right is not known, and the event says so.
func (b *builder) contradicted(list []*cluster) []*cluster {
	if len(list) != 2 || list[0].rhythm != nil || list[1].rhythm != nil || len(list[0].slots) != 1 || len(list[1].slots) != 1 {
		return list
	}
	head, body := list[0], list[1]
	if len(head.days) != 1 || len(body.days) != 1 || !sameDay(head.days[0], body.days[0]) || head.days[0].near != dated || len(body.slots[0].also) > 0 {
		return list
	}
	l, k := b.lineOf(head.first), b.lineOf(body.first)
	for n := range l {
		if b.wordsBetween(b.lines[n].first, b.lines[n].last) > 0 {
			return list
		}
	}
	ln := b.lines[k]
	if b.lines[l].block == ln.block || ln.bullet || b.lines[l].bullet || body.first-ln.first < 3 || b.sessionWord(ln.first, ln.last) || b.sessionWord(b.lines[l].first, b.lines[l].last) {
		return list
	}
	body.clash = append(body.clash, head.slots[0].hour)
	return list[1:]
}

func (b *builder) sessionWord(a, z int) bool { return b.groups.sessionWord(a, z) }
