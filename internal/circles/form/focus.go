package form

import (
	"cmp"
	"math"
	"math/bits"
	"slices"
)

// Districts are gathered around people of rare hours who have no circle, so that
// everybody is there who could keep them company or lead them.

const (
	shareRescue = 0.5 // of the steps in a district with somebody to rescue
	focusPeople = 2   // so many a district is gathered around
)

// anyCell is so much chance, against what a cell is worth by the prices, that
// one is as good as the other.
const anyCell = 1e6

// drawFocus draws people without a circle around whom districts are gathered,
// those with little choice and those of groups that are served worse more likely,
// and moves them to the front of the list. It returns how many they are.
func (x *search) drawFocus(idle []int32, blocks int, rnd *random) int {
	due := make(map[int32]float64, len(idle))
	for _, i := range idle {
		due[i] = -math.Log(rnd.unit()+1e-12) * float64(1+x.choice(i)) / x.s.personCost(i) // the first to come are drawn
	}
	slices.SortFunc(idle, func(a, b int32) int { return cmp.Or(cmp.Compare(due[a], due[b]), cmp.Compare(a, b)) })
	return min(focusPeople*blocks, len(idle))
}

// choice is the number of cells in which the person could be in a circle. Who
// can lead one counts as rare: a whole circle waits for them.
func (x *search) choice(i int32) (n int) {
	x.p.eachCell(i, func(k int) bool {
		if x.p.eligible(k) {
			n++
		}
		return true
	})
	if x.p.people[i].fac {
		n /= x.p.maxSize
	}
	return n
}

// gatherAround gives every district the circles of those who could be in a
// circle with its people, first of all such as could lead it, and shares out
// the others.
func (x *search) gatherAround(s *state, live []int32, focus [][]int32, rnd *random) [][]int32 {
	blocks := len(focus)
	near := make([][]uint8, blocks)
	x.each(blocks, func(b int) { near[b] = s.nearness(focus[b]) })
	parts := make([][]int32, blocks)
	full := (len(live) + blocks - 1) / blocks
	rnd.shuffle(live)
	for _, rank := range [...]uint8{nearest, 2, 1, 0} {
		for _, c := range live {
			turn := rnd.below(blocks)
			for k := range blocks {
				b := (k + turn) % blocks
				if near[b][c] == rank && len(parts[b]) < full {
					parts[b] = append(parts[b], c)
					for other := range near { // it is nobody else's
						near[other][c] = taken
					}
					break
				}
			}
		}
	}
	return parts
}

const (
	nearest = 3   // marks the circles of the people themselves, and of those they wish to be with …
	taken   = 255 // … and those that a district has got
)

// nearness is 2 for every circle with somebody who could lead a circle with one
// of the people, 1 for those with others who could be in one with them.
func (s *state) nearness(people []int32) []uint8 {
	near := make([]uint8, len(s.circles))
	for _, i := range people {
		for m, c := range s.where {
			if c == nowhere || near[c] == 2 || !s.p.mayMeet(i, int32(m)) {
				continue
			}
			if near[c] = 1; s.p.people[m].fac {
				near[c] = 2
			}
		}
	}
	for _, i := range people {
		for _, m := range append([]int32{i}, s.p.people[i].together...) {
			if c := s.where[m]; c != nowhere {
				near[c] = nearest
			}
		}
	}
	return near
}

// rescue founds a circle for somebody without one. It returns false if that is not
// possible.
func (d *district) rescue(i int32) bool {
	at, f := d.drawOffer(i, wish{less: len(d.p.weeks) + 1, with: nowhere}, anyCell)
	return f != nowhere && d.bringCircle(at, f, i)
}

// bringCircle founds a circle with the guests, who have none, around somebody who
// is taken out of theirs. It returns false if that is not possible.
func (d *district) bringCircle(at cell, f int32, guests ...int32) bool {
	d.leads = append(d.leads[:0], f)
	if c := d.s.where[f]; c != nowhere && d.s.bearsLoss(f, c) {
		d.take(f)
	} else if c != nowhere {
		d.breakUp(c, f)
	}
	d.unset(d.idle, f)
	for _, i := range guests {
		d.unset(d.idle, i)
	}
	d.reach()
	ok := d.open(at, f, guests...)
	for _, i := range append(guests, f) {
		if d.s.where[i] == nowhere {
			d.set(d.idle, i)
		}
	}
	return ok
}

// drawOffer draws a cell in which the person could be in a circle that fulfils
// the wish, and somebody of the district who could lead it.
func (d *district) drawOffer(i int32, w wish, heat float64) (at cell, lead int32) {
	at, ok := d.drawCell(i, w, heat)
	if !ok {
		return at, nowhere
	}
	return at, d.drawLead(at)
}

// drawCell draws the cell: by what it is worth by the prices, and chance.
func (d *district) drawCell(i int32, w wish, heat float64) (at cell, ok bool) {
	best := -1.0
	x := &d.p.people[i]
	off := d.p.zones[x.zone].off
	d.p.eachLayer(x, func(l, t int16) bool {
		open := d.p.open[d.p.layer(l, t)*d.p.words:][:d.p.words]
		for k, b := range d.p.slotsOf(i) {
			for b &= open[k]; b != 0; b &= b - 1 {
				c := cell{int32(k<<6 + bits.TrailingZeros64(b)), l, t}
				if int(off[c.slot]) >= w.less || w.with != nowhere && !d.p.suits(w.with, c) {
					continue
				}
				v := -heat * math.Log(d.rnd.unit()+1e-12)
				if d.worth != nil {
					v += float64(d.worth[d.p.cellNo(c)])
				}
				if v > best {
					at, best, ok = c, v, true
				}
			}
		}
		return true
	})
	return at, ok
}

// drawLead draws somebody of the district who could lead a circle in the cell,
// nowhere if there is nobody or too little company.
func (d *district) drawLead(at cell) (lead int32) {
	lead = nowhere
	lang := d.langs[int(at.lang)*d.words:][:d.words]
	track := d.tracks[int(at.track)*d.words:][:d.words]
	crowd, leads := 0, 0
	for w, m := range d.slots[int(at.slot)*d.words:][:d.words] {
		m &= lang[w] & track[w]
		crowd += bits.OnesCount64(m)
		if d.p.prog.MinFacilitators > 0 {
			m &= d.facs[w]
		}
		for m &^= d.held[w]; m != 0; m &= m - 1 {
			f := d.people[w<<6+bits.TrailingZeros64(m)]
			if c := d.s.where[f]; c != nowhere && d.s.circles[c].kind != loose {
				continue
			}
			if leads++; d.rnd.below(leads) == 0 {
				lead = f
			}
		}
	}
	if crowd < d.p.minSize {
		return nowhere
	}
	return lead
}
