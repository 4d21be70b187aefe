package form

import (
	"fmt"
	"slices"
)

// Live is a placement that is kept in memory while people come, change and go,
// one at a time. Each takes a few thousandths of a second and moves hardly
// anybody: who comes takes a free place, or one that a chain of at most two
// moves makes free; a place that falls free goes to somebody who waits.
//
// All hard rules hold after every change, and nobody is left out who fits a
// circle with room. It is not for several goroutines at a time.
type Live struct {
	p    *Problem
	s    *state
	w    *worker
	seed uint64
	last int             // the highest number of a circle's id
	seat map[int32]int32 // of those touched by the change: their circle before
}

// liveLook is how many circles a change looks at for chains before it gives up.
const liveLook = 200_000

// Effect is what a change has done, by ids.
type Effect struct {
	Circle string   // in which the person is now, "" without
	Moved  []string // others who are in another circle than before
	Gained []string // others who had no circle and have one
	Lost   []string // others who had a circle and have none
}

// NewLive keeps a placement that was formed of the problem. The problem is its
// own from then on.
func NewLive(p *Problem, present *Placement) *Live {
	s := begin(p, present)
	s.prices = placingPrices(true)
	l := &Live{p: p, s: s, w: whole(s, present.Seed), seed: present.Seed, last: s.highest()}
	for i, c := range s.where { // whoever has no circle waits, since reach can grow
		if x := &p.people[i]; c == nowhere && !x.gone && x.pin == "" && !p.reachable(int32(i)) {
			l.w.addIdle(int32(i))
		}
	}
	return l
}

// Join adds somebody and finds them a place if there is one. A pin is not heeded.
func (l *Live) Join(x *Person) (Effect, error) {
	l.begin()
	i, err := l.enter(x)
	if err != nil {
		return Effect{}, err
	}
	l.settle(i)
	return l.end(i), nil
}

// Leave takes somebody out. Their circle finds others if it must, or is given up.
// Nothing happens if nobody has the id.
func (l *Live) Leave(id string) Effect {
	i, known := l.p.byID[id]
	if !known {
		return Effect{}
	}
	l.begin()
	c := l.depart(i)
	l.repair(c)
	l.settle()
	return l.end(i)
}

// Change gives somebody other hours, languages, wishes or whatever else may have
// changed. They stay in their circle if they can.
func (l *Live) Change(x *Person) (Effect, error) {
	was, known := l.p.byID[x.ID]
	if !known {
		return l.Join(x)
	}
	l.begin()
	delete(l.p.byID, x.ID)
	i, err := l.enter(x)
	if err != nil {
		l.p.byID[x.ID] = was
		return Effect{}, err
	}
	c := l.depart(was)
	if c != nowhere && l.s.room(c) && l.s.circles[c].kind != sealed && l.p.suits(i, l.s.circles[c].cell) && l.s.noQuarrel(i, c) {
		l.w.put(i, c)
	}
	l.repair(c)
	l.settle(i)
	return l.end(i), nil
}

// Placement is how things are now.
func (l *Live) Placement() *Placement {
	prop := l.s.proposal(0, l.seed)
	return &prop.Placement
}

// begin starts a change.
func (l *Live) begin() {
	l.w.begin()
	l.w.looked = 0
	l.w.lost = l.w.search + 1
	l.seat = map[int32]int32{}
}

// enter adds a person without a circle.
func (l *Live) enter(x *Person) (int32, error) {
	i, err := l.p.enter(x)
	if err != nil {
		return nowhere, err
	}
	l.s.where = append(l.s.where, nowhere)
	l.s.home = append(l.s.home, nowhere)
	l.w.pos.person = append(l.w.pos.person, 0)
	l.w.addIdle(i)
	return i, nil
}

// depart removes a person and returns the circle they were in.
func (l *Live) depart(i int32) int32 {
	c := l.s.where[i]
	if c != nowhere {
		l.w.take(i)
	}
	if at := int(l.w.pos.person[i]); at < len(l.w.idle) && l.w.idle[at] == i { // who is pinned does not wait
		l.w.dropIdle(i)
	}
	l.p.leave(i)
	return c
}

// repair makes the circle keep the rules again after somebody has left it, or
// gives it up, and lets those who wait have the places that are free now.
func (l *Live) repair(c int32) {
	if c == nowhere {
		return
	}
	if x := &l.s.circles[c]; x.kind != loose && !l.s.sound(c) { // it cannot stay as it was to stay
		x.kind = loose
	}
	l.w.mendCircle(c)
	l.fillTouched()
	for _, i := range slices.Clone(l.w.idle) {
		if l.w.looked > liveLook || l.w.rooms == 0 {
			break
		}
		l.w.chain(i, 1)
	}
}

// settle finds places for those who have none since this change: in a circle
// with room, by a chain, or in a new circle of people who wait.
func (l *Live) settle(newcomers ...int32) {
	for _, e := range l.w.log {
		if e.what == didTake && !slices.Contains(newcomers, e.person) {
			newcomers = append(newcomers, e.person)
		}
	}
	left := false
	for _, i := range newcomers {
		if l.s.where[i] == nowhere && !l.p.people[i].gone && !l.w.insert(i) && !l.w.chain(i, lateMoves) {
			left = true
		}
	}
	for left && l.w.openFromIdle() {
	}
	l.fillTouched()
}

// fillTouched lets people who wait join circles that this change has touched.
func (l *Live) fillTouched() {
	for k := 0; k < len(l.w.touched); k++ {
		c := l.w.touched[k]
		for _, i := range slices.Clone(l.w.idle) {
			if l.s.circles[c].kind == dead || !l.s.room(c) {
				break
			}
			if l.s.fits(i, c) {
				l.w.put(i, c)
				k = -1 // they may bring what others need
			}
		}
	}
}

// end closes a change and tells what it has done.
func (l *Live) end(who int32) (e Effect) {
	for k := len(l.w.log) - 1; k >= 0; k-- { // the first entry of each person counts
		switch x := l.w.log[k]; x.what {
		case didTake:
			l.seat[x.person] = x.circle
		case didPut:
			l.seat[x.person] = nowhere
		}
	}
	for _, c := range l.w.touched {
		l.christen(c)
	}
	for i, before := range l.seat {
		now, id := l.s.where[i], l.p.people[i].id
		l.s.home[i] = now
		switch {
		case i == who || l.p.people[i].gone || now == before:
		case now == nowhere:
			e.Lost = append(e.Lost, id)
		case before == nowhere:
			e.Gained = append(e.Gained, id)
		default:
			e.Moved = append(e.Moved, id)
		}
	}
	slices.Sort(e.Moved)
	slices.Sort(e.Gained)
	slices.Sort(e.Lost)
	if c := l.s.where[who]; c != nowhere {
		e.Circle = l.s.former[l.s.circles[c].name].id
	}
	l.w.keep()
	l.w.begin()
	return e
}

// christen gives an id to a circle that is new, and takes it from one that is no
// more.
func (l *Live) christen(c int32) {
	x := &l.s.circles[c]
	switch {
	case x.kind == dead:
		x.name = -1
	case x.name < 0:
		l.last++
		x.name = int32(len(l.s.former))
		l.s.former = append(l.s.former, former{id: fmt.Sprintf("C%05d", l.last), cell: x.cell, label: l.p.slots[x.slot].label})
	}
}
