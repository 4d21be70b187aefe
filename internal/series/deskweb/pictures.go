package deskweb

import (
	"cmp"
	"slices"
	"time"

	"codeberg.org/plenary/plenary/internal/i18n"
	"codeberg.org/plenary/plenary/internal/series"
	"codeberg.org/plenary/plenary/internal/web"
	"codeberg.org/plenary/plenary/internal/web/ui"
	"codeberg.org/plenary/plenary/internal/when"
)

// Pictures show where people are, what they speak and when they came.
type Pictures struct {
	Zones, Languages, Days ui.Bars
}

func pictures(r *web.Request, s *series.Series, p series.Picture) Pictures {
	return Pictures{Zones: zoneBars(r, s, p.Zones), Languages: languageBars(r, p.Languages), Days: dayBars(r, p.Days)}
}

// offset is one distance to UTC with the people who live at it.
type offset struct {
	seconds int
	label   string
	n       int
	cities  map[string]int
}

// zoneBars are the people by their clocks, from west to east, on the day of the
// next session.
func zoneBars(r *web.Request, s *series.Series, zones map[string]int) ui.Bars {
	at := r.Now
	if next, ok := s.Next(s.Letters()[0], r.Now); ok {
		at = next.Start
	}
	bySeconds := map[int]*offset{}
	total := 0
	for zone, n := range zones {
		loc, err := when.Load(zone)
		if err != nil {
			continue
		}
		_, seconds := at.In(loc).Zone()
		o := bySeconds[seconds]
		if o == nil {
			o = &offset{seconds: seconds, label: when.UTCOffset(at, loc), cities: map[string]int{}}
			bySeconds[seconds] = o
		}
		o.n += n
		o.cities[zone] += n
		total += n
	}
	offsets := make([]*offset, 0, len(bySeconds))
	for _, o := range bySeconds {
		offsets = append(offsets, o)
	}
	slices.SortFunc(offsets, func(a, b *offset) int { return a.seconds - b.seconds })
	bars := ui.Bars{L: r.L, ID: "zones", Of: r.L.T("org.zones.of|Clock"), Unit: r.L.T("org.unit.people|People"), Across: true, Total: total,
		Note: r.L.T("org.zones.note|By the clocks of {date}.", "date", r.L.Date(at.In(r.Zone), i18n.Long))}
	most := slices.MaxFunc(offsets, func(a, b *offset) int { return a.n - b.n })
	city := most.city(r, s, at)
	bars.Finding = r.L.T("org.zones.finding|Most are on the clock of {city}: {n} of {m}", "city", city, "n", most.n, "m", total)
	if len(offsets) == 1 {
		bars.Finding = r.L.T("org.zones.one|All are on the clock of {city}", "city", city)
	}
	for _, o := range offsets {
		bars.Bars = append(bars.Bars, ui.Bar{Label: o.label, Tick: tick(o.label), Sub: mostOf(r.L, o.cities, 2), N: o.n, Mark: o == most})
	}
	return bars
}

// city names the clock of an offset: by the reader's own city or that of the
// series where their clocks show the same, since few know what time it is in the
// city that happens to have one person more; else by the city with most people.
func (o *offset) city(r *web.Request, s *series.Series, at time.Time) string {
	for _, loc := range []*time.Location{r.Zone, s.Location()} {
		if _, seconds := at.In(loc).Zone(); seconds == o.seconds {
			return r.L.City(loc.String())
		}
	}
	return mostOf(r.L, o.cities, 1)
}

// tick is a distance to UTC without the letters, for under a bar. It is read
// from one side in every language.
func tick(label string) string {
	if t := label[min(len("UTC"), len(label)):]; t != "" {
		return "\u200e" + t
	}
	return "0"
}

// mostOf names the cities with the most people.
func mostOf(l *i18n.Locale, cities map[string]int, most int) string {
	zones := make([]string, 0, len(cities))
	for zone := range cities {
		zones = append(zones, zone)
	}
	slices.SortFunc(zones, func(a, b string) int {
		if c := cities[b] - cities[a]; c != 0 {
			return c
		}
		return cmp.Compare(a, b)
	})
	var names []string
	for _, zone := range zones[:min(most, len(zones))] {
		names = append(names, l.City(zone))
	}
	return l.List(names)
}

func languageBars(r *web.Request, languages map[string]int) ui.Bars {
	codes := make([]string, 0, len(languages))
	total := 0
	for code, n := range languages {
		codes = append(codes, code)
		total += n
	}
	slices.SortFunc(codes, func(a, b string) int {
		if c := languages[b] - languages[a]; c != 0 {
			return c
		}
		return cmp.Compare(a, b)
	})
	bars := ui.Bars{L: r.L, ID: "languages", Of: r.L.T("org.languages.of|Language"), Unit: r.L.T("org.unit.people|People"), Share: true, Total: total}
	for i, code := range codes {
		bars.Bars = append(bars.Bars, ui.Bar{Label: r.L.LangTitle(code), N: languages[code], Mark: i == 0})
	}
	bars.Finding = r.L.T("org.languages.finding|{n} language is spoken|{n} languages are spoken", "n", len(codes))
	return bars
}

// mostBars is how many days stand beside each other; more are summed by the
// week.
const mostBars = 31

func dayBars(r *web.Request, days []series.DayCount) ui.Bars {
	bars := ui.Bars{L: r.L, ID: "days", Of: r.L.T("org.days.of|Day"), Unit: r.L.T("org.unit.registrations|Registrations"), Across: true}
	step := 1
	if len(days) > mostBars {
		step = 7
		bars.Of = r.L.T("org.days.week|Week from")
	}
	total, best := 0, 0
	for i, d := range days {
		total += d.N
		if i%step > 0 {
			bars.Bars[len(bars.Bars)-1].N += d.N
			continue
		}
		day := time.Date(d.Day.Year, d.Day.Month, d.Day.Day, 12, 0, 0, 0, time.UTC)
		bars.Bars = append(bars.Bars, ui.Bar{Label: r.L.Date(day, i18n.Medium), Tick: r.L.Number(d.Day.Day), N: d.N})
	}
	for i := range bars.Bars {
		if bars.Bars[i].N > bars.Bars[best].N {
			best = i
		}
	}
	if len(bars.Bars) > 0 {
		bars.Bars[best].Mark = true
		bars.Finding = r.L.T("org.days.finding|{n} registered, most on {day}|{n} registered, most on {day}", "n", total, "day", bars.Bars[best].Label)
		if step > 1 {
			bars.Finding = r.L.T("org.days.finding-week|{n} registered, most in the week from {day}|{n} registered, most in the week from {day}", "n", total, "day", bars.Bars[best].Label)
		}
	}
	return bars
}
