package circles_test

import (
	"context"
	"log/slog"
	"maps"
	"slices"
	"testing"
	"time"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/circles"
	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/jobs"
	"codeberg.org/plenary/plenary/internal/series"
	"codeberg.org/plenary/plenary/internal/store"
)

// edit changes the series as an organiser does, and does what follows.
func (d *desk) edit(change func(s *series.Series)) {
	d.t.Helper()
	d.write(func(tx *store.Tx) error {
		s, err := d.series.BySlug(tx.Context(), tx, auth.Itself(), d.slug)
		if err != nil {
			return err
		}
		change(s)
		_, err = d.series.Save(tx.Context(), tx, auth.Itself(), s)
		return err
	})
	d.work()
}

func TestCirclesFollowTheirSeries(t *testing.T) {
	for _, days := range []string{series.DaysFixed, series.DaysAny} {
		t.Run(days, func(t *testing.T) {
			eachDesk(t, func(t *testing.T, d *desk) {
				d.queue.Handle(circles.JobMeetings, d.room.MeetingsJob)
				d.series.OnChanged = append(d.series.OnChanged, d.room.NoteMeetings)
				d.edit(func(s *series.Series) { s.Circles.Days = days })
				d.many(4)
				d.publish(d.form(""))
				d.told()
				in := d.interest("person01")
				before := d.own(in).Circle
				if len(before.Meetings) != 4 {
					t.Fatalf("%d meetings", len(before.Meetings))
				}

				d.edit(func(s *series.Series) { s.Circles.Meetings[1].Status = series.CalledOff })
				now := d.own(in).Circle
				if m := now.Meeting(2); m.TakesPlace() || m.Sequence != 1 || m.Lead != before.Meeting(2).Lead {
					t.Errorf("the cancelled one is %+v", m)
				}
				if got := d.told(); got[circles.MailChanged] != 4 || len(got) != 1 {
					t.Errorf("told %v", got)
				}

				d.edit(func(s *series.Series) {
					s.Circles.Meetings[1].Status = series.Scheduled
					s.Circles.Meetings[3].Date = s.Circles.Meetings[3].Date.AddDays(7)
				})
				now = d.own(in).Circle
				if m := now.Meeting(4); m.Date != before.Meeting(4).Date.AddDays(7) || m.Date.Weekday() != before.Meetings[0].Date.Weekday() {
					t.Errorf("the moved one is on %s, was on %s", m.Date, before.Meeting(4).Date)
				}
				if m := now.Meeting(2); !m.TakesPlace() || m.Lead == "" {
					t.Errorf("the reinstated one is %+v", m)
				}
				if got := d.told(); got[circles.MailChanged] != 8 || len(got) != 1 {
					t.Errorf("told %v", got)
				}

				d.edit(func(s *series.Series) { s.Circles.Meetings[0].Theme = map[string]string{"en": "Hearts"} })
				if got := d.told(); len(got) != 0 {
					t.Errorf("of a new theme they are told by %v", got)
				}
				d.edit(func(s *series.Series) {
					next := s.Circles.Meetings[3]
					next.N, next.Date = 5, next.Date.AddDays(7)
					s.Circles.Meetings = append(s.Circles.Meetings, next)
				})
				now = d.own(in).Circle
				if m := now.Meeting(5); m == nil || m.Lead == "" || m.Date.Weekday() != before.Meetings[0].Date.Weekday() {
					t.Errorf("the new one is %+v", m)
				}
				d.told()
				d.clock.Set(now.Ends(*now.Meeting(5)).Add(time.Hour))
				d.edit(func(s *series.Series) { s.Circles.Meetings[4].Status = series.CalledOff })
				if got := d.told(); len(got) != 0 {
					t.Errorf("of what is over they are told by %v", got)
				}
			})
		})
	}
}

// A meeting that is put off until after the others keeps its number, and comes
// last.
func TestAMeetingThatIsPutOffComesInItsTurn(t *testing.T) {
	eachMet(t, 4, func(t *testing.T, d *desk) {
		d.follows()
		in := d.interest("person01")
		d.edit(func(s *series.Series) { s.Circles.Meetings[1].Date = s.Circles.Meetings[3].Date.AddDays(7) })
		c := d.own(in).Circle
		var order []int
		for _, m := range c.Meetings {
			order = append(order, m.N)
		}
		if !slices.Equal(order, []int{1, 3, 4, 2}) {
			t.Errorf("they meet in the order %v", order)
		}
		if next, ok := c.Next(c.Ends(*c.Meeting(1))); !ok || next.N != 3 {
			t.Errorf("after the first comes %+v", next)
		}
	})
}

