package deskparts

import (
	"net/url"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/people"
	"codeberg.org/plenary/plenary/internal/store"
	"codeberg.org/plenary/plenary/internal/web"
	"codeberg.org/plenary/plenary/internal/web/forms"
	"codeberg.org/plenary/plenary/internal/web/ui"
)

// May tells whether somebody may make something in a chapter, "" for the network
// itself; events and series each have one.
type May func(v auth.Viewer, tree people.Tree, chapter string) bool

// ChapterFor is the chapter in which somebody makes things who may not do so for
// the whole network; none for who may.
func ChapterFor(tx *store.Tx, room *people.Room, v auth.Viewer, may May) (people.Chapter, error) {
	list, err := room.Chapters(tx)
	tree := people.TreeOf(list)
	if err != nil || may(v, tree, "") {
		return people.Chapter{}, err
	}
	for _, c := range list {
		if may(v, tree, c.ID) {
			return c, nil
		}
	}
	return people.Chapter{}, nil
}

// ChapterOptions are the chapters in which the viewer may make something, and the
// one that is chosen; none where there are no chapters.
func ChapterOptions(r *web.Request, list []people.Chapter, chosen string, may May) (options []ui.Option) {
	if len(list) == 0 {
		return nil
	}
	tree := people.TreeOf(list)
	if may(r.Viewer, tree, "") || chosen == "" {
		options = append(options, ui.Option{Label: r.L.T("org.chapter.none|The network itself")})
	}
	for _, c := range list {
		if may(r.Viewer, tree, c.ID) || c.Slug == chosen {
			options = append(options, ui.Option{Value: c.Slug, Label: c.Name.In(r.L)})
		}
	}
	return options
}

// ReadParties reads the rows of a list of those who appear beside the organiser.
func ReadParties(in forms.Entry, list string) (all []people.Party) {
	for n := 1; n <= forms.RowCount(in.Values, list); n++ {
		all = append(all, people.Party{Name: in.Get(forms.Cell(list, n, "name")), URL: in.Get(forms.Cell(list, n, "url")), Role: in.Get(forms.Cell(list, n, "role"))})
	}
	return all
}

// FillParties puts a list of them into its rows.
func FillParties(v url.Values, list string, all []people.Party) {
	for n, one := range all {
		v.Set(forms.Cell(list, n+1, "name"), one.Name)
		v.Set(forms.Cell(list, n+1, "url"), one.URL)
		v.Set(forms.Cell(list, n+1, "role"), one.Role)
	}
}
