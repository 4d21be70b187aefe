package form

import "math/bits"

// A chain places somebody: they join a circle, one of its members goes to
// another, whose member goes on, until somebody without a circle takes the last
// place. Nobody loses a place by it.

// reach finds who can be had for a circle by a chain: people without one, and
// members of circles in which such a person, or one who can be had, could take
// the place. It notes for every circle that has such members who would come.
func (d *district) reach() {
	copy(d.free, d.idle)
	d.queue = append(d.queue[:0], d.alive...)
	d.stale = false
	d.spread(d.queue)
}

// spread is reach from the people in free, through some circles only.
func (d *district) spread(left []int32) {
	d.mark++
	copy(d.fresh, d.free)
	for level := int32(1); len(left) > 0; level++ {
		rest := left[:0]
		grown := false
		from := d.free
		if level <= 2 { // from all the people there are, not all from the first of them
			from = d.fresh
		}
		for _, n := range left {
			i := d.first(n, from)
			if i == nowhere {
				rest = append(rest, n)
				continue
			}
			d.seen[n], d.level[n], d.comes[n] = d.mark, level, i
			d.givers(n, d.free)
			grown = true
		}
		if !grown {
			break
		}
		left = rest
		copy(d.fresh, d.free)
	}
}

// first returns one of the set who could be in the circle.
func (d *district) first(n int32, set []uint64) int32 {
	could := d.could[int(n)*d.words:][:len(set)]
	for w, m := range set {
		for m &= could[w]; m != 0; m &= m - 1 {
			i := d.people[w<<6+bits.TrailingZeros64(m)]
			if d.s.compatible(i, d.circles[n]) {
				return i
			}
		}
	}
	return nowhere
}

// givers adds the members whom the circle may give away for another.
func (d *district) givers(n int32, to []uint64) {
	are, held, facs := d.are[int(n)*d.words:][:len(to)], d.held[:len(to)], d.facs[:len(to)]
	if int(d.s.circles[d.circles[n]].nf) > d.p.prog.MinFacilitators {
		for w := range to {
			to[w] |= are[w] &^ held[w]
		}
		return
	}
	for w := range to {
		to[w] |= are[w] &^ held[w] &^ facs[w]
	}
}

// meets tells whether any of the people could be in the circle.
func (d *district) meets(n int32, set []uint64) bool {
	could := d.could[int(n)*d.words:][:d.words]
	for w, m := range could {
		if m&set[w] != 0 {
			return true
		}
	}
	return false
}

// fill adds one person to the circle by a chain. With only set, the one who
// joins is of that set.
func (d *district) fill(c int32, only []uint64) bool {
	n := d.pos.circle[c]
	if i := d.pickIdle(n, only); i != nowhere {
		d.put(i, c)
		return true
	}
	for {
		if i := d.pickGiven(n, only); i != nowhere {
			d.pass(i, c)
			return true
		}
		if !d.stale {
			return false
		}
		d.reach()
	}
}

// pickIdle returns somebody without a circle who fits, by lot, facilitators
// last.
func (d *district) pickIdle(n int32, only []uint64) int32 {
	could := d.could[int(n)*d.words:][:d.words]
	turn := d.rnd.below(d.words)
	last := int32(nowhere)
	for k := range d.words {
		w := k + turn
		if w >= d.words {
			w -= d.words
		}
		m := could[w] & d.idle[w]
		if only != nil {
			m &= only[w]
		}
		if m == 0 {
			continue
		}
		spin := d.rnd.below(64)
		for m = bits.RotateLeft64(m, -spin); m != 0; m &= m - 1 {
			i := d.people[w<<6+(bits.TrailingZeros64(m)+spin)&63]
			if !d.s.compatible(i, d.circles[n]) {
				continue
			}
			if !d.p.people[i].fac {
				return i
			}
			last = i
		}
	}
	return last
}

