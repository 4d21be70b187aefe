package events

import (
	"testing"
	"time"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/i18n"
	"codeberg.org/plenary/plenary/internal/store"
	"codeberg.org/plenary/plenary/internal/when"
)

// A copy repeats as what it was made from: from the day that is chosen or, where
// that is none of the rule's, from the next that is. What one of its dates has of
// its own, that date of the copy has.
func TestACopyBeginsOnTheNextDayOfItsRule(t *testing.T) {
	onBench(t, func(t *testing.T, b *bench) {
		until := day("2027-06-30")
		for name, c := range map[string]struct {
			slug  string
			rule  Rule
			first string
			want  []string
		}{
			"third Wednesdays": {"third", Rule{From: day("2027-02-17"), Every: 1, Unit: Months, Weekdays: []time.Weekday{time.Wednesday}, Nth: 3, Count: 4},
				"2027-09-01", []string{"2027-09-15", "2027-10-20", "2027-11-17", "2027-12-15"}},
			"third of every second month": {"second", Rule{From: day("2027-02-17"), Every: 2, Unit: Months, Weekdays: []time.Weekday{time.Wednesday}, Nth: 3, Count: 3},
				"2027-09-16", []string{"2027-10-20", "2027-12-15", "2028-02-16"}},
			"last Fridays": {"last", Rule{From: day("2027-01-29"), Every: 1, Unit: Months, Weekdays: []time.Weekday{time.Friday}, Nth: -1, Count: 3},
				"2027-03-30", []string{"2027-04-30", "2027-05-28", "2027-06-25"}},
			"every other week": {"other", Rule{From: day("2027-02-02"), Every: 2, Unit: Weeks, Weekdays: []time.Weekday{time.Tuesday}, Count: 3},
				"2027-09-01", []string{"2027-09-07", "2027-09-21", "2027-10-05"}},
			"until a day": {"until", Rule{From: day("2027-06-02"), Every: 1, Unit: Weeks, Weekdays: []time.Weekday{time.Wednesday}, Until: &until},
				"2027-09-02", []string{"2027-09-08", "2027-09-15", "2027-09-22", "2027-09-29", "2027-10-06"}},
			"the 17th": {"day", Rule{From: day("2027-02-17"), Every: 1, Unit: Months, Count: 3}, "2027-09-05", []string{"2027-09-05", "2027-10-05", "2027-11-05"}},
		} {
			e := assembly()
			e.Slug, e.Rule, e.Dates = c.slug, &c.rule, nil
			e = b.publishes(e)
			b.changes(e.Slug, func(e *Event) {
				e.Dates[1].Theme = i18n.Text{"en": "The second"}
				e.Dates[2].Day = e.Dates[2].Day.AddDays(1)
			})
			var made *Event
			b.do(func(tx *store.Tx) (err error) {
				made, err = b.room.Copy(tx.Context(), tx, auth.AtConsole(), e.Slug, e.Slug+"-again", day(c.first))
				return err
			})
			if len(made.Dates) != len(c.want) {
				t.Errorf("%s: %d dates, want %d", name, len(made.Dates), len(c.want))
				continue
			}
			for i, d := range made.Dates {
				want := when.Date{}
				if want = day(c.want[i]); i == 2 {
					want = want.AddDays(1)
				}
				if d.Day != want || d.RuleDay != day(c.want[i]) || (i == 1) != (d.Theme["en"] == "The second") {
					t.Errorf("%s: date %d is on %s (%s) about %v, want %s", name, i+1, d.Day, d.RuleDay, d.Theme, want)
				}
			}
		}
	})
}
