package main

import (
	"context"
	"flag"
	"fmt"
	"net"
	"net/http"
	"os"
	"strings"

	"github.com/a-h/templ"

	"codeberg.org/plenary/plenary/internal/i18n"
	"codeberg.org/plenary/plenary/internal/web/ui"
)

func main() {
	listen := flag.String("listen", "localhost:0", "address to listen on")
	flag.Parse()
	l, err := net.Listen("tcp", *listen)
	if err == nil {
		fmt.Printf("The gallery is at http://%s/\n", l.Addr())
		err = http.Serve(l, handler())
	}
	fmt.Fprintln(os.Stderr, "gallery:", err)
	os.Exit(1)
}

// handler serves each view under its address, and on the front page a list of
// them.
func handler() http.Handler {
	mux := http.NewServeMux()
	for _, a := range ui.Assets() {
		mux.HandleFunc("GET "+a.Path, func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", a.Type)
			_, _ = w.Write(a.Body)
		})
	}
	mux.HandleFunc("GET /{page}", func(w http.ResponseWriter, r *http.Request) {
		v := view{page: r.PathValue("page"), lang: r.FormValue("lang"), theme: r.FormValue("theme"), brand: r.FormValue("brand")}
		html, look, err := v.render(r.Context())
		if err != nil {
			http.NotFound(w, r)
			return
		}
		show(w, html, look)
	})
	mux.HandleFunc("GET /{$}", func(w http.ResponseWriter, _ *http.Request) {
		var b strings.Builder
		b.WriteString("<!DOCTYPE html><title>Gallery</title><ul>")
		for _, v := range views() {
			fmt.Fprintf(&b, `<li><a href="%s">%s</a>`, templ.EscapeString(v.address()), v.name())
		}
		show(w, b.String(), ui.NewLook(""))
	})
	return mux
}

// show sends a page with the policy that our pages have.
func show(w http.ResponseWriter, html string, look *ui.Look) {
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Set("Content-Security-Policy", "default-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; "+
		"img-src 'self' data:; connect-src 'self'; script-src 'self'; style-src 'self' '"+look.Hash+"'")
	_, _ = w.Write([]byte(html))
}

// view is one way of looking at a page.
type view struct{ page, lang, theme, brand string }

func (v view) name() string {
	return strings.TrimSuffix(v.page+"-"+v.lang+"-"+v.theme+"-"+strings.TrimPrefix(v.brand, "#"), "-")
}

func (v view) address() string {
	at := "/" + v.page + "?lang=" + v.lang + "&theme=" + v.theme
	if v.brand != "" {
		at += "&brand=%23" + strings.TrimPrefix(v.brand, "#")
	}
	return at
}

// views are all that the gallery shows: each page from both sides, light and
// dark, and in colours of a network's own.
func views() []view {
	var all []view
	for _, page := range []string{"home", "series", "register", "registered", "overview", "people", "kit"} {
		for _, lang := range []string{"en", "ar"} {
			for _, theme := range []string{"light", "dark"} {
				all = append(all, view{page: page, lang: lang, theme: theme})
			}
		}
		all = append(all, view{page, "hi", "light", "#FFC400"}, view{page, "de", "dark", "#1B2A6B"})
	}
	return all
}

// render makes the page of a view and the look whose hash its policy names.
func (v view) render(ctx context.Context) (string, *ui.Look, error) {
	l := i18n.For(v.lang)
	w := wordsIn(v.lang)
	bodies := map[string]templ.Component{"home": home(l, w), "series": series(l, w), "register": register(l, w),
		"registered": registered(l, w), "overview": overview(l, w), "people": peoplePage(l, w), "kit": kit(l, w)}
	body := bodies[v.page]
	if body == nil {
		return "", nil, fmt.Errorf("there is no page %q", v.page)
	}
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
	err := ui.Layout(d).Render(templ.WithChildren(ctx, body), &b)
	return b.String(), look, err
}
