package form

import "math/bits"

// cell is where a circle can be: a slot, a language and a track.
type cell struct {
	slot        int32
	lang, track int16
}

// slotsOf returns the slots in which the person is free.
func (p *Problem) slotsOf(i int32) []uint64 {
	return p.free[int(i)*p.words : (int(i)+1)*p.words]
}

// isFree tells whether the person is free in the slot.
func (p *Problem) isFree(i, s int32) bool {
	return p.free[int(i)*p.words+int(s>>6)]>>(s&63)&1 != 0
}

// suits tells whether the person can be in a circle of the cell, others aside.
func (p *Problem) suits(i int32, c cell) bool {
	x := &p.people[i]
	return x.langs>>c.lang&1 != 0 && (x.track == anyTrack || x.track == c.track) && p.isFree(i, c.slot)
}

// offHours returns how many meetings of the slot are unpleasant for the person.
func (p *Problem) offHours(i, s int32) int { return int(p.zones[p.people[i].zone].off[s]) }

// leastOff returns how many unpleasant meetings the person has in the most
// pleasant circle that could hold them.
func (p *Problem) leastOff(i int32) int {
	least := len(p.weeks)
	p.eachCell(i, func(k int) bool {
		if off := p.offHours(i, int32(k%len(p.slots))); off < least && p.eligible(k) {
			least = off
		}
		return least > 0
	})
	return least
}

// tracks returns the range of tracks of a person.
func (p *Problem) tracks(x *person) (from, to int16) {
	if x.track == anyTrack {
		return 0, int16(max(1, len(p.prog.Tracks)))
	}
	return x.track, x.track + 1
}

// layer is the number of a language and track.
func (p *Problem) layer(lang, track int16) int {
	return int(lang)*max(1, len(p.prog.Tracks)) + int(track)
}

func (p *Problem) cellNo(c cell) int { return p.layer(c.lang, c.track)*len(p.slots) + int(c.slot) }

// eachLayer calls f for every language and track of the person until f returns
// false.
func (p *Problem) eachLayer(x *person, f func(lang, track int16) bool) {
	from, to := p.tracks(x)
	for langs := x.langs; langs != 0; langs &= langs - 1 {
		l := int16(bits.TrailingZeros64(langs))
		for t := from; t < to; t++ {
			if !f(l, t) {
				return
			}
		}
	}
}

// count counts people and facilitators in every cell.
func (p *Problem) count() {
	p.pop = make([]int32, p.layers*len(p.slots))
	p.facs = make([]int32, p.layers*len(p.slots))
	for i := range p.people {
		p.tally(int32(i), 1)
	}
	p.open = make([]uint64, p.layers*p.words)
	for k := range p.pop {
		p.mark(k)
	}
}

// mark notes whether a circle can exist in the cell.
func (p *Problem) mark(k int) {
	layer, s := k/len(p.slots), k%len(p.slots)
	bit := uint64(1) << (s & 63)
	if w := &p.open[layer*p.words+s>>6]; p.eligible(k) {
		*w |= bit
	} else {
		*w &^= bit
	}
}

// tally adds the person n times to the counts of their cells.
func (p *Problem) tally(i int32, n int32) {
	x := &p.people[i]
	if x.gone {
		return
	}
	free := p.slotsOf(i)
	p.eachLayer(x, func(l, t int16) bool {
		base := p.layer(l, t) * len(p.slots)
		for w, b := range free {
			for ; b != 0; b &= b - 1 {
				k := base + w<<6 + bits.TrailingZeros64(b)
				p.pop[k] += n
				if x.fac {
					p.facs[k] += n
				}
			}
		}
		return true
	})
}

// eligible tells whether a circle can exist in the cell at all.
func (p *Problem) eligible(k int) bool {
	return int(p.pop[k]) >= p.minSize && int(p.facs[k]) >= p.prog.MinFacilitators
}

// reachable tells whether any circle could hold the person.
func (p *Problem) reachable(i int32) bool {
	found := false
	p.eachCell(i, func(k int) bool {
		found = p.eligible(k)
		return !found
	})
	return found
}

// eachCell calls f for every cell of the person until f returns false.
func (p *Problem) eachCell(i int32, f func(k int) bool) {
	free := p.slotsOf(i)
	p.eachLayer(&p.people[i], func(l, t int16) bool {
		base := p.layer(l, t) * len(p.slots)
		for w, b := range free {
			for ; b != 0; b &= b - 1 {
				if !f(base + w<<6 + bits.TrailingZeros64(b)) {
					return false
				}
			}
		}
		return true
	})
}

// canMeet tells whether the two have a language, a track and a slot in common.
func (p *Problem) canMeet(a, b int32) bool {
	x, y := &p.people[a], &p.people[b]
	if x.langs&y.langs == 0 || x.track != anyTrack && y.track != anyTrack && x.track != y.track {
		return false
	}
	f, g := p.slotsOf(a), p.slotsOf(b)
	for k, v := range f {
		if v&g[k] != 0 {
			return true
		}
	}
	return false
}

// mayMeet tells whether a circle could hold the two.
func (p *Problem) mayMeet(a, b int32) (yes bool) {
	y := &p.people[b]
	x := &p.people[a]
	if x.langs&y.langs == 0 {
		return false
	}
	f, g := p.slotsOf(a), p.slotsOf(b)
	p.eachLayer(x, func(l, t int16) bool {
		if y.langs>>l&1 == 0 || y.track != anyTrack && y.track != t {
			return true
		}
		open := p.open[p.layer(l, t)*p.words:][:p.words]
		for k, v := range f {
			yes = yes || v&g[k]&open[k] != 0
		}
		return !yes
	})
	return yes
}
