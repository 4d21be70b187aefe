package form

import "slices"

// begin makes the state from which circles are formed: locked circles and
// those of the previous placement as far as they still can be, pinned people
// where they must be, everybody else without a circle.
func begin(p *Problem, previous *Placement) *state {
	s := newState(p)
	if previous != nil {
		s.reserve(len(previous.Circles))
		for i := range previous.Circles {
			s.restore(int32(i), &previous.Circles[i])
		}
	}
	for i := range p.people {
		if id := p.people[i].pin; id != "" && !p.people[i].gone {
			s.pin(int32(i), id)
		}
	}
	for c := range s.circles {
		if s.circles[c].kind == pinned {
			s.gatherPinned(int32(c))
		}
	}
	return s
}

// cellOf returns the cell of a circle of a placement and how its slot was
// written. It returns false if there is no such cell in the programme.
func (p *Problem) cellOf(c *Circle) (at cell, l label, ok bool) {
	lang, ok1 := p.langNo[c.Lang]
	track, ok2 := p.trackNo[c.Track]
	if c.Track == "" {
		track, ok2 = 0, true
	}
	slot, l, ok3 := p.slotOf(c)
	if !ok1 || !ok2 || !ok3 {
		return cell{}, l, false
	}
	return cell{slot, lang, track}, l, true
}

// slotOf returns the slot of a circle of a placement and how it was written. It
// returns false if there is no such slot in the programme.
func (p *Problem) slotOf(c *Circle) (slot int32, l label, ok bool) {
	day, ok1 := parseDay(c.Day)
	start, ok2 := parseClock(c.Start)
	anchor := slices.Index(p.prog.Anchors, c.Anchor)
	if !ok1 || !ok2 || anchor < 0 {
		return 0, label{}, false
	}
	l = label{int16(anchor), int8(day), int16(start)}
	slot, ok = p.byLabel[l]
	return slot, l, ok
}

// formerOf returns what a circle of the previous placement was. Its slot is -1 if
// the programme has no such hour any more.
func (p *Problem) formerOf(old *Circle) former {
	at, l, ok := p.cellOf(old)
	if !ok {
		at = cell{slot: -1, lang: p.langNo[old.Lang]}
	}
	return former{id: old.ID, cell: at, label: l}
}

// restore sets up circle c as it was before, with those of its members who
// still are there and still can be in it.
func (s *state) restore(c int32, old *Circle) {
	p := s.p
	at, _, ok := p.cellOf(old)
	x := &s.circles[c]
	x.name = int32(len(s.former))
	s.former = append(s.former, p.formerOf(old))
	if !ok {
		for _, id := range old.Members {
			if i, here := p.byID[id]; here {
				s.home[i] = c
			}
		}
		return
	}
	x.cell, x.kind = at, loose
	if p.locked[old.ID] {
		x.kind = sealed
	}
	for _, id := range old.Members {
		i, here := p.byID[id]
		if !here || s.where[i] != nowhere || p.people[i].gone {
			continue
		}
		s.home[i] = c
		stays := x.kind == sealed || p.suits(i, at) && s.noQuarrel(i, c)
		if stays && int(x.n) < s.stride {
			s.put(i, c)
		}
	}
	if x.n == 0 {
		x.kind = dead
	}
}

// pin puts the person into the circle they are pinned to, which is made if it
// does not exist.
func (s *state) pin(i int32, id string) {
	c := int32(nowhere)
	for k := range s.circles {
		if n := s.circles[k].name; n >= 0 && s.former[n].id == id {
			c = int32(k)
		}
	}
	if c == nowhere {
		c = int32(len(s.circles))
		s.reserve(1)
		s.circles[c].name = int32(len(s.former))
		s.former = append(s.former, former{id: id, fresh: true})
	}
	x := &s.circles[c]
	if x.kind == sealed {
		return // it is a member, or New has refused
	}
	x.kind = pinned
	if s.where[i] == c {
		return
	}
	if s.where[i] != nowhere {
		s.take(i)
	}
	for int(x.n) >= s.stride { // make place
		for _, m := range s.members(c) {
			if s.p.people[m].pin == "" {
				s.take(m)
				break
			}
		}
	}
	s.put(i, c)
}

