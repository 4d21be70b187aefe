package app

import (
	"bytes"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"
)

// TestCommands runs the scripts of testdata: each is what somebody types, and
// what they must see. A line is one of
//
//	plenary ARGS          run a command; the lines after it are about its answer
//	exit N                it ended with N; without this line, with 0
//	stdout RE, stderr RE  what it wrote has a line that fits; with ! before it, none
//	empty stdout          it wrote nothing there; or stderr
//	lines N stderr        it wrote so many lines; or stdout
//	cmp stdout FILE       it wrote just what is in the file; or stderr
//	keep stdout FILE      its answer is kept as a file; or stderr
//	env NAME=VALUE        for the commands that follow
//	mode FILE OCTAL · remove FILE · exists FILE · !exists FILE
//
// Words stand between spaces, or in single quotes; RE is the rest of its line.
// Files follow under "-- NAME --", and samples/ has those of the repository.
func TestCommands(t *testing.T) {
	scripts, err := filepath.Glob("testdata/*.txt")
	if err != nil || len(scripts) == 0 {
		t.Fatalf("no scripts: %v", err)
	}
	samples, err := filepath.Abs("../../samples")
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range scripts {
		text, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		t.Run(strings.TrimSuffix(filepath.Base(path), ".txt"), func(t *testing.T) {
			t.Chdir(t.TempDir())
			t.Setenv("XDG_CONFIG_HOME", filepath.Join(t.TempDir(), "config"))
			if err := os.Symlink(samples, "samples"); err != nil {
				t.Fatal(err)
			}
			s := &script{t: t, file: filepath.Base(path), env: map[string]string{}}
			s.play(s.unpack(string(text)))
		})
	}
}

// script is one that is being played.
type script struct {
	t    *testing.T
	file string
	line int
	env  map[string]string

	said    string // the command, "" before the first
	wrote   map[string]string
	code    int
	checked bool // its exit code was
}

// unpack writes the script's files and returns its lines.
func (s *script) unpack(text string) []string {
	head := regexp.MustCompile(`(?m)^-- (\S+) --\n`)
	at := head.FindAllStringSubmatchIndex(text, -1)
	end := len(text)
	for i := len(at) - 1; i >= 0; i-- {
		s.write(text[at[i][2]:at[i][3]], text[at[i][1]:end])
		end = at[i][0]
	}
	return strings.Split(text[:end], "\n")
}

func (s *script) write(name, text string) {
	s.t.Helper()
	if err := os.MkdirAll(filepath.Dir(name), 0o700); err != nil {
		s.t.Fatal(err)
	}
	if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
		s.t.Fatal(err)
	}
}

func (s *script) play(lines []string) {
	for i, line := range lines {
		s.line = i + 1
		verb, rest, _ := strings.Cut(strings.TrimSpace(line), " ")
		if verb != "" && !strings.HasPrefix(verb, "#") {
			s.do(verb, strings.TrimSpace(rest))
		}
	}
	s.over()
}

func (s *script) do(verb, rest string) {
	args := wordsOf(rest)
	switch verb {
	case "plenary":
		s.over()
		s.run(rest, args)
	case "exit":
		s.checked = true
		if strconv.Itoa(s.code) != rest {
			s.wrong("exit %d, want %s", s.code, rest)
		}
	case "stdout", "stderr", "!stdout", "!stderr":
		stream, no := strings.CutPrefix(verb, "!")
		if regexp.MustCompile("(?m)"+rest).MatchString(s.wrote[stream]) == no {
			s.wrong("%s %s", verb, rest)
		}
	case "empty":
		if s.wrote[rest] != "" {
			s.wrong("%s is not empty", rest)
		}
	case "lines":
		if n := strings.Count(s.wrote[args[1]], "\n"); strconv.Itoa(n) != args[0] {
			s.wrong("%d lines on %s, want %s", n, args[1], args[0])
		}
	case "cmp":
		if want := s.read(args[1]); s.wrote[args[0]] != want {
			s.wrong("%s differs from %s:\n%s", args[0], args[1], want)
		}
	case "keep":
		s.write(args[1], s.wrote[args[0]])
	default:
		s.prepare(verb, rest, args)
	}
}

// prepare does what is about no command.
func (s *script) prepare(verb, rest string, args []string) {
	var err error
	switch verb {
	case "env":
		name, value, _ := strings.Cut(rest, "=")
		s.env[name] = value
	case "mode":
		mode, _ := strconv.ParseUint(args[1], 8, 32)
		err = os.Chmod(args[0], os.FileMode(mode))
	case "remove":
		err = os.Remove(rest)
	case "exists", "!exists":
		if _, missing := os.Stat(rest); (missing == nil) != (verb == "exists") {
			s.wrong("%s %s", verb, rest)
		}
	default:
		s.t.Fatalf("%s:%d: there is no verb %q", s.file, s.line, verb)
	}
	if err != nil {
		s.t.Fatalf("%s:%d: %v", s.file, s.line, err)
	}
}

func (s *script) run(said string, args []string) {
	var out, talk bytes.Buffer
	s.said, s.checked = said, false
	ended := make(chan int, 1)
	go func() {
		ended <- Main(args, Terminal{In: strings.NewReader(""), Out: &out, Err: &talk, Getenv: func(name string) string { return s.env[name] }})
	}()
	select {
	case s.code = <-ended:
	case <-time.After(time.Minute): // a server that should have been refused
		s.t.Fatalf("%s:%d: plenary %s did not end", s.file, s.line, said)
	}
	s.wrote = map[string]string{"stdout": out.String(), "stderr": talk.String()}
}

// over ends what is said about a command.
func (s *script) over() {
	if s.said != "" && !s.checked && s.code != 0 {
		s.wrong("exit %d, want 0", s.code)
	}
	s.checked = true
}

func (s *script) read(name string) string {
	s.t.Helper()
	text, err := os.ReadFile(name)
	if err != nil {
		s.t.Fatal(err)
	}
	return string(text)
}

func (s *script) wrong(format string, args ...any) {
	s.t.Helper()
	s.t.Errorf("%s:%d: "+format, append([]any{s.file, s.line}, args...)...)
	s.t.Logf("plenary %s\nstdout:\n%s\nstderr:\n%s", s.said, s.wrote["stdout"], s.wrote["stderr"])
}

// wordsOf parts a line at its spaces; single quotes keep words together.
func wordsOf(line string) (words []string) {
	for _, m := range regexp.MustCompile(`'([^']*)'|\S+`).FindAllStringSubmatch(line, -1) {
		word := m[0]
		if strings.HasPrefix(word, "'") {
			word = m[1]
		}
		words = append(words, word)
	}
	return words
}
