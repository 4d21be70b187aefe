package e2e

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"mime/multipart"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"
)

// peak is the most memory that the server ever held, in bytes.
func (s *Server) peak() int64 {
	s.t.Helper()
	n := heldBy(s.cmd.Process.Pid)
	if n == 0 {
		s.t.Fatal("the system does not say how much memory the server held")
	}
	return n
}

// heldBy is the most memory that a process held so far, in bytes; 0 for one that
// has ended.
func heldBy(pid int) int64 {
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	found := regexp.MustCompile(`VmHWM:\s+(\d+) kB`).FindSubmatch(status)
	if err != nil || found == nil {
		return 0
	}
	n, err := strconv.ParseInt(string(found[1]), 10, 64)
	if err != nil {
		return 0
	}
	return n << 10
}

// measured runs a command on the server's data, and says how long it took and how
// much memory it held at most, in bytes.
func (s *Server) measured(args ...string) (r Result, took time.Duration, held int64) {
	s.t.Helper()
	cmd := exec.CommandContext(s.t.Context(), s.program, append(args, s.flags()...)...)
	cmd.Env = s.environment()
	var out, talk bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &talk
	began := time.Now()
	if err := cmd.Start(); err != nil {
		s.t.Fatal(err)
	}
	ended := make(chan struct{})
	go func() { _ = cmd.Wait(); close(ended) }()
	for over := false; !over; { // what the system says of a process that has ended counts what its parent held
		select {
		case <-ended:
			over = true
		case <-time.After(2 * time.Millisecond):
			held = max(held, heldBy(cmd.Process.Pid))
		}
	}
	return Result{out.String(), talk.String(), cmd.ProcessState.ExitCode()}, time.Since(began), held
}

// calendarFile is a file with so many events, filled up with words to a size.
func calendarFile(events, size int) []byte {
	words := strings.Repeat("Who moves people, and how? ", 1000)
	each := size/events - 190
	var b bytes.Buffer
	b.WriteString("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n")
	for n := range events {
		fmt.Fprintf(&b, "BEGIN:VEVENT\r\nUID:%d@elsewhere.example\r\nSUMMARY:Meeting %d\r\nDTSTART;TZID=Europe/Berlin:2027%02d%02dT190000\r\nDURATION:PT2H\r\nLOCATION:Old mill\\, River Street 1\r\nDESCRIPTION:%s\r\nEND:VEVENT\r\n",
			n, n, 2+n%10, 1+n/10%28, words[:max(0, each)])
	}
	b.WriteString("END:VCALENDAR\r\n")
	return b.Bytes()
}

// bring sends a file as the page's form does.
func (s *Server) bring(desk *Client, name string, data []byte) *Page {
	return desk.Open("/o/events/import").Form("file").Attach("file", name, data).Submit()
}

// How much more memory than before the program may hold for a file of calendar
// entries: for one that is refused, and for the largest that is read.
const (
	forRefused = 24 << 20
	forLargest = 192 << 20
)

