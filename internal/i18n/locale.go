package i18n

import "codeberg.org/plenary/plenary/internal/errs"

// Locale is one reader's language and region. It is immutable.
type Locale struct {
	Lang   string // "pt"
	Region string // "BR": decides the clock, the digits and the week; never empty

	messages catalogue // nil for English
	clock    Clock
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
	for _, l := range Languages() {
		if l == lang {
			return true
		}
	}
	return false
}

// For returns the locale of a language ("pt") or a language and region
// ("pt-PT"). A language that the interface does not speak reads as English.
func For(lang string) *Locale {
	base, region := splitTag(lang)
	if !Known(base) {
		base = "en"
	}
	l := &Locale{Lang: base, Region: homeRegion(base), messages: messagesOf(base)}
	if region != "" {
		return l.WithRegion(region)
	}
	return l
}

// WithRegion returns the locale with the habits of a country ("IN").
func (l *Locale) WithRegion(region string) *Locale {
	if region == "" || region == l.Region {
		return l
	}
	c := *l
	c.Region = region
	return &c
}

// ForZone returns the locale with the habits of the zone's country.
func (l *Locale) ForZone(zone string) *Locale {
	return l.WithRegion(CountryOf(zone))
}

// WithClock returns the locale with the clock that its reader chose.
func (l *Locale) WithClock(c Clock) *Locale {
	n := *l
	n.clock = c
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
// region is that of most readers outside North America: day before month, 24 h.
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
	default:
		return map[string]string{"de": "DE", "es": "ES", "fr": "FR", "ru": "RU"}[lang]
	}
}
