package form

// ceiling proves how many people can be placed at most, by the dual of
// fractional circle packing.
//
// Every circle holds a facilitator f and at most max-1 others, all from one
// cell. So for any prices u between 0 and 1 on the people who do not facilitate,
//
//	sum of u  +  sum over f of (1 + most, over the cells k of f, of the sum of the max-1 largest 1-u in k)
//
// is no less than the number placed. Better prices are found by subgradient
// steps. Cells in which no circle can exist are left out; the value is rounded
// down, for each part of the problem that hangs together, to a total that
// circles of allowed sizes can add up to. Facilitators who need another one with
// them count among the others: none of them is the only one of a circle.
type ceiling struct {
	p      *Problem
	group  []bool  // whom it counts; nil: everybody
	others []int32 // people who do not facilitate, or never alone
	facs   []int32
	part   []int32 // of each person: the part of the problem they belong to, -1: unreachable
	nobody []int   // per part: people …
	leads  []int   // … and facilitators
	best   []float64
}

func newCeiling(p *Problem) *ceiling { return newGroupCeiling(p, nil) }

// newGroupCeiling proves how many of a group can be placed, whatever becomes of
// the others: the same, with the others worth nothing.
func newGroupCeiling(p *Problem, group []bool) *ceiling {
	b := &ceiling{p: p, group: group}
	b.split()
	b.best = make([]float64, len(b.nobody))
	for k := range b.best {
		b.best[k] = float64(b.nobody[k])
		if f := p.prog.MinFacilitators; f > 0 {
			b.best[k] = min(b.best[k], float64(b.leads[k]/f*p.maxSize))
		}
	}
	return b
}

// split finds the parts of the problem that hang together.
func (b *ceiling) split() {
	p := b.p
	cells := len(p.pop)
	parent := make([]int32, cells)
	for k := range parent {
		parent[k] = int32(k)
	}
	find := func(k int32) int32 {
		for parent[k] != k {
			parent[k] = parent[parent[k]]
			k = parent[k]
		}
		return k
	}
	first := make([]int32, len(p.people))
	for i := range p.people {
		first[i] = -1
		if p.people[i].gone {
			continue
		}
		p.eachCell(int32(i), func(k int) bool {
			if p.eligible(k) {
				if r := find(int32(k)); first[i] < 0 {
					first[i] = r
				} else if r0 := find(first[i]); r != r0 {
					parent[r] = r0
				}
			}
			return true
		})
	}
	b.part = make([]int32, len(p.people))
	leans := p.leaning()
	number := map[int32]int32{}
	for i, k := range first {
		if b.part[i] = -1; k < 0 {
			continue
		}
		n, ok := number[find(k)]
		if !ok {
			n = int32(len(b.nobody))
			number[find(k)] = n
			b.nobody, b.leads = append(b.nobody, 0), append(b.leads, 0)
		}
		b.part[i] = n
		b.nobody[n] += int(b.worthOf(int32(i)))
		if p.people[i].fac && !leans[i] {
			b.leads[n]++
			b.facs = append(b.facs, int32(i))
		} else if b.worthOf(int32(i)) > 0 {
			b.others = append(b.others, int32(i))
		}
	}
}

// worthOf is what it counts that the person is placed.
func (b *ceiling) worthOf(i int32) float64 {
	if b.group != nil && !b.group[i] {
		return 0
	}
	return 1
}

// leaning marks facilitators who have a need that only other facilitators
// answer, and who answer none themselves: where they are there is another one.
func (p *Problem) leaning() []bool {
	leans := make([]bool, len(p.people))
	if p.prog.MinFacilitators != 1 {
		return leans
	}
	others := uint64(0) // what people offer who do not facilitate
	for i := range p.people {
		if x := &p.people[i]; !x.fac && !x.gone {
			others |= x.offers
		}
	}
	for i := range p.people {
		x := &p.people[i]
		leans[i] = x.fac && x.offers == 0 && x.needs&^others != 0
	}
	return leans
}

// total is the best bound so far.
func (b *ceiling) total() (n int) {
	for part, v := range b.best {
		n += b.round(part, int(v+1e-6))
	}
	return n
}

// round returns the largest number up to v that circles of allowed sizes can
// add up to in the part.
func (b *ceiling) round(part, v int) (best int) {
	if b.group != nil {
		return v
	}
	circles := v
	if f := b.p.prog.MinFacilitators; f > 0 {
		circles = b.leads[part] / f
	}
	for k := 1; k <= circles && k*b.p.minSize <= v; k++ {
		best = max(best, min(v, k*b.p.maxSize))
	}
	return best
}
