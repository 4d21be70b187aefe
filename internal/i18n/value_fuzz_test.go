package i18n_test

import (
	"testing"

	"codeberg.org/plenary/plenary/internal/i18n"
)

// FuzzWhatPeopleTypeIsNoMessage holds that a value is put into a sentence as it
// is, whatever looks like a place for another in it.
func FuzzWhatPeopleTypeIsNoMessage(f *testing.F) {
	for _, s := range []string{"Ada", "{b}", "{a}", "{{a}}", "{n} person|{n} people", "|", "%s", "{a", "}", "key|text", "[{b}]", "{0}", "${a}", "<%= a %>"} {
		f.Add(s, "Ben")
		f.Add("Ben", s)
	}
	f.Fuzz(func(t *testing.T, a, b string) {
		for _, lang := range []string{"en", "ar"} {
			got := i18n.Unmarked(i18n.For(lang).T("test.nowhere|One {a} two {b} three", "a", a, "b", b))
			if want := i18n.Unmarked("One " + a + " two " + b + " three"); got != want {
				t.Errorf("%s: got %q, want %q", lang, got, want)
			}
		}
	})
}
