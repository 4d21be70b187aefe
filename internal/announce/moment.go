package announce

import (
	"fmt"
	"slices"
	"time"

	"codeberg.org/plenary/plenary/internal/when"
)

// schedule says when an event is.
func (b *builder) schedule(d *draft) {
	c := d.c
	days := b.fixDays(d)
	if d.slot == nil {
		b.spans(d, "date", c.dates...)
		if c.dated() {
			d.doubt("time", "No hour is written.")
			b.repeats(d, days, nil, 0)
		} else {
			d.doubt("date", "No date is written.")
		}
		return
	}
	for _, n := range c.unclear {
		d.doubt("date", "“%s” may be another day, or none of the event's.", b.words(b.readings[n].a, b.readings[n].b))
		b.spans(d, "conflict", n)
	}
	if c.doubtful {
		d.doubt("date", "This stands in an older mail, and the one above it names another day.")
	}
	if b.sharedOut(c) {
		d.doubt("date", "The hours are perhaps not those of all days.")
	}
	r := &b.readings[d.slot.hour]
	if c.hourFirst && c.dated() && c.rhythm == nil && r.b <= c.days[0].a && b.between(r.b, c.days[0].a, b.fullStop) {
		d.doubt("time", "“%s” stands in another sentence than the day.", b.words(r.a, r.b))
	}
	if c.dated() && !c.hourFirst && c.rhythm == nil && b.straysFrom(c, r) {
		d.doubt("time", "“%s” stands in another sentence than the day.", b.words(r.a, r.b))
	}
	if n := d.slot.hour - 1; n >= 0 && c.hourFirst && len(c.slots) == 1 && !slices.Contains(c.used, n) && b.readings[n].kind == anHour && b.readings[n].role == ofEvent && b.near(b.readings[n].b, r.a, 2) {
		d.doubt("time", "“%s” stands beside it.", b.words(b.readings[n].a, b.readings[n].b))
	}
	z := b.zoneFor(c, d.slot.hour, d.slot.also)
	d.Conflicts = append(d.Conflicts, z.doubts...)
	from, ok := b.clockOf(d, r.hours.from, r, z)
	b.spans(d, "start", append(slices.Clone(c.dates), d.slot.hour)...)
	b.zoneSpans(d)
	if z.name == "" {
		return
	}
	name := z.name
	d.Zone = &name
	if z.inferred {
		d.infer("zone")
	}
	if len(days) == 0 || !days[0].ok {
		if !c.when() {
			d.doubt("date", "No date is written.")
		}
		return
	}
	if !ok {
		return
	}
	start := b.instant(d, days[0].Date, from, z)
	d.Start = &start
	if today := b.opt.Today; !today.IsZero() && days[len(days)-1].Date.Before(today) && (d.c.rhythm == nil || d.c.until == nil && !d.c.span && d.c.rhythm.count == 0 && today.Sub(days[0].Date) > longAgo) {
		d.doubt("date", "%s is over.", days[0].Date)
	}
	b.seasons(d, start, z)
	b.end(d, days, start, from, z)
	b.others(d, days[0].Date, start)
	b.repeats(d, days, z.loc, from)
	for _, n := range c.clash {
		d.doubt("time", "“%s” says another hour.", b.words(b.readings[n].a, b.readings[n].b))
		b.spans(d, "conflict", n)
	}
}

// straysFrom tells whether an hour stands on another line than the day, after a
// sentence that has ended, and no word says that it is the hour of the event.
func (b *builder) straysFrom(c *cluster, r *reading) bool {
	end := b.readings[c.dates[len(c.dates)-1]].b
	if r.a < end || b.lineOf(r.a) == b.lineOf(end-1) || !b.between(end-1, r.a, b.fullStop) {
		return false
	}
	first := b.lines[b.lineOf(r.a)].first
	if c.doors != nil && b.lineOf(c.doors.from.a) == b.lineOf(r.a) && c.doors.from.a < r.a {
		return false // "Doors 6.45 pm. Music from 7.30 pm."
	}
	return r.a-first > 2 && !b.between(max(first, r.a-4), r.b, func(i int) bool { return b.is(i, kBegins) || b.is(i, kDoors) || b.is(i, kInvites) }) && !b.is(first, kLabelTime) && !b.is(first, kLabelWhen)
}

