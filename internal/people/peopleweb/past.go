package peopleweb

import (
	"context"

	"codeberg.org/plenary/plenary/internal/calendar"
	"codeberg.org/plenary/plenary/internal/i18n"
	"codeberg.org/plenary/plenary/internal/posts"
	"codeberg.org/plenary/plenary/internal/store"
	"codeberg.org/plenary/plenary/internal/web"
	"codeberg.org/plenary/plenary/internal/web/ui"
	"codeberg.org/plenary/plenary/internal/when"
)

// fillPast shows what is over, the latest first, with what came of it.
func (p *Pages) fillPast(ctx context.Context, tx *store.Tx, page *eventsPage) error {
	r := page.R
	page.Heading = r.L.T("front.events.past|What was")
	until := r.Now
	if at, _ := page.On.AddDays(1).At(0).In(r.Zone); at.Before(until) {
		until = at
	}
	found, more, err := wholeDay(func(most int) (calendar.Found, bool, error) {
		return p.Calendar.Before(ctx, tx, r.Viewer, page.C, until, most)
	}, func(last calendar.Date) bool { return when.DateOf(last.Start(), r.Zone).Before(page.On) })
	if err != nil {
		return err
	}
	lines := make([]*line, len(found.Dates))
	for i, d := range found.Dates {
		lines[i] = &line{Date: d}
	}
	cut := pageOf(lines, r, 0)
	if more || cut < len(lines) {
		first := lines[min(cut, len(lines)-1)] // of the next page
		page.Pages.Next, page.Pages.NextLabel = page.href(page.C, asPast, "from", when.DateOf(first.Start(), r.Zone).String()), r.L.T("front.events.earlier|Earlier ones")
	}
	page.Unplaced = itemsOf(r, found.Unplaced)
	list, err := p.pastSections(ctx, tx, r, lines[:cut])
	page.Body = listBody(*page, list)
	return err
}

// pastSections are the months, each date with its write-up, its recordings and
// its materials.
func (p *Pages) pastSections(ctx context.Context, tx *store.Tx, r *web.Request, lines []*line) (list []section, err error) {
	ids := make([]string, len(lines))
	for i, l := range lines {
		ids[i] = l.ID()
	}
	heads, err := p.Posts.Heads(ctx, tx, r.Viewer, ids)
	if err != nil {
		return nil, err
	}
	for _, d := range lines {
		name := monthName(r.L, when.DateOf(d.Start(), r.Zone))
		item := d.Item(r)
		if head, ok := heads[d.ID()]; ok && head.State == posts.Published {
			item.More = append(item.More, ui.NavItem{Label: r.L.T("front.events.write-up|Write-up"), Href: "/posts/" + head.Slug})
		}
		for _, link := range d.Links() {
			item.More = append(item.More, ui.NavItem{Label: linkName(r.L, link), Href: link.URL})
		}
		if k := len(list); k == 0 || list[k-1].Name != name {
			list = append(list, section{Name: name})
		}
		list[len(list)-1].Items = append(list[len(list)-1].Items, item)
	}
	return list, nil
}

// linkName is what a recording or a piece of material is called.
func linkName(l *i18n.Locale, link calendar.Link) string {
	switch {
	case link.Title != "":
		return link.Title
	case link.Recording:
		return l.T("series.held.recording|Recording")
	}
	return link.URL
}
