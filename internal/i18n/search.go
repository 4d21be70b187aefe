package i18n

import (
	_ "embed"
	"slices"
	"strings"
	"sync"
)

// placesTSV holds cities that have no zone of their own and other names that
// people look for: one line per place, its zone, then its names; the first is
// shown.
//
//go:embed data/places.tsv
var placesTSV string

// Place is one answer of SearchCities.
type Place struct {
	Zone    string // "Asia/Kolkata"
	Name    string // what was found, in the reader's language: "Mumbai"
	City    string // the city of the zone: "Kolkata"
	Country string // "India"
}

// entry is what the search knows of a place in one language; all texts are
// folded.
type entry struct {
	place   Place
	name    string   // as shown
	others  []string // in all languages, and other names of the zone
	country []string // in the reader's language and in English, its code, nicknames
	weight  int      // small comes first among its likes
	extra   bool     // of places.tsv: no zone of its own
}

// spot is what all languages share of an entry.
type spot struct {
	zone   *zone
	names  []string // of places.tsv, with marks; nil for the zone's city
	others []string
}

// spots lists the cities of all zones and the places beside them.
var spots = sync.OnceValue(func() []spot {
	var list []spot
	for _, z := range zones().all {
		s := spot{zone: z}
		for _, name := range z.cities {
			s.also(name)
		}
		for id := range strings.FieldsSeq(z.name + " " + z.aliases) {
			s.also(id)
			s.also(id[strings.LastIndexByte(id, '/')+1:])
		}
		list = append(list, s)
	}
	for line := range strings.SplitSeq(placesTSV, "\n") {
		if line == "" || line[0] == '#' {
			continue
		}
		name, names, _ := strings.Cut(line, "\t")
		z := zones().byName[name]
		if z == nil {
			panic("i18n: data/places.tsv: no zone is called " + name)
		}
		s := spot{zone: z, names: strings.Split(names, "|")}
		for _, n := range s.names {
			if _, name, ok := strings.Cut(n, ":"); ok {
				n = name
			}
			s.also(n)
		}
		list = append(list, s)
	}
	return list
})

// also notes another name.
func (s *spot) also(name string) {
	if f := fold(name); !slices.Contains(s.others, f) {
		s.others = append(s.others, f)
	}
}

// searchIndexes holds a loader per language.
var searchIndexes = func() map[string]func() []entry {
	m := map[string]func() []entry{}
	for _, lang := range Languages() {
		m[lang] = sync.OnceValue(func() []entry { return buildIndex(For(lang)) })
	}
	return m
}()

func searchIndex(lang string) []entry {
	if load := searchIndexes[lang]; load != nil {
		return load()
	}
	return searchIndexes["en"]()
}

func buildIndex(l *Locale) []entry {
	entries := make([]entry, 0, len(spots()))
	countries := map[string][]string{}
	for _, s := range spots() {
		z := s.zone
		country := l.RegionName(z.country)
		if countries[z.country] == nil {
			countries[z.country] = append([]string{fold(country), fold(For("en").RegionName(z.country)), strings.ToLower(z.country)}, countryNicknames[z.country]...)
		}
		e := entry{
			place:  Place{Zone: z.name, Name: l.City(z.name), City: l.City(z.name), Country: country},
			others: s.others, country: countries[z.country], weight: weightOf(z.name),
		}
		if s.names != nil {
			e.place.Name = shown(s.names, l.Lang)
			e.weight, e.extra = 50, true
		}
		e.name = fold(e.place.Name)
		entries = append(entries, e)
	}
	return entries
}

// countryNicknames are short names that the tables do not have, folded.
var countryNicknames = map[string][]string{
	"US": {"usa", "united states of america", "america", "eeuu", "ee uu", "eua", "сша"},
	"GB": {"uk", "britain", "great britain", "england", "scotland", "wales", "inglaterra", "angleterre"},
	"AE": {"uae", "emirates", "eau"},
	"NL": {"holland", "holanda"},
	"CZ": {"czech republic"},
	"CD": {"drc", "rdc"},
	"ZA": {"rsa"},
	"KR": {"korea"},
	"PS": {"palestine"},
	"TR": {"turkey"},
	"RU": {"рф"},
}

