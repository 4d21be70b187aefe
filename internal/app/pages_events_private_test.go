package app_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"codeberg.org/plenary/plenary/e2e"
	"codeberg.org/plenary/plenary/internal/app/apptest"
	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/events"
)

// TestNobodySeesWhoComes registers people whose names, addresses and answers
// are marked, and asks for every page of events as everybody: none shows a mark
// but to who it belongs to.
func TestNobodySeesWhoComes(t *testing.T) {
	h := apptest.Open(t)
	h.SetUp()
	e := apptest.Event("assembly")
	e.Entry.Questions = []events.Question{{ID: "needs", Kind: events.AskText, Label: map[string]string{"en": "What do you need?"}}}
	e = h.Publish(e)
	links := map[string]string{}
	for _, who := range []string{"ada", "bea", "cem"} {
		h.Visitor().Open("/e/assembly/register").Form("email").Set("name", "Canary-"+who).Set("email", "canary-"+who+"@mail.example").
			Set("date", e.Dates[0].ID).Set("way", "here").Set("q.needs", "canary-needs-"+who).Submit().OK()
		links[who] = h.Link("canary-"+who+"@mail.example", "/er/")
	}
	marks := func(who string) []string { return []string{"anary-" + who, "canary-needs-" + who} }
	for name, v := range map[string]*e2e.Client{"a visitor": h.Visitor(), "a member": h.Member("Dua", "dua@example.org"), "an organiser of series": h.Member("Eva", "eva@example.org", auth.EditSeries)} {
		for _, route := range h.Routes() {
			if route.Method != http.MethodGet || !strings.HasPrefix(route.Pattern, "/e/") && !strings.HasPrefix(route.Pattern, "/er/") && !strings.HasPrefix(route.Pattern, "/eu/") && !strings.HasPrefix(route.Pattern, "/events") {
				continue
			}
			for holder, link := range links {
				key := strings.TrimPrefix(link, "/er/")
				address := strings.NewReplacer("{slug}", "assembly", "{key}", key, "{date}", e.Dates[0].ID, "{receipt}", "x", "{chapter}", "x").Replace(route.Pattern)
				body := v.Get(address).Body
				for _, other := range []string{"ada", "bea", "cem"} {
					for _, mark := range marks(other) {
						if strings.Contains(body, mark) && (other != holder || !strings.HasPrefix(address, "/er/") || strings.HasPrefix(mark, "canary-needs")) {
							t.Errorf("%s shows %s to %s who holds the link of %s", address, mark, name, holder)
						}
					}
				}
			}
		}
	}
	// A link of one purpose opens nothing of another, and nobody else's.
	v := h.Visitor()
	for _, who := range []string{"ada", "bea"} {
		key := strings.TrimPrefix(links[who], "/er/")
		for _, address := range []string{"/eu/" + key, "/r/" + key, "/u/" + key, "/er/" + key[:len(key)-4] + "aaaa", "/er/" + key + "/join/" + e.Dates[1].ID} {
			v.Get(address).Answers(http.StatusNotFound)
		}
		v.Post("/er/"+key[:len(key)-4]+"aaaa/cancel", url.Values{}).Answers(http.StatusNotFound)
	}
}
