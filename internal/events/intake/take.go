package intake

import (
	"context"
	"encoding/json"
	"slices"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/events"
	"codeberg.org/plenary/plenary/internal/jobs"
	"codeberg.org/plenary/plenary/internal/store"
)

// Jobs of this package.
const (
	JobTake = "intake.take"
	JobUndo = "intake.undo"
)

type importJob struct {
	Import string `json:"import"`
}

// atOnce is how many events one write is about.
const atOnce = 8

// PerSecond is how many events become drafts in a second, on a small machine; a
// page tells by it how long an import takes.
const PerSecond = 200

// TakeJob makes drafts of the events of an import, some in each write. It may
// stop anywhere and begin anew: what is there already is left.
func (room *Room) TakeJob(ctx context.Context, r *jobs.Running) error {
	var job importJob
	if err := r.Decode(&job); err != nil {
		return err
	}
	var in Import
	var b *Batch
	err := r.DB.Read(ctx, func(tx *store.Tx) (err error) {
		if in, err = room.Find(tx, auth.Itself(), job.Import); err == nil && in.State == Running {
			b, err = room.File(tx, &in)
		}
		return err
	})
	if err != nil || b == nil {
		return err
	}
	return room.Take(ctx, r.DB, func(tx *store.Tx) (auth.Viewer, error) { return room.As(tx, r.By) }, in, b.Drafts, func(done int) {
		r.Progress(float64(done)/float64(max(1, len(b.Drafts))), "org.intake.progress|{n} event is being brought in.|{n} events are being brought in.", "n", len(b.Drafts))
	})
}

// Take makes drafts, on behalf of who is asked for anew in each write.
func (room *Room) Take(ctx context.Context, db *store.DB, who func(*store.Tx) (auth.Viewer, error), in Import, drafts []Draft, say func(done int)) error {
	done := 0
	for part := range slices.Chunk(drafts, atOnce) {
		err := db.Write(ctx, func(tx *store.Tx) error {
			v, err := who(tx)
			if err != nil {
				return err
			}
			return room.takeSome(ctx, tx, v, &in, part, done+len(part))
		})
		if err != nil {
			return err
		}
		done += len(part)
		say(done)
	}
	return db.Write(ctx, func(tx *store.Tx) error {
		v, err := who(tx)
		if err != nil {
			return err
		}
		if err := room.dropFile(ctx, tx, in); err != nil {
			return err
		}
		if _, err := tx.Exec(`UPDATE event_import SET state = $2, ended_at = $3 WHERE id = $1 AND state = 'running'`, in.ID, string(Done), store.At(tx.Now())); err != nil {
			return err
		}
		now, err := room.Find(tx, auth.Itself(), in.ID)
		if err != nil {
			return err
		}
		return room.note(tx, v, "events.import", in.ID, now.Made+now.Updated)
	})
}

func (room *Room) note(tx *store.Tx, v auth.Viewer, verb, object string, count int) error {
	if room.Note == nil {
		return nil
	}
	return room.Note(tx, v, verb, object, count)
}

func (room *Room) takeSome(ctx context.Context, tx *store.Tx, v auth.Viewer, in *Import, drafts []Draft, reached int) error {
	plan, err := room.Plan(tx, in, drafts)
	if err != nil {
		return err
	}
	refused := 0
	for i := range plan {
		err := room.takeOne(ctx, tx, v, in, &plan[i])
		if errs.Is(err, errs.Invalid) { // refused before anything was written
			refused, err = refused+1, nil
		}
		if err != nil {
			return err
		}
	}
	_, err = tx.Exec(`UPDATE event_import SET reached = $2, refused = refused + $3 WHERE id = $1`, in.ID, reached, refused)
	return err
}

func (room *Room) takeOne(ctx context.Context, tx *store.Tx, v auth.Viewer, in *Import, p *Planned) (err error) {
	sum, err := digest(p.Event)
	if err != nil {
		return err
	}
	e := *p.Event
	switch p.Fate {
	case New:
		e.Chapter = in.Chapter
		if e.Slug, err = room.Events.FreeSlug(tx, Slug(&e)); err != nil {
			return err
		}
		made, err := room.Events.Save(ctx, tx, v, &e)
		if err != nil {
			return err
		}
		if _, err := tx.Exec(`INSERT INTO event_source (event, home, source, digest, version) VALUES ($1, $2, $3, $4, $5)`, made.ID, in.Home, p.Source, sum, made.Version); err != nil {
			return err
		}
		return did(tx, in, made.ID, "made", nil)
	case Changed:
		old, err := room.Events.ByID(ctx, tx, v, p.event)
		if err != nil {
			return err
		}
		before, err := json.Marshal(former{old, p.was})
		if err != nil {
			return err
		}
		return room.update(ctx, tx, v, in, &e, old, sum, before)
	}
	return nil
}

// update brings a draft up to date with what its origin says now.
func (room *Room) update(ctx context.Context, tx *store.Tx, v auth.Viewer, in *Import, e, old *events.Event, sum, before []byte) error {
	e.ID, e.Version, e.Slug, e.Chapter, e.Shared, e.Image, e.ImageText = old.ID, old.Version, old.Slug, old.Chapter, old.Shared, old.Image, old.ImageText
	is, err := room.Events.Save(ctx, tx, v, e)
	if err != nil {
		return err
	}
	if _, err := tx.Exec(`UPDATE event_source SET digest = $2, version = $3 WHERE event = $1`, is.ID, sum, is.Version); err != nil {
		return err
	}
	return did(tx, in, is.ID, "updated", before)
}

// former is a draft as it was before an import brought it up to date.
type former struct {
	Event  *events.Event
	Digest []byte
}

// did notes what the import did to an event. The first note stays.
func did(tx *store.Tx, in *Import, event, what string, before []byte) error {
	_, err := tx.Exec(`INSERT INTO event_import_item (import, event, did, before) VALUES ($1, $2, $3, $4) ON CONFLICT (import, event) DO NOTHING`, in.ID, event, what, string(before))
	return err
}
