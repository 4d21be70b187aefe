package e2e

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"codeberg.org/plenary/plenary/internal/i18n"
)

// TestWhatACommandDoesIsSeenBesideIt imports, changes and reads beside a server
// that has the page in its cache.
func TestWhatACommandDoesIsSeenBesideIt(t *testing.T) {
	onEngines(t, Options{Now: open}, func(t *testing.T, s *Server) {
		c := s.Client()
		c.Get("/s/" + openSlug).Answers(http.StatusNotFound)
		s.Do("series", "import", sample("learning-series"))
		within(t, func() bool { return c.Get("/s/"+openSlug).Status == http.StatusOK })
		c.Open("/s/" + openSlug).Says("Rooms of hope")
		s.Do("series", "import", changedSample(t, "learning-series", "Rooms of hope", "Rooms of courage"))
		within(t, func() bool { return strings.Contains(c.Open("/s/"+openSlug).Text(), "Rooms of courage") })

		s.Do("admin", "create", "ada@harbour.example", "--organiser")
		if out := s.Do("series", "export", openSlug, "--as", "ada@harbour.example"); !strings.HasPrefix(out, "series: "+openSlug+"\n") {
			t.Errorf("exported:\n%s", out)
		}
		s.signIn(c, "ada@harbour.example").Says(i18n.For("en").T("org.today.title|Today"))
	})
}

// within fails the test unless something shows within a second, on a machine
// that may be busy with other tests.
func within(t *testing.T, ok func() bool) {
	t.Helper()
	Eventually(t, 5*time.Second, "what the command did is not seen", ok)
}