// fixDays are the days of the calendar. Of a rhythm without a date it is the
// next one.
func (b *builder) fixDays(d *draft) (days []fixedDay) {
	for _, day := range d.c.days {
		f := b.fix(day)
		for _, what := range f.inferred {
			d.infer(what)
		}
		d.Conflicts = append(d.Conflicts, f.doubts...)
		days = append(days, f)
	}
	if len(days) > 0 || d.c.rhythm == nil {
		return days
	}
	if d.c.rhythm.month > 0 {
		return b.monthDays(d)
	}
	if b.opt.Today.IsZero() {
		d.doubt("date", "No first date is written.")
		return nil
	}
	for _, next := range d.c.rhythm.from(b.opt.Today, 1, when.Date{}) {
		d.infer("date")
		d.doubt("date", "No first date is written; the next one is %s.", next)
		days = append(days, fixedDay{Date: next, ok: true})
	}
	return days
}

// monthDays are the days of a rhythm in its months. Where no year is said and they
// have begun, it is those that are left.
func (b *builder) monthDays(d *draft) (days []fixedDay) {
	r := d.c.rhythm
	f := b.fixYear(day{y: r.year, m: r.month, d: 1, weekday: -1, a: d.c.first})
	for _, what := range f.inferred {
		d.infer(what)
	}
	if !f.ok {
		d.Conflicts = append(d.Conflicts, f.doubts...)
		return nil
	}
	if today := b.opt.Today; r.year == 0 && today.Before(f.Date) {
		for _, is := range b.inMonths(r, f.Year-1) {
			if !is.Before(today) {
				days = append(days, fixedDay{Date: is, ok: true})
			}
		}
	}
	if len(days) == 0 {
		for _, is := range b.inMonths(r, f.Year) {
			days = append(days, fixedDay{Date: is, ok: true})
		}
	}
	return days
}

// inMonths are the days of a rhythm in its months, the first of which is in a year.
func (b *builder) inMonths(r *rhythm, year int) (days []when.Date) {
	before := r.month
	if n := len(r.more); n > 0 && r.year != 0 && r.more[n-1] < r.month {
		year-- // "December and January 2027"
	}
	for _, m := range append([]int{r.month}, r.more...) {
		if m < before {
			year++
		}
		before = m
		first, _ := exists(year, m, 1)
		last := first
		for last.AddDays(1).Month == first.Month {
			last = last.AddDays(1)
		}
		days = append(days, r.from(first, 0, last)...)
	}
	return days
}

// instant is a wall time as an instant; an hour that the clocks skip or repeat
// is said.
func (b *builder) instant(d *draft, day when.Date, minutes int, z choice) time.Time {
	t, kind := at(day, minutes, z.loc)
	switch kind {
	case when.Skipped:
		d.doubt("time", "The clocks of %s skip %s on %s; %s is the hour after.", z.name, when.Clock(minutes%(24*60)), day, when.ClockOf(t, z.loc))
	case when.Repeated:
		d.doubt("time", "The clocks of %s show %s twice on %s; the first is taken.", z.name, when.Clock(minutes%(24*60)), day)
	}
	return t
}

