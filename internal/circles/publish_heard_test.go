package circles_test

import (
	"encoding/json"
	"maps"
	"testing"
	"time"

	"codeberg.org/plenary/plenary/internal/circles"
	"codeberg.org/plenary/plenary/internal/mail"
	"codeberg.org/plenary/plenary/internal/series"
	"codeberg.org/plenary/plenary/internal/store"
)

// swap has two people change circles in a proposal.
func (d *desk) swap(b circles.Board, one, other string) circles.Board {
	d.t.Helper()
	x, y := b.A.Where(one).Code, b.A.Where(other).Code
	b = d.must(b, circles.Change{What: circles.Move, Who: []string{one}, To: y})
	return d.must(b, circles.Change{What: circles.Move, Who: []string{other}, To: x})
}

// halfSwapped has two change circles in a publishing that is given back before
// anybody is told of their new one.
func (d *desk) halfSwapped(one, other string) {
	d.t.Helper()
	before := d.seats()
	if !d.begin(d.swap(d.onwards(), one, other)) {
		d.t.Fatal("it is not taken up")
	}
	d.endOnce(func() bool { now := d.seats(); return now[one] == before[other] && now[other] == before[one] })
	d.giveBack()
	if got := d.told(); !maps.Equal(got, map[string]int{circles.MailGone: 2}) {
		d.t.Fatalf("told %v", got)
	}
}

// goneFrom is from which circles the letters that wait take their readers, by
// their interests.
func (d *desk) goneFrom(who ...string) map[string]string {
	d.t.Helper()
	from, all := map[string]string{}, d.opened(circles.MailGone)
	for _, id := range who {
		var was circles.FormerCircle
		if payload := all[d.who(id).Person]; payload != "" {
			if err := json.Unmarshal([]byte(payload), &was); err != nil {
				d.t.Fatal(err)
			}
			from[id] = was.Circle
		}
	}
	return from
}

// TestNobodyIsToldOfACircleTheyNeverHeardOf: a publishing seats everybody, and is
// given back before it tells anybody; another one moves some of them on.
func TestNobodyIsToldOfACircleTheyNeverHeardOf(t *testing.T) {
	eachDesk(t, func(t *testing.T, d *desk) {
		d.halfPublished()
		b := d.form("")
		one, other := d.follower(b.A.Circles[0]), d.follower(b.A.Circles[1])
		if !d.publish(d.swap(b, one, other)) {
			t.Fatal("it is not published")
		}
		if got := d.told(); !maps.Equal(got, map[string]int{circles.MailPlaced: 8}) {
			t.Errorf("told %v", got)
		}
	})
}

// TestWhoHeardOfACircleIsTakenOutOfItOnce, however often they are moved on before
// they hear of another; who comes back is told that they have it.
func TestWhoHeardOfACircleIsTakenOutOfItOnce(t *testing.T) {
	t.Run("moved on", func(t *testing.T) {
		eachMet(t, 12, func(t *testing.T, d *desk) {
			b := d.onwards()
			one, other, third := d.follower(b.A.Circles[0]), d.follower(b.A.Circles[1]), d.follower(b.A.Circles[2])
			d.halfSwapped(one, other)
			last := d.own(d.who(third)).Circle.ID
			if !d.publish(d.swap(d.onwards(), one, third)) {
				t.Fatal("it is not published")
			}
			if got := d.goneFrom(one, other, third); !maps.Equal(got, map[string]string{third: last}) {
				t.Errorf("taken out: %v", got)
			}
			if got := d.told(); !maps.Equal(got, map[string]int{circles.MailGone: 1, circles.MailMoved: 3}) {
				t.Errorf("told %v", got)
			}
		})
	})
	t.Run("taken out", func(t *testing.T) {
		eachMet(t, 12, func(t *testing.T, d *desk) {
			b := d.onwards()
			one, other := d.follower(b.A.Circles[0]), d.follower(b.A.Circles[1])
			d.halfSwapped(one, other)
			if !d.publish(d.must(d.onwards(), circles.Change{What: circles.TakeOut, Who: []string{one}})) {
				t.Fatal("it is not published")
			}
			if got := d.told(); got[circles.MailGone] != 0 || got[circles.MailMoved] != 1 {
				t.Errorf("told %v", got)
			}
		})
	})
	t.Run("back again", func(t *testing.T) {
		eachMet(t, 12, func(t *testing.T, d *desk) {
			b := d.onwards()
			one, other := d.follower(b.A.Circles[0]), d.follower(b.A.Circles[1])
			d.halfSwapped(one, other)
			if !d.publish(d.swap(d.onwards(), one, other)) {
				t.Fatal("it is not published")
			}
			if got := d.told(); !maps.Equal(got, map[string]int{circles.MailPlaced: 2}) {
				t.Errorf("told %v", got)
			}
		})
	})
}

