package peopleweb

import (
	"context"

	"codeberg.org/plenary/plenary/internal/circles"
	"codeberg.org/plenary/plenary/internal/series"
	"codeberg.org/plenary/plenary/internal/store"
	"codeberg.org/plenary/plenary/internal/web"
	"codeberg.org/plenary/plenary/internal/web/ui"
)

// circles lists the circles that the member said yes to, and those of their
// series that still ask.
func (p *Pages) circles(ctx context.Context, tx *store.Tx, r *web.Request, own []series.Own) ([]ui.ListingItem, error) {
	said, err := p.Circles.InterestsOf(tx, r.Viewer, r.Viewer.Person)
	if err != nil {
		return nil, err
	}
	var items []ui.ListingItem
	asked := map[string]bool{}
	for _, in := range said {
		if in.State != circles.Yes {
			continue
		}
		item, s, err := p.circle(ctx, tx, r, in)
		if err != nil {
			return nil, err
		}
		asked[s.ID] = true
		items = append(items, item)
	}
	for _, o := range own {
		if asked[o.S.ID] || o.R.Standing == series.Withdrawn {
			continue
		}
		asking, err := p.Circles.Asking(tx, o.S)
		if err != nil {
			return nil, err
		}
		if asking == circles.Open || asking == circles.Late {
			title := r.Pick(o.S.Title)
			items = append(items, ui.ListingItem{Title: r.L.T("circles.yes.heading|Say yes to a circle"), Href: "/s/" + o.S.Slug + "/circle", Text: title.Text, TextLang: title.Lang})
		}
	}
	return items, nil
}

// circle is one circle, or the yes that waits for one.
func (p *Pages) circle(ctx context.Context, tx *store.Tx, r *web.Request, in circles.Interest) (item ui.ListingItem, s *series.Series, err error) {
	s, err = p.Circles.SeriesOf(tx, r.Viewer, in)
	if err != nil {
		return item, nil, err
	}
	title := r.Pick(s.Title)
	item = ui.ListingItem{Title: title.Text, Lang: title.Lang, Href: "/circle/" + p.Circles.Key(in)}
	o, placed, err := p.Circles.OwnCircle(ctx, tx, r.Viewer, in)
	if placed {
		item.Sub = o.Circle.Called(r.L)
		if next, ok := o.Circle.Next(r.Now); ok && s.State == series.Published {
			item.Text = r.L.Range(o.Circle.Begins(next).In(r.Zone), o.Circle.Ends(next).In(r.Zone))
		}
	} else {
		item.Tags = []ui.Tag{{Word: r.L.T("me.circles.none|No circle yet")}}
	}
	return item, s, err
}
