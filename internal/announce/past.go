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
		return c.rhythm == nil && b.over(c) && (coming && !b.labelled(c) || b.looksBack(c))
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

// looksBack tells whether the sentence of a cluster speaks of what has been.
func (b *builder) looksBack(c *cluster) bool {
	from, to := b.sentence(c.first)
	return b.between(from, to, func(i int) bool { return b.is(i, kGone) || b.is(i, kPast) || b.is(i, kPastAfter) })
}
