package posts

import (
	"context"
	"slices"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/store"
)

// Unwritten is something that is over and that readers have nothing about.
type Unwritten struct {
	Thing
	Begun bool // there is a draft
}

// Unwritten returns those of several things that are over and that the viewer
// may write about, as long as nothing was ever published of them: the latest
// first. What was cancelled is not among them.
func (room *Room) Unwritten(ctx context.Context, tx *store.Tx, v auth.Viewer, list ...About) (found []Unwritten, err error) {
	defer errs.Wrap(&err, "list what is to be written up")
	things, err := room.Things(ctx, tx, v, list...)
	if err != nil {
		return nil, err
	}
	ids := map[AboutKind][]string{}
	for about, t := range things {
		if t.Off || t.End.After(tx.Now()) || !MayWriteUp(v, t) {
			delete(things, about)
			continue
		}
		ids[about.Kind] = append(ids[about.Kind], about.ID)
	}
	begun := map[About]bool{}
	for kind, of := range ids {
		kept, err := aboutThings(tx, kind, of)
		if err != nil {
			return nil, err
		}
		for _, p := range kept {
			begun[p.About] = true
			if p.State != Draft {
				delete(things, p.About)
			}
		}
	}
	for about, t := range things {
		found = append(found, Unwritten{t, begun[about]})
	}
	slices.SortFunc(found, func(a, b Unwritten) int {
		if by := b.End.Compare(a.End); by != 0 {
			return by
		}
		return slices.Compare([]string{a.Page, a.ID}, []string{b.Page, b.ID})
	})
	return found, nil
}
