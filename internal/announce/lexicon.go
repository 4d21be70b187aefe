package announce

import (
	"embed"
	"strconv"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"codeberg.org/plenary/plenary/internal/i18n"
)

//go:embed data/*.txt
var data embed.FS

// langs is a set of languages, in the order of i18n.Languages, the lowest bit
// for English. foreign stands for a language that is not ours.
type langs uint16

const foreign langs = 1 << 8

func langBit(lang string) langs {
	for i, l := range i18n.Languages() {
		if l == lang {
			return 1 << i
		}
	}
	return foreign
}

// meaning is what a word, or several that are said together, may say.
type meaning struct {
	kind  kind
	value int
	name  string // of a zone; ":s" and ":d" behind it for winter and summer
	langs langs
	clear bool // it says so in every language
}

// lexicon is all tables, ready for look-up. Words are folded; several are
// joined by spaces.
type lexicon struct {
	words   map[string][]meaning
	longest map[string]int // words of the longest entry that begins so
}

var theLexicon = sync.OnceValue(func() *lexicon {
	x := &lexicon{words: map[string][]meaning{}, longest: map[string]int{}}
	for _, file := range []string{"dates", "numbers", "times", "rhythm", "roles", "labels", "zones", "details"} {
		table, err := data.ReadFile("data/" + file + ".txt")
		if err != nil {
			panic("announce: " + err.Error())
		}
		for row := range strings.Lines(string(table)) {
			if row = strings.TrimSpace(row); row != "" && row[0] != '#' {
				x.row(file, row)
			}
		}
	}
	x.addDayParts()
	x.addCities()
	x.addCountries()
	return x
})

// row reads "kind=value lang: word, words".
func (x *lexicon) row(file, row string) {
	head, words, ok := strings.Cut(row, ":")
	for ok && strings.HasPrefix(words, "s ") || strings.HasPrefix(words, "d ") { // the colon of "zone:s"
		more, rest, _ := strings.Cut(words, ":")
		head, words = head+":"+more, rest
	}
	name, lang, _ := strings.Cut(head, " ")
	name, value, _ := strings.Cut(name, "=")
	k, known := kindOf[name]
	if !ok || !known {
		panic("announce: data/" + file + ".txt: a row that is none: " + row)
	}
	m := meaning{kind: k, langs: langBit(lang)}
	if n, err := strconv.Atoi(value); err == nil {
		m.value = n
	} else {
		m.name = value
	}
	for word := range strings.SplitSeq(words, ",") {
		x.add(phraseKey(word), m)
	}
}

// add enters a phrase.
func (x *lexicon) add(key string, m meaning) {
	if key == "" {
		return
	}
	n := strings.Count(key, " ") + 1
	m.clear = clearly(key, m)
	for i, known := range x.words[key] {
		if known.kind == m.kind && known.value == m.value && known.name == m.name {
			x.words[key][i].langs |= m.langs
			return
		}
	}
	x.words[key] = append(x.words[key], m)
	first, _, _ := strings.Cut(key, " ")
	x.longest[first] = max(x.longest[first], n)
}

// clearly tells whether a phrase means the same whatever language surrounds it:
// names of zones, all that is not written in our letters, and long words that
// are no connecting ones.
func clearly(key string, m meaning) bool {
	if key == "montage" {
		return false // Mondays in German, and putting something up in French and English
	}
	switch m.kind {
	case kAbbr, kCity, kCountry, kOnline, kHybrid, kMer:
		return true
	case kMonth, kWeekday, kPlural, kDayPart, kNoon, kMidnight, kInvites, kLabelWhen, kLabelWhere, kRhythm, kZoneTime:
		if utf8.RuneCountInString(key) >= 5 {
			return true
		}
	}
	switch m.kind {
	case kDeadline, kPublished, kOffice, kOutage, kGone, kSame:
		if utf8.RuneCountInString(key) >= 10 && strings.Contains(key, " ") {
			return true
		}
	}
	r, _ := utf8.DecodeRuneInString(key)
	return r >= 0x370
}

