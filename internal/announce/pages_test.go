package announce

import (
	"os"
	"strings"
	"testing"
)

// TestPagesAreReadAsBefore reads the announcements of testdata/pages.txt. Each
// begins with the day on which it is read and, if one is given, the zone; the
// last line says in brief what must come out.
func TestPagesAreReadAsBefore(t *testing.T) {
	all, err := os.ReadFile("testdata/pages.txt")
	if err != nil {
		t.Fatal(err)
	}
	for page := range strings.SplitSeq(strings.TrimSpace(string(all)), "\n====\n") {
		head, rest, _ := strings.Cut(page, "\n")
		text, want, ok := strings.Cut(rest, "\n>>")
		if !ok {
			t.Fatalf("a page without an answer: %s", page)
		}
		today, zone, _ := strings.Cut(head, " ")
		if got := brief(Parse(text, on(today, zone))); got != strings.TrimSpace(want) {
			t.Errorf("%s\n got %s\nwant %s", text, got, strings.TrimSpace(want))
		}
	}
}
