package form

import (
	"math/bits"
	"slices"
)

// builder makes a first placement: facilitators in turn, those with least
// choice first, open a circle in the cell whose company has the hardest time
// elsewhere. People are numbered anew by how hard they are to place, so that
// the first bits of a set of people are the ones to take.
type builder struct {
	p      *Problem
	words  int       // of a set of people
	ranked []int32   // people, hardest first
	rank   []int32   // place of each person in ranked
	weight []float32 // of each person; more is harder
	slots  []uint64  // people free in each slot
	langs  []uint64  // people who speak each language
	tracks []uint64  // people who can be in each track
	open   []uint64  // people without a circle
	facs   []uint64
	fill   int // size up to which circles are filled
}

// construct forms circles of the people without one, several times over, each
// time taking those first who were left over before. It keeps the best.
func construct(s *state, rnd *random, passes int, stop func() bool) {
	b := newBuilder(s.p)
	b.weigh()
	best := &state{}
	most := -1
	for range passes {
		t := &state{}
		t.copyFrom(s)
		b.pass(t, rnd)
		if n := t.placed(); n > most {
			best, most = t, n
		}
		if stop() {
			break
		}
		b.learn(t)
	}
	s.copyFrom(best)
}

func newBuilder(p *Problem) *builder {
	n := len(p.people)
	b := &builder{p: p, words: (n + 63) / 64, ranked: make([]int32, n), rank: make([]int32, n), weight: make([]float32, n)}
	b.slots = make([]uint64, len(p.slots)*b.words)
	b.langs = make([]uint64, len(p.prog.Languages)*b.words)
	b.tracks = make([]uint64, max(1, len(p.prog.Tracks))*b.words)
	b.open, b.facs = make([]uint64, b.words), make([]uint64, b.words)
	usable, reach := 0, 0
	for i := range p.people {
		if p.reachable(int32(i)) {
			reach++
			if p.people[i].fac {
				usable++
			}
		}
	}
	leads := max(1, usable/max(1, p.prog.MinFacilitators))
	b.fill = min(max(p.prog.Size.Target, (reach+leads-1)/leads), p.maxSize)
	return b
}

// weigh guesses how hard each person is to place: how few places per person
// their cells offer.
func (b *builder) weigh() {
	for i := range b.p.people {
		supply := float32(0)
		b.p.eachCell(int32(i), func(k int) bool {
			if b.p.eligible(k) {
				supply += float32(b.p.facs[k]) / float32(b.p.pop[k])
			}
			return true
		})
		b.weight[i] = 1 / (1 + supply)
	}
}

// learn makes those heavier who found no place.
func (b *builder) learn(s *state) {
	for i := range b.weight {
		if s.where[i] == nowhere && b.weight[i] < 1 {
			b.weight[i] += 0.3
		}
	}
}

// pass forms circles in the state, in pleasant hours first.
func (b *builder) pass(s *state, rnd *random) {
	b.sort()
	for _, pleasant := range [2]bool{true, false} {
		b.index(s, pleasant)
		for _, f := range b.leaders(s) {
			if s.where[f] == nowhere {
				b.openBest(s, f)
			}
		}
		b.place(s)
	}
}

// sort ranks people by weight, facilitators last: they are wanted elsewhere.
func (b *builder) sort() {
	for i := range b.ranked {
		b.ranked[i] = int32(i)
	}
	slices.SortStableFunc(b.ranked, func(x, y int32) int {
		if f, g := b.p.people[x].fac, b.p.people[y].fac; f != g {
			if f {
				return 1
			}
			return -1
		}
		switch {
		case b.weight[x] > b.weight[y]:
			return -1
		case b.weight[x] < b.weight[y]:
			return 1
		}
		return 0
	})
	for at, i := range b.ranked {
		b.rank[i] = int32(at)
	}
}

// index fills the sets of people.
func (b *builder) index(s *state, pleasant bool) {
	clear(b.slots)
	clear(b.langs)
	clear(b.tracks)
	clear(b.open)
	clear(b.facs)
	p := b.p
	for at, i := range b.ranked {
		x := &p.people[i]
		if x.gone || s.where[i] != nowhere {
			continue
		}
		w, bit := at>>6, uint64(1)<<(at&63)
		b.open[w] |= bit
		if x.fac {
			b.facs[w] |= bit
		}
		for l := x.langs; l != 0; l &= l - 1 {
			b.langs[bits.TrailingZeros64(l)*b.words+w] |= bit
		}
		from, to := p.tracks(x)
		for t := from; t < to; t++ {
			b.tracks[int(t)*b.words+w] |= bit
		}
		off := p.zones[x.zone].off
		for k, f := range p.slotsOf(i) {
			for ; f != 0; f &= f - 1 {
				if slot := k<<6 + bits.TrailingZeros64(f); !pleasant || off[slot] == 0 {
					b.slots[slot*b.words+w] |= bit
				}
			}
		}
	}
}

