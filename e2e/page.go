package e2e

import (
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"

	"golang.org/x/net/html"
)

// Page is an answer that a Client got.
type Page struct {
	Status int
	URL    *url.URL // after redirects
	Header http.Header
	Body   string
	Root   *html.Node // nil where the answer is not HTML
	Leads  string     // where a redirect to another site would lead

	client *Client
}

// OK fails the test unless the page is there and without flaws.
func (p *Page) OK() *Page {
	p.client.t.Helper()
	return p.Answers(http.StatusOK)
}

// Answers fails the test unless the page has the status, and no flaws.
func (p *Page) Answers(status int) *Page {
	p.client.t.Helper()
	if p.Status != status {
		p.client.t.Fatalf("%s answered %d, want %d: %s", p.URL.Path, p.Status, status, p.Text())
	}
	for _, flaw := range p.Flaws() {
		p.client.t.Errorf("%s: %s", p.URL.Path, flaw)
	}
	return p
}

// Text returns what a reader reads, with single spaces.
func (p *Page) Text() string {
	if p.Root == nil {
		return p.Body
	}
	if body := p.All("body"); len(body) == 1 {
		return textOf(body[0])
	}
	return textOf(p.Root)
}

// Says fails the test unless the page holds each of the texts.
func (p *Page) Says(texts ...string) *Page {
	p.client.t.Helper()
	have := p.Text()
	for _, text := range texts {
		if !strings.Contains(have, asRead(text)) {
			p.client.t.Errorf("%s does not say %q, but: %s", p.URL.Path, text, have)
		}
	}
	return p
}

// Silent fails the test if the page's source holds one of the texts.
func (p *Page) Silent(texts ...string) *Page {
	p.client.t.Helper()
	for _, text := range texts {
		if strings.Contains(p.Body, html.EscapeString(text)) || strings.Contains(p.Text(), text) {
			p.client.t.Errorf("%s gives away %q", p.URL.Path, text)
		}
	}
	return p
}

// All returns the elements that a selector names; see find for what it knows.
func (p *Page) All(selector string) []*html.Node {
	if p.Root == nil {
		return nil
	}
	return find(p.Root, selector)
}

// Texts returns what a reader reads in each element that a selector names.
func (p *Page) Texts(selector string) (out []string) {
	for _, n := range p.All(selector) {
		out = append(out, textOf(n))
	}
	return out
}

// Attr returns the attribute of the one element that a selector names.
func (p *Page) Attr(selector, name string) string {
	p.client.t.Helper()
	found := p.All(selector)
	if len(found) != 1 {
		p.client.t.Fatalf("%s has %d of %q, want one", p.URL.Path, len(found), selector)
	}
	return value(found[0], name)
}

// Link returns the full address of the link with the text, or with an address
// (relative to the site) that begins with it where it begins with "/".
func (p *Page) Link(text string) string {
	p.client.t.Helper()
	var have []string
	for _, a := range p.All("a[href]") {
		href := value(a, "href")
		switch {
		case strings.HasPrefix(text, "/") && strings.HasPrefix(href, text),
			!strings.HasPrefix(text, "/") && textOf(a) == text:
			return p.client.resolve(p.URL, href)
		}
		have = append(have, fmt.Sprintf("%q %s", textOf(a), href))
	}
	p.client.t.Fatalf("%s has no link %q, but %s", p.URL.Path, text, strings.Join(have, ", "))
	return ""
}

// Follow opens a link; see Link.
func (p *Page) Follow(text string) *Page {
	p.client.t.Helper()
	return p.client.Open(p.Link(text))
}