// phraseKey folds the words of a phrase as tokens are folded.
func phraseKey(s string) string {
	var words []string
	for s = strings.TrimSpace(plainText(s)); s != ""; {
		n := strings.IndexFunc(s, func(r rune) bool { return !isLetter(r) })
		switch {
		case n > 0:
			words, s = append(words, fold(s[:n])), s[n:]
		case n < 0:
			words, s = append(words, fold(s)), ""
		case s[0] >= '0' && s[0] <= '9':
			n = 1
			for n < len(s) && s[n] >= '0' && s[n] <= '9' {
				n++
			}
			words, s = append(words, s[:n]), s[n:]
		default:
			_, size := utf8.DecodeRuneInString(s)
			s = s[size:]
		}
	}
	return strings.Join(words, " ")
}

func plainText(s string) string {
	return strings.Map(func(r rune) rune {
		if r < utf8.RuneSelf {
			return r
		}
		return plain(r)
	}, s)
}

// addDayParts adds the German words that are a weekday and a part of the day.
func (x *lexicon) addDayParts() {
	de := langBit("de")
	for day, name := range strings.Fields("sonntag montag dienstag mittwoch donnerstag freitag samstag") {
		for part, words := range map[int]string{3: "morgen vormittag früh", 5: "nachmittag", 6: "abend", 7: "nacht"} {
			for _, w := range strings.Fields(words) {
				for _, ending := range []string{"", "s"} {
					key := fold(name + w + ending)
					x.add(key, meaning{kind: kWeekday, value: day, langs: de})
					x.add(key, meaning{kind: kDayPart, value: part, langs: de})
					if ending != "" {
						x.add(key, meaning{kind: kPlural, langs: de})
					}
				}
			}
		}
	}
}

// noCities are names of cities that are, to whoever announces something, more
// likely words or people.
const noCities = " reunion reuniao halle reading bath nice essen split mobile male orange center of salem jackson natal santos victoria tours pau hull salvador regina lincoln madison ليل " +
	"austin charlotte florence sion wels jos general east west south north acre central pacific eastern mountain atlantic navajo "

func isNoCity(key string) bool { return key == "la reunion" || strings.Contains(noCities, " "+key+" ") }

func (x *lexicon) addCities() {
	enter := func(name, zone string) {
		key := phraseKey(name)
		if isNoCity(key) {
			x.add(key, meaning{kind: kRareCity, name: zone, langs: allLangs})
			return
		}
		if key == "" || utf8.RuneCountInString(key) < 2 || len(key) < 3 || len(key) == 3 && key != strings.ToLower(name) { // "Amã" is no Ama
			return
		}
		for _, m := range x.words[key] {
			if m.kind == kCity || m.kind == kAbbr {
				return
			}
		}
		x.add(key, meaning{kind: kCity, name: zone})
	}
	x.ownCities(enter)
	i18n.CityNames(func(name, zone string) {
		if !strings.Contains(zone, "/") {
			return
		}
		if _, tail, ok := strings.Cut(name, " "); ok && strings.HasPrefix(strings.ToLower(zone), strings.Fields(name)[0]+"/") && tail != "" {
			return // "europe berlin" is the name of the zone
		}
		enter(name, zone)
	})
}

// ownCities enters those of our own table.
func (x *lexicon) ownCities(enter func(name, zone string)) {
	table, err := data.ReadFile("data/cities.txt")
	if err != nil {
		panic("announce: " + err.Error())
	}
	for row := range strings.Lines(string(table)) {
		zone, names, ok := strings.Cut(strings.TrimSpace(row), "\t")
		if !ok || row[0] == '#' {
			continue
		}
		for name := range strings.SplitSeq(names, "|") {
			if !strings.Contains(name, "(") { // those have a namesake that is meant more often
				enter(name, zone)
			}
		}
	}
}

// addCountries adds the names of countries in our languages. A country with
// several clocks has the zone of "".
func (x *lexicon) addCountries() {
	zones := countryZones()
	for _, lang := range i18n.Languages() {
		l := i18n.For(lang)
		for _, region := range i18n.AllRegions() {
			if zone, ok := zones[region]; ok {
				if key := phraseKey(l.RegionName(region)); len(key) > 3 && !isNoCity(key) {
					x.add(key, meaning{kind: kCountry, name: zone, langs: langBit(lang)})
				}
			}
		}
	}
}

// capital tells whether a word begins with a capital letter, or is of a script
// that has none.
func capital(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return !unicode.IsLower(r)
}
