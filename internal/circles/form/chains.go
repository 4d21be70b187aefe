package form

import "math/bits"

// reachSpare adds to free the members of circles that can do with one less, and
// those whose place they could take.
func (d *district) reachSpare() {
	copy(d.spare, d.free)
	for _, n := range d.alive {
		if x := &d.s.circles[d.circles[n]]; int(x.n) > d.p.minSize {
			for w, m := range d.are[int(n)*d.words:][:d.words] {
				d.spare[w] |= m &^ (d.held[w] | d.facs[w])
			}
		}
	}
}

// reach finds who can be had for a circle without anybody losing a place:
// people without one, and members of circles in which such a person, or one
// who can be had, could take the place.
func (d *district) reach() {
	copy(d.free, d.idle)
	d.mark++
	for again := true; again; {
		again = false
		for _, n := range d.alive {
			if d.seen[n] == d.mark || !d.meets(n, d.free) {
				continue
			}
			d.seen[n] = d.mark
			again = true
			are := d.are[int(n)*d.words:][:d.words]
			keepFacs := int(d.s.circles[d.circles[n]].nf) <= d.p.prog.MinFacilitators
			for w, m := range are {
				m &^= d.held[w]
				if keepFacs {
					m &^= d.facs[w]
				}
				d.free[w] |= m
			}
		}
	}
}

// meets tells whether any of the people could be in the circle.
func (d *district) meets(n int32, set []uint64) bool {
	could := d.could[int(n)*d.words:][:d.words]
	for w, m := range could {
		if m&set[w] != 0 {
			return true
		}
	}
	return false
}

// fill adds one person to the circle, along the shortest chain: somebody
// without a circle, or a member of another whose place such a person can take,
// and so on. With only set, the one who joins is of that set. With spare set, a
// chain may also end in a circle that can do with one member less.
func (d *district) fill(c int32, only []uint64, spare bool) bool {
	d.mark++
	first := d.pos.circle[c]
	d.seen[first] = d.mark
	d.queue = append(d.queue[:0], first)
	level, end := 0, 1
	for at := 0; at < len(d.queue); at++ {
		if at == end {
			if level++; level >= d.deep {
				return false
			}
			end = len(d.queue)
		}
		n := d.queue[at]
		if i := d.pickIdle(n, only); i != nowhere {
			d.shift(n, first, i)
			return true
		}
		if spare && n != first && int(d.s.circles[d.circles[n]].n) > d.p.minSize {
			m := d.via[n]
			d.take(m)
			d.shift(d.to[n], first, m)
			return true
		}
		d.expand(n, only)
		only = nil
	}
	return false
}

// pickIdle returns somebody without a circle who fits, by lot, facilitators
// last.
func (d *district) pickIdle(n int32, only []uint64) int32 {
	could := d.could[int(n)*d.words:][:d.words]
	c := d.circles[n]
	turn := d.rnd.below(d.words)
	for _, facs := range [2]bool{false, true} {
		for k := range d.words {
			w := k + turn
			if w >= d.words {
				w -= d.words
			}
			m := could[w] & d.idle[w]
			if facs {
				m &= d.facs[w]
			} else {
				m &^= d.facs[w]
			}
			if only != nil {
				m &= only[w]
			}
			if m == 0 {
				continue
			}
			spin := d.rnd.below(64)
			for m = bits.RotateLeft64(m, -spin); m != 0; m &= m - 1 {
				i := d.people[w<<6+(bits.TrailingZeros64(m)+spin)&63]
				if d.s.compatible(i, c) {
					return i
				}
			}
		}
	}
	return nowhere
}

// expand queues the circles that can give somebody to circle n.
func (d *district) expand(n int32, only []uint64) {
	could := d.could[int(n)*d.words:][:d.words]
	c := d.circles[n]
	turn := d.rnd.below(len(d.alive))
	for k := range d.alive {
		if k += turn; k >= len(d.alive) {
			k -= len(d.alive)
		}
		y := d.alive[k]
		if d.seen[y] == d.mark {
			continue
		}
		if i := d.pickMember(y, c, could, only); i != nowhere {
			d.seen[y] = d.mark
			d.via[y], d.to[y] = i, n
			d.queue = append(d.queue, y)
		}
	}
}

// pickMember returns a member of y who could go to circle c.
func (d *district) pickMember(y, c int32, could, only []uint64) int32 {
	are := d.are[int(y)*d.words:][:d.words]
	for w, m := range are {
		m &= could[w] &^ d.held[w]
		if only != nil {
			m &= only[w]
		}
		for ; m != 0; m &= m - 1 {
			i := d.people[w<<6+bits.TrailingZeros64(m)]
			if d.s.replaceable(i, d.circles[y]) && d.s.compatible(i, c) {
				return i
			}
		}
	}
	return nowhere
}

// shift moves everybody along the chain that ends in n: i joins n, whoever
// leaves n goes on, up to the first circle.
func (d *district) shift(n, first, i int32) {
	for n != first {
		m := d.via[n]
		d.take(m)
		d.put(i, d.circles[n])
		i, n = m, d.to[n]
	}
	d.put(i, d.circles[first])
}

// fillAll fills all circles with room as far as chains can.
func (d *district) fillAll() {
	d.reach()
	for k := 0; k < len(d.alive); k++ {
		n := d.alive[k]
		c := d.circles[n]
		for d.s.room(c) && d.meets(n, d.free) && d.fill(c, nil, false) {
		}
	}
}
