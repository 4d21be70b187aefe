package backup

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"hash"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"time"

	"codeberg.org/plenary/plenary/internal/seal"
)

const format = "plenary-backup/1"

// What a file holds.
const (
	holdsData = "data"
	holdsKeys = "keys"
)

// Header is the first line of a file.
type Header struct {
	Format   string    `json:"format"`
	Holds    string    `json:"holds"`
	Instance string    `json:"instance"`
	Taken    time.Time `json:"taken"`
	Schema   int       `json:"schema"` // the newest migration
	Root     string    `json:"root"`   // what the root key in use calls itself
	Index    int       `json:"index"`  // the number of the index key in use
}

// tableLine begins a table.
type tableLine struct {
	Table   string   `json:"table"`
	Columns []string `json:"columns"`
}

// lastLine ends the file.
type lastLine struct {
	Rows int    `json:"rows"`
	Sign []byte `json:"sign"`
}

// writer writes one file, under another name until it is whole.
type writer struct {
	path string
	f    *os.File
	zip  *gzip.Writer
	to   *bufio.Writer
	sum  hash.Hash
	rows int
}

const unfinished = ".partial"

func create(path string, h Header) (*writer, error) {
	f, err := os.OpenFile(path+unfinished, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return nil, err
	}
	w := &writer{path: path, f: f, zip: gzip.NewWriter(f), sum: sha256.New()}
	w.to = bufio.NewWriterSize(io.MultiWriter(w.zip, w.sum), 64<<10)
	return w, w.line(h)
}

func (w *writer) line(v any) error {
	b, err := json.Marshal(v)
	if err != nil {
		return err
	}
	_, err = w.to.Write(append(b, '\n'))
	return err
}

func (w *writer) row(values []any) error {
	w.rows++
	out := make([]any, len(values))
	for i, v := range values {
		out[i] = outward(v)
	}
	return w.line(out)
}

// finish signs the file and gives it its name.
func (w *writer) finish(keys *seal.Keys) error {
	if err := w.to.Flush(); err != nil {
		return err
	}
	last, err := json.Marshal(lastLine{w.rows, keys.Sign(w.sum.Sum(nil))})
	if err != nil {
		return err
	}
	_, err = w.zip.Write(append(last, '\n'))
	if err = errors.Join(err, w.zip.Close(), w.f.Sync(), w.f.Close()); err != nil {
		return err
	}
	return errors.Join(os.Rename(w.path+unfinished, w.path), seal.SyncDir(filepath.Dir(w.path)))
}

// drop takes back what was not finished.
func (w *writer) drop() {
	w.f.Close()
	os.Remove(w.path + unfinished)
}

// What JSON does not tell apart is told apart by an object of one letter.
type (
	bytesValue struct {
		B *string `json:"b"`
	}
	realValue struct {
		R *string `json:"r"`
	}
)

func outward(v any) any {
	switch v := v.(type) {
	case []byte:
		s := base64.StdEncoding.EncodeToString(v)
		return bytesValue{&s}
	case float64:
		s := strconv.FormatFloat(v, 'g', -1, 64)
		return realValue{&s}
	}
	return v
}

var errValue = errors.New("a value that no column holds")

func inward(raw json.RawMessage) (any, error) {
	switch {
	case len(raw) == 0:
		return nil, errValue
	case bytes.Equal(raw, []byte("null")):
		return nil, nil
	case raw[0] == '"':
		var s string
		err := json.Unmarshal(raw, &s)
		return s, err
	case raw[0] == 't' || raw[0] == 'f':
		return raw[0] == 't', nil
	case raw[0] == '{':
		var v struct {
			bytesValue
			realValue
		}
		switch err := json.Unmarshal(raw, &v); {
		case err != nil:
			return nil, errValue
		case v.B != nil:
			return base64.StdEncoding.DecodeString(*v.B)
		case v.R != nil:
			return strconv.ParseFloat(*v.R, 64)
		}
		return nil, errValue
	}
	return strconv.ParseInt(string(raw), 10, 64)
}

