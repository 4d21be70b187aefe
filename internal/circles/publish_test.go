package circles_test

import (
	"maps"
	"slices"
	"testing"
	"time"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/circles"
	"codeberg.org/plenary/plenary/internal/jobs"
	"codeberg.org/plenary/plenary/internal/store"
)

// told counts the letters in the outbox by their kind, and empties it.
func (d *desk) told() map[string]int {
	d.t.Helper()
	counts := map[string]int{}
	d.write(func(tx *store.Tx) error {
		if err := tx.Each(func(r *store.Rows) error {
			var kind string
			err := r.Scan(&kind)
			counts[kind]++
			return err
		}, `SELECT kind FROM outbox`); err != nil {
			return err
		}
		_, err := tx.Exec(`DELETE FROM outbox`)
		return err
	})
	return counts
}

// seats returns who is in which circle, by name and code.
func (d *desk) seats() map[string]string {
	d.t.Helper()
	found := map[string]string{}
	d.read(func(tx *store.Tx) error {
		return tx.Each(func(r *store.Rows) error {
			var interest, code string
			err := r.Scan(&interest, &code)
			found[interest] = code
			return err
		}, `SELECT p.interest, c.code FROM placement p JOIN circle c ON c.id = p.circle WHERE c.state = 'meets'`)
	})
	return found
}

// planned returns the same of a board.
func planned(b circles.Board) map[string]string {
	found := map[string]string{}
	for _, c := range b.A.Circles {
		for _, m := range c.Members {
			found[m] = c.Code
		}
	}
	return found
}

func TestPublishingSeatsAndTellsEverybodyOnce(t *testing.T) {
	eachDesk(t, func(t *testing.T, d *desk) {
		d.many(12)
		d.yes("never", "FRI 07:00-09:00", false)
		b := d.form("")
		d.told()
		if !d.publish(b) {
			t.Fatal("it was not published")
		}
		b = d.board(b.Proposal.ID)
		if b.Proposal.State != circles.Published || b.Cohort.Published != b.Proposal.ID {
			t.Errorf("the proposal is %s", b.Proposal.State)
		}
		if got := d.seats(); !maps.Equal(got, planned(b)) {
			t.Errorf("seated %v, planned %v", got, planned(b))
		}
		if got := d.told(); got[circles.MailPlaced] != 12 || got[circles.MailUnplaced] != 1 || len(got) != 2 {
			t.Errorf("told %v", got)
		}
		leads := 0
		d.read(func(tx *store.Tx) error {
			return tx.Row(`SELECT COUNT(*) FROM meeting WHERE lead <> ''`).Scan(&leads)
		})
		if want := 4 * len(b.A.Circles); leads != want {
			t.Errorf("%d meetings have somebody who leads, want %d", leads, want)
		}
	})
}

func TestWhoTakesTheirYesBackWhileCirclesArePublishedIsInNone(t *testing.T) {
	eachDesk(t, func(t *testing.T, d *desk) {
		d.many(12)
		b := d.form("")
		if !d.begin(b) {
			t.Fatal("it was not published")
		}
		in := d.interest("person01")
		d.write(func(tx *store.Tx) error { return d.room.Withdraw(tx.Context(), tx, holder(in), &in) })
		d.told()
		d.work()
		if got := d.seats(); got[in.ID] != "" || len(got) != 11 {
			t.Errorf("seated %v", got)
		}
		if got := d.told(); got[circles.MailPlaced] != 11 {
			t.Errorf("told %v", got)
		}
	})
}

func TestASecondPublishingTellsOnlyThoseWhomItChanges(t *testing.T) {
	eachDesk(t, func(t *testing.T, d *desk) {
		d.many(16)
		b := d.form("")
		d.publish(b)
		before := d.seats()
		d.told()
		again := d.form("")
		if got := planned(again); !maps.Equal(got, before) {
			t.Fatalf("formed again, nobody having changed anything: %v, was %v", got, before)
		}
		from, to := again.A.Circles[0], again.A.Circles[1]
		who := from.Members[slices.IndexFunc(from.Members, func(m string) bool {
			return m != d.interest("person00").ID && m != d.interest("person04").ID && m != d.interest("person08").ID && m != d.interest("person12").ID
		})]
		again = d.must(again, circles.Change{What: circles.Move, Who: []string{who}, To: to.Code})
		if !d.publish(again) {
			t.Fatalf("it was not published: %v", d.board(again.Proposal.ID).A.Breaches)
		}
		if got := d.seats(); got[who] != to.Code || len(got) != len(before) {
			t.Errorf("they are in %s, want %s", got[who], to.Code)
		}
		if got := d.told(); !maps.Equal(got, map[string]int{circles.MailGone: 1, circles.MailMoved: 1}) {
			t.Errorf("told %v", got)
		}
	})
}

