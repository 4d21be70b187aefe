package series

import (
	"context"
	"errors"
	"strings"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/store"
)

// LinkStop is the purpose of the link that stops reminders and write-ups.
const LinkStop = "u"

// StopKey returns the key by which a registration's reminders are stopped.
func (room *Room) StopKey(r Registration) string {
	return room.Keys.Link(LinkStop, r.ID, r.Generation)
}

// GroupStopKey returns the same for a group's contact person.
func (room *Room) GroupStopKey(d Delegation) string {
	return room.Keys.Link(LinkStop, groupMark+d.ID, d.Generation)
}

// groupMark tells the ids of groups in stop keys from those of registrations.
const groupMark = "g-"

// Stop is what a stop key opens.
type Stop struct {
	S         *Series
	Zone      string
	Language  string
	Reminders bool // whether they are sent
	table, id string
}

// Stop returns what a key opens that stops reminders. A key that opens nothing
// is NotThere.
func (room *Room) Stop(ctx context.Context, tx *store.Tx, key string) (st Stop, err error) {
	defer errs.Wrap(&err, "open a stop link")
	both, mac, ok := parseLink(key)
	if !ok {
		return st, errs.NotThere()
	}
	var generation int
	var series string
	st.table, st.id = "registration", both
	if group, is := strings.CutPrefix(both, groupMark); is {
		st.table, st.id = "delegation", group
	}
	err = tx.Row(`SELECT series, zone, language, reminders, generation FROM `+st.table+` WHERE id = $1`, st.id).
		Scan(&series, &st.Zone, &st.Language, &st.Reminders, &generation)
	if errors.Is(err, store.ErrNoRow) {
		return st, errs.NotThere()
	}
	if err != nil {
		return st, err
	}
	if !room.Keys.CheckLink(LinkStop, both, generation, mac) {
		return st, errs.NotThere()
	}
	st.S, err = room.ByID(ctx, tx, auth.Itself(), series)
	return st, err
}

// SetReminders stops the reminders and write-ups of one series, or lets them
// come again. Whoever holds the key may do it, as often as they like. It does
// not prove the address: mail programs press this button by themselves.
func (room *Room) SetReminders(ctx context.Context, tx *store.Tx, key string, on bool) (st Stop, err error) {
	if st, err = room.Stop(ctx, tx, key); err != nil {
		return st, err
	}
	_, err = tx.Exec(`UPDATE `+st.table+` SET reminders = $1 WHERE id = $2 AND reminders <> $1`, on, st.id)
	st.Reminders = on
	return st, err
}
