package form

import (
	"math"
	"math/bits"
)

// rebuild is one step of the search: it takes one to three circles apart and
// forms as many from their members and some people without a circle. What
// became dearer than the heat allows is undone.
func (w *worker) rebuild() bool {
	w.stats.steps++
	w.begin()
	if !w.pickCircles() || !w.gather() || !w.findOptions() {
		return false
	}
	before := 0
	for _, c := range w.pool.old {
		before += int(w.s.circles[c].n)
	}
	held := w.combine()
	limit := -w.heat * math.Log(w.rnd.unit()+1e-12) // what the step may cost
	loss := float64(before-held)*w.s.prices.unplaced - limit
	if held < 0 || loss > 0 && w.rooms <= len(w.pool.old) {
		return false
	}
	w.choose()
	if !w.seat() {
		return false
	}
	w.stats.applied++
	w.apply()
	if !w.valid() || w.gain() < -limit {
		w.undo()
		return false
	}
	w.stats.kept++
	w.keep()
	return true
}

// choose decides who of the pool finds a place: by priority, as long as all
// chosen can be seated. (Sets of people who can all be seated are a matroid,
// so that choosing greedily is best.)
func (w *worker) choose() {
	q := &w.pool
	w.prioritise()
	var load [1 << maxLeads]int8 // chosen people by the set of leads they can be with …
	var room [1 << maxLeads]int8 // … and the places of all sets
	full := 1<<q.nl - 1
	for set := 1; set <= full; set++ {
		for k := range q.nl {
			if set>>k&1 != 0 {
				room[set] += int8(w.p.maxSize - q.leads[k].certain)
			}
		}
	}
	for _, at := range q.order[:q.n] {
		q.seats[at] = -1
		t := uint8(0)
		for k := range q.nl {
			t |= uint8(q.chosen[k].mask>>at&1) << k
		}
		q.types[at] = 0
		if t == 0 {
			continue
		}
		fits := true
		for set := int(t); set <= full && fits; set++ {
			if set&int(t) == int(t) {
				fits = load[set] < room[set]
			}
		}
		if !fits {
			continue
		}
		for set := int(t); set <= full; set++ {
			if set&int(t) == int(t) {
				load[set]++
			}
		}
		q.types[at] = t
	}
}

// prioritise orders the pool: those whose place costs most to lose first, by
// lot among equals.
func (w *worker) prioritise() {
	q := &w.pool
	for k := range q.n {
		i := q.who[k]
		v := float32(w.rnd.next()>>40) / (1 << 24)
		if w.s.where[i] != nowhere {
			v += float32(w.s.prices.lost / w.s.prices.unplaced)
		}
		x := &w.p.people[i]
		if x.offers != 0 && len(q.needy) > 0 || w.p.prog.MinFacilitators > 1 && x.fac {
			v += 2
		}
		if tuneHard != 0 {
			v += tuneHard * tuneH[i]
		}
		if w.s.prices.extra != nil {
			v += w.s.prices.extra[i]
		}
		q.prio[k] = v
		at := k
		for at > 0 && q.prio[q.order[at-1]] < v {
			q.order[at] = q.order[at-1]
			at--
		}
		q.order[at] = int8(k)
	}
}

// seat gives every chosen person one of the circles they can be with, those
// with least choice first. It returns false if a circle stays too small.
func (w *worker) seat() bool {
	q := &w.pool
	var n [maxLeads]int
	for k := range q.nl {
		n[k] = q.leads[k].certain
	}
	for choice := 1; choice <= q.nl; choice++ {
		for _, at := range q.order[:q.n] {
			if t := q.types[at]; bits.OnesCount8(t) == choice {
				w.seatOne(int(at), t, &n)
			}
		}
	}
	for k := range q.nl {
		for n[k] < w.p.minSize {
			if !w.pull(k, &n) {
				return false
			}
		}
	}
	return true
}

