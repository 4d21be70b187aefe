package intake

import (
	"context"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/people"
	"codeberg.org/plenary/plenary/internal/store"
)

const importColumns = `i.id, COALESCE(i.chapter, ''), COALESCE(c.slug, ''), i.format, i.name, i.upload, i.zone, i.language, i.state, i.job, i.total, i.reached,
	i.refused, i.made_at, i.began_at, i.ended_at,
	(SELECT COUNT(*) FROM event_import_item x WHERE x.import = i.id AND x.did = 'made'),
	(SELECT COUNT(*) FROM event_import_item x WHERE x.import = i.id AND x.did = 'updated')`

func scanImport(r *store.Rows) (in Import, err error) {
	var made, began, ended store.Time
	err = r.Scan(&in.ID, &in.Home, &in.Chapter, &in.Format, &in.Name, &in.upload, &in.Settings.Zone, &in.Settings.Language, &in.State, &in.Job, &in.Total,
		&in.Reached, &in.Refused, &made, &began, &ended, &in.Made, &in.Updated)
	in.MadeAt, in.Began, in.Ended = made.Time, began.Time, ended.Time
	return in, err
}

// Find returns an import to whoever makes events where it brought them.
func (room *Room) Find(tx *store.Tx, v auth.Viewer, id string) (Import, error) {
	list, err := room.list(tx, v, `i.id = $1`, id)
	if err == nil && len(list) == 0 {
		err = errs.NotThere()
	}
	if err != nil {
		return Import{}, err
	}
	return list[0], nil
}

// Imports lists what was brought lately, the latest first, of what the viewer may
// see. Files that somebody is looking at are among it.
func (room *Room) Imports(tx *store.Tx, v auth.Viewer) ([]Import, error) {
	return room.list(tx, v, `i.made_at > $1`, store.At(tx.Now().Add(-UndoFor)))
}

func (room *Room) list(tx *store.Tx, v auth.Viewer, where string, args ...any) ([]Import, error) {
	all, err := store.All(tx, scanImport, `SELECT `+importColumns+` FROM event_import i LEFT JOIN chapter c ON c.id = i.chapter WHERE `+where+` ORDER BY i.made_at DESC, i.id`, args...)
	if err != nil || len(all) == 0 {
		return nil, err
	}
	tree, err := people.ReadTree(tx)
	var kept []Import
	for _, in := range all {
		if v.Can(auth.EditEvents, tree.Scopes(in.Home)...) {
			kept = append(kept, in)
		}
	}
	return kept, err
}

// drop forgets an import and its file.
func (room *Room) drop(ctx context.Context, tx *store.Tx, in Import) error {
	if err := room.dropFile(ctx, tx, in); err != nil {
		return err
	}
	_, err := tx.Exec(`DELETE FROM event_import WHERE id = $1`, in.ID)
	return err
}

// dropFile deletes the file of an import, which may be gone by itself.
func (room *Room) dropFile(ctx context.Context, tx *store.Tx, in Import) error {
	if in.upload == "" {
		return nil
	}
	if err := room.Files.Drop(ctx, tx, in.upload); err != nil && !errs.Is(err, errs.NotFound) {
		return err
	}
	_, err := tx.Exec(`UPDATE event_import SET upload = '' WHERE id = $1`, in.ID)
	return err
}

// Forget deletes what imports are remembered for longer than they can be undone,
// and those that nobody went on with, some at a time.
func (room *Room) Forget(ctx context.Context, tx *store.Tx) (more bool, err error) {
	const some = 20
	list, err := room.list(tx, auth.Itself(), `i.made_at < $1 AND (i.state = 'open' OR i.made_at < $2)`, store.At(tx.Now().Add(-UndoFor/15)), store.At(tx.Now().Add(-UndoFor)))
	for _, in := range list[:min(len(list), some)] {
		if err == nil {
			err = room.drop(ctx, tx, in)
		}
	}
	return len(list) > some, err
}

// origin is what is kept of where an event came from, with how it stands now.
type origin struct {
	source  string
	event   string
	digest  []byte
	version int // as an import left it

	now   int    // its version
	state string // of the event
	slug  string
	home  string // where it lies now
}

// touched tells whether somebody has changed or published the event since.
func (o origin) touched() bool { return o.state != "draft" || o.now != o.version }

// origins finds the events that came from sources before, into the same place.
func origins(tx *store.Tx, home string, sources []string) (map[string]origin, error) {
	found := map[string]origin{}
	if len(sources) == 0 {
		return found, nil
	}
	in, args := store.In(tx, "s.source", 2, sources)
	err := tx.Each(func(r *store.Rows) error {
		var o origin
		err := r.Scan(&o.source, &o.event, &o.digest, &o.version, &o.now, &o.state, &o.slug, &o.home)
		found[o.source] = o
		return err
	}, `SELECT s.source, s.event, s.digest, s.version, e.version, e.state, e.slug, COALESCE(e.chapter, '') FROM event_source s JOIN event e ON e.id = s.event
		WHERE s.home = $1 AND `+in, append([]any{home}, args...)...)
	return found, err
}

// ours finds the sources that are names which this house itself gave: of an
// event, of one of its dates, or of what another room has in the calendar.
func (room *Room) ours(tx *store.Tx, sources []string) (map[string]bool, error) {
	named := map[string][]string{} // entry → the sources that name it
	var entries []string
	for _, s := range sources {
		if entry, isUID := ownEntry(s); isUID {
			if named[entry] == nil {
				entries = append(entries, entry)
			}
			named[entry] = append(named[entry], s)
		}
	}
	found := map[string]bool{}
	if len(entries) == 0 {
		return found, nil
	}
	for _, of := range append([]func(*store.Tx, []string) ([]string, error){ofEvents}, room.Entries...) {
		list, err := of(tx, entries)
		if err != nil {
			return nil, err
		}
		for _, entry := range list {
			for _, s := range named[entry] {
				found[s] = true
			}
		}
	}
	return found, nil
}

// ofEvents are the entries that are ids of events or of their dates.
func ofEvents(tx *store.Tx, entries []string) (found []string, err error) {
	for _, table := range []string{"event", "event_date"} {
		in, args := store.In(tx, "id", 1, entries)
		list, err := store.All(tx, store.Column[string], `SELECT id FROM `+table+` WHERE `+in, args...)
		if err != nil {
			return nil, err
		}
		found = append(found, list...)
	}
	return found, nil
}
