package intake

import (
	"context"
	"encoding/json"
	"errors"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/jobs"
	"codeberg.org/plenary/plenary/internal/store"
)

// item is what an import did to one event, with how that stands now.
type item struct {
	origin
	did    string
	before string
}

func items(tx *store.Tx, in string, where string, args ...any) ([]item, error) {
	return store.All(tx, func(r *store.Rows) (i item, err error) {
		err = r.Scan(&i.event, &i.did, &i.before, &i.version, &i.now, &i.state, &i.slug)
		return i, err
	}, `SELECT x.event, x.did, x.before, COALESCE(s.version, -1), e.version, e.state, e.slug FROM event_import_item x JOIN event e ON e.id = x.event
		LEFT JOIN event_source s ON s.event = x.event WHERE x.import = $1`+where, append([]any{in}, args...)...)
}

// lockedItems are the next things that an import did, as they stand once no other
// import changes their events, and the event with which they end.
func lockedItems(tx *store.Tx, in, after string) (list []item, last string, err error) {
	list, err = items(tx, in, ` AND x.event > $2 ORDER BY x.event LIMIT $3`, after, atOnce)
	if err != nil || len(list) == 0 {
		return nil, "", err
	}
	for _, i := range list {
		if err := tx.Lock("event", i.event); err != nil && !errors.Is(err, store.ErrNoRow) {
			return nil, "", err
		}
	}
	last = list[len(list)-1].event
	list, err = items(tx, in, ` AND x.event > $2 AND x.event <= $3 ORDER BY x.event LIMIT $4`, after, last, atOnce)
	return list, last, err
}

// UndoJob takes an import back, some events in each write.
func (room *Room) UndoJob(ctx context.Context, r *jobs.Running) error {
	var job importJob
	if err := r.Decode(&job); err != nil {
		return err
	}
	for after := ""; ; {
		next := "" // told anew by each try of a write
		err := r.DB.Write(ctx, func(tx *store.Tx) error {
			next = ""
			in, err := room.Find(tx, auth.Itself(), job.Import)
			if err != nil || in.State != Undoing {
				return err
			}
			v, err := room.As(tx, r.By)
			if err != nil {
				return err
			}
			list, last, err := lockedItems(tx, in.ID, after)
			if err != nil {
				return err
			}
			if last == "" {
				return room.undone(tx, v, in)
			}
			for _, i := range list {
				if err := room.undoOne(ctx, tx, v, in, i); err != nil {
					return err
				}
			}
			next = last
			return nil
		})
		if err != nil || next == "" {
			return err
		}
		after = next
	}
}

func (room *Room) undone(tx *store.Tx, v auth.Viewer, in Import) error {
	if _, err := tx.Exec(`UPDATE event_import SET state = $2, ended_at = $3 WHERE id = $1`, in.ID, string(Undone), store.At(tx.Now())); err != nil {
		return err
	}
	return room.note(tx, v, "events.import-undo", in.ID, in.Total)
}

// undoOne deletes a draft that the import made, or puts back what it changed,
// unless somebody has touched it since or may no longer be touched by who asks.
// What a later import brought stays, as if this one had never been.
func (room *Room) undoOne(ctx context.Context, tx *store.Tx, v auth.Viewer, in Import, i item) error {
	if i.touched() {
		return nil
	}
	if later, err := laterThan(tx, in.ID, i); later != "" || err != nil {
		if err != nil {
			return err
		}
		return handOver(tx, in.ID, later, i)
	}
	if i.did == "made" {
		err := room.Events.Delete(ctx, tx, v, i.slug) // the notes of it go with it
		if errs.Is(err, errs.NotFound) {
			err = nil // it lies where who asks makes no events
		}
		return err
	}
	return room.putBack(ctx, tx, v, in, i)
}

// found is the version of its event that an import found; 0 where it made the
// event. By it imports are in the order in which they changed one event.
func (i item) found() (int, error) {
	if i.did == "made" {
		return 0, nil
	}
	var was former
	err := json.Unmarshal([]byte(i.before), &was)
	if err == nil && was.Event == nil {
		err = errors.New("nothing says what an import changed")
	}
	if err != nil {
		return 0, err
	}
	return was.Event.Version, nil
}

// laterThan is the import that changed the same event next, "" for none.
func laterThan(tx *store.Tx, in string, i item) (later string, err error) {
	mine, err := i.found()
	if err != nil {
		return "", err
	}
	next := 0
	err = tx.Each(func(r *store.Rows) error {
		var other string
		var x item
		if err := r.Scan(&other, &x.did, &x.before); err != nil {
			return err
		}
		theirs, err := x.found()
		if theirs > mine && (later == "" || theirs < next) {
			later, next = other, theirs
		}
		return err
	}, `SELECT import, did, before FROM event_import_item WHERE event = $1 AND import <> $2`, i.event, in)
	return later, err
}

// handOver lets the later import stand where this one stood: it made the event if
// this one did, and what it has to put back is what this one found.
func handOver(tx *store.Tx, in, later string, i item) error {
	if _, err := tx.Exec(`UPDATE event_import_item SET did = $3, before = $4 WHERE import = $1 AND event = $2`, later, i.event, i.did, i.before); err != nil {
		return err
	}
	_, err := tx.Exec(`DELETE FROM event_import_item WHERE import = $1 AND event = $2`, in, i.event)
	return err
}

func (room *Room) putBack(ctx context.Context, tx *store.Tx, v auth.Viewer, in Import, i item) error {
	var was former
	if err := json.Unmarshal([]byte(i.before), &was); err != nil {
		return err
	}
	old, err := room.Events.ByID(ctx, tx, v, i.event)
	if errs.Is(err, errs.NotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	was.Event.Version, was.Event.Slug = old.Version, old.Slug
	is, err := room.Events.Save(ctx, tx, v, was.Event)
	if err != nil {
		return err
	}
	if _, err := tx.Exec(`UPDATE event_source SET digest = $2, version = $3 WHERE event = $1`, is.ID, was.Digest, is.Version); err != nil {
		return err
	}
	_, err = tx.Exec(`DELETE FROM event_import_item WHERE import = $1 AND event = $2`, in.ID, is.ID)
	return err
}

// Left are the slugs of the events that an import made or brought up to date: all
// of them until it is undone, and then those that stay because somebody has
// touched or published them.
func (room *Room) Left(tx *store.Tx, in *Import, most int) (slugs []string, err error) {
	list, err := items(tx, in.ID, ` ORDER BY e.ends_at, e.slug LIMIT $2`, most)
	for _, i := range list {
		slugs = append(slugs, i.slug)
	}
	return slugs, err
}
