package i18n

import (
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestOnlyWhatRunsTheOtherWayIsIsolated(t *testing.T) {
	const f, p = fsi, pdi
	for _, c := range []struct {
		rtl     bool
		in, out string
	}{
		{false, "Anna Müller (Berlin)", "Anna Müller (Berlin)"},
		{false, "+49 30 12", "+49 30 12"},
		{false, "अनिता", "अनिता"},
		{false, "ليلى", f + "ليلى" + p},
		{false, "Dana כהן", f + "Dana כהן" + p},
		{true, "ليلى", "ليلى"},
		{true, "ليلى أحمد", "ليلى أحمد"},
		{true, "١٢", "١٢"},
		{true, "12", "12"},
		{true, "Anna", f + "Anna" + p},
		{true, "+49 30 12", f + "+49 30 12" + p},
		{true, "ليلى (أ)", f + "ليلى (أ)" + p},
		{true, "ليلى 3", f + "ليلى 3" + p},
		{true, "", ""},
		{false, "a\u202eevil\u202c", "aevil"},
		{false, "a" + p + "b" + f, "ab"},
		{false, "a" + f + "ليلى" + p, f + "a" + f + "ليلى" + p + p},
	} {
		if got := isolate(c.in, c.rtl); got != c.out {
			t.Errorf("%+q in %v: %+q is not %+q", c.in, c.rtl, got, c.out)
		}
	}
}

func TestAValueNeverReachesBeyondItself(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := strings.Join(rapid.SliceOf(rapid.SampledFrom([]string{"a", "ب", "1", " ", lri, fsi, pdi, "\u2067", "\u202a", "\u202b", "\u202c", "\u202d", "\u202e", rlm})).Draw(t, "s"), "")
		got := isolate(s, rapid.Bool().Draw(t, "rtl"))
		if strings.ContainsAny(got, "\u202a\u202b\u202c\u202d\u202e") {
			t.Fatalf("%+q holds an override", got)
		}
		depth := 0
		for _, r := range got {
			switch r {
			case '\u2066', '\u2067', '\u2068':
				depth++
			case '\u2069':
				if depth--; depth < 0 {
					t.Fatalf("%+q ends an isolate that is not its own", got)
				}
			}
		}
		if depth != 0 {
			t.Fatalf("%+q leaves an isolate open", got)
		}
		if Unmarked(got) != Unmarked(s) {
			t.Fatalf("%+q lost letters of %+q", got, s)
		}
	})
}

func TestEnglishInsideArabicPagesKeepsItsDirection(t *testing.T) {
	if got := For("ar").T("no.such-key|Closed ({n}).", "n", 3); got != lri+"Closed (3)."+pdi {
		t.Errorf("%+q", got)
	}
	ar := spoken(t, "ar", `{"a.b": "مرحبا {name}"}`)
	if got := ar.T("a.b|Hello {name}", "name", "Anna"); got != "مرحبا "+fsi+"Anna"+pdi {
		t.Errorf("%+q", got)
	}
	if got := For("en").List([]string{"Anna", "ليلى"}); got != "Anna and "+fsi+"ليلى"+pdi {
		t.Errorf("%+q", got)
	}
	if Dir("ar-EG") != "rtl" || Dir("he") != "rtl" || Dir("en") != "ltr" || Dir("") != "ltr" || For("ar").Dir() != "rtl" {
		t.Error("a direction is wrong")
	}
}
