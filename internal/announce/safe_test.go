package announce

import (
	"encoding/json"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"codeberg.org/plenary/plenary/internal/when"
)

// sound checks what holds for every text, whatever is in it.
func sound(t testing.TB, text string, opt Options) {
	t.Helper()
	r := Parse(text, opt)
	if again := Parse(text, opt); !reflect.DeepEqual(r, again) {
		t.Fatalf("two answers to one text: %q", text)
	}
	inside := func(s Span) {
		if s[0] < 0 || s[0] >= s[1] || s[1] > len(text) {
			t.Fatalf("a span outside the text, %v of %d: %q", s, len(text), text)
		}
	}
	for _, s := range r.Rest {
		inside(s)
	}
	for _, e := range r.Events {
		for _, list := range e.Spans {
			for _, s := range list {
				inside(s)
			}
		}
		switch {
		case e.Start == nil && len(e.Conflicts) == 0:
			t.Fatalf("a start is open and nothing says why: %q", text)
		case e.Start != nil && (e.Zone == nil || len(e.Spans["start"]) == 0):
			t.Fatalf("a start without a zone or without its words: %q", text)
		case e.End != nil && (e.Start == nil || e.End.Before(*e.Start)):
			t.Fatalf("an end before its beginning: %q", text)
		case e.Confidence <= 0 || e.Confidence >= 1:
			t.Fatalf("sure by %v: %q", e.Confidence, text)
		case !utf8.ValidString(e.Title):
			t.Fatalf("a title that is no text: %q", text)
		}
		if e.Repeats != nil {
			for n := 1; n < len(e.Repeats.Starts); n++ {
				if e.Repeats.Starts[n].Before(e.Repeats.Starts[n-1]) && len(e.Conflicts) == 0 && n > 1 {
					t.Fatalf("times that run backwards: %q", text)
				}
			}
		}
	}
	if _, err := json.Marshal(r); err != nil {
		t.Fatalf("%v: %q", err, text)
	}
}

func FuzzParse(f *testing.F) {
	for _, half := range []string{"seen", "opened", "third", "fourth", "unseen"} {
		for _, it := range items(f, filepath.Join("testdata", half)) {
			f.Add(it.text)
		}
	}
	f.Add("Ã¼ber \xff\xfe 8.\u00a02.\u202e2025 19 Uhr &nbsp;<b 5/3 at 7–")
	opt := Options{Zone: "Europe/Berlin", Today: when.Date{Year: 2025, Month: time.January, Day: 10}}
	f.Fuzz(func(t *testing.T, text string) {
		sound(t, text, opt)
		sound(t, text, Options{})
	})
}

// TestEveryCutOfTheCorpusIsSound reads each announcement cut off at many places,
// and with a byte lost.
func TestEveryCutOfTheCorpusIsSound(t *testing.T) {
	opt := on("2025-01-10", "Asia/Kolkata")
	for _, it := range items(t, filepath.Join("testdata", "seen")) {
		step := max(1, len(it.text)/5)
		for n := 0; n < len(it.text); n += step {
			sound(t, it.text[:n], opt)
			sound(t, it.text[n:], opt)
			sound(t, it.text[:n]+it.text[n+1:], opt)
		}
	}
}

