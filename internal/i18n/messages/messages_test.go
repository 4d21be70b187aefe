package messages

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// TestEveryMessageIsTranslated guards the catalogue: every message of the
// program stands in all languages with all plural forms and the placeholders of
// the English, or waits in untranslated.txt.
func TestEveryMessageIsTranslated(t *testing.T) {
	h, err := Open("../../..")
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("missing: %v", h.Waits())
	if faults := h.Check(); len(faults) > 0 {
		t.Errorf("%d faults. What is missing in a language is listed by\n"+
			"  go run ./internal/i18n/extract -missing LANG\nWhile the English is still moving, new keys may wait:\n"+
			"  go run ./internal/i18n/extract -untranslated\n\n%s", len(faults), strings.Join(faults, "\n"))
	}
}

// tree writes files under a new folder.
func tree(t *testing.T, files map[string]string) string {
	t.Helper()
	root := t.TempDir()
	for _, lang := range Translated() {
		if _, ok := files[folder+"/"+lang+".json"]; !ok {
			files[folder+"/"+lang+".json"] = "{}\n"
		}
	}
	if _, ok := files[folder+"/untranslated.txt"]; !ok {
		files[folder+"/untranslated.txt"] = "prefixes: org.\n"
	}
	for name, text := range files {
		name = filepath.Join(root, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return root
}

func open(t *testing.T, files map[string]string) *House {
	t.Helper()
	h, err := Open(tree(t, files))
	if err != nil {
		t.Fatal(err)
	}
	return h
}

func TestMessagesAreFoundWhereverTheyStand(t *testing.T) {
	h := open(t, map[string]string{
		"a/a.go":          "package a\nconst x = \"a.const|Constant\"\nvar _ = map[string]string{\"k\": `a.raw|Raw \"text\"`}\n",
		"a/b_templ.go":    "package a\nfunc f(l L) { g(l.T(\"a.templ|{n} day|{n} \" +\n\"days\", \"n\", 1)) }\n",
		"a/a_test.go":     "package a\nvar _ = \"a.test|No\"\n",
		"testdata/b.go":   "package b\nvar _ = \"a.testdata|No\"\n",
		"tool/go.mod":     "module tool\n",
		"tool/main.go":    "package main\nvar _ = \"a.tool|No\"\n",
		".hidden/main.go": "package main\nvar _ = \"a.hidden|No\"\n",
		"a/no.go":         "package a\nvar _, _, _ = \"A.b|No\", \"a|No\", \"a.b c|No\"\n",
	})
	var keys []string
	for _, m := range h.Messages {
		keys = append(keys, m.Key)
	}
	if want := []string{"a.const", "a.raw", "a.templ"}; !slices.Equal(keys, want) || len(h.Faults) > 0 {
		t.Errorf("%v, %v", keys, h.Faults)
	}
	if m, _ := h.Find("a.templ"); !slices.Equal(m.Forms, []string{"{n} day", "{n} days"}) || m.At != "a/b_templ.go:2" {
		t.Errorf("%+v", m)
	}
}

func TestWrongMessagesAreNamed(t *testing.T) {
	for code, want := range map[string]string{
		`x("a.b|One"); x("a.b|Two")`:                         "other English",
		`x("a.b|a|b|c")`:                                     "one form",
		`x("a.b|")`:                                          "empty",
		`x("a.b|a|")`:                                        "empty",
		`x("a.b|{n} of {x}|{n}")`:                            "other placeholders",
		`x("a.b|Hello " + y)`:                                "glued",
		`l.T("a.b|Hello {name}")`:                            "nothing is given for {name}",
		`l.T("a.b|Hello", "name", y)`:                        "the text has no {name}",
		`l.T("a.b|a|b")`:                                     "nothing is given for {n}",
		`errs.New(k, "a.b|Hello {name}", "nam", y)`:          "nothing is given for {name}",
		`f.Add("field", "a.b|Hello {name}", "x", 1)`:         "nothing is given for {name}",
		`l.T("a.b|Hello {name}", args...)`:                   "",
		`l.T("a.b|Hello {name}", key, y)`:                    "",
		`l.T("a.b|{n} of {x}", "n", 1, "x", l.T("a.c|New"))`: "",
		`x("a.b|{n} one|{n} two"); x("a.b|{n} one|{n} two")`: "",
		`x("a.b|{n} of {x}|one of {x}")`:                     "",
		`confirm(l, "a.b|Delete {name}?")`:                   "",
	} {
		h := open(t, map[string]string{"a.go": "package a\nfunc f() {\n" + code + "\n}\n"})
		got := strings.Join(h.Faults, "\n")
		if want == "" && got != "" || !strings.Contains(got, want) {
			t.Errorf("%s: %q", code, got)
		}
	}
}

const people = "package a\nvar _, _ = \"a.people|{n} person of {x}|{n} people of {x}\", \"a.name|Name\"\n"

func TestTranslationsMustFitTheEnglish(t *testing.T) {
	h := open(t, map[string]string{"a.go": people})
	m, _ := h.Find("a.people")
	for _, c := range []struct{ lang, json, want string }{
		{"de", `{"one": "eine Person von {x}", "other": "{n} Personen von {x}"}`, ""},
		{"de", `{"one": "{n} Person von {x}"}`, `"other" is missing`},
		{"de", `{"one": "{x}", "other": "Personen von {x}"}`, "{n} is missing"},
		{"de", `{"one": "{x}", "few": "{n} {x}", "other": "{n} {x}"}`, `no form "few"`},
		{"de", `{"one": "{x}", "other": "{n} {x} {y}"}`, "no {y}"},
		{"de", `{"one": "{x}", "other": " "}`, "empty"},
		{"de", `"Personen"`, "needs the plural forms one, other"},
		{"fr", `{"one": "une personne de {x}", "many": "{n} {x}", "other": "{n} {x}"}`, "one: {n} is missing"},
		{"ru", `{"one": "{n} {x}", "few": "{n} {x}", "many": "{n} {x}", "other": "{n} {x}"}`, ""},
		{"ar", `{"zero": "{x}", "one": "{x}", "two": "{x}", "few": "{n} {x}", "many": "{n} {x}", "other": "{n} {x}"}`, ""},
		{"ar", `{"zero": "{x}", "one": "{x}", "two": "{x}", "few": "{x}", "many": "{n} {x}", "other": "{n} {x}"}`, "few: {n} is missing"},
	} {
		var tr Translation
		if err := tr.UnmarshalJSON([]byte(c.json)); err != nil {
			t.Fatal(err)
		}
		err := Compare(m, c.lang, tr)
		if (err == nil) != (c.want == "") || err != nil && !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s %s: %v", c.lang, c.json, err)
		}
	}
	m = Message{Key: "a.b", Forms: []string{"Read [this] now."}}
	if Compare(m, "de", Translation{Text: "Lies das jetzt."}) == nil || Compare(m, "de", Translation{Text: "Lies [das] jetzt."}) != nil {
		t.Error("brackets are not compared")
	}
}

func TestAButtonIsQuotedAsItIsCalled(t *testing.T) {
	h := open(t, map[string]string{
		"a.go":              "package a\nvar _, _, _ = \"a.yes|Yes\", \"a.say|Press “Yes”, not “No”.\", \"a.many|{n} “Yes”|{n} “Yes”\"\n",
		folder + "/de.json": `{"a.yes": "Ja", "a.say": "Drück auf „Gut“."}` + "\n",
		folder + "/es.json": `{"a.yes": "Sí", "a.say": "Toca “Sí”.", "a.many": {"one": "{n} x", "many": "{n} x", "other": "{n} x"}}` + "\n",
		folder + "/fr.json": `{"a.say": "Appuie sur Oui."}` + "\n",
	})
	got := strings.Join(h.checkQuotes(), "\n")
	if strings.Count(got, "names a button") != 2 || !strings.Contains(got, "de: a.say") || !strings.Contains(got, "es: a.many") {
		t.Errorf("%s", got)
	}
}

func TestMergeWritesAllOrNothing(t *testing.T) {
	h := open(t, map[string]string{"a.go": people})
	good := Locale{"a.name": {Text: "Name & <b>"}}
	if err := h.Merge("de", Locale{"a.name": {Text: "Name"}, "a.gone": {Text: "x"}}); err == nil {
		t.Error("a key that is not in the source was merged")
	}
	if err := h.Merge("xx", good); err == nil {
		t.Error("an unknown language was merged")
	}
	if got := h.Missing("de"); len(got) != 2 {
		t.Errorf("%v", got)
	}
	if err := h.Merge("de", good); err != nil {
		t.Fatal(err)
	}
	if err := h.Merge("de", Locale{"a.people": {Forms: map[string]string{"other": "{n} {x}", "one": "{n} {x}"}}}); err != nil {
		t.Fatal(err)
	}
	b, err := os.ReadFile(h.path("de.json"))
	if err != nil {
		t.Fatal(err)
	}
	want := `{
  "a.name": "Name & <b>",
  "a.people": {"one": "{n} {x}", "other": "{n} {x}"}
}
`
	if string(b) != want {
		t.Errorf("%s", b)
	}
	if got := h.Missing("de"); len(got) != 0 {
		t.Errorf("%v", got)
	}
}

func TestCheckNamesWhatIsMissing(t *testing.T) {
	h := open(t, map[string]string{
		"a.go":                        "package a\nvar _, _, _ = \"a.b|B\", \"org.c|C\", \"org.d|D\"\n",
		folder + "/de.json":           `{"a.b": "B", "a.gone": "x", "org.d": ""}`,
		folder + "/untranslated.txt":  "prefixes: org.\norg.c\norg.gone\na.b\n",
		"internal/i18n/locales/x.txt": "",
	})
	want := []string{
		"a.go:2: org.d is missing in de es fr hi pt ru ar",
		"de.json: a.gone is no longer in the source",
		"de.json: org.d: is empty",
		"untranslated.txt: a.b may not stand there; it is read by everyone",
		"untranslated.txt: org.gone is no longer in the source",
	}
	if got := h.Check(); !slices.Equal(got, want) {
		t.Errorf("%s", strings.Join(got, "\n"))
	}
	removed, err := h.Prune()
	if err != nil || !slices.Equal(removed, []string{"de a.gone", "untranslated org.gone"}) {
		t.Error(removed, err)
	}
	if n, err := h.Defer(); err != nil || n != 2 {
		t.Error(n, err)
	}
	if got := h.Check(); len(got) != 2 || !strings.Contains(got[0], "a.go:2: a.b is missing in es") || !strings.Contains(got[1], "org.d: is empty") {
		t.Errorf("%s", strings.Join(got, "\n"))
	}
}

func TestASkeletonHasTheFormsOfTheLanguage(t *testing.T) {
	h := open(t, map[string]string{"a.go": people})
	want := `{
  "a.name": "Name",
  "a.people": {"one": "{n} people of {x}", "few": "{n} people of {x}", "many": "{n} people of {x}", "other": "{n} people of {x}"}
}
`
	if got := string(Skeleton("ru", h.Missing("ru")).Format()); got != want {
		t.Errorf("%s", got)
	}
	if got := string(Skeleton("de", h.Missing("de")).Format()); !strings.Contains(got, `{"one": "{n} person of {x}", "other"`) {
		t.Errorf("%s", got)
	}
	for _, lang := range Translated() {
		for key, tr := range Skeleton(lang, h.Messages) {
			m, _ := h.Find(key)
			if err := Compare(m, lang, tr); err != nil {
				t.Errorf("%s %s: %v", lang, key, err)
			}
		}
	}
}

func TestAKeyThatStandsTwiceIsRefused(t *testing.T) {
	name := filepath.Join(t.TempDir(), "x.json")
	if err := os.WriteFile(name, []byte(`{"a.b": "x", "a.b": "y"}`), 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := ReadLocale(name); err == nil || !strings.Contains(err.Error(), "a.b stands there twice") {
		t.Error(err)
	}
}

func TestEveryMessageMayWaitWhileTheEnglishMoves(t *testing.T) {
	h := open(t, map[string]string{"a.go": people, folder + "/untranslated.txt": "prefixes: *\n", folder + "/de.json": `{"a.name": "{x}"}`})
	if got := h.Check(); len(got) != 1 || !strings.Contains(got[0], "no {x}") { // what is there must still be right
		t.Errorf("%s", strings.Join(got, "\n"))
	}
	if n, err := h.Defer(); n != 2 || err != nil || len(h.waiting.Keys) != 0 {
		t.Error(n, err)
	}
}
