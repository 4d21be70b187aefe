package form

import (
	"math/bits"
	"slices"
)

// district is a part of a state that is searched on its own: some circles,
// their members and some people without a circle. Districts that do not overlap
// can be searched at the same time.
//
// People and circles have small numbers here, so that the people who could be
// in a circle, those who are and those without one are short sets of bits.
type district struct {
	journal
	p   *Problem
	rnd random
	pos *places // the small numbers

	people  []int32
	circles []int32 // all numbers it may use, in the order of their small numbers
	alive   []int32 // small numbers of circles that live
	at      []int32 // where a circle stands in alive, by small number
	words   int     // of a set of people

	slots  []uint64 // people free in each slot
	langs  []uint64
	tracks []uint64
	facs   []uint64
	held   []uint64 // pinned people, who never move
	in     []uint64 // people with a circle
	idle   []uint64 // people without a circle, but for leads of the step
	could  []uint64 // per circle: who could be in it
	are    []uint64 // per circle: who is

	free     []uint64 // who can be had by a chain
	base     []uint64 // who could be had before the step
	baseIdle []uint64 // who had no circle before the step
	spare    []uint64 // free, and who can be had from circles that can do with one less
	fresh    []uint64 // scratch
	next     []uint64 // scratch
	layer    []uint64 // scratch
	seen     []uint32 // circles with members in free bear the mark …
	level    []int32  // … how long their chain is …
	comes    []int32  // … and who takes the place
	mark     uint32
	stale    bool // people have moved since
	same     bool // nothing has been kept since base was found
	queue    []int32
	outside  []int32 // circles that no chain passed through before the step: they have more places than people

	worth       []float32 // of every cell; nil: not known
	trust       float64   // weight of that
	rare        float64   // weight of an hour that no other circle uses
	members     []int32
	leads       []int32
	heat        float64
	deep        int // the longest chain
	left, avoid cell
	focus       []int32 // people without a circle around whom it was gathered
}

func newDistrict(s *state, pos *places) *district {
	return &district{journal: journal{s: s}, p: s.p, pos: pos, deep: 64}
}

// assign makes the district of the circles, free circle numbers and people
// without a circle.
func (d *district) assign(live, spare, idle []int32) {
	d.people = d.people[:0]
	d.circles = append(append(d.circles[:0], live...), spare...)
	for _, c := range live {
		d.people = append(d.people, d.s.members(c)...)
	}
	d.people = append(d.people, idle...)
	for n, i := range d.people {
		d.pos.person[i] = int32(n)
	}
	d.words = (len(d.people) + 63) / 64
	d.slots = zeroed(d.slots, len(d.p.slots)*d.words)
	d.langs = zeroed(d.langs, len(d.p.prog.Languages)*d.words)
	d.tracks = zeroed(d.tracks, max(1, len(d.p.prog.Tracks))*d.words)
	d.facs, d.held, d.idle = zeroed(d.facs, d.words), zeroed(d.held, d.words), zeroed(d.idle, d.words)
	for _, set := range [...]*[]uint64{&d.in, &d.free, &d.base, &d.baseIdle, &d.spare, &d.fresh, &d.next, &d.layer} {
		*set = zeroed(*set, d.words)
	}
	d.same = false
	for n, i := range d.people {
		d.describe(n, i)
	}
	d.could = zeroed(d.could, len(d.circles)*d.words)
	d.are = zeroed(d.are, len(d.circles)*d.words)
	d.at = slices.Grow(d.at[:0], len(d.circles))[:len(d.circles)]
	d.level = slices.Grow(d.level[:0], len(d.circles))[:len(d.circles)]
	d.comes = slices.Grow(d.comes[:0], len(d.circles))[:len(d.circles)]
	d.seen = slices.Grow(d.seen[:0], len(d.circles))[:len(d.circles)]
	clear(d.seen)
	d.mark = 0
	d.alive = d.alive[:0]
	for n, c := range d.circles {
		d.pos.circle[c] = int32(n)
		if d.s.circles[c].kind != dead {
			d.enlist(int32(n))
			for _, m := range d.s.members(c) {
				d.set(d.are[n*d.words:], m)
			}
		}
	}
	d.journal.reset()
}

