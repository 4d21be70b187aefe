package announce

import "slices"

// notOver leaves out what is over by its date, where the text announces
// something that is not: the look back of a newsletter, the meeting for which
// people are thanked. Where it is all that there is, it stays, and the date says
// that it is over; but not if the sentence itself speaks of the past.
func (b *builder) notOver(list []*cluster) []*cluster {
	if b.opt.Today.IsZero() {
		return list
	}
	coming := slices.ContainsFunc(list, func(c *cluster) bool { return c.rhythm != nil || !b.over(c) })
	return slices.DeleteFunc(list, func(c *cluster) bool {
		switch {
		case c.rhythm != nil:
			return false
		case b.over(c):
			return coming && !b.labelled(c) || b.looksBack(c) || b.longOver(c) || b.apart(c)
		}
		return b.justBeen(c) && (b.looksBack(c) || coming && !b.labelled(c) && b.otherSoon(list, c))
	})
}

// over tells whether all days of a cluster are before today.
func (b *builder) over(c *cluster) bool {
	for _, d := range c.days {
		if f := b.fix(d); !f.ok || !f.Before(b.opt.Today) || len(f.doubts) > 0 {
			return false
		}
	}
	return len(c.days) > 0
}

// justBeen tells whether all days have no year and have been a short while ago.
func (b *builder) justBeen(c *cluster) bool {
	for _, d := range c.days {
		f := b.fix(d)
		if !f.ok || d.near != dated || d.y != 0 || f.Sub(b.opt.Today) < nearlyYear {
			return false
		}
	}
	return len(c.days) > 0
}

// otherSoon tells whether another cluster is not a year off: then a day that has
// just been is named beside it as what has been.
func (b *builder) otherSoon(list []*cluster, c *cluster) bool {
	return slices.ContainsFunc(list, func(o *cluster) bool {
		return o != c && len(o.slots) > 0 && o.dated() && !b.over(o) && !b.justBeen(o)
	})
}

// longOver tells whether a day without its weekday was long ago, by a year that
// is written: nobody announces that.
func (b *builder) longOver(c *cluster) bool {
	d := c.days[0]
	f := b.fix(d)
	return f.ok && d.y != 0 && d.weekday < 0 && b.opt.Today.Sub(f.Date) > longAgo && !b.labelled(c) && !b.invited(c.first) && c.first != b.lines[b.lineOf(c.first)].first
}

// apart tells whether the hour of what is over stands in a later sentence than its
// day, and nobody is invited: a report says so, no announcement.
func (b *builder) apart(c *cluster) bool {
	if len(c.slots) == 0 || b.labelled(c) || b.invited(c.first) {
		return false
	}
	r := &b.readings[c.slots[0].hour]
	end := b.readings[c.dates[len(c.dates)-1]].b
	return r.a > end && b.lineOf(r.a) == b.lineOf(end-1) && b.between(end, r.a, b.fullStop)
}

// looksBack tells whether the sentence of a cluster speaks of what has been.
func (b *builder) looksBack(c *cluster) bool {
	from, to := b.sentence(c.first)
	return b.between(from, to, func(i int) bool { return b.gone(i) || b.is(i, kPast) || b.is(i, kPastAfter) })
}

// goneBy tells whether a day without its year was a short while ago, in a sentence
// that speaks of what has been.
func (p *parser) goneBy(r *reading) bool {
	d, today := r.days[0], p.opt.Today
	if today.IsZero() || len(r.days) > 1 || d.near != dated || d.y != 0 || d.either {
		return false
	}
	last, ok := exists(today.Year, d.m, d.d)
	if !ok || today.Before(last) {
		last, ok = exists(today.Year-1, d.m, d.d)
	}
	if !ok || today.Sub(last) > 2*longAgo || last == today {
		return false
	}
	from, to := p.sentence(r.a)
	return p.between(from, to, func(i int) bool { return p.gone(i) })
}

// gone tells whether a word speaks of what has been: "last Thursday", but not "last
// Thursday of the month".
func (p *parser) gone(i int) bool {
	h, ok := p.find(i, kGone)
	if !ok {
		return false
	}
	k := i + h.n
	if w, ok := p.find(k, kWeekday); ok {
		k += w.n
	}
	return !p.is(k, kRhythm)
}

// isLast lists the words with which the last of some meetings is named, which may
// be still to come.
func isLast(fold string) bool {
	switch fold {
	case "last", "letzte", "letztes", "letzter", "ultima", "ultimo", "derniere", "dernier", "последняя", "последнее":
		return true
	}
	return false
}

// ahead tells whether a date is in the next months, and not just over.
func (p *parser) ahead(r *reading) bool {
	d, today := r.days[0], p.opt.Today
	if today.IsZero() || d.near != dated || d.either {
		return false
	}
	y := d.y
	if y == 0 {
		y = today.Year
	}
	is, ok := exists(y, d.m, d.d)
	return ok && !is.Before(today) && is.Sub(today) < nearlyYear/2 && (d.weekday < 0 || int(is.Weekday()) == d.weekday)
}
