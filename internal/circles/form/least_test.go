package form

import (
	"testing"

	"pgregory.net/rapid"
)

func TestWhatIsProvenHoldsForEveryPlacement(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		s := settled(r)
		for _, i := range rapid.SliceOfN(rapid.IntRange(0, len(s.where)-1), 0, 5).Draw(r, "without") {
			if c := s.where[i]; c != nowhere && s.bearsLoss(int32(i), c) { // a placement need not be good
				s.take(int32(i))
			}
		}
		slots, off := s.hours()
		if n := s.placed(); s.p.leastSlots(n) > slots || s.p.leastOffHours(n) > off {
			r.Errorf("%d placed: %d slots of at least %d, %d unpleasant meetings of at least %d", n, slots, s.p.leastSlots(n), off, s.p.leastOffHours(n))
		}
	})
}

func TestPeopleWithoutACommonHourNeedAnHourEach(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		s := settled(r)
		all, hours := 0, map[int32]bool{}
		for i := range s.p.people {
			if s.p.reachable(int32(i)) {
				all++
			}
		}
		for k := range s.p.pop { // with every circle that can exist in use, nobody needs another
			if s.p.eligible(k) {
				hours[int32(k%len(s.p.slots))] = true
			}
		}
		if n := s.p.leastSlots(all); n > len(hours) || all > 0 && n == 0 {
			r.Errorf("%d people need %d of %d hours", all, n, len(hours))
		}
		if n := s.p.leastSlots(0); n != 0 {
			r.Errorf("nobody needs %d hours", n)
		}
	})
}
