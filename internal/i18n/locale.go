package i18n

import (
	"slices"
	"strings"
	"sync"
	"time"

	"codeberg.org/plenary/plenary/internal/errs"
)

// Locale is one reader's language and habits. It is immutable; make it with For.
type Locale struct {
	Lang   string // "pt"
	Region string // "BR": decides the clock, the digits and the week

	messages catalogue // nil for English
	column   int       // of the tables of names
	speech   *speech
	format   *format
	clock    Clock
	latin    bool
	week     uint8 // 1 + the weekday that the reader chose
	watch    func(Fault)
}

// Clock says whether hours run to 12 or to 24.
type Clock uint8

const (
	ByRegion Clock = iota // as people in the region are used to
	Clock24
	Clock12
)

// Fault is something that a test wants to know of: a message that has no
// translation, or an argument that the call left out.
type Fault struct {
	Lang, Key string
	Arg       string // the missing argument; "" if the translation is missing
}

// Languages returns the languages of the interface, English first.
func Languages() []string {
	return []string{"en", "de", "es", "fr", "hi", "pt", "ru", "ar"}
}

// Known tells whether the interface speaks the language.
func Known(lang string) bool {
	return slices.Contains(Languages(), lang)
}

// For returns the locale of a language ("pt") or of a language and a region
// ("pt-PT"). A language that the interface does not speak reads as English.
func For(tag string) *Locale {
	lang, region := splitTag(tag)
	load := locales[lang]
	if load == nil {
		load = locales["en"]
	}
	return load().WithRegion(region)
}

// locales holds a loader per language: each is read once, when it is first
// asked for, and does not change afterwards.
var locales = func() map[string]func() *Locale {
	m := map[string]func() *Locale{}
	for column, lang := range Languages() {
		m[lang] = sync.OnceValue(func() *Locale {
			s := formats().speech[lang]
			return &Locale{
				Lang: lang, Region: homeRegion(lang), messages: readCatalogue(lang),
				column: column, speech: s, format: s.format(""),
			}
		})
	}
	return m
}()

// Load reads everything now, so that the first readers need not wait.
func Load() {
	for _, lang := range Languages() {
		For(lang)
		searchIndex(lang)
	}
}

// WithRegion returns the locale with the habits of a country ("IN"). What is
// no country changes nothing.
func (l *Locale) WithRegion(region string) *Locale {
	region = strings.ToUpper(region)
	if region == l.Region || !isRegion(region) {
		return l
	}
	c := *l
	c.Region = region
	c.format = l.speech.format(region)
	return &c
}

// ForZone returns the locale with the habits of the zone's country: its clock,
// its week and its order of day and month. Who is there need not come from
// there, so numbers stay those of the language.
func (l *Locale) ForZone(zone string) *Locale {
	there := l.WithRegion(CountryOf(zone))
	format := l.speech.formatInZone(there.Region)
	if format == there.format {
		return there
	}
	c := *there
	c.format = format
	return &c
}

// WithClock returns the locale with the clock that its reader chose.
func (l *Locale) WithClock(c Clock) *Locale {
	n := *l
	n.clock = c
	return &n
}

// WithLatinDigits returns the locale with 0-9 in place of the region's digits.
func (l *Locale) WithLatinDigits() *Locale {
	n := *l
	n.latin = true
	return &n
}

// WithFirstWeekday returns the locale with the reader's own start of the week.
func (l *Locale) WithFirstWeekday(d time.Weekday) *Locale {
	n := *l
	n.week = uint8(d) + 1
	return &n
}

// Watched returns the locale with a function that hears of every fault. It is
// for tests.
func (l *Locale) Watched(fn func(Fault)) *Locale {
	n := *l
	n.watch = fn
	return &n
}

// Dir returns "rtl" for Arabic and "ltr" for the others.
func (l *Locale) Dir() string { return Dir(l.Lang) }

// Text says a sentence of package errs.
func (l *Locale) Text(t errs.Text) string {
	if t.Msg == "" {
		return ""
	}
	return l.T(t.Msg, t.Args...)
}

// splitTag parts "pt-BR" or "pt_BR" into "pt" and "BR".
func splitTag(tag string) (lang, region string) {
	for i := 0; i < len(tag); i++ {
		if tag[i] == '-' || tag[i] == '_' {
			rest := tag[i+1:]
			if len(rest) == 2 {
				region = rest
			}
			return tag[:i], region
		}
	}
	return tag, ""
}

// homeRegion is the region meant where nobody said one. English without a
// region is Britain's: day before month, 24 hours. It is the first variant of
// each language in data/formats.json.
func homeRegion(lang string) string {
	switch lang {
	case "en":
		return "GB"
	case "hi":
		return "IN"
	case "pt":
		return "BR"
	case "ar":
		return "001"
	}
	return strings.ToUpper(lang) // DE, ES, FR, RU
}
