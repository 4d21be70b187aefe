package series

import (
	"context"
	"crypto/hmac"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"math/big"
	"time"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/mail"
	"codeberg.org/plenary/plenary/internal/store"
)

// The link to a group opens the low tier only, since mails are passed on. Who
// is in the group shows a code that is mailed to the contact person and typed
// in the browser that asked for it, which then may see the names for a while.
const (
	codeFor     = 15 * time.Minute
	UnlockedFor = 12 * time.Hour
	mostTries   = 5 // at one code
	mostCodes   = 6 // mailed within codesIn
	codesIn     = 12 * time.Hour
)

// SendCode mails a code to the contact person, for the browser that keeps the
// secret. A code that was mailed before is no longer valid.
func (room *Room) SendCode(ctx context.Context, tx *store.Tx, v auth.Viewer, d *Delegation, browser string) (err error) {
	defer errs.Wrap(&err, "mail a group's code")
	if !v.Is(d.Contact) || browser == "" {
		return errs.NotThere()
	}
	n, err := rand.Int(rand.Reader, big.NewInt(1_000_000))
	if err != nil {
		return err
	}
	code, now := fmt.Sprintf("%06d", n), tx.Now()
	written, err := tx.Exec(`INSERT INTO delegation_code (id, browser, code, sent_at, until) VALUES ($1, $2, $3, $4, $5)
		ON CONFLICT (id) DO UPDATE SET browser = excluded.browser, code = excluded.code, tries = 0, until = excluded.until,
			sent = CASE WHEN delegation_code.sent_at <= $6 THEN 1 ELSE delegation_code.sent + 1 END,
			sent_at = CASE WHEN delegation_code.sent_at <= $6 THEN excluded.sent_at ELSE delegation_code.sent_at END
		WHERE delegation_code.sent_at <= $6 OR delegation_code.sent < $7`,
		d.ID, room.browserHash(browser), room.codeHash(d.ID, code), now, now.Add(codeFor), store.At(now.Add(-codesIn)), mostCodes)
	if err != nil {
		return err
	}
	if written == 0 {
		return errs.New(errs.TooMany, "series.group.codes|Too many codes were asked for. Please wait some hours, or sign in.")
	}
	payload, err := json.Marshal(GroupCode{code})
	if err != nil {
		return err
	}
	return mail.Enqueue(tx, room.Keys, mail.Row{Kind: MailGroupCode, Person: d.Contact, About: d.ID, Lang: d.Language,
		Payload: payload, NotAfter: now.Add(codeFor), Replace: true})
}

func (room *Room) browserHash(browser string) []byte {
	return room.Keys.Index("delegation_code.browser", browser)
}

func (room *Room) codeHash(delegation, code string) []byte {
	return room.Keys.Index("delegation_code.code", delegation+" "+code)
}

// Unlock spends a code and returns a ticket for the browser that asked for it.
// A wrong code is counted and answered with ok = false; the write must be kept.
func (room *Room) Unlock(ctx context.Context, tx *store.Tx, v auth.Viewer, s *Series, d *Delegation, browser, code string) (ticket string, ok bool, err error) {
	defer errs.Wrap(&err, "unlock a group")
	if !v.Is(d.Contact) {
		return "", false, errs.NotThere()
	}
	var forBrowser, right []byte
	var until time.Time
	err = tx.Row(`UPDATE delegation_code SET tries = tries + 1 WHERE id = $1 AND tries < $2 AND until > $3 RETURNING browser, code, until`,
		d.ID, mostTries, tx.Now()).Scan(&forBrowser, &right, &until)
	if errors.Is(err, store.ErrNoRow) {
		return "", false, nil
	}
	if err != nil {
		return "", false, err
	}
	if !hmac.Equal(forBrowser, room.browserHash(browser)) || !hmac.Equal(right, room.codeHash(d.ID, code)) {
		return "", false, nil
	}
	if _, err = tx.Exec(`UPDATE delegation_code SET until = $1 WHERE id = $2`, tx.Now(), d.ID); err != nil {
		return "", false, err
	}
	plain, err := json.Marshal(unlocked{d.ID, d.Generation, browser, tx.Now().Add(UnlockedFor)})
	if err != nil {
		return "", false, err
	}
	return room.Keys.Ticket(unlockPurpose, plain), true, room.AnswerGroup(ctx, tx, v, s, d)
}

const unlockPurpose = "series.group.unlocked"

// unlocked is what a ticket holds.
type unlocked struct {
	Delegation string    `json:"d"`
	Generation int       `json:"g"`
	Browser    string    `json:"b"`
	Until      time.Time `json:"u"`
}

// Raise returns the viewer of a group's link at the tier that the browser has
// reached: with a valid ticket, that of somebody who answered from their mail.
func (room *Room) Raise(v auth.Viewer, d *Delegation, browser, ticket string, now time.Time) auth.Viewer {
	plain, ok := room.Keys.OpenTicket(unlockPurpose, ticket)
	var u unlocked
	if !ok || json.Unmarshal(plain, &u) != nil || browser == "" || u.Browser != browser {
		return v
	}
	if u.Delegation == d.ID && u.Generation == d.Generation && now.Before(u.Until) && v.Is(d.Contact) {
		v.Tier = auth.Mail
	}
	return v
}
