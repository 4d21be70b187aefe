package announcecli

import (
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// saved writes a file and returns its name.
func saved(t *testing.T, name, text string) string {
	t.Helper()
	name = filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return name
}

// What cannot be read is refused in one line that says what to do.
func TestWhatIsNoTextIsRefusedWithWhatToDo(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	noise := make([]byte, 20_000)
	for n := range noise {
		noise[n] = byte(random.UintN(256))
	}
	for name, c := range map[string]struct{ text, says string }{
		"flyer.pdf":  {"%PDF-1.7\n" + string(noise), "a PDF, expected text; copy its text and paste it"},
		"flyer.png":  {"\x89PNG\r\n" + string(noise), "a picture, expected text; type what it says"},
		"flyer.jpg":  {"\xff\xd8\xff\xe0" + string(noise), "a picture"},
		"flyer.docx": {"PK\x03\x04" + string(noise), "a document of an office program"},
		"flyer.rtf":  {`{\rtf1 Quiz night}`, "a document of an office program"},
		"feed.ics":   {"\r\nBEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n", "a calendar file, expected text; import it"},
		"noise.bin":  {string(noise), "a file of another kind, expected text"},
		"nul.txt":    {strings.Repeat("\x00", 3000), "a file of another kind"},
		"large.txt":  {strings.Repeat("x", longest+1), "a larger text, expected at most 4194304 bytes; save the part with the events"},
	} {
		stdout, stderr, code := run(Command{File: saved(t, name, c.text)}, "")
		if code != 1 || stdout != "" || !strings.Contains(stderr, name+": got "+c.says) || strings.Count(stderr, "\n") != 1 {
			t.Errorf("%s: %d %q %q", name, code, stdout, stderr)
		}
	}
	stdout, stderr, code := run(Command{File: t.TempDir()}, "")
	if code != 1 || stdout != "" || !strings.Contains(stderr, "got a folder, expected a file with one text") {
		t.Errorf("a folder: %d %q %q", code, stdout, stderr)
	}
	if _, stderr, code = run(Command{File: "nowhere.txt"}, ""); code != 1 || stderr != "plenary announce: nowhere.txt: no such file or directory\n" {
		t.Errorf("no file: %d %q", code, stderr)
	}
	if _, stderr, code = run(Command{File: "-"}, strings.Repeat("x", longest+1)); code != 1 || !strings.HasPrefix(stderr, "plenary announce: the text: got a larger text") {
		t.Errorf("standard input: %d %q", code, stderr)
	}
}

func TestWhatIsCalledWronglyIsSaid(t *testing.T) {
	for _, c := range []struct {
		is   Command
		says string
	}{
		{Command{Zone: "London"}, `--zone: got "London", expected a time zone such as Europe/Berlin`},
		{Command{Today: "tomorrow"}, `--today: got "tomorrow", expected a date such as 2027-02-10`},
		{Command{Today: "2027-02-30"}, `--today: got "2027-02-30"`},
	} {
		c.is.File = "-"
		if stdout, stderr, code := run(c.is, "x"); code != 2 || stdout != "" || !strings.Contains(stderr, c.says) {
			t.Errorf("%+v: %d %q %q", c.is, code, stdout, stderr)
		}
	}
}

func TestAnEmptyTextAndAnHourWithoutAZoneSayWhatToDo(t *testing.T) {
	for text, says := range map[string]string{
		"":                        "There is no text in this. Save the announcement in a file, or paste it",
		" \r\n\t\n":               "There is no text in this.",
		"We are a choir.":         "No event was found in this text. If there is one, write its day and hour",
		"Quiz, 5 March 2019, 8pm": "No event was found in this text. The days and hours that it names are over",
		"Quiz on 5 March at 8pm":  "An hour names no zone. Say which is meant, such as --zone Europe/Berlin.",
	} {
		if _, stderr, code := run(Command{File: "-"}, text); code != 0 || !strings.HasPrefix(stderr, says) {
			t.Errorf("%q: %d %q", text, code, stderr)
		}
	}
	if _, stderr, _ := run(Command{File: "-", Zone: "Europe/London"}, "Quiz on 5 March at 8pm"); stderr != "" {
		t.Errorf("with a zone it says %q", stderr)
	}
}
