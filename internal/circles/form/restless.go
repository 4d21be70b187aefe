package form

// Once places are settled, districts are gathered around people who have reason
// to wish for another circle, too: one is founded for them at a better hour, or
// with who they wish to be with, and the places they leave are filled by chains.

const restlessPeople = 16 // so many at most a district is gathered around

// offerHeats say how much chance counts against what a cell is worth by the
// prices when one is drawn for them, one by lot: from hardly at all to alone.
var offerHeats = [...]float64{0.03, 0.1, 0.3, 10}

// wish is what somebody with a circle would have of another.
type wish struct {
	less int   // fewer unpleasant meetings than that …
	with int32 // … or somebody who wishes it as well and is in another circle, nowhere without
	away bool  // … or nobody of their organisation
}

// any tells whether there is anything to wish for.
func (w wish) any() bool { return w.less > 0 || w.with != nowhere || w.away }

// wishOf returns what the person, who has a circle, would have of another. Only
// those for whom known is true are looked for, as others may be moved at this
// moment.
func (s *state) wishOf(i int32, known func(o int32) bool) (w wish) {
	c := s.where[i]
	w.less, w.with = s.p.offHours(i, s.circles[c].slot), nowhere
	for _, o := range s.p.people[i].together {
		if known(o) && s.where[o] != nowhere && s.where[o] != c {
			w.with = o
		}
	}
	if org := s.p.people[i].org; org >= 0 && s.p.prog.OrgPolicy == PolicyMix {
		for _, m := range s.members(c) {
			w.away = w.away || m != i && s.p.people[m].org == org
		}
	}
	return w
}

// restless lists people who meet at an unpleasant hour, though another circle could
// hold them, or without somebody they wish to be with whom it could hold as well.
func (s *state) restless() (list []int32) {
	all := func(int32) bool { return true }
	for n, c := range s.where {
		i := int32(n)
		if c == nowhere || s.circles[c].kind == sealed || s.p.people[i].pin != "" {
			continue
		}
		w := s.wishOf(i, all)
		if w.with != nowhere && s.p.mayMeet(i, w.with) || w.less > 0 && s.p.leastOff(i) < w.less {
			list = append(list, i)
		}
	}
	return list
}

// has tells whether the person is in the district.
func (d *district) has(i int32) bool {
	n := int(d.pos.person[i])
	return n < len(d.people) && d.people[n] == i
}

// wishOf returns what the person would have of another circle.
func (d *district) wishOf(i int32) wish { return d.s.wishOf(i, d.has) }

// bringAway founds a circle for somebody who has one that fulfils their wish. It
// returns false if that is not possible.
func (d *district) bringAway(i int32, w wish) bool {
	guests := []int32{i}
	if w.with != nowhere {
		guests = append(guests, w.with)
		w.less = len(d.p.weeks) + 1
	}
	w.less = max(1, w.less)
	at, ok := d.drawCell(i, w, offerHeats[d.rnd.below(len(offerHeats))])
	if !ok {
		return false
	}
	f := i // whoever leads a circle leads the new one as well
	if d.s.replaceable(i, d.s.where[i]) {
		f = d.drawLead(at)
	} else if d.s.circles[d.s.where[i]].kind != loose {
		return false // others are pinned to it
	}
	if f == nowhere || !d.p.people[f].fac && d.p.prog.MinFacilitators > 0 {
		return false
	}
	var left []int32
	for _, g := range guests {
		if c := d.s.where[g]; g != f {
			if !d.s.replaceable(g, c) {
				return false
			}
			d.take(g)
			left = append(left, c)
		}
	}
	return d.bringCircle(at, f, guests...) && d.refill(left)
}

// refill fills the circles that have been left. It returns true.
func (d *district) refill(left []int32) bool {
	for _, c := range left {
		for d.s.circles[c].kind == loose && d.s.room(c) && d.fill(c, nil) {
		}
	}
	return true
}

// drawRestless draws people with a circle around whom districts are gathered:
// every other round, once places are settled.
func (x *search) drawRestless(s *state, blocks int, rnd *random) []int32 {
	if !x.pleasing || x.late || x.round%2 == 0 {
		return nil
	}
	list := s.restless()
	rnd.shuffle(list)
	return list[:min(len(list), restlessPeople*blocks)]
}

// idleOf returns those of the people who have no circle.
func idleOf(s *state, people []int32) (idle []int32) {
	for _, i := range people {
		if s.where[i] == nowhere {
			idle = append(idle, i)
		}
	}
	return idle
}