// TestWhatCannotBeSeenChangesNothing: marks of direction, spaces without width,
// smart quotes and hard spaces are survived.
func TestWhatCannotBeSeenChangesNothing(t *testing.T) {
	opt := on("2025-01-10", "")
	plain := "Reading circle\nWednesday, 5 March 2025, 7:30 - 9 pm, London time\nWhere: St Mark's Hall, 4 Mill Lane"
	want := brief(Parse(plain, opt))
	for name, change := range map[string]func(string) string{
		"marks of direction": func(s string) string { return strings.ReplaceAll(s, "March", "\u202bMar\u200fch\u202c") },
		"no width":           func(s string) string { return strings.ReplaceAll(s, "2025", "20\u200b25\ufeff") },
		"soft hyphens":       func(s string) string { return strings.ReplaceAll(s, "Wednesday", "Wednes\u00adday") },
		"hard spaces":        func(s string) string { return strings.ReplaceAll(s, " ", "\u00a0") },
		"thin spaces":        func(s string) string { return strings.ReplaceAll(s, "9 pm", "9\u202fpm") },
		"smart quotes":       func(s string) string { return strings.ReplaceAll(s, "'", "’") },
		"long dashes":        func(s string) string { return strings.ReplaceAll(s, " - ", " — ") },
		"line ends":          func(s string) string { return strings.ReplaceAll(s, "\n", "\r\n") },
		"wide digits":        func(s string) string { return strings.NewReplacer("5", "５", "7", "７").Replace(s) },
		"bold letters":       func(s string) string { return strings.ReplaceAll(s, "March", "𝗠𝗮𝗿𝗰𝗵") },
		"emphasis":           func(s string) string { return strings.ReplaceAll(s, "Wednesday", "**Wednesday**") },
		"quoted":             func(s string) string { return "> " + strings.ReplaceAll(s, "\n", "\n> ") },
		"tags":               func(s string) string { return "<p>" + strings.ReplaceAll(s, "\n", "<br/>") + "</p>" },
		"entities":           func(s string) string { return strings.NewReplacer("'", "&#8217;", " - ", "&ndash;").Replace(s) },
		"twice encoded":      func(s string) string { return strings.ReplaceAll(s, " - ", " â€“ ") },
		"broken bytes":       func(s string) string { return strings.ReplaceAll(s, " - ", " \x96 ") },
		"capitals":           func(s string) string { return strings.ReplaceAll(s, "Wednesday, 5 March", "WEDNESDAY, 5 MARCH") },
		"points":             func(s string) string { return strings.ReplaceAll(s, "9 pm", "9 p.m.") },
	} {
		if got := brief(Parse(change(plain), opt)); got != want {
			t.Errorf("%s: got %s, want %s", name, got, want)
		}
	}
}

// TestLinksAreCleaned takes out of addresses what follows people.
func TestLinksAreCleaned(t *testing.T) {
	for in, want := range map[string]string{
		"https://a.example/x?utm_source=mail&id=3&fbclid=Zz":                                         "https://a.example/x?id=3",
		"https://a.example/x?utm_source=mail":                                                        "https://a.example/x",
		"https://a.example/x#part":                                                                   "https://a.example/x#part",
		"https://www.google.com/url?sa=t&q=https%3A%2F%2Fa.example%2Fb%3Futm_term%3Dq%26n%3D1&ved=2": "https://a.example/b?n=1",
		"https://l.facebook.com/l.php?u=https%3A%2F%2Fa.example%2F&h=AT1":                            "https://a.example/",
		"https://eur02.safelinks.protection.outlook.com/?url=https%3A%2F%2Fa.example%2Fx&data=05":    "https://a.example/x",
		"https://urldefense.com/v3/__https://a.example/x__;!!abc$":                                   "https://a.example/x",
		"https://urldefense.proofpoint.com/v2/url?u=https-3A__a.example_x&d=DwM":                     "https://a.example/x",
		"https://a.example/login?next=https%3A%2F%2Fa.example%2Fme":                                  "https://a.example/login?next=https%3A%2F%2Fa.example%2Fme",
		"www.a.example/x": "https://www.a.example/x",
		"http://%zz":      "http://%zz",
	} {
		if got := cleanLink(in); got != want {
			t.Errorf("%s: got %s, want %s", in, got, want)
		}
	}
}

// BenchmarkParse reads the announcements of the corpus, one after the other.
// Limit: 5 ms each.
func BenchmarkParse(b *testing.B) {
	list := items(b, filepath.Join("testdata", "seen"))
	Load()
	slowest := time.Duration(0)
	for n := 0; b.Loop(); n++ {
		it := list[n%len(list)]
		began := time.Now()
		Parse(it.text, Options{Zone: it.Zone, Today: when.Date{Year: 2025, Month: time.January, Day: 10}})
		slowest = max(slowest, time.Since(began))
	}
	b.ReportMetric(float64(b.Elapsed().Microseconds())/1000/float64(b.N), "ms/text")
	b.ReportMetric(5, "limit-ms")
	if each := b.Elapsed() / time.Duration(b.N); each > 5*time.Millisecond {
		b.Errorf("%v a text, the limit is 5 ms", each)
	}
}
