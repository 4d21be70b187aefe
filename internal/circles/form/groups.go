package form

import (
	"cmp"
	"fmt"
	"slices"
)

// group is people who are looked at together for fairness: of one first
// language, or of one region.
type group struct {
	name           string
	people, placed int
}

// groups returns the fairness groups with the reachable people in them.
func (s *state) groups() []group {
	p := s.p
	byName := map[string]*group{}
	note := func(name string, placed bool) {
		g := byName[name]
		if g == nil {
			g = &group{name: name}
			byName[name] = g
		}
		g.people++
		if placed {
			g.placed++
		}
	}
	for i := range p.people {
		x := &p.people[i]
		if x.gone || !p.reachable(int32(i)) {
			continue
		}
		for _, name := range p.groupsOf(x) {
			note(name, s.where[i] != nowhere)
		}
	}
	list := make([]group, 0, len(byName))
	for _, g := range byName {
		list = append(list, *g)
	}
	slices.SortFunc(list, func(a, b group) int { return cmp.Compare(a.name, b.name) })
	return list
}

// groupsOf returns the names of the fairness groups of a person.
func (p *Problem) groupsOf(x *person) []string {
	names := []string{fmt.Sprintf("UTC%+d..%+d", 3*x.region, 3*x.region+2)}
	if len(x.langsGiven) > 0 {
		names = append(names, x.langsGiven[0])
	}
	return names
}

// worstGroup returns the group of at least 100 reachable people that is served
// worst, and the share of it that is placed.
func (s *state) worstGroup() (name string, rate float64) {
	rate = 2
	for _, g := range s.groups() {
		if r := float64(g.placed) / float64(g.people); g.people >= 100 && r < rate {
			name, rate = g.name, r
		}
	}
	if name == "" {
		return "", 0
	}
	return name, rate
}

// ceilingSteps is how long the ceiling of a group is lowered.
const ceilingSteps = 200

// groupCeiling proves how many of a fairness group can be placed at most.
func (p *Problem) groupCeiling(name string, stop func() bool) int {
	in := make([]bool, len(p.people))
	for i := range p.people {
		x := &p.people[i]
		in[i] = !x.gone && slices.Contains(p.groupsOf(x), name)
	}
	b := newGroupCeiling(p, in)
	b.improve(ceilingSteps, 0, stop)
	return b.total()
}

// furthestBehind notes in the card which group lies furthest below what it could
// have: what all have, or what of it can be placed at most where that is known.
func (s *state) furthestBehind(k *Card, atMost map[string]int) {
	all := float64(k.Placed) / float64(max(1, k.Reachable))
	for _, g := range s.groups() {
		if g.people < fairPeople {
			continue
		}
		rate, most := float64(g.placed)/float64(g.people), 1.0
		if n, known := atMost[g.name]; known {
			most = float64(n) / float64(g.people)
		}
		if by := min(all, most) - rate; by > k.BehindBy {
			k.BehindGroup, k.BehindBy, k.BehindRate, k.BehindAtMost = g.name, by, rate, most
		}
	}
}
