package form

import (
	"bufio"
	"fmt"
	"io"
	"math/bits"
)

// WriteModel writes the exact problem of placing most people as an integer
// programme in LP format, for solvers such as CBC: z is how many circles a cell
// holds, y whether a person is in one of them. It is meant for up to a few
// hundred people; previous placements, pins and locks are not in it.
//
// Where a cell holds several circles and several pairs to be kept apart, or
// people with needs, the model is a little too generous; its optimum is an upper
// bound then.
func (p *Problem) WriteModel(out io.Writer) error {
	w := bufio.NewWriter(out)
	cells := p.modelCells()
	ofPerson := make([][]int, len(p.people))
	for k, set := range cells {
		for i := range p.people {
			if has(set, i) {
				ofPerson[i] = append(ofPerson[i], k)
			}
		}
	}
	fmt.Fprint(w, "Maximize\n obj:")
	for i, ks := range ofPerson {
		for _, k := range ks {
			fmt.Fprintf(w, " + y%d_%d\n", i, k)
		}
	}
	fmt.Fprint(w, "\nSubject To\n")
	for i, ks := range ofPerson {
		for n, k := range ks {
			fmt.Fprintf(w, " + y%d_%d", i, k)
			if n == len(ks)-1 {
				fmt.Fprint(w, " <= 1\n")
			}
		}
	}
	for k, set := range cells {
		p.modelCell(w, k, set)
	}
	fmt.Fprint(w, "Binary\n")
	for i, ks := range ofPerson {
		for _, k := range ks {
			fmt.Fprintf(w, " y%d_%d\n", i, k)
		}
	}
	fmt.Fprint(w, "General\n")
	for k := range cells {
		fmt.Fprintf(w, " z%d\n", k)
	}
	fmt.Fprint(w, "End\n")
	return w.Flush()
}

// modelCell writes the rules of the circles in one cell.
func (p *Problem) modelCell(w io.Writer, k int, set []uint64) {
	sum := func(of func(x *person) bool) {
		for i := range p.people {
			if has(set, i) && of(&p.people[i]) {
				fmt.Fprintf(w, " + y%d_%d", i, k)
			}
		}
	}
	all := func(*person) bool { return true }
	sum(all)
	fmt.Fprintf(w, " - %d z%d >= 0\n", p.minSize, k)
	sum(all)
	fmt.Fprintf(w, " - %d z%d <= 0\n", p.maxSize, k)
	if p.prog.MinFacilitators > 0 {
		sum(func(x *person) bool { return x.fac })
		fmt.Fprintf(w, " - %d z%d >= 0\n", p.prog.MinFacilitators, k)
	}
	for i := range p.people {
		x := &p.people[i]
		if !has(set, i) {
			continue
		}
		for _, o := range x.apart {
			if int(o) > i && has(set, int(o)) {
				fmt.Fprintf(w, " y%d_%d + y%d_%d - z%d <= 0\n", i, k, o, k, k)
			}
		}
		for needs := x.needs; needs != 0; needs &= needs - 1 {
			tag := needs & -needs
			if x.offers&tag == 0 {
				sum(func(y *person) bool { return y.offers&tag != 0 })
				fmt.Fprintf(w, " - y%d_%d >= 0\n", i, k)
			}
		}
	}
}

// modelCells returns the sets of people of the cells in which a circle can
// exist, without those that another cell holds entirely.
func (p *Problem) modelCells() (sets [][]uint64) {
	words := (len(p.people) + 63) / 64
	of := make(map[int][]uint64)
	for i := range p.people {
		p.eachCell(int32(i), func(k int) bool {
			if p.eligible(k) {
				if of[k] == nil {
					of[k] = make([]uint64, words)
				}
				of[k][i>>6] |= 1 << (i & 63)
			}
			return true
		})
	}
	for k := range p.pop {
		set := of[k]
		if set == nil {
			continue
		}
		held := false
		kept := sets[:0]
		for _, other := range sets {
			held = held || within(set, other)
			if held || !within(other, set) {
				kept = append(kept, other)
			}
		}
		if sets = kept; !held {
			sets = append(sets, set)
		}
	}
	return sets
}

func has(set []uint64, i int) bool { return set[i>>6]>>(i&63)&1 != 0 }

// within tells whether all of a are in b.
func within(a, b []uint64) bool {
	for k, x := range a {
		if x&^b[k] != 0 {
			return false
		}
	}
	return true
}

// size counts the people of a set.
func size(set []uint64) (n int) {
	for _, x := range set {
		n += bits.OnesCount64(x)
	}
	return n
}
