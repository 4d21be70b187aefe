package community

import (
	"context"
	"time"
	"unicode/utf8"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/store"
	"codeberg.org/plenary/plenary/internal/typed"
)

// Note is what a member wrote for the others.
type Note struct {
	ID      string    `json:"-"`
	Title   string    `json:"title,omitempty"`
	Text    string    `json:"text"`
	By      string    `json:"by"`
	At      time.Time `json:"at"`
	Changed time.Time `json:"changed,omitzero"`
}

func (n Note) check() error {
	var form errs.Form
	if utf8.RuneCountInString(n.Title) > LongestTitle {
		tooLong(&form, "title", LongestTitle)
	}
	switch {
	case n.Text == "":
		form.Add("text", "group.note.missing|Write something first.")
	case utf8.RuneCountInString(n.Text) > LongestText:
		tooLong(&form, "text", LongestText)
	}
	return form.Err()
}

// Write adds a note, or changes the one with its id, which only who wrote it
// may. Others are told of a new one.
func (room *Room) Write(ctx context.Context, tx *store.Tx, v auth.Viewer, handle string, n Note) (err error) {
	defer errs.Wrap(&err, "write a note")
	n.Title, n.Text = typed.Line(n.Title), typed.Lines(n.Text)
	if err := n.check(); err != nil {
		return err
	}
	g, err := room.change(tx, v, handle)
	if err != nil {
		return err
	}
	if n.ID != "" {
		old, err := g.Note(n.ID)
		if err != nil || old.By != g.Me.ID {
			return errs.NotThere()
		}
		n.By, n.At, n.Changed = old.By, old.At, tx.Now()
		return g.x.Put(tx, n.ID, n)
	}
	if len(g.Notes) >= mostNotes {
		return errs.New(errs.Conflict, "group.most.notes|There are {most} notes. Delete old ones first.", "most", mostNotes)
	}
	n.By, n.At, n.Changed = g.Me.ID, tx.Now(), time.Time{}
	if _, err := g.x.Add(tx, kindNote, n); err != nil {
		return err
	}
	if err := g.tellOthers(tx, v.Person); err != nil {
		return err
	}
	return g.settle(tx)
}

// Note returns the one with that id.
func (g *Group) Note(id string) (Note, error) {
	for _, n := range g.Notes {
		if n.ID == id {
			return n, nil
		}
	}
	return Note{}, errs.NotThere()
}

// DropNote deletes a note, by who wrote it or a steward.
func (room *Room) DropNote(ctx context.Context, tx *store.Tx, v auth.Viewer, handle, id string) (err error) {
	defer errs.Wrap(&err, "delete a note")
	g, err := room.change(tx, v, handle)
	if err != nil {
		return err
	}
	n, err := g.Note(id)
	if err != nil {
		return err
	}
	if !g.MayChange(n.By) {
		return errs.NotThere()
	}
	return g.x.Drop(tx, id)
}
