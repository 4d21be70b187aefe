package typed

import (
	"testing"

	"codeberg.org/plenary/plenary/internal/i18n"
)

func TestAddressesAreMadeFromTitles(t *testing.T) {
	for title, want := range map[string]string{
		"Organising fundamentals":  "organising-fundamentals",
		"  Été – l’école d'été!  ": "ete-lecole-dete",
		"Grundlagen für Große":     "grundlagen-fur-grosse",
		"أساسيات التنظيم":          "",
		"संगठन":                    "",
		"Основы":                   "",
		"A":                        "",
		"One two three four five six seven eight nine ten eleven": "one-two-three-four-five-six-seven-eight-nine-ten",
	} {
		got := Slug(i18n.Text{"en": title})
		if got != want {
			t.Errorf("%q gives %q, want %q", title, got, want)
		}
		if got != "" && !IsSlug(got) {
			t.Errorf("%q is no slug", got)
		}
	}
	if got := Slug(i18n.Text{"ar": "أساسيات", "de": "Grundlagen"}); got != "grundlagen" {
		t.Errorf("a title in two scripts gives %q", got)
	}
}
