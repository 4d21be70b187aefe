package form

import "slices"

// Where people have needs or must be apart, the order in which a circle is
// filled decides whether it comes about. Where that counts every order is tried,
// within reason: at the end, when a placement is checked, and for circles to
// which people are pinned.

const (
	seatSteps    = 5000           // people asked for one circle …
	manySeatings = 40 * seatSteps // … and for all of them
)

// seating asks people without a circle one after another to join one.
type seating struct {
	s         *state
	c         int32
	put, take func(i int32)
	people    []int32 // those who facilitate first
	left      int
}

// seatAll fills the empty circle with the person and others without one, so that
// it keeps the rules. It returns false, and the circle is empty, if that is not
// possible.
func (w *worker) seatAll(f, c int32) bool {
	t := seating{s: w.s, c: c, left: min(seatSteps, w.seatings), put: func(i int32) { w.put(i, c) }, take: w.take}
	if t.left == 0 || !t.invite(w.idle, f) {
		return false
	}
	w.seatings -= t.left
	w.put(f, c)
	ok := t.ask(0)
	if !ok {
		w.take(f)
	}
	w.seatings += max(0, t.left)
	return ok
}

// seatPinned completes the circle in one of the cells with people without one, so
// that it keeps the rules. If it returns false only those pinned to it are there.
func (s *state) seatPinned(c int32, cells []cell) bool {
	for _, m := range slices.Clone(s.members(c)) {
		if s.p.people[m].pin == "" {
			s.take(m)
		}
	}
	var idle []int32
	for i, at := range s.where {
		if x := &s.p.people[i]; at == nowhere && !x.gone && x.pin == "" {
			idle = append(idle, int32(i))
		}
	}
	t := seating{s: s, c: c, left: manySeatings, put: func(i int32) { s.put(i, c) }, take: s.take}
	for _, at := range cells {
		s.circles[c].cell = at
		if t.invite(idle, s.members(c)...) && t.ask(0) {
			return true
		}
	}
	return false
}

// invite chooses who is asked. It returns false if the order does not matter,
// as nobody there or among the others has needs or must be apart.
func (t *seating) invite(people []int32, there ...int32) (bound bool) {
	p := t.s.p
	t.people = t.people[:0]
	note := func(i int32) { bound = bound || p.people[i].needs != 0 || len(p.people[i].apart) > 0 }
	for _, i := range there {
		note(i)
	}
	for _, facs := range [2]bool{true, false} {
		for _, i := range people {
			if p.people[i].fac == facs && !slices.Contains(there, i) && p.suits(i, t.s.circles[t.c].cell) {
				t.people = append(t.people, i)
				note(i)
			}
		}
	}
	return bound && len(there)+len(t.people) >= p.minSize
}

// ask asks the people from the n-th on.
func (t *seating) ask(n int) bool {
	p, x := t.s.p, &t.s.circles[t.c]
	if t.left--; t.left < 0 {
		return false
	}
	if t.s.sound(t.c) {
		return true
	}
	if n == len(t.people) || int(x.n) >= p.maxSize || int(x.n)+len(t.people)-n < p.minSize {
		return false
	}
	i := t.people[n]
	if !p.people[i].fac && int(x.nf) < p.prog.MinFacilitators {
		return false // those who facilitate were asked first
	}
	if t.s.noQuarrel(i, t.c) {
		t.put(i)
		if t.ask(n + 1) {
			return true
		}
		t.take(i)
	}
	return t.ask(n + 1)
}
