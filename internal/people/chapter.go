package people

import (
	"context"
	"errors"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/i18n"
	"codeberg.org/plenary/plenary/internal/store"
)

// Chapter is a region, place or branch of the network. All of it is public.
type Chapter struct {
	ID           string
	Slug         string
	Parent       string // the id of the chapter it lies in, "" = the network's own
	Name         i18n.Text
	Description  i18n.Text
	Zone         string
	ContactName  string
	ContactEmail string
}

// SaveChapter makes or changes a chapter, found by its slug.
func (room *Room) SaveChapter(ctx context.Context, tx *store.Tx, v auth.Viewer, c Chapter) (_ Chapter, err error) {
	defer errs.Wrap(&err, "save a chapter")
	known, err := room.ChapterBySlug(tx, c.Slug)
	if err != nil && !errs.Is(err, errs.NotFound) {
		return c, err
	}
	tree, fault := ReadTree(tx)
	if fault != nil {
		return c, fault
	}
	if !tree.mayPut(v, known, c) {
		return c, errs.NotThere()
	}
	if fault = room.checkParent(tx, c); fault != nil {
		return c, fault
	}
	c.ID = known.ID
	if c.ID == "" {
		c.ID = store.NewID()
	}
	_, err = tx.Exec(`INSERT INTO chapter (id, slug, parent, name, description, zone, contact_name, contact_email, made_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
		ON CONFLICT (id) DO UPDATE SET parent = excluded.parent, name = excluded.name, description = excluded.description,
			zone = excluded.zone, contact_name = excluded.contact_name, contact_email = excluded.contact_email`,
		c.ID, c.Slug, store.OrNull(c.Parent), c.Name, c.Description, c.Zone, c.ContactName, c.ContactEmail, store.Time{Time: tx.Now()})
	return c, err
}

// MayEditChapter tells whether the viewer may change a chapter, by its id; "" is
// the network itself.
func MayEditChapter(v auth.Viewer, tree Tree, chapter string) bool {
	return v.Can(auth.EditNetwork, tree.Scopes(chapter)...)
}

// mayPut tells whether the viewer may change a chapter, and put it where it is
// to lie. A new one has no id and belongs where it is put.
func (t Tree) mayPut(v auth.Viewer, was, is Chapter) bool {
	if was.ID == "" {
		return MayEditChapter(v, t, is.Parent)
	}
	return MayEditChapter(v, t, was.ID) && (was.Parent == is.Parent || MayEditChapter(v, t, was.Parent) && MayEditChapter(v, t, is.Parent))
}

// checkParent refuses a parent that does not exist, and one that lies in the
// chapter itself.
func (room *Room) checkParent(tx *store.Tx, c Chapter) error {
	if c.Parent == "" {
		return nil
	}
	list, err := room.Chapters(tx)
	if err != nil {
		return err
	}
	byID := map[string]Chapter{}
	for _, other := range list {
		byID[other.ID] = other
	}
	var form errs.Form
	at, known := byID[c.Parent]
	if !known {
		form.Add("parent", "adm.chapter.parent.unknown|This chapter does not exist. Choose one from the list.")
	}
	for range list { // up to the network, or round in a circle
		if at.Slug == c.Slug {
			form.Add("parent", "adm.chapter.parent.circle|A chapter cannot lie in itself. Choose another.")
			break
		}
		at = byID[at.Parent]
	}
	return form.Err()
}

const chapterColumns = `id, slug, COALESCE(parent, ''), name, description, zone, contact_name, contact_email`

func scanChapter(row scanner) (c Chapter, err error) {
	err = row.Scan(&c.ID, &c.Slug, &c.Parent, &c.Name, &c.Description, &c.Zone, &c.ContactName, &c.ContactEmail)
	return c, err
}

// ChapterBySlug returns a chapter by the name in its address.
func (room *Room) ChapterBySlug(tx *store.Tx, slug string) (Chapter, error) {
	c, err := scanChapter(tx.Row(`SELECT `+chapterColumns+` FROM chapter WHERE slug = $1`, slug))
	if errors.Is(err, store.ErrNoRow) {
		return c, errs.NotThere()
	}
	return c, err
}

// Chapters returns all chapters, by slug.
func (room *Room) Chapters(tx *store.Tx) ([]Chapter, error) {
	return store.All(tx, func(r *store.Rows) (Chapter, error) { return scanChapter(r) },
		`SELECT `+chapterColumns+` FROM chapter ORDER BY slug`)
}
