package main

import (
	"math/rand/v2"
	"testing"
)

// world is a problem so small that every placement can be looked at.
type world struct {
	ps    []Person
	pg    Program
	space space
	elig  []bool
	off   [][]int // of each person in each slot
	group []bool

	seats []int // the circle of each person, -1 without
	found map[int]best
}

// best is what the best placement of so many people has.
type best struct{ slots, off, group int }

// drawWorld makes up people with few slots in common.
func drawWorld(r *rand.Rand) *world {
	w := &world{found: map[int]best{}}
	w.pg = Program{Size: map[string]int{"min": 2, "target": 2, "max": 2 + r.IntN(2)}, MinFacilitators: []int{0, 1, 1, 1, 2}[r.IntN(5)], Tracks: []string{"a", "b"}[:r.IntN(3)]}
	w.space = space{2 + r.IntN(4), max(1, len(w.pg.Tracks)), 1 + r.IntN(2), map[string]int{"a": 0, "b": 1}}
	for range 3 + r.IntN(5) {
		p := Person{Facilitator: r.IntN(3) == 0, lm: 1 + r.Uint64N(1<<w.space.langs-1)}
		if len(w.pg.Tracks) > 0 && r.IntN(2) == 0 {
			p.Track = w.pg.Tracks[r.IntN(len(w.pg.Tracks))]
		}
		off := make([]int, w.space.slots)
		for s := range off {
			if off[s] = max(0, r.IntN(5)-2); r.IntN(3) == 0 {
				p.slots = append(p.slots, int32(s))
			}
		}
		w.ps, w.off, w.group, w.seats = append(w.ps, p), append(w.off, off), append(w.group, r.IntN(2) == 0), append(w.seats, -1)
	}
	_, w.elig = eligible(w.ps, &w.pg, w.space.langs*w.space.tracks*w.space.slots, w.space.each)
	return w
}

// could tells whether the person could be in a circle of the cell.
func (w *world) could(p, cell int) (yes bool) {
	w.space.each(&w.ps[p], func(k int) { yes = yes || k == cell })
	return yes
}

// walk tries every placement of the people from p on: each stays without, joins
// a circle that has begun in the cell, or begins one.
func (w *world) walk(p int, circles [][]int, at []int) {
	if p == len(w.ps) {
		w.note(circles, at)
		return
	}
	w.walk(p+1, circles, at)
	for c, members := range circles {
		if len(members) < w.pg.Size["max"] && w.could(p, at[c]) {
			circles[c] = append(members, p)
			w.walk(p+1, circles, at)
			circles[c] = members
		}
	}
	for k := range w.elig { // eligible or not: that no circle lies elsewhere is to be shown
		if w.could(p, k) {
			w.walk(p+1, append(circles, []int{p}), append(at, k))
		}
	}
}

// note remembers a placement that keeps the rules if it is the best in some
// respect.
func (w *world) note(circles [][]int, at []int) {
	used := map[int]bool{}
	placed, off, group := 0, 0, 0
	for c, members := range circles {
		leads := 0
		for _, p := range members {
			if w.ps[p].Facilitator {
				leads++
			}
			if w.group[p] {
				group++
			}
			off += w.off[p][at[c]%w.space.slots]
		}
		if len(members) < w.pg.Size["min"] || leads < w.pg.MinFacilitators {
			return
		}
		used[at[c]%w.space.slots] = true
		placed += len(members)
	}
	b, known := w.found[placed]
	if !known {
		b = best{len(used), off, group}
	}
	w.found[placed] = best{min(b.slots, len(used)), min(b.off, off), max(b.group, group)}
}

// TestNoPlacementIsBeyondTheLimits compares the limits with every placement of
// small problems. They must never say too much, and often say all there is.
func TestNoPlacementIsBeyondTheLimits(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	var sharp, blunt [4]int
	compare := func(what int, limit, truth int, tooMuch bool) {
		if tooMuch {
			t.Fatalf("limit %d of kind %d, but %d is possible", limit, what, truth)
		}
		if limit == truth {
			sharp[what]++
		} else {
			blunt[what]++
		}
	}
	for range 3000 {
		w := drawWorld(r)
		w.walk(0, nil, nil)
		all := reachable(w.ps, w.space.each, w.elig)
		most, mostOfGroup := 0, 0
		for placed, b := range w.found {
			slots := fewestSlots(all, w.space.slots, placed)
			compare(0, slots, b.slots, slots > b.slots)
			off := leastOffHours(all, placed, func(p int, k int32) int { return w.off[p][int(k)%w.space.slots] })
			compare(1, off, b.off, off > b.off)
			most, mostOfGroup = max(most, placed), max(mostOfGroup, b.group)
		}
		limit, _ := bound(w.ps, &w.pg, w.space.slots, w.space.tracks, w.space.langs, w.space.trackNo, w.elig, 50, 0, nil)
		compare(2, limit, most, limit < most)
		number := map[*Person]bool{}
		for p := range w.ps {
			number[&w.ps[p]] = w.group[p]
		}
		limit, _ = bound(w.ps, &w.pg, w.space.slots, w.space.tracks, w.space.langs, w.space.trackNo, w.elig, 50, 0, func(p *Person) bool { return number[p] })
		compare(3, limit, mostOfGroup, limit < mostOfGroup)
	}
	for what := range sharp {
		if t.Logf("kind %d: %d sharp, %d not", what, sharp[what], blunt[what]); sharp[what] < blunt[what] {
			t.Errorf("limits of kind %d are hardly ever met", what)
		}
	}
}
