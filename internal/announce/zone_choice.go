package announce

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"codeberg.org/plenary/plenary/internal/i18n"
	"codeberg.org/plenary/plenary/internal/when"
)

// choice is the zone that is meant, or why none is.
type choice struct {
	name     string // "" if it is open
	loc      *time.Location
	season   string // "s", "d": the abbreviation names winter or summer time
	inferred bool
	doubts   []Conflict
}

func (c *choice) doubt(code, format string, args ...any) {
	c.doubts = append(c.doubts, Conflict{code, fmt.Sprintf(format, spoken(args)...)})
}

func chosen(name string) choice {
	name, season, _ := strings.Cut(name, ":")
	loc, err := when.Load(name)
	if err != nil {
		return choice{}
	}
	return choice{name: name, loc: loc, season: season}
}

// zoneFor says in which zone the hours of a slot are.
func (b *builder) zoneFor(c *cluster, hour int, others []int) choice {
	if all := b.zonesOf(hour); len(all) > 0 {
		is := b.atHome(b.resolve(all[0], c, hour, others), all[0], c)
		for _, z := range all[1:] {
			b.compare(&is, z)
		}
		return is
	}
	if is, ok := b.besideOthers(c, hour, others); ok {
		return is
	}
	if len(others) > 0 || len(c.slots) > 0 { // the zone that another hour of the event has
		for _, s := range c.slots {
			if z := b.boundZone(s.hour); z != nil && s.hour != hour {
				return b.resolve(z, c, s.hour, nil)
			}
		}
	}
	for _, n := range c.zones {
		if z := &b.readings[n].zone; z.strong && !z.local && (b.bound[n] < 0 || b.readings[b.bound[n]].role == ofEvent) {
			return b.resolve(z, c, hour, nil)
		}
	}
	return b.unnamed(c, hour)
}

// besideOthers is the zone of an hour that has none, where the same moment is
// said in another: "17:00 (16:00 in the Canaries)". It is not that other zone.
func (b *builder) besideOthers(c *cluster, hour int, others []int) (is choice, ok bool) {
	from := b.readings[hour].hours.from.minutes() % (12 * 60)
	for _, o := range others {
		z := b.boundZone(o)
		if z == nil || b.readings[o].hours.from.minutes()%(12*60) == from {
			continue
		}
		if there, sure := b.zoneOfPlace(c); sure && len(z.names) == 1 && !sameWall(there, bare(z.names[0])) {
			is = chosen(there)
		} else if b.opt.Zone != "" {
			is = chosen(b.opt.Zone)
		} else {
			is.doubt("no-zone", "No zone is named for this hour; “%s” is that of another.", z.text)
			return is, true
		}
		is.inferred = true
		return is, true
	}
	return is, false
}

// atHome gives letters that several countries share ("ET", "CET", "GMT") the zone
// of the place, where its clocks are those that the letters mean.
func (b *builder) atHome(is choice, z *zone, c *cluster) choice {
	if z.fixed && !z.unreal && is.name != "UTC" {
		return b.atHomeBy(is, z, c)
	}
	if is.name == "" || !z.strong || z.fixed || z.local || len(z.names) != 1 || is.name == "UTC" && !strings.Contains(strings.ToLower(z.text), "g") {
		return is
	}
	there, sure := b.zoneOfPlace(c)
	if !sure || there == is.name {
		return is
	}
	home := chosen(there)
	switch _, winter := offsets(home.loc); {
	case is.name == "UTC" && winter == 0:
		home.season = "=0"
	case is.name == "UTC" || !sameWall(there, is.name):
		return is
	default:
		home.season = is.season
	}
	return home
}

// atHomeBy gives a distance from UTC the zone of the place, whose clocks are at
// that distance in summer or in winter.
func (b *builder) atHomeBy(is choice, z *zone, c *cluster) choice {
	there, sure := b.zoneOfPlace(c)
	home := chosen(there)
	if !sure || home.loc == nil {
		return is
	}
	if summer, winter := offsets(home.loc); z.offset*60 != summer && z.offset*60 != winter {
		is.doubt("zones", "The place is in the zone %s, which is never at “%s”.", there, z.text)
		return is
	}
	home.season = fmt.Sprintf("=%d", z.offset)
	return home
}

