package circles_test

import (
	"maps"
	"testing"

	"codeberg.org/plenary/plenary/internal/circles"
)

// TestWhoGotAPlaceMeanwhileKeepsIt has somebody be placed while an organiser
// works on a proposal that knows nothing of them: publishing it leaves them
// where they are, and tells them nothing.
func TestWhoGotAPlaceMeanwhileKeepsIt(t *testing.T) {
	eachMet(t, 8, func(t *testing.T, d *desk) {
		swapped := func() circles.Board {
			b := d.onwards()
			x, y := b.A.Circles[0], b.A.Circles[1]
			one, other := d.follower(x), d.follower(y)
			b = d.must(b, circles.Change{What: circles.Move, Who: []string{one}, To: y.Code})
			return d.must(b, circles.Change{What: circles.Move, Who: []string{other}, To: x.Code})
		}
		b := swapped()
		d.yes("late", "THU 18:00-21:00", false)
		d.work()
		late := d.interest("late")
		at := d.seats()[late.ID]
		if at == "" {
			t.Fatal("they have no circle")
		}
		d.told()
		if !d.publish(b) {
			t.Fatalf("it is not published: %+v", d.board(b.Proposal.ID).A.Breaches)
		}
		if got := d.seats()[late.ID]; got != at {
			t.Errorf("they are in %q, were in %s", got, at)
		}
		if got := d.told(); !maps.Equal(got, map[string]int{circles.MailGone: 2, circles.MailMoved: 2}) {
			t.Errorf("told %v", got)
		}

		// A change by hand looks again, too; whom hands take out stays out.
		b = swapped()
		d.yes("later", "THU 18:00-21:00", false)
		d.work()
		later := d.interest("later")
		at = d.seats()[later.ID]
		out := d.follower(*b.A.Of(at))
		if out == late.ID {
			out = d.interest("person01").ID
		}
		b = d.must(b, circles.Change{What: circles.TakeOut, Who: []string{out}})
		if c := b.A.Where(later.ID); c == nil || c.Code != at {
			t.Errorf("they are in %+v", c)
		}
		if b = d.must(b, circles.Change{What: circles.Rechecked}); b.A.Where(out) != nil {
			t.Error("who was taken out is in again")
		}
	})
}

// TestAPlaceThatWasTakenMeanwhileIsSaid: two are to sit where one place was.
func TestAPlaceThatWasTakenMeanwhileIsSaid(t *testing.T) {
	eachMet(t, 8, func(t *testing.T, d *desk) {
		b := d.onwards()
		x, y := b.A.Circles[0], b.A.Circles[1]
		b = d.must(b, circles.Change{What: circles.Move, Who: []string{d.follower(y)}, To: x.Code})
		for _, name := range []string{"one", "two"} { // each circle holds five
			d.yes(name, "THU 18:00-21:00", false)
			d.work()
		}
		if d.publish(b) {
			t.Error("six sit where five may")
		}
		found := false
		for _, kind := range kinds(d.board(b.Proposal.ID)) {
			found = found || kind == circles.Crowded
		}
		if !found {
			t.Errorf("it breaks %v", kinds(d.board(b.Proposal.ID)))
		}
	})
}
