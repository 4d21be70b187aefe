//go:build unix

package seal

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"codeberg.org/plenary/plenary/internal/store"
	"codeberg.org/plenary/plenary/internal/store/storetest"
)

// house is an instance with people in it. Their names lie sealed in a table of
// the test, and the blind indexes of their addresses beside them.
type house struct {
	*testing.T
	db   *store.DB
	path string
	keys *Keys
}

func newHouse(t *testing.T, db *store.DB, people int) *house {
	h := &house{T: t, db: db, path: filepath.Join(t.TempDir(), "root.key")}
	var err error
	if h.keys, err = Make(h.path); err != nil {
		t.Fatal(err)
	}
	h.write(h.keys.Confirm)
	h.write(func(tx *store.Tx) error {
		_, err := tx.Exec(`CREATE TABLE friend (id TEXT PRIMARY KEY, name ` + map[store.Engine]string{store.SQLite: "BLOB", store.Postgres: "BYTEA"}[db.Engine()] +
			`, ix ` + map[store.Engine]string{store.SQLite: "BLOB", store.Postgres: "BYTEA"}[db.Engine()] + ` UNIQUE)`)
		return err
	})
	for i := range people {
		h.meet(h.keys, fmt.Sprint("p", i))
	}
	return h
}

func (h *house) write(fn func(*store.Tx) error) {
	h.Helper()
	if err := h.db.Write(context.Background(), fn); err != nil {
		h.Fatal(err)
	}
}

// meet adds somebody, as a process with these keys would.
func (h *house) meet(k *Keys, id string) {
	h.Helper()
	h.write(func(tx *store.Tx) error {
		box, err := k.Create(tx, id)
		if err != nil {
			return err
		}
		_, err = tx.Exec(`INSERT INTO friend (id, name, ix) VALUES ($1, $2, $3)`, id, box.Seal("friend", "name", id, "name of "+id), k.Index("friend", id))
		return err
	})
}

// name reads a friend by address, as a process with these keys would.
func (h *house) name(k *Keys, id string) (name string, err error) {
	err = h.db.Read(context.Background(), func(tx *store.Tx) error {
		var cell, wrapped []byte
		if err := tx.Row(`SELECT f.name, k.wrapped FROM friend f LEFT JOIN keys k ON k.owner = f.id WHERE f.ix = $1`, k.Index("friend", id)).Scan(&cell, &wrapped); err != nil {
			return err
		}
		box, err := k.Unwrap(id, wrapped)
		if err != nil {
			return err
		}
		name, err = box.Open("friend", "name", id, cell)
		return err
	})
	return name, err
}

func reindexFriends(tx *store.Tx, index func(field, value string) []byte) error {
	if err := tx.LockTable("friend"); err != nil {
		return err
	}
	ids, err := store.All(tx, store.Column[string], `SELECT id FROM friend`)
	for _, id := range ids {
		if _, err := tx.Exec(`UPDATE friend SET ix = $2 WHERE id = $1`, id, index("friend", id)); err != nil {
			return err
		}
	}
	return err
}

func (h *house) load() *Keys {
	h.Helper()
	k, err := Load(h.path, "")
	if err != nil {
		h.Fatal(err)
	}
	h.write(k.Confirm)
	return k
}

func TestKeysAreRotated(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		h := newHouse(t, db, rewrapAtOnce+20)
		before := h.load()
		link, stop, ticket := before.Link("r", "p1", 1), before.Suppression("a"), before.Ticket("x", []byte("v"))
		old, _ := os.ReadFile(h.path)
		if err := h.keys.Rotate(context.Background(), db, false, reindexFriends); err != nil {
			t.Fatal(err)
		}
		text, _ := os.ReadFile(h.path)
		if strings.Contains(string(text), before.KeyID()) || !strings.Contains(string(text), h.keys.KeyID()) {
			t.Error("the key file does not hold the new root key alone")
		}
		for _, k := range []*Keys{h.keys, h.load()} {
			for _, id := range []string{"p0", fmt.Sprint("p", rewrapAtOnce+19)} {
				if name, err := h.name(k, id); err != nil || name != "name of "+id {
					t.Errorf("%s: %q, %v", id, name, err)
				}
			}
			if id, mac, ok := ParseLink(link); !ok || !k.CheckLink("r", id, 1, mac) || !bytes.Equal(k.Suppression("a"), stop) {
				t.Error("what people carry did not outlive the rotation")
			}
			if bytes.Equal(k.Index("friend", "p0"), keyed(before.ring.Load().index.key, "friend", "p0", indexSize)) {
				t.Error("the index key is the old one")
			}
		}
		if _, ok := h.load().OpenTicket("x", ticket); ok {
			t.Error("a ticket of the old root opens")
		}
		// The old key file is worth nothing any more.
		os.Chmod(h.path, 0o600)
		os.WriteFile(h.path, old, 0o600)
		k, err := Load(h.path, "")
		if err != nil {
			t.Fatal(err)
		}
		var wrong *WrongKey
		if err := db.Write(context.Background(), k.Confirm); !errors.As(err, &wrong) || wrong.Expected != h.keys.KeyID() {
			t.Errorf("the old key: %v", err)
		}
		if _, err := h.name(k, "p0"); err == nil {
			t.Error("the old key reads")
		}
	})
}

