package store

import (
	"crypto/rand"
	"encoding/base32"
)

const idLetters = "abcdefghijklmnopqrstuvwxyz234567"

// NewID makes an id: 128 random bits as 26 lower-case letters and digits. Ids
// say nothing about when or where they were made.
func NewID() string {
	var b [16]byte
	rand.Read(b[:]) // never fails: it ends the process instead
	return base32.NewEncoding(idLetters).WithPadding(base32.NoPadding).EncodeToString(b[:])
}
