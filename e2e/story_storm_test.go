package e2e

import (
	"fmt"
	"math/rand/v2"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"codeberg.org/plenary/plenary/internal/i18n"
)

// TestAPowerCutInTheStormLosesNothing registers people as fast as it goes, ends
// the server as a power cut would, three times, and looks for everybody who was
// told that they are registered.
func TestAPowerCutInTheStormLosesNothing(t *testing.T) {
	s := Start(t, Options{Now: open})
	const places = 30000
	s.Do("series", "import", changedSample(t, "learning-series", "places: 500", fmt.Sprintf("places: %d", places)))
	var told []string
	for cut := range 3 {
		told = append(told, storm(t, s, fmt.Sprintf("s%d", cut))...)
		s.start()
	}
	if len(told) < 30 {
		t.Fatalf("only %d people were registered in the storms", len(told))
	}
	left := s.placesLeft(openSlug)
	if taken := places - left; taken < len(told) {
		t.Errorf("%d people were told that they are registered, %d are", len(told), taken)
	}
	// Whoever was told and registers once more takes no place: they are known.
	for _, name := range told {
		if a, err := post(s.URL+"/s/"+openSlug+"/register", person(name)); err != nil || a.status != http.StatusSeeOther {
			t.Fatalf("answered %d %v", a.status, err)
		}
	}
	if now := s.placesLeft(openSlug); now != left {
		t.Errorf("%d of those who were told that they are registered were lost", left-now)
	}
	// What was to be sent is sent, by the server that was started last.
	name := told[len(told)-1]
	s.awaitKind(name+"@mail.example", "series.already")
	s.Stop()
}

// storm registers people from eight sides at once until the server is cut off
// in the middle, and returns those who were told that they are registered.
func storm(t *testing.T, s *Server, prefix string) (told []string) {
	t.Helper()
	var mu sync.Mutex
	var n atomic.Int64
	var sides sync.WaitGroup
	for range 8 {
		sides.Go(func() {
			for {
				name := fmt.Sprintf("%s-%d", prefix, n.Add(1))
				a, err := post(s.URL+"/s/"+openSlug+"/register", person(name))
				if err != nil {
					return
				}
				if a.status != http.StatusSeeOther {
					t.Errorf("%s was answered %d", name, a.status)
					return
				}
				mu.Lock()
				told = append(told, name)
				mu.Unlock()
			}
		})
	}
	enough := int64(40 + rand.IntN(40))
	Eventually(t, 30*time.Second, "the storm does not begin", func() bool { return n.Load() >= enough })
	s.Kill()
	sides.Wait()
	return told
}

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
