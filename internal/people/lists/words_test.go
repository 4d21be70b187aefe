package lists

import (
	"os"
	"strings"
	"testing"
)

func TestEachWordOfAHeadLineMeansOneThing(t *testing.T) {
	source, err := os.ReadFile("words.go")
	if err != nil {
		t.Fatal(err)
	}
	_, columns, _ := strings.Cut(string(source), "range map[Column]string{")
	columns, _, _ = strings.Cut(columns, "\n\t} {")
	seen := map[string]string{}
	for entry := range strings.SplitSeq(columns, ": `") {
		list, _, ok := strings.Cut(entry, "`")
		if !ok {
			continue
		}
		for w := range strings.SplitSeq(list, ",") {
			w = headWord(w)
			if other, twice := seen[w]; twice && other != list {
				t.Errorf("%q stands in two columns", w)
			}
			seen[w] = list
		}
	}
	if len(seen) < 150 {
		t.Errorf("found %d words only", len(seen))
	}
}
