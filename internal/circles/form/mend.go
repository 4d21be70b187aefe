package form

import (
	"cmp"
	"slices"
)

// whole returns a worker that has every circle and everybody without one whom
// a circle could hold.
func whole(s *state, seed uint64) *worker {
	pos := &places{make([]int32, len(s.where)), make([]int32, len(s.circles))}
	w := newWorker(s, pos)
	w.rnd = stream(seed, 1<<29, 0)
	var live, spare, idle []int32
	for c := range s.circles {
		if s.circles[c].kind == dead {
			spare = append(spare, int32(c))
		} else {
			live = append(live, int32(c))
		}
	}
	for i, c := range s.where {
		if c == nowhere && !s.p.people[i].gone && s.p.people[i].pin == "" && s.p.reachable(int32(i)) {
			idle = append(idle, int32(i))
		}
	}
	s.total()
	w.assign(live, spare, idle)
	w.begin()
	return w
}

// mend makes every circle keep the rules again after people have come, gone or
// changed, with as few moves as it can: it takes out who cannot stay, finds
// those who are missing, and dissolves what cannot be saved. Then it fills.
func (w *worker) mend(moves int, stop func() bool) {
	for _, c := range slices.Clone(w.mine) {
		w.mendCircle(c)
	}
	w.keep()
	w.begin()
	w.fill(moves, stop)
}

// mendCircle makes one circle keep the rules, or dissolves it.
func (w *worker) mendCircle(c int32) {
	x := &w.s.circles[c]
	if x.kind != loose && x.kind != pinned || w.s.sound(c) {
		return
	}
	w.removeConflicts(c)
	w.findFacilitator(c)
	for int(x.n) < w.p.minSize && (w.attract(c, false) || w.draw(c)) {
	}
	if w.s.sound(c) || x.kind == pinned {
		return
	}
	for x.n > 0 {
		w.take(w.s.members(c)[0])
	}
	w.settle(c, x.cell, dead)
}

// removeConflicts takes out unpinned members who must be apart from others, and
// those whose needs nobody answers.
func (w *worker) removeConflicts(c int32) {
	for _, m := range slices.Clone(w.s.members(c)) {
		y := &w.p.people[m]
		if y.pin != "" {
			continue
		}
		if !w.s.noQuarrel(m, c) || y.needs&^w.s.offers(c) != 0 {
			w.take(m)
		}
	}
}

// attract adds one person to the circle: somebody without a circle, else a
// member whom another circle can spare.
func (w *worker) attract(c int32, fac bool) bool {
	x := w.s.circles[c].cell
	for _, i := range w.idle {
		if (!fac || w.p.people[i].fac) && w.p.suits(i, x) && w.s.compatible(i, c) {
			w.put(i, c)
			return true
		}
	}
	best, spare := int32(nowhere), int16(0)
	for _, d := range w.mine {
		y := &w.s.circles[d]
		if d == c || y.n <= int16(w.p.minSize) || y.kind == sealed || y.n <= spare || fac && int(y.nf) <= w.p.prog.MinFacilitators {
			continue
		}
		for _, m := range w.s.members(d) {
			if (!fac || w.p.people[m].fac) && w.s.bearsLoss(m, d) && w.p.suits(m, x) && w.s.compatible(m, c) {
				best, spare = m, y.n
				break
			}
		}
	}
	if best == nowhere {
		return false
	}
	w.take(best)
	w.put(best, c)
	return true
}

// draw adds one person to the circle by a chain from somebody without one.
func (w *worker) draw(c int32) bool {
	w.lost = w.search + 1
	n := w.s.circles[c].n
	for _, i := range slices.Clone(w.idle) {
		if w.chain(i, lateMoves) && w.s.circles[c].n > n {
			return true
		}
	}
	return false
}

const (
	anyLength = 1 << 20 // lets a chain be as long as it needs
	manyMoves = 255     // stands for that in a byte
)

// fill places everybody it can without taking anybody's place: directly, by
// letting up to so many members change their circle, or in new circles. If told
// to stop it moves nobody any more.
func (w *worker) fill(moves int, stop func() bool) {
	for again := true; again; {
		again = false
		w.lost = w.search + 1
		for _, i := range slices.Clone(w.idle) {
			if moves > 0 && stop() {
				moves = 0
			}
			if w.insert(i) || moves > 0 && w.chain(i, moves) {
				again = true
			}
		}
		for w.openFromIdle() {
			again = true
		}
	}
	w.keep()
	w.begin()
}

// hop is a part of a chain: the person goes to the circle; before is the hop
// that needs it, -1 for the first.
type hop struct{ person, circle, before int32 }

// chain places the person by letting up to so many members change their
// circles one after the other, along the shortest way to a circle with room.
// Circles that a search since lost has tried in vain with as many moves left
// are not tried again.
func (w *worker) chain(i int32, moves int) bool {
	if w.rooms == 0 {
		return false
	}
	w.startChain()
	end := w.expand(i, -1, moves)
	for level, from := 0, 0; end < 0 && level < moves && from < len(w.hops); level++ {
		to := len(w.hops)
		for h := from; h < to && end < 0; h++ {
			c := w.hops[h].circle
			for _, m := range w.s.members(c) {
				if !w.s.replaceable(m, c) || w.leavesNeed(m, w.hops[h].person) {
					continue
				}
				if end = w.expand(m, int32(h), moves-level-1); end >= 0 {
					break
				}
			}
		}
		from = to
	}
	if end < 0 {
		return false
	}
	w.follow(end)
	return true
}

