package intake

import (
	"context"
	"errors"
	"strings"
	"time"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/events"
	"codeberg.org/plenary/plenary/internal/files"
	"codeberg.org/plenary/plenary/internal/jobs"
	"codeberg.org/plenary/plenary/internal/people"
	"codeberg.org/plenary/plenary/internal/store"
	"codeberg.org/plenary/plenary/internal/typed"
	"codeberg.org/plenary/plenary/internal/when"
)

// Room is bringing events in from files, with what it stands on.
type Room struct {
	Events *events.Room
	People *people.Room
	Files  *files.Room

	// As is who asked for a job, as auth writes it, with what they may do now.
	As func(tx *store.Tx, actor string) (auth.Viewer, error)

	// Entries say which of the entries that a calendar file names other rooms have
	// in the house's own calendar.
	Entries []func(tx *store.Tx, entries []string) ([]string, error)

	// Note writes the audit log, as auth.Room.Note does; nil writes none.
	Note func(tx *store.Tx, v auth.Viewer, verb, object string, count int) error
}

// Import is one file that was brought.
type Import struct {
	ID       string
	Home     string // the id of the chapter into which, "" = the network
	Chapter  string // its slug
	Format   Format
	Name     string // of the file
	Settings Settings
	State    State
	Job      string
	Total    int // events in the file
	Reached  int // how many of them are through
	Refused  int // how many of those could not be kept
	MadeAt   time.Time
	Began    time.Time
	Ended    time.Time
	Made     int // drafts that it made and that are there still
	Updated  int // drafts that it brought up to date

	upload string
}

// State is how far an import is.
type State string

const (
	Open    State = "open"    // it is looked at, nothing is done
	Running State = "running" // its events become drafts
	Done    State = "done"
	Undoing State = "undoing"
	Undone  State = "undone"
)

// UndoFor is how long an import can be undone, and is remembered.
const UndoFor = 30 * 24 * time.Hour

// Today is the day by which a file is read: that on which it was brought, so
// that what was looked at is what becomes drafts.
func (i *Import) Today() when.Date { return when.DateOf(i.MadeAt, time.UTC) }

// CanUndo tells whether the import can be taken back.
func (i *Import) CanUndo(now time.Time) bool {
	return i.State == Done && now.Before(i.Ended.Add(UndoFor))
}

// Bring keeps a file that somebody brings, to be looked at. Nothing is made of
// it yet. upload is the file as package files keeps it.
func (room *Room) Bring(ctx context.Context, tx *store.Tx, v auth.Viewer, b *Batch, in Import, upload string) (_ Import, err error) {
	defer errs.Wrap(&err, "bring a file of events")
	if err := room.settle(tx, v, &in); err != nil {
		return in, err
	}
	in.ID, in.State, in.Format, in.Total, in.MadeAt, in.upload = store.NewID(), Open, b.Format, len(b.Drafts), tx.Now(), upload
	const longest = 120
	if in.Name = typed.Line(in.Name); len(in.Name) > longest {
		in.Name = strings.ToValidUTF8(in.Name[:longest], "") // no letter in half
	}
	_, err = tx.Exec(`INSERT INTO event_import (id, chapter, format, name, upload, zone, language, state, job, total, reached, refused, made_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, '', $9, 0, 0, $10)`, in.ID, store.OrNull(in.Home), string(in.Format), in.Name, upload,
		in.Settings.Zone, in.Settings.Language, string(Open), in.Total, store.At(in.MadeAt))
	return in, err
}

// settle finds the chapter of an import and refuses whoever makes no events
// there.
func (room *Room) settle(tx *store.Tx, v auth.Viewer, in *Import) error {
	in.Home = ""
	if in.Chapter != "" {
		c, err := room.People.ChapterBySlug(tx, in.Chapter)
		if err != nil {
			return err
		}
		in.Home = c.ID
	}
	tree, err := people.ReadTree(tx)
	if err == nil && !v.Can(auth.EditEvents, tree.Scopes(in.Home)...) {
		err = errs.NotThere()
	}
	return err
}

// Change sets what a file does not say, while it is looked at.
func (room *Room) Change(tx *store.Tx, v auth.Viewer, id string, set Settings) error {
	in, err := room.Find(tx, v, id)
	if err != nil {
		return err
	}
	if in.State != Open {
		return begun()
	}
	if _, err := when.Load(set.Zone); err != nil {
		var form errs.Form
		form.Add("zone", "err.zone|This time zone is not known. Choose a city from the list.")
		return form.Err()
	}
	_, err = tx.Exec(`UPDATE event_import SET zone = $2, language = $3 WHERE id = $1`, id, set.Zone, set.Language)
	return err
}