// TestTwoPublishingsInARowAreToldFromWhatPeopleKnew: the letters of the first are
// on their way still.
func TestTwoPublishingsInARowAreToldFromWhatPeopleKnew(t *testing.T) {
	t.Run("who heard of none", func(t *testing.T) {
		eachDesk(t, func(t *testing.T, d *desk) {
			d.many(8)
			d.told()
			d.publish(d.form(""))
			b := d.onwards()
			one, other := d.follower(b.A.Circles[0]), d.follower(b.A.Circles[1])
			if !d.publish(d.swap(b, one, other)) {
				t.Fatal("it is not published")
			}
			if got := d.told(); !maps.Equal(got, map[string]int{circles.MailPlaced: 8}) {
				t.Errorf("told %v", got)
			}
		})
	})
	t.Run("who heard of one", func(t *testing.T) {
		eachMet(t, 12, func(t *testing.T, d *desk) {
			b := d.onwards()
			one, other, third := d.follower(b.A.Circles[0]), d.follower(b.A.Circles[1]), d.follower(b.A.Circles[2])
			first := map[string]string{}
			for _, id := range []string{one, other, third} {
				first[id] = d.own(d.who(id)).Circle.ID
			}
			if !d.publish(d.swap(b, one, other)) || !d.publish(d.swap(d.onwards(), one, third)) {
				t.Fatal("it is not published")
			}
			if got := d.goneFrom(one, other, third); !maps.Equal(got, first) {
				t.Errorf("taken out: %v, were in %v", got, first)
			}
			if got := d.told(); !maps.Equal(got, map[string]int{circles.MailGone: 3, circles.MailMoved: 3}) {
				t.Errorf("told %v", got)
			}
		})
	})
}

// halfPublished seats eight people in circles of which nobody is told.
func (d *desk) halfPublished() {
	d.t.Helper()
	d.many(8)
	d.told()
	d.begin(d.form(""))
	d.endOnce(func() bool { return len(d.seats()) == 8 })
	d.giveBack()
}

// TestWhatBecomesOfACircleIsToldToWhoKnowsIt: neither what becomes of its
// meetings, nor who leads, nor when it meets next.
func TestWhatBecomesOfACircleIsToldToWhoKnowsIt(t *testing.T) {
	eachDesk(t, func(t *testing.T, d *desk) {
		d.queue.Handle(circles.JobFill, d.room.FillJob)
		d.follows()
		d.halfPublished()
		d.edit(func(s *series.Series) { s.Circles.Meetings[1].Status = series.CalledOff })
		leads := d.interest("person00")
		d.write(func(tx *store.Tx) error { return d.room.Withdraw(tx.Context(), tx, holder(leads), &leads) })
		c := d.own(d.interest("person01")).Circle
		d.clock.Set(c.Begins(c.Meetings[0]).Add(-24 * time.Hour))
		if err := d.room.Remind(t.Context(), d.db); err != nil {
			t.Fatal(err)
		}
		if got := d.told(); !maps.Equal(got, map[string]int{circles.MailWithdrawn: 1}) {
			t.Errorf("told %v", got)
		}
		if got := d.opened(circles.MailWithdrawn)[leads.Person]; got != "" {
			t.Errorf("who left is told of %s", got)
		}
	})
}

