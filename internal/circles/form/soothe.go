package form

import "slices"

// soothe goes through everybody whose circle meets at an unpleasant hour though
// they could have it better, or holds people of their organisation though the
// programme wishes to mix them, and through all pairs who wish to be together and
// are not, and tries every exchange that could help them.
func (w *worker) soothe(stop func() bool) {
	w.listUnhappy()
	for _, i := range w.unhappy {
		if stop() {
			return
		}
		if w.s.where[i] != nowhere && w.wishes(i, w.s.where[i]) > 0 && !w.unite(i) && !w.ease(i) {
			w.moveOn(i)
		}
	}
}

// calmMoves is how many people may change their circle so that one of them meets
// at a better hour.
const calmMoves = 2

// moveOn looks for a chain by which the person comes to a better hour, or away
// from people of their organisation, and nobody to a worse hour.
func (w *worker) moveOn(i int32) bool {
	a := w.s.where[i]
	w.most = w.p.offHours(i, w.s.circles[a].slot)
	if w.colleagues(i, a) > 0 {
		w.most++ // another circle at the same hour is better as well
	}
	if w.most == 0 || !w.s.replaceable(i, a) {
		return false
	}
	w.calm = true
	defer func() { w.calm = false }()
	return w.attempt(func() bool {
		w.lost = w.search + 1
		w.take(i)
		return w.chain(i, calmMoves)
	})
}

// minds tells whether the person would come to a worse hour by a hop to the
// slot, or the first of the chain to one that is no better.
func (w *worker) minds(i, before, slot int32) bool {
	off := w.p.offHours(i, slot)
	if before < 0 {
		return off >= w.most
	}
	return off > w.p.offHours(i, w.s.circles[w.s.where[i]].slot)
}

// listUnhappy finds them.
func (w *worker) listUnhappy() {
	w.unhappy = w.unhappy[:0]
	for i, c := range w.s.where {
		if c != nowhere && w.s.circles[c].kind != sealed && w.wishes(int32(i), c) > 0 {
			w.unhappy = append(w.unhappy, int32(i))
		}
	}
	w.rnd.shuffle(w.unhappy)
}

// ease tries all circles in which the person could have it better.
func (w *worker) ease(i int32) bool {
	a := w.s.where[i]
	if !w.s.replaceable(i, a) && !w.hasDouble(i, a) {
		return false
	}
	now := w.p.offHours(i, w.s.circles[a].slot)
	for _, c := range slices.Clone(w.feasible(i)) {
		off := w.p.offHours(i, w.s.circles[c].slot)
		if c == a || off > now || off == now && w.colleagues(i, a) == 0 {
			continue
		}
		if w.attempt(func() bool { return w.changePlaces(i, c, nowhere) }) {
			return true
		}
	}
	return false
}

// unite tries to bring the person together with one who wishes it as well: in
// the circle of either, or in another.
func (w *worker) unite(i int32) bool {
	a := w.s.where[i]
	o := w.partner(i, a)
	if o == nowhere {
		return false
	}
	for _, c := range slices.Clone(w.feasible(i)) {
		if !w.p.suits(o, w.s.circles[c].cell) {
			continue
		}
		for range 2 { // exchanges are chosen by lot in part
			if w.attempt(func() bool { return w.bring(i, c, o) && w.bring(o, c, i) }) {
				return true
			}
		}
	}
	return false
}

// bring moves the person to the circle unless they are there.
func (w *worker) bring(i, c, stays int32) bool {
	a := w.s.where[i]
	return a == c || (w.s.replaceable(i, a) || w.hasDouble(i, a)) && w.changePlaces(i, c, stays)
}

// attempt carries out a step and keeps it if it makes things better.
func (w *worker) attempt(step func() bool) bool {
	w.begin()
	if step() && w.gain() > 1e-9 && w.valid() {
		w.keep()
		return true
	}
	w.undo()
	return false
}
