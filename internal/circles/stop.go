package circles

import (
	"context"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/seal"
	"codeberg.org/plenary/plenary/internal/series"
	"codeberg.org/plenary/plenary/internal/store"
)

// LinkStop is the purpose of the link that stops reminders of a circle.
const LinkStop = "circle-stop"

// StopKey returns the key by which somebody's reminders are stopped.
func (room *Room) StopKey(in Interest) string {
	return room.Keys.Link(LinkStop, in.ID, in.Generation)
}

// Reminding is what a stop key opens.
type Reminding struct {
	In Interest
	S  *series.Series
	On bool // whether reminders are sent
}

// Reminding returns what a key opens that stops reminders. A key that opens
// nothing is NotThere.
func (room *Room) Reminding(ctx context.Context, tx *store.Tx, key string) (st Reminding, err error) {
	defer errs.Wrap(&err, "open a stop link")
	id, mac, ok := seal.ParseLink(key)
	if !ok {
		return st, errs.NotThere()
	}
	if st.In, err = room.interest(tx, id); err != nil {
		return st, err
	}
	if !room.Keys.CheckLink(LinkStop, id, st.In.Generation, mac) {
		return st, errs.NotThere()
	}
	p, placed, err := room.placement(tx, id)
	if err != nil {
		return st, err
	}
	st.On = p.Reminders || !placed
	st.S, _, err = room.programme(tx, st.In.Cohort)
	return st, err
}

// SetReminders stops the reminders of a circle, or lets them come again, as
// often as the holder of the key likes. It does not prove the address: mail
// programs press this button by themselves.
func (room *Room) SetReminders(ctx context.Context, tx *store.Tx, key string, on bool) (st Reminding, err error) {
	if st, err = room.Reminding(ctx, tx, key); err != nil {
		return st, err
	}
	st.On = on
	return st, room.remindable(tx, st.In, on)
}

// Remindable says whether somebody wants reminders of their circle.
func (room *Room) Remindable(ctx context.Context, tx *store.Tx, v auth.Viewer, in Interest, on bool) error {
	if !v.Is(in.Person) {
		return errs.NotThere()
	}
	return room.remindable(tx, in, on)
}

func (room *Room) remindable(tx *store.Tx, in Interest, on bool) error {
	_, err := tx.Exec(`UPDATE placement SET reminders = $1 WHERE interest = $2 AND reminders <> $1`, on, in.ID)
	return err
}