func TestWhatBreaksARuleIsNotPublished(t *testing.T) {
	eachDesk(t, func(t *testing.T, d *desk) {
		d.many(8)
		b := d.form("")
		leaves := d.interest("person01")
		d.clock.Add(time.Minute)
		d.write(func(tx *store.Tx) error {
			return d.room.Withdraw(tx.Context(), tx, auth.Holder(circles.LinkCircle, leaves.ID, leaves.Person), &leaves)
		})
		if b = d.board(b.Proposal.ID); b.Since != 1 {
			t.Errorf("%d people have changed something, want 1", b.Since)
		}
		c := b.A.Where(leaves.ID)
		members := slices.Clone(c.Members)
		b = d.must(b, circles.Change{What: circles.TakeOut, Who: members[len(members)-2:]})
		d.told()
		if d.publish(b) {
			t.Error("a circle that is too small was published")
		}
		b = d.board(b.Proposal.ID)
		if b.Proposal.State != circles.Ready || len(b.A.Breaches) == 0 || b.A.Where(leaves.ID) != nil || b.Since != 0 {
			t.Errorf("now %s, %v, %d since", b.Proposal.State, b.A.Breaches, b.Since)
		}
		if got := d.told(); len(got) != 0 || len(d.seats()) != 0 {
			t.Errorf("told %v", got)
		}
	})
}

func TestPublishingMayStopAnywhereAndBeginAnew(t *testing.T) {
	eachDesk(t, func(t *testing.T, d *desk) {
		d.many(12)
		b := d.form("")
		d.publish(b)
		d.told()
		once := d.seats()
		d.write(func(tx *store.Tx) error { // as if the process had died before the end
			_, err := tx.Exec(`UPDATE proposal SET state = 'publishing' WHERE id = $1`, b.Proposal.ID)
			return err
		})
		d.queue.Handle("again", d.room.PublishJob)
		d.write(func(tx *store.Tx) error {
			return jobs.Enqueue(tx, jobs.Job{Kind: "again", Payload: map[string]string{"proposal": b.Proposal.ID}})
		})
		d.work()
		if got := d.told(); len(got) != 0 || !maps.Equal(d.seats(), once) {
			t.Errorf("told %v once more", got)
		}
	})
}

func TestAfterPublishingTheRestIsFormedAroundWhatWasMadeByHand(t *testing.T) {
	eachDesk(t, func(t *testing.T, d *desk) {
		d.many(16)
		b := d.form("")
		d.publish(b)
		before := d.seats()
		again := d.form("")
		var three []string // one of each circle, who leads none
		for _, c := range again.A.Circles {
			for _, m := range c.Members {
				if !d.leads(m) && len(three) < 4 {
					three = append(three, m)
					break
				}
			}
		}
		again = d.must(again, circles.Change{What: circles.Gather, Who: append([]string{d.interest("person00").ID}, three[:2]...)})
		made := again.A.Circles[len(again.A.Circles)-1]
		rest := d.form(again.Proposal.ID)
		got := rest.A.Of(made.Code)
		if got == nil || got.Start != made.Start || got.Day != made.Day {
			t.Fatalf("the circle made by hand is %+v, was %+v", got, made)
		}
		for _, m := range made.Members {
			if !slices.Contains(got.Members, m) {
				t.Errorf("somebody who was put there is gone")
			}
		}
		changed := 0
		for who, code := range planned(rest) {
			if before[who] != code {
				changed++
			}
		}
		q := rest.Shown.Quality
		if n := q.Moved + q.Rescheduled + q.Lost + q.Gained; n < changed {
			t.Errorf("it says that %d people change, and %d do", n, changed)
		}
	})
}

