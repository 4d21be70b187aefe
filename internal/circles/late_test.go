package circles_test

import (
	"fmt"
	"maps"
	"testing"
	"time"

	"pgregory.net/rapid"

	"codeberg.org/plenary/plenary/internal/circles"
	"codeberg.org/plenary/plenary/internal/circles/form"
	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/store"
	"codeberg.org/plenary/plenary/internal/store/storetest"
)

// why returns why somebody has no circle.
func (d *desk) why(in circles.Interest) (why circles.Why, known bool) {
	d.t.Helper()
	d.read(func(tx *store.Tx) (err error) {
		why, known, err = d.room.WhyNot(tx, holder(in), in)
		return err
	})
	return why, known
}

func TestWhoSaysYesLateGetsThePlaceThatFits(t *testing.T) {
	eachMet(t, 4, func(t *testing.T, d *desk) {
		before := d.seats()
		d.yes("late", "THU 18:00-21:00", false)
		d.work()
		in := d.interest("late")
		after := d.seats()
		if after[in.ID] == "" {
			t.Fatal("they have no circle")
		}
		delete(after, in.ID)
		if !maps.Equal(before, after) {
			t.Errorf("the others are in %v, were in %v", after, before)
		}
		if got := d.told(); got[circles.MailPlaced] != 1 || got[circles.MailYes] != 1 || len(got) != 2 {
			t.Errorf("told %v", got)
		}
		d.yes("later", "THU 18:00-21:00", false) // five are in it now, and more it does not hold
		d.work()
		later := d.interest("later")
		if why, known := d.why(later); !known || why.Reason != form.ReasonCapacity || why.Suggest != nil || d.seats()[later.ID] != "" {
			t.Errorf("the sixth is told %+v", why)
		}
		if got := d.told(); got[circles.MailUnplaced] != 1 {
			t.Errorf("told %v", got)
		}
	})
}

func TestAPlaceThatFallsFreeGoesToWhoWaits(t *testing.T) {
	eachMet(t, 4, func(t *testing.T, d *desk) {
		d.yes("late", "THU 18:00-21:00", false)
		d.work()
		d.yes("waits", "THU 18:00-21:00", false)
		d.work()
		d.told()
		leaves, waits := d.interest("person02"), d.interest("waits")
		d.write(func(tx *store.Tx) error { return d.room.Withdraw(tx.Context(), tx, holder(leaves), &leaves) })
		d.work()
		if d.seats()[waits.ID] == "" {
			t.Error("the place stays empty")
		}
		if got := d.told(); got[circles.MailPlaced] != 1 || got[circles.MailWithdrawn] != 1 {
			t.Errorf("told %v", got)
		}
	})
}

func TestTheButtonOfASuggestionWorks(t *testing.T) {
	eachMet(t, 4, func(t *testing.T, d *desk) {
		d.yes("late", "THU 18:00-18:30;FRI 18:00-21:00", false)
		d.work()
		in := d.interest("late")
		why, known := d.why(in)
		if !known || why.Suggest == nil || why.Suggest.AddWindow == "" {
			t.Fatalf("they are told %+v", why)
		}
		d.write(func(tx *store.Tx) error { return d.room.TakeSuggestion(tx.Context(), tx, holder(in), &in) })
		d.write(func(tx *store.Tx) error { return d.room.TakeSuggestion(tx.Context(), tx, holder(in), &in) }) // a second press at once
		d.read(func(tx *store.Tx) error {
			if seeking, err := d.room.Seeking(tx, holder(in), in); !seeking || err != nil {
				t.Errorf("seeking: %v %v", seeking, err)
			}
			return nil
		})
		d.work()
		if d.seats()[in.ID] == "" {
			t.Error("they have no circle")
		}
		err := d.try(func(tx *store.Tx) error { return d.room.TakeSuggestion(tx.Context(), tx, holder(in), &in) })
		if !errs.Is(err, errs.Closed) {
			t.Errorf("pressed again in a circle: %v", err)
		}
	})
}

