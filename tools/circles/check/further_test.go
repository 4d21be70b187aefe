package main

import (
	"math/rand/v2"
	"strconv"
	"testing"
)

// TestAFurtherCircleIsFoundWhereThereIsOne compares with every set of people of
// small problems.
func TestAFurtherCircleIsFoundWhereThereIsOne(t *testing.T) {
	r := rand.New(rand.NewPCG(8, 8))
	found := 0
	for range 3000 {
		w := drawWorld(r)
		if r.IntN(3) == 0 {
			w.pg.Offers = []string{"captions"}
		}
		var idle []*Person
		apart := map[[2]string]bool{}
		tag := func() []string { return [][]string{nil, nil, {"captions"}, {"sign"}, {"ramp", "sign"}}[r.IntN(5)] }
		for i := range w.ps {
			p := &w.ps[i]
			p.ID, p.Needs, p.Offers = "p"+strconv.Itoa(i), tag(), tag()
			for o := range i {
				if r.IntN(5) == 0 {
					apart[[2]string{p.ID, w.ps[o].ID}], apart[[2]string{w.ps[o].ID, p.ID}] = true, true
				}
			}
			idle = append(idle, p)
		}
		want := false
		for set := range 1 << len(idle) {
			want = want || w.circle(set, apart)
		}
		who, k := further(idle, &w.pg, apart, w.space.each, w.space.langs*w.space.tracks*w.space.slots)
		if (who != nil) != want {
			t.Fatalf("found %v, expected %v, among %+v of %+v", who != nil, want, w.ps, w.pg)
		}
		for _, p := range who {
			found++
			i, _ := strconv.Atoi(p.ID[1:])
			if !w.could(i, k) {
				t.Fatalf("%s cannot be in cell %d", p.ID, k)
			}
		}
	}
	if found < 500 {
		t.Errorf("only %d people in circles that were found", found)
	}
}

// circle tells whether the set of people could be one, in any cell.
func (w *world) circle(set int, apart map[[2]string]bool) bool {
	var in []*Person
	var cells []int
	facs := 0
	for i := range w.ps {
		if set>>i&1 == 0 {
			continue
		}
		in = append(in, &w.ps[i])
		if w.ps[i].Facilitator {
			facs++
		}
	}
	if len(in) < w.pg.Size["min"] || len(in) > w.pg.Size["max"] || facs < w.pg.MinFacilitators {
		return false
	}
	for _, p := range in {
		for _, q := range in {
			if apart[[2]string{p.ID, q.ID}] {
				return false
			}
		}
		for _, x := range p.Needs {
			if !offered(&w.pg, in, nil, x) {
				return false
			}
		}
	}
	for k := range w.space.langs * w.space.tracks * w.space.slots {
		all := true
		for i := range w.ps {
			all = all && (set>>i&1 == 0 || w.could(i, k))
		}
		if all {
			cells = append(cells, k)
		}
	}
	return len(cells) > 0
}
