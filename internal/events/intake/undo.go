package intake

import (
	"context"
	"encoding/json"

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

// UndoJob takes an import back, some events in each write.
func (room *Room) UndoJob(ctx context.Context, r *jobs.Running) error {
	var job importJob
	if err := r.Decode(&job); err != nil {
		return err
	}
	for after, more := "", true; more; {
		err := r.DB.Write(ctx, func(tx *store.Tx) error {
			more = false
			in, err := room.Find(tx, auth.Itself(), job.Import)
			if err != nil || in.State != Undoing {
				return err
			}
			v, err := room.As(tx, r.By)
			if err != nil {
				return err
			}
			list, err := items(tx, in.ID, ` AND x.event > $2 ORDER BY x.event LIMIT $3`, after, atOnce)
			if err != nil {
				return err
			}
			if len(list) == 0 {
				return room.undone(tx, v, in)
			}
			for _, i := range list {
				if err := room.undoOne(ctx, tx, v, in, i); err != nil {
					return err
				}
			}
			more, after = true, list[len(list)-1].event
			return nil
		})
		if err != nil {
			return err
		}
	}
	return nil
}

func (room *Room) undone(tx *store.Tx, v auth.Viewer, in Import) error {
	if _, err := tx.Exec(`UPDATE event_import SET state = $2, ended_at = $3 WHERE id = $1`, in.ID, string(Undone), store.At(tx.Now())); err != nil {
		return err
	}
	return room.note(tx, v, "events.import-undo", in.ID, in.Total)
}

// undoOne deletes a draft that the import made, or puts back what it changed,
// unless somebody has touched it since or may no longer be touched by who asks.
func (room *Room) undoOne(ctx context.Context, tx *store.Tx, v auth.Viewer, in Import, i item) error {
	if i.touched() {
		return nil
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
