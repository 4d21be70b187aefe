package form_test

import (
	"errors"
	"fmt"
	"slices"
	"testing"

	"codeberg.org/plenary/plenary/internal/circles/form"
	"codeberg.org/plenary/plenary/internal/when"
	"pgregory.net/rapid"
)

// aProgram draws a programme with few hours, some of them over a clock change.
func aProgram(r *rapid.T) form.Program {
	g := form.Program{
		Weeks: rapid.SampledFrom([][]string{
			{"2027-01-11"},
			{"2027-03-08", "2027-03-15", "2027-03-29"}, // New York changes on the 14th, Berlin on the 28th
			{"2026-10-19", "2026-10-26", "2026-11-02"}, // Berlin changes on 25 October, New York on 1 November
			{"2027-03-29", "2027-04-05"},               // Lord Howe changes on 4 April, by half an hour
		}).Draw(r, "weeks"),
		LengthMin: rapid.SampledFrom([]int{60, 90}).Draw(r, "length"), GridMin: rapid.SampledFrom([]int{60, 30}).Draw(r, "grid"),
		Anchors:   rapid.SampledFrom([][]string{{"UTC"}, {"Europe/Berlin"}, {"America/New_York", "Australia/Lord_Howe"}}).Draw(r, "anchors"),
		Days:      rapid.SampledFrom([][]string{{"TUE"}, {"SUN"}}).Draw(r, "days"),
		Size:      rapid.SampledFrom([]form.Size{{Min: 2, Target: 2, Max: 3}, {Min: 2, Target: 3, Max: 4}, {Min: 3, Target: 4, Max: 5}}).Draw(r, "size"),
		OffHours:  [2]string{"23:00", "07:00"},
		OrgPolicy: rapid.SampledFrom([]string{form.PolicyNone, form.PolicyMix, form.PolicyKeep}).Draw(r, "policy"),
		Languages: []string{"en", "es"}, Offers: []string{"captions"},
		MinFacilitators: rapid.SampledFrom([]int{1, 1, 0, 2}).Draw(r, "facilitators"),
	}
	g.WantFacilitators = max(1, g.MinFacilitators)
	if rapid.Bool().Draw(r, "tracks") {
		g.Tracks = []string{"early", "late"}
	}
	return g
}

// aPerson draws somebody whose windows lie around the day of the programme.
func aPerson(r *rapid.T, g *form.Program, id string) form.Person {
	x := form.Person{ID: id,
		Zone:        rapid.SampledFrom([]string{"UTC", "Europe/Berlin", "America/New_York", "Asia/Kathmandu", "Australia/Lord_Howe"}).Draw(r, "zone"),
		Langs:       rapid.SampledFrom([][]string{{"en"}, {"en", "es"}, {"en"}, {"es"}, {"fr", "en"}, {"fr"}}).Draw(r, "langs"),
		Facilitator: rapid.Bool().Draw(r, "facilitator"),
		Needs:       rapid.SampledFrom([][]string{nil, nil, nil, nil, {"captions"}, {"sign"}}).Draw(r, "needs"),
		Offers:      rapid.SampledFrom([][]string{nil, nil, {"sign"}}).Draw(r, "offers"),
		Org:         rapid.SampledFrom([]string{"", "a", "b"}).Draw(r, "org"),
	}
	if len(g.Tracks) > 0 {
		x.Track = rapid.SampledFrom([]string{"", "", "", "early", "late"}).Draw(r, "track")
	}
	day := slices.Index(weekdays[:], g.Days[0]) - 1 + 7
	for _, n := range rapid.SliceOfNDistinct(rapid.SampledFrom([]int{6, 7, 8, 9, 10, 11, 12, 13, 4, 5, 14, 15}), 0, 6, rapid.ID).Draw(r, "sixths") {
		from := 96*((day+n/6)%7) + 16*(n%6) // four hours of the day, the day before or the day after
		x.Windows = append(x.Windows, form.Window{From: uint16(from), To: uint16(from + 16 - rapid.SampledFrom([]int{0, 0, 1, 2, 5}).Draw(r, "less"))})
	}
	return x
}

