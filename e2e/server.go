package e2e

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"syscall"
	"time"
)

// Options say how a server is started.
type Options struct {
	Now     time.Time // where its clock stands at first; zero: today
	Args    []string  // more arguments
	Env     []string  // more of the environment, NAME=value
	Program string    // another program than the one built from this tree
}

// Server is a running "plenary serve --dev" with a data folder of its own.
type Server struct {
	URL  string // http://localhost:PORT
	Data string // the data folder
	Key  string // the key file

	t       T
	options Options
	program string
	args    []string
	cmd     *exec.Cmd
	log     *tail
	ended   chan struct{} // closed when the process has ended
}

// Start starts a server and waits until it answers. It is stopped when the
// test ends; where the test failed, the end of its log is shown.
func Start(t T, o Options) *Server {
	t.Helper()
	dir := t.TempDir()
	s := &Server{Data: filepath.Join(dir, "data"), Key: filepath.Join(dir, "key"), t: t, options: o}
	s.first(append([]string{"serve", "--dev", "--listen", "127.0.0.1:0"}, s.flags()...))
	return s
}

// StartDemo starts "plenary demo", a made-up network whose data is nobody
// else's business.
func StartDemo(t T, o Options) *Server {
	t.Helper()
	s := &Server{t: t, options: o}
	s.first([]string{"demo", "--listen", "127.0.0.1:0"})
	return s
}

// first starts the server for the first time, with the arguments and those of
// the options.
func (s *Server) first(args []string) {
	t := s.t
	t.Helper()
	if now := s.options.Now; !now.IsZero() {
		args = append(args, "--now", now.UTC().Format(time.RFC3339))
	}
	s.args = append(args, s.options.Args...)
	s.program, s.log = s.options.Program, &tail{}
	if s.program == "" {
		program, err := Program()
		if err != nil {
			t.Fatal(err)
		}
		s.program = program
	}
	t.Cleanup(func() {
		s.Stop()
		if t.Failed() {
			t.Logf("the server said at last:\n%s", s.log.last(60))
		}
	})
	s.start()
}

// flags name the place of the data; every command takes them.
func (s *Server) flags() []string { return []string{"--data", s.Data, "--key-file", s.Key} }

// environment is that of the machine without what would steer a plenary.
func (s *Server) environment() []string {
	env := slices.DeleteFunc(os.Environ(), func(v string) bool { return strings.HasPrefix(v, "PLENARY_") })
	return append(env, s.options.Env...)
}

func (s *Server) start() {
	s.t.Helper()
	s.cmd = exec.Command(s.program, s.args...)
	s.cmd.Env = s.environment()
	s.cmd.Stderr = s.log
	s.cmd.Stdout = s.log
	seen := s.log.size()
	if err := s.cmd.Start(); err != nil {
		s.t.Fatalf("start %s: %v", s.program, err)
	}
	ended := make(chan struct{})
	s.ended = ended
	go func(cmd *exec.Cmd) { _ = cmd.Wait(); close(ended) }(s.cmd)

	address := regexp.MustCompile(`http://localhost:\d+`)
	Eventually(s.t, 30*time.Second, "the server did not print its address", func() bool {
		select {
		case <-ended:
			s.t.Fatalf("the server ended before it printed its address:\n%s", s.log.last(60))
		default:
		}
		s.URL = address.FindString(s.log.since(seen))
		return s.URL != ""
	})
	answer := "nothing yet"
	defer func() {
		if s.t.Failed() {
			s.t.Logf("%s/readyz: %s", s.URL, answer)
		}
	}()
	Eventually(s.t, 30*time.Second, "the server was not ready", func() bool {
		resp, err := http.Get(s.URL + "/readyz")
		if err != nil {
			answer = err.Error()
			return false
		}
		resp.Body.Close()
		answer = resp.Status
		return resp.StatusCode < http.StatusInternalServerError
	})
}

// Stop asks the server to end and waits for it; one that does not end within
// ten seconds is an error.
func (s *Server) Stop() {
	s.t.Helper()
	if s.running() {
		_ = s.cmd.Process.Signal(os.Interrupt)
		select {
		case <-s.ended:
		case <-time.After(10 * time.Second):
			s.t.Error("the server did not end within 10 s of being asked to")
			s.Kill()
		}
	}
}

