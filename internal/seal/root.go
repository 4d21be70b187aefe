package seal

import (
	"bufio"
	"bytes"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"codeberg.org/plenary/plenary/internal/store"
)

const maxKeyFile = 64 << 10

const keyFileHead = `# The root key of a Plenary instance. Whoever has this file and the data can
# read everything; without it nobody can. Keep a copy on paper, away from both.
`

// CreateRoot makes a new root key and writes it to a new file that only its
// owner may read, in folders that only their owner may enter. A file that is
// there already is never touched: the error is fs.ErrExist. It does not know
// the data folder; ask Apart first.
func CreateRoot(path string) (root []byte, err error) {
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return nil, fmt.Errorf("make the key file's folder: %w", err)
	}
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o400)
	if err != nil {
		return nil, fmt.Errorf("make the key file: %w", err)
	}
	defer func() {
		if err != nil {
			os.Remove(path)
		}
	}()
	root = make([]byte, keySize)
	rand.Read(root)
	_, err = fmt.Fprintf(f, "%sroot %d %s %s\n", keyFileHead, firstRoot, keyID(root), encoding.EncodeToString(root))
	if err = errors.Join(err, f.Sync(), f.Close()); err != nil {
		return nil, fmt.Errorf("write the key file: %w", err)
	}
	if err := syncDir(filepath.Dir(path)); err != nil {
		return nil, fmt.Errorf("write the key file's folder: %w", err)
	}
	return root, nil
}

// syncDir makes a new name in the folder outlive a power cut.
func syncDir(path string) error {
	d, err := os.Open(path)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}

// LoadRoot reads the root key. It refuses a file that others than its owner may
// read, and one that lies in the data folder, where every copy of the data
// would carry it along. A file that is not there is fs.ErrNotExist.
func LoadRoot(path, dataDir string) ([]byte, error) {
	if err := Apart(path, dataDir); err != nil {
		return nil, err
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("open the key file: %w", err)
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return nil, fmt.Errorf("open the key file: %w", err)
	}
	if !info.Mode().IsRegular() {
		return nil, fmt.Errorf("the key file %s is not a file", path)
	}
	if info.Mode().Perm()&0o077 != 0 && !credential(path, info.Mode()) {
		return nil, fmt.Errorf("the key file %s may be read by others than its owner: chmod 400 it", path)
	}
	text, err := io.ReadAll(io.LimitReader(f, maxKeyFile))
	if err != nil {
		return nil, fmt.Errorf("read the key file: %w", err)
	}
	root, err := parseRoot(text)
	if err != nil {
		return nil, fmt.Errorf("the key file %s: %w", path, err)
	}
	return root, nil
}

// credential tells whether the file was handed over by the service manager,
// which shows an access list of one user as the group's right to read.
func credential(path string, mode fs.FileMode) bool {
	dir := os.Getenv("CREDENTIALS_DIRECTORY")
	return dir != "" && mode.Perm()&^0o440 == 0 && inside(path, dir)
}

// parseRoot reads "root NUMBER ID KEY". The id is there so that a key typed
// from paper with a wrong letter is noticed. No error shows a part of the key.
func parseRoot(text []byte) ([]byte, error) {
	lines := bufio.NewScanner(bytes.NewReader(text))
	var root []byte
	for lines.Scan() {
		line := strings.TrimSpace(lines.Text())
		if line == "" || line[0] == '#' {
			continue
		}
		words := strings.Fields(line)
		if root != nil || len(words) != 4 || words[0] != "root" || words[1] != fmt.Sprint(firstRoot) {
			return nil, errors.New("this is not a key file that this version can read")
		}
		key, ok := canonical(words[3])
		if !ok || len(key) != keySize || keyID(key) != words[2] {
			return nil, errors.New("a letter of the key is wrong")
		}
		root = key
	}
	if err := lines.Err(); err != nil || root == nil {
		return nil, errors.New("there is no key in it")
	}
	return root, nil
}

// Apart refuses a key file inside the data folder, also by way of links.
func Apart(path, dataDir string) error {
	if dataDir != "" && inside(path, dataDir) {
		return fmt.Errorf("the key file %s lies in the data folder %s: every copy of the data would carry the key", path, dataDir)
	}
	return nil
}

func inside(path, dir string) bool {
	rel, err := filepath.Rel(resolve(dir), resolve(path))
	return err == nil && rel != ".." && !strings.HasPrefix(rel, ".."+string(filepath.Separator))
}

// resolve follows links as far as the path exists.
func resolve(path string) string {
	abs, err := filepath.Abs(path)
	if err != nil {
		return filepath.Clean(path)
	}
	for rest := ""; ; {
		if real, err := filepath.EvalSymlinks(abs); err == nil {
			return filepath.Join(real, rest)
		}
		parent := filepath.Dir(abs)
		if parent == abs {
			return filepath.Join(abs, rest)
		}
		abs, rest = parent, filepath.Join(filepath.Base(abs), rest)
	}
}

// WrongKey says that the data was sealed with another root key than the one
// that was loaded.
type WrongKey struct {
	Loaded   string // what the loaded key calls itself
	Expected string // the key that the data wants
}

func (e *WrongKey) Error() string {
	return fmt.Sprintf("the data was sealed with the root key %s, the key file holds %s", e.Expected, e.Loaded)
}

// Confirm compares the root key with the one that the data was sealed with. It
// answers a *WrongKey if they differ. An instance without data takes the key
// as its own: the caller asks for that inside the write that sets it up, or at
// every start.
func (k *Keys) Confirm(tx *store.Tx) error {
	var id string
	err := tx.Row(`SELECT id FROM root_key ORDER BY made DESC LIMIT 1`).Scan(&id)
	switch {
	case errors.Is(err, store.ErrNoRow):
		_, err = tx.Exec(`INSERT INTO root_key (id, made) VALUES ($1, $2)`, k.id, store.Time{Time: tx.Now()})
	case err == nil && id != k.id:
		return &WrongKey{Loaded: k.id, Expected: id}
	}
	if err != nil {
		return fmt.Errorf("confirm the root key: %w", err)
	}
	return nil
}
