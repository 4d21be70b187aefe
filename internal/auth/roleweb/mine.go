package roleweb

import (
	"context"
	"slices"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/store"
	"codeberg.org/plenary/plenary/internal/web"
	"codeberg.org/plenary/plenary/internal/web/ui"
)

// minePage says what the viewer may do, place by place.
type minePage struct {
	R    *web.Request
	Work []work
}

// work is what somebody does at one place.
type work struct {
	Place place
	Verbs []auth.Verb
	Teams bool // the page of who works there is theirs to see
	Shown bool // the chapter's page shows their name
}

func (p *Pages) mine(ctx context.Context, tx *store.Tx, r *web.Request) (web.Answer, error) {
	return p.minePage(ctx, tx, r)
}

// resignDo ends what the viewer does at one place.
func (p *Pages) resignDo(ctx context.Context, tx *store.Tx, r *web.Request, _ struct{}) (web.Answer, error) {
	return web.SeeOther("/me?done=resigned"), p.Auth.Resign(ctx, tx, r.Viewer, auth.Scope{Kind: r.Value("kind"), ID: r.Value("id")})
}

func (p *Pages) resignAgain(ctx context.Context, tx *store.Tx, r *web.Request, _ struct{}, wrong *errs.Error) (web.Page, error) {
	page, err := p.minePage(ctx, tx, r)
	page.Notices = []ui.Notice{{Tone: ui.Bad, Word: r.L.T("org.state.not|That was not possible."), Text: r.L.Text(wrong.Text), Live: true}}
	return page, err
}

// minePage shows the viewer their own roles.
func (p *Pages) minePage(ctx context.Context, tx *store.Tx, r *web.Request) (web.Page, error) {
	var order []auth.Scope
	byScope := map[auth.Scope][]auth.Verb{}
	for _, g := range r.Viewer.Grants {
		if len(byScope[g.Scope]) == 0 {
			order = append(order, g.Scope)
		}
		byScope[g.Scope] = append(byScope[g.Scope], g.Verb)
	}
	known, err := p.places(ctx, tx, r, order)
	if err != nil {
		return web.Page{}, err
	}
	shown, err := p.People.ShownIn(tx, r.Viewer)
	if err != nil {
		return web.Page{}, err
	}
	page := minePage{R: r}
	for _, kind := range []string{"network", "chapter", "series"} {
		for _, scope := range order {
			at, is := known[scope]
			if !is || scope.Kind != kind {
				continue
			}
			verbs := byScope[scope]
			auth.SortVerbs(verbs)
			page.Work = append(page.Work, work{Place: at, Verbs: verbs, Shown: kind == "chapter" && shown[scope.ID],
				Teams: slices.ContainsFunc(verbs, func(v auth.Verb) bool { return v != auth.RunHouse })})
		}
	}
	return web.Page{Title: r.L.T("org.roles.mine|What I may do"), Body: mineBody(page), Wide: true, Here: "desk", At: "/o/roles"}, nil
}

// showDo notes whether a chapter's page may show the viewer's name.
func (p *Pages) showDo(ctx context.Context, tx *store.Tx, r *web.Request, _ struct{}) (web.Answer, error) {
	return web.SeeOther("/o/roles"), p.People.ShowInTeam(ctx, tx, r.Viewer, r.Value("id"), r.Value("shown") == "yes")
}
