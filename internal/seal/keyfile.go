package seal

import (
	"bufio"
	"bytes"
	"crypto/rand"
	"errors"
	"fmt"
	"strconv"
	"strings"
)

const maxKeyFile = 64 << 10

const keyFileHead = `# The root key of a Plenary instance. Whoever has this file and the data can
# read everything; without it nobody can. Keep a copy on paper, away from both.
`

// firstNumber is that of an instance's first root key and first index key. The
// number of the root stands in front of every wrapped key, so that two can be
// told apart while one takes over from the other.
const firstNumber = 1

// lastNumber is the highest that fits there.
const lastNumber = 255

// secret is a key of the file with its number.
type secret struct {
	number int
	key    []byte
}

func newSecret(number int) secret {
	s := secret{number, make([]byte, keySize)}
	rand.Read(s.key)
	return s
}

// keyFile is what a key file holds. That of a new instance is one root key,
// from which everything else follows. A rotation adds what must not change with
// the root, and keeps the old keys beside the new ones until it is done.
type keyFile struct {
	roots   []secret // one, or two during a rotation; by number
	lasting []byte   // nil: it follows from the first root
	indexes []secret // those after the first, which follows from lasting
}

func (f keyFile) lastingKey() []byte {
	if f.lasting != nil {
		return f.lasting
	}
	return derive(f.roots[0].key, "lasting", keySize)
}

// text writes lines of "root NUMBER ID KEY". The id is there so that a key
// typed from paper with a wrong letter is noticed.
func (f keyFile) text() []byte {
	var b bytes.Buffer
	b.WriteString(keyFileHead)
	line := func(what string, s secret) {
		fmt.Fprintf(&b, "%s %d %s %s\n", what, s.number, keyID(s.key), encoding.EncodeToString(s.key))
	}
	for _, s := range f.roots {
		line("root", s)
	}
	if f.lasting != nil {
		line("lasting", secret{firstNumber, f.lasting})
	}
	for _, s := range f.indexes {
		line("index", s)
	}
	return b.Bytes()
}

var (
	errKeyFile   = errors.New("this is not a key file that this version can read")
	errNoKey     = errors.New("there is no key in it")
	errKeyLetter = errors.New("a letter of the key is wrong")
)

// parseKeyFile reads what text writes. No error shows a part of a key.
func parseKeyFile(text []byte) (f keyFile, err error) {
	lines := bufio.NewScanner(bytes.NewReader(text))
	for lines.Scan() {
		line := strings.TrimSpace(lines.Text())
		if line == "" || line[0] == '#' {
			continue
		}
		if err := f.read(strings.Fields(line)); err != nil {
			return keyFile{}, err
		}
	}
	if lines.Err() != nil || len(f.roots) == 0 {
		return keyFile{}, errNoKey
	}
	// What lasts follows from the first root alone.
	if len(f.roots) > 2 || len(f.indexes) > 2 || f.lasting == nil && f.roots[0].number != firstNumber || !rising(f.roots) || !rising(f.indexes) {
		return keyFile{}, errKeyFile
	}
	return f, nil
}

// rising tells whether each number is above the one before it.
func rising(list []secret) bool {
	for i := 1; i < len(list); i++ {
		if list[i].number <= list[i-1].number {
			return false
		}
	}
	return true
}

func (f *keyFile) read(words []string) error {
	if len(words) != 4 {
		return errKeyFile
	}
	number, err := strconv.Atoi(words[1])
	if err != nil || number < firstNumber || number > lastNumber {
		return errKeyFile
	}
	key, ok := canonical(words[3])
	if !ok || len(key) != keySize || keyID(key) != words[2] {
		return errKeyLetter
	}
	switch {
	case words[0] == "root":
		f.roots = append(f.roots, secret{number, key})
	case words[0] == "lasting" && number == firstNumber && f.lasting == nil:
		f.lasting = key
	case words[0] == "index" && number > firstNumber:
		f.indexes = append(f.indexes, secret{number, key})
	default:
		return errKeyFile
	}
	return nil
}
