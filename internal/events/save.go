package events

import (
	"context"
	"errors"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/people"
	"codeberg.org/plenary/plenary/internal/store"
	"codeberg.org/plenary/plenary/internal/typed"
)

// Save keeps what an organiser's form says of an event and returns it as it is
// now; e itself is left as it is. Without an ID it is a new one, and a draft.
// With an ID, Version must be the one that the form was made from: if somebody
// else has saved meanwhile, Save answers Conflict and changes nothing. State
// stays; see SetState.
func (room *Room) Save(ctx context.Context, tx *store.Tx, v auth.Viewer, e *Event) (_ *Event, err error) {
	defer errs.Wrap(&err, "save an event")
	e = e.clone()
	if e.ID == "" {
		e.State = Draft
		if err := room.replace(ctx, tx, v, e, nil); err != nil {
			return nil, err
		}
		return e, room.note(tx, v, "event.make", e.ID)
	}
	old, err := room.mine(tx, v, "e.id = $1", e.ID)
	if err != nil {
		return nil, err
	}
	if e.Version != old.Version {
		return nil, errs.New(errs.Conflict,
			"org.event.changed-meanwhile|Somebody else has changed this event since you opened it. Open it again and enter your changes once more.")
	}
	e.State = old.State
	if err := room.replace(ctx, tx, v, e, old); err != nil {
		return nil, err
	}
	return e, room.note(tx, v, "event.edit", e.ID)
}

// mine loads an event that the viewer may change, for this transaction alone.
func (room *Room) mine(tx *store.Tx, v auth.Viewer, where, arg string) (*Event, error) {
	var id string
	err := tx.Row(`SELECT e.id FROM event e WHERE `+where, arg).Scan(&id)
	if errors.Is(err, store.ErrNoRow) {
		return nil, errs.NotThere()
	}
	if err == nil {
		err = tx.Lock("event", id)
	}
	if err != nil {
		return nil, err
	}
	list, err := load(tx, "e.id = $1", id) // nobody else writes it now
	if err != nil {
		return nil, err
	}
	if len(list) == 0 || !room.May(v, list[0], auth.EditEvents) {
		return nil, errs.NotThere()
	}
	return list[0], nil
}

// replace writes an event in place of old, or as a new one, and tells of the
// changes. Old must be locked.
func (room *Room) replace(ctx context.Context, tx *store.Tx, v auth.Viewer, e, old *Event) error {
	e.Clean()
	e.settleRule(tx.Now())
	if err := e.Check(); err != nil {
		return err
	}
	if err := e.checkHeld(old); err != nil {
		return err
	}
	if err := room.settleChapter(tx, e); err != nil {
		return err
	}
	if (old == nil || old.ChapterID != e.ChapterID) && !v.Can(auth.EditEvents, e.Home...) {
		return errs.NotThere()
	}
	if err := checkSlug(tx, e, old); err != nil {
		return err
	}
	return room.become(ctx, tx, e, old)
}

// settleChapter finds the chapter that the event names, and the scopes that it
// lies in with it.
func (room *Room) settleChapter(tx *store.Tx, e *Event) error {
	e.ChapterID = ""
	if e.Chapter != "" {
		c, err := room.People.ChapterBySlug(tx, e.Chapter)
		if errs.Is(err, errs.NotFound) {
			var form errs.Form
			form.Add("chapter", "org.event.chapter-unknown|This chapter does not exist. Choose one from the list.")
			return form.Err()
		}
		if err != nil {
			return err
		}
		e.ChapterID = c.ID
	}
	tree, err := people.ReadTree(tx)
	e.Home = tree.Scopes(e.ChapterID)
	return err
}

// checkSlug refuses the address of another event.
func checkSlug(tx *store.Tx, e, old *Event) error {
	if old != nil && old.Slug == e.Slug {
		return nil
	}
	taken, err := tx.Found(`SELECT 1 FROM event WHERE slug = $1`, e.Slug)
	if taken {
		var form errs.Form
		form.Add("event", "org.event.slug-taken|Another event has this address already.")
		return form.Err()
	}
	return err
}

// takenSlug is no event's: at its address on the desk stands the form for new
// ones.
const takenSlug = "new"

// FreeSlug returns the wanted name, or the first of it with a number behind
// that no event has.
func (room *Room) FreeSlug(tx *store.Tx, want string) (string, error) {
	if want == "" {
		want = "event"
	}
	from, before := store.Prefix(want)
	used, err := store.All(tx, store.Column[string], `SELECT slug FROM event WHERE slug >= $1 AND slug < $2`, from, before)
	return typed.Free(want, append(used, takenSlug)), err
}

// become writes the new state of an event that is in order, and lets follow
// what follows: sequences grow, people are told, free places are offered.
func (room *Room) become(ctx context.Context, tx *store.Tx, e, old *Event) error {
	e.adopt(old)
	e.settleHeld(old, tx.Now())
	var changed []Changed
	if old != nil {
		changed = e.compare(old)
	}
	if err := room.put(tx, e, old); err != nil {
		return err
	}
	if old == nil {
		return nil
	}
	if err := errs.Both(room.seatAll(tx, e, changed), room.settleWays(tx, e, old)); err != nil {
		return err
	}
	if old.State == Draft || e.State == Draft {
		return nil
	}
	if err := room.tellChanges(ctx, tx, e, changed); err != nil {
		return err
	}
	if e.State != Published {
		return nil
	}
	return room.promote(tx, e)
}

// Delete removes a draft for which nobody ever registered.
func (room *Room) Delete(ctx context.Context, tx *store.Tx, v auth.Viewer, slug string) (err error) {
	defer errs.Wrap(&err, "delete an event")
	e, err := room.mine(tx, v, "e.slug = $1", slug)
	if err != nil {
		return err
	}
	if e.State != Draft {
		return errs.New(errs.Conflict, "org.event.delete-draft|Only drafts can be deleted. Cancel the event instead.")
	}
	if err := nobody(tx, e); err != nil {
		return err
	}
	if err := room.forgetWriteUps(ctx, tx, e.DateIDs()...); err != nil {
		return err
	}
	for _, statement := range []string{
		`DELETE FROM event_told WHERE date IN (SELECT id FROM event_date WHERE event = $1)`,
		`DELETE FROM event_letter WHERE date IN (SELECT id FROM event_date WHERE event = $1)`,
		`DELETE FROM event_share WHERE event = $1`, `DELETE FROM event_date WHERE event = $1`, `DELETE FROM event WHERE id = $1`,
	} {
		if _, err := tx.Exec(statement, e.ID); err != nil {
			return err
		}
	}
	return room.note(tx, v, "event.delete", e.ID)
}

// Shows tells whether an event has the picture of that id.
func (room *Room) Shows(tx *store.Tx, image string) (bool, error) {
	return tx.Found(`SELECT 1 FROM event WHERE image = $1 LIMIT 1`, image)
}

// nobody refuses what cannot be done to an event for which people registered.
func nobody(tx *store.Tx, e *Event) error {
	registered, err := tx.Found(`SELECT 1 FROM event_registration WHERE event = $1 LIMIT 1`, e.ID)
	if registered {
		return errs.New(errs.Conflict, "org.event.people-registered|People have registered for this event, so this cannot be done any more.")
	}
	return err
}
