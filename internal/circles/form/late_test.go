package form_test

import (
	"errors"
	"fmt"
	"slices"
	"testing"

	"codeberg.org/plenary/plenary/internal/circles/form"
	"codeberg.org/plenary/plenary/internal/circles/formtest"
	"codeberg.org/plenary/plenary/internal/when"
	"pgregory.net/rapid"
)

// later draws what becomes of an instance after circles have been formed: some
// have gone, some have come, some have other hours.
func later(r *rapid.T, in *form.Instance) *form.Instance {
	out := &form.Instance{Program: in.Program}
	gone := map[string]bool{}
	for i := range in.People {
		x := in.People[i]
		switch rapid.SampledFrom([]string{"stays", "stays", "stays", "stays", "goes", "other hours"}).Draw(r, x.ID) {
		case "goes":
			gone[x.ID] = true
			continue
		case "other hours":
			x.Windows = aPerson(r, &in.Program, x.ID).Windows
		}
		out.People = append(out.People, x)
	}
	for i := range out.People {
		x := &out.People[i]
		x.Apart = slices.DeleteFunc(slices.Clone(x.Apart), func(id string) bool { return gone[id] })
		x.Together = slices.DeleteFunc(slices.Clone(x.Together), func(id string) bool { return gone[id] })
	}
	for n := range rapid.IntRange(0, 2).Draw(r, "late") {
		out.People = append(out.People, aPerson(r, &in.Program, fmt.Sprintf("late%d", n)))
	}
	return out
}

// staying are the members of a circle who still are there.
func staying(in *form.Instance, c *form.Circle) (ids []string) {
	for _, id := range c.Members {
		if slices.ContainsFunc(in.People, func(x form.Person) bool { return x.ID == id }) {
			ids = append(ids, id)
		}
	}
	return ids
}

// hold draws circles to lock and members to pin where they are.
func hold(r *rapid.T, in *form.Instance, before *form.Placement) {
	for k := range before.Circles {
		c := &before.Circles[k]
		switch rapid.SampledFrom([]string{"", "", "lock", "pin"}).Draw(r, c.ID) {
		case "lock":
			in.Locked = append(in.Locked, c.ID)
		case "pin":
			if ids := staying(in, c); len(ids) > 0 {
				id := rapid.SampledFrom(ids).Draw(r, "pinned")
				at := slices.IndexFunc(in.People, func(x form.Person) bool { return x.ID == id })
				in.People[at].Pin = c.ID
			}
		}
	}
}

// findCircle returns the circle with the id, nil without.
func findCircle(a *form.Placement, id string) *form.Circle {
	for k := range a.Circles {
		if a.Circles[k].ID == id {
			return &a.Circles[k]
		}
	}
	return nil
}

func TestLateChangesKeepWhatIsHeldAndMoveFew(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		old := anInstance(r, 9)
		p, err := form.New(old, nil, when.Load)
		if err != nil {
			r.Fatal(err)
		}
		before := &answer(p, nil, 1).Placement
		in := later(r, old)
		if len(in.People) == 0 {
			return
		}
		hold(r, in, before)
		ref := newReference(in)
		p, err = form.New(in, before, when.Load)
		var faults form.Faults
		if errors.As(err, &faults) {
			refusedRightly(r, ref, before, faults)
			return
		}
		prop := answer(p, before, 1)
		judge(r, ref, p, before, prop)
		for _, id := range in.Locked {
			was, is := *findCircle(before, id), findCircle(&prop.Placement, id)
			was.Members = staying(in, &was)
			if is == nil || fmt.Sprint(*is) != fmt.Sprint(was) {
				r.Errorf("the locked circle %v has become %v", was, is)
			}
		}
		countChanges(r, in, before, prop)
		if least := ref.disorder(before, &prop.Placement); least < 0 {
			r.Errorf("leaving everything as it was would have been better by %d", -least)
		}
	})
}

// refusedRightly makes sure that only circles that really cannot stay or come
// about are named.
func refusedRightly(r *rapid.T, ref *reference, before *form.Placement, faults form.Faults) {
	for _, f := range faults {
		c := findCircle(before, f.Circle)
		switch {
		case c == nil:
			r.Errorf("a fault of no circle: %v", f)
		case f.Code == form.FaultLocked:
			stay := *c
			stay.Members = staying(ref.in, c)
			if ref.wrongWith(&stay, ref.people(&stay)) == "" {
				r.Errorf("refused to lock %v: %v", stay, f)
			}
		}
	}
}

// countChanges makes sure that the card tells the truth about who has moved.
func countChanges(r *rapid.T, in *form.Instance, before *form.Placement, prop *form.Proposal) {
	var moved, lost, gained, rescheduled int
	was, is := seatsOf(before), seatsOf(&prop.Placement)
	for i := range in.People {
		id := in.People[i].ID
		a, b := was[id], is[id]
		switch {
		case a == nil && b != nil:
			gained++
		case a != nil && b == nil:
			lost++
		case a != nil && a.ID != b.ID:
			moved++
		case a != nil && (a.Lang != b.Lang || !slices.Equal(a.Meetings, b.Meetings)):
			rescheduled++
		}
	}
	if k := prop.Card; len(before.Circles) > 0 && (k.Moved != moved || k.Lost != lost || k.Gained != gained || k.Rescheduled != rescheduled) {
		r.Errorf("says %d moved, %d lost, %d gained, %d rescheduled; it is %d, %d, %d, %d", k.Moved, k.Lost, k.Gained, k.Rescheduled, moved, lost, gained, rescheduled)
	}
}

