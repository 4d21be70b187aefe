package i18n

import (
	"fmt"
	"strings"
	"sync"
	"testing"

	"codeberg.org/plenary/plenary/internal/errs"
	"pgregory.net/rapid"
)

// spoken is a locale with messages of its own, for what the embedded files may
// not hold yet.
func spoken(t testing.TB, tag, messages string) *Locale {
	t.Helper()
	c, err := parseCatalogue([]byte(messages))
	if err != nil {
		t.Fatal(err)
	}
	l := *For(tag)
	l.messages = c
	return &l
}

func TestEnglishIsPrintedFromTheSource(t *testing.T) {
	l := For("en")
	for _, c := range []struct {
		want, msg string
		args      []any
	}{
		{"Hello Ana", "a.b|Hello {name}", []any{"name", "Ana"}},
		{"1 person", "a.b|{n} person|{n} people", []any{"n", 1}},
		{"0 people", "a.b|{n} person|{n} people", []any{"n", 0}},
		{"1,234 people", "a.b|{n} person|{n} people", []any{"n", 1234}},
		{"12 people", "a.b|{n} person|{n} people", []any{"n", int64(12)}},
		{"people", "a.b|person|people", nil},
		{"no key at all", "no key at all", nil},
		{"a { b } {} {1} {a b}", "a.b|a { b } {} {1} {a b}", nil},
		{"xx", "a.b|{a}{a}", []any{"a", "x"}},
		{"{b}", "a.b|{a}", []any{"a", "{b}", "b", "no"}},
		{"3.5 h", "a.b|{h} h", []any{"h", 3.5}},
		{"", "a.b|{a}", []any{"a", nil}},
		{"Closed since 3.", "a.b|{why}", []any{"why", errs.T("c.d|Closed since {n}.", "n", 3)}},
		{"Semantics!", "a.b|{title}!", []any{"title", Text{"en": "Semantics", "es": "Semántica"}}},
	} {
		if got := l.T(c.msg, c.args...); got != c.want {
			t.Errorf("%q is not %q", got, c.want)
		}
	}
}

func TestATranslationIsFoundByItsKeyAndNumber(t *testing.T) {
	ru := spoken(t, "ru", `{"a.b": {"one": "{n} человек", "few": "{n} человека", "many": "{n} человек", "other": "{n} человека"},
		"a.c": "Привет, {name}", "a.d": "{why}", "a.e": "Закрыто."}`)
	for _, c := range []struct {
		want, msg string
		args      []any
	}{
		{"21 человек", "a.b|{n} person|{n} people", []any{"n", 21}},
		{"2 человека", "a.b|{n} person|{n} people", []any{"n", 2}},
		{"11 человек", "a.b|{n} person|{n} people", []any{"n", 11}},
		{"Привет, Ana", "a.c|Hello {name}", []any{"name", "Ana"}},
		{"Закрыто.", "a.d|{why}", []any{"why", errs.T("a.e|Closed.")}},
		{"Not yet 5", "x.y|Not yet {n}", []any{"n", 5}},
	} {
		if got := ru.T(c.msg, c.args...); got != c.want {
			t.Errorf("%q is not %q", got, c.want)
		}
	}
}

func TestFaultsAreHeardByATest(t *testing.T) {
	var faults []Fault
	l := spoken(t, "de", `{"a.b": "{x}"}`).Watched(func(f Fault) { faults = append(faults, f) })
	if got := l.T("a.b|{x}"); got != "" {
		t.Error(got)
	}
	if got := l.T("c.d|English"); got != "English" {
		t.Error(got)
	}
	want := []Fault{{"de", "a.b", "x"}, {"de", "c.d", ""}}
	if fmt.Sprint(faults) != fmt.Sprint(want) {
		t.Errorf("%v are not %v", faults, want)
	}
}

