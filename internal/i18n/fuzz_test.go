package i18n

import (
	"testing"
	"unicode/utf8"
)

func FuzzSearchCities(f *testing.F) {
	for _, s := range []string{"par", "São", "القاهرة", "नई दिल्ली", "\xff", "İ", "a b", "new york us"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		for _, p := range SearchCities(s, "ar") {
			if zones().byName[p.Zone] == nil || p.Name == "" || len(SearchCities(s, "ar")) > 40 {
				t.Errorf("%+v", p)
			}
		}
		if again := fold(fold(s)); again != fold(s) {
			t.Errorf("%+q folds to %+q, then to %+q", s, fold(s), again)
		}
	})
}

func FuzzParseInt(f *testing.F) {
	for _, s := range []string{"12", "١٬٢٠٠", "-1,200", "1.5", "९"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		n, err := ParseInt(s)
		if err != nil {
			return
		}
		if again, err := ParseInt(For("hi").Number(n)); err != nil || again != n {
			t.Errorf("%q reads %d, prints %q, reads %d", s, n, For("hi").Number(n), again)
		}
	})
}

func FuzzIsolate(f *testing.F) {
	for _, s := range []string{"a", "ليلى", "\u2068", "\u202e", "\xe2\x80"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if !utf8.ValidString(s) {
			return
		}
		for _, rtl := range []bool{true, false} {
			if got := isolate(s, rtl); Unmarked(got) != Unmarked(s) {
				t.Errorf("%+q became %+q", s, got)
			}
		}
	})
}