// Flaws lists what no page of ours may have, whatever it is about. A page that
// is not HTML has none.
func (p *Page) Flaws() (flaws []string) {
	if p.Root == nil {
		return nil
	}
	say := func(format string, args ...any) { flaws = append(flaws, fmt.Sprintf(format, args...)) }

	root := find(p.Root, "html")[0]
	if value(root, "lang") == "" || value(root, "dir") == "" {
		say("<html> lacks lang or dir")
	}
	if titles := find(p.Root, "head title"); len(titles) != 1 || textOf(titles[0]) == "" {
		say("has no title")
	}
	if n := len(p.All("h1")); n != 1 {
		say("has %d h1, want one", n)
	}
	if n := len(p.All("main")); n != 1 {
		say("has %d main, want one", n)
	}

	ids := map[string]bool{}
	for _, n := range p.All("[id]") {
		if ids[value(n, "id")] {
			say("has two elements with the id %q", value(n, "id"))
		}
		ids[value(n, "id")] = true
	}
	for _, name := range []string{"for", "aria-labelledby", "aria-describedby", "aria-controls", "form", "list"} {
		for _, n := range p.All("[" + name + "]") {
			for _, id := range strings.Fields(value(n, name)) {
				if !ids[id] {
					say("%s=%q names nothing", name, id)
				}
			}
		}
	}
	for _, n := range p.All("a[href^=#]") {
		if id := value(n, "href")[1:]; id != "" && !ids[id] {
			say("a link leads to #%s, which is not there", id)
		}
	}

	for _, n := range p.All("input, select, textarea") {
		if kind := value(n, "type"); slices.Contains([]string{"hidden", "submit", "button", "image", "reset"}, kind) {
			continue
		}
		if !p.labelled(n) {
			say("the field %q has no label", value(n, "name"))
		}
	}
	for _, n := range p.All("form") {
		if value(n, "action") == "" {
			say("a form has no action")
		}
	}
	for _, n := range p.All("img") {
		if _, ok := lookup(n, "alt"); !ok {
			say("a picture has no alt")
		}
	}
	for _, source := range []string{"script[src]", "img[src]", "link[href]", "iframe[src]", "source[src]"} {
		for _, n := range p.All(source) {
			at := value(n, "src") + value(n, "href")
			if ref, err := p.URL.Parse(at); err != nil || ref.Host != p.URL.Host && ref.Scheme != "data" && value(n, "rel") != "canonical" {
				say("<%s> asks another site: %s", n.Data, at)
			}
		}
	}
	return append(flaws, p.brokenTexts()...)
}

func (p *Page) labelled(n *html.Node) bool {
	for _, name := range []string{"aria-label", "aria-labelledby"} {
		if value(n, name) != "" {
			return true
		}
	}
	for up := n.Parent; up != nil; up = up.Parent {
		if up.Data == "label" && textOf(up) != "" {
			return true
		}
	}
	id := value(n, "id")
	if id == "" {
		return false
	}
	return slices.ContainsFunc(p.All("label[for="+id+"]"), func(l *html.Node) bool { return textOf(l) != "" })
}

// brokenTexts finds sentences that were not made whole: a placeholder without
// its value, a key without its text, a formatting that went wrong.
func (p *Page) brokenTexts() (flaws []string) {
	text := p.Text()
	for _, n := range p.All("code, pre, textarea") {
		if own := textOf(n); own != "" {
			text = strings.ReplaceAll(text, own, " ")
		}
	}
	text = regexp.MustCompile(`https?://\S+`).ReplaceAllString(text, " ") // where {n} stands for itself
	for _, broken := range []*regexp.Regexp{
		regexp.MustCompile(`\{[a-z_]+\}`),
		regexp.MustCompile(`%!.?\(`),
		regexp.MustCompile(`\b[a-z-]+(\.[a-z-]+)+\|`),
		regexp.MustCompile(`\bmap\[|<nil>|&\{`),
	} {
		if at := broken.FindStringIndex(text); at != nil {
			flaws = append(flaws, fmt.Sprintf("a sentence is not whole: …%s…", text[max(0, at[0]-30):min(len(text), at[1]+30)]))
		}
	}
	return flaws
}
