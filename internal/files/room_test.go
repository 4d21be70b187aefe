package files_test

import (
	"bytes"
	"context"
	"errors"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/files"
	"codeberg.org/plenary/plenary/internal/seal"
	"codeberg.org/plenary/plenary/internal/store"
	"codeberg.org/plenary/plenary/internal/store/storetest"
)

var bg = context.Background()

// shelf is a room on an empty database and folder.
type shelf struct {
	*testing.T
	db    *store.DB
	clock *storetest.Clock
	room  *files.Room
	dir   string
}

func each(t *testing.T, do func(s *shelf)) {
	t.Helper()
	clock := storetest.NewClock()
	storetest.EachWith(t, store.Options{Now: clock.Now}, func(t *testing.T, db *store.DB) {
		dir := filepath.Join(t.TempDir(), "files")
		do(&shelf{t, db, clock, files.New(dir, seal.New(make([]byte, 32)), slog.New(slog.DiscardHandler)), dir})
	})
}

func (s *shelf) take(text string, public bool) files.Upload {
	s.Helper()
	u, err := s.room.Take(bg, s.db, []byte(text), "text/plain", public)
	if err != nil {
		s.Fatal(err)
	}
	return u
}

func (s *shelf) write(do func(tx *store.Tx) error) {
	s.Helper()
	if err := s.db.Write(bg, do); err != nil {
		s.Fatal(err)
	}
}

func (s *shelf) read(id string) (text string, err error) {
	err = s.db.Read(bg, func(tx *store.Tx) error {
		u, err := s.room.Find(tx, id)
		if err != nil {
			return err
		}
		data, err := s.room.Bytes(tx, u)
		text = string(data)
		return err
	})
	return text, err
}

// lie are the files in the folder, and all that is in them.
func (s *shelf) lie() (paths []string, all string) {
	s.Helper()
	_ = filepath.WalkDir(s.dir, func(path string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			data, _ := os.ReadFile(path)
			paths, all = append(paths, path), all+path+string(data)
			if info, _ := d.Info(); info.Mode().Perm() != 0o600 {
				s.Errorf("%s: %v", path, info.Mode())
			}
		}
		return nil
	})
	return paths, all
}

func TestWhatIsNotPublicIsSealedInTheFolder(t *testing.T) {
	each(t, func(s *shelf) {
		open, shut := s.take("everybody may read CANARYONE", true), s.take("nobody may read CANARYTWO", false)
		paths, all := s.lie()
		if len(paths) != 2 || !strings.Contains(all, "CANARYONE") || strings.Contains(all, "CANARYTWO") {
			s.Errorf("%d files: %q", len(paths), all)
		}
		for _, u := range []files.Upload{open, shut} {
			if strings.Contains(all, u.ID) {
				s.Error("a name of a file tells its id")
			}
			if text, err := s.read(u.ID); err != nil || !strings.Contains(text, "may read CANARY") {
				s.Errorf("%q, %v", text, err)
			}
		}
		if u := s.take("nobody may read CANARYTWO", false); u.ID == shut.ID {
			s.Error("two files have one id")
		}
		if paths, _ := s.lie(); len(paths) != 3 {
			s.Error("sealed alike, two files tell that they are the same")
		}
		if _, err := s.read("../../etc/passwd"); !errs.Is(err, errs.NotFound) {
			s.Errorf("an id that is none: %v", err)
		}
	})
}

func TestADeletedFileIsGoneAndAnotherOfTheSameBytesStays(t *testing.T) {
	each(t, func(s *shelf) {
		a, b, c := s.take("the same", true), s.take("the same", true), s.take("sealed", false)
		if paths, _ := s.lie(); len(paths) != 2 {
			s.Errorf("%v", paths)
		}
		s.write(func(tx *store.Tx) error { return s.room.Drop(bg, tx, a.ID) })
		if _, err := s.read(a.ID); !errs.Is(err, errs.NotFound) {
			s.Errorf("a deleted file: %v", err)
		}
		if text, err := s.read(b.ID); err != nil || text != "the same" {
			s.Errorf("%q, %v", text, err)
		}
		s.write(func(tx *store.Tx) error {
			return errors.Join(s.room.Drop(bg, tx, b.ID), s.room.Drop(bg, tx, c.ID))
		})
		if paths, _ := s.lie(); len(paths) != 0 {
			s.Errorf("still there: %v", paths)
		}
		var keys int
		s.write(func(tx *store.Tx) error { return tx.Row(`SELECT COUNT(*) FROM keys`).Scan(&keys) })
		if keys != 0 {
			s.Errorf("%d keys are left", keys)
		}
	})
}

func TestWhatNobodyCameToUseIsDeleted(t *testing.T) {
	each(t, func(s *shelf) {
		used, unused := s.take("used", false), s.take("unused", false)
		s.write(func(tx *store.Tx) error { return s.room.Use(tx, used.ID) })
		sweep := func() {
			s.write(func(tx *store.Tx) error { _, err := s.room.Sweep(bg, tx); return err })
		}
		s.clock.Add(23 * time.Hour)
		sweep()
		if _, err := s.read(unused.ID); err != nil {
			s.Error(err)
		}
		s.clock.Add(2 * time.Hour)
		sweep()
		if _, err := s.read(unused.ID); !errs.Is(err, errs.NotFound) {
			s.Errorf("unused: %v", err)
		}
		if text, err := s.read(used.ID); err != nil || text != "used" {
			s.Errorf("%q, %v", text, err)
		}
		if paths, _ := s.lie(); len(paths) != 1 {
			s.Errorf("%v", paths)
		}
	})
}

func TestBytesThatAreNotWhatWasKeptAreNotShown(t *testing.T) {
	each(t, func(s *shelf) {
		a, b := s.take("first", false), s.take("second", false)
		paths, _ := s.lie()
		one, _ := os.ReadFile(paths[0])
		two, _ := os.ReadFile(paths[1])
		if bytes.Equal(one, two) {
			s.Fatal("alike")
		}
		_ = os.WriteFile(paths[0], two, 0o600)
		_ = os.Remove(paths[1])
		for _, id := range []string{a.ID, b.ID} {
			if text, err := s.read(id); !errors.Is(err, files.ErrGone) || text != "" {
				s.Errorf("%q, %v", text, err)
			}
		}
	})
}

func TestAFolderThatCannotBeWrittenRefuses(t *testing.T) {
	each(t, func(s *shelf) {
		if err := os.WriteFile(s.dir, nil, 0o600); err != nil { // a file where the folder should be
			s.Fatal(err)
		}
		if _, err := s.room.Take(bg, s.db, []byte("x"), "text/plain", true); err == nil {
			s.Error("it was taken")
		}
		_ = os.Remove(s.dir)
		s.take("x", true)
	})
}
