package circles_test

import (
	"maps"
	"testing"
	"time"

	"codeberg.org/plenary/plenary/internal/circles"
	"codeberg.org/plenary/plenary/internal/series"
)

// TestAMeetingIsRemindedOfAtItsNewDay although it is moved at the moment in which
// its reminders are written; and of one that is cancelled then nobody is reminded.
func TestAMeetingIsRemindedOfAtItsNewDay(t *testing.T) {
	for name, x := range map[string]struct {
		change func(c *series.Circles)
		back   bool
	}{
		"moved":     {func(c *series.Circles) { c.Meetings[0].Date = c.Meetings[3].Date.AddDays(7) }, false},
		"cancelled": {func(c *series.Circles) { c.Meetings[0].Status = series.CalledOff }, true},
	} {
		t.Run(name, func(t *testing.T) {
			eachMet(t, 4, func(t *testing.T, d *desk) {
				d.follows()
				in := d.interest("person01")
				c := d.own(in).Circle
				d.clock.Set(c.Begins(*c.Meeting(1)).Add(-24 * time.Hour))
				if err := d.room.RemindAfter(t.Context(), d.db, func() { d.edit(func(s *series.Series) { x.change(s.Circles) }) }); err != nil {
					t.Fatal(err)
				}
				if got := d.told(); !maps.Equal(got, map[string]int{circles.MailChanged: 4}) {
					t.Errorf("told %v", got)
				}
				if x.back {
					d.edit(func(s *series.Series) { s.Circles.Meetings[0].Status = series.Scheduled })
					d.told()
				}
				c = d.own(in).Circle
				d.clock.Set(c.Begins(*c.Meeting(1)).Add(-24 * time.Hour))
				if err := d.room.Remind(t.Context(), d.db); err != nil {
					t.Fatal(err)
				}
				if got := d.told(); !maps.Equal(got, map[string]int{circles.MailDayBefore: 4}) {
					t.Errorf("a day before told %v", got)
				}
			})
		})
	}
}
