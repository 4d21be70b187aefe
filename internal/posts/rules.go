package posts

import (
	"context"
	"errors"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/store"
)

// Rules are what the network asks of all its texts.
type Rules struct {
	SecondYes bool // nothing goes out before a second person has said yes
}

// Rules returns what the network asks.
func (room *Room) Rules(tx *store.Tx) (r Rules, err error) {
	err = tx.Row(`SELECT second_yes FROM post_rules WHERE id = 'network'`).Scan(&r.SecondYes)
	if errors.Is(err, store.ErrNoRow) {
		err = nil
	}
	return r, err
}

// SetRules changes what the network asks, for who may change the network.
func (room *Room) SetRules(ctx context.Context, tx *store.Tx, v auth.Viewer, r Rules) (err error) {
	defer errs.Wrap(&err, "set the rules of texts")
	if !v.Can(auth.EditNetwork, auth.TheNetwork()) {
		return errs.NotThere()
	}
	if _, err = tx.Exec(`INSERT INTO post_rules (id, second_yes) VALUES ('network', $1) ON CONFLICT (id) DO UPDATE SET second_yes = excluded.second_yes`,
		r.SecondYes); err != nil {
		return err
	}
	return room.note(tx, v, "post.rules", "network")
}

// needsYes tells whether a post goes out only once a second person has said
// yes. What is written up of a session or a date is its team's own.
func needsYes(tx *store.Tx, p Post) (bool, error) {
	if !p.About.None() {
		return false, nil
	}
	rules, err := (&Room{}).Rules(tx)
	return rules.SecondYes, err
}