// gatherPinned finds a cell for a circle with pinned people, the present one if
// it suits them all, and those it needs besides.
func (s *state) gatherPinned(c int32) {
	p := s.p
	x := &s.circles[c]
	var must []int32
	for _, m := range s.members(c) {
		if p.people[m].pin != "" {
			must = append(must, m)
		}
	}
	known := !s.former[x.name].fresh
	var cells []cell
	for _, at := range append(s.presentCell(c), p.commonCells(must)...) {
		if slices.Contains(cells, at) || known && at.lang != s.former[x.name].cell.lang {
			continue
		}
		if !p.allSuit(must, at) {
			continue
		}
		cells = append(cells, at)
		x.cell = at
		for _, m := range slices.Clone(s.members(c)) {
			if !p.suits(m, at) || s.quarrels(m, c) {
				s.take(m)
			}
		}
		if s.complete(c) {
			return
		}
	}
	if !s.seatPinned(c, cells) && len(cells) > 0 {
		x.cell = cells[0]
		s.complete(c) // others may be brought by chains
	}
}

// presentCell returns the cell a circle had before, if it had one.
func (s *state) presentCell(c int32) []cell {
	if f := s.former[s.circles[c].name]; !f.fresh && f.cell.slot >= 0 {
		return []cell{f.cell}
	}
	return nil
}

// quarrels tells whether an unpinned member must be apart from another member.
func (s *state) quarrels(m, c int32) bool {
	return s.p.people[m].pin == "" && !s.noQuarrel(m, c)
}

func (p *Problem) allSuit(people []int32, at cell) bool {
	for _, i := range people {
		if !p.suits(i, at) {
			return false
		}
	}
	return true
}

// commonCells returns the cells in which all of the people can be, those with
// most others first.
func (p *Problem) commonCells(people []int32) (cells []cell) {
	if len(people) == 0 {
		return nil
	}
	tracks := int32(max(1, len(p.prog.Tracks)))
	p.eachCell(people[0], func(k int) bool {
		layer := int32(k / len(p.slots))
		at := cell{int32(k % len(p.slots)), int16(layer / tracks), int16(layer % tracks)}
		if p.allSuit(people[1:], at) && p.eligible(k) {
			cells = append(cells, at)
		}
		return true
	})
	slices.SortStableFunc(cells, func(a, b cell) int { return int(p.pop[p.cellNo(b)]) - int(p.pop[p.cellNo(a)]) })
	return cells
}

// complete adds people to a circle until it keeps the rules: such without a
// circle first, then from circles that may be rebuilt.
func (s *state) complete(c int32) bool {
	for _, others := range [2]bool{false, true} {
		for _, facs := range [2]bool{true, false} {
			for i := range s.p.people {
				if s.sound(c) {
					return true
				}
				s.recruit(int32(i), c, facs, others)
			}
		}
	}
	return s.sound(c)
}

// recruit adds the person to the circle if that brings it nearer to the rules.
func (s *state) recruit(i, c int32, fac, others bool) {
	x := &s.circles[c]
	y := &s.p.people[i]
	if y.gone || y.pin != "" || s.where[i] == c || y.fac != fac || int(x.n) >= s.p.maxSize {
		return
	}
	if int(x.n) >= s.p.minSize && (!fac || int(x.nf) >= s.p.prog.MinFacilitators) && y.offers == 0 {
		return
	}
	if !fac && int(x.n)+max(0, s.p.prog.MinFacilitators-int(x.nf)) >= s.p.maxSize {
		return
	}
	from := s.where[i]
	if from != nowhere && (!others || s.circles[from].kind == sealed || !s.bearsLoss(i, from)) || !s.p.suits(i, x.cell) || !s.compatible(i, c) {
		return
	}
	if from != nowhere {
		s.take(i)
	}
	s.put(i, c)
}
