package circles_test

import (
	"testing"
	"time"

	"codeberg.org/plenary/plenary/internal/circles"
	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/store"
)

// TestUndoingTakesBackWhatOneSaw: who undoes what they see does not undo what
// somebody else did meanwhile.
func TestUndoingTakesBackWhatOneSaw(t *testing.T) {
	eachDesk(t, func(t *testing.T, d *desk) {
		d.many(8)
		b := d.form("")
		s := d.load()
		mine := d.must(b, circles.Change{What: circles.Keep, To: b.A.Circles[0].Code})
		theirs := d.must(mine, circles.Change{What: circles.Keep, To: b.A.Circles[1].Code})
		undo := func(from, to int) error {
			return d.try(func(tx *store.Tx) error { return d.room.GoTo(tx, d.boss, s, b.Proposal.ID, from, to) })
		}
		if err := undo(mine.Proposal.Step, b.Proposal.Step); !errs.Is(err, errs.Conflict) {
			t.Errorf("it is undone: %v", err)
		}
		if got := d.board(b.Proposal.ID); got.Proposal.Step != theirs.Proposal.Step {
			t.Errorf("step %d is shown", got.Proposal.Step)
		}
		if err := undo(theirs.Proposal.Step, b.Proposal.Step); err != nil {
			t.Error(err)
		}
	})
}

// TestAStepKnowsSinceWhenPeopleSaidSomethingNew: what was looked at with it is
// news again when that is undone.
func TestAStepKnowsSinceWhenPeopleSaidSomethingNew(t *testing.T) {
	eachDesk(t, func(t *testing.T, d *desk) {
		d.many(8)
		b := d.form("")
		d.clock.Add(time.Minute)
		d.yes("late", "THU 18:00-21:00", false)
		if n := d.board(b.Proposal.ID).Since; n != 1 {
			t.Errorf("%d said something new, want 1", n)
		}
		d.clock.Add(time.Minute)
		now := d.must(b, circles.Change{What: circles.Rechecked})
		if now.Since != 0 {
			t.Errorf("%d said something new since it was looked at with that", now.Since)
		}
		now = d.must(now, circles.Change{What: circles.Keep, To: b.A.Circles[0].Code})
		s := d.load()
		for step, want := range map[int]int{b.Proposal.Step: 1, now.Proposal.Step: 0} {
			from := d.step(b.Proposal.ID)
			d.write(func(tx *store.Tx) error { return d.room.GoTo(tx, d.boss, s, b.Proposal.ID, from, step) })
			if n := d.board(b.Proposal.ID).Since; n != want {
				t.Errorf("at step %d %d said something new, want %d", step, n, want)
			}
		}
	})
}

// step is the step of a proposal that is shown.
func (d *desk) step(id string) (n int) {
	d.t.Helper()
	return d.board(id).Proposal.Step
}

// TestWhoIsErasedIsNewsToAProposal: the desk says that something has changed,
// and what is published holds nobody who is gone.
func TestWhoIsErasedIsNewsToAProposal(t *testing.T) {
	eachDesk(t, func(t *testing.T, d *desk) {
		d.people.OnErased = append(d.people.OnErased, d.room.Forget)
		d.many(10)
		b := d.form("")
		gone := d.interest("person01")
		d.clock.Add(time.Minute)
		d.write(func(tx *store.Tx) error { return d.people.Erase(tx.Context(), tx, holder(gone), gone.Person) })
		if b = d.board(b.Proposal.ID); b.Since != 1 {
			t.Errorf("%d said something new, want 1", b.Since)
		}
		if !d.publish(b) || d.seats()[gone.ID] != "" || len(d.seats()) != 9 {
			t.Errorf("seated %v, %+v", d.seats(), d.board(b.Proposal.ID).A.Breaches)
		}
	})
}

// TestProposalsOfOneMinuteAreToldApart counts them.
func TestProposalsOfOneMinuteAreToldApart(t *testing.T) {
	eachDesk(t, func(t *testing.T, d *desk) {
		d.many(8)
		for want := 1; want < 4; want++ {
			if b := d.form(""); b.Proposal.Nth != want {
				t.Errorf("it is number %d of its minute, want %d", b.Proposal.Nth, want)
			}
			d.clock.Add(10 * time.Second)
		}
		d.clock.Add(time.Minute)
		if b := d.form(""); b.Proposal.Nth != 1 {
			t.Errorf("it is number %d of its minute, want 1", b.Proposal.Nth)
		}
	})
}

// TestTheRestIsFormedAgainFromWhatOneSaw: the step counts that was seen when it
// was asked for, not one of before or later.
func TestTheRestIsFormedAgainFromWhatOneSaw(t *testing.T) {
	eachDesk(t, func(t *testing.T, d *desk) {
		d.many(12)
		b := d.form("")
		s := d.load()
		form := func(step int) (p circles.Proposal, err error) {
			err = d.try(func(tx *store.Tx) (err error) {
				p, err = d.room.Form(tx, d.boss, s, b.Proposal.ID, circles.Effort{Seed: 7, Steps: 300, Seen: step})
				return err
			})
			return p, err
		}
		kept := d.must(b, circles.Change{What: circles.Keep, To: b.A.Circles[0].Code})
		if _, err := form(b.Proposal.Step); !errs.Is(err, errs.Conflict) {
			t.Errorf("it is formed from another step: %v", err)
		}
		p, err := form(kept.Proposal.Step)
		if err != nil {
			t.Fatal(err)
		}
		d.write(func(tx *store.Tx) error { // undone before the job begins
			return d.room.GoTo(tx, d.boss, s, b.Proposal.ID, kept.Proposal.Step, b.Proposal.Step)
		})
		d.work()
		if c := d.board(p.ID).A.Of(b.A.Circles[0].Code); c == nil || !c.Kept {
			t.Errorf("what is to stay is %+v", c)
		}
	})
}

// TestANewSearchPutsAwayThatOneFailed: what is said of circles is of the latest.
func TestANewSearchPutsAwayThatOneFailed(t *testing.T) {
	eachDesk(t, func(t *testing.T, d *desk) {
		d.many(8)
		d.yes("friday", "FRI 18:00-21:00", false)
		b := d.form("")
		s := d.load()
		b = d.must(b, circles.Change{What: circles.Move, Who: []string{d.interest("friday").ID}, To: "C00002"})
		d.write(func(tx *store.Tx) error {
			_, err := d.room.Form(tx, d.boss, s, b.Proposal.ID, circles.Effort{Seed: 1, Steps: 10})
			return err
		})
		if _, err := d.queue.RunDue(t.Context()); !errs.Is(err, errs.Invalid) {
			t.Fatalf("the job says %v", err)
		}
		d.form("")
		d.read(func(tx *store.Tx) error {
			o, err := d.room.Overview(tx.Context(), tx, d.boss, s)
			if len(o.Proposals) != 2 || o.Working != nil {
				t.Errorf("%d proposals, %+v", len(o.Proposals), o.Working)
			}
			return err
		})
	})
}
