package e2e

import (
	"encoding/csv"
	"fmt"
	"math/rand/v2"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

const torturers = 8 // who register people at once

// TestTorture ends the program and its database in the middle of a storm of
// registrations, again and again, and holds what people were told against what
// is there: nobody who was told is missing, nobody stands twice, no place is
// sold twice.
func TestTorture(t *testing.T) {
	rounds := hard(t)
	r := newReport("What was told is there", "Eight clients register people as fast as it goes while the program is ended as a power cut would "+
		"(kill -9), or PostgreSQL is ended under it. Whoever was cut off asks again afterwards. Then the organiser's list is held against what the clients were told.")
	r.add("\n| | ended | told | of them registered | waiting | lost | twice | places | oversold | longest until the next registration, from when it answers again |\n|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|")
	onEngines(t, Options{Now: open}, func(t *testing.T, s *Server) {
		st := begin(t, s, 12*rounds)
		for range rounds {
			st.rage(func() { s.Kill(); s.start() })
		}
		r.add("| %s, kill -9 of the program |%s", t.Name()[strings.LastIndexByte(t.Name(), '/')+1:], st.judge())
	})
	t.Run("postgres restarts", func(t *testing.T) {
		pg := startPostgres(t)
		st := begin(t, Start(t, pg.under(Options{Now: open})), 12*rounds)
		for i := range rounds {
			st.rage(func() {
				end := pg.crash
				if i%2 == 1 {
					end = pg.bow
				}
				if err := end(); err != nil {
					t.Fatal(err)
				}
			})
		}
		r.add("| postgres, ended under the program |%s", st.judge())
	})
	r.add("\nWhat is tested at each statement instead of at random: the N-th statement of a write fails as on a full disk, for each N, on both engines " +
		"(`TestWhateverFailsWhatWasAcknowledgedIsThere`); a file that may not grow (`TestAFullDiskRefusesAndRecovers`), and [a disk that is full at the N-th write](full-disk.md); connections that die before, in and " +
		"after each step (`internal/store/lost_test.go`); a mail server that refuses, puts off, hangs or hangs up at every step (`internal/mail`).")
	r.write(t, "torture.md")
}

// tempest is a storm of registrations with its ledger.
type tempest struct {
	t      *testing.T
	s      *Server
	places int

	asked  atomic.Int64
	mu     sync.Mutex
	told   map[string]bool // who was told that they are registered or wait
	last   string          // of them, since the latest end
	ends   int
	waited time.Duration // the longest from an end to the next registration
}

func begin(t *testing.T, s *Server, places int) *tempest {
	t.Helper()
	s.Do("series", "import", changedSample(t, "learning-series", "places: 500", fmt.Sprintf("places: %d", places)))
	s.Do("admin", "create", "ada@harbour.example", "--organiser")
	return &tempest{t: t, s: s, places: places, told: map[string]bool{}}
}

// rage lets the clients register people, ends something in the middle, and
// lets them go on until each has registered somebody again.
func (x *tempest) rage(end func()) {
	x.t.Helper()
	var sides sync.WaitGroup
	var url atomic.Pointer[string] // a server that starts again may answer elsewhere
	at := x.s.URL
	url.Store(&at)
	var back atomic.Int64 // registrations since the end
	ended := make(chan bool)
	for range torturers {
		sides.Go(func() {
			name := ""
			for {
				over := isClosed(ended)
				if name == "" {
					name = fmt.Sprintf("p%d", x.asked.Add(1))
				}
				a, err := post(*url.Load()+"/s/"+openSlug+"/register", person(name))
				switch {
				case err != nil || a.status >= http.StatusInternalServerError:
					continue // cut off or refused: the same person asks again
				case a.status != http.StatusSeeOther:
					x.t.Errorf("%s was answered %d", name, a.status)
					return
				}
				x.mu.Lock()
				x.told[name] = true
				if over {
					x.last = name
				}
				x.mu.Unlock()
				name = ""
				if over {
					back.Add(1)
					return
				}
			}
		})
	}
	enough := x.asked.Load() + int64(torturers+rand.IntN(40))
	Eventually(x.t, time.Minute, "the storm does not begin", func() bool { return x.asked.Load() >= enough })
	end()
	now := x.s.URL
	url.Store(&now)
	close(ended)
	start := stopwatch()
	Eventually(x.t, time.Minute, "nobody is registered any more", func() bool { return back.Load() > 0 })
	x.waited = max(x.waited, start())
	sides.Wait()
	x.ends++
}

func isClosed(c chan bool) bool {
	select {
	case <-c:
		return true
	default:
		return false
	}
}

// stopwatch returns how long ago it was started.
func stopwatch() func() time.Duration {
	begun := time.Now()
	return func() time.Duration { return time.Since(begun) }
}

// rows are those of the organiser's list, its head first.
func (x *tempest) rows() [][]string {
	x.t.Helper()
	c := x.s.Client()
	x.s.signIn(c, "ada@harbour.example")
	list := c.Open("/o/s/" + openSlug + "/people").form("/export").Submit()
	rows, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(list.Body, "\ufeff"))).ReadAll()
	if err != nil || len(rows) == 0 || rows[0][0] != "name" || rows[0][2] != "status" {
		x.t.Fatalf("the list: %v, %d rows, %v", err, len(rows), rows[:min(1, len(rows))])
	}
	return rows
}

// listed are the names in it.
func (x *tempest) listed() (names []string) {
	x.t.Helper()
	for _, row := range x.rows()[1:] {
		names = append(names, row[0])
	}
	return names
}

// judge compares the ledger with the organiser's list and returns the numbers.
func (x *tempest) judge() string {
	x.t.Helper()
	rows := x.rows()
	seen, states := map[string]int{}, map[string]int{}
	for _, row := range rows[1:] {
		seen[row[0]]++
		states[row[2]]++
	}
	lost, twice := 0, 0
	for name := range x.told {
		if seen[name] == 0 {
			lost++
		}
	}
	for name, n := range seen {
		if n > 1 {
			twice++
			x.t.Errorf("%s stands there %d times", name, n)
		}
	}
	oversold := max(0, states["registered"]-x.places)
	if n := states["registered"] + states["waitlisted"]; n != len(rows)-1 {
		x.t.Errorf("%d of %d rows say another status: %v", len(rows)-1-n, len(rows)-1, states)
	}
	if lost > 0 || oversold > 0 || states["waitlisted"] > 0 && states["registered"] != x.places {
		x.t.Errorf("%d of %d are lost; %d are registered for %d places, %d wait", lost, len(x.told), states["registered"], x.places, states["waitlisted"])
	}
	// What was to be sent is sent, though the program was ended meanwhile. Who
	// was cut off after their place was written asks again, and is told so.
	if x.last != "" {
		pause := time.Tick(time.Second) // the list is long by now
		Eventually(x.t, 10*time.Minute, "the last one told gets no mail", func() bool {
			<-pause
			return len(x.s.ofKind(x.last+"@mail.example", "series.registered")) > 0 || len(x.s.ofKind(x.last+"@mail.example", "series.already")) > 0
		})
	}
	return fmt.Sprintf(" %d | %d | %d | %d | %d | %d | %d | %d | %.1f s |", x.ends, len(x.told), states["registered"], states["waitlisted"], lost, twice, x.places, oversold, x.waited.Seconds())
}