// unnamed is the zone of hours beside which none is named.
func (b *builder) unnamed(c *cluster, hour int) choice {
	if b.loose != nil {
		return b.resolve(b.loose, c, hour, nil)
	}
	if len(b.facts.zones) == 1 {
		is := chosen(b.regional(b.facts.zones[0], b.facts.named))
		is.season, is.inferred = "", true
		return is
	}
	there, sure := b.zoneOfPlace(c)
	if there != "" && sure {
		is := chosen(there)
		is.inferred = true
		if b.opt.Zone != "" && !sameWall(b.opt.Zone, there) {
			is.doubt("zones", "The place is in the zone %s, not in %s.", there, b.opt.Zone)
		}
		return is
	}
	if b.opt.Zone != "" {
		is := chosen(b.opt.Zone)
		is.inferred = true
		return is
	}
	if there != "" {
		is := chosen(there)
		is.inferred = true
		is.doubt("no-zone", "No zone is named; a place in the zone %s is.", there)
		return is
	}
	is := choice{}
	if len(b.facts.zones) > 1 {
		is.doubt("no-zone", "No zone is named for this hour, and the text names several: %s.", strings.Join(b.facts.zones, ", "))
	} else {
		is.doubt("no-zone", "No zone is named.")
	}
	return is
}

// sameWall tells whether two zones show the same in this decade.
func sameWall(a, b string) bool {
	x, y := chosen(a), chosen(b)
	if x.loc == nil || y.loc == nil {
		return false
	}
	for month := time.January; month <= time.December; month++ {
		t := time.Date(2025, month, 15, 12, 0, 0, 0, time.UTC)
		if offset(t, x.loc) != offset(t, y.loc) {
			return false
		}
	}
	return true
}

func offset(t time.Time, loc *time.Location) int {
	_, seconds := t.In(loc).Zone()
	return seconds
}

// resolve turns a named zone into one of the database.
func (b *builder) resolve(z *zone, c *cluster, hour int, others []int) choice {
	switch {
	case z.local:
		is := b.localZone(c)
		return is
	case z.fixed:
		return fixedZone(z)
	case len(z.names) == 1:
		is := chosen(b.regional(z.names[0], z))
		return is
	}
	names := b.narrow(z, hour, others)
	if len(names) == 1 {
		return chosen(names[0])
	}
	var open choice
	var list []string
	for _, name := range z.names {
		list = append(list, bare(name))
	}
	open.doubt("zones", "“%s” may be %s.", z.text, strings.Join(list, " or "))
	return open
}

// regional prefers, for Central European Time and its like, the zone of the
// country in which the text is at home, and London for Greenwich in winter.
func (b *builder) regional(name string, z *zone) string {
	base, season, marked := strings.Cut(name, ":")
	suffix := ""
	if marked {
		suffix = ":" + season
	}
	switch {
	case base == "Europe/Berlin" && (marked || isMixed(z.text) || strings.HasPrefix(strings.ToUpper(z.text), "CE")) && strings.HasPrefix(strings.ToUpper(z.text), "C"):
		for country, home := range centralEurope {
			if b.facts.countries[country] && !b.facts.countries["DE"] && b.onlyOf(centralEurope, country) {
				return home + suffix
			}
		}
		switch b.lang {
		case "fr":
			return "Europe/Paris" + suffix
		case "es":
			return "Europe/Madrid" + suffix
		}
	case base == "Europe/Athens":
		for country, home := range easternEurope {
			if b.facts.countries[country] && b.onlyOf(easternEurope, country) {
				return home + suffix
			}
		}
	}
	return name
}

func isMixed(text string) bool { return strings.Contains(text, "/") }

// onlyOf tells whether no other country of the table is named.
func (b *builder) onlyOf(table map[string]string, country string) bool {
	for other := range table {
		if other != country && b.facts.countries[other] {
			return false
		}
	}
	return true
}

var centralEurope = map[string]string{
	"FR": "Europe/Paris", "ES": "Europe/Madrid", "IT": "Europe/Rome", "AT": "Europe/Vienna", "CH": "Europe/Zurich",
	"NL": "Europe/Amsterdam", "BE": "Europe/Brussels", "PL": "Europe/Warsaw", "SE": "Europe/Stockholm", "DK": "Europe/Copenhagen",
	"NO": "Europe/Oslo", "CZ": "Europe/Prague", "HU": "Europe/Budapest", "DE": "Europe/Berlin",
}

var easternEurope = map[string]string{
	"GR": "Europe/Athens", "FI": "Europe/Helsinki", "RO": "Europe/Bucharest", "BG": "Europe/Sofia", "UA": "Europe/Kyiv",
	"EG": "Africa/Cairo", "LB": "Asia/Beirut", "PS": "Asia/Gaza", "EE": "Europe/Tallinn", "LV": "Europe/Riga", "LT": "Europe/Vilnius",
	"MD": "Europe/Chisinau",
}

// narrow leaves those of several zones that fit what else is said: the same
// hour in other zones, the countries of the text, its language.
func (b *builder) narrow(z *zone, hour int, others []int) []string {
	if fit := b.fitting(z, hour, others); len(fit) == 1 {
		return fit
	}
	var here []string
	for _, name := range z.names {
		if b.facts.countries[i18n.CountryOf(bare(name))] {
			here = append(here, name)
		}
	}
	if len(here) == 1 {
		return here
	}
	if b.lang == "hi" && slices.Contains(z.names, "Asia/Kolkata") {
		return []string{"Asia/Kolkata"}
	}
	return z.names
}

