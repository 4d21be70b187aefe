package form

import "math/bits"

// dissolve takes circles apart and chooses the leads: people who will found
// circles. They are nobody's to take until they have.
func (d *district) dissolve() {
	d.leads = d.leads[:0]
	d.left = cell{-1, 0, 0}
	want := 1
	if d.rnd.unit() < shareMulti {
		want += 1 + d.rnd.below(2)
	}
	near := d.anyIdle()
	if len(d.outside) > 0 && d.rnd.unit() < shareOutside {
		near = d.breakUp(d.pickOutside(near), nowhere)
		want--
	}
	for range want {
		c := d.pickCircle(near)
		if c == nowhere {
			break
		}
		near = d.breakUp(c, nowhere)
	}
	if d.rnd.below(4) == 0 {
		d.addLead()
	}
	if len(d.leads) > 1 && d.rnd.below(8) == 0 {
		d.set(d.idle, d.leads[len(d.leads)-1])
		d.leads = d.leads[:len(d.leads)-1]
	}
	for k := len(d.leads) - 1; k > 0; k-- {
		j := d.rnd.below(k + 1)
		d.leads[k], d.leads[j] = d.leads[j], d.leads[k]
	}
}

// anyIdle returns somebody without a circle, or nowhere.
func (d *district) anyIdle() int32 {
	turn := d.rnd.below(max(1, d.words))
	for k := range d.words {
		w := (k + turn) % d.words
		if m := d.idle[w]; m != 0 {
			return d.people[w<<6+nthBit(m, d.rnd.below(bits.OnesCount64(m)))]
		}
	}
	return nowhere
}

// nthBit returns the place of the n-th set bit.
func nthBit(b uint64, n int) int {
	for range n {
		b &= b - 1
	}
	return bits.TrailingZeros64(b)
}

// pickCircle chooses a circle that may be rebuilt, mostly one whose leader
// could meet the person.
func (d *district) pickCircle(near int32) int32 {
	if len(d.alive) == 0 {
		return nowhere
	}
	last := int32(nowhere)
	for range 6 {
		c := d.circles[d.alive[d.rnd.below(len(d.alive))]]
		if d.s.circles[c].kind != loose {
			continue
		}
		last = c
		if near == nowhere || d.p.canMeet(near, d.leader(c)) {
			return c
		}
	}
	return last
}

// pickOutside chooses a circle with more places than people around it, if it
// finds one whose leader could meet the person.
func (d *district) pickOutside(near int32) (c int32) {
	for range 24 {
		c = d.outside[d.rnd.below(len(d.outside))]
		if near == nowhere || d.p.canMeet(near, d.leader(c)) {
			break
		}
	}
	return c
}

// leader returns the first facilitator of a circle, or a member.
func (d *district) leader(c int32) int32 {
	m := d.s.members(c)
	for _, i := range m {
		if d.p.people[i].fac {
			return i
		}
	}
	return m[0]
}

// breakUp takes a circle apart; one of its facilitators becomes a lead unless
// there is one. It returns somebody who was in it.
func (d *district) breakUp(c, given int32) int32 {
	lead := int32(nowhere)
	n := 0
	d.members = append(d.members[:0], d.s.members(c)...)
	for _, m := range d.members {
		if d.p.people[m].fac || d.p.prog.MinFacilitators == 0 {
			if n++; d.rnd.below(n) == 0 {
				lead = m
			}
		}
		d.take(m)
	}
	d.settle(c, d.s.circles[c].cell, dead)
	d.left = d.s.circles[c].cell
	if given == nowhere && lead != nowhere {
		d.leads = append(d.leads, lead)
		d.unset(d.idle, lead)
	}
	return d.members[d.rnd.below(len(d.members))]
}

// addLead lets one more person found a circle: a facilitator without one, or
// one whom a circle has besides those it must.
func (d *district) addLead() {
	for range min(8, len(d.alive)) {
		c := d.circles[d.alive[d.rnd.below(len(d.alive))]]
		x := &d.s.circles[c]
		if d.p.prog.MinFacilitators == 0 || int(x.nf) <= d.p.prog.MinFacilitators || x.n <= int16(d.p.minSize) {
			continue
		}
		for _, f := range d.s.members(c) {
			if d.p.people[f].fac && d.s.bearsLoss(f, c) {
				d.take(f)
				d.leads = append(d.leads, f)
				d.unset(d.idle, f)
				return
			}
		}
	}
	turn := d.rnd.below(d.words)
	for k := range d.words {
		w := (k + turn) % d.words
		m := d.idle[w]
		if d.p.prog.MinFacilitators > 0 {
			m &= d.facs[w]
		}
		if m != 0 {
			f := d.people[w<<6+nthBit(m, d.rnd.below(bits.OnesCount64(m)))]
			d.leads = append(d.leads, f)
			d.unset(d.idle, f)
			return
		}
	}
}
