package auth

import (
	"time"

	"codeberg.org/plenary/plenary/internal/store"
)

// FreshFor is how long a passkey or a code that was just shown opens what asks
// for it anew.
const FreshFor = 10 * time.Minute

// worth is what a sign-in is worth now.
func (room *Room) worth(kept Tier, shown, now time.Time) Tier {
	switch {
	case room.Trial:
		return Fresh
	case kept >= Strong && !shown.IsZero() && now.Before(shown.Add(FreshFor)):
		return Fresh
	}
	return min(kept, Strong)
}

// raise notes that the viewer has just shown in this sign-in who they are.
func (room *Room) raise(tx *store.Tx, v Viewer) error {
	_, err := tx.Exec(`UPDATE sign_in SET tier = $1, shown_at = $2 WHERE id = $3 AND person = $4`,
		int(Strong), store.At(tx.Now()), v.SignIn, v.Person)
	return err
}

// JustMailed tells whether the viewer signed in, by whatever way, within the
// last minutes: enough to set up the first passkey or app, and no more.
func (room *Room) JustMailed(tx *store.Tx, v Viewer) (just bool, err error) {
	err = tx.Row(`SELECT EXISTS (SELECT 1 FROM sign_in WHERE id = $1 AND person = $2 AND made_at > $3)`,
		v.SignIn, v.Person, store.At(tx.Now().Add(-FreshFor))).Scan(&just)
	return just || room.Trial, err
}
