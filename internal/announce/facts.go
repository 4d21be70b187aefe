package announce

import (
	"strings"

	"codeberg.org/plenary/plenary/internal/i18n"
	"codeberg.org/plenary/plenary/internal/when"
)

// facts is what the text as a whole says that decides what its parts mean.
type facts struct {
	zones     []string        // named for hours, in order, each once
	named     *zone           // the first of them, as it is written
	countries map[string]bool // of cities, zones, telephone numbers, prices
	clock24   bool            // some hour is written as 19:00
	clock12   bool            // some is written as 7 pm
	dayFirst  bool            // some numeric date can only be day/month
	monthOne  bool            // some can only be month/day
	years     []int           // that stand alone: "Spring 2025"
	open      bool            // "date to be announced"
	openAt    int
}

func (p *parser) gather() facts {
	f := facts{countries: map[string]bool{}}
	for n := range p.readings {
		r := &p.readings[n]
		switch r.kind {
		case anHour:
			f.clock24 = f.clock24 || r.hours.from.full || r.hours.ranged && r.hours.to.full
			f.clock12 = f.clock12 || r.hours.from.half == am || r.hours.from.half == pm
		case aZone:
			if !p.ofSending(n) {
				f.zone(&r.zone, p.bound[n] >= 0)
			}
		case aDate:
			f.order(p, r)
		}
	}
	for i := range p.tok {
		t := &p.tok[i]
		switch t.kind {
		case isOpaque:
			f.address(t.text)
		case isSign:
			f.price(t.text)
		case isNumber:
			if len(t.text) == 4 && isYear(t.num) && !contains(f.years, t.num) {
				f.years = append(f.years, t.num)
			}
		case isWord:
			f.word(p, i)
		}
	}
	if len(f.countries) == 0 && p.opt.Zone != "" {
		f.countries[i18n.CountryOf(p.opt.Zone)] = true
	}
	return f
}

// ofSending tells whether a zone is that of the machine which sent a mail: it stands
// on the line that says when.
func (p *parser) ofSending(n int) bool {
	at := p.readings[n].a
	first := p.lines[p.lineOf(at)].first
	if at-first > 24 {
		return false
	}
	for m := range p.readingsIn(first, at) {
		if r := &p.readings[m]; r.kind == aDate && p.ofMail(r) {
			return true
		}
	}
	return false
}

func contains(list []int, n int) bool {
	for _, m := range list {
		if m == n {
			return true
		}
	}
	return false
}

// zone notes a zone that the text names.
func (f *facts) zone(z *zone, bound bool) {
	for _, name := range z.names {
		if _, season, _ := strings.Cut(name, ":"); len(z.names) == 1 && !(season != "" && (bare(name) == "Europe/Berlin" || bare(name) == "Europe/Athens")) {
			f.countries[i18n.CountryOf(bare(name))] = true
		}
	}
	if (z.strong || bound) && len(z.names) == 1 {
		name := bare(z.names[0])
		for _, known := range f.zones {
			if known == name {
				return
			}
		}
		if f.zones = append(f.zones, name); f.named == nil {
			f.named = z
		}
	}
}

// order notes which of two numbers is the month where only one can be.
func (f *facts) order(p *parser, r *reading) {
	if len(r.days) == 0 || !p.sign(r.days[0].a+1, "/-") || r.days[0].either {
		return
	}
	if n, ok := p.number(r.days[0].a, 2); ok && n > 12 {
		f.dayFirst = true
	}
	if n, ok := p.number(r.days[0].a+2, 2); ok && n > 12 && r.days[0].y > 0 {
		f.monthOne = true
	}
}

// address takes the country of a host's name or a telephone number.
func (f *facts) address(s string) {
	for prefix, country := range map[string]string{"+91": "IN", "+44": "GB", "+353": "IE", "+972": "IL", "+1 ": "US", "+1-": "US", "+86": "CN", "+880": "BD", "+49": "DE", "+33": "FR", "+34": "ES", "+966": "SA", "+53": "CU"} {
		if strings.HasPrefix(s, prefix) {
			f.countries[country] = true
		}
	}
	host := strings.TrimPrefix(strings.TrimPrefix(s, "https://"), "http://")
	host, _, _ = strings.Cut(host, "/")
	for suffix, country := range map[string]string{".in": "IN", ".uk": "GB", ".ie": "IE", ".il": "IL", ".cn": "CN", ".bd": "BD", ".us": "US", ".edu": "US"} {
		if strings.HasSuffix(host, suffix) {
			f.countries[country] = true
		}
	}
}

func (f *facts) price(sign string) {
	switch sign {
	case "₹":
		f.countries["IN"] = true
	case "£":
		f.countries["GB"] = true
	}
}

func (f *facts) word(p *parser, i int) {
	if h, ok := p.find(i, kCity); ok {
		f.countries[i18n.CountryOf(h.name)] = true
	}
	if h, ok := p.find(i, kCountry); ok && h.name != "" {
		f.countries[i18n.CountryOf(h.name)] = true
	}
	if h, ok := p.find(i, kZoneName); ok && capital(p.tok[i].text) {
		f.countries[i18n.CountryOf(h.name)] = true
	}
	switch p.tok[i].text {
	case "USA", "US":
		f.countries["US"] = true
	case "UK", "GB", "England", "Scotland", "Wales":
		f.countries["GB"] = true
	}
	if p.is(i, kTBA) && !f.open {
		f.open, f.openAt = true, i
	}
}

// us tells whether the text is from where the month is written first.
func (f *facts) us() bool {
	return f.countries["US"] && !f.countries["GB"] && !f.countries["IN"] && !f.countries["IE"]
}

// elsewhere tells whether it is from anywhere else.
func (f *facts) elsewhere() bool {
	for c := range f.countries {
		if c != "" && c != "US" {
			return !f.countries["US"]
		}
	}
	return false
}

// exists tells whether the calendar has the day.
func exists(y, m, d int) (when.Date, bool) {
	is := when.Date{Year: y}
	if m < 1 || m > 12 || d < 1 || d > 31 {
		return is, false
	}
	start := when.Date{Year: y, Month: 1, Day: 1}
	start.Month = monthOf(m)
	start.Day = d
	return start, start == start.AddDays(0)
}
