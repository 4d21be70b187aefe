package set

import (
	"encoding/binary"
	"strconv"
	"time"

	"codeberg.org/plenary/plenary/internal/seal"
)

// What a row holds before it is sealed. It is one byte less than a step of
// seal, so that the mark of its end fits.
const (
	rowSize  = 479
	headSize = 1 + idSize + 2 + 2 + 2 // kind, record, part, of parts, length
	partSize = rowSize - headSize
	idSize   = 16
	mostRows = 1 << 15 // of one set: 15 MB
)

const (
	table  = "sealed_row"
	column = "cell"
)

// The first byte of a row.
const (
	isHead byte = 1
	isPart byte = 2
)

// head is the first row of a set.
type head struct {
	rows int       // that follow
	due  time.Time // when somebody in it is to be told something; zero: nobody
}

func (h head) bytes() []byte {
	b := make([]byte, rowSize)
	b[0] = isHead
	binary.BigEndian.PutUint64(b[1:], uint64(h.rows))
	if !h.due.IsZero() {
		binary.BigEndian.PutUint64(b[9:], uint64(h.due.UnixMicro()))
	}
	return b
}

func readHead(b string) (h head, err error) {
	if len(b) != rowSize || b[0] != isHead {
		return h, seal.ErrBroken
	}
	h.rows = int(binary.BigEndian.Uint64([]byte(b[1:9])))
	if micro := binary.BigEndian.Uint64([]byte(b[9:17])); micro > 0 {
		h.due = time.UnixMicro(int64(micro)).UTC()
	}
	return h, nil
}

// part is one row of a record.
type part struct {
	record    [idSize]byte
	n, of     int
	data      string
	slotIndex int // of the row it lies in; 0 is the head
}

func (p part) bytes() []byte {
	b := make([]byte, rowSize)
	b[0] = isPart
	copy(b[1:], p.record[:])
	at := 1 + idSize
	binary.BigEndian.PutUint16(b[at:], uint16(p.n))
	binary.BigEndian.PutUint16(b[at+2:], uint16(p.of))
	binary.BigEndian.PutUint16(b[at+4:], uint16(len(p.data)))
	copy(b[headSize:], p.data)
	return b
}

func readPart(b string) (p part, err error) {
	if len(b) != rowSize || b[0] != isPart {
		return p, seal.ErrBroken
	}
	copy(p.record[:], b[1:])
	number := func(at int) int { return int(binary.BigEndian.Uint16([]byte(b[at : at+2]))) }
	at := 1 + idSize
	p.n, p.of = number(at), number(at+2)
	n := number(at + 4)
	if n > partSize || p.n >= p.of {
		return p, seal.ErrBroken
	}
	p.data = b[headSize : headSize+n]
	return p, nil
}

// cut parts a record's text into rows, one at the least.
func cut(text string) (list []string) {
	for len(text) > partSize {
		list, text = append(list, text[:partSize]), text[partSize:]
	}
	return append(list, text)
}

func number(n int) string { return strconv.Itoa(n) }
