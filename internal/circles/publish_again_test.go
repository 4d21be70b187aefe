package circles_test

import (
	"slices"
	"testing"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/circles"
	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/series"
	"codeberg.org/plenary/plenary/internal/store"
)

func TestANewCircleNeverTakesTheCodeOfOneThatMetBefore(t *testing.T) {
	eachDesk(t, func(t *testing.T, d *desk) {
		d.many(16)
		d.publish(d.form(""))
		again := d.form("")
		last := again.A.Circles[len(again.A.Circles)-1].Code
		if again = d.must(again, circles.Change{What: circles.Dissolve, To: last}); !d.publish(again) {
			t.Fatalf("it was not published: %v", d.board(again.Proposal.ID).A.Breaches)
		}
		for range 4 { // so that a circle more is worth it
			d.yes("more"+store.NewID()[:8], "THU 18:00-21:00", true)
		}
		if b := d.form(""); b.A.Of(last) != nil || len(b.A.Circles) < 4 {
			t.Errorf("formed by the program: %v", codes(b))
		} else if !d.publish(b) || d.board(b.Proposal.ID).Proposal.State != circles.Published {
			t.Errorf("it was not published: %s %v", d.board(b.Proposal.ID).Proposal.State, d.board(b.Proposal.ID).A.Breaches)
		}
	})
}

func TestACircleMadeByHandNeverTakesTheCodeOfOneThatMetBefore(t *testing.T) {
	eachDesk(t, func(t *testing.T, d *desk) {
		d.many(16)
		d.publish(d.form(""))
		again := d.form("")
		gone := again.A.Circles[len(again.A.Circles)-1]
		if again = d.must(again, circles.Change{What: circles.Dissolve, To: gone.Code}); !d.publish(again) {
			t.Fatalf("it was not published: %v", d.board(again.Proposal.ID).A.Breaches)
		}
		b := d.must(d.onwards(), circles.Change{What: circles.Gather, Who: gone.Members})
		if b.A.Of(gone.Code) != nil || !d.publish(b) || d.board(b.Proposal.ID).Proposal.State != circles.Published {
			t.Errorf("%v, %s, %v", codes(b), d.board(b.Proposal.ID).Proposal.State, d.board(b.Proposal.ID).A.Breaches)
		}
	})
}

// onwards begins a proposal from the circles that meet.
func (d *desk) onwards() circles.Board {
	d.t.Helper()
	s := d.load()
	draft, err := d.room.Continue(d.t.Context(), d.db, d.boss, s)
	if err != nil {
		d.t.Fatal(err)
	}
	d.write(func(tx *store.Tx) error { return d.room.Write(tx, d.boss, s, draft) })
	return d.board(draft.Proposal)
}

func codes(b circles.Board) (list []string) {
	for _, c := range b.A.Circles {
		list = append(list, c.Code)
	}
	return list
}

func TestWhatMembersWroteWhoAllLeftIsNotHandedToOthers(t *testing.T) {
	eachDesk(t, func(t *testing.T, d *desk) {
		d.many(8)
		b := d.form("")
		d.publish(b)
		gone := b.A.Circles[1]
		for i, m := range gone.Members {
			var in circles.Interest
			for _, name := range []string{"person00", "person01", "person02", "person03", "person04", "person05", "person06", "person07"} {
				if x := d.interest(name); x.ID == m {
					in = x
				}
			}
			d.write(func(tx *store.Tx) error {
				if i == 0 {
					if err := d.room.WriteNotes(tx.Context(), tx, named(in), in, circles.Notes{Text: "Between us."}); err != nil {
						return err
					}
				}
				return d.room.Withdraw(tx.Context(), tx, holder(in), &in)
			})
		}
		for _, name := range []string{"new0", "new1", "new2", "new3"} {
			d.yes(name, "THU 18:00-21:00", true)
		}
		d.publish(d.form(""))
		for _, name := range []string{"new0", "new1", "new2", "new3"} {
			in := d.interest(name)
			if o := d.own(in); o.Notes.Text != "" || o.Circle.Code == gone.Code {
				t.Errorf("%s sits in %s and reads %q", name, o.Circle.Code, o.Notes.Text)
			}
		}
	})
}