// leaders returns who may open a circle, those with least choice first.
func (b *builder) leaders(s *state) []int32 {
	var list []int32
	choice := map[int32]int{}
	for i := range b.p.people {
		x := &b.p.people[i]
		if x.gone || s.where[i] != nowhere || b.p.prog.MinFacilitators > 0 && !x.fac {
			continue
		}
		n := 0
		b.p.eachCell(int32(i), func(k int) bool {
			if b.p.eligible(k) {
				n++
			}
			return true
		})
		if n > 0 {
			list = append(list, int32(i))
			choice[int32(i)] = n
		}
	}
	slices.SortStableFunc(list, func(x, y int32) int {
		if b.weight[x] >= 1 != (b.weight[y] >= 1) {
			if b.weight[x] >= 1 {
				return -1
			}
			return 1
		}
		return choice[x] - choice[y]
	})
	return list
}

// openBest opens a circle for the person in the best of their cells, if there
// is one with enough company.
func (b *builder) openBest(s *state, f int32) {
	var best cell
	most := float32(0)
	x := &b.p.people[f]
	w, bit := int(b.rank[f])>>6, uint64(1)<<(b.rank[f]&63)
	b.p.eachLayer(x, func(l, t int16) bool {
		for k, free := range b.p.slotsOf(f) {
			for ; free != 0; free &= free - 1 {
				c := cell{int32(k<<6 + bits.TrailingZeros64(free)), l, t}
				if b.slots[int(c.slot)*b.words+w]&bit == 0 {
					continue
				}
				if v := b.value(c); v > most {
					best, most = c, v
				}
			}
		}
		return true
	})
	if most > 0 {
		b.openAt(s, f, best)
	}
}

// value is the sum of the weights of those who would be taken into a circle of
// the cell, 0 if they are too few. Everybody weighs something.
func (b *builder) value(c cell) (sum float32) {
	n := 0
	slot := b.slots[int(c.slot)*b.words:][:b.words]
	lang := b.langs[int(c.lang)*b.words:][:b.words]
	track := b.tracks[int(c.track)*b.words:][:b.words]
	for k, o := range b.open {
		for m := o & slot[k] & lang[k] & track[k]; m != 0; m &= m - 1 {
			sum += 1 + b.weight[b.ranked[k<<6+bits.TrailingZeros64(m)]]
			if n++; n == b.fill {
				return sum
			}
		}
	}
	if n < b.p.minSize {
		return 0
	}
	return sum
}

// openAt opens the circle and fills it, unless those who can really be together
// are too few.
func (b *builder) openAt(s *state, f int32, at cell) {
	c := s.vacant()
	x := &s.circles[c]
	*x = circle{cell: at, kind: loose, name: x.name}
	s.put(f, c)
	b.fillCircle(s, c, true)
	b.fillCircle(s, c, false)
	if s.sound(c) {
		for _, m := range s.members(c) {
			b.close(m)
		}
		return
	}
	for x.n > 0 {
		s.take(s.members(c)[0])
	}
	x.kind = dead
}

func (b *builder) close(i int32) { b.open[b.rank[i]>>6] &^= 1 << (b.rank[i] & 63) }

// fillCircle adds people to the circle: facilitators until there are as many as
// there must be, or anybody until it is full.
func (b *builder) fillCircle(s *state, c int32, facs bool) {
	x := &s.circles[c]
	slot := b.slots[int(x.slot)*b.words:][:b.words]
	lang := b.langs[int(x.lang)*b.words:][:b.words]
	track := b.tracks[int(x.track)*b.words:][:b.words]
	for k, o := range b.open {
		m := o & slot[k] & lang[k] & track[k]
		if facs {
			m &= b.facs[k]
		}
		for ; m != 0; m &= m - 1 {
			if facs && int(x.nf) >= b.p.prog.MinFacilitators || int(x.n) >= b.fill {
				return
			}
			if i := b.ranked[k<<6+bits.TrailingZeros64(m)]; s.where[i] == nowhere && s.compatible(i, c) {
				s.put(i, c)
			}
		}
	}
}

// place puts people who are left over into circles with room.
func (b *builder) place(s *state) {
	for c := range s.circles {
		x := &s.circles[c]
		if x.kind == dead || x.kind == sealed || !s.room(int32(c)) {
			continue
		}
		fill := b.fill
		b.fill = b.p.maxSize
		b.fillCircle(s, int32(c), false)
		b.fill = fill
		for _, m := range s.members(int32(c)) {
			b.close(m)
		}
	}
}
