package e2e

import (
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/network"
)

// flooded is a server on which the quota of this machine is used up.
func flooded(t *testing.T) *Server {
	s := Start(t, Options{Now: at("2024-08-14T09:00Z"), Args: []string{"--local-quota", "3"}})
	s.founder(reader{"en", "Europe/Berlin"}, "Harbour")
	s.Do("series", "import", changedSample(t, "learning-series", "languages: [en]", "languages: [en, de, ar]"))
	for c := s.Client(); c.Post("/report", map[string][]string{"reason": {"flood"}}).Status != 422; {
	}
	return s
}

// TestABrowserDoesTheWorkThatAFormTakesAboveTheQuota registers with a script,
// where the form goes on by itself, and reads what it says meanwhile.
func TestABrowserDoesTheWorkThatAFormTakesAboveTheQuota(t *testing.T) {
	s := flooded(t)
	for _, look := range []Look{{Lang: "ar", Width: 320, Dark: true}, {Lang: "de", Width: 1280}} {
		t.Run(look.Lang, func(t *testing.T) {
			tab := s.Tab(look)
			tab.Open("/report").Fill("reason", "x").Fill("email", "ada@mail.example")
			began := time.Now()
			tab.Enter(`form[action="/report"] button.go`)
			Eventually(t, 30*time.Second, "the form was not sent by itself", func() bool { return strings.HasSuffix(tab.URL(), "/report/sent") })
			t.Logf("sent after %v", time.Since(began).Round(10*time.Millisecond))
			for _, v := range tab.Axe() {
				t.Errorf("%s", v)
			}
		})
	}
}

// TestWhereTheWorkCannotBeDoneAClickSendsTheForm holds the work's script back:
// the page is there to be read, and its button does.
func TestWhereTheWorkCannotBeDoneAClickSendsTheForm(t *testing.T) {
	for _, look := range []Look{{Lang: "ar", Width: 320, Dark: true}, {Lang: "de", Width: 1280}} {
		t.Run(look.Lang, func(t *testing.T) {
			s := flooded(t)
			tab := s.Tab(look)
			tab.Do(network.SetBlockedURLs().WithURLPatterns([]*network.BlockPattern{{URLPattern: "*://*:*/assets/work.*", Block: true}}))
			tab.Open("/report").Fill("reason", "x").Enter(`form[action="/report"] button.go`)
			if got := tab.Status(); got != 422 {
				t.Errorf("answered %d", got)
			}
			for _, v := range tab.Axe() {
				t.Errorf("%s", v)
			}
			if px := tab.Sideways(); px > 0 {
				t.Errorf("scrolls sideways by %d px", px)
			}
			tab.Enter(`form[data-work] button.go`)
			if !strings.HasSuffix(tab.URL(), "/report/sent") {
				t.Errorf("led to %s", tab.URL())
			}
		})
	}
}

// TestPagesOfReportsAndAgreementsAreForEveryone goes the ways of who reports
// something, who judges it, and who agrees.
func TestPagesOfReportsAndAgreementsAreForEveryone(t *testing.T) {
	for _, look := range []Look{{Lang: "ar", Width: 320, Dark: true}, {Lang: "de", Width: 1280}} {
		t.Run(look.Lang, func(t *testing.T) {
			s := Start(t, Options{Now: at("2024-08-14T09:00Z")})
			organiser := s.founder(reader{"en", "Europe/Berlin"}, "Harbour")
			s.Do("series", "import", changedSample(t, "learning-series", "languages: [en]", "languages: [en, de, ar]"))
			j := judged{s.Tab(look), t, look}
			j.Open("/report")
			j.see("report", 200)
			j.Enter(`form[action="/report"] button.go`)
			j.see("report without words", 422)
			j.Fill("reason", "Somebody shouts.").Enter(`form[action="/report"] button.go`)
			j.see("after a report", 200)

			organiser.Open("/o/agreement").Form("summary.en").Set("summary.en", "We listen to each other.").Set("text.en", "## How\n\n- We listen.\n- We answer.").Submit().OK()
			j.Open("/agreement")
			j.see("agreement", 200)
			j.Open("/s/" + openSlug + "/circle")
			j.see("form with the agreement", 200)

			j.Open("/signin").Fill("email", "organiser@harbour.example").Enter(`main form button`)
			j.Open(s.awaitKinds("organiser@harbour.example", "auth.sign-in", 1).Link(t, "/signin/")).Enter(`main form button`)
			j.Open("/me")
			j.see("asked to agree", 200)
			j.Enter(`form[action="/me/agreement"] button.go`)
			j.see("not agreed", 422)
			j.Click(`#agree`).Enter(`form[action="/me/agreement"] button.go`)
			j.Open("/o/agreement")
			j.see("writing the agreement", 200)
			j.Open("/o/reports")
			j.see("reports", 200)
			j.Enter(`main h2 a, main h3 a`)
			j.see("a report", 200)
			j.Enter(`form[action^="/o/reports/"] button.go`)
			j.see("a report without a decision", 422)
		})
	}
}
