package peopleweb

import (
	"context"
	"net/url"
	"slices"

	"codeberg.org/plenary/plenary/internal/i18n"
	"codeberg.org/plenary/plenary/internal/people"
	"codeberg.org/plenary/plenary/internal/series"
	"codeberg.org/plenary/plenary/internal/store"
	"codeberg.org/plenary/plenary/internal/web"
	"codeberg.org/plenary/plenary/internal/web/prose"
	"codeberg.org/plenary/plenary/internal/web/ui"
)

// branch is a chapter with those that lie in it.
type branch struct {
	Slug     string
	Name     ui.Words
	Children []branch
}

// treeOf puts chapters under their parents, by name.
func treeOf(r *web.Request, list []people.Chapter) []branch { return under(r, list, "", 0) }

// deepest bounds how far a tree is followed.
const deepest = 12

func under(r *web.Request, list []people.Chapter, parent string, depth int) []branch {
	var found []branch
	if depth > deepest {
		return nil
	}
	for _, c := range list {
		if c.Parent == parent {
			found = append(found, branch{c.Slug, r.Pick(c.Name), under(r, list, c.ID, depth+1)})
		}
	}
	i18n.Sort(r.L, found, func(b branch) string { return b.Name.Text })
	return found
}

// slugs are those of the chapter and all that lie in it.
func (b branch) slugs() map[string]bool {
	all := map[string]bool{b.Slug: true}
	for _, c := range b.Children {
		for slug := range c.slugs() {
			all[slug] = true
		}
	}
	return all
}

type chapterPage struct {
	R           *web.Request
	C           people.Chapter
	Name        ui.Words
	Description ui.Words
	Path        []branch // those that it lies in, from the network down
	Rest        ui.Words // of the description, behind its first sentence
	Children    []branch
	Team        []people.Teammate
	Window      shopWindow
	Works       bool // the viewer works on the chapter, or on what it lies in
	Edits       bool // they may change its page
}

func (p *Pages) chapter(ctx context.Context, tx *store.Tx, r *web.Request) (web.Answer, error) {
	c, err := p.People.ChapterBySlug(tx, r.Param("chapter"))
	if err != nil {
		return nil, err
	}
	chapters, err := p.People.Chapters(tx)
	if err != nil {
		return nil, err
	}
	page := chapterPage{R: r, C: c, Edits: people.MayEditChapter(r.Viewer, people.TreeOf(chapters), c.ID), Works: r.Viewer.WorksOn(people.TreeOf(chapters).Scopes(c.ID)...), Name: r.Pick(c.Name), Description: r.Pick(c.Description), Children: under(r, chapters, c.ID, 0)}
	page.Path = pathOf(r, chapters, c)
	page.Rest.Lang = page.Description.Lang
	page.Description.Text, page.Rest.Text = prose.SplitLead(page.Description.Text)
	if page.Team, err = p.People.Team(tx, c.ID); err != nil {
		return nil, err
	}
	list, err := p.Series.List(ctx, tx, r.Viewer, series.Filter{Archived: true})
	if err != nil {
		return nil, err
	}
	choice, err := p.Calendar.Read(tx, url.Values{"chapter": {c.Slug}})
	if err != nil {
		return nil, err
	}
	if page.Window, err = p.window(ctx, tx, r, within(list, branch{Slug: c.Slug, Children: page.Children}), choice); err != nil {
		return nil, err
	}
	if err = p.fillTexts(ctx, tx, r, &page.Window, c.Slug, people.TreeOf(chapters).Below(c.ID)); err != nil {
		return nil, err
	}
	page.Window.All = choice.Address("/events")
	return web.Page{Title: page.Name.Text, Body: chapterBody(page), Zoned: true, Describe: page.Description.Text,
		Feeds: append(eventFeeds(r, choice), textFeeds(r, c.Slug)...)}, nil
}

// pathOf are the chapters that one lies in, the widest first.
func pathOf(r *web.Request, list []people.Chapter, c people.Chapter) (path []branch) {
	byID := map[string]people.Chapter{}
	for _, other := range list {
		byID[other.ID] = other
	}
	for at, known := byID[c.Parent]; known && len(path) < deepest; at, known = byID[at.Parent] {
		path = append(path, branch{Slug: at.Slug, Name: r.Pick(at.Name)})
	}
	slices.Reverse(path)
	return path
}

// within are the series of a chapter and of those that lie in it.
func within(list []*series.Series, b branch) []*series.Series {
	slugs := b.slugs()
	var kept []*series.Series
	for _, s := range list {
		if slugs[s.Chapter] {
			kept = append(kept, s)
		}
	}
	return kept
}
