package seal

import (
	"crypto/cipher"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base32"
	"encoding/base64"
	"strconv"
)

// encoding is base32 in lower case without padding. It does not refuse stray
// bits in the last letter; canonical does.
var encoding = base32.NewEncoding("abcdefghijklmnopqrstuvwxyz234567").WithPadding(base32.NoPadding)

const (
	macSize  = 16
	macChars = 26
	maxID    = 64
)

// Link returns what a person carries in a URL: the id, and behind it a keyed
// hash of purpose, id and generation. Nothing is stored; the next generation
// revokes it. The id consists of lower-case letters, digits and "-" or "_", as
// store.NewID makes them; a link to any other id never parses.
func (k *Keys) Link(purpose, id string, generation int) string {
	return id + encoding.EncodeToString(k.linkMAC(purpose, id, generation))
}

// ParseLink takes a link apart without judging it. It accepts exactly one
// spelling of each link.
func ParseLink(s string) (id string, mac []byte, ok bool) {
	n := len(s) - macChars
	if n < 1 || n > maxID {
		return "", nil, false
	}
	for _, c := range []byte(s[:n]) {
		if !(c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c == '-' || c == '_') {
			return "", nil, false
		}
	}
	mac, ok = canonical(s[n:])
	if !ok {
		return "", nil, false
	}
	return s[:n], mac, true
}

// CheckLink tells whether mac belongs to a link of this purpose, id and
// generation. It takes the same time for every wrong one.
func (k *Keys) CheckLink(purpose, id string, generation int, mac []byte) bool {
	return hmac.Equal(mac, k.linkMAC(purpose, id, generation))
}

func (k *Keys) linkMAC(purpose, id string, generation int) []byte {
	return keyed(k.link, purpose, strconv.Itoa(generation)+" "+id, macSize)
}

// canonical decodes lower-case base32 and refuses all but the one spelling
// that the bytes have.
func canonical(s string) ([]byte, bool) {
	b, err := encoding.DecodeString(s)
	if err != nil || encoding.EncodeToString(b) != s {
		return nil, false
	}
	return b, true
}

const saltSize = 16

// ticketEncoding refuses stray bits in the last letter.
var ticketEncoding = base64.RawURLEncoding.Strict()

// Ticket seals a small value for a URL or a hidden input: nobody else can read
// or make one, and it opens for its purpose only. It does not expire and can be
// used again; a caller that wants otherwise puts a time or an id into v.
func (k *Keys) Ticket(purpose string, v []byte) string {
	padded := (len(v)/step + 1) * step
	buf := make([]byte, saltSize+padded, saltSize+padded+tagSize)
	rand.Read(buf[:saltSize])
	body := buf[saltSize:]
	body[copy(body, v)] = 0x80
	// The key is the ticket's own, hence a nonce of zeros is used once only,
	// however many tickets an instance gives out.
	var nonce [nonceSize]byte
	a := k.ring.Load().root.ticketAEAD(purpose, buf[:saltSize])
	return ticketEncoding.EncodeToString(a.Seal(buf[:saltSize], nonce[:], body, nil))
}

// OpenTicket returns what Ticket sealed for the same purpose, and whether it
// did.
func (k *Keys) OpenTicket(purpose, s string) ([]byte, bool) {
	buf, err := ticketEncoding.DecodeString(s)
	if err != nil || len(buf) < saltSize+step+tagSize {
		return nil, false
	}
	var nonce [nonceSize]byte
	for _, root := range k.ring.Load().roots {
		v, err := root.ticketAEAD(purpose, buf[:saltSize]).Open(nil, nonce[:], buf[saltSize:], nil)
		if err != nil {
			continue
		}
		plain, err := unpad(v)
		return []byte(plain), err == nil
	}
	return nil, false
}

func (r *root) ticketAEAD(purpose string, salt []byte) cipher.AEAD {
	return newAEAD(keyed(r.ticket, purpose, string(salt), sha256.Size))
}
