package form

import "slices"

// personCost is what it costs that the person has no circle.
func (s *state) personCost(i int32) float64 {
	if s.p.people[i].gone {
		return 0
	}
	c := s.prices.unplaced
	if s.home[i] != nowhere {
		c += s.prices.lost
	}
	if s.prices.extra != nil {
		c += float64(s.prices.extra[i])
	}
	return c
}

// circleCost is what the circle costs as it is.
func (s *state) circleCost(c int32) float64 {
	x := &s.circles[c]
	if x.kind == dead || x.n == 0 {
		return 0
	}
	w := &s.prices
	members := s.members(c)
	cost := 0.0
	if w.moved > 0 {
		cost += s.changeCost(c, members)
	}
	if w.off > 0 {
		off := 0
		for _, m := range members {
			off += s.p.offHours(m, x.slot)
		}
		cost += w.off * float64(off)
	}
	if w.tongue > 0 {
		for _, m := range members {
			if likes := s.p.people[m].likes; likes != nil {
				cost += w.tongue * float64(slices.Index(likes, x.lang))
			}
		}
	}
	if w.slot > 0 {
		cost += s.slotCost(x.slot)
	}
	if w.size > 0 {
		cost += w.size * float64(abs(int(x.n)-s.p.prog.Size.Target))
	}
	if w.second > 0 {
		cost += w.second * float64(max(0, s.p.prog.WantFacilitators-int(x.nf)))
	}
	if w.apart > 0 {
		for _, m := range members {
			for _, o := range s.p.people[m].together {
				if !s.sits(o, c) {
					cost += w.apart
				}
			}
		}
	}
	if w.org > 0 {
		cost += w.org * s.orgCost(members)
	}
	return cost
}

// slotCost is what it costs to use the slot: less if more circles used it when
// the round began.
func (s *state) slotCost(slot int32) float64 {
	if s.prices.slot == 0 {
		return 0
	}
	return s.prices.slot / float64(1+s.uses[slot])
}

// countUses counts the circles of every slot.
func (s *state) countUses() {
	if len(s.uses) < len(s.p.slots) {
		s.uses = make([]int32, len(s.p.slots))
	}
	clear(s.uses)
	for c := range s.circles {
		if s.circles[c].kind != dead {
			s.uses[s.circles[c].slot]++
		}
	}
}

// changeCost is what the circle's differences from the previous placement cost.
func (s *state) changeCost(c int32, members []int32) (cost float64) {
	shifted := s.shifted(c)
	for _, m := range members {
		switch h := s.home[m]; {
		case h == nowhere:
		case h != c:
			cost += s.prices.moved
		case shifted:
			cost += s.prices.shifted
		}
	}
	return cost
}

// shifted tells whether a circle of the previous placement meets at another
// hour or in another language now.
func (s *state) shifted(c int32) bool {
	x := &s.circles[c]
	if x.name < 0 || s.former[x.name].fresh {
		return false
	}
	was := s.former[x.name].cell
	return was.slot != x.slot || was.lang != x.lang
}

// orgCost counts what the programme wishes of organisations and does not get.
func (s *state) orgCost(members []int32) (n float64) {
	policy := s.p.prog.OrgPolicy
	if policy != PolicyMix && policy != PolicyKeep {
		return 0
	}
	for a, m := range members {
		org := s.p.people[m].org
		if org < 0 {
			continue
		}
		company := 0
		for b, o := range members {
			if b != a && s.p.people[o].org == org {
				company++
			}
		}
		if policy == PolicyMix {
			n += float64(company) / 2
		} else if company == 0 {
			n++
		}
	}
	return n
}

// total is the cost of everything. It refreshes the cost kept in each circle.
func (s *state) total() (cost float64) {
	for c := range s.circles {
		s.circles[c].cost = s.circleCost(int32(c))
		cost += s.circles[c].cost
	}
	for i, c := range s.where {
		if c == nowhere {
			cost += s.personCost(int32(i))
		}
	}
	return cost
}

func abs(x int) int {
	if x < 0 {
		return -x
	}
	return x
}
