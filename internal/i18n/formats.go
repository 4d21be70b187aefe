package i18n

import (
	_ "embed"
	"encoding/json"
	"maps"
	"strings"
	"sync"
	"time"
)

//go:embed data/formats.json
var formatsJSON []byte

// format is how one language writes dates and numbers in one group of
// countries. The names are arrays, so that a copy shares nothing.
type format struct {
	MonthLong          [12]string
	MonthShort         [12]string
	MonthLongFormat    [12]string // beside a day: "3 марта"
	MonthShortFormat   [12]string
	WeekdayLong        [7]string
	WeekdayShort       [7]string
	WeekdayShortFormat [7]string // beside a day: "Di., 3. März"

	Short, Day, LongDay, Plain, Medium, Long, MonthYear string
	InMonth, InYear                                     string // spans of days
	Glue                                                string // between day and time
	Time12, Time24, AM, PM, Dash12, Dash24              string

	Digits         string // "" for 0-9
	Decimal, Group string
	Indian         bool // 12,34,567
	MinGroup       int  // digits from which numbers are grouped
	Minus, Percent string

	styles         [numStyles]pattern
	inMonth        pattern
	inYear         pattern
	time12, time24 pattern
	digits         [10]string
}

// prepare cuts the patterns.
func (f *format) prepare() {
	for i, s := range [numStyles]string{f.Short, f.Day, f.LongDay, f.Plain, f.Medium, f.Long, f.MonthYear} {
		f.styles[i] = cut(s)
	}
	f.inMonth, f.inYear = cut(f.InMonth), cut(f.InYear)
	f.time12, f.time24 = cut(f.Time12), cut(f.Time24)
	i := 0
	for _, r := range f.Digits {
		f.digits[i] = string(r)
		i++
	}
}

// joints are the words between the items of a list.
type joints struct{ Pair, Middle, Last string }

// counted is a sentence per plural category: {"one": "in {n} day", …}.
type counted map[string]string

// unit says how many of it there are, and how far off that is.
type unit struct{ Long, Short, Future, Past counted }

// spans are the words for lengths of time.
type spans struct {
	Now, Today, Tomorrow, Yesterday string
	Minute, Hour, Day, Week         unit
}

// speech is everything of formats.json about one language.
type speech struct {
	And, Or, Unit joints
	Spans         spans
	variants      []*format
	inZone        []*format      // the same variants, with what a language keeps everywhere
	variantOf     map[string]int // by region; 0 where none is named
	clock12       map[string]bool
}

// format returns how the language writes in a region.
func (s *speech) format(region string) *format { return s.variants[s.variantOf[region]] }

// formatInZone returns how the language is written for somebody who is in the
// region, and need not come from there.
func (s *speech) formatInZone(region string) *format { return s.inZone[s.variantOf[region]] }

// kept returns the format with what the language keeps in whichever zone its
// reader is. English of Berlin writes 4.963 in CLDR, which everybody else reads
// as nearly five; and Arabic has two sets of digits and four of months, of which
// a page, a letter and a picture must not show two. The other languages differ
// only between countries whose own they are.
func (f *format) kept(lang string, home *format) *format {
	if f == home || lang != "en" && lang != "ar" {
		return f
	}
	k := *f
	k.Digits, k.digits, k.Decimal, k.Group, k.Indian = home.Digits, home.digits, home.Decimal, home.Group, home.Indian
	k.MinGroup, k.Minus, k.Percent = home.MinGroup, home.Minus, home.Percent
	if lang == "ar" {
		k.MonthLong, k.MonthShort = home.MonthLong, home.MonthShort
		k.MonthLongFormat, k.MonthShortFormat = home.MonthLongFormat, home.MonthShortFormat
	}
	return &k
}

type formatTable struct {
	speech     map[string]*speech
	weekStarts map[string]time.Weekday // Monday where none is named
}

// formats reads the table once.
var formats = sync.OnceValue(func() *formatTable {
	t, err := parseFormats(formatsJSON)
	if err != nil {
		panic("i18n: data/formats.json: " + err.Error())
	}
	return t
})

func parseFormats(b []byte) (*formatTable, error) {
	var file struct {
		Habits struct {
			Clock12    map[string]string
			WeekStarts map[int]string
		}
		Languages map[string]struct {
			Variants      []json.RawMessage
			Regions       map[int]string
			And, Or, Unit joints
			Spans         spans
		}
	}
	if err := json.Unmarshal(b, &file); err != nil {
		return nil, err
	}
	t := &formatTable{speech: map[string]*speech{}, weekStarts: map[string]time.Weekday{}}
	for day, regions := range file.Habits.WeekStarts {
		maps.Copy(t.weekStarts, index(regions, time.Weekday(day)))
	}
	for lang, l := range file.Languages {
		s := &speech{And: l.And, Or: l.Or, Unit: l.Unit, Spans: l.Spans, variantOf: map[string]int{}}
		s.clock12 = index(file.Habits.Clock12[lang], true)
		for i, regions := range l.Regions {
			maps.Copy(s.variantOf, index(regions, i))
		}
		var home format
		for i, raw := range l.Variants {
			f := home // a variant says what differs from the first
			if err := json.Unmarshal(raw, &f); err != nil {
				return nil, err
			}
			if i == 0 {
				home = f
			}
			f.prepare()
			s.variants = append(s.variants, &f)
			s.inZone = append(s.inZone, f.kept(lang, s.variants[0]))
		}
		t.speech[lang] = s
	}
	return t, nil
}

// index maps each word of the list to the value.
func index[V any](words string, v V) map[string]V {
	m := map[string]V{}
	for _, w := range strings.Fields(words) {
		m[w] = v
	}
	return m
}
