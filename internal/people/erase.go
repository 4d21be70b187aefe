package people

import (
	"context"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/mail"
	"codeberg.org/plenary/plenary/internal/store"
)

// Erase makes a person unreadable for ever: their key goes, and with it what
// was sealed with it, wherever it lies. Their rows stay as numbers without a
// name. Mail that waits for them is dropped. That they did it themselves stands in
// the audit log, by their number.
func (room *Room) Erase(ctx context.Context, tx *store.Tx, v auth.Viewer, id string) (err error) {
	defer errs.Wrap(&err, "erase a person")
	if !v.Is(id) && v.Kind != auth.System && v.Kind != auth.Console {
		return errs.NotThere()
	}
	for _, f := range room.OnErased {
		if err = f(ctx, tx, id); err != nil {
			return err
		}
	}
	if err = mail.Forget(tx, id); err != nil {
		return err
	}
	_, err = tx.Exec(`UPDATE person SET name = NULL, address = NULL, address_ix = NULL, generation = generation + 1 WHERE id = $1`, id)
	if err != nil {
		return err
	}
	for _, rest := range []string{`DELETE FROM letterbox WHERE person = $1`, `DELETE FROM frozen WHERE person = $1`, `DELETE FROM chapter_team WHERE person = $1`,
		`DELETE FROM agreement_yes WHERE person = $1`, `DELETE FROM contact_pace WHERE contact = $1`} {
		if _, err = tx.Exec(rest, id); err != nil {
			return err
		}
	}
	if v.Is(id) { // the console notes what it does, and who was never anybody needs no line
		if err = room.note(tx, v, "erase", id); err != nil {
			return err
		}
	}
	return room.Keys.Erase(tx, id)
}

// EraseStranger erases somebody who never confirmed that their address is
// theirs, unless they still have something in one of the rooms. Rooms call it
// when they have forgotten what somebody had there.
func (room *Room) EraseStranger(ctx context.Context, tx *store.Tx, id string) error {
	stranger, err := tx.Found(`SELECT 1 FROM person WHERE id = $1 AND proven_at IS NULL AND name IS NOT NULL`, id)
	if err != nil || !stranger {
		return err
	}
	for _, keeps := range room.KeepsPerson {
		if kept, err := keeps(tx, id); kept || err != nil {
			return err
		}
	}
	return room.Erase(ctx, tx, auth.Itself(), id)
}
