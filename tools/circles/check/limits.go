package main

import (
	"fmt"
	"slices"
	"sort"
	"time"
)

// Limits: what no placement of these people can do better, whoever makes it.
// Everything here follows from the instance file and the number of people that
// are placed; the circles of the answer are not looked at.
//
// A cell is a slot, a language and a track. A circle lies in one cell and all of
// its members could be in a circle there. So it can only lie in a cell with at
// least as many people as a circle needs, enough of whom facilitate: an eligible
// cell. Whoever has an eligible cell is reachable; nobody else can be placed.

// space numbers the cells: slot by slot within the tracks of a language.
type space struct {
	slots, tracks, langs int
	trackNo              map[string]int
}

// each calls f for every cell in which the person could be.
func (c space) each(p *Person, f func(k int)) {
	for l := 0; l < c.langs; l++ {
		if p.lm>>l&1 == 0 {
			continue
		}
		from, to := 0, c.tracks
		if p.Track != "" {
			from = c.trackNo[p.Track]
			to = from + 1
		}
		for t := from; t < to; t++ {
			for _, s := range p.slots {
				f((l*c.tracks+t)*c.slots + int(s))
			}
		}
	}
}

// eligible counts the people and the facilitators of every cell and tells in
// which a circle can lie.
func eligible(ps []Person, pg *Program, n int, each func(p *Person, f func(k int))) (facs []int32, elig []bool) {
	pop := make([]int32, n)
	facs, elig = make([]int32, n), make([]bool, n)
	for i := range ps {
		each(&ps[i], func(k int) {
			pop[k]++
			if ps[i].Facilitator {
				facs[k]++
			}
		})
	}
	for k := range elig {
		elig[k] = int(pop[k]) >= pg.Size["min"] && int(facs[k]) >= pg.MinFacilitators
	}
	return facs, elig
}

// cells are the eligible cells of a reachable person.
type cells struct {
	person int // index in the instance
	list   []int32
}

// reachable lists the reachable people with their eligible cells.
func reachable(ps []Person, each func(p *Person, f func(k int)), elig []bool) (all []cells) {
	for i := range ps {
		c := cells{person: i}
		each(&ps[i], func(k int) {
			if elig[k] {
				c.list = append(c.list, int32(k))
			}
		})
		if len(c.list) > 0 {
			all = append(all, c)
		}
	}
	return all
}

// fewestSlots proves how many distinct slots a placement of so many people has
// at least.
//
// Take people no two of whom have an eligible cell at the same slot. Two of them
// are never in circles that meet at one slot, so each of them who is placed
// brings a slot of their own. Of the reachable people only reachable-placed are
// without a circle, so at least size-(reachable-placed) of the set are placed.
// The larger the set, the better the proof; any set will do.
//
// S is the number of slots: the slot of cell k is k modulo S.
func fewestSlots(all []cells, S, placed int) int {
	var hours [][]int32 // the slots of each person, none twice
	for _, c := range all {
		var h []int32
		for _, k := range c.list {
			h = append(h, k%int32(S))
		}
		slices.Sort(h)
		hours = append(hours, slices.Compact(h))
	}
	set := strangers(hours, S)
	used := make([]bool, S) // the proof, looked at once more
	for _, p := range set {
		for _, s := range hours[p] {
			if used[s] {
				panic("two people of the set share a slot")
			}
			used[s] = true
		}
	}
	return max(0, len(set)-(len(all)-placed))
}

// strangers finds a large set of people no two of whom share a slot: first
// whoever has fewest slots and shares none with those taken before, then for a
// while somebody else takes the place of the one they share slots with, which
// makes room for another now and then.
func strangers(hours [][]int32, S int) (set []int) {
	var order []int
	for p := range hours {
		order = append(order, p)
	}
	sort.SliceStable(order, func(a, b int) bool { return len(hours[order[a]]) < len(hours[order[b]]) })
	order = minimal(hours, order, S)
	owner := make([]int, S) // who of the set has the slot, -1: nobody
	for s := range owner {
		owner[s] = -1
	}
	give := func(p, to int) {
		for _, s := range hours[p] {
			owner[s] = to
		}
	}
	in := make([]bool, len(hours))
	// rival tells with whom of the set p shares slots: -1 nobody, -2 several.
	rival := func(p int) int {
		r := -1
		for _, s := range hours[p] {
			if o := owner[s]; o >= 0 && o != r {
				if r >= 0 {
					return -2
				}
				r = o
			}
		}
		return r
	}
	n := 0
	for _, p := range order {
		if rival(p) == -1 {
			give(p, p)
			in[p] = true
			n++
		}
	}
	const rounds = 300
	lot := uint64(1)
	for range rounds {
		for _, p := range order {
			if in[p] {
				continue
			}
			lot = lot*6364136223846793005 + 1442695040888963407
			r := rival(p)
			if r == -2 || r >= 0 && lot>>63 == 0 {
				continue
			}
			if r >= 0 {
				give(r, -1)
				in[r] = false
				n--
			}
			give(p, p)
			in[p] = true
			n++
		}
	}
	for p := range in {
		if in[p] {
			set = append(set, p)
		}
	}
	return set
}