// Two changes in a row are one letter each, from what its reader knew; and a
// change that is undone before it was told is none.
func TestChangesInARowAreToldOnce(t *testing.T) {
	eachMet(t, 4, func(t *testing.T, d *desk) {
		d.follows()
		move := func(days int) {
			d.edit(func(s *series.Series) { s.Circles.Meetings[3].Date = s.Circles.Meetings[3].Date.AddDays(days) })
		}
		move(7)
		first := d.payloads(circles.MailChanged)
		move(7)
		if got := d.payloads(circles.MailChanged); !maps.Equal(got, first) {
			t.Errorf("what they are told from is another: %d letters, were %d", len(got), len(first))
		}
	})
}

// payloads are what the letters of a kind carry that wait, by their receivers.
func (d *desk) payloads(kind string) map[string]string {
	d.t.Helper()
	found := map[string]string{}
	d.read(func(tx *store.Tx) error {
		return tx.Each(func(r *store.Rows) error {
			var person string
			var payload []byte
			err := r.Scan(&person, &payload)
			found[person] += string(payload)
			return err
		}, `SELECT person, payload FROM outbox WHERE kind = $1`, kind)
	})
	return found
}

// Circles that are on their way while dates are changed get the new ones: one,
// or all of them.
func TestADateThatChangesWhileCirclesArePublishedHolds(t *testing.T) {
	for name, from := range map[string]int{"one": 3, "all": 0} {
		t.Run(name, func(t *testing.T) {
			eachDesk(t, func(t *testing.T, d *desk) {
				d.follows()
				d.many(4)
				b := d.form("")
				if !d.begin(b) {
					t.Fatal("it was not published")
				}
				d.write(func(tx *store.Tx) error { // the job is at work
					s, err := d.series.BySlug(tx.Context(), tx, auth.Itself(), d.slug)
					if err != nil {
						return err
					}
					for n := from; n < 4; n++ {
						s.Circles.Meetings[n].Date = s.Circles.Meetings[n].Date.AddDays(28)
					}
					_, err = d.series.Save(tx.Context(), tx, auth.Itself(), s)
					return err
				})
				for range 3 { // while they are published it is put off
					if _, err := d.queue.RunDue(t.Context()); err != nil && !errs.Is(err, errs.Unavailable) {
						t.Fatal(err)
					}
					d.clock.Set(d.clock.Now().Add(time.Minute))
				}
				c, s := d.own(d.interest("person01")).Circle, d.load()
				if len(c.Meetings) != 4 {
					t.Fatalf("the circle has %d meetings", len(c.Meetings))
				}
				for _, want := range s.Circles.Meetings {
					if got := c.Meeting(want.N); got == nil || got.Date != want.Date || got.Lead == "" {
						t.Errorf("meeting %d is %+v, want it on %s", want.N, got, want.Date)
					}
				}
			})
		})
	}
}

// Of two jobs that change the same meeting the series' word holds, whichever
// comes last.
func TestAMeetingsJobThatComesLateChangesNothingBack(t *testing.T) {
	eachMet(t, 4, func(t *testing.T, d *desk) {
		d.follows()
		var early string
		save := func(days int) {
			d.write(func(tx *store.Tx) error {
				s, err := d.series.BySlug(tx.Context(), tx, auth.Itself(), d.slug)
				if err != nil {
					return err
				}
				s.Circles.Meetings[3].Date = s.Circles.Meetings[3].Date.AddDays(days)
				_, err = d.series.Save(tx.Context(), tx, auth.Itself(), s)
				return err
			})
		}
		save(7)
		d.write(func(tx *store.Tx) error { // it waits for a while, as after a failure
			if err := tx.Row(`SELECT id FROM job WHERE kind = $1`, circles.JobMeetings).Scan(&early); err != nil {
				return err
			}
			_, err := tx.Exec(`UPDATE job SET due_at = due_at + 60000000 WHERE id = $1`, early)
			return err
		})
		save(7)
		d.work()
		d.clock.Set(d.clock.Now().Add(2 * time.Minute))
		d.work()
		s := d.load()
		now := d.own(d.interest("person01")).Circle
		if got := now.Meeting(4); got.Date != s.Circles.Meetings[3].Date {
			t.Errorf("the fourth meeting is on %s, the series says %s", got.Date, s.Circles.Meetings[3].Date)
		}
	})
}