// longestLine is more than any row of ours needs.
const longestLine = 64 << 20

// ForeignError says that a file was not made by the instance of the key file,
// or was changed since.
type ForeignError struct{ Path, Root, Loaded string }

func (e *ForeignError) Error() string {
	if e.Root == e.Loaded {
		return fmt.Sprintf("%s was changed since it was written", e.Path)
	}
	return fmt.Sprintf("%s was not made by the instance of this key file, or was changed since: it expects the root key %s, the key file holds %s", e.Path, e.Root, e.Loaded)
}

// TornError says that a file is not whole, or no backup at all.
type TornError struct {
	Path string
	why  error
}

func (e *TornError) Error() string { return e.Path + " is not a whole backup: " + e.why.Error() }

// read calls row with every row of the file, in its order, and returns the
// header once the file was found to be whole and the instance's own. Rows come
// before that is known: who changes anything reads the file once before.
func read(path string, keys *seal.Keys, row func(table string, columns []string, values []any) error) (h Header, err error) {
	f, err := os.Open(path)
	if err != nil {
		return h, err
	}
	defer f.Close()
	torn := func(why error) (Header, error) { return Header{}, &TornError{path, why} }
	unzip, err := gzip.NewReader(f)
	if err != nil {
		return torn(errNoBackup)
	}
	lines := bufio.NewReaderSize(io.LimitReader(unzip, 1<<40), 64<<10)
	r := reader{sum: sha256.New(), row: row}
	for !r.over {
		line, err := readLine(lines)
		if err != nil {
			return torn(err)
		}
		if err := r.take(line); err != nil {
			return torn(err)
		}
	}
	if _, err := lines.ReadByte(); err != io.EOF { // which also compares the checksum
		return torn(errors.New("something stands behind its end"))
	}
	if r.failed != nil {
		return Header{}, r.failed
	}
	if !bytes.Equal(r.last.Sign, keys.Sign(r.sum.Sum(nil))) {
		return Header{}, &ForeignError{path, r.header.Root, keys.KeyID()}
	}
	return r.header, nil
}

func readLine(lines *bufio.Reader) ([]byte, error) {
	var line []byte
	for {
		part, err := lines.ReadSlice('\n')
		line = append(line, part...)
		switch {
		case err == nil:
			return line, nil
		case len(line) > longestLine:
			return nil, errors.New("a line is too long")
		case !errors.Is(err, bufio.ErrBufferFull):
			return nil, errors.New("it was cut off")
		}
	}
}

// reader takes a file line by line.
type reader struct {
	header Header
	table  tableLine
	last   lastLine
	rows   int
	lines  int
	over   bool
	sum    hash.Hash
	row    func(table string, columns []string, values []any) error
	failed error // of row
}

var errNoBackup = errors.New("it is not of the format " + format)

var errLine = errors.New("a line cannot be read")

func (r *reader) take(line []byte) error {
	r.lines++
	switch {
	case r.lines == 1:
		if err := json.Unmarshal(line, &r.header); err != nil || r.header.Format != format {
			return errNoBackup
		}
	case line[0] == '[':
		return r.takeRow(line)
	case bytes.HasPrefix(line, []byte(`{"rows":`)):
		r.over = true
		if json.Unmarshal(line, &r.last) != nil || r.last.Rows != r.rows {
			return errors.New("rows are missing")
		}
		return nil
	default:
		r.table = tableLine{}
		if json.Unmarshal(line, &r.table) != nil || r.table.Table == "" {
			return errLine
		}
	}
	r.sum.Write(line)
	return nil
}

func (r *reader) takeRow(line []byte) error {
	var raw []json.RawMessage
	if json.Unmarshal(line, &raw) != nil || len(raw) != len(r.table.Columns) {
		return errLine
	}
	values := make([]any, len(raw))
	for i, v := range raw {
		var err error
		if values[i], err = inward(v); err != nil {
			return errLine
		}
	}
	r.rows++
	r.sum.Write(line)
	if r.failed == nil {
		r.failed = r.row(r.table.Table, r.table.Columns, values)
	}
	return nil
}
