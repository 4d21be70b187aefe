package auth

import (
	"encoding/json"
	"time"

	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/mail"
	"codeberg.org/plenary/plenary/internal/store"
)

// Ways are what a person can show besides a mailed link.
type Ways struct {
	Passkeys  []Passkey
	App       time.Time // since when an app shows codes; zero: none does
	Paper     int       // codes on paper that are not used
	Elsewhere time.Time // since when a sign-in at another house counts
}

// HasKey tells whether there is a passkey or an app.
func (w Ways) HasKey() bool { return len(w.Passkeys) > 0 || !w.App.IsZero() }

// None tells whether there is nothing to show but a mailed link.
func (w Ways) None() bool { return !w.HasKey() && w.Paper == 0 && w.Elsewhere.IsZero() }

// Ways returns what the viewer can show.
func (room *Room) Ways(tx *store.Tx, v Viewer) (w Ways, err error) {
	defer errs.Wrap(&err, "list the ways to sign in")
	if w.Passkeys, err = room.passkeys(tx, v.Person); err != nil {
		return w, err
	}
	var app, other store.Time
	err = tx.Row(`SELECT (SELECT made_at FROM totp WHERE person = $1), (SELECT MIN(made_at) FROM elsewhere WHERE person = $1),
		(SELECT COUNT(*) FROM paper_code WHERE person = $1 AND used_at IS NULL)`, v.Person).Scan(&app, &other, &w.Paper)
	w.App, w.Elsewhere = app.Time, other.Time
	return w, err
}

// MayAdd fails unless the viewer may set up one more passkey or app. Who has
// something to show shows it; the first one is set up right after a mailed
// link, and never later: a mailbox alone opens what nobody has closed yet.
func (room *Room) MayAdd(tx *store.Tx, v Viewer) error {
	w, err := room.Ways(tx, v)
	switch {
	case err != nil:
		return err
	case w.HasKey() || w.Paper > 0:
		return v.Needs(Fresh)
	case !w.Elsewhere.IsZero():
		return v.Needs(Strong)
	}
	if err := v.Needs(Mail); err != nil {
		return err
	}
	just, err := room.JustMailed(tx, v)
	if err == nil && !just {
		err = errs.New(errs.StepUp, "err.step-up|Please show once more that it is you.")
	}
	return err
}

// mayRemove fails where what goes is the last thing to show, and there are no
// codes on paper for the day on which it is needed.
func (w Ways) mayRemove() error {
	keys := len(w.Passkeys)
	if !w.App.IsZero() {
		keys++
	}
	if keys < 2 && w.Paper == 0 {
		return errs.New(errs.Invalid, "auth.key.last|This is the last thing you can show. Set up another one first, or make codes on paper.")
	}
	return nil
}

// changed follows what takes something away: whoever came in elsewhere, perhaps
// by just that, comes in again.
func (room *Room) changed(tx *store.Tx, v Viewer, what Told) error {
	if err := room.EndOthers(tx, v); err != nil {
		return err
	}
	return room.tell(tx, v, what)
}

// MailTold tells a person that something about their sign-in has changed. Its
// payload is a Told.
const MailTold = "auth.told"

// Told is what has changed.
type Told string

// What people are told of.
const (
	ToldPasskeyAdded   Told = "passkey.added"
	ToldPasskeyRemoved Told = "passkey.removed"
	ToldAppAdded       Told = "app.added"
	ToldAppRemoved     Told = "app.removed"
	ToldPaperMade      Told = "paper.made"
	ToldPaperUsed      Told = "paper.used"
	ToldLinked         Told = "elsewhere.linked"
	ToldUnlinked       Told = "elsewhere.unlinked"
	ToldKeysTaken      Told = "keys.taken"
)

// tell mails what has changed, and writes it into the audit log.
func (room *Room) tell(tx *store.Tx, v Viewer, what Told) error {
	return room.tellPerson(tx, v, v.Person, what)
}

func (room *Room) tellPerson(tx *store.Tx, v Viewer, person string, what Told) error {
	payload, err := json.Marshal(what)
	if err != nil {
		return err
	}
	if err := room.Note(tx, v, "signin."+string(what), person, 1); err != nil {
		return err
	}
	return mail.Enqueue(tx, room.Keys, mail.Row{Kind: MailTold, Person: person, Payload: payload})
}

// EndOthers ends all of the viewer's sign-ins but this one, and what links and
// codes are still on their way to open more.
func (room *Room) EndOthers(tx *store.Tx, v Viewer) error {
	if _, err := tx.Exec(`DELETE FROM sign_in_token WHERE person = $1`, v.Person); err != nil {
		return err
	}
	_, err := tx.Exec(`DELETE FROM sign_in WHERE person = $1 AND id <> $2`, v.Person, v.SignIn)
	return err
}

// TakeKeys takes from a person all that they can show, and ends their
// sign-ins: at the console, for who has lost everything. Their next mailed
// link lets them set up anew.
func (room *Room) TakeKeys(tx *store.Tx, v Viewer, person string) (err error) {
	defer errs.Wrap(&err, "take keys")
	if v.Kind != Console {
		return errs.NotThere()
	}
	if err = room.forgetKeys(tx, person); err != nil {
		return err
	}
	if err = room.EndOthers(tx, Viewer{Person: person}); err != nil {
		return err
	}
	return room.tellPerson(tx, v, person, ToldKeysTaken)
}

// forgetKeys deletes all that a person can show.
func (room *Room) forgetKeys(tx *store.Tx, person string) error {
	for _, table := range []string{"passkey", "passkey_user", "totp", "paper_code", "code_tries", "elsewhere", "ceremony", "held_form"} {
		if _, err := tx.Exec(`DELETE FROM `+table+` WHERE person = $1`, person); err != nil {
			return err
		}
	}
	return nil
}
