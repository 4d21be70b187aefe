package announcecli

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"strings"
	"unicode"

	"codeberg.org/plenary/plenary/internal/announce"
	"codeberg.org/plenary/plenary/internal/typed"
)

// The largest text that is read, in bytes, and the largest mail: pictures hang on
// those.
const (
	longest       = 4 << 20
	longestLetter = 32 << 20
)

// contents is the text that the command was given.
func (c Command) contents(stdin io.Reader) (string, error) {
	in, name := stdin, "the text"
	if c.File != "-" {
		f, err := os.Open(c.File)
		if err != nil {
			return "", plainly(c.File, err)
		}
		defer f.Close()
		if is, err := f.Stat(); err == nil && is.IsDir() {
			return "", fmt.Errorf("%s: got a folder, expected a file with one text", c.File)
		}
		in, name = f, c.File
	}
	b, err := io.ReadAll(io.LimitReader(in, longestLetter+1))
	if err != nil {
		return "", plainly(name, err)
	}
	text := string(b)
	switch letter := announce.IsLetter(text); {
	case len(b) > longestLetter, len(b) > longest && !letter:
		return "", fmt.Errorf("%s: got a larger text, expected at most %d bytes; save the part with the events in a file of its own", name, longest)
	case letter:
		return text, nil
	}
	if what := foreign(text); what != "" {
		return "", fmt.Errorf("%s: got %s", name, what)
	}
	return text, nil
}

// foreign says what a file is that is no text, and what to do; "" for a text.
func foreign(s string) string {
	const paste = "expected text; copy its text and paste it: plenary announce -"
	head := s[:min(len(s), 1024)]
	for _, is := range []struct{ begins, what string }{
		{"%PDF-", "a PDF, " + paste},
		{"\x89PNG", "a picture, expected text; type what it says: plenary announce -"},
		{"\xff\xd8\xff", "a picture, expected text; type what it says: plenary announce -"},
		{"GIF8", "a picture, expected text; type what it says: plenary announce -"},
		{"RIFF", "a picture, expected text; type what it says: plenary announce -"},
		{"PK\x03\x04", "a document of an office program, " + paste},
		{"\xd0\xcf\x11\xe0", "a document of an office program, " + paste},
		{"{\\rtf", "a document of an office program, " + paste},
	} {
		if strings.HasPrefix(head, is.begins) {
			return is.what
		}
	}
	if strings.HasPrefix(strings.TrimLeft(strings.TrimPrefix(head, "\ufeff"), " \r\n"), "BEGIN:VCALENDAR") {
		return "a calendar file, expected text; import it as it is, on the page “Bring events from a file”"
	}
	text, _ := typed.Decode([]byte(s))
	odd := 0
	for _, r := range text {
		if unicode.IsControl(r) && !unicode.IsSpace(r) {
			odd++
		}
	}
	if odd*100 > len(text) {
		return "a file of another kind, " + paste
	}
	return ""
}

// plainly says what is wrong with a file in the words of the system alone.
func plainly(name string, err error) error {
	var at *fs.PathError
	if errors.As(err, &at) {
		err = at.Err
	}
	return fmt.Errorf("%s: %w", name, err)
}
