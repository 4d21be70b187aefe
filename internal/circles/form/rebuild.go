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

	commonHour = 12 // an hour that so many circles use is common enough
)

// trusts are the weights of what a cell is worth by the prices, one by lot.
var trusts = [...]float64{10, 30, 100}

// rebuild is one step of the search: it takes one to three circles apart, lets
// their facilitators and sometimes one more choose cells anew, and fills what
// has room by chains. What became dearer than the heat allows is undone.
func (d *district) rebuild() bool {
	if len(d.alive) == 0 && !d.hasIdle() {
		return false
	}
	if !d.same {
		d.survey()
	}
	d.begin()
	limit := -d.heat * math.Log(d.rnd.unit()+1e-12) // what the step may cost
	if !d.changeSome() {
		d.undo()
		return false
	}
	d.resettle()
	if d.gain() < -limit || !d.valid() {
		d.undo()
		return false
	}
	d.keep()
	d.same = false
	return true
}

// changeSome brings a circle to somebody of the focus, or takes some apart and
// founds others. It returns false if nothing good can come of it.
func (d *district) changeSome() bool {
	if len(d.focus) > 0 && d.rnd.unit() < shareRescue {
		switch i := d.focus[d.rnd.below(len(d.focus))]; {
		case !d.has(i): // they are in another district
		case d.s.where[i] == nowhere:
			return d.rescue(i)
		default:
			if w := d.wishOf(i); w.any() {
				return d.bringAway(i, w)
			}
		}
	}
	return d.refound()
}

// refound takes circles apart and founds others. It returns false if there are
// none to take apart.
func (d *district) refound() bool {
	d.dissolve()
	for _, f := range d.leads {
		if !d.found(f) {
			d.set(d.idle, f)
		}
	}
	return len(d.leads) > 0
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

// found lets the person open a circle in the best of their cells and fills it.
func (d *district) found(f int32) bool {
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
	return ok && d.open(at, f)
}

// open makes a circle in the cell, with the lead and the guests, and fills it. If
// that fails everybody in it has no circle.
func (d *district) open(at cell, f int32, guests ...int32) bool {
	n := 1
	for _, i := range guests {
		if i != f {
			n++
		}
	}
	if n > d.p.maxSize {
		return false
	}
	c := d.vacant(f)
	if c == nowhere {
		return false
	}
	d.settle(c, at, loose)
	d.put(f, c)
	for _, i := range guests {
		if i != f {
			d.put(i, c)
		}
	}
	x := &d.s.circles[c]
	for int(x.nf) < d.p.prog.MinFacilitators && d.s.room(c) && d.fill(c, d.facs) {
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
				bias := lot*d.rnd.unit() - d.s.prices.off*float64(off[s]) - d.rare*max(0, 1-float64(d.s.uses[s])/commonHour)
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
	here := d.slots[s*d.words:][:d.words]
	layer, free, base := d.layer[:len(here)], d.free[:len(here)], d.base[:len(here)]
	for w, m := range here {
		m &= layer[w]
		n += bits.OnesCount64(m & free[w])
		gain += bits.OnesCount64(m & base[w])
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
