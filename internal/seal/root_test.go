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
	if _, err := Load(path, data); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("no file: %v", err)
	}
	made, err := Make(path)
	if err != nil {
		t.Fatal(err)
	}
	for p, want := range map[string]fs.FileMode{path: 0o400, filepath.Dir(path): 0o700, filepath.Join(dir, "config"): 0o700} {
		if info, err := os.Stat(p); err != nil || info.Mode().Perm() != want {
			t.Errorf("%s: %v, %v", p, info.Mode(), err)
		}
	}
	got, err := Load(path, data)
	if err != nil || !bytes.Equal(got.Index("a", "b"), made.Index("a", "b")) {
		t.Errorf("Load: %v", err)
	}
	if _, err := Make(path); !errors.Is(err, fs.ErrExist) {
		t.Errorf("a second time: %v", err)
	}
	text, _ := os.ReadFile(path)
	if !strings.Contains(string(text), made.KeyID()) {
		t.Error("the file does not name the key")
	}
}

func TestAKeyFileThatOthersCanReadIsRefused(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.key")
	if _, err := Make(path); err != nil {
		t.Fatal(err)
	}
	for _, mode := range []fs.FileMode{0o440, 0o404, 0o644, 0o410, 0o666} {
		os.Chmod(path, mode)
		if _, err := Load(path, ""); err == nil || !strings.Contains(err.Error(), "chmod 400") {
			t.Errorf("%v: %v", mode, err)
		}
	}
	for _, mode := range []fs.FileMode{0o400, 0o600} {
		os.Chmod(path, mode)
		if _, err := Load(path, ""); err != nil {
			t.Errorf("%v: %v", mode, err)
		}
	}
}

func TestACredentialOfTheServiceManagerMayShowItsAccessList(t *testing.T) {
	dir := t.TempDir()
	t.Setenv("CREDENTIALS_DIRECTORY", dir)
	path := filepath.Join(dir, "plenary.key")
	if _, err := Make(path); err != nil {
		t.Fatal(err)
	}
	os.Chmod(path, 0o440)
	if _, err := Load(path, ""); err != nil {
		t.Errorf("0440: %v", err)
	}
	os.Chmod(path, 0o444)
	if _, err := Load(path, ""); err == nil {
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
	if _, err := Make(inData); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(inData, filepath.Join(keys, "a.key")); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{inData, filepath.Join(keys, "a.key")} {
		if _, err := Load(path, data); err == nil || !strings.Contains(err.Error(), "data folder") {
			t.Errorf("%s: %v", path, err)
		}
	}
}

func TestADamagedKeyFileIsRefusedAndNotShown(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "a.key")
	if _, err := Make(path); err != nil {
		t.Fatal(err)
	}
	text, _ := os.ReadFile(path)
	secret := strings.Fields(strings.TrimPrefix(string(text), keyFileHead))[3]
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
		"three roots":    string(threeRoots()),
		"turned round":   string(turnedRound()),
		"another word":   string(text) + strings.Replace(secretLine(string(text)), "root", "stem", 1),
		"a long line":    strings.Repeat("x", 1<<17),
	} {
		p := filepath.Join(dir, name)
		if err := os.WriteFile(p, []byte(bad), 0o400); err != nil {
			t.Fatal(err)
		}
		_, err := Load(p, "")
		if err == nil || strings.Contains(err.Error(), secret[1:]) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func threeRoots() []byte {
	return keyFile{roots: []secret{newSecret(1), newSecret(2), newSecret(3)}}.text()
}

func turnedRound() []byte {
	return keyFile{roots: []secret{newSecret(2), newSecret(1)}, lasting: testRoot}.text()
}

// secretLine is the one line of a key file that is no comment.
func secretLine(text string) string { return strings.TrimPrefix(text, keyFileHead) }

func FuzzParseKeyFile(f *testing.F) {
	f.Add([]byte("root 1 x y"))
	f.Fuzz(func(t *testing.T, text []byte) {
		f, err := parseKeyFile(text)
		if err != nil {
			return
		}
		again, err := parseKeyFile(f.text())
		if err != nil || !bytes.Equal(again.text(), f.text()) {
			t.Fatalf("written and read again it is another file: %v", err)
		}
		newKeys("", f) // does not panic
	})
}
