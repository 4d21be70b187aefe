package postsweb

import (
	"context"

	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/i18n"
	"codeberg.org/plenary/plenary/internal/people"
	"codeberg.org/plenary/plenary/internal/posts"
	"codeberg.org/plenary/plenary/internal/store"
	"codeberg.org/plenary/plenary/internal/web"
	"codeberg.org/plenary/plenary/internal/web/ui"
)

// around is what stands around a text.
type around struct {
	Who     ui.Words // who speaks: the chapter, or the network
	WhoHref string   // of the chapter
	Contact people.Contact
	Related []ui.ListingItem
}

// around finds whose text it is, whom to ask, and what it goes with. What the
// viewer may not see of that is left out.
func (p *Pages) around(ctx context.Context, tx *store.Tx, r *web.Request, post posts.Post) (a around, err error) {
	if a, err = p.who(tx, r, post); err != nil {
		return a, err
	}
	if t := post.Thing; t != nil && t.Contact.Email != "" {
		a.Contact = t.Contact
	}
	for _, ref := range post.Related {
		item, err := p.related(ctx, tx, r, ref)
		if errs.Is(err, errs.NotFound) {
			continue
		}
		if err != nil {
			return a, err
		}
		a.Related = append(a.Related, item)
	}
	return a, nil
}

// who is the chapter with its contact or, where it has none, the network's.
func (p *Pages) who(tx *store.Tx, r *web.Request, post posts.Post) (a around, err error) {
	chapter := chapterOf(post)
	n, err := p.People.Network(tx)
	if err != nil {
		return a, err
	}
	a.Who, a.Contact = r.Pick(n.Name), people.Contact{Name: n.ContactName, Email: n.ContactEmail}
	if chapter == "" {
		return a, nil
	}
	list, err := p.People.Chapters(tx)
	for _, c := range list {
		if c.ID != chapter {
			continue
		}
		a.Who, a.WhoHref = r.Pick(c.Name), "/c/"+c.Slug
		if c.ContactEmail != "" {
			a.Contact = people.Contact{Name: c.ContactName, Email: c.ContactEmail}
		}
	}
	return a, err
}

// chapterOf is the chapter whose text it is, by its id: its own, or that of what
// it tells of.
func chapterOf(post posts.Post) string {
	if t := post.Thing; t != nil {
		return t.Chapter
	}
	return post.Chapter
}

func (p *Pages) related(ctx context.Context, tx *store.Tx, r *web.Request, ref posts.Ref) (item ui.ListingItem, err error) {
	var title i18n.Text
	switch ref.Kind {
	case "event":
		e, err := p.Events.ByID(ctx, tx, r.Viewer, ref.ID)
		if err != nil {
			return item, err
		}
		title, item.Href = e.Title, "/e/"+e.Slug
		if next, ok := e.Next(r.Now); ok {
			item.Sub = r.L.RangeStyle(next.Start.In(r.Zone), next.End.In(r.Zone), i18n.Medium)
		}
	case "series":
		s, err := p.Series.ByID(ctx, tx, r.Viewer, ref.ID)
		if err != nil {
			return item, err
		}
		title, item.Href = s.Title, "/s/"+s.Slug
		if begins := s.Begins(); !begins.IsZero() {
			item.Sub = r.L.DateRange(begins.In(r.Zone), s.Ends().In(r.Zone))
		}
	default:
		return item, errs.NotThere()
	}
	words := r.Pick(title)
	item.Title, item.Lang = words.Text, words.Lang
	return item, nil
}
