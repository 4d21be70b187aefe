package roleweb

import (
	"context"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/people"
	"codeberg.org/plenary/plenary/internal/series"
	"codeberg.org/plenary/plenary/internal/store"
	"codeberg.org/plenary/plenary/internal/web"
	"codeberg.org/plenary/plenary/internal/web/ui"
)

// Pages are the pages of this package with the rooms they show.
type Pages struct {
	Auth   *auth.Room
	People *people.Room
	Series *series.Room
}

// Routes lists all pages.
func (p *Pages) Routes() []web.Route {
	const at = "/o/roles/{kind}/{slug}"
	return []web.Route{
		web.Get("/o/roles", web.Desk(), p.mine),
		web.Post("/o/roles", web.Desk(), web.Steps[struct{}]{Do: p.resignDo, Again: p.resignAgain}),
		web.Post("/o/roles/shown", web.Desk(), web.Steps[struct{}]{Do: p.showDo}),
		web.Get(at, web.Desk(), p.team).Audited(auth.ReadTeam),
		web.Post(at, web.Desk(), web.Steps[asking]{Prepare: readAsking, Do: p.offerDo, Again: p.teamAgain}).Audited(auth.ReadTeam),
		web.Post(at+"/take", web.Desk(), web.Steps[struct{}]{Do: p.takeDo, Again: p.takeAgain}).Audited(auth.ReadTeam),
		web.Post(at+"/withdraw", web.Desk(), web.Steps[struct{}]{Do: p.withdrawDo}),
		web.Get("/role/{key}", web.ByLink(), p.offer),
		web.Post("/role/{key}", web.ByLink(), web.Steps[struct{}]{Do: p.answerDo}),
	}
}

// place is something that people work on: the network, a chapter, a series.
type place struct {
	Scope auth.Scope
	Name  ui.Words
	At    string // the address of its page of roles
	Home  string // where it is worked on
}

// network is the place that holds all others.
func network(r *web.Request) place {
	return place{Scope: auth.TheNetwork(), Name: ui.Words{Text: networkName(r)}, At: "/o/roles/network/all", Home: "/o"}
}

func networkName(r *web.Request) string {
	name, _ := r.Face.Name.Pick(r.L)
	return name
}

// place finds what the address names. Whether the viewer may know of it, they
// are asked by auth.
func (p *Pages) place(ctx context.Context, tx *store.Tx, r *web.Request) (place, error) {
	switch slug := r.Param("slug"); r.Param("kind") {
	case "network":
		if slug == "all" {
			return network(r), nil
		}
	case "chapter":
		c, err := p.People.ChapterBySlug(tx, slug)
		return chapterPlace(r, c), err
	case "series":
		s, err := p.Series.BySlug(ctx, tx, auth.Itself(), slug)
		if err != nil {
			return place{}, err
		}
		return seriesPlace(r, s), nil
	}
	return place{}, errs.NotThere()
}

func chapterPlace(r *web.Request, c people.Chapter) place {
	return place{Scope: auth.ChapterScope(c.ID), Name: r.Pick(c.Name), At: "/o/roles/chapter/" + c.Slug, Home: "/c/" + c.Slug}
}

func seriesPlace(r *web.Request, s *series.Series) place {
	name := r.Pick(s.Title)
	if name.Text == "" {
		name.Text = s.Slug
	}
	return place{Scope: auth.SeriesScope(s.ID), Name: name, At: "/o/roles/series/" + s.Slug, Home: "/o/s/" + s.Slug}
}

// places finds what scopes are called; what is gone is left out.
func (p *Pages) places(ctx context.Context, tx *store.Tx, r *web.Request, scopes []auth.Scope) (map[auth.Scope]place, error) {
	known := map[auth.Scope]place{auth.TheNetwork(): network(r)}
	chapters, err := p.People.Chapters(tx)
	if err != nil {
		return nil, err
	}
	for _, c := range chapters {
		known[auth.ChapterScope(c.ID)] = chapterPlace(r, c)
	}
	for _, scope := range scopes {
		if _, is := known[scope]; is || scope.Kind != "series" {
			continue
		}
		s, err := p.Series.ByID(ctx, tx, auth.Itself(), scope.ID)
		if errs.Is(err, errs.NotFound) {
			continue
		}
		if err != nil {
			return nil, err
		}
		known[scope] = seriesPlace(r, s)
	}
	return known, nil
}