// TestWhatWouldHelpIsLookedForAgain has somebody take the place that was shown to
// somebody else, and give it up again: what stands on the page follows.
func TestWhatWouldHelpIsLookedForAgain(t *testing.T) {
	eachMet(t, 4, func(t *testing.T, d *desk) {
		d.queue.Handle(circles.JobReasons, d.room.ReasonsJob)
		later := func() {
			d.work()
			d.clock.Set(d.clock.Now().Add(2 * time.Minute))
			d.work()
		}
		d.yes("late", "THU 18:00-18:30;FRI 18:00-21:00", false)
		later()
		in := d.interest("late")
		if why, _ := d.why(in); why.Suggest == nil {
			t.Fatalf("they are told %+v", why)
		}
		d.yes("faster", "THU 18:00-21:00", false)
		later()
		d.told()
		if why, known := d.why(in); !known || why.Suggest != nil {
			t.Errorf("the place is taken, and they are told %+v", why)
		}
		faster := d.interest("faster")
		d.write(func(tx *store.Tx) error { return d.room.Withdraw(tx.Context(), tx, holder(faster), &faster) })
		later()
		why, _ := d.why(in)
		if why.Suggest == nil {
			t.Fatalf("the place is free again, and they are told %+v", why)
		}
		if got := d.told(); got[circles.MailUnplaced] != 0 {
			t.Errorf("told %v", got)
		}
		d.write(func(tx *store.Tx) error { return d.room.TakeSuggestion(tx.Context(), tx, holder(in), &in) })
		d.work()
		if d.seats()[in.ID] == "" {
			t.Error("they have no circle")
		}
	})
}

func TestALanguageThatWouldHelpIsSuggested(t *testing.T) {
	eachMet(t, 4, func(t *testing.T, d *desk) {
		d.yes("late", "THU 18:00-21:00", false, "de")
		d.work()
		in := d.interest("late")
		if why, _ := d.why(in); why.Suggest == nil || why.Suggest.AddLang != "en" {
			t.Fatalf("they are told %+v", why)
		}
		d.write(func(tx *store.Tx) error { return d.room.TakeSuggestion(tx.Context(), tx, holder(in), &in) })
		d.work()
		if d.seats()[in.ID] == "" {
			t.Error("they have no circle")
		}
	})
}

func TestABlockReadsAsFullCircles(t *testing.T) {
	eachMet(t, 4, func(t *testing.T, d *desk) {
		d.yes("late", "THU 07:00-09:00", false)
		d.work()
		in := d.interest("late")
		s := d.load()
		d.write(func(tx *store.Tx) error {
			return d.room.SetWishes(tx.Context(), tx, named(in), &in, circles.Wishes{Apart: circles.NameThem("person01@mail.example")})
		})
		h, err := circles.ReadHours("THU 18:00-21:00")
		if err != nil {
			t.Fatal(err)
		}
		d.write(func(tx *store.Tx) error {
			return d.room.Change(tx.Context(), tx, holder(in), s, &in, circles.Answer{Zone: "Europe/Berlin", Language: "en", Hours: h, Languages: []string{"en"}})
		})
		d.work()
		why, known := d.why(in)
		if !known || why.Reason != form.ReasonCapacity || why.Suggest != nil || d.seats()[in.ID] != "" {
			t.Errorf("they are told %+v and are in %q", why, d.seats()[in.ID])
		}
	})
}

// What late people are given breaks no rule, and nobody else moves.
func TestLatePlacesKeepAllRules(t *testing.T) {
	clock := storetest.NewClock()
	start := clock.Now()
	rapid.Check(t, func(rt *rapid.T) {
		clock.Set(start)
		d := newDesk(t, storetest.OpenWith(t, store.SQLite, store.Options{Now: clock.Now, Careless: true}), clock)
		d.queue.Handle(circles.JobLate, d.room.LateJob)
		d.queue.Handle(circles.JobFill, d.room.FillJob)
		hours := rapid.SampledFrom([]string{"THU 18:00-21:00", "THU 12:00-14:00", "THU 17:00-19:30", "FRI 18:00-21:00", "THU 10:00-13:00;THU 19:00-22:00"})
		langs := rapid.SampledFrom([][]string{{"en"}, {"de"}, {"en", "de"}})
		d.many(rapid.IntRange(4, 9).Draw(rt, "people"))
		d.publish(d.form(""))
		for i := range rapid.IntRange(1, 6).Draw(rt, "late") {
			before := d.seats()
			name := fmt.Sprintf("late%d", i)
			d.yes(name, hours.Draw(rt, "hours"), rapid.Bool().Draw(rt, "leads"), langs.Draw(rt, "languages")...)
			d.work()
			in := d.interest(name)
			after := d.seats()
			if _, known := d.why(in); known == (after[in.ID] != "") {
				rt.Fatalf("%s is in %q, and whether they are told why not is %v", name, after[in.ID], known)
			}
			delete(after, in.ID)
			if !maps.Equal(before, after) {
				rt.Fatalf("%s came, and the others are in %v, were in %v", name, after, before)
			}
		}
		broken, err := d.room.Broken(t.Context(), d.db, d.interest("person00").Cohort)
		if err != nil || len(broken) > 0 {
			rt.Errorf("broken: %v %v", broken, err)
		}
	})
}
