package i18n

import (
	"slices"
	"strings"
	"testing"
)

func TestCitiesAreNamedInTheReadersLanguage(t *testing.T) {
	for _, c := range [][3]string{
		{"en", "Asia/Kolkata", "Kolkata"}, {"en", "Asia/Calcutta", "Kolkata"}, {"de", "Asia/Kolkata", "Kalkutta"},
		{"hi", "Asia/Kolkata", "कोलकाता"}, {"en", "America/New_York", "New York"}, {"ru", "America/New_York", "Нью-Йорк"},
		{"ar", "Africa/Cairo", "القاهرة"}, {"en", "Europe/Kyiv", "Kyiv"}, {"en", "Europe/Kiev", "Kyiv"}, {"en", "UTC", "UTC"},
		{"en", "Etc/GMT+5", "UTC−5"}, {"en", "Etc/GMT-5", "UTC+5"}, {"en", "Etc/UTC", "UTC"}, {"en", "Mars/New_Base", "New Base"},
		{"es", "America/Sao_Paulo", "São Paulo"}, {"en", "America/Argentina/Buenos_Aires", "Buenos Aires"}, {"de", "Atlantic/Reykjavik", "Reykjavík"},
	} {
		if got := For(c[0]).City(c[1]); got != c[2] {
			t.Errorf("%s in %s: %q is not %q", c[1], c[0], got, c[2])
		}
	}
	if got := For("fr").CityAndCountry("Asia/Kolkata"); got != "Calcutta, Inde" {
		t.Error(got)
	}
	if got := For("en").CityAndCountry("Asia/Singapore"); got != "Singapore" {
		t.Error(got)
	}
}

func TestEveryZoneHasACountryAndACity(t *testing.T) {
	if n := len(zones().all); n < 400 {
		t.Fatalf("%d zones", n)
	}
	for name, z := range zones().byName {
		if For("en").RegionName(z.country) == z.country {
			t.Errorf("%s: no country is %s", name, z.country)
		}
		for i, city := range z.cities {
			if city == "" {
				t.Errorf("%s has no name in %s", name, Languages()[i])
			}
		}
	}
}

func TestPlacesAreFoundByWhatPeopleType(t *testing.T) {
	for _, c := range []struct{ lang, query, zone, name string }{
		{"en", "kolkata", "Asia/Kolkata", "Kolkata"},
		{"en", "Calcutta", "Asia/Kolkata", "Kolkata"},
		{"en", "mumbai", "Asia/Kolkata", "Mumbai"},
		{"hi", "मुंबई", "Asia/Kolkata", "मुंबई"},
		{"de", "münchen", "Europe/Berlin", "München"},
		{"de", "munchen", "Europe/Berlin", "München"},
		{"en", "sao pau", "America/Sao_Paulo", "São Paulo"},
		{"en", "SÃO PAULO", "America/Sao_Paulo", "São Paulo"},
		{"en", "new york", "America/New_York", "New York"},
		{"en", "New_York", "America/New_York", "New York"},
		{"en", "America/New_York", "America/New_York", "New York"},
		{"ru", "нью-йорк", "America/New_York", "Нью-Йорк"},
		{"ru", "New York", "America/New_York", "Нью-Йорк"},
		{"ar", "القاهره", "Africa/Cairo", "القاهرة"},
		{"en", "germany", "Europe/Berlin", "Berlin"},
		{"de", "Deutschland", "Europe/Berlin", "Berlin"},
		{"en", "Paris, France", "Europe/Paris", "Paris"},
		{"en", "usa", "America/New_York", "New York"},
		{"en", "US/Eastern", "America/New_York", "New York"},
		{"en", "san francisco", "America/Los_Angeles", "San Francisco"},
		{"es", "nueva york", "America/New_York", "Nueva York"},
		{"en", "kiev", "Europe/Kyiv", "Kyiv"},
		{"xx", "london", "Europe/London", "London"},
	} {
		got := SearchCities(c.query, c.lang)
		if len(got) == 0 || got[0].Zone != c.zone || got[0].Name != c.name {
			t.Errorf("%s %q: %v", c.lang, c.query, got[:min(len(got), 3)])
		}
	}
	for _, q := range []string{"", " ", "zzzz", "%", strings.Repeat("a", 1000)} {
		if got := SearchCities(q, "en"); len(got) != 0 {
			t.Errorf("%q finds %v", q, got)
		}
	}
}

func TestSortFollowsTheReadersAlphabet(t *testing.T) {
	items := []string{"Zürich", "Äpfel", "10", "9", "apfel", "éclair", "Ost"}
	Sort(For("de"), items, func(s string) string { return s })
	if want := []string{"9", "10", "apfel", "Äpfel", "éclair", "Ost", "Zürich"}; !slices.Equal(items, want) {
		t.Error(items)
	}
	cities := For("ru").Cities()
	if len(cities) != len(zones().all) || cities[0].Name == "" {
		t.Error(len(cities))
	}
}

func TestNamesOfLanguages(t *testing.T) {
	for _, c := range [][2]string{
		{For("en").LangName("es"), "Spanish"}, {For("es").LangName("es"), "español"}, {For("es").LangTitle("es"), "Español"},
		{OwnLangName("es"), "Español"}, {OwnLangName("ar"), "العربية"}, {OwnLangName("ru"), "Русский"}, {OwnLangName("hi"), "हिन्दी"},
		{OwnLangName("xx"), "xx"}, {For("en").LangName("zh-Hant"), "Traditional Chinese"}, {For("en").LangName("pt-BR"), "Portuguese"},
		{For("en").LangName("xx"), "xx"}, {For("en").LangName("sw"), "Swahili"},
	} {
		if c[0] != c[1] {
			t.Errorf("%q is not %q", c[0], c[1])
		}
	}
	if len(AllLangs()) < 150 || !KnownLang("ase") || KnownLang("xx") || len(AllRegions()) < 240 {
		t.Error(len(AllLangs()), len(AllRegions()))
	}
}

func BenchmarkSearchCities(b *testing.B) {
	SearchCities("x", "de")
	b.ReportAllocs()
	for b.Loop() {
		SearchCities("mün", "de")
	}
}
