package demo

import (
	"testing"

	"codeberg.org/plenary/plenary/internal/i18n"
	"codeberg.org/plenary/plenary/internal/series"
	"codeberg.org/plenary/plenary/internal/when"
)

// The made-up network speaks all languages of the interface, whoever looks.
func TestHarbourSpeaksAllLanguages(t *testing.T) {
	check := func(what string, text i18n.Text) {
		t.Helper()
		for _, lang := range i18n.Languages() {
			if text[lang] == "" {
				t.Errorf("%s: %q is missing in %s", what, text["en"], lang)
			}
		}
	}
	for english := range texts() {
		check("texts.json", inAll(english))
	}
	today := when.Date{Year: 2027, Month: 1, Day: 4}
	for _, s := range []*series.Series{past(today), running(today), open(today)} {
		check(s.Slug, s.Title)
		check(s.Slug, s.Description)
		for _, x := range s.Sessions {
			check(s.Slug, x.Theme)
			title, body := writeUp(x.Theme, x.N)
			check(s.Slug, title)
			check(s.Slug, body)
		}
		for _, track := range s.Tracks {
			check(s.Slug, track.Title)
		}
		for _, q := range s.Questions {
			check(s.Slug, q.Label)
		}
	}
}
