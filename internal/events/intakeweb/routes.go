package intakeweb

import (
	"slices"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/events"
	"codeberg.org/plenary/plenary/internal/events/intake"
	"codeberg.org/plenary/plenary/internal/files"
	"codeberg.org/plenary/plenary/internal/people"
	"codeberg.org/plenary/plenary/internal/store"
	"codeberg.org/plenary/plenary/internal/web"
	"codeberg.org/plenary/plenary/internal/web/ui"
)

// Pages are the pages of this package with the rooms they show.
type Pages struct {
	DB     *store.DB // in which uploaded files are kept
	Files  *files.Room
	People *people.Room
	Events *events.Room
	Intake *intake.Room
}

// Routes lists all pages.
func (p *Pages) Routes() []web.Route {
	return []web.Route{
		web.Get("/o/events/paste", web.Desk(), p.paste),
		web.Get("/o/events/paste/made", web.Desk(), p.made),
		web.Post("/o/events/paste", web.Desk(), web.Steps[pasting]{Prepare: readPasting, Do: p.pasteDo, Again: p.pasteAgain}).Takes(3 * longestText),
		web.Get(importHome, web.Desk(), p.bring),
		web.Post(importHome, web.Desk(), web.Steps[bringing]{Prepare: p.readBringing, Do: p.bringDo, Again: p.bringAgain}).Takes(intake.LongestFile + 64<<10),
		web.Get(importHome+"/{id}", web.Desk(), p.imported),
		web.Post(importHome+"/{id}", web.Desk(), web.Steps[struct{}]{Do: p.importDo, Again: p.importAgain}),
	}
}

// mayMake refuses who may make events nowhere.
func mayMake(r *web.Request) error {
	if !events.MayMake(r.Viewer) {
		return errs.NotThere()
	}
	return nil
}

// chapters are the chapters into which the viewer may bring events; the first
// choice is the network, if they may there.
func (p *Pages) chapters(tx *store.Tx, r *web.Request) ([]ui.Option, error) {
	list, err := p.People.Chapters(tx)
	if err != nil {
		return nil, err
	}
	tree := people.TreeOf(list)
	var options []ui.Option
	if r.Viewer.Can(auth.EditEvents, auth.TheNetwork()) {
		options = append(options, ui.Option{Label: r.L.T("org.chapter.none|The network itself")})
	}
	for _, c := range list {
		if r.Viewer.Can(auth.EditEvents, tree.Scopes(c.ID)...) {
			name := r.Pick(c.Name)
			options = append(options, ui.Option{Value: c.Slug, Label: name.Text, Lang: name.Lang})
		}
	}
	return options, nil
}

// chapterOf is the chapter that was chosen, or the first that may be.
func chapterOf(options []ui.Option, chosen string) string {
	if len(options) > 0 && !slices.ContainsFunc(options, func(o ui.Option) bool { return o.Value == chosen }) {
		return options[0].Value
	}
	return chosen
}

// editor is where a draft is finished.
func editor(e *events.Event) string { return desk(e.Slug) + "/edit" }

// desk is the page of an event on the desk.
func desk(slug string) string { return "/o/e/" + slug }