func TestACircleThatMovedInMidSeriesIsReadAtTheHourItMeetsNow(t *testing.T) {
	eachDesk(t, func(t *testing.T, d *desk) {
		d.many(8)
		b := d.form("")
		d.publish(b)
		code := b.A.Circles[0].Code
		d.clock.Set(b.A.Meetings(&b.A.Circles[0])[0].AddDate(0, 0, 1)) // after the first meeting
		d.write(func(tx *store.Tx) error {
			// As a publishing leaves it that moved the circle to Tuesdays.
			_, err := tx.Exec(`UPDATE meeting SET date = CASE n WHEN 2 THEN '2027-02-16' WHEN 3 THEN '2027-02-23' WHEN 4 THEN '2027-03-02' ELSE date END
				WHERE circle IN (SELECT id FROM circle WHERE code = $1)`, code)
			return err
		})
		if c := d.onwards().A.Of(code); c == nil || c.Day != "TUE" {
			t.Errorf("it is read as %+v", c)
		}
	})
}

func TestWhatIsFormedFromADeletedProposalIsFormedAllTheSame(t *testing.T) {
	eachDesk(t, func(t *testing.T, d *desk) {
		d.many(8)
		b := d.form("")
		s := d.load()
		b = d.must(b, circles.Change{What: circles.Keep, To: b.A.Circles[0].Code})
		var p circles.Proposal
		d.write(func(tx *store.Tx) (err error) {
			p, err = d.room.Form(tx, d.boss, s, b.Proposal.ID, circles.Effort{Seed: 7, Steps: 300})
			return err
		})
		if err := d.db.Write(t.Context(), func(tx *store.Tx) error { return d.room.Drop(tx, d.boss, s, b.Proposal.ID) }); err != nil {
			t.Logf("it is refused: %v", err)
		}
		d.work()
		if got := d.board(p.ID); got.Proposal.State != circles.Ready {
			t.Errorf("it is %s", got.Proposal.State)
		}
	})
}

func TestWhoLeavesDoesNotKeepTheRestFromBeingFormedAgain(t *testing.T) {
	eachDesk(t, func(t *testing.T, d *desk) {
		d.many(10)
		b := d.form("")
		leaves, pinned := d.interest("person01"), d.interest("person02")
		kept := b.A.Where(leaves.ID).Code
		b = d.must(b, circles.Change{What: circles.Keep, To: kept})
		b = d.must(b, circles.Change{What: circles.Pin, Who: []string{pinned.ID}})
		d.write(func(tx *store.Tx) error { return d.room.Withdraw(tx.Context(), tx, holder(leaves), &leaves) })
		d.write(func(tx *store.Tx) error { return d.room.Withdraw(tx.Context(), tx, holder(pinned), &pinned) })
		again := d.form(b.Proposal.ID)
		c := again.A.Of(kept)
		if c == nil || !c.Kept || slices.Contains(c.Members, leaves.ID) {
			t.Errorf("what stays is %+v", c)
		}
		if b = d.must(b, circles.Change{What: circles.Rechecked}); b.A.Of(kept) == nil || !b.A.Of(kept).Kept {
			t.Errorf("held against what people say now: %+v", b.A.Of(kept))
		}
	})
}

