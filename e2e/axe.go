package e2e

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
)

// axeSource reads the accessibility checker, which npm brings.
var axeSource = sync.OnceValues(func() (string, error) {
	text, err := os.ReadFile(filepath.Join(Root(), "tools", "node_modules", "axe-core", "axe.min.js"))
	if err != nil {
		return "", fmt.Errorf("the accessibility checker is missing; make check gets it: %w", err)
	}
	return string(text), nil
})

// Violation is one thing on a page that keeps somebody out.
type Violation struct {
	Rule   string `json:"id"`
	Impact string `json:"impact"`
	Help   string `json:"help"`
	Nodes  []struct {
		Target []any  `json:"target"`
		HTML   string `json:"html"`
		Why    string `json:"failureSummary"`
	} `json:"nodes"`
}

func (v Violation) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s (%s): %s", v.Rule, v.Impact, v.Help)
	for i, n := range v.Nodes {
		if i == 5 {
			fmt.Fprintf(&b, "\n  and %d more", len(v.Nodes)-i)
			break
		}
		fmt.Fprintf(&b, "\n  %v %.160s\n    %s", n.Target, n.HTML, strings.ReplaceAll(n.Why, "\n", " "))
	}
	return b.String()
}

// Axe judges the page that is shown by WCAG 2.2 AA and the checker's best
// practice. It needs script and runs in a world of its own, so that the page's
// security policy stays as it is.
func (b *Tab) Axe() (found []Violation) {
	b.t.Helper()
	source, err := axeSource()
	if err != nil {
		b.t.Fatal(err)
	}
	var ok bool
	b.Eval(source+`;true`, &ok)
	b.Eval(`axe.run(document, {
		runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"],
		resultTypes: ["violations"],
	}).then(r => r.violations)`, &found)
	return found
}

// Accessible fails the test where Axe finds anything on the page that is shown.
func (b *Tab) Accessible() *Tab {
	b.t.Helper()
	for _, v := range b.Axe() {
		b.t.Errorf("%s: %s", b.URL(), v)
	}
	return b
}
