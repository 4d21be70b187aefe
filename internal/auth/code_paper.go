package auth

import (
	"crypto/rand"
	"encoding/base32"
	"strings"

	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/store"
)

// Codes on paper: for the day on which the phone is gone.
const (
	paperCodes = 10
	paperBytes = 10 // 80 bits, sixteen letters; tried with a mailed link only, five times
)

var paperLetters = base32.NewEncoding("abcdefghijklmnopqrstuvwxyz234567").WithPadding(base32.NoPadding)

// MakePaper makes ten new codes, which end the old ones. They are returned this
// once.
func (room *Room) MakePaper(tx *store.Tx, v Viewer) (codes []string, err error) {
	defer errs.Wrap(&err, "make codes on paper")
	if err = v.Needs(Fresh); err != nil {
		return nil, err
	}
	if _, err = tx.Exec(`DELETE FROM paper_code WHERE person = $1`, v.Person); err != nil {
		return nil, err
	}
	values := make([]any, 0, 3*paperCodes)
	for range paperCodes {
		raw := make([]byte, paperBytes)
		rand.Read(raw)
		code := paperLetters.EncodeToString(raw)
		codes = append(codes, strings.Join([]string{code[:4], code[4:8], code[8:12], code[12:]}, "-"))
		values = append(values, hash(code), v.Person, store.At(tx.Now()))
	}
	if err = tx.InsertMany("paper_code (hash, person, made_at)", 3, values, ""); err != nil {
		return nil, err
	}
	return codes, room.tell(tx, v, ToldPaperMade)
}

// paperCode spends a code on paper.
func (room *Room) paperCode(tx *store.Tx, v Viewer, code string) (ok bool, err error) {
	n, err := tx.Exec(`UPDATE paper_code SET used_at = $1 WHERE hash = $2 AND person = $3 AND used_at IS NULL`,
		store.At(tx.Now()), hash(plainPaper(code)), v.Person)
	if err != nil || n == 0 {
		return false, err
	}
	return true, room.tell(tx, v, ToldPaperUsed)
}

// plainPaper is a code as it was made, however it was typed.
func plainPaper(code string) string {
	return strings.Map(func(c rune) rune {
		switch {
		case c >= 'a' && c <= 'z' || c >= '2' && c <= '7':
			return c
		case c == '0':
			return 'o'
		case c == '1':
			return 'l'
		case c == '8':
			return 'b'
		}
		return -1
	}, strings.ToLower(code))
}