// pickGiven returns a member of another circle who could join and whose place
// would be taken along the chains that reach has found, the shortest of some.
func (d *district) pickGiven(n int32, only []uint64) int32 {
	could := d.could[int(n)*d.words:][:d.words]
	turn := d.rnd.below(d.words)
	best, least, looked := int32(nowhere), int32(1<<30), 0
	for k := range d.words {
		w := k + turn
		if w >= d.words {
			w -= d.words
		}
		m := could[w] & d.free[w] & d.in[w]
		if only != nil {
			m &= only[w]
		}
		for ; m != 0; m &= m - 1 {
			i := d.people[w<<6+bits.TrailingZeros64(m)]
			y := d.pos.circle[d.s.where[i]]
			if y == n || d.seen[y] != d.mark || d.level[y] >= least || !d.s.compatible(i, d.circles[n]) || !d.leads2idle(i, n) {
				continue
			}
			best, least = i, d.level[y]
			if looked++; least == 1 || looked == 4 {
				return best
			}
		}
	}
	return best
}

// leads2idle tells whether the chain behind the member still ends in somebody
// without a circle, does not pass through circle n, and keeps the rules.
func (d *district) leads2idle(i, n int32) bool {
	for range d.deep {
		c := d.s.where[i]
		if c == nowhere {
			return d.isIdle(i)
		}
		y := d.pos.circle[c]
		if y == n || d.seen[y] != d.mark || !d.s.replaceable(i, c) {
			return false
		}
		next := d.comes[y] // as the circle was when it was reached: it may have been founded anew since
		if d.s.where[next] == c || !d.couldBe(next, y) || !d.s.compatible(next, c) {
			return false
		}
		i = next
	}
	return false
}

// couldBe tells whether the person suits the circle as it is now.
func (d *district) couldBe(i, n int32) bool {
	at := d.pos.person[i]
	return d.could[int(n)*d.words+int(at>>6)]>>(at&63)&1 != 0
}

// isIdle tells whether the person may be had. A lead that has not founded a
// circle yet has none and is not idle.
func (d *district) isIdle(i int32) bool {
	n := d.pos.person[i]
	return d.idle[n>>6]>>(n&63)&1 != 0
}

// pass carries out the chain that starts with the person joining circle c.
func (d *district) pass(i, c int32) {
	for {
		from := d.s.where[i]
		if from != nowhere {
			d.take(i)
		}
		d.put(i, c)
		if from == nowhere {
			return
		}
		i, c = d.comes[d.pos.circle[from]], from
	}
}

// scrounge adds to the circle a member whom another can do without, directly
// or over one step.
func (d *district) scrounge(c int32) bool {
	n := d.pos.circle[c]
	could := d.could[int(n)*d.words:][:d.words]
	turn := d.rnd.below(d.words)
	for k := range d.words {
		w := (k + turn) % d.words
		for m := could[w] & d.in[w] &^ d.held[w]; m != 0; m &= m - 1 {
			i := d.people[w<<6+bits.TrailingZeros64(m)]
			y := d.s.where[i]
			if y != c && d.s.bearsLoss(i, y) && d.s.compatible(i, c) {
				d.take(i)
				d.put(i, c)
				return true
			}
		}
	}
	return false
}

// fillAll fills all circles with room as far as chains can.
func (d *district) fillAll() {
	d.reach()
	for k := 0; k < len(d.alive); k++ {
		n := d.alive[k]
		c := d.circles[n]
		for d.s.room(c) && d.meets(n, d.free) && d.fill(c, nil) {
		}
	}
}

// resettle finds places for those whom the step has left without one, in the
// circles that had more places than people.
func (d *district) resettle() {
	any := uint64(0)
	for w, m := range d.idle {
		d.free[w] = m &^ d.baseIdle[w]
		any |= d.free[w]
	}
	if any == 0 {
		return
	}
	d.queue = d.queue[:0]
	for _, c := range d.outside {
		if d.s.circles[c].kind != dead {
			d.queue = append(d.queue, d.pos.circle[c])
		}
	}
	d.stale = false
	d.spread(d.queue)
	for _, c := range d.outside {
		n := d.pos.circle[c]
		for d.s.circles[c].kind != dead && d.s.room(c) && d.meets(n, d.free) && d.fill(c, nil) {
		}
	}
}
