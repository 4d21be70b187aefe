package e2e

import (
	"net/http"
	"os"
	"strings"
	"testing"
	"time"
)

func TestAnEmptyFolderIsEnough(t *testing.T) {
	s := Start(t, Options{})
	visitor := s.Client()
	visitor.Open("/")
	for _, path := range []string{"/healthz", "/readyz"} {
		if p := visitor.Get(path); p.Status != http.StatusOK {
			t.Errorf("%s answered %d", path, p.Status)
		}
	}
	visitor.Open(s.SetUp())
	for _, host := range []string{"127.0.0.1", "[::1]"} {
		req, err := http.NewRequest(http.MethodGet, strings.Replace(s.URL, "localhost", host, 1)+"/", nil)
		if err != nil {
			t.Fatal(err)
		}
		resp, err := http.DefaultTransport.RoundTrip(req) // follows no redirect
		if err != nil {
			t.Errorf("%s: %v", host, err)
			continue
		}
		resp.Body.Close()
		if resp.StatusCode != http.StatusOK {
			t.Errorf("%s answered %d, want no redirect to another name of this machine", host, resp.StatusCode)
		}
	}

	s.Restart()
	s.Client().Open("/")
}

func TestDataWithoutItsKeyIsRefused(t *testing.T) {
	s := Start(t, Options{})
	s.Stop()
	if err := os.Remove(s.Key); err != nil {
		t.Fatal(err)
	}
	r := s.Try("", "serve", "--listen", "127.0.0.1:0")
	if r.Code != 1 || strings.Count(strings.TrimSpace(r.Err), "\n") != 0 || !strings.Contains(r.Err, s.Key) {
		t.Errorf("exit %d, want 1 and one line that names the key file: %s", r.Code, r.Err)
	}
	if _, err := os.Stat(s.Key); err == nil {
		t.Error("a new key was made for data that another key seals")
	}
}

func TestTheClockOfAServerIsSet(t *testing.T) {
	s := Start(t, Options{Now: time.Date(2027, 1, 4, 9, 0, 0, 0, time.UTC)})
	s.Add(25 * time.Hour)
	s.Set(time.Date(2031, 7, 1, 12, 0, 0, 0, time.UTC))
	s.Client().Open("/")
	if n := len(s.Mails()); n != 0 {
		t.Errorf("%d mails from nobody", n)
	}
}

func TestCommandsUsedWronglySayHow(t *testing.T) {
	s := Start(t, Options{})
	for _, args := range [][]string{{"fly"}, {"serve", "--wings"}, {"serve", "--smtp-url", "smtp://me:secret@mail.example"}} {
		r := s.Try("", args...)
		if r.Code != 2 || r.Out != "" || r.Err == "" {
			t.Errorf("plenary %v: exit %d, stdout %q, stderr %q; want 2 and a word on stderr", args, r.Code, r.Out, r.Err)
		}
		if strings.Contains(r.Err, "secret") {
			t.Errorf("plenary %v repeats the password", args)
		}
	}
	if out := s.Do("help"); !strings.Contains(out, "serve") {
		t.Errorf("help: %s", out)
	}
}

func TestNobodyElseIsAsked(t *testing.T) {
	s := Start(t, Options{})
	tab := s.Tab(Look{}).Open("/")
	for _, r := range tab.Requests() {
		if !strings.HasPrefix(r.URL, s.URL+"/") && !strings.HasPrefix(r.URL, "data:") {
			t.Errorf("the first page asks %s", r.URL)
		}
	}
	if said := tab.Said(); len(said) > 0 {
		t.Errorf("the console said %q", said)
	}
	tab.Accessible()
}

func TestTheProgramIsOneSmallFile(t *testing.T) {
	program, err := Program()
	if err != nil {
		t.Fatal(err)
	}
	info, err := os.Stat(program)
	if err != nil {
		t.Fatal(err)
	}
	if most := int64(45 << 20); info.Size() > most {
		t.Errorf("the program has %d bytes, want at most %d", info.Size(), most)
	}
}
