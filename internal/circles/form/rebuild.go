package form

import (
	"math"
	"math/bits"
)

// What a step does is decided by lot in these shares.
const (
	shareMulti   = 0.25 // several circles at once
	shareOutside = 0.9  // starts with a circle that has more places than people
	shareFull    = 0.3  // looks anew who can be had once the circles are apart

	shareAny = 64 // one in so many takes any cell: needs and blocks may make the one with most company useless

	weightGain = 3   // in a cell: people who can be had without taking anything apart …
	weightLot  = 0.9 // … and chance, against people who can be had at all
)

// trusts are the weights of what a cell is worth by the prices, one by lot.
var trusts = [...]float64{10, 30, 100}

// rebuild is one step of the search: it takes one to three circles apart, lets
// their facilitators and sometimes one more choose cells anew, and fills what
// has room by chains. What became dearer than the heat allows is undone.
func (d *district) rebuild() bool {
	d.stats.steps++
	if len(d.alive) == 0 && !d.hasIdle() {
		return false
	}
	if !d.same {
		d.survey()
	}
	d.begin()
	limit := -d.heat * math.Log(d.rnd.unit()+1e-12) // what the step may cost
	d.dissolve()
	if len(d.leads) == 0 {
		d.undo()
		return false
	}
	for _, f := range d.leads {
		if !d.found(f) {
			d.set(d.idle, f)
		}
	}
	d.resettle()
	d.stats.tried++
	if d.gain() < -limit || !d.valid() {
		d.undo()
		return false
	}
	d.stats.kept++
	d.keep()
	d.same = false
	return true
}

// survey finds what a step starts from: who can be had by chains, and the
// circles that no chain passes through. Those have more places than people, the
// others more people than places.
func (d *district) survey() {
	d.begin()
	d.fillAll()
	if d.valid() {
		d.keep()
	} else {
		d.undo()
	}
	if d.stale {
		d.reach()
	}
	copy(d.base, d.free)
	copy(d.baseIdle, d.idle)
	d.outside = d.outside[:0]
	for _, n := range d.alive {
		if c := d.circles[n]; d.seen[n] != d.mark && d.s.circles[c].kind == loose {
			d.outside = append(d.outside, c)
		}
	}
	d.same = true
}

