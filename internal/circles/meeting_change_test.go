package circles_test

import (
	"testing"
	"time"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/circles"
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