// seasons checks "EST" and "CEST" against the day.
func (b *builder) seasons(d *draft, t time.Time, z choice) {
	summer, winter := offsets(z.loc)
	high, low := max(summer, winter), min(summer, winter)
	is := offset(t, z.loc)
	var want int
	switch {
	case z.season == "s" && high != low && is == high:
		d.doubt("zones", "On %s the clocks of %s show summer time, not “%s”.", when.DateOf(t, z.loc), z.name, b.zoneText(d))
	case z.season == "d" && is == low && high != low:
		d.doubt("zones", "On %s the clocks of %s show winter time, not “%s”.", when.DateOf(t, z.loc), z.name, b.zoneText(d))
	case len(z.season) > 0 && z.season[len(z.season)-1] != 's':
		if _, err := fmt.Sscanf(z.season[indexByte(z.season, '='):], "=%d", &want); err == nil && want*60 != is && (want*60 == summer || want*60 == winter) {
			d.doubt("zones", "On %s the clocks of %s are not at “%s”.", when.DateOf(t, z.loc), z.name, b.zoneText(d))
		}
	}
	if z.name == "UTC" && b.facts.countries["GB"] && len(b.facts.zones) <= 1 {
		if london := chosen("Europe/London"); offset(t, london.loc) != 0 {
			d.doubt("zones", "On %s the clocks of London are not at Greenwich time.", when.DateOf(t, z.loc))
		}
	}
}

func indexByte(s string, c byte) int {
	for i := range len(s) {
		if s[i] == c {
			return i
		}
	}
	return 0
}

func (b *builder) zoneText(d *draft) string {
	if all := b.zonesOf(d.slot.hour); len(all) > 0 {
		return all[len(all)-1].text
	}
	return *d.Zone
}

// longestNight is how long what begins in the evening may reach into the next
// day.
const longestNight = 10 * 60

// longestEvent is how many days one event may last.
const longestEvent = 10

// others checks the same hour in other zones, on that very day.
func (b *builder) others(d *draft, day when.Date, start time.Time) {
	if d.c.doors != nil && d.Doors == nil {
		b.doors(d, day, start.Hour()*60+start.Minute(), chosen(*d.Zone))
	}
	b.joined(d, d.slot.hour, start)
	for _, n := range d.slot.also {
		r := &b.readings[n]
		z := b.boundZone(n)
		if z == nil {
			continue
		}
		rest := append([]int{d.slot.hour}, d.slot.also...)
		is := b.resolve(z, d.c, n, rest)
		for _, doubt := range is.doubts {
			d.Conflicts = append(d.Conflicts, doubt)
		}
		if is.name == "" {
			continue
		}
		t := nearestWall(start, r.hours.from, is.loc)
		d.Also = append(d.Also, Also{is.name, t})
		b.spans(d, "also", n)
		if !t.Equal(start) {
			shown := start.In(is.loc)
			d.doubt("zones", "%s in %s is %s in %s, not “%s”.", when.ClockOf(start, start.Location()), *d.Zone, when.ClockOf(shown, is.loc), is.name, b.words(r.a, r.b))
			continue
		}
		b.seasonOf(d, is, z, t)
		b.joined(d, n, t)
	}
}

// joined adds the zones that share an hour: "15 h Dakar et Abidjan". If their
// clocks differ on that day, one of them is wrong.
func (b *builder) joined(d *draft, hour int, t time.Time) {
	for n, z := range b.zonesOf(hour) {
		is := chosen(firstOf(z.names))
		if n == 0 || is.name == "" || is.name == *d.Zone || z.strong && !z.joined || slices.ContainsFunc(d.Also, func(a Also) bool { return a.Zone == is.name }) {
			continue
		}
		switch {
		case offset(t, is.loc) == offset(t, t.Location()):
			d.Also = append(d.Also, Also{is.name, t.In(is.loc)})
		case z.joined:
			d.doubt("zones", "On %s the clocks of %s do not show that hour.", when.DateOf(t, is.loc), is.name)
		}
	}
}

func firstOf(names []string) string {
	if len(names) != 1 {
		return ""
	}
	return names[0]
}

