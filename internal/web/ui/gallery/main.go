package main

import (
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/a-h/templ"

	"codeberg.org/plenary/plenary/internal/i18n"
	"codeberg.org/plenary/plenary/internal/web/ui"
)

func main() {
	out := flag.String("out", "shots", "folder for the screenshots")
	axe := flag.String("axe", "", "path of axe.min.js of axe-core; without it nothing is checked by axe")
	only := flag.String("only", "", "show these pages only (comma-separated)")
	flag.Parse()
	if err := run(*out, *axe, *only); err != nil {
		fmt.Fprintln(os.Stderr, "gallery:", err)
		os.Exit(1)
	}
}

// view is one way of looking at a page.
type view struct {
	page, lang, theme string
	width             int64
	brand             string
	media             string // "print", or "forced" for forced colours
}

func (v view) name() string {
	n := fmt.Sprintf("%s-%s-%s-%d", v.page, v.lang, v.theme, v.width)
	if v.media != "" {
		n += "-" + v.media
	}
	if v.brand != "" {
		n += "-" + strings.TrimPrefix(v.brand, "#")
	}
	return n
}

func views(only string) []view {
	var all []view
	for _, page := range []string{"home", "series", "register", "registered", "overview", "people", "kit"} {
		if only != "" && !strings.Contains(","+only+",", ","+page+",") {
			continue
		}
		for _, lang := range []string{"en", "ar"} {
			for _, theme := range []string{"light", "dark"} {
				for _, width := range []int64{320, 1280} {
					all = append(all, view{page: page, lang: lang, theme: theme, width: width})
				}
			}
		}
		all = append(all, view{page: page, lang: "en", theme: "light", width: 1280, media: "print"},
			view{page: page, lang: "en", theme: "light", width: 800, media: "forced"},
			view{page: page, lang: "hi", theme: "light", width: 600, brand: "#FFC400"},
			view{page: page, lang: "de", theme: "dark", width: 600, brand: "#1B2A6B"})
	}
	return all
}

// render makes the page of a view and the look whose hash its policy names.
func (v view) render(ctx context.Context) (string, *ui.Look, error) {
	l := i18n.For(v.lang)
	w := wordsIn(v.lang)
	bodies := map[string]templ.Component{"home": home(l, w), "series": series(l, w), "register": register(l, w),
		"registered": registered(l, w), "overview": overview(l, w), "people": peoplePage(l, w), "kit": kit(l, w)}
	look := ui.NewLook(v.brand)
	d := ui.LayoutData{L: l, Look: look, Title: w.Title, Network: ui.Network{Name: w.Network}, Self: "/", ThemeTo: "/theme", ZoneTo: "/zone",
		Theme: v.theme, Error: v.page == "register", Wide: v.page == "overview" || v.page == "people",
		Nav:    []ui.NavItem{{Label: "Events", Href: "/events", Here: v.page == "home"}, {Label: "Resources", Href: "/resources"}, {Label: "Sign in", Href: "/signin"}},
		Footer: []ui.NavItem{{Label: "Privacy", Href: "/privacy"}, {Label: "Accessibility", Href: "/accessibility"}},
	}
	for _, lang := range i18n.Languages() {
		d.Languages = append(d.Languages, ui.LangLink{Lang: lang, Name: i18n.OwnLangName(lang), Href: "?l=" + lang, Here: lang == v.lang})
	}
	if v.page != "kit" && v.page != "people" {
		d.Zone = &ui.TimeLine{L: l, Zone: reader, Now: now, Change: "/zone"}
	}
	var b strings.Builder
	err := ui.Layout(d).Render(templ.WithChildren(ctx, bodies[v.page]), &b)
	return b.String(), look, err
}

func run(out, axePath, only string) error {
	if err := os.MkdirAll(out, 0o755); err != nil {
		return err
	}
	axe := ""
	if axePath != "" {
		b, err := os.ReadFile(axePath)
		if err != nil {
			return err
		}
		axe = string(b)
	}
	browser, stop, err := open()
	if err != nil {
		return err
	}
	defer stop()
	bad := 0
	for _, v := range views(only) {
		found, shot, err := browser.look(v, axe)
		if err != nil {
			return fmt.Errorf("%s: %w", v.name(), err)
		}
		if err := os.WriteFile(filepath.Join(out, v.name()+".png"), shot, 0o644); err != nil {
			return err
		}
		for _, f := range found {
			bad++
			fmt.Printf("%s: %s\n", v.name(), f)
		}
	}
	if bad > 0 {
		return fmt.Errorf("%d findings", bad)
	}
	fmt.Println("nothing found")
	return nil
}

// axeResult is what axe-core answers.
type axeResult struct {
	Violations []struct {
		ID, Help string
		Nodes    []struct {
			HTML           string
			Target         json.RawMessage
			FailureSummary string
		}
	}
}
