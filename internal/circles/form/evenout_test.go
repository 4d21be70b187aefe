package form

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"codeberg.org/plenary/plenary/internal/when"
	"pgregory.net/rapid"
)

// settled is a problem of some people on one day, and a placement of it in which
// nobody else finds a place by a chain.
func settled(r *rapid.T) *state {
	random := rand.New(rand.NewPCG(rapid.Uint64().Draw(r, "seed"), 1))
	in := &Instance{Program: Program{Weeks: []string{"2027-01-11"}, LengthMin: 60, GridMin: 60, Anchors: []string{"UTC"}, Days: []string{"TUE"},
		Size: Size{Min: 3, Target: 4, Max: 5}, MinFacilitators: 1, WantFacilitators: 1, OffHours: [2]string{"20:00", "07:00"}, OrgPolicy: PolicyMix, Languages: []string{"en", "es"}}}
	for n := range 12 + random.IntN(40) {
		from := uint16(96 + 4*(6+random.IntN(14)))
		x := Person{ID: fmt.Sprintf("p%02d", n), Zone: "UTC", Langs: in.Program.Languages[random.IntN(2):], Facilitator: random.IntN(6) == 0,
			Windows: []Window{{from, from + 4*uint16(1+random.IntN(3))}}}
		if n > 0 && random.IntN(8) == 0 {
			x.Apart = []string{fmt.Sprintf("p%02d", random.IntN(n))}
		}
		in.People = append(in.People, x)
	}
	p, err := New(in, nil, when.Load)
	if err != nil {
		r.Fatal(err)
	}
	s := begin(p, nil)
	s.prices = polishingPrices(false)
	s.countUses()
	rnd := stream(1, 0, 0)
	construct(s, &rnd, 1, never)
	whole(s, 1).mend(anyLength, never)
	return s
}

func never() bool { return false }

// soundAll makes sure that every circle keeps the rules.
func (s *state) soundAll(r rapid.TB) {
	for c := range s.circles {
		if s.circles[c].kind == dead {
			continue
		}
		if !s.sound(int32(c)) {
			r.Errorf("circle %d breaks a rule", c)
		}
		for _, m := range s.members(int32(c)) {
			if !s.p.suits(m, s.circles[c].cell) || s.where[m] != int32(c) {
				r.Errorf("person %d is in circle %d, where they cannot be", m, c)
			}
		}
	}
}

// lack is how many places the groups lack.
func (b *balance) lack() (n int) {
	for k := range b.have {
		n += max(0, b.want[k]-b.have[k])
	}
	return n
}

func TestEveningOutCostsNoPlaceAndLeavesNoFairerSwap(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		s := settled(r)
		b := &balance{groups: make([][]int32, len(s.where)), have: make([]int, 3), want: make([]int, 3)}
		for i := range s.where {
			b.groups[i] = rapid.SampledFrom([][]int32{nil, {0}, {1}, {0, 2}, {1, 2}}).Draw(r, "groups")
			for _, n := range b.groups[i] {
				if b.want[n]++; s.where[i] != nowhere {
					b.have[n]++
				}
			}
		}
		for n := range b.want {
			b.want[n] -= rapid.IntRange(0, 3).Draw(r, "spared")
		}
		placed, lack := s.placed(), b.lack()
		w := whole(s, 2)
		w.evenOut(b, never)
		s.soundAll(r)
		if s.placed() < placed || b.lack() > lack {
			r.Errorf("%d placed and %d places lacking became %d and %d", placed, lack, s.placed(), b.lack())
		}
		for _, i := range w.idle {
			for c := range s.circles {
				for _, m := range s.members(int32(c)) {
					if s.circles[c].kind == loose && b.fairer(i, m) && s.fits(i, int32(c)) && s.replaceable(m, int32(c)) {
						r.Errorf("%d could still have had the place of %d", i, m)
					}
				}
			}
		}
	})
}
