package files

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"log/slog"
	"sync"
	"time"

	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/seal"
	"codeberg.org/plenary/plenary/internal/store"
)

// Room keeps files.
type Room struct {
	*Drawing
	Keys *seal.Keys
	Log  *slog.Logger

	mu  sync.Mutex // of what is written and removed in the folder
	dir folder
}

// New keeps files in a folder, which is made when the first one comes.
func New(dir string, keys *seal.Keys, log *slog.Logger) *Room {
	return &Room{Drawing: NewDrawing(), Keys: keys, Log: log, dir: folder(dir)}
}

// Upload is a file that is kept.
type Upload struct {
	ID     string
	Kind   string // content type
	Size   int
	Public bool
	MadeAt time.Time

	hash []byte
}

// unusedFor is how long a file may wait to be used: for the write that refers
// to it, in the same request.
const unusedFor = 24 * time.Hour

// ErrGone says that the folder does not hold the bytes of a file, or others.
var ErrGone = errors.New("files: the bytes are not there")

// KeyOf names the key of a file.
func KeyOf(id string) string { return "upload:" + id }

// Take keeps the bytes of a file, outside any transaction. Whoever refers to it
// says so with Use in their own; what nobody does within a day is deleted.
func (room *Room) Take(ctx context.Context, db *store.DB, data []byte, kind string, public bool) (u Upload, err error) {
	defer errs.Wrap(&err, "keep a file")
	room.mu.Lock()
	defer room.mu.Unlock()
	var lies []byte // what the folder holds
	err = db.Write(ctx, func(tx *store.Tx) error {
		u = Upload{ID: store.NewID(), Kind: kind, Size: len(data), Public: public, MadeAt: tx.Now()}
		box, err := room.Keys.Create(tx, KeyOf(u.ID)) // of a public one for its backups, so that what is deleted is deleted there
		if err != nil {
			return err
		}
		if lies = data; !public {
			lies = box.Seal("upload", "data", u.ID, string(data))
		}
		sum := sha256.Sum256(lies)
		u.hash = sum[:]
		_, err = tx.Exec(`INSERT INTO upload (id, hash, kind, size, public, used, made_at) VALUES ($1, $2, $3, $4, $5, FALSE, $6)`,
			u.ID, u.hash, u.Kind, u.Size, u.Public, u.MadeAt)
		return err
	})
	if err != nil {
		return u, err
	}
	return u, room.dir.put(u.hash, lies)
}

// Use says that something refers to the file.
func (room *Room) Use(tx *store.Tx, id string) error {
	n, err := tx.Exec(`UPDATE upload SET used = TRUE WHERE id = $1`, id)
	if err == nil && n == 0 {
		err = errs.NotThere()
	}
	return err
}

// Find returns what is known of a file.
func (room *Room) Find(tx *store.Tx, id string) (u Upload, err error) {
	u.ID = id
	err = tx.Row(`SELECT hash, kind, size, public, made_at FROM upload WHERE id = $1`, id).Scan(&u.hash, &u.Kind, &u.Size, &u.Public, &u.MadeAt)
	if errors.Is(err, store.ErrNoRow) {
		err = errs.NotThere()
	}
	return u, err
}

// Bytes returns what a file holds. Whether somebody may see it is asked by the
// room that refers to it; what is public anybody may.
func (room *Room) Bytes(tx *store.Tx, u Upload) (data []byte, err error) {
	defer errs.Wrap(&err, "read a file")
	lies, err := room.dir.get(u.hash)
	if err != nil {
		return nil, errors.Join(ErrGone, err)
	}
	if sum := sha256.Sum256(lies); !bytes.Equal(sum[:], u.hash) {
		return nil, ErrGone
	}
	if u.Public {
		return lies, nil
	}
	box, err := room.Keys.Box(tx, KeyOf(u.ID))
	if err != nil {
		return nil, err
	}
	plain, err := box.Open("upload", "data", u.ID, lies)
	return []byte(plain), err
}

// Drop deletes a file: its key and its row in the transaction, its bytes after
// it, unless another file has the same.
func (room *Room) Drop(ctx context.Context, tx *store.Tx, id string) (err error) {
	defer errs.Wrap(&err, "delete a file")
	u, err := room.Find(tx, id)
	if err != nil {
		return err
	}
	if err := room.Keys.Erase(tx, KeyOf(id)); err != nil {
		return err
	}
	if _, err := tx.Exec(`DELETE FROM upload WHERE id = $1`, id); err != nil {
		return err
	}
	db := tx.DB()
	tx.AfterCommit(func() { room.clear(context.WithoutCancel(ctx), db, u.hash) })
	return nil
}

// clear removes bytes that no file refers to any more.
func (room *Room) clear(ctx context.Context, db *store.DB, hash []byte) {
	room.mu.Lock()
	defer room.mu.Unlock()
	var wanted bool
	err := db.Read(ctx, func(tx *store.Tx) error {
		return tx.Row(`SELECT EXISTS (SELECT 1 FROM upload WHERE hash = $1)`, hash).Scan(&wanted)
	})
	if err == nil && !wanted {
		err = room.dir.remove(hash)
	}
	if err != nil {
		room.Log.Error("a deleted file is still in the folder", "err", err)
	}
}

// sweptAtOnce is how many unused files one write deletes.
const sweptAtOnce = 50

// Sweep deletes files that nobody came to use, and says whether there are more.
func (room *Room) Sweep(ctx context.Context, tx *store.Tx) (more bool, err error) {
	ids, err := store.All(tx, store.Column[string], `SELECT id FROM upload WHERE NOT used AND made_at < $1 ORDER BY made_at LIMIT $2`,
		tx.Now().Add(-unusedFor), sweptAtOnce)
	for _, id := range ids {
		if err == nil {
			err = room.Drop(ctx, tx, id)
		}
	}
	return len(ids) == sweptAtOnce, err
}
