package people

import (
	"context"
	"slices"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/store"
)

// Teammate is somebody whom a chapter's page shows.
type Teammate struct {
	Name string
	Role string // as auth.RoleOf names it; "" for a bundle without a name
}

// ShowInTeam notes that the viewer may be shown as one of a chapter's team, or
// that they may not any more. Only they say so, and only while they work there.
func (room *Room) ShowInTeam(ctx context.Context, tx *store.Tx, v auth.Viewer, chapter string, shown bool) (err error) {
	defer errs.Wrap(&err, "say who is shown in a team")
	if v.Kind != auth.Person {
		return errs.NotThere()
	}
	if !shown {
		_, err = tx.Exec(`DELETE FROM chapter_team WHERE chapter = $1 AND person = $2`, chapter, v.Person)
		return err
	}
	work, err := auth.WorkOn(tx, auth.ChapterScope(chapter))
	if err != nil {
		return err
	}
	if _, works := work[v.Person]; !works {
		return errs.NotThere()
	}
	_, err = tx.Exec(`INSERT INTO chapter_team (chapter, person, at) VALUES ($1, $2, $3) ON CONFLICT (chapter, person) DO UPDATE SET at = excluded.at`,
		chapter, v.Person, store.At(tx.Now()))
	return err
}

// ShownIn are the ids of the chapters whose pages show the viewer.
func (room *Room) ShownIn(tx *store.Tx, v auth.Viewer) (map[string]bool, error) {
	shown := map[string]bool{}
	if v.Kind != auth.Person {
		return shown, nil
	}
	said, err := store.All(tx, store.Column[string], `SELECT chapter FROM chapter_team WHERE person = $1`, v.Person)
	for _, chapter := range said {
		if err == nil {
			shown[chapter], err = room.standsFor(tx, chapter, v.Person)
		}
	}
	return shown, err
}

// standsFor tells whether somebody's yes counts: they said it in the role that
// they have now.
func (room *Room) standsFor(tx *store.Tx, chapter, person string) (bool, error) {
	ids, _, err := room.team(tx, chapter)
	return slices.Contains(ids, person), err
}

// Team are those who work on a chapter and said that its page may show them, by
// name. It is for everybody.
func (room *Room) Team(tx *store.Tx, chapter string) (list []Teammate, err error) {
	defer errs.Wrap(&err, "read a chapter's team")
	ids, work, err := room.team(tx, chapter)
	if err != nil {
		return nil, err
	}
	for _, id := range ids {
		p, err := room.Get(tx, id)
		if errs.Is(err, errs.NotFound) {
			continue
		}
		if err != nil {
			return nil, err
		}
		frozen, err := room.IsFrozen(tx, id)
		if err != nil {
			return nil, err
		}
		if p.Name != "" && !frozen {
			list = append(list, Teammate{Name: p.Name, Role: auth.RoleOf("chapter", work[id].Verbs)})
		}
	}
	return list, nil
}

// team are those whose yes counts, the first to say it first.
func (room *Room) team(tx *store.Tx, chapter string) (ids []string, work map[string]auth.Work, err error) {
	if work, err = auth.WorkOn(tx, auth.ChapterScope(chapter)); err != nil || len(work) == 0 {
		return nil, work, err
	}
	err = tx.Each(func(r *store.Rows) error {
		var id string
		var at store.Time
		err := r.Scan(&id, &at)
		if w, works := work[id]; works && !at.Before(w.Since) {
			ids = append(ids, id)
		}
		return err
	}, `SELECT person, at FROM chapter_team WHERE chapter = $1 ORDER BY at, person`, chapter)
	return ids, work, err
}