func TestWhoFitsAfterADissolvingIsPlacedAndNotTurnedDown(t *testing.T) {
	eachDesk(t, func(t *testing.T, d *desk) {
		d.queue.Handle(circles.JobLate, d.room.LateJob)
		d.queue.Handle(circles.JobFill, d.room.FillJob)
		d.many(16)
		b := d.form("")
		d.publish(b)
		d.told()
		again := d.form("")
		gone := again.A.Circles[0]
		again = d.must(again, circles.Change{What: circles.Dissolve, To: gone.Code})
		if !d.publish(again) {
			t.Fatalf("it was not published: %v", d.board(again.Proposal.ID).A.Breaches)
		}
		placed := 0
		for _, m := range gone.Members {
			if d.seats()[m] != "" {
				placed++
			}
		}
		got, left := d.told(), len(gone.Members)-placed
		if placed == 0 || got[circles.MailPlaced] != placed || got[circles.MailUnplaced] != left {
			t.Errorf("%d of %d have a circle; told %v", placed, len(gone.Members), got)
		}
	})
}

func TestWhatWasDissolvedStaysSoWhenTheRestIsFormedAgain(t *testing.T) {
	eachDesk(t, func(t *testing.T, d *desk) {
		d.many(16)
		d.publish(d.form(""))
		again := d.form("")
		gone, kept := again.A.Circles[len(again.A.Circles)-1], again.A.Circles[0]
		again = d.must(again, circles.Change{What: circles.Dissolve, To: gone.Code})
		again = d.must(again, circles.Change{What: circles.Keep, To: kept.Code})
		for range 2 { // also what is formed from what was formed
			if again = d.form(again.Proposal.ID); again.A.Of(gone.Code) != nil {
				t.Fatalf("%s is there again", gone.Code)
			}
		}
		if c := again.A.Of(kept.Code); c == nil || len(c.Members) != len(kept.Members) {
			t.Errorf("what stays is %+v, was %+v", c, kept)
		}
		if !d.publish(again) {
			t.Fatalf("it was not published: %v", d.board(again.Proposal.ID).A.Breaches)
		}
		for who, code := range d.seats() {
			if code == gone.Code {
				t.Errorf("%s sits in what was dissolved", who)
			}
		}
	})
}

// leads tells whether somebody is ready to facilitate.
func (d *desk) leads(interest string) (ready bool) {
	d.t.Helper()
	d.read(func(tx *store.Tx) error {
		return tx.Row(`SELECT leads FROM interest WHERE id = $1`, interest).Scan(&ready)
	})
	return ready
}

func TestAProposalWhosePublishingFailedCanBePublishedAgain(t *testing.T) {
	eachDesk(t, func(t *testing.T, d *desk) {
		d.many(8)
		b := d.form("")
		s := d.load()
		draft, err := d.room.Draft(t.Context(), d.db, d.boss, s, b.Proposal.ID, b.Proposal.Step, circles.Change{What: circles.Rechecked})
		if err != nil {
			t.Fatal(err)
		}
		d.write(func(tx *store.Tx) error {
			_, err := d.room.Publish(tx, d.boss, s, draft)
			return err
		})
		d.write(func(tx *store.Tx) error { // while it is going on nothing is given back
			_, err = d.room.StopForming(tx, d.boss, s, b.Proposal.ID, false)
			return err
		})
		if got := d.board(b.Proposal.ID).Proposal.State; got != circles.Publishing {
			t.Fatalf("the proposal is %s", got)
		}
		d.write(func(tx *store.Tx) error {
			_, err := tx.Exec(`UPDATE job SET state = 'failed' WHERE kind = $1`, circles.JobPublish)
			return err
		})
		d.write(func(tx *store.Tx) error {
			_, err := d.room.StopForming(tx, d.boss, s, b.Proposal.ID, false)
			return err
		})
		if !d.publish(d.board(b.Proposal.ID)) || len(d.seats()) != 8 {
			t.Errorf("published %d people", len(d.seats()))
		}
	})
}
