package main

import (
	"strings"
	"testing"

	"codeberg.org/plenary/plenary/e2e"
)

func TestTheSheetShowsEveryPictureAndWhatIsWrongWithIt(t *testing.T) {
	home := e2e.Place{Name: "home", Who: "visitor", Address: "/"}
	out := string(sheet([]shot{
		{Place: home, lang: "en", theme: "light", width: 320, file: "a.png"},
		{Place: home, lang: "ar", theme: "dark", width: 1280, file: "b.png", found: []e2e.Violation{{Rule: "color-contrast"}}},
		{Place: e2e.Place{Name: "me", Who: "member", Address: "/me"}, file: "c.png", sideways: 3},
	}))
	for _, want := range []string{`src="a.png"`, "en light 320 px<br>/: ok", "ar dark 1280 px<br>/: 1 findings<br>color-contrast", "sideways by 3 px"} {
		if !strings.Contains(out, want) {
			t.Errorf("the sheet lacks %s:\n%s", want, out)
		}
	}
	if strings.Count(out, "<h2") != 2 {
		t.Error("want a row for each page")
	}
}

func TestAnOutingClearsUpWhateverHappens(t *testing.T) {
	cleared := 0
	code := run(func(t *outing) {
		t.Cleanup(func() { cleared++ })
		t.Fatalf("no %s", "way")
	})
	if code != 1 || cleared != 1 {
		t.Errorf("exit %d, cleared %d times", code, cleared)
	}
	if code := run(func(*outing) {}); code != 0 {
		t.Errorf("exit %d after nothing went wrong", code)
	}
}