// startChain begins the search for a chain.
func (w *worker) startChain() {
	w.tried = slices.Grow(w.tried[:0], len(w.s.circles))[:len(w.s.circles)]
	w.further = slices.Grow(w.further[:0], len(w.s.circles))[:len(w.s.circles)]
	w.search++
	w.hops = w.hops[:0]
}

// follow carries out the chain that ends with the hop.
func (w *worker) follow(end int32) {
	for h := end; h >= 0; h = w.hops[h].before {
		if p := w.hops[h].person; w.s.where[p] != nowhere {
			w.take(p)
		}
		w.put(w.hops[h].person, w.hops[h].circle)
	}
	for _, h := range w.hops {
		w.tried[h.circle] = 0
	}
}

// expand notes the circles to which the person could go when so many may still
// move after that. It returns the hop to one with room, -1 without.
func (w *worker) expand(p, before int32, moves int) int32 {
	left := uint8(min(moves, manyMoves))
	if moves > anyLength/2 {
		left = manyMoves
	}
	slots := w.busy
	if left == 0 { // only a place will do
		slots = w.airy
	}
	for _, c := range w.feasibleIn(p, slots) {
		w.looked++
		wanted := int(w.s.circles[c].n) < w.upTo
		if left == 0 && !wanted || w.calm && w.minds(p, before, w.s.circles[c].slot) {
			continue
		}
		if t := w.tried[c]; t == w.search || t >= w.lost && t > 0 && w.further[c] >= left {
			continue
		}
		if !w.s.compatible(p, c) {
			continue
		}
		w.tried[c], w.further[c] = w.search, left
		w.hops = append(w.hops, hop{p, c, before})
		if wanted {
			return int32(len(w.hops) - 1)
		}
	}
	return -1
}

// leavesNeed tells whether m is who answers a need of the one who comes.
func (w *worker) leavesNeed(m, comes int32) bool {
	return w.p.people[comes].needs&w.p.people[m].offers != 0
}

// openFromIdle opens one further circle among the people without one, if they
// can form one.
func (w *worker) openFromIdle() bool {
	if len(w.idle) < w.p.minSize {
		return false
	}
	led := w.ledSlots()
	if led == nil {
		return false
	}
	crowd := map[cell]int{}
	for _, i := range w.idle {
		w.eachCellOf(i, func(at cell) {
			if led[at.slot>>6]>>(at.slot&63)&1 != 0 {
				crowd[at]++
			}
		})
	}
	for _, f := range slices.Clone(w.idle) { // what fails puts them into another order
		if w.p.prog.MinFacilitators > 0 && !w.p.people[f].fac {
			continue
		}
		var cells []cell
		w.eachCellOf(f, func(at cell) {
			if crowd[at] >= w.p.minSize {
				cells = append(cells, at)
			}
		})
		slices.SortStableFunc(cells, func(a, b cell) int { return crowd[b] - crowd[a] })
		for _, at := range cells {
			if w.openAt(f, at) {
				return true
			}
		}
	}
	return false
}

// ledSlots returns the slots in which somebody without a circle could lead one,
// nil if nobody could lead.
func (w *worker) ledSlots() (slots []uint64) {
	for _, f := range w.idle {
		if w.p.people[f].fac || w.p.prog.MinFacilitators == 0 {
			if slots == nil {
				slots = make([]uint64, w.p.words)
			}
			for k, b := range w.p.slotsOf(f) {
				slots[k] |= b
			}
		}
	}
	return slots
}

func (w *worker) eachCellOf(i int32, f func(at cell)) {
	slots := len(w.p.slots)
	tracks := max(1, len(w.p.prog.Tracks))
	w.p.eachCell(i, func(k int) bool {
		layer := k / slots
		f(cell{int32(k % slots), int16(layer / tracks), int16(layer % tracks)})
		return true
	})
}

// easier puts people into the order in which they are best added to a circle:
// those first who answer needs, and then those who get on with most others.
func (w *worker) easier(a, b int32) int {
	x, y := &w.p.people[a], &w.p.people[b]
	return cmp.Or(cmp.Compare(min(x.needs, 1), min(y.needs, 1)), cmp.Compare(y.offers, x.offers), cmp.Compare(x.needs, y.needs), cmp.Compare(len(x.apart), len(y.apart)), cmp.Compare(a, b))
}

// openAt opens a circle of idle people around one of them. Nothing has happened
// if it returns false.
func (w *worker) openAt(f int32, at cell) bool {
	if len(w.spare) == 0 {
		c := int32(len(w.s.circles))
		w.s.reserve(1)
		w.spare = append(w.spare, c)
		w.pos.circle = append(w.pos.circle, 0)
		w.stamp = append(w.stamp, 0)
	}
	c := w.spare[len(w.spare)-1]
	w.settle(c, at, loose)
	w.put(f, c)
	x := &w.s.circles[c]
	company := slices.Clone(w.idle)
	slices.SortFunc(company, w.easier)
	for _, facs := range [2]bool{true, false} {
		for _, i := range company {
			if int(x.n) == w.p.maxSize || facs && int(x.nf) >= w.p.prog.MinFacilitators {
				break
			}
			if (!facs || w.p.people[i].fac) && w.s.where[i] == nowhere && w.s.fits(i, c) {
				w.put(i, c)
			}
		}
	}
	if w.s.sound(c) {
		return true
	}
	for x.n > 0 {
		w.take(w.s.members(c)[0])
	}
	if w.seatAll(f, c) {
		return true
	}
	w.settle(c, at, dead)
	return false
}