// minimal leaves out people who have all the slots of somebody before them in
// the order: a set with them is one with the other as well.
func minimal(hours [][]int32, order []int, S int) (kept []int) {
	at := make([][]int, S) // people kept, by their first slot
	for _, p := range order {
		mine := map[int32]bool{}
		for _, s := range hours[p] {
			mine[s] = true
		}
		covers := false
		for _, s := range hours[p] {
			for _, q := range at[s] {
				all := true
				for _, x := range hours[q] {
					all = all && mine[x]
				}
				covers = covers || all
			}
			if covers {
				break
			}
		}
		if !covers {
			kept = append(kept, p)
			at[hours[p][0]] = append(at[hours[p][0]], p)
		}
	}
	return kept
}

// leastOffHours proves how many unpleasant meetings a placement of so many
// people has at least: whoever is placed has as many as in the most pleasant of
// their eligible cells, and those with most may be the ones without a circle.
// off tells how many meetings of a cell are unpleasant for a person.
func leastOffHours(all []cells, placed int, off func(person int, k int32) int) (sum int) {
	var least []int
	for _, c := range all {
		n := off(c.person, c.list[0])
		for _, k := range c.list {
			n = min(n, off(c.person, k))
		}
		least = append(least, n)
	}
	slices.Sort(least)
	for _, n := range least[:min(placed, len(least))] {
		sum += n
	}
	return sum
}

// offCounter returns how many meetings of a slot are unpleasant for a person:
// those of which some quarter of an hour lies in the off-hours on their clocks.
func offCounter(pg *Program, weeks []time.Time, ps []Person, offQ func(q int16) bool) func(person, slot int) int {
	var slots [][]time.Time // nil: no legal slot
	for _, a := range pg.Anchors {
		for m := 0; m < 7*1440; m += pg.GridMin {
			ts, ok := instants(weeks, loc(a), m/1440, m%1440)
			if !ok {
				ts = nil
			}
			slots = append(slots, ts)
		}
	}
	known := map[*time.Location][]int{}
	return func(person, slot int) int {
		z := ps[person].loc
		of, ok := known[z]
		if !ok {
			of = make([]int, len(slots))
			for s, ts := range slots {
				for _, t := range ts {
					for d := 0; d < pg.LengthMin; d += 15 {
						x := t.Add(time.Duration(d) * time.Minute).In(z)
						if offQ(int16(x.Hour()*4 + x.Minute()/15)) {
							of[s]++
							break
						}
					}
				}
			}
			known[z] = of
		}
		return of[slot]
	}
}

// share is a group of people whom fairness looks at.
type share struct {
	name                   string
	people, placed, atMost int
}

// limits are what is proven of a placement of so many people.
type limits struct {
	slots, off int
	groups     []share
}

// report prints the limits beside what the answer has and notes them in the
// score card. An answer beyond a limit shows that a proof is wrong.
func (l *limits) report(out map[string]any, placed, reachable, slots, off, meetings int) {
	fmt.Printf("limits for %d placed: distinct slots >= %d (has %d), off-hours >= %d, %.2f%% (has %d, %.2f%%)\n",
		placed, l.slots, slots, l.off, 100*float64(l.off)/float64(max(1, meetings)), off, 100*float64(off)/float64(max(1, meetings)))
	out["distinct_slots_least"], out["off_hours_least"], out["person_meetings"] = l.slots, l.off, meetings
	if slots < l.slots || off < l.off {
		fail("bound", "fewer slots or off-hours than the limit: the limit is wrong")
	}
	all := float64(placed) / float64(max(1, reachable))
	behind, name := 0.0, ""
	for _, g := range l.groups {
		rate, most := float64(g.placed)/float64(g.people), float64(g.atMost)/float64(g.people)
		if g.atMost < g.people {
			fmt.Printf("limit of %s: at most %d of %d reachable people, %.1f%% (has %d, %.1f%%)\n", g.name, g.atMost, g.people, 100*most, g.placed, 100*rate)
		}
		if g.placed > g.atMost {
			fail("bound", "more of %s placed than the limit: the limit is wrong", g.name)
		}
		if by := min(all, most) - rate; g.people >= 100 && by > behind {
			behind, name = by, g.name
		}
	}
	if name != "" {
		fmt.Printf("fairness: %s lies %.1f points below the share of all, or below its limit if that is less\n", name, 100*behind)
	}
	out["behind_group"], out["behind_points"] = name, 100*behind
}
