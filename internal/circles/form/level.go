package form

import (
	"cmp"
	"slices"
)

const (
	levelMoves = 2  // so many people may change their circle so that two circles come nearer to the target size
	levelLook  = 40 // circles looked at for chains, for each person, since something was found: then it is given up
)

// level brings circles nearer to the target size. Where they are too small it
// gives some up whose members the others take; where some are too large it lets
// members move on, by chains, until a small one has got one more.
func (w *worker) level(stop func() bool) {
	w.upTo = w.p.prog.Size.Target
	defer func() { w.upTo = w.p.maxSize }()
	small := func(n int) bool { return n < w.upTo }
	found := w.looked
	vain := func() bool { return w.looked-found > levelLook*len(w.p.people) || stop() }
	for _, c := range w.bySize(small) {
		if vain() {
			break
		}
		w.lost = w.search + 1
		if w.attempt(func() bool { return w.spreadOut(c) }) {
			found = w.looked
		}
	}
	if len(w.bySize(small)) == 0 {
		return
	}
	large := w.bySize(func(n int) bool { return n > w.upTo })
	slices.Reverse(large)
	w.lost, found = w.search+1, w.looked
	for _, c := range large {
		for int(w.s.circles[c].n) > w.upTo && !vain() && w.passOn(c) {
			found = w.looked
		}
	}
}

// bySize returns the circles of such sizes that may be changed, in an order by
// lot, the smallest first.
func (w *worker) bySize(such func(n int) bool) (list []int32) {
	for _, c := range w.mine {
		if x := &w.s.circles[c]; x.kind == loose && x.name < 0 && such(int(x.n)) {
			list = append(list, c)
		}
	}
	w.rnd.shuffle(list)
	slices.SortStableFunc(list, func(a, b int32) int { return cmp.Compare(w.s.circles[a].n, w.s.circles[b].n) })
	return list
}

// spreadOut gives the circle up and brings all members to circles that have less
// than they should.
func (w *worker) spreadOut(c int32) bool {
	members := slices.Clone(w.s.members(c))
	for _, m := range members {
		w.take(m)
	}
	w.settle(c, w.s.circles[c].cell, dead)
	for _, m := range members {
		if !w.insert(m) && !w.chain(m, levelMoves) {
			return false
		}
	}
	return true
}

// passOn lets one member of the circle go to another that has less than it
// should, over others if need be.
func (w *worker) passOn(c int32) bool {
	members := slices.Clone(w.s.members(c))
	w.rnd.shuffle(members)
	for _, m := range members {
		if w.s.bearsLoss(m, c) && w.attempt(func() bool {
			w.take(m)
			return w.chain(m, levelMoves)
		}) {
			return true
		}
	}
	return false
}
