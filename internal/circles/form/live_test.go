package form_test

import (
	"fmt"
	"slices"
	"testing"

	"codeberg.org/plenary/plenary/internal/circles/form"
	"codeberg.org/plenary/plenary/internal/circles/formtest"
	"codeberg.org/plenary/plenary/internal/when"
	"pgregory.net/rapid"
)

// town is a placement kept in memory, and what it must be equal to.
type town struct {
	live *form.Live
	in   *form.Instance
	last *form.Placement
}

// forget takes out of the instance whoever has the id.
func (w *town) forget(id string) {
	w.in.People = slices.DeleteFunc(w.in.People, func(x form.Person) bool { return x.ID == id })
	for i := range w.in.People {
		x := &w.in.People[i]
		x.Apart = slices.DeleteFunc(slices.Clone(x.Apart), func(o string) bool { return o == id })
		x.Together = slices.DeleteFunc(slices.Clone(x.Together), func(o string) bool { return o == id })
	}
}

// change makes one change in both and returns who it was about.
func (w *town) change(r *rapid.T, n int) (who string, e form.Effect) {
	var err error
	what := "comes"
	if len(w.in.People) > 0 {
		what = rapid.SampledFrom([]string{"comes", "goes", "changes"}).Draw(r, "change")
	}
	switch what {
	case "comes":
		x := aPerson(r, &w.in.Program, fmt.Sprintf("late%d", n))
		if len(w.in.People) > 0 && rapid.Bool().Draw(r, "apart") {
			x.Apart = []string{rapid.SampledFrom(w.in.People).Draw(r, "from").ID}
		}
		w.in.People = append(w.in.People, x)
		who = x.ID
		e, err = w.live.Join(&x)
	case "goes":
		who = rapid.SampledFrom(w.in.People).Draw(r, "who").ID
		w.forget(who)
		e = w.live.Leave(who)
	default:
		x := rapid.SampledFrom(w.in.People).Draw(r, "who")
		now := aPerson(r, &w.in.Program, x.ID)
		now.Apart, now.Together, who = x.Apart, x.Together, x.ID
		w.in.People[slices.IndexFunc(w.in.People, func(y form.Person) bool { return y.ID == who })] = now
		e, err = w.live.Change(&now)
	}
	if err != nil {
		r.Fatal(err)
	}
	return who, e
}

// effect is what the change has done, by the placements before and after.
func (w *town) effect(who string, now *form.Placement) (e form.Effect) {
	was, is := seatsOf(w.last), seatsOf(now)
	ids := map[string]bool{}
	for id := range was {
		ids[id] = true
	}
	for id := range is {
		ids[id] = true
	}
	for id := range ids {
		a, b := was[id], is[id]
		switch {
		case id == who:
			if b != nil {
				e.Circle = b.ID
			}
		case a != nil && b == nil:
			e.Lost = append(e.Lost, id)
		case a == nil && b != nil:
			e.Gained = append(e.Gained, id)
		case a.ID != b.ID:
			e.Moved = append(e.Moved, id)
		}
	}
	slices.Sort(e.Moved)
	slices.Sort(e.Gained)
	slices.Sort(e.Lost)
	return e
}

func TestAPlacementKeptInMemoryKeepsTheRulesThroughEveryChange(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		in := anInstance(r, 9)
		p, err := form.New(in, nil, when.Load)
		if err != nil {
			r.Fatal(err)
		}
		before := &answer(p, nil, 1).Placement
		w := &town{form.NewLive(p, before), in, before}
		for n := range rapid.IntRange(1, 12).Draw(r, "changes") {
			who, e := w.change(r, n)
			now := w.live.Placement()
			fresh, err := form.New(w.in, nil, when.Load)
			if err != nil {
				r.Fatal(err)
			}
			if broken, _ := form.Check(fresh, nil, now); len(broken) > 0 {
				r.Fatalf("after change %d: %v", n, broken)
			}
			for _, wrong := range newReference(w.in).verdict(now) {
				r.Error(wrong)
			}
			if want := w.effect(who, now); fmt.Sprint(e) != fmt.Sprint(want) {
				r.Errorf("change %d says it did %v, but did %v", n, e, want)
			}
			w.last = now
		}
	})
}

// TestOneChangeInMemoryMovesHardlyAnybody lets people go and come again.
func TestOneChangeInMemoryMovesHardlyAnybody(t *testing.T) {
	in := formtest.Instance(t, formtest.NewGenerator(t).File(t, "-n", "500", "-seed", "31", "-countries", "30"))
	p := formtest.Problem(t, in, nil)
	first := &form.Form(p, nil, form.Options{Seed: 1, Steps: 4000, Threads: 2}).Placement
	live := form.NewLive(p, first)
	for i := 0; i < len(in.People); i += 7 {
		x := in.People[i]
		if c := seatsOf(live.Placement())[x.ID]; c == nil || x.Facilitator || len(c.Members) == in.Program.Size.Min {
			continue // then the circle itself may be lost
		}
		gone := live.Leave(x.ID)
		back, err := live.Join(&x)
		if err != nil {
			t.Fatal(err)
		}
		if len(gone.Moved) > 2 || len(gone.Lost) > 0 || len(back.Moved) > 2 || len(back.Lost) > 0 {
			t.Errorf("%s leaves: %+v; comes back: %+v", x.ID, gone, back)
		}
	}
}

// BenchmarkOneChange measures a change among 25,000 people, in turn somebody who
// leaves and the same who comes again.
func BenchmarkOneChange(b *testing.B) {
	in := formtest.Instance(b, formtest.NewGenerator(b).File(b, "-n", "25000", "-seed", "1"))
	p := formtest.Problem(b, in, nil)
	live := form.NewLive(p, &form.Form(p, nil, form.Options{Seed: 1, Steps: 8000, Threads: 2}).Placement)
	moved, changes := 0, 0
	for n := 0; b.Loop(); n++ {
		x := &in.People[n*7919%len(in.People)]
		e := live.Leave(x.ID)
		moved += len(e.Moved)
		e, err := live.Join(x)
		if err != nil {
			b.Fatal(err)
		}
		moved += len(e.Moved)
		changes += 2
	}
	b.ReportMetric(float64(b.Elapsed().Microseconds())/1000/float64(changes), "ms/change")
	b.ReportMetric(float64(moved)/float64(changes), "moved/change")
}
