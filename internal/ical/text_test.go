package ical

import (
	"maps"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	goical "github.com/emersion/go-ical"
)

// hostile is what people may write into a name or a title.
var hostile = []string{
	"plain", "", " ", "a;b,c:d", `back\slash`, `\n`, `\`, `"quoted"`, "^n^'^^",
	"line\r\nATTENDEE:mailto:evil@example.org", "line\nEND:VEVENT", "bare\rX-EVIL:1", "nul\x00byte", "\x13",
	"sep\u2028X-EVIL:1\u2029END:VCALENDAR\u0085X", "\v\f\x1b[2J\x7f", "\xff\xfe broken \xc3", "\ufeffbom",
	" \r\n leading fold", "\t", "ends in \r", "कौन लोगों को चलाता है", "من يحرّك الناس؟", "👩🏽‍🏫🏳️‍🌈",
	strings.Repeat("ü", 40), strings.Repeat("x", 74) + "é" + strings.Repeat("y", 80), strings.Repeat("長", 30000),
}

// harmed encodes a text in all places where people write, and says what came
// through that should not have.
func harmed(t testing.TB, text string) {
	t.Helper()
	e := session(t)
	e.Summary, e.Description, e.Location, e.Categories = text, text, text, []string{text, "x"}
	e.Attendee.Name, e.Organizer.Name = text, text
	e.URL, e.Lang = text, text
	c := &Calendar{Method: Request, Name: text, Lang: text, Prod: text, Events: []Event{e}}
	file := encode(t, c)
	cal := decode(t, file)

	if len(cal.Children) != 2 || len(cal.Events()) != 1 || len(cal.Children[0].Children) != 1 {
		t.Fatalf("components were added by %q:\n%s", text, file)
	}
	once(t, cal.Props, []string{"CALSCALE", "METHOD", "NAME", "PRODID", "VERSION", "X-WR-CALNAME"})
	props := cal.Events()[0].Props
	once(t, props, []string{
		"ATTENDEE", "CATEGORIES", "DESCRIPTION", "DTEND", "DTSTAMP", "DTSTART", "LAST-MODIFIED", "LOCATION", "ORGANIZER",
		"SEQUENCE", "STATUS", "SUMMARY", "UID", "URL",
	})
	same(t, "summary", props.Get("SUMMARY"), oneLine(text, longestLine))
	same(t, "location", props.Get("LOCATION"), oneLine(text, longestLine))
	same(t, "description", props.Get("DESCRIPTION"), manyLines(text, longestDescription))
	same(t, "name", cal.Props.Get("NAME"), oneLine(text, longestLine))
	for _, name := range []string{"ATTENDEE", "ORGANIZER"} {
		p := props.Get(name)
		if !strings.HasPrefix(p.Value, "mailto:") || strings.Contains(p.Value, "evil") {
			t.Errorf("%s is %q", name, p.Value)
		}
		for param := range p.Params {
			if !slices.Contains([]string{"CN", "CUTYPE", "PARTSTAT", "ROLE", "RSVP"}, param) {
				t.Errorf("%s has the parameter %q", name, param)
			}
		}
		want := strings.TrimSpace(strings.ReplaceAll(oneLine(text, longestName), `"`, `'`))
		if got := strings.ReplaceAll(p.Params.Get("CN"), "^^", "^"); got != want && !strings.Contains(want, "^") {
			t.Errorf("%s is called %q, want %q", name, got, want)
		}
	}
	if p := props.Get("CATEGORIES"); p != nil {
		list, err := p.TextList()
		if err != nil || list[len(list)-1] != "x" || len(list) > 2 {
			t.Errorf("categories %q, %v", list, err)
		}
	}
}

// once checks that each property stands there at most once and none other does.
func once(t testing.TB, props goical.Props, allowed []string) {
	t.Helper()
	for _, name := range slices.Sorted(maps.Keys(props)) {
		if !slices.Contains(allowed, name) || len(props[name]) != 1 {
			t.Errorf("%d properties %q", len(props[name]), name)
		}
	}
}

func same(t testing.TB, what string, p *goical.Prop, want string) {
	t.Helper()
	got := ""
	if p != nil {
		var err error
		if got, err = p.Text(); err != nil {
			t.Errorf("%s: %v", what, err)
		}
	}
	if got != want {
		t.Errorf("%s is %q, want %q", what, got, want)
	}
}

func TestTextsCannotAddAnything(t *testing.T) {
	for _, text := range hostile {
		harmed(t, text)
	}
}

