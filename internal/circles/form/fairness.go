package form

// Fairness is a part of the first phase: members of a language or region that
// is served worse than the others become dearer to leave out, little by little.
// It decides between placements of equally many people only. A group of which no
// more can be placed, whatever becomes of the others, is left alone.

const (
	fairPeople = 100  // a group of fewer is not looked at
	fairGap    = 0.02 // so far below the others a group may lie
	fairStep   = 0.1  // by so much of a person the price of leaving out changes …
	fairMost   = 1.5  // … up to this
	fairLater  = 0.3  // weight of the prices once places are settled: so little that nobody's is worth two others
)

// favour sets what leaving people out costs on top, by how their groups fare.
type favour struct {
	groups  []favoured
	extra   []float32
	weight  float64 // of the prices
	content bool    // when looked at last, no group was served worse
}

// favoured is a group of people with the price on top.
type favoured struct {
	name   string
	people []int32
	atMost int // so many of it can be placed; 0: not known yet
	price  float64
}

// newFavour finds the groups that are large enough. It returns nil if there are
// fewer than two.
func newFavour(p *Problem, reach []bool) *favour {
	number := map[string]int{}
	var all []favoured
	for i := range p.people {
		if !reach[i] || p.people[i].gone {
			continue
		}
		for _, name := range p.groupsOf(&p.people[i]) {
			n, ok := number[name]
			if !ok {
				n = len(all)
				number[name] = n
				all = append(all, favoured{name: name})
			}
			all[n].people = append(all[n].people, int32(i))
		}
	}
	f := &favour{extra: make([]float32, len(p.people)), weight: 1}
	for _, g := range all {
		if len(g.people) >= fairPeople {
			f.groups = append(f.groups, g)
		}
	}
	if len(f.groups) < 2 {
		return nil
	}
	return f
}

// adjust changes the prices after a round. It returns false if they stay.
func (f *favour) adjust(s *state, reach []bool, stop func() bool) bool {
	floor := f.floor(s, reach)
	changed := false
	f.content = true
	for n := range f.groups {
		g := &f.groups[n]
		in, was := g.placed(s), g.price
		if float64(in) < floor*float64(len(g.people)) && in < g.ceiling(s.p, stop) {
			g.price = min(fairMost, g.price+fairStep)
			f.content = false
		} else {
			g.price = max(0, g.price-fairStep/2)
		}
		changed = changed || g.price != was
	}
	if changed {
		f.spread(s.prices.unplaced)
	}
	return changed
}

// floor is the share of a group that should be placed: that of all, but for a gap.
func (f *favour) floor(s *state, reach []bool) float64 {
	people, placed := 0, 0
	for i, r := range reach {
		if r {
			people++
			if s.where[i] != nowhere {
				placed++
			}
		}
	}
	return float64(placed)/float64(max(1, people)) - fairGap
}

// placed is how many of the group have a circle.
func (g *favoured) placed(s *state) (n int) {
	for _, i := range g.people {
		if s.where[i] != nowhere {
			n++
		}
	}
	return n
}

// ceiling is how many of the group can be placed at most.
func (g *favoured) ceiling(p *Problem, stop func() bool) int {
	if g.atMost == 0 {
		g.atMost = p.groupCeiling(g.name, stop)
	}
	return g.atMost
}

// ceilings returns how many can be placed of the groups that were served worse.
func (f *favour) ceilings() map[string]int {
	known := map[string]int{}
	for n := range f.groups {
		if g := &f.groups[n]; g.atMost > 0 {
			known[g.name] = g.atMost
		}
	}
	return known
}

// spread gives everybody the prices of their groups.
func (f *favour) spread(unit float64) {
	clear(f.extra)
	for n := range f.groups {
		for _, i := range f.groups[n].people {
			f.extra[i] += float32(f.groups[n].price * f.weight * unit)
		}
	}
}
