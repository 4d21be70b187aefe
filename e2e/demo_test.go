package e2e

import (
	"fmt"
	"testing"
	"time"
)

// TestEveryPageIsForEveryone judges all pages of the made-up network, in looks
// that pair light and dark, both directions, and both widths; make shots judges
// all combinations.
func TestEveryPageIsForEveryone(t *testing.T) {
	places, err := Places()
	if err != nil {
		t.Fatal(err)
	}
	demo := StartDemo(t, Options{})
	tour := demo.Tour()
	for _, look := range []Look{
		{Lang: "en", Width: 320}, {Lang: "ar", Width: 1280},
		{Lang: "en", Width: 1280, Dark: true}, {Lang: "ar", Width: 320, Dark: true},
	} {
		tour.Dress(look)
		for _, p := range places {
			tab, address := tour.Visit(p)
			name := fmt.Sprintf("%s, %s (%s, %d px, dark %v)", p.Name, address, look.Lang, look.Width, look.Dark)
			for _, v := range tab.Axe() {
				t.Errorf("%s: %s", name, v)
			}
			if px := tab.Sideways(); px > 0 {
				t.Errorf("%s scrolls sideways by %d px", name, px)
			}
			for _, said := range tab.Said() {
				t.Errorf("%s: the console said %s", name, said)
			}
		}
	}
}

// TestPagesAreLight weighs pages on a first visit, as they come over the wire.
func TestPagesAreLight(t *testing.T) {
	places, err := Places()
	if err != nil {
		t.Fatal(err)
	}
	const kB = 1024
	budgets := map[string]struct {
		html, script, all int64
		requests          int
	}{
		"series":   {14 * kB, 10 * kB, 60 * kB, 4},
		"register": {10 * kB, 10 * kB, 20 * kB, 3},
		"group":    {12 * kB, 10 * kB, 22 * kB, 3},
		"yes":      {14 * kB, 10 * kB, 24 * kB, 3},
		"overview": {25 * kB, 14 * kB, 40 * kB, 4},
		// the desk leads to the board, which is 24 circles at most
		"circles-desk":  {25 * kB, 14 * kB, 40 * kB, 4},
		"circles-board": {30 * kB, 18 * kB, 50 * kB, 4},
	}
	demo := StartDemo(t, Options{})
	tour := demo.Tour()
	for _, p := range places {
		budget, ok := budgets[p.Name]
		if !ok {
			continue
		}
		tab, address := tour.Visit(p)
		if p.Who == "visitor" { // again, with nothing in the cache
			tab = demo.Tab(Look{}).Open(address)
		}
		var html, script, all int64
		requests := tab.Requests()
		for _, r := range requests {
			all += r.Bytes
			switch r.Type {
			case "Document":
				html += r.Bytes
			case "Script":
				script += r.Bytes
			}
		}
		if html > budget.html || script > budget.script || all > budget.all || len(requests) > budget.requests {
			t.Errorf("%s weighs %d bytes of HTML, %d of script, %d in all, in %d requests; want at most %+v", address, html, script, all, len(requests), budget)
		}
	}
}

// BenchmarkDemo measures how long the made-up network takes to its first page.
func BenchmarkDemo(b *testing.B) {
	if _, err := Program(); err != nil {
		b.Fatal(err)
	}
	const most = 2 * time.Second
	for b.Loop() {
		demo := StartDemo(b, Options{})
		demo.Client().Open("/")
		b.StopTimer()
		demo.Stop()
		b.StartTimer()
	}
	took := b.Elapsed() / time.Duration(b.N)
	b.ReportMetric(took.Seconds(), "s/first-page")
	b.ReportMetric(most.Seconds(), "s/limit")
}