// A series that is cancelled and takes place after all: both are told.
func TestASeriesThatTakesPlaceAfterAllIsTold(t *testing.T) {
	eachMet(t, 4, func(t *testing.T, d *desk) {
		d.follows()
		in := d.interest("person01")
		state := func(to series.State) {
			d.write(func(tx *store.Tx) error {
				return d.series.SetState(tx.Context(), tx, auth.AtConsole(), d.slug, to)
			})
			d.work()
		}
		was := d.own(in).Circle.Meetings[0].Sequence
		state(series.Cancelled)
		off := d.own(in).Circle.Meetings[0].Sequence
		if got := d.told(); got[circles.MailChanged] != 4 || off <= was {
			t.Errorf("cancelled, told %v with sequence %d", got, off)
		}
		state(series.Published)
		if got := d.told(); got[circles.MailChanged] != 4 || d.own(in).Circle.Meetings[0].Sequence <= off {
			t.Errorf("reinstated, told %v", got)
		}
	})
}

// Who has no circle hears that their series does not take place, too, also
// before circles are formed; and that it does after all.
func TestWhoWaitsIsToldWhatBecomesOfTheirSeries(t *testing.T) {
	state := func(d *desk, to series.State) map[string]int {
		d.write(func(tx *store.Tx) error {
			return d.series.SetState(tx.Context(), tx, auth.AtConsole(), d.slug, to)
		})
		d.work()
		return d.told()
	}
	t.Run("before circles are formed", func(t *testing.T) {
		eachDesk(t, func(t *testing.T, d *desk) {
			d.follows()
			d.many(4)
			in := d.interest("person03")
			d.write(func(tx *store.Tx) error { return d.room.Withdraw(tx.Context(), tx, holder(in), &in) })
			d.told()
			for _, to := range []series.State{series.Cancelled, series.Published} {
				if got := state(d, to); !maps.Equal(got, map[string]int{circles.MailSeries: 3}) {
					t.Errorf("%s: told %v", to, got)
				}
			}
		})
	})
	t.Run("while circles meet", func(t *testing.T) {
		eachMet(t, 4, func(t *testing.T, d *desk) {
			d.follows()
			d.yes("waits", "THU 07:00-09:00", false)
			d.work()
			d.told()
			for _, to := range []series.State{series.Cancelled, series.Published} {
				if got := state(d, to); !maps.Equal(got, map[string]int{circles.MailSeries: 1, circles.MailChanged: 4}) {
					t.Errorf("%s: told %v", to, got)
				}
			}
		})
	})
}

// What becomes of a series is told once to each, wherever the process ends.
func TestWhatBecomesOfASeriesIsToldOnceWhereverTheProcessEnds(t *testing.T) {
	eachMet(t, 4, func(t *testing.T, d *desk) {
		d.yes("waits", "THU 07:00-09:00", false)
		d.follows()
		d.work()
		d.told()
		d.write(func(tx *store.Tx) error {
			return d.series.SetState(tx.Context(), tx, auth.AtConsole(), d.slug, series.Cancelled)
		})
		all, ends := map[string]int{}, 0
		for n := 1; ; n++ {
			left := n
			ctx, end := context.WithCancel(t.Context())
			q := jobs.New(d.db, slog.New(slog.DiscardHandler))
			q.Handle(circles.JobMeetings, func(ctx context.Context, r *jobs.Running) error {
				return d.room.MeetingsJob(fuse{ctx, &left, end}, r)
			})
			done, err := q.RunDue(ctx)
			end()
			for kind, n := range d.told() {
				all[kind] += n
			}
			if err == nil && done == 0 {
				break
			}
			if ends++; ends > 1000 {
				t.Fatal("it comes to no end")
			}
		}
		if !maps.Equal(all, map[string]int{circles.MailChanged: 4, circles.MailSeries: 1}) || ends < 3 {
			t.Errorf("after %d ends told %v", ends, all)
		}
	})
}