func (d *district) hasIdle() bool {
	for _, w := range d.idle {
		if w != 0 {
			return true
		}
	}
	return false
}

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
		near = d.breakUp(d.pickOutside(near))
		want--
	}
	for range want {
		c := d.pickCircle(near)
		if c == nowhere {
			break
		}
		near = d.breakUp(c)
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

// breakUp takes a circle apart; one of its facilitators becomes a lead. It
// returns somebody who was in it.
func (d *district) breakUp(c int32) int32 {
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
	if lead != nowhere {
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

// found lets the person open a circle in the best of their cells and fills it.
func (d *district) found(f int32) bool {
	c := d.vacant(f)
	if c == nowhere {
		return false
	}
	d.avoid = cell{-1, 0, 0}
	if d.rnd.unit() < shareFull {
		d.reach()
	} else {
		if len(d.leads) == 1 {
			d.avoid = d.left
		}
		for w, m := range d.base {
			d.free[w] = m | d.idle[w]
		}
		d.stale = true
	}
	d.reachSpare()
	d.trust = trusts[d.rnd.below(len(trusts))]
	at, ok := d.bestCell(f)
	if !ok {
		return false
	}
	d.settle(c, at, loose)
	d.put(f, c)
	x := &d.s.circles[c]
	for int(x.nf) < d.p.prog.MinFacilitators && d.fill(c, d.facs) {
	}
	for d.s.room(c) && d.fill(c, nil) {
	}
	for int(x.n) < d.p.minSize && d.scrounge(c) {
	}
	if int(x.n) >= d.p.minSize && int(x.nf) >= d.p.prog.MinFacilitators {
		return true
	}
	for x.n > 0 {
		d.take(d.s.members(c)[0])
	}
	d.settle(c, at, dead)
	return false
}

// vacant returns a circle number that is free: the one the person had in the
// previous placement, if it can be, since they need not change then.
func (d *district) vacant(f int32) int32 {
	other := int32(nowhere)
	for _, c := range d.circles {
		x := &d.s.circles[c]
		if x.kind != dead {
			continue
		}
		if d.s.home[f] == c {
			return c
		}
		if other == nowhere || x.name < 0 && d.s.circles[other].name >= 0 {
			other = c
		}
	}
	return other
}

// bestCell returns the cell in which the person would have most company, by lot
// among equals. Who can be had stands in free.
func (d *district) bestCell(f int32) (best cell, ok bool) {
	x := &d.p.people[f]
	value := -1e9
	off := d.p.zones[x.zone].off
	theirs := d.p.slotsOf(f)
	top := d.topWorth(x, theirs)
	most := (weightGain + 1) * float64(d.p.maxSize-1)
	lot := weightLot
	if d.rnd.below(shareAny) == 0 {
		lot = 1e6
	}
	d.p.eachLayer(x, func(l, t int16) bool {
		layer := d.p.layer(l, t)
		lang := d.langs[int(l)*d.words:][:d.words]
		track := d.tracks[int(t)*d.words:][:d.words]
		for w := range lang {
			d.layer[w] = lang[w] & track[w]
		}
		open := d.p.open[layer*d.p.words:][:d.p.words]
		for k, b := range theirs {
			for b &= open[k]; b != 0; b &= b - 1 {
				s := k<<6 + bits.TrailingZeros64(b)
				bias := lot*d.rnd.unit() - d.s.prices.off*float64(off[s])
				if d.worth != nil {
					bias += d.trust * float64(d.worth[layer*len(d.p.slots)+s]-top)
				}
				at := cell{int32(s), l, t}
				if bias+most <= value || at == d.avoid {
					continue
				}
				if v := bias + d.company(s); v > value && d.crowded(s) {
					best, value, ok = at, v, true
				}
			}
		}
		return true
	})
	return best, ok
}

// topWorth returns what the best of the person's cells is worth.
func (d *district) topWorth(x *person, theirs []uint64) (top float32) {
	if d.worth == nil {
		return 0
	}
	d.p.eachLayer(x, func(l, t int16) bool {
		layer := d.p.layer(l, t)
		open := d.p.open[layer*d.p.words:][:d.p.words]
		worth := d.worth[layer*len(d.p.slots):]
		for k, b := range theirs {
			for b &= open[k]; b != 0; b &= b - 1 {
				top = max(top, worth[k<<6+bits.TrailingZeros64(b)])
			}
		}
		return true
	})
	return top
}

// company values the people of the layer who can be had in the slot.
func (d *district) company(s int) float64 {
	n, gain := 0, 0
	for w, m := range d.slots[s*d.words:][:d.words] {
		m &= d.layer[w]
		n += bits.OnesCount64(m & d.free[w])
		gain += bits.OnesCount64(m & d.base[w])
	}
	most := d.p.maxSize - 1
	return weightGain*float64(min(gain, most)) + float64(min(n, most))
}

// crowded tells whether people of the layer could form a circle in the slot.
func (d *district) crowded(s int) bool {
	n := 1
	for w, m := range d.slots[s*d.words:][:d.words] {
		n += bits.OnesCount64(m & d.layer[w] & d.spare[w])
	}
	return n >= d.p.minSize
}

// reachSpare adds to free, in spare, the members of circles that can do with
// one less.
func (d *district) reachSpare() {
	copy(d.spare, d.free)
	for _, n := range d.alive {
		if x := &d.s.circles[d.circles[n]]; int(x.n) > d.p.minSize {
			d.givers(n, d.spare)
		}
	}
}
