package circles_test

import (
	"maps"
	"testing"

	"codeberg.org/plenary/plenary/internal/circles"
	"codeberg.org/plenary/plenary/internal/series"
	"codeberg.org/plenary/plenary/internal/store"
)

// turns counts who leads how many meetings of somebody's circle.
func (d *desk) turns(in circles.Interest) map[string]int {
	d.t.Helper()
	n := map[string]int{}
	for _, m := range d.own(in).Circle.Meetings {
		n[m.Lead]++
	}
	return n
}

// lead has somebody begin, or stop, to lead.
func (d *desk) lead(in circles.Interest, ready bool) {
	d.t.Helper()
	d.write(func(tx *store.Tx) error { return d.room.Lead(tx.Context(), tx, holder(in), &in, ready) })
}

// Whoever passes a meeting on is not handed another one for it, neither at once
// nor when the rota is planned for another reason.
func TestWhoPassesAMeetingOnGetsNoOtherInReturn(t *testing.T) {
	eachMet(t, 5, func(t *testing.T, d *desk) { // of five, person00 and person04 lead
		giver, taker := d.interest("person00"), d.interest("person04")
		n := d.ledBy(giver)
		if err := d.ask(giver, n, taker.ID); err != nil {
			t.Fatal(err)
		}
		d.told()
		if err := d.take(taker, n); err != nil {
			t.Fatal(err)
		}
		if got := d.told(); !maps.Equal(got, map[string]int{circles.MailSwapped: 5}) {
			t.Errorf("told %v", got)
		}
		if got := d.turns(giver); got[giver.ID] != 1 || got[taker.ID] != 3 {
			t.Errorf("they lead %v", got)
		}
		other := d.interest("person02")
		d.write(func(tx *store.Tx) error { return d.room.Withdraw(tx.Context(), tx, holder(other), &other) })
		if got := d.turns(giver); got[giver.ID] != 1 || got[taker.ID] != 3 {
			t.Errorf("somebody else left, and they lead %v", got)
		}
		if got := d.told(); got[circles.MailTurns] != 0 {
			t.Errorf("told %v", got)
		}
		c := d.own(giver).Circle
		d.clock.Set(c.Ends(*c.Meeting(n)))
		d.lead(d.interest("person01"), false) // plans anew
		if got := d.turns(giver); got[giver.ID] != 1 || got[taker.ID] != 3 {
			t.Errorf("the meeting was held, and they lead %v", got)
		}
	})
}

func TestWhoLeadsOtherMeetingsThanBeforeIsTold(t *testing.T) {
	eachMet(t, 5, func(t *testing.T, d *desk) {
		a, b, third := d.interest("person00"), d.interest("person04"), d.interest("person02")
		before := d.turns(a)
		d.lead(third, true)
		after, differ := d.turns(a), 1 // the third
		for _, id := range []string{a.ID, b.ID} {
			if after[id] != before[id] {
				differ++
			}
		}
		if got := d.told(); differ < 2 || !maps.Equal(got, map[string]int{circles.MailTurns: differ}) {
			t.Errorf("%d lead others than before, told %v", differ, got)
		}
	})
}

// A member who takes the one meeting that nobody leads is the only one who is
// ready, and so leads all: they are told which.
func TestWhoTakesWhatNobodyLeadsIsToldAllTheyLead(t *testing.T) {
	eachMet(t, 4, func(t *testing.T, d *desk) {
		d.lead(d.interest("person00"), false)
		d.told()
		taker := d.interest("person02")
		if err := d.take(taker, 2); err != nil {
			t.Fatal(err)
		}
		if got := d.turns(taker); got[taker.ID] != 4 {
			t.Errorf("they lead %v", got)
		}
		if got := d.told(); !maps.Equal(got, map[string]int{circles.MailSwapped: 4, circles.MailTurns: 1}) {
			t.Errorf("told %v", got)
		}
	})
}

func TestWhoIsAskedByNameAndGoesHasSaidNo(t *testing.T) {
	for name, goes := range map[string]func(d *desk, in circles.Interest){
		"leaves": func(d *desk, in circles.Interest) {
			d.write(func(tx *store.Tx) error { return d.room.Withdraw(tx.Context(), tx, holder(in), &in) })
		},
		"leads no more": func(d *desk, in circles.Interest) { d.lead(in, false) },
		"is erased": func(d *desk, in circles.Interest) {
			d.write(func(tx *store.Tx) error { return d.room.Forget(tx.Context(), tx, in.Person) })
		},
	} {
		t.Run(name, func(t *testing.T) {
			eachMet(t, 5, func(t *testing.T, d *desk) {
				giver, taker := d.interest("person00"), d.interest("person04")
				if err := d.ask(giver, d.ledBy(giver), taker.ID); err != nil {
					t.Fatal(err)
				}
				d.told()
				goes(d, taker)
				if o := d.own(giver); len(o.Swaps) != 0 {
					t.Errorf("they still wait for %v", o.Swaps)
				}
				if got := d.told(); got[circles.MailDeclined] != 1 {
					t.Errorf("told %v", got)
				}
			})
		})
	}
}

// A meeting that is added may give somebody a turn, and one that is cancelled
// may move the others'.
func TestWhoLeadsIsToldWhenTheDatesChange(t *testing.T) {
	eachMet(t, 5, func(t *testing.T, d *desk) {
		d.follows()
		in := d.interest("person00")
		d.edit(func(s *series.Series) {
			next := s.Circles.Meetings[3]
			next.N, next.Date = 5, next.Date.AddDays(7)
			s.Circles.Meetings = append(s.Circles.Meetings, next)
		})
		c := d.own(in).Circle
		if m := c.Meeting(5); m.Lead == "" {
			t.Error("nobody leads the new meeting")
		}
		if got := d.told(); !maps.Equal(got, map[string]int{circles.MailChanged: 5, circles.MailTurns: 1}) {
			t.Errorf("told %v", got)
		}
	})
}

// follows has circles follow what becomes of their series.
func (d *desk) follows() {
	d.queue.Handle(circles.JobMeetings, d.room.MeetingsJob)
	d.queue.Handle(circles.JobReasons, d.room.ReasonsJob)
	d.series.OnChanged = append(d.series.OnChanged, d.room.NoteMeetings)
}
