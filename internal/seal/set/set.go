package set

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base32"
	"errors"
	"fmt"
	"slices"
	"time"

	"codeberg.org/plenary/plenary/internal/seal"
	"codeberg.org/plenary/plenary/internal/store"
)

// Sets opens sealed sets.
type Sets struct{ Keys *seal.Keys }

// Set is a sealed set that was opened, or a person's shelf.
type Set struct {
	ID string // "" for a shelf

	box     seal.Box
	slotKey []byte
	head    head
	made    bool // the head is in the database
	write   bool // may be changed: the lock is held
	lies    []place
	records map[[idSize]byte]*record
}

// place says what lies in a row.
type place struct {
	record *record
	part   int
}

// record is one record with the rows that it lies in.
type record struct {
	id   [idSize]byte
	kind string
	data string // JSON
	rows []int  // 1 is the first after the head
}

// Create makes a set. Nobody is in it.
func (s Sets) Create(tx *store.Tx) (*Set, error) {
	if err := tx.LockTable(table); err != nil {
		return nil, err
	}
	id := store.NewID()
	box, err := s.Keys.Create(tx, id)
	if err != nil {
		return nil, err
	}
	if _, err := tx.Exec(`INSERT INTO sealed_set (id) VALUES ($1)`, id); err != nil {
		return nil, fmt.Errorf("make a sealed set: %w", err)
	}
	x := newSet(id, box)
	x.write = true
	return x, x.putHead(tx)
}

// Open opens a set to read. One that was dissolved is seal.ErrErased.
func (s Sets) Open(tx *store.Tx, id string) (*Set, error) {
	box, err := s.Keys.Box(tx, id)
	if err != nil {
		return nil, err
	}
	x := newSet(id, box)
	if err := x.load(tx); err != nil {
		return nil, err
	}
	if !x.made {
		return nil, seal.ErrBroken
	}
	return x, nil
}

// Change opens a set to change it. Others who change sets wait until the
// transaction ends.
func (s Sets) Change(tx *store.Tx, id string) (*Set, error) {
	// The table and not a row of it: PostgreSQL notes in a row who locked it,
	// and everything else that the same transaction writes would show who it was.
	if err := tx.LockTable(table); err != nil {
		return nil, err
	}
	x, err := s.Open(tx, id)
	if err == nil {
		x.write = true
	}
	return x, err
}

// Shelf opens what a person keeps of the sets they are in. It is there for
// everybody, and takes no row as long as nothing lies on it.
func (s Sets) Shelf(tx *store.Tx, person string) (*Set, error) {
	box, err := s.Keys.Box(tx, person)
	if err != nil {
		return nil, err
	}
	x := newSet("", box)
	return x, x.load(tx)
}

// ChangeShelf opens a shelf to change it.
func (s Sets) ChangeShelf(tx *store.Tx, person string) (*Set, error) {
	if err := tx.LockTable(table); err != nil {
		return nil, err
	}
	x, err := s.Shelf(tx, person)
	if err == nil {
		x.write = true
	}
	return x, err
}

// Secret opens what lies behind a secret that somebody carries, such as a code.
// Without the secret nobody finds it, and nothing tells that it is there.
func (s Sets) Secret(tx *store.Tx, secret string) (*Set, error) {
	x := newSet("", s.Keys.BoxOf("set", secret))
	return x, x.load(tx)
}

// ChangeSecret opens it to change it.
func (s Sets) ChangeSecret(tx *store.Tx, secret string) (*Set, error) {
	if err := tx.LockTable(table); err != nil {
		return nil, err
	}
	x, err := s.Secret(tx, secret)
	if err == nil {
		x.write = true
	}
	return x, err
}

// Dissolve makes the set unreadable and drops its rows.
func (s Sets) Dissolve(tx *store.Tx, x *Set) error {
	if err := x.Clear(tx); err != nil {
		return err
	}
	if _, err := tx.Exec(`DELETE FROM sealed_set WHERE id = $1`, x.ID); err != nil {
		return err
	}
	return s.Keys.Erase(tx, x.ID)
}

// Clear drops all rows.
func (x *Set) Clear(tx *store.Tx) error {
	if err := x.drop(tx, 0, x.head.rows+1); err != nil {
		return err
	}
	x.head, x.made, x.lies, x.records = head{}, false, nil, map[[idSize]byte]*record{}
	return nil
}

// IDs lists all sets.
func (s Sets) IDs(tx *store.Tx) ([]string, error) {
	return store.All(tx, store.Column[string], `SELECT id FROM sealed_set ORDER BY id`)
}

func newSet(id string, box seal.Box) *Set {
	return &Set{ID: id, box: box, slotKey: box.Subkey("slots"), records: map[[idSize]byte]*record{}}
}

// Mark is a keyed hash of a value that only this set can make.
func (x *Set) Mark(purpose, value string) string {
	m := hmac.New(sha256.New, x.box.Subkey("mark "+purpose))
	m.Write([]byte(value))
	return letters.EncodeToString(m.Sum(nil)[:16])
}

var letters = base32.NewEncoding("abcdefghijklmnopqrstuvwxyz234567").WithPadding(base32.NoPadding)

// slot is where the nth row lies.
func (x *Set) slot(n int) []byte {
	m := hmac.New(sha256.New, x.slotKey)
	m.Write([]byte(number(n)))
	return m.Sum(nil)
}

// Due is when somebody in the set is to be told something; zero: nobody.
func (x *Set) Due() time.Time { return x.head.due }

// SetDue changes that.
func (x *Set) SetDue(tx *store.Tx, at time.Time) error {
	if x.head.due.Equal(at) {
		return nil
	}
	x.head.due = at
	return x.putHead(tx)
}

// Due returns when each of the sets is due, by reading nothing of them but
// their first rows. A set that is gone, or not whole, is left out.
func (s Sets) Due(tx *store.Tx, ids []string) (map[string]time.Time, error) {
	due := map[string]time.Time{}
	for _, id := range ids {
		box, err := s.Keys.Box(tx, id)
		if errors.Is(err, seal.ErrErased) {
			continue
		}
		if err != nil {
			return nil, err
		}
		x := newSet(id, box)
		if err := x.loadHead(tx); errors.Is(err, seal.ErrBroken) {
			continue
		} else if err != nil {
			return nil, err
		}
		if x.made && !x.head.due.IsZero() {
			due[id] = x.head.due
		}
	}
	return due, nil
}

// order lists the records of a kind as they were added.
func (x *Set) order(kind string) (list []*record) {
	for _, p := range x.lies {
		if p.part == 0 && p.record.kind == kind {
			list = append(list, p.record)
		}
	}
	return list
}

func newRecordID() (id [idSize]byte) {
	rand.Read(id[:])
	return id
}

// all returns 0 … n-1.
func all(from, to int) []int {
	list := make([]int, 0, to-from)
	for n := from; n < to; n++ {
		list = append(list, n)
	}
	return list
}

// inBatches calls f with a few at a time, so that few different statements are
// prepared.
func inBatches(list []int, f func([]int) error) error {
	for part := range slices.Chunk(list, 256) {
		if err := f(part); err != nil {
			return err
		}
	}
	return nil
}
