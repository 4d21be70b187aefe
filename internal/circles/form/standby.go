package form

// standBy lists for every circle who could lead it were its facilitators lost.
func (s *state) standBy(order []int32, names map[int32]string) []StandBy {
	p := s.p
	if p.prog.MinFacilitators == 0 {
		return nil
	}
	const most = 3
	var free []int32 // facilitators whom their own circle can spare, or who have none
	for i := range p.people {
		x := &p.people[i]
		if !x.fac || x.gone {
			continue
		}
		if c := s.where[i]; c == nowhere || s.bearsLoss(int32(i), c) {
			free = append(free, int32(i))
		}
	}
	list := make([]StandBy, 0, len(order))
	for _, c := range order {
		b := StandBy{Circle: names[c]}
		if x := &s.circles[c]; int(x.nf) > p.prog.MinFacilitators {
			for _, m := range s.members(c) {
				if p.people[m].fac {
					b.Members = append(b.Members, p.people[m].id)
				}
			}
		}
		for _, i := range free {
			if len(b.Others) == most {
				break
			}
			if s.where[i] != c && p.suits(i, s.circles[c].cell) && s.compatible(i, c) {
				b.Others = append(b.Others, p.people[i].id)
			}
		}
		list = append(list, b)
	}
	return list
}
