package community

import (
	"context"
	"crypto/rand"
	"encoding/binary"
	"errors"
	"maps"
	"slices"
	"time"

	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/seal"
	"codeberg.org/plenary/plenary/internal/seal/set"
	"codeberg.org/plenary/plenary/internal/store"
)

// tells says who is to be mailed, and when: the mail that still lies in the
// group. By person.
type tells map[string]time.Time

// spread is how far apart the mails of one piece of news may lie. Who watches a
// mail server sees single mails like others, not a group at a glance.
const spread = 90 * time.Minute

// soon is some moment from now on.
func soon(now time.Time) time.Time {
	var b [8]byte
	rand.Read(b[:])
	return now.Add(time.Duration(binary.BigEndian.Uint64(b[:]) % uint64(spread))).Truncate(time.Second)
}

// tell has people told that there is something new. Who is to be told already
// is told once.
func (g *Group) tell(tx *store.Tx, people ...string) error {
	changed := false
	for _, p := range people {
		if _, waits := g.tells.Value[p]; !waits {
			g.tells.Value[p], changed = soon(tx.Now()), true
		}
	}
	if !changed {
		return nil
	}
	return g.putTells(tx)
}

// tellOthers tells all members but the one who did it.
func (g *Group) tellOthers(tx *store.Tx, but string) error {
	var whom []string
	for _, m := range g.Members {
		if m.Person != but {
			whom = append(whom, m.Person)
		}
	}
	return g.tell(tx, whom...)
}

// tellStewards tells those who let others in.
func (g *Group) tellStewards(tx *store.Tx, but string) error {
	var whom []string
	for _, m := range g.Members {
		if m.Steward && m.Person != but {
			whom = append(whom, m.Person)
		}
	}
	return g.tell(tx, whom...)
}

func (g *Group) putTells(tx *store.Tx) (err error) {
	if g.tells.ID == "" {
		g.tells.ID, err = g.x.Add(tx, kindTells, g.tells.Value)
	} else {
		err = g.x.Put(tx, g.tells.ID, g.tells.Value)
	}
	return err
}

// settle ends a change: the group is due when the next one is to be told, a
// reminder is to be written or an invitation runs out.
func (g *Group) settle(tx *store.Tx) error {
	var due time.Time
	first := func(t time.Time) {
		if !t.IsZero() && (due.IsZero() || t.Before(due)) {
			due = t
		}
	}
	for _, t := range g.tells.Value {
		first(t)
	}
	for _, e := range g.Gatherings {
		first(e.Remind)
	}
	invites, err := set.List[Invite](g.x, kindInvite) // also for a member who does not see them
	for _, i := range invites {
		first(i.Value.Until)
	}
	if err != nil {
		return err
	}
	return g.x.SetDue(tx, due)
}

// Tell mails those in all groups who are to be told by now. The rows of mail
// are written apart from those of the groups: what one transaction wrote can be
// told from a database, and is not to show who is in a group. If it is broken
// off in between, somebody may be told twice.
func (room *Room) Tell(ctx context.Context, db *store.DB) error {
	var ripe []string
	err := db.Read(ctx, func(tx *store.Tx) error {
		ids, err := room.Sets.IDs(tx)
		if err != nil {
			return err
		}
		due, err := room.Sets.Due(tx, ids)
		ripe = nil
		for _, id := range ids {
			if at, is := due[id]; is && !at.After(tx.Now()) {
				ripe = append(ripe, id)
			}
		}
		return err
	})
	for _, id := range ripe {
		if err == nil {
			err = room.tellOf(ctx, db, id)
		}
	}
	return err
}

func (room *Room) tellOf(ctx context.Context, db *store.DB, id string) error {
	var whom []string
	write := func(do func(tx *store.Tx, g *Group) error) error {
		return db.Write(ctx, func(tx *store.Tx) error {
			tx.Quiet()
			g, err := room.within(tx, id)
			if err != nil || g == nil {
				return err
			}
			if err := do(tx, g); err != nil {
				return err
			}
			return g.settle(tx)
		})
	}
	err := write(func(tx *store.Tx, g *Group) (err error) {
		whom, err = room.ripen(tx, g)
		return err
	})
	if err != nil || len(whom) == 0 {
		return err
	}
	if err := db.Write(ctx, func(tx *store.Tx) error {
		for _, person := range whom {
			if err := room.People.WriteUnsaid(tx, person); err != nil {
				return err
			}
		}
		return nil
	}); err != nil {
		return err
	}
	return write(func(tx *store.Tx, g *Group) error {
		for _, person := range whom {
			delete(g.tells.Value, person)
			if err := room.notePerson(tx, person); err != nil {
				return err
			}
		}
		return g.putTells(tx)
	})
}

// within opens a group for Plenary's own work on it; nil if it is gone.
func (room *Room) within(tx *store.Tx, id string) (*Group, error) {
	x, err := room.Sets.Change(tx, id)
	if errors.Is(err, seal.ErrErased) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	return read(x)
}

// ripen lets go of invitations that ran out, turns reminders into news for all,
// and returns who is to be mailed now. Who had a mail today waits for tomorrow.
func (room *Room) ripen(tx *store.Tx, g *Group) (whom []string, err error) {
	now := tx.Now()
	for _, i := range slices.Clone(g.Invites) {
		if !i.Until.After(now) {
			if err := room.endInvite(tx, g, i); err != nil {
				return nil, err
			}
		}
	}
	for n, e := range g.Gatherings {
		if !e.Remind.IsZero() && !e.Remind.After(now) {
			g.Gatherings[n].Remind = time.Time{}
			if err := g.x.Put(tx, e.ID, g.Gatherings[n]); err != nil {
				return nil, err
			}
			if err := g.tellOthers(tx, ""); err != nil {
				return nil, err
			}
		}
	}
	moved := false
	for _, person := range slices.Sorted(maps.Keys(g.tells.Value)) {
		if g.tells.Value[person].After(now) {
			continue
		}
		had, err := room.hadMail(tx, person)
		switch {
		case err != nil:
			return nil, err
		case had:
			tomorrow := now.UTC().Truncate(24 * time.Hour).Add(24*time.Hour + 7*time.Hour)
			g.tells.Value[person], moved = soon(tomorrow), true
		default:
			whom = append(whom, person)
		}
	}
	if moved {
		err = g.putTells(tx)
	}
	return whom, err
}

// hadMail tells whether a person was mailed today that there is something new.
// Who is erased, or known no more, is not mailed again.
func (room *Room) hadMail(tx *store.Tx, person string) (bool, error) {
	shelf, err := room.Sets.Shelf(tx, person)
	if errors.Is(err, seal.ErrErased) || errs.Is(err, errs.NotFound) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	list, err := set.List[day](shelf, mailed)
	return len(list) > 0 && list[0].Value == dayOf(tx.Now()), err
}

// notePerson notes on the person's shelf that they are mailed today.
func (room *Room) notePerson(tx *store.Tx, person string) error {
	shelf, err := room.Sets.ChangeShelf(tx, person)
	if errors.Is(err, seal.ErrErased) {
		return nil
	}
	if err != nil {
		return err
	}
	list, err := set.List[day](shelf, mailed)
	switch {
	case err != nil:
		return err
	case len(list) == 0:
		_, err = shelf.Add(tx, mailed, dayOf(tx.Now()))
		return err
	}
	return shelf.Put(tx, list[0].ID, dayOf(tx.Now()))
}
