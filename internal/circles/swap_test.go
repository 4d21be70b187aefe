package circles_test

import (
	"sync"
	"testing"
	"time"

	"codeberg.org/plenary/plenary/internal/circles"
	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/store"
)

// ledBy returns the number of a meeting to come that somebody leads.
func (d *desk) ledBy(in circles.Interest) int {
	d.t.Helper()
	o := d.own(in)
	for _, m := range o.Circle.Meetings {
		if m.Lead == in.ID && o.Circle.Begins(m).After(d.clock.Now()) {
			return m.N
		}
	}
	d.t.Fatal("they lead nothing")
	return 0
}

func (d *desk) ask(giver circles.Interest, n int, taker string) error {
	return d.try(func(tx *store.Tx) error { return d.room.AskSwap(tx.Context(), tx, holder(giver), giver, n, taker) })
}

func (d *desk) take(taker circles.Interest, n int) error {
	return d.try(func(tx *store.Tx) error { return d.room.Take(tx.Context(), tx, holder(taker), &taker, n) })
}

func TestAMeetingIsPassedOnByTwoTapsAndAllAreTold(t *testing.T) {
	eachMet(t, 5, func(t *testing.T, d *desk) { // of five, person00 and person04 lead
		giver, taker := d.interest("person00"), d.interest("person04")
		n := d.ledBy(giver)
		if err := d.ask(giver, n, ""); err != nil {
			t.Fatal(err)
		}
		if got := d.told(); got[circles.MailSwapAsked] != 1 || len(got) != 1 {
			t.Errorf("told %v", got)
		}
		if err := d.ask(giver, n, ""); err != nil {
			t.Fatal(err)
		}
		if got := d.told(); len(got) != 0 {
			t.Errorf("pressed twice tells %v", got)
		}
		if o := d.own(taker); len(o.Swaps) != 1 || o.Circle.Meeting(n).Lead != giver.ID {
			t.Errorf("asked %v, led by %s", o.Swaps, o.Circle.Meeting(n).Lead)
		}
		if err := d.take(taker, n); err != nil {
			t.Fatal(err)
		}
		if got := d.told(); got[circles.MailSwapped] != 5 || len(got) != 1 {
			t.Errorf("told %v", got)
		}
		o := d.own(giver)
		if len(o.Swaps) != 0 || o.Circle.Meeting(n).Lead != taker.ID {
			t.Errorf("asked %v, led by %s", o.Swaps, o.Circle.Meeting(n).Lead)
		}
		third := d.interest("person02") // a third who is ready does not take what two agreed on
		d.write(func(tx *store.Tx) error { return d.room.Lead(tx.Context(), tx, holder(third), &third, true) })
		if o := d.own(giver); o.Circle.Meeting(n).Lead != taker.ID {
			t.Errorf("it is led by %s", o.Circle.Meeting(n).Lead)
		}
	})
}

func TestOnlyWhoIsReadyToLeadTakesWhatIsAskedOfWhoeverIs(t *testing.T) {
	eachMet(t, 5, func(t *testing.T, d *desk) {
		giver, other := d.interest("person00"), d.interest("person02")
		n := d.ledBy(giver)
		if err := d.ask(giver, n, ""); err != nil {
			t.Fatal(err)
		}
		if err := d.take(other, n); !errs.Is(err, errs.Closed) || d.leads(other.ID) {
			t.Errorf("somebody who does not lead takes it: %v", err)
		}
		if o := d.own(giver); o.Circle.Meeting(n).Lead != giver.ID {
			t.Errorf("it is led by %s", o.Circle.Meeting(n).Lead)
		}
	})
}

func TestWhoIsNotAskedCannotTakeAMeeting(t *testing.T) {
	eachMet(t, 8, func(t *testing.T, d *desk) {
		giver := d.interest("person00")
		n := d.ledBy(giver)
		o := d.own(giver)
		for _, m := range o.Members {
			other := d.reload(circles.Interest{Person: m.Person})
			if other.ID == giver.ID {
				continue
			}
			if err := d.take(other, n); !errs.Is(err, errs.Closed) {
				t.Errorf("somebody takes a meeting that nobody gives: %v", err)
			}
			if err := d.ask(other, n, ""); !errs.Is(err, errs.Closed) {
				t.Errorf("somebody gives a meeting that is another's: %v", err)
			}
		}
		d.told()
	})
}

func TestADeclinedSwapStaysWithWhoAsked(t *testing.T) {
	eachMet(t, 5, func(t *testing.T, d *desk) {
		giver, taker := d.interest("person00"), d.interest("person04")
		n := d.ledBy(giver)
		if err := d.ask(giver, n, taker.ID); err != nil {
			t.Fatal(err)
		}
		d.write(func(tx *store.Tx) error { return d.room.Decline(tx.Context(), tx, holder(taker), taker, n) })
		if o := d.own(giver); len(o.Swaps) != 0 || o.Circle.Meeting(n).Lead != giver.ID {
			t.Errorf("asked %v, led by %s", o.Swaps, o.Circle.Meeting(n).Lead)
		}
		if got := d.told(); got[circles.MailDeclined] != 1 {
			t.Errorf("told %v", got)
		}
		if err := d.ask(giver, n, taker.ID); err != nil {
			t.Fatal(err)
		}
		d.write(func(tx *store.Tx) error { return d.room.TakeBack(tx.Context(), tx, holder(giver), giver, n) })
		if err := d.take(taker, n); !errs.Is(err, errs.Closed) {
			t.Errorf("what was taken back is taken: %v", err)
		}
	})
}

func TestAMeetingThatHasBegunIsNotPassedOn(t *testing.T) {
	eachMet(t, 5, func(t *testing.T, d *desk) {
		giver := d.interest("person00")
		n := d.ledBy(giver)
		o := d.own(giver)
		d.clock.Set(o.Circle.Begins(*o.Circle.Meeting(n)).Add(time.Second))
		if err := d.ask(giver, n, ""); !errs.Is(err, errs.Closed) {
			t.Errorf("it is passed on: %v", err)
		}
	})
}

func TestOfTwoWhoTakeAMeetingAtOnceOneLeadsIt(t *testing.T) {
	eachMet(t, 5, func(t *testing.T, d *desk) {
		giver, a, b := d.interest("person00"), d.interest("person04"), d.interest("person02")
		n := d.ledBy(giver)
		d.write(func(tx *store.Tx) error { return d.room.Lead(tx.Context(), tx, holder(b), &b, true) })
		if d.own(giver).Circle.Meetings[n-1].Lead != giver.ID { // the third one took it by the plan
			n = d.ledBy(giver)
		}
		if err := d.ask(giver, n, ""); err != nil {
			t.Fatal(err)
		}
		var wg sync.WaitGroup
		var took [2]error
		for i, in := range []circles.Interest{a, b} {
			wg.Go(func() { took[i] = d.take(in, n) })
		}
		wg.Wait()
		o := d.own(giver)
		switch lead := o.Circle.Meeting(n).Lead; {
		case (took[0] == nil) == (took[1] == nil):
			t.Errorf("they are told %v and %v", took[0], took[1])
		case took[0] == nil && lead != a.ID, took[1] == nil && lead != b.ID:
			t.Errorf("it is led by %s", lead)
		}
	})
}