func begun() error {
	return errs.New(errs.Conflict, "org.intake.begun|This import has begun already. Reload the page to see how far it is.")
}

// File reads the file of an import once more.
func (room *Room) File(tx *store.Tx, in *Import) (*Batch, error) {
	if in.upload == "" {
		return nil, gone()
	}
	u, err := room.Files.Find(tx, in.upload)
	if errs.Is(err, errs.NotFound) {
		return nil, gone()
	}
	if err != nil {
		return nil, err
	}
	data, err := room.Files.Bytes(tx, u)
	if errors.Is(err, files.ErrGone) {
		return nil, gone()
	}
	if err != nil {
		return nil, err
	}
	return Read(data, in.Settings, in.Today())
}

func gone() error {
	return errs.New(errs.Closed, "org.intake.gone|The file is kept for a day only. Please choose it once more.")
}

// Begin has the events of an import made drafts, by a job.
func (room *Room) Begin(tx *store.Tx, v auth.Viewer, id string) error {
	return room.start(tx, v, id, Running, JobTake)
}

// Undo has an import taken back, by a job: drafts that nobody has touched go, and
// those that it changed become what they were.
func (room *Room) Undo(tx *store.Tx, v auth.Viewer, id string) error {
	return room.start(tx, v, id, Undoing, JobUndo)
}

func (room *Room) start(tx *store.Tx, v auth.Viewer, id string, to State, kind string) error {
	if err := tx.Lock("event_import", id); err != nil {
		return err
	}
	in, err := room.Find(tx, v, id)
	if err != nil {
		return err
	}
	if to == Undoing && !in.CanUndo(tx.Now()) || to == Running && in.State != Open {
		return begun()
	}
	job, err := jobs.Add(tx, jobs.Job{Kind: kind, Unique: id, Payload: importJob{id}, By: v.Actor(), Keep: true})
	if err != nil {
		return err
	}
	_, err = tx.Exec(`UPDATE event_import SET state = $2, job = $3, reached = 0, began_at = COALESCE(began_at, $4) WHERE id = $1`, id, string(to), job, store.At(tx.Now()))
	return err
}

// Again has a job that failed for good tried once more.
func (room *Room) Again(tx *store.Tx, v auth.Viewer, id string) error {
	in, err := room.Find(tx, v, id)
	if err != nil {
		return err
	}
	kind := map[State]string{Running: JobTake, Undoing: JobUndo}[in.State]
	if kind == "" {
		return begun()
	}
	job, err := jobs.Add(tx, jobs.Job{Kind: kind, Unique: id, Payload: importJob{id}, By: v.Actor(), Keep: true})
	if err != nil {
		return err
	}
	_, err = tx.Exec(`UPDATE event_import SET job = $2 WHERE id = $1`, id, job)
	return err
}

// Leave forgets an import of which nothing was made.
func (room *Room) Leave(ctx context.Context, tx *store.Tx, v auth.Viewer, id string) error {
	in, err := room.Find(tx, v, id)
	if err != nil {
		return err
	}
	if in.State != Open {
		return begun()
	}
	return room.drop(ctx, tx, in)
}

// Preview says what would become of the events of a file that a viewer brings,
// and keeps nothing.
func (room *Room) Preview(tx *store.Tx, v auth.Viewer, in Import, b *Batch) ([]Planned, error) {
	if err := room.settle(tx, v, &in); err != nil {
		return nil, err
	}
	return room.Plan(tx, &in, b.Drafts)
}

// Through makes drafts of a file at once, for a command that waits for it. It is
// remembered and can be undone like any other.
func (room *Room) Through(ctx context.Context, db *store.DB, v auth.Viewer, in Import, b *Batch) (_ Import, err error) {
	err = db.Write(ctx, func(tx *store.Tx) error {
		if in, err = room.Bring(ctx, tx, v, b, in, ""); err != nil {
			return err
		}
		_, err := tx.Exec(`UPDATE event_import SET state = $2, began_at = $3 WHERE id = $1`, in.ID, string(Running), store.At(tx.Now()))
		return err
	})
	if err != nil {
		return in, err
	}
	if err := room.Take(ctx, db, func(*store.Tx) (auth.Viewer, error) { return v, nil }, in, b.Drafts, func(int) {}); err != nil {
		return in, err
	}
	err = db.Read(ctx, func(tx *store.Tx) (err error) {
		in, err = room.Find(tx, v, in.ID)
		return err
	})
	return in, err
}
