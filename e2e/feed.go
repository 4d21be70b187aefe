package e2e

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
)

// Feed is what a reader of RSS and JSON Feed that knows nothing of ours found.
type Feed struct {
	Format   string     `json:"format"` // "rss" or "json"
	Title    string     `json:"title"`
	Language string     `json:"language"`
	Home     string     `json:"home"`
	Self     string     `json:"self"`
	Items    []FeedItem `json:"items"`
}

// FeedItem is one item of a Feed.
type FeedItem struct {
	ID        string   `json:"id"`
	Permanent bool     `json:"permanent"` // the id is an address
	URL       string   `json:"url"`
	Title     string   `json:"title"`
	HTML      string   `json:"html"`
	Language  string   `json:"language"`  // the feed's where it names none
	Published string   `json:"published"` // in UTC
	Authors   []string `json:"authors"`
}

// ReadFeed has an independent program read a news feed, and fails the test where
// it refuses it.
func ReadFeed(t T, data []byte) (f Feed) {
	t.Helper()
	out, err := nodeReads(data, "feeds", "read.mjs")
	if err == nil {
		err = json.Unmarshal(out, &f)
	}
	if err != nil {
		t.Fatalf("feedsmith refuses the feed: %v\n%s", err, data)
	}
	return f
}

// CheckThings holds JSON-LD against the types of schema.org and returns what
// does not fit them, by the place of the thing in the list.
func CheckThings(t T, things ...[]byte) map[int][]string {
	t.Helper()
	list := append(append([]byte("["), bytes.Join(things, []byte(","))...), ']')
	out, err := nodeReads(list, "schema", "check.mjs")
	if err != nil {
		t.Fatalf("the types of schema.org cannot be checked: %v\n%s", err, list)
	}
	faults := map[int][]string{}
	for line := range strings.Lines(string(out)) {
		n, fault, _ := strings.Cut(line, " ")
		at, err := strconv.Atoi(n)
		if err != nil {
			t.Fatalf("a fault of nothing: %s", line)
		}
		faults[at] = append(faults[at], strings.TrimSpace(fault))
	}
	return faults
}

func nodeReads(data []byte, folder, script string) ([]byte, error) {
	cmd := exec.Command("node", filepath.Join("tools", folder, script))
	cmd.Dir = Root()
	cmd.Stdin = bytes.NewReader(data)
	var talk bytes.Buffer
	cmd.Stderr = &talk
	out, err := cmd.Output()
	if err != nil {
		err = fmt.Errorf("%w: %s", err, talk.String())
	}
	return out, err
}
