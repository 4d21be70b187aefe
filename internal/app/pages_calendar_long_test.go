package app_test

import (
	"net/http"
	"strings"
	"testing"

	"codeberg.org/plenary/plenary/internal/app/apptest"
)

// A page says its own address again in every link. What nobody could mean is
// answered in one line, and not said again.
func TestAddressesThatAskTooMuchGetOneLine(t *testing.T) {
	h := apptest.Open(t)
	h.SetUp()
	h.Publish(apptest.Event("hall"))
	h.Announce(apptest.Series("lease"))
	v := h.Visitor()
	pages := []string{"/events", "/events.ics", "/events.rss", "/events.json", "/e/hall.ics", "/e/hall.rss", "/s/lease.json", "/embed/events", "/subscribe", "/oembed"}
	for _, path := range pages {
		for _, query := range []string{"?near=" + strings.Repeat("x", 1001), "?language=" + strings.Repeat("%C3%A9", 600), "?" + strings.Repeat("kind=talk&", 150), "?" + strings.Repeat("canary", 200), "?view=" + strings.Repeat("%22", 1100)} {
			p := v.Get(path + query)
			if p.Status != http.StatusBadRequest || len(p.Body) > 100 || strings.Contains(p.Body, "canary") || strings.Contains(p.Body, "xxx") {
				t.Errorf("%s%.20s…: %d with %d bytes", path, query, p.Status, len(p.Body))
			}
		}
	}
	// What there is to ask for is far from it, in the longest names.
	all := "?chapter=&language=pt-BR&kind=assembly&mode=in-person&view=month&on=2027-02&within=500&near=" + strings.Repeat("%E0%A4%95", 100)
	v.Open("/events" + all).OK().Follow("Deutsch").OK()
}
