package main

import (
	"flag"
	"fmt"
	"net/http/httptest"
	"os"
	"path/filepath"
	"testing"

	"codeberg.org/plenary/plenary/e2e"
)

func TestMain(m *testing.M) { e2e.Main(m) }

var shots = flag.String("shots", "", "folder for pictures of all views; without it a part of them is looked at")

// TestTheGalleryIsForEveryone looks at the components as people do: on a phone
// and on a desk, light and dark, from both sides, on paper and in forced
// colours.
func TestTheGalleryIsForEveryone(t *testing.T) {
	server := httptest.NewServer(handler())
	defer server.Close()
	tab := e2e.NewTab(t, server.URL, e2e.Look{})
	for n, v := range views() {
		for _, look := range looks(n, v) {
			look.Dark = v.theme == "dark"
			judge(t, tab, v, look)
		}
	}
}

// looks are how the nth view is looked at: for pictures in all ways, else each
// page once, by turns on a phone and on a desk.
func looks(n int, v view) []e2e.Look {
	phone, desk := e2e.Look{Width: 320}, e2e.Look{Width: 1280}
	switch {
	case *shots == "" && n%12 == 0:
		return []e2e.Look{phone}
	case *shots == "" && n%12 == 9: // the next page from the other side, dark
		return []e2e.Look{desk}
	case *shots == "":
		return nil
	case v.brand != "":
		return []e2e.Look{{Width: 600}}
	case v.lang == "en" && v.theme == "light":
		return []e2e.Look{phone, desk, {Width: 1280, Print: true}, {Width: 800, ForcedColors: true}}
	}
	return []e2e.Look{phone, desk}
}

func judge(t *testing.T, tab *e2e.Tab, v view, look e2e.Look) {
	t.Helper()
	name := fmt.Sprintf("%s-%d", v.name(), look.Width)
	tab.Dress(look)
	tab.Open(v.address())
	if n := tab.Sideways(); n > 0 {
		t.Errorf("%s: scrolls sideways by %d px", name, n)
	}
	if !look.Print && !look.ForcedColors {
		for _, found := range tab.Axe() {
			t.Errorf("%s: %s", name, found)
		}
	}
	for _, said := range tab.Said() {
		t.Errorf("%s: the browser says %s", name, said)
	}
	if *shots == "" {
		return
	}
	if look.Print {
		name += "-print"
	}
	if err := os.WriteFile(filepath.Join(*shots, name+".png"), tab.Shot(), 0o644); err != nil {
		t.Fatal(err)
	}
}