func TestWhatWouldHelpIsLookedForAgainAfterAPublishing(t *testing.T) {
	eachMet(t, 8, func(t *testing.T, d *desk) {
		d.queue.Handle(circles.JobReasons, d.room.ReasonsJob)
		b := d.onwards()
		who := b.A.Circles[0].Members[len(b.A.Circles[0].Members)-1]
		d.publish(d.must(b, circles.Change{What: circles.Move, Who: []string{who}, To: b.A.Circles[1].Code}))
		waits := 0
		d.read(func(tx *store.Tx) error {
			return tx.Row(`SELECT COUNT(*) FROM job WHERE kind = $1`, circles.JobReasons).Scan(&waits)
		})
		if waits != 1 {
			t.Errorf("%d jobs look for it", waits)
		}
	})
}

func TestCirclesOfASeriesThatDoesNotTakePlaceAreNotPublished(t *testing.T) {
	eachDesk(t, func(t *testing.T, d *desk) {
		d.many(8)
		b := d.form("")
		d.told()
		if !d.begin(b) { // cancelled between the press and the job
			t.Fatal("it is not taken up")
		}
		d.cancel()
		d.work()
		if got := d.told(); got[circles.MailPlaced] != 0 || len(d.seats()) != 0 {
			t.Errorf("told %v", got)
		}
		if b = d.board(b.Proposal.ID); b.Proposal.State != circles.Ready {
			t.Fatalf("the proposal is %s", b.Proposal.State)
		}
		s := d.load()
		draft, err := d.room.Draft(t.Context(), d.db, d.boss, s, b.Proposal.ID, b.Proposal.Step, circles.Change{What: circles.Rechecked})
		if err == nil {
			err = d.db.Write(t.Context(), func(tx *store.Tx) error {
				_, err := d.room.Publish(tx, d.boss, s, draft)
				return err
			})
		}
		if !errs.Is(err, errs.Closed) {
			t.Errorf("they are published: %v", err)
		}
		if err = d.db.Write(t.Context(), func(tx *store.Tx) error {
			_, err := d.room.Form(tx, d.boss, s, "", circles.Effort{Seed: 1, Steps: 1})
			return err
		}); !errs.Is(err, errs.Closed) {
			t.Errorf("they are formed: %v", err)
		}
		d.work()
		if got := d.told(); got[circles.MailPlaced] != 0 {
			t.Errorf("told %v", got)
		}
	})
}

// cancel says that the series does not take place.
func (d *desk) cancel() {
	d.t.Helper()
	d.write(func(tx *store.Tx) error {
		return d.series.SetState(tx.Context(), tx, auth.AtConsole(), d.slug, series.Cancelled)
	})
}

// who returns the interest of whoever of the people has the id.
func (d *desk) who(id string) (in circles.Interest) {
	d.t.Helper()
	s := d.load()
	d.read(func(tx *store.Tx) error {
		var person string
		err := tx.Row(`SELECT person FROM interest WHERE id = $1`, id).Scan(&person)
		if err == nil {
			in, err = d.room.InterestOf(tx, auth.Itself(), s.ID, person)
		}
		return err
	})
	return in
}

// TestACircleThatLostMembersDoesNotKeepTheOthersFromBeingChanged: what stands
// already is no worse for what is published besides it, and a circle that is
// changed keeps all rules.
func TestACircleThatLostMembersDoesNotKeepTheOthersFromBeingChanged(t *testing.T) {
	eachDesk(t, func(t *testing.T, d *desk) {
		d.many(12)
		d.publish(d.form(""))
		b := d.onwards()
		small := b.A.Circles[0]
		for _, m := range []string{d.follower(small), ""} {
			if m == "" {
				m = d.follower(d.onwards().A.Circles[0])
			}
			in := d.who(m)
			d.write(func(tx *store.Tx) error { return d.room.Withdraw(tx.Context(), tx, holder(in), &in) })
		}
		d.told()
		b = d.onwards()
		if len(b.A.Breaches) != 1 || b.A.Breaches[0] != (circles.Breach{Kind: circles.TooFew, Circle: small.Code, Stands: true}) {
			t.Errorf("it breaks %+v", b.A.Breaches)
		}
		moves, to := d.follower(b.A.Circles[1]), b.A.Circles[2].Code
		worse := d.must(b, circles.Change{What: circles.TakeOut, Who: []string{d.follower(b.A.Circles[0])}})
		if d.publish(worse) {
			t.Error("a circle is published with fewer than it has")
		}
		s := d.load()
		from := d.step(b.Proposal.ID)
		d.write(func(tx *store.Tx) error { return d.room.GoTo(tx, d.boss, s, b.Proposal.ID, from, b.Proposal.Step) })
		b = d.must(d.board(b.Proposal.ID), circles.Change{What: circles.Move, Who: []string{moves}, To: to})
		if !d.publish(b) || d.seats()[moves] != to {
			t.Errorf("it is not published: %+v", d.board(b.Proposal.ID).A.Breaches)
		}
		if got := d.told(); got[circles.MailMoved] != 1 || got[circles.MailGone] != 1 || len(got) > 3 {
			t.Errorf("told %v", got)
		}
	})
}