func seatsOf(a *form.Placement) map[string]*form.Circle {
	seats := map[string]*form.Circle{}
	for k := range a.Circles {
		for _, id := range a.Circles[k].Members {
			seats[id] = &a.Circles[k]
		}
	}
	return seats
}

// disorder is by how much dearer it would have been to leave every circle as it
// was, in the prices of late changes: eight for somebody without a circle, four
// more if they had one, one for a move. It is 0 if not every circle can stay.
func (r *reference) disorder(before, after *form.Placement) int {
	was, is := seatsOf(before), seatsOf(after)
	for k := range before.Circles {
		stay := before.Circles[k]
		stay.Members = staying(r.in, &before.Circles[k])
		if r.wrongWith(&stay, r.people(&stay)) != "" {
			return 0
		}
	}
	asBefore, now := 0, 0
	for i := range r.in.People {
		x := &r.in.People[i]
		if was[x.ID] == nil {
			asBefore += 8
		}
		switch {
		case is[x.ID] == nil && was[x.ID] == nil:
			now += 8
		case is[x.ID] == nil:
			now += 12
		case was[x.ID] != nil && was[x.ID].ID != is[x.ID].ID:
			now++
		}
	}
	return asBefore - now
}

func TestNothingChangesIfNothingHas(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		in := anInstance(r, 9)
		p, err := form.New(in, nil, when.Load)
		if err != nil {
			r.Fatal(err)
		}
		before := answer(p, nil, 1)
		if before.Card.Placed < newReference(in).optimum() {
			return // then it may find more
		}
		p, err = form.New(in, &before.Placement, when.Load)
		if err != nil {
			r.Fatal(err)
		}
		after := answer(p, &before.Placement, 2)
		if got, want := fmt.Sprint(after.Circles), fmt.Sprint(before.Circles); got != want {
			r.Errorf("was %s\nis %s", want, got)
		}
	})
}

// TestOneChangeMovesHardlyAnybody lets people drop out one at a time. Only where
// a circle loses its one facilitator more than two may move.
func TestOneChangeMovesHardlyAnybody(t *testing.T) {
	in := formtest.Instance(t, formtest.NewGenerator(t).File(t, "-n", "500", "-seed", "31", "-countries", "30"))
	first := form.Form(formtest.Problem(t, in, nil), nil, form.Options{Seed: 1, Steps: 4000, Threads: 2})
	seats := seatsOf(&first.Placement)
	led := map[string]int{}
	for i := range in.People {
		if c := seats[in.People[i].ID]; c != nil && in.People[i].Facilitator {
			led[c.ID]++
		}
	}
	for i := 0; i < len(in.People); i += 23 {
		gone := in.People[i]
		if c := seats[gone.ID]; c == nil || gone.Facilitator && led[c.ID] == 1 {
			continue
		}
		rest := *in
		rest.People = slices.Delete(slices.Clone(in.People), i, i+1)
		for k := range rest.People {
			x := &rest.People[k]
			x.Apart = slices.DeleteFunc(slices.Clone(x.Apart), func(id string) bool { return id == gone.ID })
			x.Together = slices.DeleteFunc(slices.Clone(x.Together), func(id string) bool { return id == gone.ID })
		}
		k := form.Form(formtest.Problem(t, &rest, &first.Placement), &first.Placement, form.Options{Seed: 1, Steps: 1}).Card
		if k.Moved+k.Rescheduled > 2 || k.Lost > 0 {
			t.Errorf("without %s %d moved, %d were rescheduled, %d lost their place", gone.ID, k.Moved, k.Rescheduled, k.Lost)
		}
	}
}

// TestWhoTakesOverIsNotLeftWithANeed has the only facilitator of a circle drop
// out. One of another circle could come, and somebody without a circle could
// take over there: but for the need that the one who comes would have answered.
func TestWhoTakesOverIsNotLeftWithANeed(t *testing.T) {
	free := []form.Window{{From: 4 * 10, To: 4*11 + 2}}
	who := func(id string, leads bool, langs ...string) form.Person {
		return form.Person{ID: id, Zone: "UTC", Windows: free, Langs: langs, Facilitator: leads}
	}
	in := &form.Instance{Program: form.Program{Weeks: []string{"2027-01-11"}, LengthMin: 90, GridMin: 60, Anchors: []string{"UTC"}, Size: form.Size{Min: 2, Target: 3, Max: 3},
		OffHours: [2]string{"23:00", "07:00"}, OrgPolicy: form.PolicyNone, Languages: []string{"en", "es"}, MinFacilitators: 1, WantFacilitators: 1}}
	moves, takesOver := who("moves", true, "en", "es"), who("takes-over", true, "es")
	moves.Offers, takesOver.Needs = []string{"sign"}, []string{"sign"}
	in.People = []form.Person{who("en1", false, "en"), who("en2", false, "en"), moves, who("es1", false, "es"), who("es2", false, "es"), takesOver}
	before := &form.Placement{Circles: []form.Circle{
		{ID: "C00001", Lang: "es", Anchor: "UTC", Day: "MON", Start: "10:00", Members: []string{"moves", "es1", "es2"}},
		{ID: "C00002", Lang: "en", Anchor: "UTC", Day: "MON", Start: "10:00", Members: []string{"gone", "en1", "en2"}},
	}}
	for seed := range uint64(8) {
		p := formtest.Problem(t, in, before)
		prop := form.Form(p, before, form.Options{Seed: seed, Steps: 1, Threads: 1})
		if broken, _ := form.Check(p, before, &prop.Placement); len(broken) > 0 {
			t.Fatalf("seed %d: %v", seed, broken[0])
		}
	}
}
