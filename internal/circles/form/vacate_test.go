package form

import (
	"testing"

	"pgregory.net/rapid"
)

// hours counts the slots that circles use, and the unpleasant meetings.
func (s *state) hours() (slots, off int) {
	used := map[int32]bool{}
	for c := range s.circles {
		if x := &s.circles[c]; x.kind != dead {
			used[x.slot] = true
			for _, m := range s.members(int32(c)) {
				off += s.p.offHours(m, x.slot)
			}
		}
	}
	return len(used), off
}

func TestGivingUpHoursCostsNoPlaceAndNoPleasantMeeting(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		s := settled(r)
		placed := s.placed()
		slots, off := s.hours()
		w := whole(s, 2)
		w.vacate(never)
		s.soundAll(r)
		after, unpleasant := s.hours()
		if s.placed() < placed || after > slots || unpleasant > off {
			r.Errorf("%d placed, %d hours and %d unpleasant meetings became %d, %d and %d", placed, slots, off, s.placed(), after, unpleasant)
		}
		for c := range s.circles { // alone at an hour, all free at another that is used
			if x := &s.circles[c]; x.kind == loose && len(w.bySlot[x.slot]) == 1 {
				for t := range w.bySlot {
					if int32(t) != x.slot && len(w.bySlot[t]) > 0 && w.suitsAll(int32(c), int32(t)) {
						r.Errorf("circle %d could have met at %d", c, t)
					}
				}
			}
		}
	})
}

// suitsAll tells whether all members are free in the slot and none has an
// unpleasant meeting then.
func (w *worker) suitsAll(c, slot int32) bool {
	for _, m := range w.s.members(c) {
		if !w.p.isFree(m, slot) || w.p.offHours(m, slot) > 0 {
			return false
		}
	}
	return true
}
