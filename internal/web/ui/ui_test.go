package ui

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/a-h/templ"
	"golang.org/x/net/html"

	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/i18n"
	"codeberg.org/plenary/plenary/internal/when"
)

var en = i18n.For("en").WithRegion("GB")

// now is a winter day, before the clocks change.
var now = time.Date(2026, 2, 19, 10, 12, 0, 0, time.UTC)

func zone(t testing.TB, name string) *time.Location {
	t.Helper()
	loc, err := when.Load(name)
	if err != nil {
		t.Fatal(err)
	}
	return loc
}

// render writes a component, around children if there are any.
func render(t testing.TB, c templ.Component, children ...templ.Component) string {
	t.Helper()
	ctx := context.Background()
	if len(children) > 0 {
		ctx = templ.WithChildren(ctx, templ.Join(children...))
	}
	var b strings.Builder
	if err := c.Render(ctx, &b); err != nil {
		t.Fatalf("render: %v", err)
	}
	return b.String()
}

// void are the elements without an end.
const void = " area base br col hr img input link meta rect line source "

// faults are what no page may have: elements that do not close, styles and
// handlers in attributes, ids that stand twice, references to ids that are not
// there, controls without a name.
func faults(page string) []string {
	var out, open []string
	ids, refs := map[string]bool{}, map[string]string{}
	z := html.NewTokenizer(strings.NewReader(page))
	for {
		switch z.Next() {
		case html.ErrorToken:
			for _, tag := range open {
				out = append(out, "not closed: "+tag)
			}
			for id, by := range refs {
				if !ids[id] {
					out = append(out, by+" names the missing id "+id)
				}
			}
			return out
		case html.StartTagToken:
			tok := z.Token()
			if !strings.Contains(void, " "+tok.Data+" ") {
				open = append(open, tok.Data)
			}
			out = append(out, attributeFaults(tok, ids, refs)...)
		case html.SelfClosingTagToken:
			out = append(out, attributeFaults(z.Token(), ids, refs)...)
		case html.EndTagToken:
			tag := z.Token().Data
			if strings.Contains(void, " "+tag+" ") {
				continue
			}
			if len(open) == 0 || open[len(open)-1] != tag {
				out = append(out, "closes out of turn: "+tag)
				continue
			}
			open = open[:len(open)-1]
		}
	}
}

func attributeFaults(tok html.Token, ids map[string]bool, refs map[string]string) (out []string) {
	for _, a := range tok.Attr {
		switch {
		case a.Key == "style", strings.HasPrefix(a.Key, "on"):
			out = append(out, fmt.Sprintf("%s has the attribute %s", tok.Data, a.Key))
		case a.Key == "id":
			if ids[a.Val] || a.Val == "" {
				out = append(out, fmt.Sprintf("id %q stands twice or is empty", a.Val))
			}
			ids[a.Val] = true
		case a.Key == "for", a.Key == "aria-describedby", a.Key == "aria-labelledby", a.Key == "list":
			for _, id := range strings.Fields(a.Val) {
				refs[id] = tok.Data + " " + a.Key
			}
		case a.Key == "class" && a.Val != strings.TrimSpace(a.Val):
			out = append(out, fmt.Sprintf("%s has the class %q", tok.Data, a.Val))
		}
	}
	return out
}

// text is what a component says, without tags.
func text(page string) string {
	var b strings.Builder
	z := html.NewTokenizer(strings.NewReader(page))
	for {
		switch z.Next() {
		case html.ErrorToken:
			return strings.Join(strings.Fields(b.String()), " ")
		case html.TextToken:
			b.WriteString(z.Token().Data + " ")
		}
	}
}

func wants(t *testing.T, page string, parts ...string) {
	t.Helper()
	for _, p := range parts {
		if !strings.Contains(page, p) {
			t.Errorf("lacks %q in\n%.3000s", p, page)
		}
	}
}

func lacks(t *testing.T, page string, parts ...string) {
	t.Helper()
	for _, p := range parts {
		if strings.Contains(page, p) {
			t.Errorf("has %q in\n%.3000s", p, page)
		}
	}
}

func refused(fields ...string) *errs.Error {
	var f errs.Form
	for _, name := range fields {
		f.Add(name, "test.missing|Please fill in {name}.", "name", name)
	}
	return errs.Of(f.Err())
}
