package app_test

import (
	"time"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/circles"
	"codeberg.org/plenary/plenary/internal/series"
	"codeberg.org/plenary/plenary/internal/store"
)

// circle returns somebody's circle.
func (x *round) circle(name string) (c circles.Circle) {
	x.t.Helper()
	in := x.interest(name)
	x.Read(func(tx *store.Tx) error {
		letter, err := x.Circles.Letter(tx.Context(), tx, auth.Itself(), in.ID)
		c = letter.C
		return err
	})
	return c
}

// at is when the n-th meeting of somebody's circle begins.
func (x *round) at(name string, n int) time.Time {
	x.t.Helper()
	c := x.circle(name)
	m := c.Meeting(n)
	if m == nil {
		x.t.Fatalf("%s has no meeting %d", name, n)
	}
	return c.Begins(*m)
}

func (x *round) interestIn(tx *store.Tx, name string) circles.Interest {
	person, err := x.People.Find(tx, address(name))
	if err != nil {
		x.t.Fatal(err)
	}
	in, err := x.Circles.InterestOf(tx, auth.Itself(), x.s.ID, person)
	if err != nil {
		x.t.Fatal(err)
	}
	return in
}

// change changes the series as an organiser does, and does what follows.
func (x *round) change(change func(s *series.Series)) {
	x.t.Helper()
	x.save(change)
	x.Pass(0)
}

// save changes the series as an organiser does.
func (x *round) save(change func(s *series.Series)) {
	x.t.Helper()
	x.Write(func(tx *store.Tx) error {
		s, err := x.App.Series.BySlug(tx.Context(), tx, auth.Itself(), "lease")
		if err != nil {
			return err
		}
		change(s)
		_, err = x.App.Series.Save(tx.Context(), tx, auth.Itself(), s)
		return err
	})
	x.s = x.Find("lease")
}

// boss may form circles, also by the time that a job does it.
func boss() auth.Viewer { return auth.AtConsole() }

// publish forms circles, changes them by hand if a change is given, and
// publishes them.
func (x *round) publish(by ...circles.Change) {
	x.t.Helper()
	var p circles.Proposal
	x.Write(func(tx *store.Tx) (err error) {
		p, err = x.Circles.Form(tx, boss(), x.s, "", circles.Effort{Seed: 7, Steps: 300})
		return err
	})
	x.Pass(0)
	for _, c := range append(by, circles.Change{What: circles.Rechecked}) {
		var step int
		x.Read(func(tx *store.Tx) error {
			b, err := x.Circles.Board(tx.Context(), tx, boss(), x.s, p.ID)
			step = b.Proposal.Step
			return err
		})
		d, err := x.Circles.Draft(x.t.Context(), x.DB, boss(), x.s, p.ID, step, c)
		if err != nil {
			x.t.Fatal(err)
		}
		x.Write(func(tx *store.Tx) error {
			if c.What != circles.Rechecked {
				return x.Circles.Write(tx, boss(), x.s, d)
			}
			ok, err := x.Circles.Publish(tx, boss(), x.s, d)
			if err == nil && !ok {
				x.t.Errorf("it was not published: %v", d.Breaches)
			}
			return err
		})
	}
	x.Pass(0)
}

// others lets three more people say yes, who meet in the morning.
func (x *round) others() {
	x.t.Helper()
	for _, name := range []string{"Lee", "Max", "Ola"} {
		x.yes(name, "Europe/Berlin", "en", "THU 10:00-13:00", name == "Lee")
	}
}

// move has an organiser move somebody of the evening to the morning.
func (x *round) move(name string) {
	x.t.Helper()
	h, err := circles.ReadHours("THU 08:00-23:00")
	if err != nil {
		x.t.Fatal(err)
	}
	x.as(name, func(tx *store.Tx, v auth.Viewer, in *circles.Interest) error {
		return x.Circles.Change(tx.Context(), tx, v, x.s, in, circles.Answer{Zone: "Europe/Berlin", Language: in.Language, Hours: h, Languages: in.Languages})
	})
	x.publish(circles.Change{What: circles.Move, Who: []string{x.interest(name).ID}, To: x.circle("Lee").Code})
}