// TestAMeetingThatIsCancelledBetweenTwoPublishingsIsOff: the first had written it.
func TestAMeetingThatIsCancelledBetweenTwoPublishingsIsOff(t *testing.T) {
	eachDesk(t, func(t *testing.T, d *desk) {
		d.follows()
		d.halfPublished()
		d.edit(func(s *series.Series) { s.Circles.Meetings[1].Status = series.CalledOff })
		if !d.publish(d.form("")) {
			t.Fatal("it is not published")
		}
		if c := d.own(d.interest("person01")).Circle; c.Meeting(2).TakesPlace() {
			t.Errorf("the second is %+v", c.Meeting(2))
		}
		if got := d.told(); !maps.Equal(got, map[string]int{circles.MailPlaced: 8}) {
			t.Errorf("told %v", got)
		}
	})
}

// TestAMeetingThatChangesBeforeItsCircleIsToldIsInThatLetter, and in no other.
func TestAMeetingThatChangesBeforeItsCircleIsToldIsInThatLetter(t *testing.T) {
	eachDesk(t, func(t *testing.T, d *desk) {
		d.follows()
		d.many(8)
		d.told()
		d.publish(d.form(""))
		d.edit(func(s *series.Series) { s.Circles.Meetings[3].Date = s.Circles.Meetings[3].Date.AddDays(7) })
		if got := d.told(); !maps.Equal(got, map[string]int{circles.MailPlaced: 8}) {
			t.Errorf("told %v", got)
		}
	})
}

// TestLettersOfACircleThatSomebodyLeftAreNotSent: they would speak of the next one
// as if its meetings were those of before.
func TestLettersOfACircleThatSomebodyLeftAreNotSent(t *testing.T) {
	eachMet(t, 8, func(t *testing.T, d *desk) {
		d.follows()
		d.edit(func(s *series.Series) { s.Circles.Meetings[3].Date = s.Circles.Meetings[3].Date.AddDays(7) })
		b := d.onwards()
		if !d.publish(d.swap(b, d.follower(b.A.Circles[0]), d.follower(b.A.Circles[1]))) {
			t.Fatal("it is not published")
		}
		if got := d.told(); !maps.Equal(got, map[string]int{circles.MailChanged: 6, circles.MailGone: 2, circles.MailMoved: 2}) {
			t.Errorf("told %v", got)
		}
	})
}

// TestALetterThatWasOnItsWayTellsNothingOfTheNextCircle: it left while its reader
// was moved on.
func TestALetterThatWasOnItsWayTellsNothingOfTheNextCircle(t *testing.T) {
	eachMet(t, 8, func(t *testing.T, d *desk) {
		b := d.onwards()
		one, other := d.follower(b.A.Circles[0]), d.follower(b.A.Circles[1])
		d.halfSwapped(one, other)
		d.write(func(tx *store.Tx) error { return d.room.Sent(tx, mail.Row{Kind: circles.MailPlaced, About: one}) })
		if !d.publish(d.must(d.onwards(), circles.Change{What: circles.Rechecked})) {
			t.Fatal("it is not published")
		}
		if got := d.told(); !maps.Equal(got, map[string]int{circles.MailMoved: 2}) {
			t.Errorf("told %v", got)
		}
	})
}

// TestACancelledSeriesIsToldToAllWhoSaidYes: also to who sits in a circle without
// knowing it, and to whom the letter about it is still to be sent, which says
// nothing any more.
func TestACancelledSeriesIsToldToAllWhoSaidYes(t *testing.T) {
	cancelled := func(d *desk) map[string]int {
		d.cancel()
		d.work()
		return d.told()
	}
	t.Run("not told of their circle", func(t *testing.T) {
		eachDesk(t, func(t *testing.T, d *desk) {
			d.follows()
			d.halfPublished()
			if got := cancelled(d); !maps.Equal(got, map[string]int{circles.MailSeries: 8}) {
				t.Errorf("told %v", got)
			}
		})
	})
	t.Run("being told of it", func(t *testing.T) {
		eachDesk(t, func(t *testing.T, d *desk) {
			d.follows()
			d.many(8)
			d.told()
			d.publish(d.form(""))
			if got := cancelled(d); !maps.Equal(got, map[string]int{circles.MailPlaced: 8, circles.MailChanged: 8}) {
				t.Errorf("told %v", got)
			}
		})
	})
}
