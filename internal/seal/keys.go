package seal

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/rand"
	"crypto/sha256"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"

	"codeberg.org/plenary/plenary/internal/store"
)

// ErrErased says that the owner's key is gone, and with it everything that was
// sealed with it.
var ErrErased = errors.New("seal: erased")

// ErrBroken says that a cell, or a wrapped key, is not what was stored at its
// place: it was changed, cut, moved, or sealed under another root key.
var ErrBroken = errors.New("seal: broken")

const (
	keySize   = 32
	nonceSize = 12
	tagSize   = 16
)

const wrappedSize = 1 + nonceSize + keySize + tagSize

// Keys is everything that follows from an instance's key file.
type Keys struct {
	path     string // of the key file; "" in tests
	instance [16]byte
	link     []byte
	suppress []byte
	backup   []byte
	ring     atomic.Pointer[ring] // what rotations change
	scratch  sync.Pool            // of *work
}

// work is memory for one operation. The ciphers take it through an interface,
// so that it cannot lie on the stack, and making it anew costs a third of the
// time of opening ten thousand people.
type work struct{ place, plain []byte }

func (k *Keys) borrow() *work {
	if w, ok := k.scratch.Get().(*work); ok {
		return w
	}
	return &work{make([]byte, 0, 128), make([]byte, 0, 128)}
}

// giveBack wipes what was decrypted.
func (k *Keys) giveBack(w *work) {
	clear(w.plain)
	k.scratch.Put(w)
}

// New derives the keys of an instance from its root key, 32 bytes. Another
// length is a fault of the caller: it panics.
func New(root []byte) *Keys {
	if len(root) != keySize {
		panic(fmt.Sprintf("seal: a root key has %d bytes, got %d", keySize, len(root)))
	}
	return newKeys("", keyFile{roots: []secret{{firstNumber, root}}})
}

func newKeys(path string, f keyFile) *Keys {
	lasting := f.lastingKey()
	k := &Keys{
		path:     path,
		link:     derive(lasting, "link", keySize),
		suppress: derive(lasting, "suppression", keySize),
		backup:   derive(lasting, "backup", keySize),
	}
	copy(k.instance[:], derive(lasting, "instance", len(k.instance)))
	k.ring.Store(f.ring())
	return k
}

// KeyID names the root key without telling anything of it.
func (k *Keys) KeyID() string { return k.ring.Load().root.id }

func keyID(root []byte) string { return encoding.EncodeToString(derive(root, "id", 10)) }

// derive makes a key of its own for each purpose.
func derive(secret []byte, purpose string, n int) []byte {
	b, err := hkdf.Key(sha256.New, secret, nil, "plenary "+purpose, n)
	if err != nil {
		panic(err) // only lengths that no caller asks for
	}
	return b
}

func newAEAD(key []byte) cipher.AEAD {
	block, err := aes.NewCipher(key)
	if err == nil {
		var a cipher.AEAD
		if a, err = cipher.NewGCM(block); err == nil {
			return a
		}
	}
	panic(err) // only keys of another length than keySize
}

// Create makes a new random key for the owner and stores it wrapped. An owner
// that has a key already is refused with the store's unique error.
func (k *Keys) Create(tx *store.Tx, owner string) (Box, error) {
	box, wrapped := k.newKey(owner)
	now, err := scanState(tx.Row(`INSERT INTO keys (owner, wrapped, made) VALUES ($1, $2, $3) RETURNING `+stateColumns,
		owner, wrapped, store.Time{Time: tx.Now()}))
	if err != nil {
		return Box{}, fmt.Errorf("seal: create a key: %w", err)
	}
	return box, k.stillCurrent(now)
}

// CreateMany makes a key for each of the owners, as Create does, and returns
// their boxes in the same order.
func (k *Keys) CreateMany(tx *store.Tx, owners []string) ([]Box, error) {
	if len(owners) == 1 { // without another way to the database
		box, err := k.Create(tx, owners[0])
		return []Box{box}, err
	}
	boxes, values := make([]Box, len(owners)), make([]any, 0, 3*len(owners))
	for i, owner := range owners {
		var wrapped []byte
		boxes[i], wrapped = k.newKey(owner)
		values = append(values, owner, wrapped, store.Time{Time: tx.Now()})
	}
	if err := tx.InsertMany("keys (owner, wrapped, made)", 3, values, ""); err != nil {
		return nil, fmt.Errorf("seal: create keys: %w", err)
	}
	now, err := readState(tx)
	if err != nil {
		return nil, fmt.Errorf("seal: look at the keys: %w", err)
	}
	return boxes, k.stillCurrent(now)
}

func (k *Keys) newKey(owner string) (box Box, wrapped []byte) {
	var key [keySize]byte
	rand.Read(key[:])
	return k.box(key[:]), k.wrapKey(owner, key[:])
}

// Box opens the owner's key. It answers ErrErased if there is none.
func (k *Keys) Box(tx *store.Tx, owner string) (Box, error) {
	var wrapped []byte
	err := tx.Row(`SELECT wrapped FROM keys WHERE owner = $1`, owner).Scan(&wrapped)
	if errors.Is(err, store.ErrNoRow) {
		return Box{}, ErrErased
	}
	if err != nil {
		return Box{}, fmt.Errorf("seal: read key: %w", err)
	}
	return k.Unwrap(owner, wrapped)
}

// Unwrap opens a wrapped key that a SELECT joined from the table keys. nil,
// which is what an outer join gives for a missing row, is ErrErased.
func (k *Keys) Unwrap(owner string, wrapped []byte) (Box, error) {
	if wrapped == nil {
		return Box{}, ErrErased
	}
	if len(wrapped) != wrappedSize {
		return Box{}, ErrBroken
	}
	root := k.rootOf(wrapped[0])
	if root == nil {
		return Box{}, ErrBroken
	}
	w := k.borrow()
	defer k.giveBack(w)
	w.place = k.place(w.place[:0], "keys", "wrapped", owner)
	key, err := root.wrap.Open(w.plain[:0], wrapped[1:1+nonceSize], wrapped[1+nonceSize:], w.place)
	if err != nil {
		return Box{}, ErrBroken
	}
	w.plain = key
	return k.box(key), nil
}

// Erase deletes the owner's key. Everything sealed with it reads as ErrErased
// from then on. Erasing what has no key is not an error.
func (k *Keys) Erase(tx *store.Tx, owner string) error {
	if _, err := tx.Exec(`DELETE FROM keys WHERE owner = $1`, owner); err != nil {
		return fmt.Errorf("seal: erase: %w", err)
	}
	return nil
}

func (k *Keys) wrapKey(owner string, key []byte) []byte {
	return k.wrapUnder(k.ring.Load().root, owner, key)
}

func (k *Keys) wrapUnder(root *root, owner string, key []byte) []byte {
	out := make([]byte, 1+nonceSize, wrappedSize)
	out[0] = byte(root.number)
	rand.Read(out[1:])
	return root.wrap.Seal(out, out[1:], key, k.place(nil, "keys", "wrapped", owner))
}

func (k *Keys) box(key []byte) Box { return Box{k, newAEAD(key), [keySize]byte(key)} }

// place appends what binds a ciphertext to where it lies. The lengths of table
// and column stand before them, and row is last, so that no two places give
// the same bytes.
func (k *Keys) place(b []byte, table, column, row string) []byte {
	b = append(b, k.instance[:]...)
	b = append(b, byte(len(table)), byte(len(column)))
	b = append(b, table...)
	b = append(b, column...)
	return append(b, row...)
}
