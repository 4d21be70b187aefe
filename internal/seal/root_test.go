package seal

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestARootKeyIsMadeOnceAndRead(t *testing.T) {
	dir := t.TempDir()
	path, data := filepath.Join(dir, "config", "plenary", "a.key"), filepath.Join(dir, "data")
	if _, err := LoadRoot(path, data); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("no file: %v", err)
	}
	root, err := CreateRoot(path)
	if err != nil || len(root) != keySize {
		t.Fatalf("CreateRoot: %d bytes, %v", len(root), err)
	}
	for p, want := range map[string]fs.FileMode{path: 0o400, filepath.Dir(path): 0o700, filepath.Join(dir, "config"): 0o700} {
		if info, err := os.Stat(p); err != nil || info.Mode().Perm() != want {
			t.Errorf("%s: %v, %v", p, info.Mode(), err)
		}
	}
	got, err := LoadRoot(path, data)
	if err != nil || !bytes.Equal(got, root) {
		t.Errorf("LoadRoot: %v", err)
	}
	if _, err := CreateRoot(path); !errors.Is(err, fs.ErrExist) {
		t.Errorf("a second time: %v", err)
	}
	text, _ := os.ReadFile(path)
	if !strings.Contains(string(text), New(root).KeyID()) {
		t.Error("the file does not name the key")
	}
}

func TestAKeyFileThatOthersCanReadIsRefused(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.key")
	if _, err := CreateRoot(path); err != nil {
		t.Fatal(err)
	}
	for _, mode := range []fs.FileMode{0o440, 0o404, 0o644, 0o410, 0o666} {
		os.Chmod(path, mode)
		if _, err := LoadRoot(path, ""); err == nil || !strings.Contains(err.Error(), "chmod 400") {
			t.Errorf("%v: %v", mode, err)
		}
	}
	for _, mode := range []fs.FileMode{0o400, 0o600} {
		os.Chmod(path, mode)
		if _, err := LoadRoot(path, ""); err != nil {
			t.Errorf("%v: %v", mode, err)
		}
	}
}

func TestACredentialOfTheServiceManagerMayShowItsAccessList(t *testing.T) {
	dir := t.TempDir()
	t.Setenv("CREDENTIALS_DIRECTORY", dir)
	path := filepath.Join(dir, "plenary.key")
	if _, err := CreateRoot(path); err != nil {
		t.Fatal(err)
	}
	os.Chmod(path, 0o440)
	if _, err := LoadRoot(path, ""); err != nil {
		t.Errorf("0440: %v", err)
	}
	os.Chmod(path, 0o444)
	if _, err := LoadRoot(path, ""); err == nil {
		t.Error("0444 is accepted")
	}
}

func TestAKeyFileInTheDataFolderIsRefused(t *testing.T) {
	dir := t.TempDir()
	data, keys := filepath.Join(dir, "data"), filepath.Join(dir, "keys")
	for _, d := range []string{data, keys} {
		if err := os.Mkdir(d, 0o700); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Symlink(data, filepath.Join(dir, "link")); err != nil {
		t.Fatal(err)
	}
	for path, apart := range map[string]bool{
		filepath.Join(data, "a.key"):               false,
		filepath.Join(data, "not", "there", "key"): false,
		filepath.Join(dir, "link", "a.key"):        false,
		filepath.Join(keys, "..", "data", "a.key"): false,
		filepath.Join(keys, "a.key"):               true,
		filepath.Join(dir, "data-keys", "a.key"):   true,
		filepath.Join(data, "..", "a.key"):         true,
		filepath.Join(dir, "..data.key"):           true,
	} {
		if err := Apart(path, data); (err == nil) != apart {
			t.Errorf("%s: %v", path, err)
		}
	}
	inData := filepath.Join(data, "a.key")
	if _, err := CreateRoot(inData); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(inData, filepath.Join(keys, "a.key")); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{inData, filepath.Join(keys, "a.key")} {
		if _, err := LoadRoot(path, data); err == nil || !strings.Contains(err.Error(), "data folder") {
			t.Errorf("%s: %v", path, err)
		}
	}
}

func TestADamagedKeyFileIsRefusedAndNotShown(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "a.key")
	root, err := CreateRoot(path)
	if err != nil {
		t.Fatal(err)
	}
	text, _ := os.ReadFile(path)
	secret := encoding.EncodeToString(root)
	swap := "a"
	if secret[0] == 'a' {
		swap = "b"
	}
	for name, bad := range map[string]string{
		"a wrong letter": strings.Replace(string(text), secret, swap+secret[1:], 1),
		"a letter less":  strings.Replace(string(text), secret, secret[1:], 1),
		"no key":         keyFileHead,
		"nothing":        "",
		"two keys":       string(text) + string(text),
		"later version":  strings.Replace(string(text), "root 1", "root 2", 1),
		"a long line":    strings.Repeat("x", 1<<17),
	} {
		p := filepath.Join(dir, name)
		if err := os.WriteFile(p, []byte(bad), 0o400); err != nil {
			t.Fatal(err)
		}
		_, err := LoadRoot(p, "")
		if err == nil || strings.Contains(err.Error(), secret[1:]) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func FuzzParseRoot(f *testing.F) {
	f.Add([]byte("root 1 x y"))
	f.Fuzz(func(t *testing.T, text []byte) {
		if root, err := parseRoot(text); err == nil && len(root) != keySize {
			t.Fatalf("%d bytes", len(root))
		}
	})
}
