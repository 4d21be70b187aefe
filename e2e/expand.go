package e2e

import (
	"cmp"
	"encoding/json"
	"fmt"
	"os/exec"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"time"
)

// Happening is one time at which something of a calendar takes place, as a
// reader that knows nothing of ours understood it.
type Happening struct {
	Start   time.Time `json:"start"`
	End     time.Time `json:"end"`
	Summary string    `json:"summary"`
	Status  string    `json:"status"`

	// Walls is what a clock of each zone that was asked for shows when it begins:
	// "2027-03-28 19:00".
	Walls map[string]string `json:"walls"`
}

// Expand has two independent programs expand the rules and exceptions of an
// iCalendar file up to a time, for readers in some zones, fails the test where
// they disagree, and returns what both found in the order of time. One takes the
// hours of what is planned from the zones that the file describes, the other from
// its own data.
func Expand(t T, data []byte, until time.Time, zones ...string) []Happening {
	t.Helper()
	node, err := expandWith(data, until, zones, "node", filepath.Join("tools", "ical", "expand.mjs"))
	if err != nil {
		t.Fatalf("ical.js refuses the calendar: %v\n%s", err, data)
	}
	python, err := expandWith(data, until, zones, pythonWithCalendars(), filepath.Join("tools", "ical", "expand.py"))
	if err != nil {
		t.Fatalf("python-icalendar refuses the calendar: %v\n%s", err, data)
	}
	if len(node) != len(python) {
		t.Fatalf("two readers find %d and %d dates in the calendar:\n%s", len(node), len(python), data)
	}
	for i := range node {
		if !reflect.DeepEqual(node[i], python[i]) {
			t.Errorf("two readers expand the calendar differently:\nical.js          %v\npython-dateutil  %v", node[i], python[i])
		}
	}
	return node
}

func expandWith(data []byte, until time.Time, zones []string, program, script string) (list []Happening, err error) {
	cmd := exec.Command(program, append([]string{script, until.UTC().Format(time.RFC3339)}, zones...)...)
	cmd.Dir = Root()
	cmd.Stdin = strings.NewReader(string(data))
	var talk strings.Builder
	cmd.Stderr = &talk
	out, err := cmd.Output()
	if err != nil {
		return nil, fmt.Errorf("%w: %s", err, talk.String())
	}
	if err := json.Unmarshal(out, &list); err != nil {
		return nil, err
	}
	slices.SortFunc(list, func(a, b Happening) int {
		return cmp.Or(a.Start.Compare(b.Start), cmp.Compare(a.Summary, b.Summary), cmp.Compare(a.Status, b.Status))
	})
	return list, nil
}
