package form

import (
	"math"
	"math/bits"
)

// polish is one step of the phases after the search for places: it lets members
// of two or three circles change places, or gives a circle another hour, where
// that makes things better. Nobody loses a place by it.
func (w *worker) polish(heat float64) {
	if len(w.mine) == 0 {
		return
	}
	a := w.mine[w.rnd.below(len(w.mine))]
	if w.s.circles[a].kind == sealed || w.s.circles[a].n == 0 {
		return
	}
	w.begin()
	var done bool
	switch w.rnd.below(12) {
	case 0, 1:
		done = w.retime(a)
	case 2:
		done = w.relocate(a)
	default:
		done = w.exchange(w.pickUnhappy(a), a)
	}
	limit := -heat * math.Log(w.rnd.unit()+1e-12)
	if !done || w.gain() <= -limit || !w.valid() {
		w.undo()
		return
	}
	w.keep()
}

// undo takes the step back.
func (w *worker) undo() { w.undoTo(0) }

// undoTo takes back all but the first changes of the step.
func (w *worker) undoTo(first int) {
	log := w.log
	for k := len(log) - 1; k >= first; k-- {
		switch e := log[k]; e.what {
		case didPut:
			w.take(e.person)
		case didTake:
			w.put(e.person, e.circle)
		case didCell:
			if e.kind == dead || w.s.circles[e.circle].kind == dead {
				w.settle(e.circle, e.cell, e.kind)
			} else {
				w.rehour(e.circle, e.cell)
			}
		}
	}
	w.log = log[:first]
}

// pickUnhappy returns a member of the circle, of two drawn by lot the one with
// more to wish for.
func (w *worker) pickUnhappy(c int32) int32 {
	m := w.s.members(c)
	x, y := m[w.rnd.below(len(m))], m[w.rnd.below(len(m))]
	if w.wishes(y, c) > w.wishes(x, c) {
		return y
	}
	return x
}

// wishes is how much better the person could have it elsewhere, about.
func (w *worker) wishes(i, c int32) (n float64) {
	n = w.s.prices.off*float64(w.p.offHours(i, w.s.circles[c].slot)) + w.s.prices.org*float64(w.colleagues(i, c))
	for _, o := range w.p.people[i].together {
		if at := w.whereIs(o); at != c && at != nowhere {
			n += w.s.prices.apart
		}
	}
	return n
}

// colleagues counts the members of the person's organisation in the circle, if
// the programme wishes to mix them.
func (w *worker) colleagues(i, c int32) (n int) {
	org := w.p.people[i].org
	if org < 0 || w.p.prog.OrgPolicy != PolicyMix {
		return 0
	}
	for _, m := range w.s.members(c) {
		if m != i && w.p.people[m].org == org {
			n++
		}
	}
	return n
}

// exchange moves the person to another circle: where there is room, or in
// exchange for a member. If somebody wishes to be with them they come along.
func (w *worker) exchange(i, a int32) bool {
	if !w.s.replaceable(i, a) && !w.hasDouble(i, a) {
		return false
	}
	near := w.feasible(i)
	if len(near) == 0 {
		return false
	}
	partner := w.partner(i, a)
	to := near[w.rnd.below(len(near))]
	if partner != nowhere {
		to = w.placeForBoth(near, partner, to)
	}
	if to == a || !w.changePlaces(i, to, partner) {
		return false
	}
	if partner != nowhere && w.s.where[partner] != to && w.p.suits(partner, w.s.circles[to].cell) {
		w.changePlaces(partner, to, i)
	}
	return true
}

// hasDouble tells whether the person could be exchanged for another
// facilitator.
func (w *worker) hasDouble(i, a int32) bool {
	return w.p.people[i].fac && w.p.people[i].pin == "" && w.s.circles[a].kind != sealed
}

// partner returns somebody of the worker's who wishes to be with the person and
// is not, nowhere without.
func (w *worker) partner(i, a int32) int32 {
	if w.s.prices.apart == 0 {
		return nowhere
	}
	for _, o := range w.p.people[i].together {
		if c := w.whereIs(o); c != nowhere && c != a && w.owns(c) && w.p.canMeet(i, o) {
			return o
		}
	}
	return nowhere
}

