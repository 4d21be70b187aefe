package form

import (
	"cmp"
	"slices"
)

// divide gives every district circles that lie close to each other in one of
// several senses, and a share of the people without a circle.
func (x *search) divide(blocks int) {
	x.twin = nil
	x.divideState(x.s, blocks, 0, x.pos)
}

// divideState divides a state into the districts from the first on.
func (x *search) divideState(s *state, blocks, first int, pos *places) {
	rnd := stream(x.o.Seed, x.round, 1<<10+first)
	live, spare, idle := x.lists(s, blocks)
	if len(pos.circle) < len(s.circles) {
		pos.circle = make([]int32, len(s.circles))
	}
	rnd.shuffle(idle)
	var parts, shares [][]int32
	focus := make([][]int32, blocks)
	if list := x.drawRestless(s, blocks, &rnd); len(list) > 0 {
		focus = split(list, blocks)
		parts = x.gatherAround(s, live, focus, &rnd)
		shares = split(idle, blocks)
	} else if n := x.drawFocus(idle, blocks, &rnd); n > 0 && (x.round%2 == 0 || blocks == 1) {
		focus = split(idle[:n], blocks)
		parts = x.gatherAround(s, live, focus, &rnd)
		shares = split(idle[n:], blocks)
	} else {
		if blocks > 1 {
			x.sortCircles(live, &rnd)
		}
		parts = split(live, blocks)
		shares = x.shareIdle(live, idle, blocks, &rnd)
	}
	for b, free := range split(spare, blocks) {
		d := x.district(first + b)
		d.s, d.pos = s, pos
		d.worth, d.rare = x.worth, x.rare()
		d.focus = focus[b]
		d.assign(parts[b], free, slices.Concat(idleOf(s, focus[b]), shares[b]))
	}
}

// lists returns the circles that may change, free circle numbers for so many
// parts, and the people without a circle whom one could hold.
func (x *search) lists(s *state, parts int) (live, spare, idle []int32) {
	for c := range s.circles {
		switch s.circles[c].kind {
		case dead:
			spare = append(spare, int32(c))
		case loose, pinned:
			live = append(live, int32(c))
		}
	}
	for len(spare) < 4*parts {
		spare = append(spare, int32(len(s.circles)))
		s.reserve(1)
	}
	if len(x.pos.circle) < len(s.circles) {
		x.pos.circle = make([]int32, len(s.circles))
	}
	for i, c := range s.where {
		if c == nowhere && x.reach[i] && !s.p.people[i].gone {
			idle = append(idle, int32(i))
		}
	}
	return live, spare, idle
}

// split cuts a list into n parts of about equal length.
func split(list []int32, n int) [][]int32 {
	parts := make([][]int32, n)
	for b := range n {
		parts[b] = list[len(list)*b/n : len(list)*(b+1)/n]
	}
	return parts
}

// shareIdle gives everybody without a circle to a district in which they could
// be in many circles, by lot in proportion.
func (x *search) shareIdle(live, idle []int32, blocks int, rnd *random) [][]int32 {
	shares := make([][]int32, blocks)
	if blocks == 1 {
		shares[0] = idle
		return shares
	}
	fits := make([]int, blocks)
	for _, i := range idle {
		clear(fits)
		sum := 0
		for b := range blocks {
			for _, c := range live[len(live)*b/blocks : len(live)*(b+1)/blocks] {
				if x.p.suits(i, x.s.circles[c].cell) {
					fits[b]++
				}
			}
			fits[b] = fits[b] * fits[b]
			sum += fits[b]
		}
		b := 0
		if sum == 0 {
			b = rnd.below(blocks)
		} else {
			for lot := rnd.below(sum); lot >= fits[b]; b++ {
				lot -= fits[b]
			}
		}
		shares[b] = append(shares[b], i)
	}
	return shares
}

// sortCircles puts the circles into an order in which neighbours have to do
// with each other.
func (x *search) sortCircles(live []int32, rnd *random) {
	s := x.s
	turn := int32(rnd.below(max(1, len(x.p.slots))))
	mode := max(0, rnd.below(10)-7) // mostly by language
	lot := make([]int32, len(s.circles))
	for i := range lot {
		lot[i] = int32(rnd.next() >> 33)
	}
	langs := make([]int32, len(x.p.prog.Languages))
	for i := range langs {
		langs[i] = int32(rnd.next() >> 40)
	}
	key := func(c int32) int64 {
		slot := (s.circles[c].slot + turn) % int32(len(x.p.slots))
		switch mode {
		case 0:
			return int64(langs[s.circles[c].lang])<<32 + int64(lot[c])
		case 1:
			return int64(slot)
		}
		return int64(lot[c])
	}
	slices.SortStableFunc(live, func(a, b int32) int { return cmp.Compare(key(a), key(b)) })
}
