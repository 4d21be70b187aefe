package seal

import (
	"context"
	"errors"
	"fmt"

	"codeberg.org/plenary/plenary/internal/store"
)

// Reindex makes all blind indexes of a room anew with the function given. It
// locks, with LockTable, the tables in which they lie before it reads.
type Reindex func(tx *store.Tx, index func(field, value string) []byte) error

// rewrapAtOnce is how many keys one write wraps anew, which holds the queue for
// a few milliseconds.
const rewrapAtOnce = 500

// Rotate takes the instance from its root key and its index key to new ones,
// beside running servers. It ends a rotation that was broken off before it
// begins another: whatever it is killed at, running it again leads to the end.
//
// In order: the key file holds the old keys and the new ones; the data names
// the new root, so that new keys are wrapped under it; old ones are wrapped
// anew in small writes; all blind indexes change in one write; when nothing
// is left under the old root, the key file forgets the old keys. What people
// carry in mails, and suppression, stay as they are.
//
// With several machines each needs the new key file before the data names the
// new root: prepareOnly ends after the first step, and the next call goes on.
func (k *Keys) Rotate(ctx context.Context, db *store.DB, prepareOnly bool, reindex Reindex) error {
	f, err := k.prepare()
	if err != nil || prepareOnly {
		return err
	}
	old, next := f.roots[0], f.roots[1]
	to := state{keyID(next.key), f.indexes[len(f.indexes)-1].number}
	if err := db.Write(ctx, func(tx *store.Tx) error { return announce(tx, keyID(old.key), to.root) }); err != nil {
		return fmt.Errorf("name the new root key: %w", err)
	}
	r := f.ring()
	for left := rewrapAtOnce; left == rewrapAtOnce; {
		if err := db.Write(ctx, func(tx *store.Tx) (err error) {
			left, err = k.rewrap(tx, r, old.number, next.number)
			return err
		}); err != nil {
			return fmt.Errorf("wrap keys anew: %w", err)
		}
	}
	if err := db.Write(ctx, func(tx *store.Tx) error { return k.takeOver(tx, r, to, reindex) }); err != nil {
		return fmt.Errorf("make the indexes anew: %w", err)
	}
	f.roots, f.indexes = f.roots[1:], f.indexes[len(f.indexes)-1:]
	if err := replace(k.path, f.text()); err != nil {
		return err
	}
	k.ring.Store(f.ring().with(to))
	return nil
}

// prepare returns the key file with the keys of a rotation in it.
func (k *Keys) prepare() (keyFile, error) {
	if k.path == "" {
		return keyFile{}, errors.New("there is no key file")
	}
	f, err := readKeyFile(k.path)
	if err != nil || len(f.roots) == 2 {
		return f, err
	}
	root, index := f.roots[0].number+1, firstNumber+1
	if n := len(f.indexes); n > 0 {
		index = f.indexes[n-1].number + 1
	}
	if root > lastNumber || index > lastNumber {
		return f, errors.New("the keys of this instance were rotated as often as they can be")
	}
	f.lasting = f.lastingKey()
	f.roots = append(f.roots, newSecret(root))
	f.indexes = append(f.indexes, newSecret(index))
	return f, replace(k.path, f.text())
}

// announce names the new root in the data. Who makes a key from then on wraps
// it under the new one, or runs again.
func announce(tx *store.Tx, old, next string) error {
	now, err := readState(tx)
	if err != nil || now.root == next {
		return err
	}
	if now.root != "" && now.root != old {
		return &WrongKey{Loaded: old, Expected: now.root}
	}
	return nameRoot(tx, next)
}

// rewrap wraps some of the keys anew that are still under the old root, and
// returns how many.
func (k *Keys) rewrap(tx *store.Tx, r *ring, old, next int) (int, error) {
	type row struct {
		owner   string
		wrapped []byte
	}
	rows, err := store.All(tx, func(r *store.Rows) (x row, err error) {
		err = r.Scan(&x.owner, &x.wrapped)
		return x, err
	}, `SELECT owner, wrapped FROM keys WHERE substr(wrapped, 1, 1) = $1 LIMIT $2`, []byte{byte(old)}, rewrapAtOnce)
	if err != nil {
		return 0, err
	}
	from, to := r.numbered(byte(old)), r.numbered(byte(next))
	for _, x := range rows {
		key, err := from.wrap.Open(nil, x.wrapped[1:1+nonceSize], x.wrapped[1+nonceSize:], k.place(nil, "keys", "wrapped", x.owner))
		if err != nil {
			return 0, fmt.Errorf("the key of %s: %w", x.owner, ErrBroken)
		}
		// Erased meanwhile, it stays erased: there is no row to change then.
		if _, err := tx.Exec(`UPDATE keys SET wrapped = $2 WHERE owner = $1`, x.owner, k.wrapUnder(to, x.owner, key)); err != nil {
			return 0, err
		}
	}
	return len(rows), nil
}

// takeOver ends the rotation in the data: nobody makes keys meanwhile, what was
// made under the old root until now is wrapped anew, and all indexes change.
func (k *Keys) takeOver(tx *store.Tx, r *ring, to state, reindex Reindex) error {
	if err := tx.LockTable("keys"); err != nil {
		return err
	}
	for left := 1; left > 0; {
		var err error
		if left, err = k.rewrap(tx, r, r.roots[0].number, r.roots[1].number); err != nil {
			return err
		}
	}
	if now, err := readState(tx); err != nil || now.index == to.index {
		return err
	}
	return changeIndex(tx, r.with(to).index, reindex)
}