// TestAHundredMegabytesAreRefusedAtOnce sends files that are far too large to the
// running program, over HTTP and by its command.
func TestAHundredMegabytesAreRefusedAtOnce(t *testing.T) {
	s := Start(t, Options{Now: at("2027-01-04T09:00Z")})
	desk := s.founder(reader{"en", "Europe/Berlin"}, "Harbour")
	s.bring(desk, "small.ics", calendarFile(2, 1000)).OK() // what the first file costs is not counted
	bomb := bytes.Repeat([]byte("BEGIN:VEVENT\r\n"), 100<<20/14)

	before, began := s.peak(), time.Now()
	s.bring(desk, "bomb.ics", bomb).Answers(http.StatusRequestEntityTooLarge).Says("too large")
	took, held := time.Since(began), s.peak()-before
	t.Logf("100 MB over HTTP: refused after %s, %d MB more memory", took.Round(time.Millisecond), held>>20)
	if took > 5*time.Second || held > forRefused {
		t.Errorf("100 MB were refused after %s, with %d MB more memory", took, held>>20)
	}

	// Packed, it is as small as it came: nothing is unpacked, wherever it says so.
	var packed bytes.Buffer
	z := gzip.NewWriter(&packed)
	z.Write(bomb)
	z.Close()
	before = s.peak()
	s.bring(desk, "bomb.ics.gz", packed.Bytes()).Answers(http.StatusUnprocessableEntity).Says("This file is packed.")
	if status := s.sendPacked(desk, bomb); status < 400 || status >= 500 {
		t.Errorf("a packed body is answered %d", status)
	}
	if held := s.peak() - before; held > forRefused {
		t.Errorf("what was packed took %d MB more memory", held>>20)
	}

	dir := t.TempDir()
	small, large := filepath.Join(dir, "small.ics"), filepath.Join(dir, "bomb.ics")
	for path, data := range map[string][]byte{small: calendarFile(2, 1000), large: bomb} {
		if err := os.WriteFile(path, data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	fine, _, usual := s.measured("events", "import", small, "--as", "organiser@harbour.example")
	if fine.Code != 0 {
		t.Fatalf("a small file: %+v", fine)
	}
	for _, path := range []string{large, "/dev/zero"} {
		r, took, held := s.measured("events", "import", path, "--as", "organiser@harbour.example", "--write")
		t.Logf("%s by the command: refused after %s, %d MB memory, a small file %d MB", path, took.Round(time.Millisecond), held>>20, usual>>20)
		if r.Code != 1 || !strings.Contains(r.Err, "at most 5 megabytes") || took > 5*time.Second || held > usual+forRefused {
			t.Errorf("%s: %+v after %s, %d MB memory, a small file %d MB", path, r, took, held>>20, usual>>20)
		}
	}
}

// sendPacked sends the form with a body that says it is packed.
func (s *Server) sendPacked(desk *Client, bomb []byte) int {
	s.t.Helper()
	form := desk.Open("/o/events/import").Form("file")
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	w := multipart.NewWriter(z)
	for name, values := range form.Values() {
		w.WriteField(name, values[0])
	}
	part, err := w.CreateFormFile("file", "bomb.ics")
	if err != nil {
		s.t.Fatal(err)
	}
	part.Write(bomb)
	w.Close()
	z.Close()
	req, err := http.NewRequestWithContext(s.t.Context(), http.MethodPost, s.URL+"/o/events/import", &b)
	if err != nil {
		s.t.Fatal(err)
	}
	req.Header.Set("Content-Type", w.FormDataContentType())
	req.Header.Set("Content-Encoding", "gzip")
	req.Header.Set("Origin", s.URL)
	req.Header.Set("Sec-Fetch-Site", "same-origin")
	return desk.do(req).Status
}

// TestTheLargestFileIsLookedAtAndTaken brings a file that is as large as may be,
// with as many events as may be.
func TestTheLargestFileIsLookedAtAndTaken(t *testing.T) {
	s := Start(t, Options{Now: at("2027-01-04T09:00Z")})
	desk := s.founder(reader{"en", "Europe/Berlin"}, "Harbour")
	s.bring(desk, "small.ics", calendarFile(2, 1000)).OK()
	largest := calendarFile(10_000, 5<<20)
	if len(largest) > 5<<20 || len(largest) < 5<<20-200_000 {
		t.Fatalf("the file has %d bytes", len(largest))
	}
	before, began := s.peak(), time.Now()
	page := s.bring(desk, "largest.ics", largest).OK().Says("1 to 50 of 10,000", "Make 10,000 drafts")
	took, held := time.Since(began), s.peak()-before
	t.Logf("%d bytes, 10,000 events over HTTP: shown after %s, %d MB more memory", len(largest), took.Round(time.Millisecond), held>>20)
	if took > 30*time.Second || held > forLargest {
		t.Errorf("it was shown after %s, with %d MB more memory", took, held>>20)
	}
	s.bring(desk, "more.ics", calendarFile(10_001, 3<<20)).Answers(http.StatusUnprocessableEntity).Says("more than 10,000")

	path := filepath.Join(t.TempDir(), "largest.ics")
	if err := os.WriteFile(path, largest, 0o600); err != nil {
		t.Fatal(err)
	}
	r, took, held := s.measured("events", "import", path, "--as", "organiser@harbour.example")
	t.Logf("by the command: shown after %s, %d MB memory", took.Round(time.Millisecond), held>>20)
	if r.Code != 0 || strings.Count(r.Out, "\n") < 10_000 || took > 30*time.Second || held > 64<<20+forLargest {
		t.Errorf("exit %d, %d lines after %s, %d MB memory: %s", r.Code, strings.Count(r.Out, "\n"), took, held>>20, r.Err)
	}

	began = time.Now()
	page.Form("do").Submit("Make 10,000 drafts").OK()
	Eventually(t, 10*time.Minute, "10,000 events did not become drafts", func() bool {
		return strings.Contains(desk.Open(page.URL.Path).Text(), "10,000 drafts were made.")
	})
	t.Logf("10,000 drafts were made in %s, %d MB more memory", time.Since(began).Round(time.Second), (s.peak()-before)>>20)
	if held := s.peak() - before; held > forLargest {
		t.Errorf("%d MB more memory for 10,000 drafts", held>>20)
	}
}
