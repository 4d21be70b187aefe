package events

import (
	"testing"
	"time"

	"codeberg.org/plenary/plenary/internal/i18n"
	"codeberg.org/plenary/plenary/internal/when"
	"github.com/google/go-cmp/cmp"
	"github.com/teambition/rrule-go"
	"pgregory.net/rapid"
)

func day(s string) when.Date {
	d, err := when.ParseDate(s)
	if err != nil {
		panic(err)
	}
	return d
}

func TestRulesGiveTheDaysThatPeopleMean(t *testing.T) {
	for _, c := range []struct {
		name string
		rule Rule
		want []string
	}{
		{"third Wednesday", Rule{From: day("2027-01-20"), Every: 1, Unit: Months, Weekdays: []time.Weekday{time.Wednesday}, Nth: 3, Count: 4},
			[]string{"2027-01-20", "2027-02-17", "2027-03-17", "2027-04-21"}},
		{"every fourth Tuesday", Rule{From: day("2027-03-02"), Every: 4, Unit: Weeks, Weekdays: []time.Weekday{time.Tuesday}, Count: 3},
			[]string{"2027-03-02", "2027-03-30", "2027-04-27"}},
		{"last Friday until spring", Rule{From: day("2026-12-25"), Every: 1, Unit: Months, Weekdays: []time.Weekday{time.Friday}, Nth: -1, Until: ptr(day("2027-03-01"))},
			[]string{"2026-12-25", "2027-01-29", "2027-02-26"}},
		{"Tuesdays and Thursdays", Rule{From: day("2027-02-04"), Every: 1, Unit: Weeks, Weekdays: []time.Weekday{time.Tuesday, time.Thursday}, Count: 4},
			[]string{"2027-02-04", "2027-02-09", "2027-02-11", "2027-02-16"}},
		{"the 31st, where there is one", Rule{From: day("2027-01-31"), Every: 1, Unit: Months, Count: 3},
			[]string{"2027-01-31", "2027-03-31", "2027-05-31"}},
		{"every second day", Rule{From: day("2027-02-27"), Every: 2, Unit: Days, Count: 3},
			[]string{"2027-02-27", "2027-03-01", "2027-03-03"}},
	} {
		var got []string
		for _, d := range c.rule.Days(day("2029-01-01")) {
			got = append(got, d.String())
		}
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.name, diff)
		}
	}
}

func TestARuleThatStandsStillOrGoesBackGivesNoDates(t *testing.T) {
	for _, unit := range []Unit{Days, Weeks, Months, "century"} {
		for _, every := range []int{-1 << 63, -7, -1, 0, 367, 1 << 62, 1<<63 - 1} {
			r := RuleFrom(day("2027-02-10"), 1, unit)
			r.Every = every
			if days := r.Days(day("2029-01-01")); len(days) > 0 {
				t.Errorf("every %d %s: %v", every, unit, days)
			}
		}
	}
}

func TestARuleReadsTheSameInOtherCalendars(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		rule := aRule(r)
		last := rule.From.AddDays(rapid.IntRange(0, MostDates-1).Draw(r, "days"))
		start := when.Clock(rapid.IntRange(0, 24*60-1).Draw(r, "start"))
		zone := time.UTC // the days are the same in every zone; wall time is the event's
		option, err := rrule.StrToROption(rule.RRule(start, zone))
		if err != nil {
			r.Fatalf("%q cannot be read: %v", rule.RRule(start, zone), err)
		}
		option.Dtstart, _ = rule.From.At(start).In(zone)
		theirs, err := rrule.NewRRule(*option)
		if err != nil {
			r.Fatal(err)
		}
		var want []when.Date
		end, _ := last.At(start).In(zone)
		for _, t := range theirs.Between(option.Dtstart, end, true) {
			want = append(want, when.DateOf(t, zone))
		}
		if diff := cmp.Diff(want, rule.Days(last)); diff != "" {
			r.Fatalf("%s from %s (-theirs +ours):\n%s", rule.RRule(start, zone), rule.From, diff)
		}
	})
}

// aRule draws a rule that begins on one of its days.
func aRule(r *rapid.T) Rule {
	first := day("2027-01-01").AddDays(rapid.IntRange(0, 1500).Draw(r, "first"))
	unit := rapid.SampledFrom([]Unit{Days, Weeks, Months}).Draw(r, "unit")
	rule := RuleFrom(first, rapid.IntRange(1, 5).Draw(r, "every"), unit)
	if unit == Weeks {
		for _, d := range rapid.SliceOfN(rapid.IntRange(0, 6), 0, 3).Draw(r, "more") {
			if w := time.Weekday(d); w != first.Weekday() && !hasDay(rule.Weekdays, w) {
				rule.Weekdays = append(rule.Weekdays, w)
			}
		}
	}
	if unit == Months && rapid.Bool().Draw(r, "by day") {
		rule.Weekdays, rule.Nth = nil, 0
	}
	switch rapid.IntRange(0, 2).Draw(r, "end") {
	case 0:
		rule.Count = rapid.IntRange(1, 30).Draw(r, "count")
	case 1:
		rule.Until = ptr(first.AddDays(rapid.IntRange(0, 400).Draw(r, "until")))
	}
	return rule
}

func hasDay(days []time.Weekday, d time.Weekday) bool {
	for _, x := range days {
		if x == d {
			return true
		}
	}
	return false
}

func ptr[T any](v T) *T { return &v }

// What was entered by hand on a day that a rule has then is a date of that rule,
// with who comes to it and what is on its agenda; there are no two at one hour.
func TestDatesByHandBecomeThoseOfTheRuleThatHasTheirDays(t *testing.T) {
	onBench(t, func(t *testing.T, b *bench) {
		e := assembly()
		own := when.Clock(10 * 60)
		e.Dates = append(e.Dates, Date{Day: day("2027-02-17"), Start: &own}) // on a morning, beside the rule
		e.Agenda = []Part{{Day: 2, Start: 19 * 60, Title: i18n.Text{"en": "Second"}}, {Day: 4, Start: 20 * 60, Title: i18n.Text{"en": "Morning"}}}
		e = b.publishes(e)
		r := b.registers(e, "ada", e.Dates[1].ID, Remote)
		morning := e.Dates[2].ID
		e = b.changes(e.Slug, func(e *Event) {
			rule := RuleFrom(day("2027-02-03"), 1, Weeks)
			rule.Count = 10
			e.Rule = &rule
		})
		if len(e.Dates) != 11 || e.Dates[1].ID != r.Date || e.Dates[1].RuleDay != day("2027-02-10") {
			t.Errorf("%d dates: %+v", len(e.Dates), e.Dates)
		}
		for i, want := range map[int]string{0: r.Date, 1: morning} {
			if n := e.Agenda[i].Day; n < 1 || e.Dates[n-1].ID != want {
				t.Errorf("part %d is on date %d", i+1, n)
			}
		}
	})
}
