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
func (x *search) gatherAround(live []int32, focus [][]int32, rnd *random) [][]int32 {
	blocks := len(focus)
	near := make([][]uint8, blocks)
	x.each(blocks, func(b int) { near[b] = x.nearness(focus[b]) })
	parts := make([][]int32, blocks)
	full := (len(live) + blocks - 1) / blocks
	rnd.shuffle(live)
	for _, rank := range [...]uint8{2, 1, 0} {
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

// taken marks circles that a district has got.
const taken = 255

// nearness is 2 for every circle with somebody who could lead a circle with one
// of the people, 1 for those with others who could be in one with them.
func (x *search) nearness(people []int32) []uint8 {
	near := make([]uint8, len(x.s.circles))
	for _, i := range people {
		for m, c := range x.s.where {
			if c == nowhere || near[c] == 2 || !x.p.mayMeet(i, int32(m)) {
				continue
			}
			if near[c] = 1; x.p.people[m].fac {
				near[c] = 2
			}
		}
	}
	return near
}

// bringCircle founds a circle in one of the person's cells, around somebody who
// is drawn to lead it. It returns false if that is not possible.
func (d *district) bringCircle(i int32) bool {
	at, f := d.drawOffer(i)
	if f == nowhere {
		return false
	}
	d.leads = append(d.leads[:0], f)
	if c := d.s.where[f]; c != nowhere && d.s.bearsLoss(f, c) {
		d.take(f)
	} else if c != nowhere {
		d.breakUp(c, f)
	}
	d.unset(d.idle, f)
	if f != i {
		d.unset(d.idle, i)
	}
	d.reach()
	ok := d.open(f, i, at)
	if d.s.where[f] == nowhere {
		d.set(d.idle, f)
	}
	if d.s.where[i] == nowhere {
		d.set(d.idle, i)
	}
	return ok
}

// drawOffer draws a cell in which the person could be in a circle, and somebody
// of the district who could lead it.
func (d *district) drawOffer(i int32) (at cell, lead int32) {
	lead = nowhere
	n := 0
	x := &d.p.people[i]
	theirs := d.p.slotsOf(i)
	d.p.eachLayer(x, func(l, t int16) bool {
		open := d.p.open[d.p.layer(l, t)*d.p.words:][:d.p.words]
		for k, b := range theirs {
			for b &= open[k]; b != 0; b &= b - 1 {
				if n++; d.rnd.below(n) == 0 {
					at = cell{int32(k<<6 + bits.TrailingZeros64(b)), l, t}
				}
			}
		}
		return true
	})
	if n == 0 {
		return at, nowhere
	}
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
		return at, nowhere
	}
	return at, lead
}
