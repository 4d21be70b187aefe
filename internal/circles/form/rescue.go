package form

import "math"

// Where almost everybody has a place, those without one are people of rare
// hours: no circle they could be in can be reached by a chain. A rescue brings a
// circle to one of them.

// rescueMoves is how many people may change their circle so that one who was in
// the circle that moves finds a place.
const rescueMoves = 2

// rescue is one step: a facilitator leaves their circle for a new one in a cell
// of somebody without a circle, others follow, and those left behind find
// places by chains.
func (w *worker) rescue(heat float64) bool {
	if len(w.idle) == 0 || len(w.leads) == 0 || len(w.spare) == 0 {
		return false
	}
	limit := -heat * math.Log(w.rnd.unit()+1e-12)
	i := w.idle[w.rnd.below(len(w.idle))]
	at, ok := w.cellFor(i)
	if !ok {
		return false
	}
	f := w.leadFor(i, at)
	if f == nowhere {
		return false
	}
	w.begin()
	w.left = w.left[:0]
	from := w.s.where[f]
	if from == nowhere || w.s.bearsLoss(f, from) {
		if from != nowhere {
			w.take(f)
		}
	} else {
		w.left = append(w.left, w.s.members(from)...)
		for _, m := range w.left {
			w.take(m)
		}
		w.settle(from, w.s.circles[from].cell, dead)
	}
	if !w.gather(f, i, at) || !w.rehome(limit) || w.gain() < -limit || !w.valid() {
		w.undo()
		return false
	}
	w.keep()
	return true
}

// cellFor draws one of the cells in which the person could be in a circle.
func (w *worker) cellFor(i int32) (at cell, ok bool) {
	n := 0
	w.eachCellOf(i, func(c cell) {
		if w.p.eligible(w.p.cellNo(c)) {
			if n++; w.rnd.below(n) == 0 {
				at, ok = c, true
			}
		}
	})
	return at, ok
}

// leadFor draws somebody who could lead a circle in the cell with the person in
// it, of several the one with the smallest circle.
func (w *worker) leadFor(i int32, at cell) (best int32) {
	const look = 3
	best = nowhere
	least, found := int16(math.MaxInt16), 0
	turn := w.rnd.below(len(w.leads))
	for k := range w.leads {
		f := w.leads[(k+turn)%len(w.leads)]
		if f == i || !w.p.suits(f, at) || w.p.people[f].pin != "" {
			continue
		}
		n := int16(0)
		if c := w.s.where[f]; c != nowhere {
			if x := &w.s.circles[c]; x.kind != loose || !w.owns(c) {
				continue
			} else if !w.s.bearsLoss(f, c) {
				n = x.n
			}
		}
		if n < least {
			best, least = f, n
		}
		if found++; found == look {
			break
		}
	}
	return best
}

// gather opens a circle in the cell with the two in it, and with others who can
// be had until it is full or nobody is left.
func (w *worker) gather(f, i int32, at cell) bool {
	c := w.spare[len(w.spare)-1]
	w.settle(c, at, loose)
	w.put(f, c)
	if !w.s.fits(i, c) {
		return false
	}
	w.put(i, c)
	x := &w.s.circles[c]
	for k := len(w.idle) - 1; k >= 0 && w.s.room(c); k-- {
		if m := w.idle[k]; w.s.fits(m, c) {
			w.put(m, c)
			k = min(k, len(w.idle))
		}
	}
	turn := w.rnd.below(len(w.mine))
	for k := range w.mine {
		if !w.s.room(c) {
			break
		}
		d := w.mine[(k+turn)%len(w.mine)]
		y := &w.s.circles[d]
		if d == c || y.kind == sealed || int(y.n) <= w.p.minSize || y.lang != at.lang && w.rnd.below(2) == 0 {
			continue
		}
		for _, m := range w.s.members(d) {
			if w.p.suits(m, at) && w.s.compatible(m, c) && w.s.bearsLoss(m, d) {
				w.take(m)
				w.put(m, c)
				break
			}
		}
	}
	return int(x.n) >= w.p.minSize && int(x.nf) >= w.p.prog.MinFacilitators
}

// rehome finds places for those whose circle has moved away. It gives up once
// more are lost than the step may cost.
func (w *worker) rehome(limit float64) bool {
	w.lost = w.search + 1
	for _, m := range w.left {
		if w.s.where[m] != nowhere || w.insert(m) || w.chain(m, rescueMoves) {
			continue
		}
		if w.gain() < -limit {
			return false
		}
	}
	return true
}

// rescues takes steps in parts of the state: the more, the fewer people are
// without a circle.
func (x *search) rescues(heat, until float64) {
	parts := max(1, min(2, len(x.s.where)/5000))
	rnd := stream(x.o.Seed, x.round, 1<<12)
	x.divideWorkers(parts, &rnd)
	quota := len(x.s.where) / 20
	x.each(parts, func(b int) {
		w := x.workers[b]
		if w.rooms < len(w.idle)/4 {
			return // those left behind would find nothing
		}
		w.rnd = stream(x.o.Seed, x.round, 1<<13+b)
		for k := range quota {
			w.rescue(heat)
			if x.o.Steps == 0 && k&15 == 15 && x.over(until) {
				return
			}
		}
	})
	x.steps += int64(quota * parts / 2) // they take about half as long as a step
}
