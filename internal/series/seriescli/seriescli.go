package seriescli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"strings"
	"time"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/i18n"
	"codeberg.org/plenary/plenary/internal/series"
	"codeberg.org/plenary/plenary/internal/series/yamlform"
	"codeberg.org/plenary/plenary/internal/store"
	"codeberg.org/plenary/plenary/internal/when"
)

// Exit codes.
const (
	done    = 0
	refused = 1 // refused, or checks failed: the reason stands on stderr
	misused = 2 // used wrongly
)

// Check reads a series file and says what is wrong with it, line by line, and
// what is worth a look.
func Check(file string, stdout, stderr io.Writer) int {
	f, code := Read(file, stderr)
	if f == nil {
		return code
	}
	remarks(f, stderr)
	fmt.Fprintf(stderr, "%s: %s is in order: %s\n", file, f.Series.Slug, describe(f.Series))
	return done
}

// Import puts the series of a file into the network: a new one, or in place of
// that of the same name.
func Import(ctx context.Context, db *store.DB, room *series.Room, v auth.Viewer, f *series.File, stdout, stderr io.Writer) int {
	var became series.Imported
	err := db.Write(ctx, func(tx *store.Tx) (err error) {
		became, err = room.Import(tx.Context(), tx, v, f.Series)
		return err
	})
	if err != nil {
		return say(stderr, "import", f.Place(err))
	}
	remarks(f, stderr)
	fmt.Fprintf(stderr, "%s %s: %s, %s\n", became, f.Series.Slug, describe(f.Series), f.Series.State)
	return done
}

// Export writes a series as a file to stdout.
func Export(ctx context.Context, db *store.DB, room *series.Room, v auth.Viewer, slug string, stdout, stderr io.Writer) int {
	var s *series.Series
	err := db.Read(ctx, func(tx *store.Tx) (err error) {
		s, err = room.BySlug(tx.Context(), tx, v, slug)
		if err == nil && !room.MayEdit(v, s) {
			err = errs.NotThere()
		}
		return err
	})
	if errs.Is(err, errs.NotFound) {
		fmt.Fprintf(stderr, "plenary series export: there is no series %q, or it is not yours\n", slug)
		return refused
	}
	if err == nil {
		_, err = stdout.Write(s.Write())
	}
	return say(stderr, "export", err)
}

// Times writes when the sessions of a file are in the zones, or in those that
// the file shows if none are named.
func Times(file string, zones []string, asJSON bool, stdout, stderr io.Writer) int {
	locations, err := load(zones)
	if err != nil {
		fmt.Fprintf(stderr, "plenary series times: --zone: %v\n", err)
		return misused
	}
	f, code := Read(file, stderr)
	if f == nil {
		return code
	}
	if len(locations) == 0 {
		names := f.Series.ShowZones
		if len(names) == 0 {
			names = []string{f.Series.Zone}
		}
		if locations, err = load(names); err != nil {
			return say(stderr, "times", err)
		}
	}
	write := series.WriteTimes
	if asJSON {
		write = series.WriteTimesJSON
	}
	return say(stderr, "times", write(stdout, f.Series.Times(locations)))
}

func load(zones []string) ([]*time.Location, error) {
	var list []*time.Location
	for _, name := range zones {
		loc, err := when.Load(name)
		if err != nil {
			return nil, err
		}
		list = append(list, loc)
	}
	return list, nil
}

// Read reads a file. Without one it has said why, and returns the exit code.
func Read(name string, stderr io.Writer) (*series.File, int) {
	data, err := contents(name)
	if err != nil {
		if path := (*fs.PathError)(nil); errors.As(err, &path) {
			err = path.Err // which does not name the file again
		}
		fmt.Fprintf(stderr, "%s: %v\n", name, err)
		return nil, refused
	}
	f, err := series.ReadFile(name, data)
	if err != nil {
		fmt.Fprintln(stderr, err)
		return nil, refused
	}
	return f, done
}

// contents reads a little more of a file than one may have, so that one that is
// too large is told so without being read whole.
func contents(name string) ([]byte, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return io.ReadAll(io.LimitReader(f, yamlform.LargestFile+1))
}

func remarks(f *series.File, stderr io.Writer) {
	for _, r := range f.Remarks() {
		fmt.Fprintf(stderr, "%s\n", r)
	}
}

func describe(s *series.Series) string {
	words := count(len(s.Sessions), "session", "sessions")
	if n := len(s.Tracks); n > 0 {
		words += " in " + count(n, "track", "tracks")
	}
	return words
}

func count(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}

// say says why a command did nothing, if it did nothing.
func say(stderr io.Writer, command string, err error) int {
	if err == nil {
		return done
	}
	var lines series.FileErrors
	if errors.As(err, &lines) {
		fmt.Fprintln(stderr, err)
		return refused
	}
	text := err.Error()
	if e := errs.Of(err); e != nil {
		text = i18n.For("en").Text(e.Text)
	}
	fmt.Fprintf(stderr, "plenary series %s: %s\n", command, strings.TrimSuffix(text, "."))
	return refused
}