// seatOne seats the person in the smallest circle they can be with, making
// place if all are full.
func (w *worker) seatOne(at int, t uint8, n *[maxLeads]int) {
	q := &w.pool
	best := -1
	for k := range q.nl {
		if t>>k&1 != 0 && n[k] < w.p.maxSize && (best < 0 || n[k] < n[best]) && !w.quarrel(at, k) {
			best = k
		}
	}
	if best >= 0 {
		q.seats[at] = int8(best)
		n[best]++
		return
	}
	for k := range q.nl { // somebody of circle k can go to circle j
		if t>>k&1 == 0 || w.quarrel(at, k) {
			continue
		}
		for o := range q.n {
			if int(q.seats[o]) != k || q.types[o] == 0 {
				continue
			}
			for j := range q.nl {
				if j != k && q.types[o]>>j&1 != 0 && n[j] < w.p.maxSize && !w.quarrel(o, j) {
					q.seats[o], q.seats[at] = int8(j), int8(k)
					n[j]++
					return
				}
			}
		}
	}
}

// quarrel tells whether the person must be apart from somebody seated in k.
func (w *worker) quarrel(at, k int) bool {
	q := &w.pool
	for _, o := range w.p.people[q.who[at]].apart {
		for j := range q.n {
			if q.who[j] == o && (int(q.seats[j]) == k && q.types[j] != 0 || q.leads[k].must>>j&1 != 0) {
				return true
			}
		}
	}
	return false
}

// pull moves one person from a circle that can spare them to circle k.
func (w *worker) pull(k int, n *[maxLeads]int) bool {
	q := &w.pool
	for at := range q.n {
		from := int(q.seats[at])
		if q.types[at]>>k&1 != 0 && from >= 0 && from != k && n[from] > w.p.minSize && !w.quarrel(at, k) {
			q.seats[at] = int8(k)
			n[from]--
			n[k]++
			return true
		}
	}
	return false
}

// apply carries the step out and finds places elsewhere for those left over.
func (w *worker) apply() {
	q := &w.pool
	s := w.s
	w.holes = w.holes[:0]
	for at := range q.n {
		i := q.who[at]
		switch c := s.where[i]; {
		case c == nowhere || q.certain>>at&1 != 0:
		case q.loans>>at&1 == 0:
			w.take(i)
		case q.seats[at] >= 0 && s.replaceable(i, c):
			w.take(i)
			w.holes = append(w.holes, c)
		default:
			q.seats[at] = -1
		}
	}
	for k := range q.nl { // certain members who change their circle
		l := &q.leads[k]
		for b := l.must; b != 0; b &= b - 1 {
			if i := q.who[bits.TrailingZeros64(b)]; s.where[i] != nowhere && (s.where[i] != l.circle || !l.fixed) {
				w.take(i)
			}
		}
	}
	for _, c := range q.old {
		if s.circles[c].kind == loose {
			w.settle(c, s.circles[c].cell, dead)
		}
	}
	for k := range q.nl {
		l := &q.leads[k]
		if !l.fixed {
			w.settle(l.circle, q.chosen[k].cell, loose)
		}
	}
	for k := range q.nl {
		l := &q.leads[k]
		for b := l.must; b != 0; b &= b - 1 {
			if i := q.who[bits.TrailingZeros64(b)]; s.where[i] != l.circle {
				w.put(i, l.circle)
			}
		}
	}
	for at := range q.n {
		if q.types[at] != 0 && q.seats[at] >= 0 {
			w.put(q.who[at], q.leads[q.seats[at]].circle)
		}
	}
	for _, c := range w.holes {
		w.refill(c)
	}
	if w.rooms > 0 {
		for _, at := range q.order[:q.n] {
			if i := q.who[at]; s.where[i] == nowhere {
				w.insert(i)
			}
		}
	}
}

// refill gives a place in the circle to somebody without one.
func (w *worker) refill(c int32) {
	start := w.rnd.below(max(1, len(w.idle)))
	for k := range w.idle {
		if i := w.idle[(start+k)%len(w.idle)]; w.s.fits(i, c) {
			w.put(i, c)
			return
		}
	}
}

// valid tells whether all circles of the step keep the hard rules.
func (w *worker) valid() bool {
	for _, c := range w.touched {
		if w.s.circles[c].kind != dead && !w.s.sound(c) {
			return false
		}
	}
	return true
}
