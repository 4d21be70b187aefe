package form_test

import (
	"bytes"
	"slices"
	"strconv"
	"testing"
	"time"

	"codeberg.org/plenary/plenary/internal/circles/form"
	"codeberg.org/plenary/plenary/internal/circles/form/wire"
	"codeberg.org/plenary/plenary/internal/circles/formtest"
)

// made returns the problem of so many made-up people.
func made(t testing.TB, people int, flags ...string) *form.Problem {
	data := formtest.NewGenerator(t).File(t, append([]string{"-n", strconv.Itoa(people)}, flags...)...)
	return formtest.Problem(t, formtest.Instance(t, data), nil)
}

func TestSeedAndStepsDecideWhateverTheThreads(t *testing.T) {
	for _, people := range []int{60, 500, 5200} { // the last are searched, and polished, in several parts
		p := made(t, people)
		run := func(seed uint64, threads int) []byte {
			return wire.WriteAssignment(&form.Form(p, nil, form.Options{Seed: seed, Steps: 1500, Threads: threads}).Placement)
		}
		one := run(1, 1)
		for _, threads := range []int{2, 5} {
			if !bytes.Equal(one, run(1, threads)) {
				t.Errorf("%d people: %d threads give another placement than one", people, threads)
			}
		}
		if bytes.Equal(one, run(2, 2)) {
			t.Errorf("%d people: another seed gives the same placement", people)
		}
	}
}

func TestProgressOnlyRises(t *testing.T) {
	for _, people := range []int{40, 500, 3000} {
		p := made(t, people)
		var all []form.Progress
		prop := form.Form(p, nil, form.Options{Seed: 1, Steps: 3000, Threads: 2, Progress: func(x form.Progress) { all = append(all, x) }})
		if len(all) < 3 {
			t.Fatalf("%d people: progress was told %d times", people, len(all))
		}
		for i, x := range all {
			if x.People != people || x.Share < 0 || x.Share > 1 || x.Placed > x.AtMost || x.Placed > people {
				t.Errorf("%d people: %+v", people, x)
			}
			if i > 0 && (x.Share < all[i-1].Share || x.Placed < all[i-1].Placed || x.AtMost > all[i-1].AtMost) {
				t.Errorf("%d people: %+v after %+v", people, x, all[i-1])
			}
		}
		if last := all[len(all)-1]; prop.Card.Placed < last.Placed || prop.Card.AtMost > last.AtMost || last.Share < 0.99 {
			t.Errorf("%d people: placed %d of at most %d after %+v", people, prop.Card.Placed, prop.Card.AtMost, last)
		}
	}
}

func TestCancelledAtAnyMomentItAnswersWell(t *testing.T) {
	p := made(t, 500)
	full := 0
	form.Form(p, nil, form.Options{Seed: 1, Steps: 3000, Done: func() bool { full++; return false }})
	for _, after := range []int{0, 1, 2, 3, 5, 8, full / 4, full / 2, full - 1} {
		asked := 0
		done := func() bool { asked++; return asked > after }
		prop := form.Form(p, nil, form.Options{Seed: 1, Steps: 3000, Threads: 1, Done: done})
		if broken, _ := form.Check(p, nil, &prop.Placement); len(broken) > 0 {
			t.Errorf("cancelled at question %d of %d: %v", after, full, broken[0])
		}
		if prop.Card.Placed < 200 {
			t.Errorf("cancelled at question %d of %d: placed %d only", after, full, prop.Card.Placed)
		}
	}
}

// clock is a clock that goes on by a step whenever somebody looks.
type clock struct {
	now  time.Time
	step time.Duration
}

func (c *clock) look() time.Time {
	c.now = c.now.Add(c.step)
	return c.now
}