// TestARotationThatWasBrokenOffIsEnded breaks it off at each statement, as a
// kill would, with a process that starts anew after it.
func TestARotationThatWasBrokenOffIsEnded(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		h := newHouse(t, db, 5)
		broken := errors.New("broken off")
		for at := range 12 {
			id, f := h.load().KeyID(), &faultAt{left: at, err: broken}
			err := h.load().Rotate(f.ctx(), db, false, func(tx *store.Tx, index func(string, string) []byte) error {
				if f.hit() {
					return broken
				}
				return reindexFriends(tx, index)
			})
			for n, k := 0, h.load(); n < 5; n++ {
				name, err := h.name(k, fmt.Sprint("p", n))
				if err != nil || name != fmt.Sprint("name of p", n) {
					t.Fatalf("broken off at %d, p%d reads %q, %v", at, n, name, err)
				}
			}
			if err != nil {
				if err := h.load().Rotate(context.Background(), db, false, reindexFriends); err != nil {
					t.Fatal(err)
				}
			}
			if text, _ := os.ReadFile(h.path); h.load().KeyID() == id || strings.Count(string(text), "\nroot ") != 1 || strings.Count(string(text), "\nindex ") != 1 {
				t.Fatalf("broken off at %d, it was not ended", at)
			}
		}
	})
}

// faultAt ends a rotation at one of its writes or in the middle of making the
// indexes anew.
type faultAt struct {
	left int
	err  error
}

func (f *faultAt) hit() bool { f.left--; return f.left < 0 }

// ctx is asked by every write whether it is over.
func (f *faultAt) ctx() context.Context { return &endingContext{context.Background(), f} }

type endingContext struct {
	context.Context
	f *faultAt
}

func (c *endingContext) Err() error {
	if c.f.hit() {
		return c.f.err
	}
	return nil
}

// TestPeopleComeInDuringARotation has a process that knows nothing of the
// rotation meet people while another rotates twice.
func TestPeopleComeInDuringARotation(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		h := newHouse(t, db, 30)
		server := h.load()
		var met []string
		var coming sync.WaitGroup
		stop, begun := make(chan bool), make(chan bool)
		coming.Go(func() {
			for i := 0; ; i++ {
				select {
				case <-stop:
					return
				default:
				}
				id := fmt.Sprint("late", i)
				h.meet(server, id)
				met = append(met, id)
				if i == 3 {
					close(begun)
				}
			}
		})
		<-begun
		for range 2 {
			if err := h.load().Rotate(context.Background(), db, false, reindexFriends); err != nil {
				t.Error(err)
			}
		}
		close(stop)
		coming.Wait()
		k := h.load()
		for _, id := range append(met, "p0", "p29") {
			if name, err := h.name(k, id); err != nil || name != "name of "+id {
				t.Errorf("%s: %q, %v", id, name, err)
			}
		}
		if slices.ContainsFunc(met, func(id string) bool { _, err := h.name(server, id); return err != nil }) {
			h.write(server.Confirm) // as Follow does
			if _, err := h.name(server, met[0]); err != nil {
				t.Error(err)
			}
		}
	})
}

func TestAServerFollowsARotation(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		h := newHouse(t, db, 3)
		server := h.load()
		ctx, cancel := context.WithCancel(context.Background())
		ended := make(chan bool)
		go func() { server.Follow(ctx, db, slog.New(slog.DiscardHandler)); close(ended) }()
		if err := h.keys.Rotate(ctx, db, false, reindexFriends); err != nil {
			t.Fatal(err)
		}
		for late := time.After(20 * time.Second); ; {
			if name, err := h.name(server, "p1"); err == nil && name == "name of p1" && server.KeyID() == h.keys.KeyID() {
				break
			}
			select {
			case <-late:
				t.Fatal("the server did not follow")
			case <-time.After(10 * time.Millisecond):
			}
		}
		cancel()
		<-ended
	})
}

// TestTheKeyFileKeepsItsOwner matters where root rotates and another user
// serves; it can only be tried by root.
func TestTheKeyFileKeepsItsOwner(t *testing.T) {
	db := storetest.Open(t)
	h := newHouse(t, db, 1)
	owner := os.Getuid()
	if owner == 0 {
		owner = 65534
		if err := os.Chown(h.path, owner, owner); err != nil {
			t.Fatal(err)
		}
	}
	if err := h.keys.Rotate(context.Background(), db, false, reindexFriends); err != nil {
		t.Fatal(err)
	}
	info, err := os.Stat(h.path)
	if err != nil || info.Mode().Perm() != 0o400 || int(info.Sys().(*syscall.Stat_t).Uid) != owner {
		t.Errorf("%v, %v", info, err)
	}
}

func TestARotationCanBePreparedFirst(t *testing.T) {
	db := storetest.Open(t)
	h := newHouse(t, db, 3)
	id := h.keys.KeyID()
	for range 2 {
		if err := h.load().Rotate(context.Background(), db, true, reindexFriends); err != nil {
			t.Fatal(err)
		}
	}
	if text, _ := os.ReadFile(h.path); strings.Count(string(text), "\nroot ") != 2 || h.load().KeyID() != id {
		t.Error("the key file does not hold both root keys, or another is in use")
	}
	if err := h.load().Rotate(context.Background(), db, false, reindexFriends); err != nil || h.load().KeyID() == id {
		t.Error(err)
	}
}
