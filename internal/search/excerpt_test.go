package search_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"codeberg.org/plenary/plenary/internal/search"
)

func shown(pieces []search.Piece) string {
	var b strings.Builder
	for _, p := range pieces {
		if p.Hit {
			b.WriteString("[" + p.Text + "]")
		} else {
			b.WriteString(p.Text)
		}
	}
	return b.String()
}

func TestAnExcerptShowsTheWordsThatWereLookedFor(t *testing.T) {
	long := strings.Repeat("one two three ", 20)
	for _, c := range []struct{ lang, asked, text, want string }{
		{"en", "meeting", "All our meetings are open.", "All our [meetings] are open."},
		{"en", "nothing", "All our meetings are open.", "All our meetings are open."},
		{"en", "open", long + "open " + long, "… one two three one two three one two three one two three [open] one two three one two three one two three one two three …"},
		{"fr", "reunion", "Les réunions, l’été.", "Les [réunions], l’été."},
		{"ru", "собрание", "Два собрания в год", "Два [собрания] в год"},
		{"ar", "اجتماع", "كل الاجتماعات مفتوحة", "كل [الاجتماعات] مفتوحة"},
		{"hi", "बैठक", "हमारी बैठकें खुली हैं", "हमारी [बैठकें] खुली हैं"},
		{"en", "x", "", ""},
		{"en", "wrapped", strings.Repeat("unbroken", 40), "…"},
	} {
		got := shown(search.Ask(c.asked, false).Excerpt(c.lang, c.text, 120))
		if c.want == "…" {
			if utf8.RuneCountInString(got) < 120 {
				t.Errorf("a text without a gap is shown as %q", got)
			}
			continue
		}
		if got != c.want {
			t.Errorf("%q: got %q, want %q", c.asked, got, c.want)
		}
	}
}

// Whatever a text is, nothing is added to it and nothing but its ends is lost.
func FuzzAnExcerptIsAPartOfItsText(f *testing.F) {
	f.Add("a b", "some text with a and b in it", 10)
	f.Add("é", "e\u0301 \xff 漢字", 3)
	f.Fuzz(func(t *testing.T, asked, text string, most int) {
		var b strings.Builder
		for _, p := range search.Ask(asked, false).Excerpt("en", text, most%500) {
			b.WriteString(p.Text)
		}
		got := b.String()
		if rest, cut := strings.CutPrefix(got, "… "); cut && !strings.Contains(text, got) {
			got = rest
		}
		if rest, cut := strings.CutSuffix(got, " …"); cut && !strings.Contains(text, got) {
			got = rest
		}
		if !strings.Contains(text, got) {
			t.Errorf("%q is not in %q", got, text)
		}
	})
}

// A long text says the same words again and again, and each is looked at once:
// whoever asks costs us little.
func TestAnExcerptLooksAtEachWordOnce(t *testing.T) {
	text := strings.Repeat("The neighbours read their leases together and write letters about repairs. ", 2000)
	q := search.Ask("roof window stair boiler meter court budget song", false)
	n := testing.AllocsPerRun(1, func() { q.Excerpt("en", text, 200) })
	if n > 2000 {
		t.Errorf("an excerpt of eleven different words takes %.0f allocations", n)
	}
}
