package seal

import (
	"context"
	"crypto/cipher"
	"errors"
	"log/slog"
	"slices"
	"strconv"
	"time"

	"codeberg.org/plenary/plenary/internal/store"
)

// ring is what rotations change: the root keys and the index keys that the key
// file holds, and which of them are in use. It is never changed, but replaced.
type ring struct {
	roots   []*root
	indexes []secret
	root    *root  // that wraps
	index   secret // that is looked up by
}

// root is a root key, taken apart.
type root struct {
	number int
	id     string
	wrap   cipher.AEAD
	ticket []byte
}

// ring opens the file's keys, with the oldest in use: which one really is, the
// data says.
func (f keyFile) ring() *ring {
	r := &ring{indexes: []secret{{firstNumber, derive(f.lastingKey(), "index", keySize)}}}
	for _, s := range f.roots {
		r.roots = append(r.roots, &root{number: s.number, id: keyID(s.key),
			wrap: newAEAD(derive(s.key, "wrap", keySize)), ticket: derive(s.key, "ticket", keySize)})
	}
	r.indexes = append(r.indexes, f.indexes...)
	r.root, r.index = r.roots[0], r.indexes[0]
	return r
}

func (r *ring) numbered(number byte) *root {
	for _, x := range r.roots {
		if x.number == int(number) {
			return x
		}
	}
	return nil
}

// rootOf finds the root that a key was wrapped under. One that is not known may
// have come into the key file since it was read.
func (k *Keys) rootOf(number byte) *root {
	if x := k.ring.Load().numbered(number); x != nil || k.path == "" {
		return x
	}
	f, err := readKeyFile(k.path)
	if err != nil {
		return nil
	}
	return f.ring().numbered(number)
}

// state is which keys the data says are in use.
type state struct {
	root  string // its id; "" if there is no data yet
	index int
}

// indexFact is where the table house keeps the number of the index key.
const indexFact = "seal.index"

// stateColumns is what a statement answers that tells the state.
const stateColumns = `COALESCE((SELECT id FROM root_key ORDER BY made DESC LIMIT 1), ''),
	COALESCE((SELECT value FROM house WHERE name = '` + indexFact + `'), '1')`

func readState(tx *store.Tx) (state, error) { return scanState(tx.Row(`SELECT ` + stateColumns)) }

func scanState(row *store.Row) (s state, err error) {
	var index string
	if err = row.Scan(&s.root, &index); err == nil {
		s.index, err = strconv.Atoi(index)
	}
	return s, err
}

func (r *ring) is(s state) bool { return r.root.id == s.root && r.index.number == s.index }

// with returns the ring with other keys in use, or nil if it lacks them.
func (r *ring) with(s state) *ring {
	i := slices.IndexFunc(r.roots, func(x *root) bool { return x.id == s.root })
	j := slices.IndexFunc(r.indexes, func(x secret) bool { return x.number == s.index })
	if i < 0 || j < 0 {
		return nil
	}
	return &ring{r.roots, r.indexes, r.roots[i], r.indexes[j]}
}

// adopt takes the keys into use that the data says, from the key file as it is
// now if need be.
func (k *Keys) adopt(s state) error {
	have := k.ring.Load()
	if have.is(s) {
		return nil
	}
	next := have.with(s)
	if k.path != "" {
		// Also when both are known: what a rotation has dropped is dropped here.
		f, err := readKeyFile(k.path)
		if err == nil {
			next = f.ring().with(s)
		} else if next == nil {
			return err
		}
	}
	if next == nil {
		return &WrongKey{Loaded: have.root.id, Expected: s.root}
	}
	k.ring.Store(next)
	return nil
}

// errRotated has a write run again that used a key which is in use no more.
var errRotated = errors.New("seal: the keys were rotated")

// stillCurrent answers, after keys were made, whether the root and the index
// key are still those that the data says. Another process may have rotated
// them; then the write runs again with the new ones. A rotation waits for
// writes that have made keys before it decides that no old one is left.
func (k *Keys) stillCurrent(now state) error {
	if now.root == "" || k.ring.Load().is(now) { // "": tests that never asked for Confirm
		return nil
	}
	if err := k.adopt(now); err != nil {
		return err
	}
	return store.Again(errRotated)
}

// Follow takes the keys of a rotation into use soon after another process began
// or ended it, until ctx ends.
func (k *Keys) Follow(ctx context.Context, db *store.DB, log *slog.Logger) {
	moved := make(chan struct{}, 1)
	defer db.OnChange(func() {
		select {
		case moved <- struct{}{}:
		default:
		}
	})()
	pause := time.NewTicker(followEvery)
	defer pause.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-moved:
		}
		err := db.Read(ctx, func(tx *store.Tx) error {
			now, err := readState(tx)
			if err != nil || now.root == "" {
				return err
			}
			return k.adopt(now)
		})
		if err != nil && ctx.Err() == nil {
			log.Error("the keys of the data cannot be taken into use", "err", err)
			select {
			case moved <- struct{}{}: // once more, though nothing may change
			default:
			}
		}
		select {
		case <-ctx.Done():
			return
		case <-pause.C:
		}
	}
}

const followEvery = 500 * time.Millisecond