// anInstance draws up to most people, with ties between them.
func anInstance(r *rapid.T, most int) *form.Instance {
	in := &form.Instance{Program: aProgram(r)}
	for i := range max(2, most-rapid.IntRange(0, most-2).Draw(r, "fewer")) {
		in.People = append(in.People, aPerson(r, &in.Program, fmt.Sprintf("p%d", i)))
	}
	for range rapid.IntRange(0, 4).Draw(r, "ties") {
		a, b := rapid.IntRange(0, len(in.People)-1).Draw(r, "one"), rapid.IntRange(0, len(in.People)-1).Draw(r, "other")
		if a == b {
			continue
		}
		x, y := &in.People[a], &in.People[b]
		if rapid.Bool().Draw(r, "apart") {
			x.Apart = append(x.Apart, y.ID)
		} else if !slices.Contains(x.Apart, y.ID) && !slices.Contains(y.Apart, x.ID) {
			x.Together, y.Together = append(x.Together, y.ID), append(y.Together, x.ID)
		}
	}
	for i := range in.People { // nobody may be wanted and not
		x := &in.People[i]
		x.Together = slices.DeleteFunc(x.Together, func(id string) bool { return slices.Contains(x.Apart, id) })
	}
	return in
}

// answer forms circles in steps, so that it is always the same.
func answer(p *form.Problem, previous *form.Placement, seed uint64) *form.Proposal {
	return form.Form(p, previous, form.Options{Seed: seed, Steps: 300, Threads: 1})
}

// reached tells whether a search places so many, at the latest with more steps
// and other seeds.
func reached(p *form.Problem, previous *form.Placement, want int) bool {
	for _, steps := range []int64{300, 3000, 10000} {
		for seed := range uint64(3) {
			if form.Form(p, previous, form.Options{Seed: seed, Steps: steps, Threads: 1}).Card.Placed == want {
				return true
			}
		}
	}
	return false
}

func TestSmallProblemsAreSolvedAsWellAsBySearchingThroughEverything(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		in := anInstance(r, 9)
		p, err := form.New(in, nil, when.Load)
		if err != nil {
			r.Fatal(err)
		}
		ref := newReference(in)
		prop := answer(p, nil, 1)
		judge(r, ref, p, nil, prop)
		best := ref.optimum()
		if prop.Card.Placed > best || prop.Card.AtMost < best {
			r.Errorf("placed %d of at most %d, could be %d", prop.Card.Placed, prop.Card.AtMost, best)
		}
		if prop.Card.Placed < best && !reached(p, nil, best) {
			r.Errorf("placed %d, could be %d", prop.Card.Placed, best)
		}
	})
}

// judge makes sure that an answer keeps every rule, in the eyes of the
// reference and of the engine's own check.
func judge(r *rapid.T, ref *reference, p *form.Problem, previous *form.Placement, prop *form.Proposal) {
	for _, wrong := range ref.verdict(&prop.Placement) {
		r.Error(wrong)
	}
	for _, wrong := range ref.standIn(prop) {
		r.Error(wrong)
	}
	if broken, _ := form.Check(p, previous, &prop.Placement); len(broken) > 0 {
		r.Errorf("the engine's own check: %v", broken)
	}
}

func TestPinsHoldAndAreRefusedOnlyIfTheyCannot(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		in := anInstance(r, 9)
		circles := rapid.SampledFrom([][]string{{"X"}, {"X"}, {"X", "Y"}}).Draw(r, "circles")
		for range rapid.IntRange(1, 3).Draw(r, "pins") {
			i := rapid.IntRange(0, len(in.People)-1).Draw(r, "who")
			in.People[i].Pin = rapid.SampledFrom(circles).Draw(r, "pin")
		}
		ref := newReference(in)
		best := ref.optimum()
		p, err := form.New(in, nil, when.Load)
		var faults form.Faults
		if errors.As(err, &faults) {
			// Where several circles wait for people, the first may take whom the others need.
			if best >= 0 && (faults[0].Code != form.FaultPinNobody || len(circles) == 1) {
				r.Errorf("refused, though %d could be placed: %v", best, err)
			}
			return
		}
		prop := answer(p, nil, 1)
		judge(r, ref, p, nil, prop)
		if prop.Card.Placed > best || prop.Card.AtMost < best {
			r.Errorf("placed %d of at most %d, could be %d", prop.Card.Placed, prop.Card.AtMost, best)
		}
	})
}
