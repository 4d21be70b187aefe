package boardweb

import (
	"maps"
	"slices"
	"strings"
	"time"

	"codeberg.org/plenary/plenary/internal/web/ui"
)

// stats are the counts at the top.
func (p boardPage) stats() ui.Stats {
	l, q, a := p.R.L, p.B.Shown.Quality, p.B.A
	stats := ui.Stats{L: l, Items: []ui.Stat{
		{N: q.Placed, Of: q.People, Label: l.T("org.circles.stat.placed|person with a circle|people with a circle", "n", q.Placed), Tone: ui.OK},
		{N: len(a.Circles), Label: l.T("org.circles.stat.circles|circle|circles", "n", len(a.Circles)), Href: p.path()},
	}}
	left := ui.Stat{N: len(a.Unplaced), Label: l.T("org.circles.stat.left|without a circle|without a circle", "n", len(a.Unplaced)), Href: p.path() + "?view=" + viewLeft}
	broken := ui.Stat{N: len(a.Breaches), Label: l.T("org.circles.stat.broken|problem|problems", "n", len(a.Breaches)), Href: p.path() + "?broken=yes"}
	if left.N > 0 {
		left.Tone = ui.Warn
	}
	if broken.N > 0 {
		broken.Tone = ui.Bad
	} else {
		broken.Href = ""
	}
	stats.Items = append(stats.Items, left, broken)
	return stats
}

// facts say more of the quality, each where there is something to say.
func (p boardPage) facts() (lines []string) {
	l, q, a := p.R.L, p.B.Shown.Quality, p.B.A
	say := func(msg string, args ...any) { lines = append(lines, l.T(msg, args...)) }
	sizes := map[int]int{}
	for i := range a.Circles {
		sizes[len(a.Circles[i].Members)]++
	}
	for _, n := range slices.Backward(slices.Sorted(maps.Keys(sizes))) {
		say("org.circles.fact.size|{n} circle of {people}|{n} circles of {people}", "n", sizes[n], "people", n)
	}
	known := !a.Outdated()
	if known && q.WellLed < q.Circles {
		say("org.circles.fact.led|{n} circle has as many ready to lead as wished, of {circles}|{n} circles have as many ready to lead as wished, of {circles}", "n", q.WellLed, "circles", q.Circles)
	}
	if known && q.OffHours > 0 {
		say("org.circles.fact.off|{n} time somebody meets at an unpleasant hour|{n} times somebody meets at an unpleasant hour", "n", q.OffHours)
	} else if known {
		say("org.circles.fact.off.none|Nobody meets at an unpleasant hour")
	}
	const few = 5 // fewer could tell of one person's wish
	if q.Together >= few {
		say("org.circles.fact.together|{n} of {all} pairs who wish to be together are|{n} of {all} pairs who wish to be together are", "n", q.TogetherKept, "all", q.Together)
	}
	if known && q.SameOrg > 0 {
		say("org.circles.fact.groups|{n} pair from one group meets in a circle|{n} pairs from one group meet in a circle", "n", q.SameOrg)
	}
	if q.WorstGroup != "" && q.WorstGroupRate < 1 {
		name := q.WorstGroup
		if !strings.HasPrefix(name, "UTC") {
			name = l.LangName(name)
		}
		say("org.circles.fact.worst|Served worst are people of {group}: {percent} of those who could have a circle have one", "group", name, "percent", l.Percent(q.WorstGroupRate))
	}
	if n := p.told(); p.B.Cohort.Published != "" && p.editable() {
		say("org.circles.fact.changes|Against the circles that meet now it changes something for {n} person|Against the circles that meet now it changes something for {n} people", "n", n)
	}
	return lines
}

// told is how many people hear of it when the proposal is published.
func (p boardPage) told() int {
	q := p.B.Shown.Quality
	if p.B.Cohort.Published == "" {
		return q.People
	}
	return q.Moved + q.Rescheduled + q.Lost + q.Gained
}

// heat shows at which hours of the week how many can.
func (p boardPage) heat() ui.HeatTable {
	counts := p.B.Shown.Quality.HeatIn(p.R.Zone, p.B.A.Weeks)
	day, hour, most := time.Monday, 0, 0
	for d := range counts {
		for h, n := range counts[d] {
			if n > most {
				day, hour, most = time.Weekday(d), h, n
			}
		}
	}
	l := p.R.L
	finding := l.T("org.circles.heat.none|Nobody said when they can")
	if most > 0 {
		finding = l.T("org.circles.heat|Most people can come on {weekday} at {time}: {n} person|Most people can come on {weekday} at {time}: {n} people", "weekday", l.Weekday(day, false),
			"time", l.Time(time.Date(2000, 1, 1, hour, 0, 0, 0, time.UTC)), "n", most)
	}
	return ui.HeatTable{L: l, Finding: finding, Counts: counts,
		Note: l.T("org.circles.heat.note|How many people can at each hour, on the clocks of {city}, in the week of the first meeting.", "city", l.City(p.R.Zone.String()))}
}
