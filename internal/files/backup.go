package files

import (
	"crypto/sha256"
	"errors"

	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/seal"
	"codeberg.org/plenary/plenary/internal/store"
)

// EachSealed calls f with what a backup holds of each file: its bytes, sealed
// under the file's own key whether anybody may see it or not. A backup is kept
// for long; when the file is deleted its key goes, and with it what old backups
// hold. A file whose bytes have not come yet is passed over.
func (room *Room) EachSealed(tx *store.Tx, f func(id string, public bool, sealed []byte) error) (err error) {
	defer errs.Wrap(&err, "back files up")
	list, err := store.All(tx, func(r *store.Rows) (u Upload, err error) {
		err = r.Scan(&u.ID, &u.hash, &u.Public)
		return u, err
	}, `SELECT id, hash, public FROM upload ORDER BY id`)
	if err != nil {
		return err
	}
	for _, u := range list {
		box, err := room.Keys.Box(tx, KeyOf(u.ID))
		if errors.Is(err, seal.ErrErased) {
			continue
		}
		if err != nil {
			return err
		}
		lies, err := room.dir.get(u.hash)
		if err != nil {
			room.Log.Warn("a file is not in the backup: its bytes are not there", "file", u.ID)
			continue
		}
		if u.Public {
			lies = box.Seal("upload", "backup", u.ID, string(lies))
		}
		if err := f(u.ID, u.Public, lies); err != nil {
			return err
		}
	}
	return nil
}

// Bring puts the bytes of a file from a backup back into the folder; box is the
// file's own key.
func (room *Room) Bring(box seal.Box, id string, public bool, sealed []byte) (err error) {
	defer errs.Wrap(&err, "bring a file back")
	column, lies := "data", sealed
	if public {
		column = "backup"
	}
	plain, err := box.Open("upload", column, id, sealed)
	if err != nil {
		return err
	}
	if public {
		lies = []byte(plain)
	}
	hash := sha256.Sum256(lies)
	return room.dir.put(hash[:], lies)
}

// Tidy drops what is known of files whose keys are gone: they were deleted since
// the backup was made from which the data came.
func (room *Room) Tidy(tx *store.Tx) error {
	_, err := tx.Exec(`DELETE FROM upload WHERE NOT EXISTS (SELECT 1 FROM keys WHERE owner = 'upload:' || upload.id)`)
	return err
}
