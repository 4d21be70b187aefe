package form

import (
	"cmp"
	"slices"
)

// People find it easier to keep a few hours in mind, and rooms are booked by the
// hour. So hours that few circles use are given up where every circle that meets
// then can meet at an hour that others use, without a less pleasant meeting.

const (
	vacateCircles = 4   // an hour with more circles stays
	vacateHours   = 6   // so many other hours are tried for each circle
	vacateMissing = 4   // so many of its members may have to find another circle
	vacateMoves   = 3   // so many may change their circle so that one of those does
	vacateWorth   = 1.9 // what it may cost besides: less than an unpleasant meeting of one person
)

// vacate gives up hours, those with the fewest circles first.
func (w *worker) vacate(stop func() bool) {
	price := w.s.prices.slot
	w.s.prices.slot = 0 // it is hours that count here, not circles
	w.s.total()
	defer func() {
		w.s.prices.slot = price
		w.s.countUses()
		w.s.total()
	}()
	for _, slot := range w.rareHours() {
		if stop() {
			return
		}
		w.giveUpHour(slot)
	}
}

// rareHours lists the slots of few circles all of which may move, those of the
// fewest first.
func (w *worker) rareHours() (list []int32) {
	for s, circles := range w.bySlot {
		if n := len(circles); n > 0 && n <= vacateCircles && !slices.ContainsFunc(circles, func(c int32) bool { return !w.mayMove(c) }) {
			list = append(list, int32(s))
		}
	}
	w.rnd.shuffle(list)
	slices.SortStableFunc(list, func(a, b int32) int { return cmp.Compare(len(w.bySlot[a]), len(w.bySlot[b])) })
	return list
}

// mayMove tells whether the circle may get another hour.
func (w *worker) mayMove(c int32) bool {
	x := &w.s.circles[c]
	return x.kind == loose && x.name < 0
}

// giveUpHour moves all circles of the slot to others. It returns false, and
// nothing has happened, if that is not possible or too dear.
func (w *worker) giveUpHour(slot int32) bool {
	w.begin()
	for _, c := range slices.Clone(w.bySlot[slot]) {
		if w.s.circles[c].kind != dead && !w.moveTogether(c) {
			w.undo()
			return false
		}
	}
	if len(w.bySlot[slot]) > 0 || w.gain() < -vacateWorth || !w.valid() {
		w.undo()
		return false
	}
	w.keep()
	return true
}

// moveTogether gives the circle the best of the hours that others use and finds
// circles for members who cannot come along.
func (w *worker) moveTogether(c int32) bool {
	from := len(w.log)
	before := w.gain()
	for _, slot := range w.hoursFor(c) {
		if w.moveTo(c, slot, vacateMoves) && w.gain() >= before-vacateWorth {
			return true
		}
		w.undoTo(from)
	}
	return false
}

// hoursFor lists other slots with circles in which most of the members can
// meet, those with the fewest unpleasant meetings and missing members first.
func (w *worker) hoursFor(c int32) []int32 {
	type option struct {
		slot         int32
		missing, off int
	}
	members := w.s.members(c)
	now := w.s.circles[c].slot
	var list []option
	for s, circles := range w.bySlot {
		if len(circles) == 0 || int32(s) == now {
			continue
		}
		o, leads := option{slot: int32(s)}, 0
		for _, m := range members {
			switch {
			case !w.p.isFree(m, o.slot):
				o.missing++
			case w.p.people[m].fac:
				leads++
				fallthrough
			default:
				o.off += w.p.offHours(m, o.slot) - w.p.offHours(m, now)
			}
			if o.missing > vacateMissing {
				break
			}
		}
		if o.missing <= vacateMissing && leads >= w.p.prog.MinFacilitators && o.off <= 0 {
			list = append(list, o)
		}
	}
	slices.SortFunc(list, func(a, b option) int {
		return cmp.Or(cmp.Compare(a.missing, b.missing), cmp.Compare(a.off, b.off), cmp.Compare(len(w.bySlot[b.slot]), len(w.bySlot[a.slot])), cmp.Compare(a.slot, b.slot))
	})
	var slots []int32
	for _, o := range list[:min(len(list), vacateHours)] {
		slots = append(slots, o.slot)
	}
	return slots
}