func FuzzTexts(f *testing.F) {
	for _, text := range hostile[:len(hostile)-1] {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) { harmed(t, text) })
}

func FuzzAddresses(f *testing.F) {
	for _, s := range []string{"a@b.example", "a+b@c.example", `"a b"@c`, "a@b\r\nX:y", "ü@ü.example", "a;b:c,d@e", "a%0d%0aX@b", "a@b@c"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		e := session(t)
		e.Attendee.Address, e.URL = s, s
		data, err := (&Calendar{Method: Request, Events: []Event{e}}).Encode()
		if err != nil {
			return
		}
		checkLines(t, data)
		cal := decode(t, string(data))
		attendees := cal.Events()[0].Props["ATTENDEE"]
		if len(attendees) != 1 || len(attendees[0].Params) != 5 || !plain(attendees[0].Value) || strings.ContainsAny(attendees[0].Value, "\";, ") != strings.Contains(s, ",") {
			t.Errorf("%q became %q", s, attendees)
		}
	})
}

func TestAddressesBecomeURIs(t *testing.T) {
	for in, want := range map[string]string{
		"amara@home.example":        "mailto:amara@home.example",
		"a+b.c-d_e'f@home.example":  "mailto:a+b.c-d_e'f@home.example",
		`"a b"@home.example`:        "mailto:%22a%20b%22@home.example",
		"a@b@home.example":          "mailto:a%40b@home.example",
		"jürgen@home.example":       "mailto:j%C3%BCrgen@home.example",
		"50%?cc=x&y@home.example":   "mailto:50%25%3Fcc=x%26y@home.example",
		"amara@home.example\n":      "",
		"amara@home.example\x00":    "",
		"mailto":                    "",
		"amara@home.example\u2028X": "mailto:amara@home.example%E2%80%A8X",
	} {
		if got := mailto(in); got != want {
			t.Errorf("%q became %q, want %q", in, got, want)
		}
	}
}

func TestOnlyAddressesOfTheWebAreWritten(t *testing.T) {
	for in, want := range map[string]string{
		"https://school.example/e/a?b=c;d,e":                  "https://school.example/e/a?b=c;d,e",
		"http://localhost:8080/":                              "http://localhost:8080/",
		"https://school.example/e/a-b.c":                      "https://school.example/e/a-b.c",
		"https:///e/a":                                        "",
		"https://school.example/ü b":                          "https://school.example/%C3%BC%20b",
		"javascript:alert(1)":                                 "",
		"https://":                                            "",
		"//school.example/":                                   "",
		"https://school.example/\r\nX:y":                      "",
		"https://school.example/?q=\"<b>":                     "",
		"https://school.example/" + strings.Repeat("a", 3000): "",
	} {
		if got := address(in); got != want {
			t.Errorf("%q became %q, want %q", in, got, want)
		}
	}
}

func TestLanguagesAreTagsOrNothing(t *testing.T) {
	for in, want := range map[string]string{
		"en": "en", "pt-BR": "pt-BR", "": "", "en;X=y": "", "en:": "", `e"n`: "", "en\r\n": "", strings.Repeat("a", 36): "", "हि": "",
	} {
		if got := language(in); got != want {
			t.Errorf("%q became %q, want %q", in, got, want)
		}
	}
}

func TestLongTextsAreCutBetweenCharacters(t *testing.T) {
	for _, s := range []string{strings.Repeat("長", 100), strings.Repeat("é", 150), strings.Repeat("x", 201), strings.Repeat("👩", 51)} {
		got := shorten(s, 200)
		if len(got) > 200 || len(got) < 194 || !utf8.ValidString(got) || !strings.HasSuffix(got, "…") {
			t.Errorf("%d bytes: %q", len(got), got)
		}
	}
	if s := strings.Repeat("x", 200); shorten(s, 200) != s {
		t.Error("a text that just fits is cut")
	}
}

func TestFoldingIsUndoneByUnfolding(t *testing.T) {
	for length := 1; length < 400; length++ {
		for _, unit := range []string{"x", "é", "長", "👩", "ax長é👩"} {
			line := strings.Repeat(unit, length/len(unit)+1)
			var to lines
			to.set("X", "", line)
			checkLines(t, to.out)
			if got := unfolded(string(to.out)); len(got) != 1 || got[0] != "X:"+line {
				t.Fatalf("%q became %q", line, got)
			}
		}
	}
}
