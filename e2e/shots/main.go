// Command shots takes pictures of the pages of a made-up network: each page of
// pages.txt, light and dark, in the languages and widths that are asked for,
// as PNG files and on one sheet (shots/index.html). On the way it has the
// accessibility checker judge every picture's page and measures whether it
// scrolls sideways, and exits 1 where either finds something. It also takes the
// picture of the README.
//
//	go run ./e2e/shots [-langs en,ar] [-widths 320,1280] [-only series]
package main

import (
	_ "embed"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"

	"codeberg.org/plenary/plenary/e2e"
)

//go:embed pages.txt
var pageList string

func main() {
	var o options
	flag.StringVar(&o.out, "out", filepath.Join(e2e.Root(), "shots"), "the folder for the pictures")
	flag.StringVar(&o.cover, "cover", filepath.Join(e2e.Root(), "docs", "screenshot.png"), `the picture of the README; "" for none`)
	flag.Func("langs", "languages (default en,ar)", func(s string) error { o.langs = strings.Split(s, ","); return nil })
	flag.Func("widths", "widths in pixels (default 320,1280)", func(s string) (err error) { o.widths, err = numbers(s); return err })
	flag.Func("only", "an expression that the names of the pages match", func(s string) (err error) { o.only, err = regexp.Compile(s); return err })
	flag.Parse()
	if o.langs == nil {
		o.langs = []string{"en", "ar"}
	}
	if o.widths == nil {
		o.widths = []int{320, 1280}
	}
	os.Exit(run(func(t *outing) { shoot(t, o) }))
}

type options struct {
	out, cover string
	langs      []string
	widths     []int
	only       *regexp.Regexp
}

func numbers(s string) (out []int, err error) {
	for part := range strings.SplitSeq(s, ",") {
		n, err := strconv.Atoi(part)
		if err != nil {
			return nil, err
		}
		out = append(out, n)
	}
	return out, nil
}

// page is one line of pages.txt.
type page struct{ name, who, address string }

func pages(list string) (out []page, err error) {
	for line := range strings.Lines(list) {
		line, _, _ = strings.Cut(line, "#")
		f := strings.Fields(line)
		switch len(f) {
		case 0:
		case 3:
			out = append(out, page{f[0], f[1], f[2]})
		default:
			return nil, fmt.Errorf("pages.txt: got %q, expected NAME WHO ADDRESS", strings.TrimSpace(line))
		}
	}
	return out, nil
}

// shot is one picture.
type shot struct {
	page
	lang, theme string
	width       int
	file        string // within the folder
	sideways    int
	found       []e2e.Violation
}

func shoot(t *outing, o options) {
	list, err := pages(pageList)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.MkdirAll(o.out, 0o755); err != nil {
		t.Fatal(err)
	}
	server := e2e.StartDemo(t, e2e.Options{})
	links := signInLinks(server.Log())

	var shots []shot
	for _, lang := range o.langs {
		for _, theme := range []string{"light", "dark"} {
			for _, width := range o.widths {
				visit := visitors{t: t, server: server, links: links, tabs: map[string]*e2e.Tab{},
					look: e2e.Look{Lang: lang, Dark: theme == "dark", Width: width, LittleMotion: true}}
				for _, p := range list {
					tab, address := visit.open(p)
					if o.only != nil && !o.only.MatchString(p.name) {
						continue
					}
					p.address = address
					s := shot{page: p, lang: lang, theme: theme, width: width, sideways: tab.Sideways(), found: tab.Axe(),
						file: fmt.Sprintf("%s-%s-%s-%d.png", p.name, lang, theme, width)}
					if err := os.WriteFile(filepath.Join(o.out, s.file), tab.Shot(), 0o644); err != nil {
						t.Fatal(err)
					}
					fmt.Println(s.file, s.verdict())
					shots = append(shots, s)
				}
			}
		}
	}
	if err := os.WriteFile(filepath.Join(o.out, "index.html"), sheet(shots), 0o644); err != nil {
		t.Fatal(err)
	}
	for _, s := range shots {
		for _, v := range s.found {
			t.Errorf("%s: %s", s.file, v)
		}
		if s.sideways > 0 {
			t.Errorf("%s: scrolls sideways by %d px", s.file, s.sideways)
		}
	}
	fmt.Printf("%d pictures; the sheet is %s\n", len(shots), filepath.Join(o.out, "index.html"))
	if o.cover != "" {
		cover(t, server, list, o.cover)
	}
}

// cover takes the picture of the README: the window at the page named "series".
func cover(t *outing, server *e2e.Server, list []page, file string) {
	visit := visitors{t: t, server: server, tabs: map[string]*e2e.Tab{}, look: e2e.Look{Width: 1200, Height: 760, Zone: "Asia/Kolkata"}}
	for _, p := range list {
		if p.who != "visitor" {
			continue
		}
		tab, _ := visit.open(p)
		if p.name != "series" {
			continue
		}
		if err := os.WriteFile(file, tab.Window(), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
}

// signInLinks finds the addresses at which the demo signs somebody in.
func signInLinks(log string) map[string]string {
	links := map[string]string{}
	line := regexp.MustCompile(`(?mi)^\W*(?:an? |the )?(member|contact|organi[sz]er)\b[^\n]*?(http://localhost:\d+/\S+)`)
	for _, m := range line.FindAllStringSubmatch(log, -1) {
		links[strings.ToLower(strings.Replace(m[1], "z", "s", 1))] = m[2]
	}
	return links
}

// visitors are the people of the list in one language, theme and width, each
// with a browser window of their own.
type visitors struct {
	t      *outing
	server *e2e.Server
	links  map[string]string
	look   e2e.Look
	tabs   map[string]*e2e.Tab
	seen   []string // addresses that the pages so far lead to
}

func (v *visitors) tab(who string) *e2e.Tab {
	if tab, ok := v.tabs[who]; ok {
		return tab
	}
	tab := v.server.Tab(v.look)
	if who != "visitor" {
		link, ok := v.links[who]
		if !ok {
			v.t.Fatalf("the demo printed no address at which the %s signs in:\n%s", who, v.server.Log())
		}
		tab.Open(link)
		var asks bool
		tab.Eval(`Boolean(document.querySelector('main form[method=post] button'))`, &asks)
		if asks && who != "contact" {
			tab.Enter(`main form[method=post] button`)
		}
	}
	v.tabs[who] = tab
	return tab
}

// open opens a page and returns its address, in which a star stands for one
// part: the first address that a page so far leads to and that fits is meant.
func (v *visitors) open(p page) (*e2e.Tab, string) {
	address := p.address
	if p.who == "contact" && address == "." {
		address = v.links["contact"]
	}
	if before, after, star := strings.Cut(address, "*"); star {
		fits := regexp.MustCompile("^" + regexp.QuoteMeta(before) + `[^/?#.]+`)
		address = ""
		for _, a := range v.seen {
			if m := fits.FindString(a); m != "" {
				address = m + after
				break
			}
		}
		if address == "" {
			v.t.Fatalf("no page before %q leads to %s", p.name, p.address)
		}
	}
	tab := v.tab(p.who).Open(address)
	var links []string
	tab.Eval(`[...document.querySelectorAll('a[href^="/"]')].map(a => a.getAttribute('href'))`, &links)
	v.seen = append(v.seen, links...)
	return tab, address
}