// Kill ends the server as a power cut would.
func (s *Server) Kill() {
	if s.running() {
		_ = s.cmd.Process.Signal(syscall.SIGKILL)
		<-s.ended
	}
}

func (s *Server) running() bool {
	if s.cmd == nil || s.cmd.Process == nil {
		return false
	}
	select {
	case <-s.ended:
		return false
	default:
		return true
	}
}

// Restart stops the server and starts it again on the same data; its address
// may change.
func (s *Server) Restart() {
	s.t.Helper()
	s.Stop()
	s.start()
}

// Log returns all that the server has printed so far.
func (s *Server) Log() string { return s.log.since(0) }

// SetUp returns the one-time address at which a new instance is set up, as the
// server prints it.
func (s *Server) SetUp() string {
	s.t.Helper()
	found := regexp.MustCompile(`http://localhost:\d+/setup\S*`).FindString(s.Log())
	if found == "" {
		s.t.Fatalf("the server printed no set-up address:\n%s", s.log.last(60))
	}
	return found
}

// Result is what a command answered.
type Result struct {
	Out  string // stdout: data
	Err  string // stderr: talk
	Code int
}

// Try runs a plenary command on the server's data, beside it.
func (s *Server) Try(stdin string, args ...string) Result {
	s.t.Helper()
	ctx, cancel := context.WithTimeout(s.t.Context(), 2*time.Minute)
	defer cancel()
	cmd := exec.CommandContext(ctx, s.program, append(args, s.flags()...)...)
	cmd.Env = s.environment()
	cmd.Stdin = strings.NewReader(stdin)
	var out, talk bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &talk
	err := cmd.Run()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		s.t.Fatalf("plenary %s: %v", strings.Join(args, " "), err)
	}
	return Result{out.String(), talk.String(), cmd.ProcessState.ExitCode()}
}

// Do runs a plenary command that must succeed and returns its stdout.
func (s *Server) Do(args ...string) string {
	s.t.Helper()
	r := s.Try("", args...)
	if r.Code != 0 {
		s.t.Fatalf("plenary %s: exit %d\n%s", strings.Join(args, " "), r.Code, r.Err)
	}
	return r.Out
}

// Add moves the server's clock on.
func (s *Server) Add(d time.Duration) {
	s.t.Helper()
	s.clock("add", d.String())
}

// Set sets the server's clock.
func (s *Server) Set(to time.Time) {
	s.t.Helper()
	s.clock("set", to.UTC().Format(time.RFC3339))
}

func (s *Server) clock(verb, value string) {
	s.t.Helper()
	resp, err := http.PostForm(s.URL+"/dev/clock", url.Values{verb: {value}})
	if err != nil {
		s.t.Fatal(err)
	}
	defer resp.Body.Close()
	if resp.StatusCode >= 400 {
		text, _ := io.ReadAll(resp.Body)
		s.t.Fatalf("POST /dev/clock %s=%s: %s\n%s", verb, value, resp.Status, text)
	}
}

// get returns the body of an address that must answer 200.
func (s *Server) get(path string) ([]byte, error) {
	resp, err := http.Get(s.URL + path)
	if err != nil {
		return nil, err
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err == nil && resp.StatusCode != http.StatusOK {
		err = fmt.Errorf("GET %s: %s", path, resp.Status)
	}
	return body, err
}

// tail keeps what a process prints.
type tail struct {
	mu   sync.Mutex
	text []byte
}

func (l *tail) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.text = append(l.text, p...)
	return len(p), nil
}

func (l *tail) size() int {
	l.mu.Lock()
	defer l.mu.Unlock()
	return len(l.text)
}

func (l *tail) since(offset int) string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return string(l.text[offset:])
}

func (l *tail) last(lines int) string {
	all := strings.Split(strings.TrimRight(l.since(0), "\n"), "\n")
	return strings.Join(all[max(0, len(all)-lines):], "\n")
}
