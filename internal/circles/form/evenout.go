package form

import "math"

// When places are settled, a group that is served worse than the others gets
// some of theirs: somebody of it joins a circle, others change theirs, and in
// the end one person of a group that can bear it stays without. As many people
// as before have a place.

const (
	evenTries  = 20 // so many circles are founded in vain for a person before another has a turn
	evenRounds = 8  // so often everybody has a turn in vain
)

// balance counts the groups that fairness looks at.
type balance struct {
	groups [][]int32 // of each person
	have   []int     // so many of each group are placed …
	want   []int     // … and so many should be
}

// newBalance counts the groups of the state. What a group cannot have, whatever
// becomes of the others, it need not have.
func newBalance(s *state, f *favour, reach []bool, stop func() bool) *balance {
	floor := f.floor(s, reach)
	b := &balance{groups: make([][]int32, len(s.where)), have: make([]int, len(f.groups)), want: make([]int, len(f.groups))}
	for n := range f.groups {
		g := &f.groups[n]
		for _, i := range g.people {
			b.groups[i] = append(b.groups[i], int32(n))
		}
		b.have[n] = g.placed(s)
		b.want[n] = int(math.Ceil(floor * float64(len(g.people))))
		if b.have[n] < b.want[n] {
			b.want[n] = min(b.want[n], g.ceiling(s.p, stop))
		}
	}
	return b
}

// lacks tells whether the person is of a group that should have more places.
func (b *balance) lacks(i int32) bool {
	for _, n := range b.groups[i] {
		if b.have[n] < b.want[n] {
			return true
		}
	}
	return false
}

// swap notes that one of the two has a place instead of the other, who may be
// nobody. It returns by how many places the groups lack less.
func (b *balance) swap(comes, goes int32) (less int) {
	for _, n := range b.groups[comes] {
		if b.have[n] < b.want[n] {
			less++
		}
		b.have[n]++
	}
	if goes == nowhere {
		return less
	}
	for _, n := range b.groups[goes] {
		if b.have[n]--; b.have[n] < b.want[n] {
			less--
		}
	}
	return less
}

// fairer tells whether groups would lack less if one of the two had a place
// instead of the other.
func (b *balance) fairer(comes, goes int32) bool {
	less := b.swap(comes, goes)
	b.swap(goes, comes)
	return less > 0
}

// evenOut gives places to people of groups that lack some.
func (w *worker) evenOut(b *balance, stop func() bool) {
	for vain := 0; vain < evenRounds; vain++ {
		for _, i := range w.inAnyOrder(w.idle) {
			if stop() {
				return
			}
			if w.s.where[i] == nowhere && b.lacks(i) && (w.takeTurn(i, b) || w.bringFairly(i, b)) {
				vain = -1
			}
		}
	}
}

// inAnyOrder returns a copy of the list in an order by lot.
func (w *worker) inAnyOrder(list []int32) []int32 {
	list = append([]int32(nil), list...)
	w.rnd.shuffle(list)
	return list
}

// takeTurn gives the person a place by a chain at whose end somebody loses
// theirs to whom it is fair.
func (w *worker) takeTurn(i int32, b *balance) bool {
	w.begin()
	w.lost = w.search + 1
	w.startChain()
	w.upTo = 0 // no circle ends the chain
	defer func() { w.upTo = w.p.maxSize }()
	w.expand(i, -1, anyLength)
	for h := 0; h < len(w.hops); h++ {
		c := w.hops[h].circle
		for _, m := range w.s.members(c) {
			if !w.s.replaceable(m, c) || w.leavesNeed(m, w.hops[h].person) {
				continue
			}
			if b.fairer(i, m) {
				w.take(m)
				w.follow(int32(h))
				w.keep()
				b.swap(i, m)
				return true
			}
			w.expand(m, int32(h), anyLength)
		}
	}
	return false
}

// bringFairly founds a circle for the person, from which at most one other is
// left without a place, to whom it is fair.
func (w *worker) bringFairly(i int32, b *balance) bool {
	for range evenTries {
		w.begin()
		lost, ok := w.bringCircle(i)
		goes := int32(nowhere)
		for _, m := range lost {
			switch {
			case !ok || w.resolve(m, 1):
			case goes == nowhere && b.fairer(i, m):
				goes = m
			default:
				ok = false
			}
		}
		if ok && w.valid() {
			w.keep()
			b.swap(i, goes)
			return true
		}
		w.undo()
	}
	return false
}
