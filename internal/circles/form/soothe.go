package form

import "slices"

// soothe goes through everybody whose circle meets at an unpleasant hour though
// they could have it better, and through all pairs who wish to be together and
// are not, and tries every exchange that could help them.
func (w *worker) soothe(stop func() bool) {
	w.listUnhappy()
	for _, i := range w.unhappy {
		if stop() {
			return
		}
		if w.s.where[i] != nowhere && w.wishes(i, w.s.where[i]) > 0 && !w.unite(i) {
			w.ease(i)
		}
	}
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
		if c == a || w.p.offHours(i, w.s.circles[c].slot) >= now {
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