// shown picks the language's own name ("de:München"), else the first in its
// script, else the first.
func shown(names []string, lang string) string {
	name := ""
	for _, n := range names {
		marked, own, ok := strings.Cut(n, ":")
		switch {
		case ok && marked == lang:
			return own
		case !ok && name == "" && script(n) == scriptOf[lang]:
			name = n
		}
	}
	if name == "" {
		return names[0]
	}
	return name
}

// SearchCities finds zones by what people type: a city, in their language or in
// English, a part of its name, a country, another name of the zone. Accents and
// case do not matter. The best answers come first; there are at most 40.
func SearchCities(query, lang string) []Place {
	q := fold(query)
	if q == "" || len(q) > 100 {
		return nil
	}
	type hit struct {
		rank int
		e    *entry
	}
	var hits []hit
	index := searchIndex(lang)
	for i := range index {
		if r := index[i].rank(q); r < noMatch {
			hits = append(hits, hit{r, &index[i]})
		}
	}
	slices.SortStableFunc(hits, func(a, b hit) int {
		if a.rank != b.rank {
			return a.rank - b.rank
		}
		if a.e.weight != b.e.weight {
			return a.e.weight - b.e.weight
		}
		return strings.Compare(a.e.name, b.e.name)
	})
	places := make([]Place, 0, min(len(hits), 40))
	for _, h := range hits[:min(len(hits), 40)] {
		places = append(places, h.e.place)
	}
	return places
}

const noMatch = 9

// rank says how well the place answers the query: 0 is best.
func (e *entry) rank(q string) int {
	switch {
	case e.name == q:
		return 0
	case slices.Contains(e.others, q):
		return 1
	case strings.HasPrefix(e.name, q):
		return 2
	case startsWord(e.name, q):
		return 3
	case !e.extra && slices.Contains(e.country, q): // a country is answered with its zones
		return 4
	}
	for _, s := range e.others {
		if strings.HasPrefix(s, q) {
			return 5
		}
	}
	if len(q) < 3 {
		return noMatch
	}
	for _, s := range e.country[:2] {
		if e.extra {
			break
		}
		if strings.HasPrefix(s, q) {
			return 6
		}
		if startsWord(s, q) {
			return 7
		}
	}
	// "paris france"
	for _, s := range e.country {
		if city, ok := strings.CutSuffix(q, " "+s); ok && city != "" && (strings.HasPrefix(e.name, city) || slices.Contains(e.others, city)) {
			return 2
		}
	}
	return noMatch
}

// bigZones are the cities that come first where a country has many.
var bigZones = strings.Fields(`America/New_York America/Chicago America/Denver America/Los_Angeles America/Toronto
	America/Vancouver America/Mexico_City America/Sao_Paulo America/Argentina/Buenos_Aires America/Santiago America/Bogota
	Europe/Moscow Europe/Madrid Europe/Lisbon Europe/Berlin Europe/London Europe/Paris Europe/Kyiv Asia/Jakarta
	Asia/Shanghai Asia/Almaty Asia/Tashkent Asia/Kuala_Lumpur Australia/Sydney Australia/Melbourne Australia/Perth
	Pacific/Auckland Africa/Kinshasa`)

func weightOf(zone string) int {
	if i := slices.Index(bigZones, zone); i >= 0 {
		return i
	}
	return 100
}

func startsWord(s, q string) bool { return strings.Contains(s, " "+q) }

// Cities returns the cities of all zones, sorted by name for the reader.
func (l *Locale) Cities() []Place {
	all := zones().all
	places := make([]Place, len(all))
	for i, z := range all {
		city := l.City(z.name)
		places[i] = Place{Zone: z.name, Name: city, City: city, Country: l.RegionName(z.country)}
	}
	Sort(l, places, func(p Place) string { return p.Name })
	return places
}

// CityNames calls fn with every name of every city that can be searched for,
// folded as Fold does, and its zone: those of all languages, and other names.
func CityNames(fn func(name, zone string)) {
	for _, s := range spots() {
		for _, name := range s.others {
			fn(name, s.zone.name)
		}
	}
}