// TestWhoLeadsMoreByAPublishingIsTold: the one who led besides is taken out, and
// what they had asked to pass on is asked no more.
func TestWhoLeadsMoreByAPublishingIsTold(t *testing.T) {
	eachDesk(t, func(t *testing.T, d *desk) {
		d.many(5) // of five, person00 and person04 lead
		d.publish(d.form(""))
		leaves, stays := d.interest("person00"), d.interest("person04")
		asks := 0
		for _, m := range d.own(leaves).Circle.Meetings {
			if m.Lead == leaves.ID && asks == 0 {
				asks = m.N
			}
		}
		d.write(func(tx *store.Tx) error {
			return d.room.AskSwap(tx.Context(), tx, named(leaves), leaves, asks, stays.ID)
		})
		d.told()
		if b := d.must(d.onwards(), circles.Change{What: circles.TakeOut, Who: []string{leaves.ID}}); !d.publish(b) {
			t.Fatalf("it is not published: %+v", d.board(b.Proposal.ID).A.Breaches)
		}
		for _, m := range d.own(stays).Circle.Meetings {
			if m.Lead != stays.ID {
				t.Errorf("meeting %d is led by %q", m.N, m.Lead)
			}
		}
		got, open := d.told(), 0
		if got[circles.MailTurns] != 1 {
			t.Errorf("told %v", got)
		}
		d.read(func(tx *store.Tx) error { return tx.Row(`SELECT COUNT(*) FROM swap WHERE state = 'asked'`).Scan(&open) })
		if open != 0 {
			t.Errorf("%d are asked still", open)
		}
	})
}

// TestWhoAsksForDistanceIsNotLeftWhereTheyAre: circles in which two must not
// meet are not published around.
func TestWhoAsksForDistanceIsNotLeftWhereTheyAre(t *testing.T) {
	eachMet(t, 12, func(t *testing.T, d *desk) {
		b := d.onwards()
		asks, other := d.who(b.A.Circles[0].Members[0]), d.who(b.A.Circles[0].Members[1])
		var name string
		d.read(func(tx *store.Tx) error {
			faces, err := d.room.Faces(tx, d.boss, d.seriesIn(tx), []string{other.ID})
			name = faces[other.ID].Name
			return err
		})
		d.wishes(asks, circles.Wishes{Apart: circles.NameThem(name)})
		b = d.onwards()
		if got := kinds(b); !slices.Equal(got, []circles.BreachKind{circles.Crowded}) || !b.A.Blocks() {
			t.Errorf("it breaks %+v", b.A.Breaches)
		}
		anew := d.form("")
		if x, y := anew.A.Where(asks.ID), anew.A.Where(other.ID); x != nil && y != nil && x.Code == y.Code {
			t.Error("formed anew they are together")
		}
		if !d.publish(anew) {
			t.Errorf("it is not published: %+v", d.board(anew.Proposal.ID).A.Breaches)
		}
	})
}
