package form

import (
	"cmp"
	"math/bits"
	"slices"
)

// What no placement of as many people can do without, whoever they are: it says
// whether a wish of the programme can come true for these people at all. Both
// rest on what any circle of a person needs, a cell of theirs in which a circle
// can exist.

// hoursOf returns the slots in which a circle could hold the person.
func (p *Problem) hoursOf(i int32) []uint64 {
	hours := make([]uint64, p.words)
	free := p.slotsOf(i)
	p.eachLayer(&p.people[i], func(l, t int16) bool {
		for k, open := range p.open[p.layer(l, t)*p.words:][:p.words] {
			hours[k] |= free[k] & open
		}
		return true
	})
	return hours
}

// leastSlots proves how many distinct slots every placement of so many people
// uses at least: people no two of whom could ever be in circles at one hour need
// an hour each. Only those do not count who may be without a circle.
func (p *Problem) leastSlots(placed int) int {
	type narrow struct {
		hours []uint64
		n     int
	}
	var all []narrow
	for i := range p.people {
		if x := (narrow{hours: p.hoursOf(int32(i))}); !p.people[i].gone {
			for _, b := range x.hours {
				x.n += bits.OnesCount64(b)
			}
			if x.n > 0 {
				all = append(all, x)
			}
		}
	}
	without := len(all) - placed
	slices.SortStableFunc(all, func(a, b narrow) int { return cmp.Compare(a.n, b.n) })
	taken := make([]uint64, p.words)
	for _, x := range all {
		shares := false
		for k, b := range x.hours {
			shares = shares || b&taken[k] != 0
		}
		if shares {
			continue
		}
		without--
		for k, b := range x.hours {
			taken[k] |= b
		}
	}
	return max(0, -without)
}

// leastOffHours proves how many unpleasant meetings every placement of so many
// people has at least: each person has those of the most pleasant circle that
// could hold them, and those with most may be the ones without a circle.
func (p *Problem) leastOffHours(placed int) (sum int) {
	var each []int
	for i := range p.people {
		if !p.people[i].gone && p.reachable(int32(i)) {
			each = append(each, p.leastOff(int32(i)))
		}
	}
	slices.Sort(each)
	for _, off := range each[:min(placed, len(each))] {
		sum += off
	}
	return sum
}