// fitting are the zones in which the hour is the same as the others, in winter
// or in summer.
func (b *builder) fitting(z *zone, hour int, others []int) (fit []string) {
	for _, name := range z.names {
		loc := chosen(name).loc
		for _, o := range others {
			if b.matches(hour, loc, o) {
				fit = append(fit, name)
				break
			}
		}
	}
	return fit
}

func (b *builder) matches(hour int, loc *time.Location, o int) bool {
	z := b.boundZone(o)
	if z == nil || len(z.names) != 1 || o == hour || loc == nil {
		return false
	}
	other := chosen(z.names[0]).loc
	day, ok := b.dayOf(hour)
	if !ok {
		return false
	}
	t, _ := at(day, b.readings[hour].hours.from.minutes(), loc)
	want := b.readings[o].hours.from.minutes() % (24 * 60)
	shown := t.In(other)
	return shown.Hour()*60+shown.Minute() == want
}

// dayOf is the day of the cluster to which an hour belongs.
func (b *builder) dayOf(hour int) (when.Date, bool) {
	for _, c := range b.groups.all {
		for _, s := range c.slots {
			if s.hour == hour || slices.Contains(s.also, hour) {
				if len(c.days) == 0 {
					return b.opt.Today, !b.opt.Today.IsZero()
				}
				f := b.fix(c.days[0])
				return f.Date, f.ok
			}
		}
	}
	return when.Date{}, false
}

// localZone is the zone of the place, where the text says "local time".
func (b *builder) localZone(c *cluster) choice {
	if there, _ := b.zoneOfPlace(c); there != "" {
		is := chosen(there)
		is.inferred = true
		return is
	}
	if b.opt.Zone != "" {
		is := chosen(b.opt.Zone)
		is.inferred = true
		return is
	}
	var open choice
	open.doubt("no-zone", "“Local time” says no zone, and no place is named.")
	return open
}

// fixedZone is the zone of a distance from UTC. Those that are no whole hours
// are those of the countries that have them.
func fixedZone(z *zone) choice {
	if z.offset == 0 && !z.unreal {
		return chosen("UTC")
	}
	if z.offset%60 == 0 && !z.unreal {
		if is := chosen(fmt.Sprintf("Etc/GMT%+d", -z.offset/60)); is.name != "" {
			return is
		}
	}
	name, ok := map[int]string{330: "Asia/Kolkata", 345: "Asia/Kathmandu", 270: "Asia/Kabul", 210: "Asia/Tehran", 570: "Australia/Darwin", 390: "Asia/Yangon", 525: "Australia/Eucla", 765: "Pacific/Chatham"}[z.offset]
	if !ok || z.unreal {
		var open choice
		open.doubt("zones", "No zone is known for “%s”.", z.text)
		return open
	}
	is := chosen(name)
	is.season = fmt.Sprintf("=%d", z.offset)
	return is
}

// compare checks a zone that is named twice: "Moscow time (UTC+3)".
func (b *builder) compare(is *choice, z *zone) {
	if is.name == "" || z.local {
		return
	}
	if !z.fixed && z.strong && !z.place && len(z.names) > 0 && z.names[0] != "UTC" {
		b.compareLetters(is, z)
		return
	}
	if !z.fixed {
		if len(z.names) == 1 && !sameWall(bare(z.names[0]), is.name) && bare(z.names[0]) != "UTC" {
			is.doubt("zones", "The hour is said in two zones, %s and %s.", is.name, bare(z.names[0]))
		}
		return
	}
	summer, winter := offsets(is.loc)
	if z.offset*60 != summer && z.offset*60 != winter {
		is.doubt("zones", "%s is never at “%s”.", is.name, z.text)
	}
	is.season = is.season + fmt.Sprintf("=%d", z.offset)
}

// compareLetters checks the letters of a zone against its place: "MST (Phoenix)".
func (b *builder) compareLetters(is *choice, z *zone) {
	summer, winter := offsets(is.loc)
	for _, name := range z.names {
		other := chosen(name)
		s, w := offsets(other.loc)
		high, low := max(s, w), min(s, w)
		at := map[string]int{"s": low, "d": high}
		if want, ok := at[other.season]; ok && (want == summer || want == winter) {
			is.season += fmt.Sprintf("=%d", want/60)
			return
		} else if !ok && (s == summer || w == winter) {
			return
		}
	}
	is.doubt("zones", "The clocks of %s are never at “%s”.", is.name, z.text)
}

// offsets are the distances of a zone from UTC, in seconds, in summer and
// winter of the north.
func offsets(loc *time.Location) (summer, winter int) {
	return offset(time.Date(2025, 7, 1, 0, 0, 0, 0, time.UTC), loc), offset(time.Date(2025, 1, 1, 0, 0, 0, 0, time.UTC), loc)
}
