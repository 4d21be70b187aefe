// Command shots takes pictures of the pages of a made-up network: each page of
// e2e/places.txt, light and dark, in the languages and widths that are asked for,
// as PNG files and on one sheet (shots/index.html). On the way it has the
// accessibility checker judge every picture's page and measures whether it
// scrolls sideways, and exits 1 where either finds something. It also takes the
// picture of the README.
//
//	go run ./e2e/shots [-langs en,ar] [-widths 320,1280] [-only series]
package main

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"

	"codeberg.org/plenary/plenary/e2e"
)

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

// shot is one picture.
type shot struct {
	e2e.Place
	lang, theme string
	width       int
	file        string // within the folder
	sideways    int
	found       []e2e.Violation
}

func shoot(t *outing, o options) {
	list, err := e2e.Places()
	if err != nil {
		t.Fatal(err)
	}
	if err := os.MkdirAll(o.out, 0o755); err != nil {
		t.Fatal(err)
	}
	server := e2e.StartDemo(t, e2e.Options{})
	tour := server.Tour()
	var shots []shot
	for _, lang := range o.langs {
		for _, theme := range []string{"light", "dark"} {
			for _, width := range o.widths {
				tour.Dress(e2e.Look{Lang: lang, Dark: theme == "dark", Width: width, LittleMotion: true})
				for _, p := range list {
					tab, address := tour.Visit(p)
					if o.only != nil && !o.only.MatchString(p.Name) {
						continue
					}
					p.Address = address
					s := shot{Place: p, lang: lang, theme: theme, width: width, sideways: tab.Sideways(), found: tab.Axe(),
						file: fmt.Sprintf("%s-%s-%s-%d.png", p.Name, lang, theme, width)}
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
func cover(t *outing, server *e2e.Server, list []e2e.Place, file string) {
	tour := server.Tour()
	tour.Dress(e2e.Look{Lang: "en", Width: 1200, Height: 760, Zone: "Asia/Kolkata"})
	for _, p := range list {
		if p.Who != "visitor" {
			continue
		}
		tab, _ := tour.Visit(p)
		if p.Name != "series" {
			continue
		}
		// The reader is in Kolkata and says so where the page asks.
		var asks bool
		if tab.Eval(`Boolean(document.querySelector('form[action="/zone"]:not([hidden]) button'))`, &asks); asks {
			tab.Enter(`form[action="/zone"] button`)
		}
		if err := os.WriteFile(file, tab.Window(), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
}
