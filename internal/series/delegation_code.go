package series

import (
	"context"
	"encoding/json"
	"time"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/mail"
	"codeberg.org/plenary/plenary/internal/store"
)

// codes open the names of a group to its contact person.
func (room *Room) codes() auth.Codes { return auth.Codes{Keys: room.Keys} }

func (d *Delegation) door() auth.Door {
	return auth.Door{Purpose: LinkGroup, ID: d.ID, Generation: d.Generation, Person: d.Contact}
}

// SendCode mails a code to the contact person, for the browser that keeps the
// secret. A code that was mailed before is no longer valid.
func (room *Room) SendCode(ctx context.Context, tx *store.Tx, v auth.Viewer, d *Delegation, browser string) (err error) {
	defer errs.Wrap(&err, "mail a group's code")
	code, err := room.codes().Make(tx, v, d.door(), browser)
	if err != nil {
		return err
	}
	payload, err := json.Marshal(GroupCode{code})
	if err != nil {
		return err
	}
	return mail.Enqueue(tx, room.Keys, mail.Row{Kind: MailGroupCode, Person: d.Contact, About: d.ID, Lang: d.Language,
		Payload: payload, NotAfter: tx.Now().Add(auth.CodeFor), Replace: true})
}

// Unlock spends a code and returns a ticket for the browser that asked for it.
// A wrong code is counted and answered with ok = false; the write must be kept.
func (room *Room) Unlock(ctx context.Context, tx *store.Tx, v auth.Viewer, s *Series, d *Delegation, browser, code string) (ticket string, ok bool, err error) {
	defer errs.Wrap(&err, "unlock a group")
	if ticket, ok, err = room.codes().Open(tx, v, d.door(), browser, code); err != nil || !ok {
		return "", false, err
	}
	return ticket, true, room.AnswerGroup(ctx, tx, v, s, d)
}

// Raise returns the viewer of a group's link at the tier that the browser has
// reached: with a valid ticket, that of somebody who answered from their mail.
func (room *Room) Raise(v auth.Viewer, d *Delegation, browser, ticket string, now time.Time) auth.Viewer {
	return room.codes().Raise(v, d.door(), browser, ticket, now)
}