func TestTheTimeIsKept(t *testing.T) {
	p := made(t, 500)
	for _, step := range []time.Duration{time.Millisecond, 300 * time.Millisecond, time.Hour} {
		c := &clock{time.Date(2027, 1, 4, 9, 0, 0, 0, time.UTC), step}
		until := c.now.Add(2 * time.Second)
		prop := form.Form(p, nil, form.Options{Seed: 1, Until: until, Now: c.look, Threads: 1})
		if late := c.now.Sub(until); late > 200*time.Millisecond+60*step { // a tenth, and what cannot be parted
			t.Errorf("steps of %v: %v late", step, late)
		}
		if broken, _ := form.Check(p, nil, &prop.Placement); len(broken) > 0 {
			t.Errorf("steps of %v: %v", step, broken[0])
		}
	}
}

func TestWhoIsPinnedToTheirCircleStaysAndCostsNobodyAPlace(t *testing.T) {
	data := formtest.NewGenerator(t).File(t, "-n", "300", "-wide")
	in := formtest.Instance(t, data)
	first := form.Form(formtest.Problem(t, in, nil), nil, form.Options{Seed: 1, Steps: 4000, Threads: 2})
	var held []int
	for i := range in.People {
		if c := seatsOf(&first.Placement)[in.People[i].ID]; c != nil && i%3 == 0 {
			in.People[i].Pin = c.ID
			held = append(held, i)
		}
	}
	locked := []form.Circle{first.Circles[0], first.Circles[len(first.Circles)/2]}
	for k := range locked {
		in.Locked = append(in.Locked, locked[k].ID)
	}
	p := formtest.Problem(t, in, &first.Placement)
	second := form.Form(p, &first.Placement, form.Options{Seed: 2, Steps: 4000, Threads: 2})
	if broken, _ := form.Check(p, &first.Placement, &second.Placement); len(broken) > 0 {
		t.Error(broken[0])
	}
	if second.Card.Placed < first.Card.Placed || second.Card.Lost > 0 {
		t.Errorf("placed %d of %d, %d lost their place", second.Card.Placed, first.Card.Placed, second.Card.Lost)
	}
	seats := seatsOf(&second.Placement)
	for _, i := range held {
		if x := in.People[i]; seats[x.ID] == nil || seats[x.ID].ID != x.Pin {
			t.Errorf("%s has left %s", x.ID, x.Pin)
		}
	}
	lines := bytes.Split(wire.WriteAssignment(&second.Placement), []byte("\n"))
	for _, c := range locked {
		line := bytes.Split(wire.WriteAssignment(&form.Placement{Circles: []form.Circle{c}}), []byte("\n"))[2]
		same := func(l []byte) bool { return bytes.Equal(bytes.TrimRight(l, "],"), bytes.TrimRight(line, "],")) }
		if !slices.ContainsFunc(lines, same) {
			t.Errorf("the locked circle %s is not as it was", c.ID)
		}
	}
}

func TestPeopleMeetInTheLanguageTheyLikeBestWhereThatCostsNobodyAnything(t *testing.T) {
	in := &form.Instance{Program: form.Program{Weeks: []string{"2027-01-11"}, LengthMin: 60, GridMin: 60, Anchors: []string{"UTC"}, Size: form.Size{Min: 6, Target: 6, Max: 6},
		MinFacilitators: 1, WantFacilitators: 1, OffHours: [2]string{"23:00", "07:00"}, OrgPolicy: form.PolicyNone, Languages: []string{"en", "es", "fr"}}}
	orders := [][]string{{"en", "es", "fr"}, {"es", "fr", "en"}, {"fr", "en", "es"}}
	for n := range 18 {
		in.People = append(in.People, form.Person{ID: "p" + strconv.Itoa(n), Zone: "UTC", Langs: orders[n%3], Facilitator: n < 6, Windows: []form.Window{{From: 48, To: 52}}})
	}
	p := formtest.Problem(t, in, nil)
	prop := form.Form(p, nil, form.Options{Seed: 1, Steps: 2000, Threads: 1})
	if len(prop.Circles) != 3 {
		t.Fatalf("%d circles", len(prop.Circles))
	}
	for _, c := range prop.Circles {
		for _, id := range c.Members {
			n, _ := strconv.Atoi(id[1:])
			if best := orders[n%3][0]; best != c.Lang {
				t.Errorf("%s meets in %s and likes %s best", id, c.Lang, best)
			}
		}
	}
}
