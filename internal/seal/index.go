package seal

import (
	"crypto/hmac"
	"crypto/sha256"
)

const indexSize = sha256.Size

// Index returns the blind index of a value, 32 bytes: equal values of one field
// have equal indexes, and without the root key nobody can tell which value an
// index stands for. Use it only for what is unique, such as an address: of
// anything else an index tells how often it occurs. Addresses go through
// CanonicalAddress first.
func (k *Keys) Index(field, value string) []byte {
	return keyed(k.ring.Load().index.key, field, value, indexSize)
}

// Suppression returns the hash under which an address that wants no more mail
// is remembered, also after everything else of it was erased. Its key never
// rotates. The address goes through CanonicalAddress first.
func (k *Keys) Suppression(address string) []byte {
	return keyed(k.suppress, "address", address, sha256.Size)
}

// Sign returns a code that only this instance can make of the data, whatever
// root key it has by then. It is for what leaves the house and comes back.
func (k *Keys) Sign(data []byte) []byte { return keyed(k.backup, "", string(data), sha256.Size) }

// keyed is HMAC-SHA-256 over the space's length, the space and the value, cut
// to n bytes.
func keyed(key []byte, space, value string, n int) []byte {
	m := hmac.New(sha256.New, key)
	buf := make([]byte, 0, 96)
	buf = append(buf, byte(len(space)))
	buf = append(buf, space...)
	buf = append(buf, value...)
	m.Write(buf)
	return m.Sum(buf[:0])[:n:n]
}