// whereIs returns the circle of the person. People of another worker, whom that
// one may move at this moment, are where they were when the round began.
func (w *worker) whereIs(i int32) int32 {
	if w.seats == nil {
		return w.s.where[i]
	}
	if c := w.seats[i]; c == nowhere || !w.owns(c) {
		return c
	}
	return w.s.where[i]
}

// owns tells whether the circle is the worker's.
func (w *worker) owns(c int32) bool {
	at := int(w.pos.circle[c])
	return at < len(w.mine) && w.mine[at] == c && w.s.circles[c].kind != sealed
}

// placeForBoth chooses by lot a circle in which both could be.
func (w *worker) placeForBoth(near []int32, partner, otherwise int32) int32 {
	n := 0
	for _, c := range near {
		if w.p.suits(partner, w.s.circles[c].cell) {
			if n++; w.rnd.below(n) == 0 {
				otherwise = c
			}
		}
	}
	return otherwise
}

// changePlaces moves the person to the circle, in exchange for a member who
// can go the other way, or for nobody if sizes allow. One member may be wanted
// there.
func (w *worker) changePlaces(i, to, stays int32) bool {
	from := w.s.where[i]
	if w.s.room(to) && w.s.bearsLoss(i, from) && w.s.compatible(i, to) && w.rnd.below(2) == 0 {
		w.take(i)
		w.put(i, to)
		return true
	}
	members := w.s.members(to)
	turn := w.rnd.below(len(members))
	best, value := int32(nowhere), math.Inf(1)
	for k := range members {
		j := members[(k+turn)%len(members)]
		if j == stays || w.p.people[j].pin != "" || !w.ledAfter(i, j) || !w.p.suits(j, w.s.circles[from].cell) {
			continue
		}
		if v := w.wishesAgainst(j, from, to); v < value {
			best, value = j, v
		}
	}
	if best == nowhere {
		return false
	}
	w.take(i)
	w.take(best)
	w.put(i, to)
	w.put(best, from)
	return true
}

// ledAfter tells whether both circles keep enough facilitators if the two change
// places.
func (w *worker) ledAfter(i, j int32) bool {
	if w.p.people[i].fac == w.p.people[j].fac {
		return true
	}
	if w.p.people[j].fac {
		i = j
	}
	return int(w.s.circles[w.s.where[i]].nf) > w.p.prog.MinFacilitators
}

// wishesAgainst is how much the member of circle to would mind being in circle
// from, with some chance.
func (w *worker) wishesAgainst(j, from, to int32) float64 {
	v := w.s.prices.off * float64(w.p.offHours(j, w.s.circles[from].slot)-w.p.offHours(j, w.s.circles[to].slot))
	for _, o := range w.p.people[j].together {
		if w.s.sits(o, to) {
			v += w.s.prices.apart
		}
	}
	return v + 0.3*w.rnd.unit()
}

// retime gives the circle another hour that suits all members: the most
// pleasant, by lot among equals.
func (w *worker) retime(c int32) bool {
	x := &w.s.circles[c]
	if x.kind == pinned || x.name >= 0 {
		return false
	}
	members := w.s.members(c)
	best, least := int32(-1), math.Inf(1)
	for k := range w.p.words {
		b := ^uint64(0)
		for _, m := range members {
			if b &= w.p.free[int(m)*w.p.words+k]; b == 0 {
				break
			}
		}
		for ; b != 0; b &= b - 1 {
			s := int32(k<<6 + bits.TrailingZeros64(b))
			off := 0
			for _, m := range members {
				off += w.p.offHours(m, s)
			}
			if v := w.s.prices.off*float64(off) + w.s.slotCost(s) + 1e-6*w.rnd.unit(); v < least {
				best, least = s, v
			}
		}
	}
	if best < 0 || best == x.slot {
		return false
	}
	w.rehour(c, cell{best, x.lang, x.track})
	return true
}

// rehour gives a circle with members another cell.
func (w *worker) rehour(c int32, to cell) {
	airy := w.s.room(c)
	if airy {
		w.countRoom(c, -1)
	}
	w.unindex(c)
	w.journal.settle(c, to, w.s.circles[c].kind)
	w.index(c)
	if airy {
		w.countRoom(c, 1)
	}
}
