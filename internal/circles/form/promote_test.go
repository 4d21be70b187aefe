package form

import (
	"fmt"
	"testing"

	"codeberg.org/plenary/plenary/internal/when"
	"pgregory.net/rapid"
)

// handedOn is a Tuesday with two full circles, three people who wait for one at
// three o'clock, and four who lead: Ann is to spare, but free at ten only; Ben
// leads at ten and could lead at noon, Cleo leads at noon and could at three.
func handedOn(t testing.TB) *state {
	in := &Instance{Program: Program{Weeks: []string{"2027-01-11"}, LengthMin: 60, GridMin: 60, Anchors: []string{"UTC"}, Days: []string{"TUE"},
		Size: Size{Min: 3, Target: 4, Max: 4}, MinFacilitators: 1, WantFacilitators: 1, OffHours: [2]string{"20:00", "07:00"}, OrgPolicy: PolicyMix, Languages: []string{"en"}}}
	add := func(id string, leads bool, hours ...uint16) string {
		x := Person{ID: id, Zone: "UTC", Langs: []string{"en"}, Facilitator: leads}
		for _, h := range hours {
			x.Windows = append(x.Windows, Window{96 + 4*h, 96 + 4*(h+1)})
		}
		in.People = append(in.People, x)
		return id
	}
	at := func(hour int, members ...string) Circle {
		return Circle{ID: fmt.Sprint("c", hour), Lang: "en", Anchor: "UTC", Day: "TUE", Start: fmt.Sprintf("%02d:00", hour), Members: members}
	}
	before := &Placement{Circles: []Circle{
		at(10, add("ann", true, 10), add("ben", true, 10, 12), add("p1", false, 10), add("p2", false, 10)),
		at(12, add("cleo", true, 12, 15), add("p3", false, 12), add("p4", false, 12), add("p5", false, 12)),
	}}
	for n := range 3 {
		add(fmt.Sprint("waits", n), false, 15)
	}
	p, err := New(in, before, when.Load)
	if err != nil {
		t.Fatal(err)
	}
	s := begin(p, before)
	s.prices = placingPrices(false)
	s.countUses()
	s.reserve(2)
	return s
}

func TestACircleIsFoundedBySomebodyWhoseOwnIsTakenOver(t *testing.T) {
	s := handedOn(t)
	whole(s, 1).fill(anyLength, never)
	if s.placed() != 8 {
		t.Fatalf("%d have a place already, expected 8", s.placed())
	}
	whole(s, 1).promote(never)
	if s.placed() != 11 {
		t.Errorf("%d have a place, expected all 11", s.placed())
	}
	for id, hour := range map[string]string{"ann": "10:00", "ben": "12:00", "cleo": "15:00"} {
		if c := s.where[s.p.byID[id]]; c == nowhere || clockText(int(s.p.slots[s.circles[c].slot].start)) != hour {
			t.Errorf("%s does not lead at %s", id, hour)
		}
	}
	s.soundAll(t)
}

func TestSomebodyWhoLeadsIsSetFreeOverSeveralWhoTakeOver(t *testing.T) {
	s := handedOn(t)
	w := whole(s, 1)
	if cleo := s.p.byID["cleo"]; !w.succeed(cleo) || s.where[cleo] != nowhere {
		t.Error("nobody takes over from Cleo, though Ben could, and Ann from Ben")
	}
	s.soundAll(t)
}

func TestPromotionCostsNoPlace(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		s := settled(r)
		placed := s.placed()
		whole(s, rapid.Uint64().Draw(r, "lot")).promote(never)
		s.soundAll(r)
		if s.placed() < placed {
			r.Errorf("%d of %d have a place still", s.placed(), placed)
		}
	})
}
