package i18n

import (
	"slices"
	"testing"
)

func TestTheBrowsersLanguageIsMatched(t *testing.T) {
	all := Languages()
	for _, c := range []struct {
		header  string
		offered []string
		want    string
	}{
		{"de-AT,de;q=0.9,en;q=0.8", all, "de"},
		{"", all, "en"},
		{"*", all, "en"},
		{"uk", all, "en"},                        // never Russian
		{"uk-UA,uk;q=0.9", all, "en"},            // never Russian
		{"uk,ru;q=0.5", all, "ru"},               // unless they said so
		{"xx, hi", all, "hi"},                    // an unknown item spoils nothing
		{"@@@, hi;q=0.5", all, "hi"},             // nor does rubbish
		{"fa", all, "en"},                        // Persian is not Arabic
		{"en;q=0.1,fr;q=0.9", all, "fr"},         // weights count
		{"fr;q=0, es", all, "es"},                // none of that
		{"fr;q=x, es", all, "es"},                // an unreadable weight is left out
		{"pt-PT", all, "pt"},                     // regions match
		{"ar-u-rg-egzzzz", all, "ar"},            // extensions do not matter
		{"EN-us", []string{"de", "en"}, "en"},    // case does not matter
		{"ca, en;q=0.5", all, "en"},              // what they named comes before what they may understand
		{"fr", []string{"es", "hi"}, "en"},       // what is not offered
		{"fr", nil, "en"},                        // nothing is offered
		{"es", []string{"es-MX", "en"}, "es-MX"}, // the answer is one of those offered
	} {
		if got := Match(c.header, c.offered, "en"); got != c.want {
			t.Errorf("%q: %s is not %s", c.header, got, c.want)
		}
	}
}

func FuzzMatch(f *testing.F) {
	for _, s := range []string{"de-AT,de;q=0.9", "*", ";;q=", "en-US-x-a-b;q=1;q=2", "a,,b"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if got := Match(s, Languages(), "fallback"); got != "fallback" && !slices.Contains(Languages(), got) {
			t.Errorf("%q was not offered", got)
		}
	})
}
