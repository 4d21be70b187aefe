package i18n

// category is a plural category of CLDR.
type category uint8

const (
	zero category = iota
	one
	two
	few
	many
	other
	numCategories
)

func (c category) String() string {
	return [...]string{"zero", "one", "two", "few", "many", "other"}[c]
}

func categoryNamed(name string) (category, bool) {
	for c := zero; c < numCategories; c++ {
		if c.String() == name {
			return c, true
		}
	}
	return other, false
}

// PluralForms returns the plural forms that a translation into the language
// must have, in CLDR's order.
func PluralForms(lang string) []string {
	switch lang {
	case "es", "fr", "pt":
		return []string{"one", "many", "other"}
	case "ru":
		return []string{"one", "few", "many", "other"}
	case "ar":
		return []string{"zero", "one", "two", "few", "many", "other"}
	default:
		return []string{"one", "other"}
	}
}

// Plural returns the CLDR category of a whole number ("one", "few", …).
func (l *Locale) Plural(n int) string { return cardinal(l.Lang, l.Region, int64(n)).String() }

// cardinal follows CLDR 48 for whole numbers. The rules are written out since
// the tables of golang.org/x/text are older than the "many" of es, fr and pt.
func cardinal(lang, region string, n int64) category {
	if n < 0 {
		n = -n
	}
	switch lang {
	case "fr":
		return romance(n, n <= 1)
	case "pt":
		if region == "BR" {
			return romance(n, n <= 1) // "0 pessoa"
		}
		return romance(n, n == 1)
	case "es":
		return romance(n, n == 1)
	case "hi":
		return when(n <= 1, one, other)
	case "ru":
		return russian(n)
	case "ar":
		return arabic(n)
	default:
		return when(n == 1, one, other)
	}
}

func when(ok bool, yes, no category) category {
	if ok {
		return yes
	}
	return no
}

func romance(n int64, singular bool) category {
	switch {
	case singular:
		return one
	case n != 0 && n%1_000_000 == 0:
		return many // "un million de personnes"
	}
	return other
}

func russian(n int64) category {
	ten, hundred := n%10, n%100
	switch {
	case ten == 1 && hundred != 11:
		return one
	case ten >= 2 && ten <= 4 && (hundred < 12 || hundred > 14):
		return few
	}
	return many
}

func arabic(n int64) category {
	hundred := n % 100
	switch {
	case n <= 2:
		return [...]category{zero, one, two}[n]
	case hundred >= 3 && hundred <= 10:
		return few
	case hundred >= 11:
		return many
	}
	return other
}
