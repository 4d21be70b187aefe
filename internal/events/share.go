package events

import (
	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/store"
)

// putShares writes which further chapters show the event. A chapter that does
// not exist is refused; the event's own needs no share.
func (room *Room) putShares(tx *store.Tx, e *Event) error {
	if _, err := tx.Exec(`DELETE FROM event_share WHERE event = $1`, e.ID); err != nil {
		return err
	}
	for _, slug := range e.Shared {
		if slug == e.Chapter {
			continue
		}
		c, err := room.People.ChapterBySlug(tx, slug)
		if errs.Is(err, errs.NotFound) {
			var form errs.Form
			form.Add("shared", "org.event.shared-unknown|This chapter does not exist. Choose from the list.")
			return form.Err()
		}
		if err != nil {
			return err
		}
		if _, err := tx.Exec(`INSERT INTO event_share (event, chapter) VALUES ($1, $2)`, e.ID, c.ID); err != nil {
			return err
		}
	}
	return nil
}

// sharesOf are the ids of the further chapters that show each of the events.
func sharesOf(tx *store.Tx, list []*Event) (map[string][]string, error) {
	ids, shares := make([]string, len(list)), map[string][]string{}
	for i, e := range list {
		ids[i] = e.ID
	}
	in, args := store.In(tx, "event", 1, ids)
	err := tx.Each(func(r *store.Rows) error {
		var event, chapter string
		err := r.Scan(&event, &chapter)
		shares[event] = append(shares[event], chapter)
		return err
	}, `SELECT event, chapter FROM event_share WHERE `+in+` ORDER BY event, chapter`, args...)
	return shares, err
}