func TestTemplatesPutTheirPiecesBackTogether(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := strings.Join(rapid.SliceOf(rapid.SampledFrom([]string{"{a}", "{", "}", "{b", "x", "{c1}", "{}", "é"})).Draw(t, "s"), "")
		var b strings.Builder
		for _, p := range compile(s) {
			b.WriteString(p.text)
			if p.arg != "" {
				b.WriteString("{" + p.arg + "}")
			}
		}
		if b.String() != s {
			t.Fatalf("%q is not %q", b.String(), s)
		}
		l := For("en")
		var buf []byte
		buf = l.appendTemplate(buf, "k", compile(s), []any{"a", "1", "c1", "2"})
		if got := l.T("k.k|"+strings.ReplaceAll(s, "|", ""), "a", "1", "c1", "2"); got != string(buf) {
			t.Fatalf("%q is not %q", got, buf)
		}
	})
}

func TestCataloguesWithWrongFormsAreRefused(t *testing.T) {
	for _, s := range []string{`[]`, `{"a.b": 1}`, `{"a.b": {"one": "x"}}`, `{"a.b": {"other": "x", "sometimes": "y"}}`, `{"a.b"`} {
		if _, err := parseCatalogue([]byte(s)); err == nil {
			t.Errorf("%s was read", s)
		}
	}
}

func TestLocalesAreSharedByManyReaders(t *testing.T) {
	var wg sync.WaitGroup
	for i := range 16 {
		wg.Go(func() {
			l := For(Languages()[i%8]).ForZone("Asia/Kolkata")
			l.T("a.b|{n} of {x}", "n", i, "x", "é")
			SearchCities("par", l.Lang)
			l.LangName("fr")
		})
	}
	wg.Wait()
	Load()
}

func TestUnknownTagsReadAsEnglishAndAtHome(t *testing.T) {
	for _, c := range [][3]string{{"xx", "en", "GB"}, {"", "en", "GB"}, {"pt", "pt", "BR"}, {"pt_PT", "pt", "PT"}, {"pt-pt", "pt", "PT"}, {"ar", "ar", "001"}, {"de-1901", "de", "DE"}, {"en-U$", "en", "GB"}} {
		if l := For(c[0]); l.Lang != c[1] || l.Region != c[2] {
			t.Errorf("%q: %s %s", c[0], l.Lang, l.Region)
		}
	}
}

func BenchmarkT(b *testing.B) {
	de := spoken(b, "de", `{"series.closed": "Die Anmeldung für {title} ist seit dem {day} geschlossen."}`)
	ar := spoken(b, "ar-EG", `{"series.closed": "أُغلق التسجيل في {title} منذ {day}."}`)
	for name, l := range map[string]*Locale{"en": For("en"), "de": de, "ar": ar} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				l.T("series.closed|Registration for {title} has been closed since {day}.", "title", "Organising", "day", 1234)
			}
		})
	}
}

func BenchmarkRange(b *testing.B) {
	start, end := at(b, "2026-03-03T19:30"), at(b, "2026-03-03T21:30")
	l := For("ar-EG")
	b.ReportAllocs()
	for b.Loop() {
		l.Range(start, end)
	}
}

func TestSplitPartsASentenceAtItsBrackets(t *testing.T) {
	for _, c := range []struct{ msg, before, inside, after string }{
		{"a.b|Read [the {x}] first, {y}.", "Read ", "the [1]", " first, [2]."},
		{"a.b|[{x}]", "", "[1]", ""},
		{"a.b|No link", "No link", "", ""},
		{"a.b|Open [never", "Open ", "never", ""},
	} {
		b, i, a := For("en").Split(c.msg, "x", "[1]", "y", "[2]")
		if b != c.before || i != c.inside || a != c.after {
			t.Errorf("%s: %q %q %q", c.msg, b, i, a)
		}
	}
	ar := spoken(t, "ar", `{"a.b": "اقرأ [القواعد] أولا"}`)
	if b, i, a := ar.Split("a.b|Read [the rules] first"); b != "اقرأ " || i != "القواعد" || a != " أولا" {
		t.Errorf("%q %q %q", b, i, a)
	}
	if b, _, _ := ar.Split("a.c|Read [the rules] first"); b != lri+"Read "+pdi {
		t.Errorf("%q", b)
	}
}