// seasonOf checks the abbreviation of another zone.
func (b *builder) seasonOf(d *draft, is choice, z *zone, t time.Time) {
	summer, winter := offsets(is.loc)
	high, low := max(summer, winter), min(summer, winter)
	now := offset(t, is.loc)
	if high != low && (is.season == "s" && now == high || is.season == "d" && now == low) {
		d.doubt("zones", "On %s the clocks of %s do not show “%s”.", when.DateOf(t, is.loc), is.name, z.text)
	}
}

// nearestWall is the instant nearest to t at which the clocks of a zone show
// the hour. Without am or pm, either may be meant.
func nearestWall(t time.Time, c clock, loc *time.Location) time.Time {
	var best time.Time
	readings := []int{c.minutes()}
	if c.half == unsaid && !c.full && c.h <= 12 {
		readings = append(readings, (c.minutes()+12*60)%(24*60))
	}
	day := when.DateOf(t, loc)
	for n := -1; n <= 1; n++ {
		for _, minutes := range readings {
			is, _ := at(day.AddDays(n), minutes, loc)
			if best.IsZero() || is.Sub(t).Abs() < best.Sub(t).Abs() {
				best = is
			}
		}
	}
	return best
}

// clockOf is the hour in minutes since midnight, and false if the words leave
// open which half of the day is meant.
func (b *builder) clockOf(d *draft, c clock, r *reading, z choice) (int, bool) {
	if c.named && c.h == 24 {
		d.doubt("time", "Midnight belongs to two days; the end of the day is taken.")
		return 24 * 60, true
	}
	if c.half != unsaid || c.full && !c.said || c.named || c.h == 0 || c.h >= 12 {
		if c.half == night && (c.h == 12 || c.h < 4) {
			d.doubt("time", "“%s” may belong to the day before.", b.words(c.a, c.b))
		}
		return c.minutes(), true
	}
	if part := b.partBeside(d, r); part != unsaid {
		c.half = part
		return c.minutes(), true
	}
	if !b.twelve(c, z) {
		return c.minutes(), true
	}
	span := r.hours.ranged && r.hours.to.minutes() > c.minutes()
	switch {
	case c.h >= 10, c.h >= 8 && span && r.hours.to.h <= 13:
		return c.minutes(), true
	case c.h >= 8:
		d.doubt("time", "“%s” may be in the morning or in the evening.", b.words(c.a, c.b))
		return c.minutes(), true
	}
	d.doubt("time", "“%s” may be in the morning or in the evening.", b.words(c.a, c.b))
	if c.said && c.m == 30 && b.blockLang[b.blockOf(c.a)] == "en" { // "half seven", which only people say
		return c.minutes() + 12*60, true
	}
	return 0, false
}

// twelve tells whether an hour up to 11 may be counted twice a day.
func (b *builder) twelve(c clock, z choice) bool {
	if c.said {
		return true
	}
	if !c.bare && b.facts.clock24 && !b.facts.clock12 {
		return false
	}
	switch b.blockLang[b.blockOf(c.a)] {
	case "de", "fr", "pt", "ru":
		return c.bare
	}
	if !c.bare && !b.facts.clock12 && (z.name == "UTC" || centralEurope[countryOf(z)] != "") {
		return false
	}
	return true
}

// partBeside is the part of the day that is said on the line, or with the date.
func (b *builder) partBeside(d *draft, r *reading) half {
	if d.c.part != 0 {
		return half(d.c.part)
	}
	ln := b.lines[b.lineOf(r.a)]
	found := unsaid
	for i := max(ln.first, r.a-20); i < min(ln.last, r.b+12); i++ {
		h, ok := b.find(i, kPart)
		if !ok || i >= r.a && i < r.b || b.is(i, kWeekday) || b.inside[i] && b.token(i).fold == "manana" {
			continue
		}
		if found != unsaid && found != half(h.value) {
			return unsaid
		}
		found = half(h.value)
	}
	return found
}
