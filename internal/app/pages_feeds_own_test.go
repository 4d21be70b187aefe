package app_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"codeberg.org/plenary/plenary/internal/app/apptest"
	"codeberg.org/plenary/plenary/internal/events"
)

// TestOwnFeedsAnswerWhoHasThem asks for the calendars that are one person's as
// their programs do each hour: nothing comes twice, and a tag opens nothing.
func TestOwnFeedsAnswerWhoHasThem(t *testing.T) {
	h := apptest.Open(t)
	h.SetUp()
	e := h.Publish(apptest.Event("hall"))
	h.Announce(apptest.Series("lease"))
	feeds := map[string]map[string]string{} // who → which → its path
	mine := map[string]string{}
	for _, name := range []string{"ada", "bea"} {
		address := name + "@example.org"
		v := h.Visitor()
		register(v, "lease", name, address).OK()
		mine[name] = h.Link(address, "/r/")
		press(t, v.Open(mine[name]), "Yes, I am coming").OK()
		v.Open("/e/hall/register").Form("email").Set("name", name).Set("email", address).Set("date", e.Dates[0].ID).Set("way", "online").Submit().OK()
		feeds[name] = map[string]string{"event": h.Link(address, "/er/") + ".ics", "everything": ownFeed(h, mine[name])}
	}
	has := func(tag string) map[string]string { return map[string]string{"If-None-Match": tag} }
	for _, which := range []string{"event", "everything"} {
		ada, bea := feeds["ada"][which], feeds["bea"][which]
		first := ask(t, h, "GET", ada, nil)
		tag := first.Header.Get("Etag")
		if first.StatusCode != 200 || tag == "" || first.Header.Get("Cache-Control") != "private, no-cache" {
			t.Fatalf("%s: %d %v", which, first.StatusCode, first.Header)
		}
		h.Pass(2 * time.Hour) // it depends on no clock
		for _, method := range []string{"GET", "HEAD"} {
			again := ask(t, h, method, ada, has(`"other", `+tag))
			if again.StatusCode != 304 || again.Header.Get("Etag") != tag || again.Header.Get("Cache-Control") != "private, no-cache" || again.ContentLength > 0 {
				t.Errorf("%s %s again: %d %v", method, which, again.StatusCode, again.Header)
			}
		}
		// Another reader's calendar of the same is another one.
		if got := ask(t, h, "GET", bea, has(tag)); got.StatusCode != 200 || got.Header.Get("Etag") == tag {
			t.Errorf("%s: one reader's tag is good for another: %d %s", which, got.StatusCode, got.Header.Get("Etag"))
		}
		// Whoever lacks the key learns nothing from a tag, however they ask.
		for _, path := range []string{ada[:len(ada)-5] + "x.ics", strings.Replace(ada, ".ics", "a.ics", 1)} {
			for _, guess := range []string{tag, "*", ""} {
				if got := ask(t, h, "GET", path, has(guess)); got.StatusCode != http.StatusNotFound || got.Header.Get("Etag") != "" {
					t.Errorf("%s with %q: %d %v", path, guess, got.StatusCode, got.Header)
				}
			}
		}
		h.Change("hall", func(e *events.Event) { e.Title["en"] += "!" })
		if got := ask(t, h, "GET", ada, has(tag)); got.StatusCode != 200 || got.Header.Get("Etag") == tag {
			t.Errorf("%s after a change: %d", which, got.StatusCode)
		}
	}
	// An address that was given up answers nobody, whatever they have of it.
	everything := feeds["ada"]["everything"]
	tag := ask(t, h, "GET", everything, nil).Header.Get("Etag")
	h.Visitor().Open(mine["ada"]).Form("/feed").Submit().OK()
	for _, guess := range []string{tag, "*"} {
		if got := ask(t, h, "GET", everything, has(guess)); got.StatusCode != http.StatusNotFound || got.Header.Get("Etag") != "" {
			t.Errorf("the old address with %s: %d", guess, got.StatusCode)
		}
	}
	event := feeds["ada"]["event"]
	tag = ask(t, h, "GET", event, nil).Header.Get("Etag")
	press(t, h.Visitor().Open(strings.TrimSuffix(event, ".ics")), "Cancel my registration").OK()
	if got := ask(t, h, "GET", event, has(tag)); got.StatusCode != 200 {
		t.Errorf("who gave up their place is told that nothing changed: %d", got.StatusCode)
	}
}

// ownFeed is the path of the calendar of everything that the page of a
// registration shows.
func ownFeed(h *apptest.House, mine string) string {
	return strings.TrimPrefix(h.Visitor().Open(mine).Attr("#feed", "value"), h.URL)
}
