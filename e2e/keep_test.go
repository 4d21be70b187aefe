package e2e

import (
	"context"
	"fmt"
	"math/rand/v2"
	"net/http"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"
)

// TestWhatIsKeptComesBackWhateverIsKilled backs up and rotates the keys beside
// a server that registers people all the while, ends these commands by kill -9
// in the middle, ends the server, and restores elsewhere, killed in the middle
// as well. Whoever was told before the backup began is there, with their name.
func TestWhatIsKeptComesBackWhateverIsKilled(t *testing.T) {
	rounds := hard(t)
	r := newReport("What is kept comes back", "While three clients register people, `plenary backup` and `plenary rotate-keys` are ended by kill -9 in the middle, again and "+
		"again; then each runs to its end, the server is killed, and `plenary restore`, killed as well, brings the data back elsewhere. The organiser's list there "+
		"is held against those who were told that they are registered before the last backup began.")
	r.add("\n| | killed | told before the backup | lost |\n|---|--:|--:|--:|")
	onEngines(t, Options{Now: open}, func(t *testing.T, s *Server) {
		killed := 0
		x := begin(t, s, 100_000)
		stop := x.drizzle()
		backups := t.TempDir()
		for range rounds {
			for _, args := range [][]string{{"backup", backups}, {"rotate-keys"}} {
				if !s.cut(args...) {
					killed++
				}
			}
		}
		s.Do("rotate-keys")
		told := x.ledger()
		files := strings.Fields(s.Do("backup", backups))
		if left, _ := filepath.Glob(filepath.Join(backups, "*.partial")); len(files) != 2 || len(left) != 0 {
			t.Fatalf("written: %v, left behind: %v", files, left)
		}
		stop()
		s.Kill()

		o := Options{Now: open}
		if strings.HasSuffix(t.Name(), "postgres") {
			o = startPostgres(t).under(o)
		}
		other := s.elsewhere(o)
		for done, n := false, 0; !done && n < 3; n++ {
			if done = other.cut(append([]string{"restore"}, files...)...); !done {
				killed++
			}
		}
		if r := other.Try("", append([]string{"restore"}, files...)...); r.Code != 0 && !strings.Contains(r.Err, "there is data already") {
			t.Fatalf("restore: %s", r.Err)
		}
		other.begin()
		x.s, x.told, x.last = other, told, ""
		x.judge()
		r.add("| %s | %d | %d | 0 |", t.Name()[strings.LastIndexByte(t.Name(), '/')+1:], killed, len(told))
	})
	r.write(t, "backups.md")
}

// elsewhere is a server with the same key file where no data is yet.
func (s *Server) elsewhere(o Options) *Server {
	return &Server{Data: filepath.Join(s.t.TempDir(), "data"), Key: s.Key, t: s.t, options: o, program: s.program}
}

// begin starts it for the first time.
func (s *Server) begin() {
	s.t.Helper()
	s.first(append([]string{"serve", "--dev", "--listen", "127.0.0.1:0"}, s.flags()...))
}

// TestErasedStaysErasedWhenOldDataMeetsNewKeys (C2) erases somebody who takes
// part in everything, and brings the data back from before.
func TestErasedStaysErasedWhenOldDataMeetsNewKeys(t *testing.T) {
	start := Options{Now: at("2024-08-01T09:00Z")}
	r := newReport("Erased stays erased", "Somebody who takes part in everything was erased by `plenary erase`; `keys-latest` was replaced. Then the data of the backup "+
		"from before was restored with it: their name and address are in no list, no mail goes to their address, and everybody else is as before.")
	r.add("\n| | fields filled | others in the list | of the erased in the list | mails to them |\n|---|--:|--:|--:|--:|")
	onEngines(t, start, func(t *testing.T, s *Server) {
		c, backups := newCage(), t.TempDir()
		s.Do("series", "import", withQuestion(t))
		c.live(s)
		old := strings.Fields(s.Do("backup", backups))[0]
		name, address := c.of("changed name"), c.of("address")
		if r := s.Try(address+"\n", "erase", "-"); r.Code != 0 {
			t.Fatal(r.Err)
		}
		keys := strings.Fields(s.Do("backup", backups, "--keys-only"))[0]
		s.Stop()

		o := start
		if strings.HasSuffix(t.Name(), "postgres") {
			o = startPostgres(t).under(o)
		}
		other := s.elsewhere(o)
		other.Do("restore", old, keys)
		other.begin()
		desk := other.Client()
		other.signIn(desk, c.of("address of an organiser"))
		list := desk.Open("/o/s/" + openSlug + "/people").form("/export").Submit().Body
		if strings.Contains(list, name) || strings.Contains(list, address) || !strings.Contains(list, c.of("name of a member")) ||
			!strings.Contains(list, c.of("name entered by an organiser")) {
			t.Errorf("the list of people:\n%s", list)
		}
		other.Client().Open("/signin").form("/signin").Set("email", address).Submit().OK()
		other.Add(time.Minute)
		if kinds := other.kinds(address); len(kinds) != 0 {
			t.Errorf("mail to somebody who was erased: %v", kinds)
		}
		r.add("| %s | %d | %d | 0 | 0 |", t.Name()[strings.LastIndexByte(t.Name(), '/')+1:], len(c.all), strings.Count(list, "\n")-2)
	})
	r.write(t, "erased.md")
}

// cut runs a command and ends it by kill -9 after a moment; it tells whether
// the command came to its end before.
func (s *Server) cut(args ...string) bool {
	s.t.Helper()
	ctx, cancel := context.WithTimeout(s.t.Context(), time.Duration(rand.IntN(200))*time.Millisecond)
	defer cancel()
	cmd := exec.CommandContext(ctx, s.program, append(args, s.flags()...)...)
	cmd.Env = s.environment()
	return cmd.Run() == nil
}

// drizzle registers people without a pause until it is stopped.
func (x *tempest) drizzle() (stop func()) {
	var sides sync.WaitGroup
	stopped := make(chan bool)
	for range 3 {
		sides.Go(func() {
			for !isClosed(stopped) {
				name := fmt.Sprintf("p%d", x.asked.Add(1))
				a, err := post(x.s.URL+"/s/"+openSlug+"/register", person(name))
				if err != nil || a.status != http.StatusSeeOther {
					x.t.Errorf("%s was answered %d, %v", name, a.status, err)
					continue
				}
				x.mu.Lock()
				x.told[name] = true
				x.mu.Unlock()
			}
		})
	}
	return func() { close(stopped); sides.Wait() }
}

// ledger is who was told so far.
func (x *tempest) ledger() map[string]bool {
	x.mu.Lock()
	defer x.mu.Unlock()
	told := make(map[string]bool, len(x.told))
	for name := range x.told {
		told[name] = true
	}
	return told
}