// zeroed returns n zeroes in the memory of old, if that is large enough.
func zeroed(old []uint64, n int) []uint64 {
	if cap(old) < n {
		return make([]uint64, n)
	}
	old = old[:n]
	clear(old)
	return old
}

// describe notes what a person can do and where they are.
func (d *district) describe(n int, i int32) {
	x := &d.p.people[i]
	w, bit := n>>6, uint64(1)<<(n&63)
	if x.fac {
		d.facs[w] |= bit
	}
	if x.pin != "" {
		d.held[w] |= bit
	}
	if d.s.where[i] == nowhere {
		d.idle[w] |= bit
	} else {
		d.in[w] |= bit
	}
	for l := x.langs; l != 0; l &= l - 1 {
		d.langs[bits.TrailingZeros64(l)*d.words+w] |= bit
	}
	from, to := d.p.tracks(x)
	for t := from; t < to; t++ {
		d.tracks[int(t)*d.words+w] |= bit
	}
	for k, f := range d.p.slotsOf(i) {
		for ; f != 0; f &= f - 1 {
			d.slots[(k<<6+bits.TrailingZeros64(f))*d.words+w] |= bit
		}
	}
}

func (d *district) set(set []uint64, i int32) {
	n := d.pos.person[i]
	set[n>>6] |= 1 << (n & 63)
}

func (d *district) unset(set []uint64, i int32) {
	n := d.pos.person[i]
	set[n>>6] &^= 1 << (n & 63)
}

// enlist adds a circle to those that live and finds who could be in it.
func (d *district) enlist(n int32) {
	d.at[n] = int32(len(d.alive))
	d.alive = append(d.alive, n)
	c := d.s.circles[d.circles[n]].cell
	could := d.could[int(n)*d.words:][:d.words]
	slot := d.slots[int(c.slot)*d.words:][:d.words]
	lang := d.langs[int(c.lang)*d.words:][:d.words]
	track := d.tracks[int(c.track)*d.words:][:d.words]
	for w := range could {
		could[w] = slot[w] & lang[w] & track[w]
	}
}

func (d *district) delist(n int32) {
	at, last := d.at[n], d.alive[len(d.alive)-1]
	d.alive[at] = last
	d.at[last] = at
	d.alive = d.alive[:len(d.alive)-1]
}

// put adds somebody without a circle to one.
func (d *district) put(i, c int32) {
	d.journal.put(i, c)
	d.set(d.are[int(d.pos.circle[c])*d.words:], i)
	d.unset(d.idle, i)
	d.set(d.in, i)
	d.stale = true
}

// take makes a member somebody without a circle.
func (d *district) take(i int32) {
	d.unset(d.are[int(d.pos.circle[d.s.where[i]])*d.words:], i)
	d.journal.take(i)
	d.set(d.idle, i)
	d.unset(d.in, i)
	d.stale = true
}

// settle gives an empty circle a cell and a kind; dead closes it.
func (d *district) settle(c int32, to cell, k kind) {
	was := d.s.circles[c].kind
	if !d.journal.settle(c, to, k) {
		return
	}
	if was != dead {
		d.delist(d.pos.circle[c])
	}
	if k != dead {
		d.enlist(d.pos.circle[c])
	}
}

// undo takes the step back.
func (d *district) undo() {
	log := d.log
	for k := len(log) - 1; k >= 0; k-- {
		switch e := log[k]; e.what {
		case didPut:
			d.take(e.person)
		case didTake:
			d.put(e.person, e.circle)
		case didCell:
			d.settle(e.circle, e.cell, e.kind)
		}
	}
	d.log = d.log[:0]
	d.stale = true
}
