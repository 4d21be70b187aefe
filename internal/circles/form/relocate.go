package form

import "math"

const (
	relocateMissing = 3 // so many members may have to leave a circle that moves to another hour
	relocateMoves   = 2 // so many may change their circle so that one of those finds a place
	relocateLot     = 2 // chance, against what an hour costs
)

// relocate gives the circle an hour that other circles use and that suits most
// of its members, and finds places for the others.
func (w *worker) relocate(c int32) bool {
	x := &w.s.circles[c]
	if x.kind != loose || x.name >= 0 {
		return false
	}
	slot := w.drawHour(c)
	if slot < 0 {
		return false
	}
	return w.moveTo(c, slot, relocateMoves)
}

// moveTo gives the circle another hour and finds circles for members who are not
// free then, by letting up to so many others move for each of them.
func (w *worker) moveTo(c, slot int32, moves int) bool {
	var missing []int32
	for _, m := range w.s.members(c) {
		if !w.p.isFree(m, slot) {
			missing = append(missing, m)
		}
	}
	for _, m := range missing {
		w.take(m)
	}
	x := &w.s.circles[c]
	w.rehour(c, cell{slot, x.lang, x.track})
	w.lost = w.search + 1
	for _, m := range missing {
		if !w.insert(m) && !w.chain(m, moves) {
			return false
		}
	}
	return true
}

// drawHour draws a slot with circles of the worker in which nearly all members
// are free: a pleasant one that others use. It returns -1 if there is none.
func (w *worker) drawHour(c int32) (best int32) {
	x := &w.s.circles[c]
	members := w.s.members(c)
	best = -1
	least := w.hourCost(c, x.slot) + relocateLot
	for s := range w.bySlot {
		if len(w.bySlot[s]) == 0 || int32(s) == x.slot {
			continue
		}
		missing, leads := 0, 0
		for _, m := range members {
			if !w.p.isFree(m, int32(s)) {
				if missing++; missing > relocateMissing {
					break
				}
			} else if w.p.people[m].fac {
				leads++
			}
		}
		if missing > relocateMissing || leads < w.p.prog.MinFacilitators {
			continue
		}
		if v := w.hourCost(c, int32(s)) - relocateLot*math.Log(w.rnd.unit()+1e-12) + relocateLot/2*float64(missing); v < least {
			best, least = int32(s), v
		}
	}
	return best
}

// hourCost is what it would cost that the circle met in the slot, for those of
// its members who could.
func (w *worker) hourCost(c, slot int32) float64 {
	off := 0
	for _, m := range w.s.members(c) {
		if w.p.isFree(m, slot) {
			off += w.p.offHours(m, slot)
		}
	}
	return w.s.prices.off*float64(off) + w.s.slotCost(slot)
}
