package form

import (
	"math/bits"
	"slices"
)

// worker improves a part of a state: its own circles and its own people
// without a circle. Workers with distinct parts can run at the same time.
type worker struct {
	journal
	p   *Problem
	rnd random

	mine   []int32   // its circles that live
	spare  []int32   // circle numbers it may open
	idle   []int32   // its people without a circle that a circle could hold
	pos    *places   // where they stand in these lists
	bySlot [][]int32 // its circles that live, by slot
	busy   []uint64  // slots with such a circle
	rooms  int       // its circles that can take one more …
	roomy  []int32   // … by slot …
	airy   []uint64  // … and the slots that have one
	seats  []int32   // where everybody was when the round began; nil if it is the only worker

	near    []int32 // scratch of feasible
	unhappy []int32 // scratch of soothe

	crowds *crowds // needed for rescues

	upTo   int  // chains end in circles with less members than that: usually any with room
	calm   bool // in chains nobody goes to a less pleasant hour
	most   int  // unpleasant meetings that the first of a calm chain must do better than
	looked int  // circles looked at for chains, ever
	hops   []hop

	seatings int // so many people may still be asked, in any order, to find a further circle

	tried   []uint32 // the search that has come to each circle last …
	further []uint8  // … and how many might still have moved after that
	search  uint32   // … the present one …
	lost    uint32   // … and the first since which circles come to in vain stay so
}

// places says where people and circles stand in the lists of their worker.
type places struct{ person, circle []int32 }

func newWorker(s *state, pos *places) *worker {
	return &worker{journal: journal{s: s}, p: s.p, pos: pos, upTo: s.p.maxSize, bySlot: make([][]int32, len(s.p.slots)), busy: make([]uint64, s.p.words),
		roomy: make([]int32, len(s.p.slots)), airy: make([]uint64, s.p.words), crowds: &crowds{}}
}

// assign gives the worker its part for a round.
func (w *worker) assign(mine, spare, idle []int32) {
	for i := range w.bySlot {
		w.bySlot[i] = w.bySlot[i][:0]
	}
	clear(w.busy)
	clear(w.airy)
	clear(w.roomy)
	w.rooms = 0
	w.mine, w.idle = w.mine[:0], w.idle[:0]
	w.spare = append(w.spare[:0], spare...)
	for _, c := range mine {
		w.enlist(c)
		if w.s.room(c) && w.s.circles[c].kind != sealed {
			w.countRoom(c, 1)
		}
	}
	for _, i := range idle {
		w.addIdle(i)
	}
	w.reset()
}

// enlist puts a living circle into the lists.
func (w *worker) enlist(c int32) {
	w.pos.circle[c] = int32(len(w.mine))
	w.mine = append(w.mine, c)
	w.index(c)
}

// delist takes a circle out of the lists.
func (w *worker) delist(c int32) {
	at, last := w.pos.circle[c], w.mine[len(w.mine)-1]
	w.mine[at] = last
	w.pos.circle[last] = at
	w.mine = w.mine[:len(w.mine)-1]
	w.unindex(c)
}

func (w *worker) index(c int32) {
	slot := w.s.circles[c].slot
	w.bySlot[slot] = append(w.bySlot[slot], c)
	w.busy[slot>>6] |= 1 << (slot & 63)
}

func (w *worker) unindex(c int32) {
	slot := w.s.circles[c].slot
	list := w.bySlot[slot]
	at := slices.Index(list, c)
	list[at] = list[len(list)-1]
	w.bySlot[slot] = list[:len(list)-1]
	if len(list) == 1 {
		w.busy[slot>>6] &^= 1 << (slot & 63)
	}
}

// countRoom notes that the circle has got room (1) or has none any more (-1).
func (w *worker) countRoom(c int32, by int32) {
	slot := w.s.circles[c].slot
	w.rooms += int(by)
	w.roomy[slot] += by
	if w.roomy[slot] > 0 {
		w.airy[slot>>6] |= 1 << (slot & 63)
	} else {
		w.airy[slot>>6] &^= 1 << (slot & 63)
	}
}

func (w *worker) addIdle(i int32) {
	w.pos.person[i] = int32(len(w.idle))
	w.idle = append(w.idle, i)
}

func (w *worker) dropIdle(i int32) {
	at, last := w.pos.person[i], w.idle[len(w.idle)-1]
	w.idle[at] = last
	w.pos.person[last] = at
	w.idle = w.idle[:len(w.idle)-1]
}

// put adds an idle person to a circle.
func (w *worker) put(i, c int32) {
	w.journal.put(i, c)
	if int(w.s.circles[c].n) == w.p.maxSize {
		w.countRoom(c, -1)
	}
	w.dropIdle(i)
}

// take makes a member idle.
func (w *worker) take(i int32) {
	c := w.s.where[i]
	if int(w.s.circles[c].n) == w.p.maxSize {
		w.countRoom(c, 1)
	}
	w.journal.take(i)
	w.addIdle(i)
}

// settle gives an empty circle a cell and a kind; dead closes it.
func (w *worker) settle(c int32, to cell, k kind) {
	x := &w.s.circles[c]
	if x.cell == to && x.kind == k {
		return
	}
	if x.kind != dead {
		w.countRoom(c, -1)
		w.delist(c)
	} else if at := slices.Index(w.spare, c); at >= 0 {
		w.spare[at] = w.spare[len(w.spare)-1]
		w.spare = w.spare[:len(w.spare)-1]
	}
	w.journal.settle(c, to, k)
	if k != dead {
		w.enlist(c)
		w.countRoom(c, 1)
	} else {
		w.spare = append(w.spare, c)
	}
}

// feasible returns the worker's circles that the person could be in, were there
// room. The list is good until the next call.
func (w *worker) feasible(i int32) []int32 { return w.feasibleIn(i, w.busy) }

// feasibleIn returns those in the slots only.
func (w *worker) feasibleIn(i int32, slots []uint64) []int32 {
	w.near = w.near[:0]
	x := &w.p.people[i]
	free := w.p.slotsOf(i)
	for k, busy := range slots {
		for b := busy & free[k]; b != 0; b &= b - 1 {
			for _, c := range w.bySlot[k<<6+bits.TrailingZeros64(b)] {
				y := &w.s.circles[c]
				if x.langs>>y.lang&1 != 0 && (x.track == anyTrack || x.track == y.track) && y.kind != sealed {
					w.near = append(w.near, c)
				}
			}
		}
	}
	return w.near
}

// insert finds a circle with room for an idle person and puts them there. The
// one that becomes cheapest is taken.
func (w *worker) insert(i int32) bool {
	if w.rooms == 0 {
		return false
	}
	best, least := int32(nowhere), 0.0
	for _, c := range w.feasibleIn(i, w.airy) {
		if int(w.s.circles[c].n) >= w.upTo || !w.s.compatible(i, c) {
			continue
		}
		w.s.put(i, c)
		cost := w.s.circleCost(c)
		w.s.take(i)
		cost -= w.s.circleCost(c) - w.rnd.unit()*1e-6
		if best == nowhere || cost < least {
			best, least = c, cost
		}
	}
	if best == nowhere {
		return false
	}
	w.put(i, best)
	return true
}
