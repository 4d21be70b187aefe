package form

import (
	"cmp"
	"math/bits"
	"slices"
)

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
// circles of allowed sizes can add up to.
type ceiling struct {
	p      *Problem
	others []int32 // people who do not facilitate
	facs   []int32
	part   []int32 // of each person: the part of the problem they belong to, -1: unreachable
	nobody []int   // per part: people …
	leads  []int   // … and facilitators
	best   []float64

	u, avg []float64 // prices of others
	order  []int32
	grad   []int32
	value  []float64
	count  []uint8   // per cell: how many are in top …
	sum    []float64 // … and what they bring
	top    []int32
	dead   []bool // cells in which no circle can exist
	theta  float64
	least  float64
	stall  int
	steps  int
}

func newCeiling(p *Problem) *ceiling {
	b := &ceiling{p: p, theta: 1, least: 1e18}
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
	b.dead = make([]bool, cells)
	parent := make([]int32, cells)
	for k := range parent {
		parent[k] = int32(k)
		b.dead[k] = !p.eligible(k)
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
			if !b.dead[k] {
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
		b.nobody[n]++
		if p.people[i].fac {
			b.leads[n]++
			b.facs = append(b.facs, int32(i))
		} else {
			b.others = append(b.others, int32(i))
		}
	}
}

// improve takes up to n subgradient steps, given how many are placed. It stops
// when the bound is met, or when stop says so.
func (b *ceiling) improve(n, placed int, stop func() bool) {
	if b.p.prog.MinFacilitators != 1 || len(b.others) == 0 {
		return
	}
	if b.u == nil {
		b.prepare()
	}
	for range n {
		if b.total() <= placed || stop() {
			return
		}
		b.step(float64(placed))
	}
}

func (b *ceiling) prepare() {
	cells := len(b.p.pop)
	b.u, b.avg = make([]float64, len(b.others)), make([]float64, len(b.others))
	for i := range b.u {
		b.u[i], b.avg[i] = 0.9, 0.9
	}
	b.order, b.grad = make([]int32, len(b.others)), make([]int32, len(b.others))
	for i := range b.order {
		b.order[i] = int32(i)
	}
	b.value = make([]float64, len(b.nobody))
	b.count, b.sum = make([]uint8, cells), make([]float64, cells)
	b.top = make([]int32, cells*(b.p.maxSize-1))
}

// step evaluates the prices and moves them against the subgradient (Polyak).
func (b *ceiling) step(target float64) {
	d := b.evaluate(b.u)
	if d < b.least-1e-9 {
		b.least, b.stall = d, 0
	} else if b.stall++; b.stall >= 20 {
		b.theta, b.stall = b.theta*0.7, 0
	}
	norm := 0.0
	for _, g := range b.grad {
		norm += float64(g) * float64(g)
	}
	if norm == 0 || d <= target {
		return
	}
	length := b.theta * (d - target) / norm
	b.steps++
	for i, g := range b.grad {
		b.u[i] = min(1, max(0, b.u[i]-length*float64(g)))
		b.avg[i] += (b.u[i] - b.avg[i]) / float64(min(b.steps, 50))
	}
	if b.steps%25 == 0 {
		b.evaluate(b.avg)
	}
}

// evaluate returns the bound that the prices give, notes it per part if it is
// the least so far, and sets grad.
func (b *ceiling) evaluate(u []float64) (total float64) {
	slices.SortFunc(b.order, func(x, y int32) int {
		return cmp.Or(cmp.Compare(u[x], u[y]), cmp.Compare(x, y))
	})
	clear(b.count)
	clear(b.sum)
	clear(b.value)
	m := b.p.maxSize - 1
	slots := len(b.p.slots)
	for _, at := range b.order {
		i := b.others[at]
		b.grad[at] = 1
		b.value[b.part[i]] += u[at]
		free := b.p.slotsOf(i)
		b.p.eachLayer(&b.p.people[i], func(l, t int16) bool {
			base := b.p.layer(l, t) * slots
			for w, bit := range free {
				for ; bit != 0; bit &= bit - 1 {
					k := base + w<<6 + bits.TrailingZeros64(bit)
					if n := int(b.count[k]); n < m && !b.dead[k] {
						b.top[k*m+n] = at
						b.count[k]++
						b.sum[k] += 1 - u[at]
					}
				}
			}
			return true
		})
	}
	b.serve(m)
	for part, v := range b.value {
		total += v
		b.best[part] = min(b.best[part], v)
	}
	return total
}

// serve lets every facilitator take the best of their cells.
func (b *ceiling) serve(m int) {
	for n, f := range b.facs {
		best, at := -1.0, -1
		skip := n * 31
		b.p.eachCell(f, func(k int) bool {
			if skip++; !b.dead[k] && (b.sum[k] > best || b.sum[k] == best && skip&3 == 0) {
				best, at = b.sum[k], k
			}
			return true
		})
		b.value[b.part[f]] += 1 + best
		for j := range int(b.count[at]) {
			b.grad[b.top[at*m+j]]--
		}
	}
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
	circles := v
	if f := b.p.prog.MinFacilitators; f > 0 {
		circles = b.leads[part] / f
	}
	for k := 1; k <= circles && k*b.p.minSize <= v; k++ {
		best = max(best, min(v, k*b.p.maxSize))
	}
	return best
}
