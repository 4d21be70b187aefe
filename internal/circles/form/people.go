package form

import "slices"

// People come and go one at a time, after the problem was made.

// enter adds a person. Nothing has happened if that is refused.
func (p *Problem) enter(x *Person) (int32, error) {
	var run [quartersPerWeek]uint8
	i := int32(len(p.people))
	if f := p.add(x, &run); f != nil {
		return nowhere, Faults{*f}
	}
	if f := p.tie(i); f != nil {
		delete(p.byID, x.ID)
		p.people, p.free = p.people[:i], p.free[:int(i)*p.words]
		return nowhere, Faults{*f}
	}
	p.tieBack(i)
	p.tally(i, 1)
	p.markAll(i)
	return i, nil
}

// leave takes a person out. Their number is not used again.
func (p *Problem) leave(i int32) {
	x := &p.people[i]
	p.tally(i, -1)
	p.markAll(i)
	x.gone = true
	for _, o := range x.apart {
		y := &p.people[o]
		y.apart = slices.DeleteFunc(y.apart, func(k int32) bool { return k == i })
	}
	for _, o := range x.together {
		y := &p.people[o]
		y.together = slices.DeleteFunc(y.together, func(k int32) bool { return k == i })
	}
	if p.byID[x.id] == i {
		delete(p.byID, x.id)
	}
}

// tieBack connects a person with those who named them to be kept apart.
func (p *Problem) tieBack(i int32) {
	x := &p.people[i]
	for o := range p.people {
		y := &p.people[o]
		if !y.gone && slices.Contains(y.avoids, x.id) && !slices.Contains(x.apart, int32(o)) {
			x.apart = append(x.apart, int32(o))
			y.apart = append(y.apart, i)
		}
	}
}

// markAll notes anew whether circles can exist in the person's cells.
func (p *Problem) markAll(i int32) {
	p.eachCell(i, func(k int) bool {
		p.mark(k)
		return true
	})
}
