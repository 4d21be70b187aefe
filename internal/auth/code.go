package auth

import (
	"crypto/hmac"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"math/big"
	"time"

	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/seal"
	"codeberg.org/plenary/plenary/internal/store"
)

// A carried link opens the low tier only, since mails are passed on. Names of
// others show a code that is mailed to the link's person and typed in the
// browser that asked for it, which then may see them for a while.
const (
	CodeFor     = 15 * time.Minute
	UnlockedFor = 12 * time.Hour
	mostCodes   = 6 // mailed within codesIn
	codesIn     = 12 * time.Hour
)

// Codes are the mailed codes that open what carried links keep shut.
type Codes struct{ Keys *seal.Keys }

// Door is what a code opens: more of what one carried link leads to. A new
// generation of the link shuts it.
type Door struct {
	Purpose    string `json:"p"`
	ID         string `json:"i"`
	Generation int    `json:"g"`
	Person     string `json:"-"` // whose link it is, and to whom codes are mailed
}

func (d Door) id() string { return d.Purpose + " " + d.ID }

// Make makes a code for the browser that keeps the secret; mailing it is the
// caller's. A code that was made before is no longer valid.
func (c Codes) Make(tx *store.Tx, v Viewer, d Door, browser string) (code string, err error) {
	if !v.Is(d.Person) || browser == "" {
		return "", errs.NotThere()
	}
	n, err := rand.Int(rand.Reader, big.NewInt(1_000_000))
	if err != nil {
		return "", err
	}
	code, now := fmt.Sprintf("%06d", n), tx.Now()
	written, err := tx.Exec(`INSERT INTO link_code (id, browser, code, sent_at, until) VALUES ($1, $2, $3, $4, $5)
		ON CONFLICT (id) DO UPDATE SET browser = excluded.browser, code = excluded.code, tries = 0, until = excluded.until,
			sent = CASE WHEN link_code.sent_at <= $6 THEN 1 ELSE link_code.sent + 1 END,
			sent_at = CASE WHEN link_code.sent_at <= $6 THEN excluded.sent_at ELSE link_code.sent_at END
		WHERE link_code.sent_at <= $6 OR link_code.sent < $7`,
		d.id(), c.browserHash(browser), c.codeHash(d, code), now, now.Add(CodeFor), store.At(now.Add(-codesIn)), mostCodes)
	if err == nil && written == 0 {
		err = errs.New(errs.TooMany, "series.group.codes|Too many codes were asked for. Please wait some hours, or sign in.")
	}
	return code, err
}

func (c Codes) browserHash(browser string) []byte { return c.Keys.Index("link_code.browser", browser) }

func (c Codes) codeHash(d Door, code string) []byte {
	return c.Keys.Index("link_code.code", d.id()+" "+code)
}

// Open spends a code and returns a ticket for the browser that asked for it. A
// wrong code is counted and answered with ok = false; the write must be kept.
func (c Codes) Open(tx *store.Tx, v Viewer, d Door, browser, code string) (ticket string, ok bool, err error) {
	if !v.Is(d.Person) {
		return "", false, errs.NotThere()
	}
	var forBrowser, right []byte
	var until time.Time
	err = tx.Row(`UPDATE link_code SET tries = tries + 1 WHERE id = $1 AND tries < $2 AND until > $3 RETURNING browser, code, until`,
		d.id(), mostTries, tx.Now()).Scan(&forBrowser, &right, &until)
	if errors.Is(err, store.ErrNoRow) {
		return "", false, nil
	}
	if err != nil {
		return "", false, err
	}
	if !hmac.Equal(forBrowser, c.browserHash(browser)) || !hmac.Equal(right, c.codeHash(d, code)) {
		return "", false, nil
	}
	if _, err = tx.Exec(`UPDATE link_code SET until = $1 WHERE id = $2`, tx.Now(), d.id()); err != nil {
		return "", false, err
	}
	plain, err := json.Marshal(opened{d, browser, tx.Now().Add(UnlockedFor)})
	return c.Keys.Ticket(openedPurpose, plain), true, err
}

const openedPurpose = "link.opened"

// opened is what a ticket holds.
type opened struct {
	Door    Door      `json:"d"`
	Browser string    `json:"b"`
	Until   time.Time `json:"u"`
}

// Raise returns the viewer of a carried link at the tier that the browser has
// reached: with a valid ticket, that of somebody who answered from their mail.
func (c Codes) Raise(v Viewer, d Door, browser, ticket string, now time.Time) Viewer {
	plain, ok := c.Keys.OpenTicket(openedPurpose, ticket)
	var o opened
	if !ok || json.Unmarshal(plain, &o) != nil || browser == "" || o.Browser != browser || !v.Is(d.Person) || !now.Before(o.Until) {
		return v
	}
	if o.Door.Person = d.Person; o.Door == d {
		v.Tier = Mail
	}
	return v
}

// Sweep forgets codes that nobody can ask anything of any more.
func (c Codes) Sweep(tx *store.Tx) error {
	_, err := tx.Exec(`DELETE FROM link_code WHERE sent_at <= $1 AND until <= $2`, store.At(tx.Now().Add(-codesIn)), store.At(tx.Now()))
	return err
}
