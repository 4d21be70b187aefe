package seal

import (
	"crypto/cipher"
	"crypto/rand"
)

// cellVersion is the first byte of every cell.
const cellVersion = 1

// step is what lengths are rounded up to, so that a cell does not tell how
// long a name is.
const step = 32

const cellOverhead = 1 + nonceSize + tagSize

// Box is an owner's opened key. The zero Box opens nothing: it answers
// ErrErased, and Seal with it panics.
type Box struct {
	keys   *Keys
	aead   cipher.AEAD
	secret [keySize]byte
}

// BoxOf is the box of whoever has a secret, for one purpose. The secret must be
// too long to be tried out. Like a carried link, it outlasts rotations.
func (k *Keys) BoxOf(purpose, secret string) Box {
	return k.box(keyed(k.link, "box "+purpose, secret, keySize))
}

// Shut tells whether the box is the zero Box.
func (b Box) Shut() bool { return b.aead == nil }

// Subkey returns a key for one purpose that follows from the owner's. It stays
// the same through rotations, and goes with the owner's.
func (b Box) Subkey(purpose string) []byte {
	if b.Shut() {
		panic("seal: a subkey of no key")
	}
	return derive(b.secret[:], "owner "+purpose, keySize)
}

// Seal encrypts plain for its place: table and column (up to 255 bytes each)
// and the row's id. It returns nil, which is NULL, for "".
func (b Box) Seal(table, column, row, plain string) []byte {
	if plain == "" {
		return nil
	}
	if !Sealing {
		return []byte(plain)
	}
	padded := (len(plain)/step + 1) * step
	cell := make([]byte, cellOverhead+padded)
	cell[0] = cellVersion
	nonce := cell[1 : 1+nonceSize]
	rand.Read(nonce)
	body := cell[1+nonceSize : 1+nonceSize+padded]
	body[copy(body, plain)] = 0x80 // the end of the value; zeros follow
	work := b.keys.borrow()
	work.place = b.keys.place(work.place[:0], table, column, row)
	b.aead.Seal(body[:0], nonce, body, work.place)
	b.keys.scratch.Put(work)
	return cell
}

// Open decrypts a cell at its place. A nil cell is "". It answers ErrErased
// for a zero Box and ErrBroken for a cell that was not sealed right here.
func (b Box) Open(table, column, row string, cell []byte) (string, error) {
	if cell == nil {
		return "", nil
	}
	if b.Shut() {
		return "", ErrErased
	}
	if !Sealing {
		return string(cell), nil
	}
	padded := len(cell) - cellOverhead
	if padded < step || padded%step != 0 || cell[0] != cellVersion {
		return "", ErrBroken
	}
	work := b.keys.borrow()
	work.place = b.keys.place(work.place[:0], table, column, row)
	plain, err := b.aead.Open(work.plain[:0], cell[1:1+nonceSize], cell[1+nonceSize:], work.place)
	if err != nil {
		b.keys.scratch.Put(work)
		return "", ErrBroken
	}
	value, err := unpad(plain)
	work.plain = plain
	b.keys.giveBack(work)
	return value, err
}

// unpad cuts the end mark and the zeros after it.
func unpad(b []byte) (string, error) {
	for i := len(b) - 1; i >= 0 && i >= len(b)-step; i-- {
		switch b[i] {
		case 0:
		case 0x80:
			return string(b[:i]), nil
		default:
			return "", ErrBroken
		}
	}
	return "", ErrBroken
}
