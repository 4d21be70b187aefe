package circles_test

import (
	"slices"
	"testing"
	"time"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/circles"
	"codeberg.org/plenary/plenary/internal/i18n"
	"codeberg.org/plenary/plenary/internal/ical"
	"codeberg.org/plenary/plenary/internal/series"
	"codeberg.org/plenary/plenary/internal/store"
)

// TestWhatACircleHasHeldStaysAsItWas, with who was there and how it went,
// whatever becomes of its week afterwards, or while it is on.
func TestWhatACircleHasHeldStaysAsItWas(t *testing.T) {
	for name, x := range map[string]struct {
		days   string
		n      int
		since  time.Duration
		change func(c *series.Circles)
	}{
		"put off":               {series.DaysFixed, 1, 24 * time.Hour, putOffFirst},
		"put off while it is":   {series.DaysFixed, 1, 0, putOffFirst},
		"any day, put off":      {series.DaysAny, 1, 24 * time.Hour, putOffFirst},
		"cancelled":             {series.DaysFixed, 1, 24 * time.Hour, func(c *series.Circles) { c.Meetings[0].Status = series.CalledOff }},
		"taken out":             {series.DaysFixed, 4, 24 * time.Hour, func(c *series.Circles) { c.Meetings = c.Meetings[:3] }},
		"taken out while it is": {series.DaysAny, 4, 0, func(c *series.Circles) { c.Meetings = c.Meetings[:3] }},
	} {
		t.Run(name, func(t *testing.T) {
			eachDesk(t, func(t *testing.T, d *desk) {
				d.edit(func(s *series.Series) { s.Circles.Days = x.days })
				d.many(4)
				d.publish(d.form(""))
				d.follows()
				in := d.interest("person00")
				c := d.own(in).Circle
				d.clock.Set(c.Begins(c.Meetings[x.n-1]).Add(x.since))
				d.write(func(tx *store.Tx) error {
					return d.room.Record(tx.Context(), tx, named(in), in, x.n, circles.Record{There: map[string]bool{in.ID: true}, Pulse: 4})
				})
				d.told()
				d.edit(func(s *series.Series) { x.change(s.Circles) })
				if now := d.own(in).Circle; !slices.Equal(now.Meetings, c.Meetings) {
					t.Errorf("they met as\n%+v, now it is\n%+v", c.Meetings, now.Meetings)
				}
				if got := d.told(); len(got) != 0 {
					t.Errorf("told %v", got)
				}
				d.read(func(tx *store.Tx) error {
					_, _, r, err := d.room.RecordOf(tx.Context(), tx, named(in), in, x.n)
					if r.Pulse != 4 || !r.There[in.ID] || len(r.There) != 4 {
						t.Errorf("noted %+v", r)
					}
					return err
				})
			})
		})
	}
}

func putOffFirst(c *series.Circles) { c.Meetings[0].Date = c.Meetings[3].Date.AddDays(7) }

// TestWhatFellOutWithItsSeriesStaysOff once the series is put away.
func TestWhatFellOutWithItsSeriesStaysOff(t *testing.T) {
	eachMet(t, 4, func(t *testing.T, d *desk) {
		in := d.interest("person01")
		c := d.own(in).Circle
		became := func(to series.State, at time.Time) (off []bool) {
			d.clock.Set(at)
			d.write(func(tx *store.Tx) error { return d.series.SetState(tx.Context(), tx, auth.AtConsole(), d.slug, to) })
			d.read(func(tx *store.Tx) error {
				list, err := d.room.Feed(tx.Context(), tx, holder(in), in.Person, "https://plenary.example", i18n.For("en"))
				for _, e := range list {
					off = append(off, e.Status == ical.Cancelled)
				}
				return err
			})
			return off
		}
		held := []bool{false, false, true, true}
		if got := became(series.Cancelled, c.Ends(c.Meetings[1])); !slices.Equal(got, held) {
			t.Errorf("cancelled, these are off: %v", got)
		}
		if got := became(series.Archived, c.Ends(c.Meetings[3]).Add(48*time.Hour)); !slices.Equal(got, held) {
			t.Errorf("put away, these are off: %v", got)
		}
		if got := became(series.Cancelled, d.clock.Now().Add(time.Hour)); !slices.Equal(got, held) {
			t.Errorf("cancelled once more, these are off: %v", got)
		}
		if got := became(series.Published, d.clock.Now()); slices.Contains(got, true) {
			t.Errorf("published, these are off: %v", got)
		}
		if got := became(series.Archived, d.clock.Now()); slices.Contains(got, true) {
			t.Errorf("put away after it was held, these are off: %v", got)
		}
	})
}
