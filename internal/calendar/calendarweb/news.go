package calendarweb

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"codeberg.org/plenary/plenary/internal/calendar"
	"codeberg.org/plenary/plenary/internal/feed"
	"codeberg.org/plenary/plenary/internal/i18n"
	"codeberg.org/plenary/plenary/internal/ical"
	"codeberg.org/plenary/plenary/internal/people"
	"codeberg.org/plenary/plenary/internal/store"
	"codeberg.org/plenary/plenary/internal/web"
	"codeberg.org/plenary/plenary/internal/web/prose"
	"github.com/a-h/templ"
)

// How much a news feed holds: readers fetch it whole each time.
const (
	mostNews  = 100 // items
	mostTimes = 60  // times in one item
)

func (p *Pages) rss(tx *store.Tx, r *web.Request, t topic) (web.Answer, error) {
	f, err := p.news(tx, r, t)
	if err != nil {
		return nil, err
	}
	data, err := f.RSS()
	return web.Bytes{Type: feed.RSSType, Data: data}, err
}

func (p *Pages) json(tx *store.Tx, r *web.Request, t topic) (web.Answer, error) {
	f, err := p.news(tx, r, t)
	if err != nil {
		return nil, err
	}
	data, err := f.JSON()
	return web.Bytes{Type: feed.JSONType, Data: data}, err
}

// news is what has been announced and is not over, the latest first: an item for
// each event and series or, of a single one, for each of its dates.
func (p *Pages) news(tx *store.Tx, r *web.Request, t topic) (*feed.Feed, error) {
	chapters, err := p.People.Chapters(tx)
	if err != nil {
		return nil, err
	}
	desk := desk{r: r, chapters: map[string]people.Chapter{}}
	for _, c := range chapters {
		desk.chapters[c.Slug] = c
	}
	f := &feed.Feed{Title: t.plainName(r), Lang: r.L.Lang, Home: r.Base + t.Page, Self: r.Base + r.Self(),
		Description: r.L.T("feed.describe|What comes, latest announced first. Hours are those of the city named with them.")}
	for _, dates := range stories(t, r.Now) {
		f.Items = append(f.Items, desk.item(dates, t.One))
	}
	slices.SortStableFunc(f.Items, func(a, b feed.Item) int { return b.Published.Compare(a.Published) })
	if len(f.Items) > mostNews {
		f.Items = f.Items[:mostNews]
	}
	return f, nil
}

// stories are the dates that make one item each.
func stories(t topic, now time.Time) (list [][]calendar.Date) {
	at := map[string]int{}
	for _, d := range t.Dates {
		if !d.End().After(now) {
			continue
		}
		if n, known := at[d.Path()]; known && !t.One {
			list[n] = append(list[n], d)
			continue
		}
		at[d.Path()] = len(list)
		list = append(list, []calendar.Date{d})
	}
	return list
}

// desk writes the items.
type desk struct {
	r        *web.Request
	chapters map[string]people.Chapter
}

// about is what events and series have in common here.
type about struct {
	id, chapter, image string
	description        i18n.Text
	announced, changed time.Time
	kind               string
}

func aboutOf(r *web.Request, d calendar.Date) about {
	if d.S != nil {
		return about{id: d.S.ID, chapter: d.S.Chapter, description: d.S.Description, announced: d.S.Announced, changed: d.S.Changed,
			kind: r.L.T("feed.series|Series")}
	}
	return about{id: d.E.ID, chapter: d.E.Chapter, image: d.E.Image, description: d.E.Description, announced: d.E.Announced, changed: d.E.Changed,
		kind: r.L.Text(d.E.Kind.Label())}
}

// item is the news about these dates, which belong together. One date has an
// item of its own, by its own id.
func (k desk) item(dates []calendar.Date, one bool) feed.Item {
	r, first := k.r, dates[0]
	a := aboutOf(r, first)
	title, text := r.Pick(first.Title()), r.Pick(a.description)
	item := feed.Item{ID: ical.UID(a.id, r.Base), URL: r.Base + first.Path(), Title: title.Text, Lang: cmp.Or(title.Lang, r.L.Lang),
		Published: cmp.Or(a.announced, a.changed), Updated: a.changed, Tags: []string{a.kind}, Authors: k.authors(a.chapter)}
	if one {
		item.ID, item.Title = ical.UID(first.ID()+strings.ToLower(first.In.Track), r.Base), k.dateTitle(first)
	}
	if a.image != "" {
		item.Image = r.Base + "/file/" + a.image
	}
	if !slices.ContainsFunc(dates, func(d calendar.Date) bool { return !d.Off() }) {
		item.Title = i18n.Unmarked(r.L.T("feed.cancelled|Cancelled: {title}", "title", item.Title))
	}
	lines := make([]string, 0, len(dates))
	for _, d := range dates[:min(len(dates), mostTimes)] {
		lines = append(lines, k.line(d))
		item.Happens = append(item.Happens, k.happens(d))
	}
	item.Summary = strings.TrimSpace(lines[0] + "\n" + prose.Plain(text.Text, 300))
	item.HTML = "<ul>"
	for _, line := range lines {
		item.HTML += "<li>" + templ.EscapeString(line) + "</li>"
	}
	item.HTML += "</ul>\n" + prose.HTML(text.Text, 3)
	return item
}

// dateTitle is what one date or session is called.
func (k desk) dateTitle(d calendar.Date) string {
	r, title := k.r, k.r.Pick(d.Title()).Text
	theme := ""
	if d.S != nil {
		theme = r.Pick(d.In.Session.Theme).Text
		if t := d.S.Track(d.In.Track); t != nil && theme == "" {
			theme = t.Name(r.L)
		}
	} else {
		theme = r.Pick(d.On.Date.Theme).Text
	}
	if theme == "" {
		return title
	}
	return i18n.Unmarked(r.L.T("series.calendar.summary|{series}: {theme}", "series", title, "theme", theme))
}

// line is when and where, in the hours of the place: a feed does not know where
// its readers are.
func (k desk) line(d calendar.Date) string {
	l := k.r.L
	when := l.T("feed.when|{when} ({city})", "when", l.RangeStyle(d.Start(), d.End(), i18n.Medium), "city", l.City(d.Start().Location().String()))
	if place := d.Where(l, true); place != "" {
		when = l.T("feed.when-where|{when} · {place}", "when", when, "place", place)
	}
	if d.Off() {
		when = l.T("feed.cancelled|Cancelled: {title}", "title", when)
	}
	return i18n.Unmarked(when)
}

func (k desk) happens(d calendar.Date) feed.Happens {
	h := feed.Happens{Start: d.Start(), End: d.End(), Status: "scheduled", Location: i18n.Unmarked(d.Where(k.r.L, true))}
	if d.E != nil && !d.On.Date.Was.IsZero() {
		h.Was, _ = d.On.Date.Was.In(d.E.Location())
	}
	switch {
	case d.Off():
		h.Status = "cancelled"
	case !h.Was.IsZero():
		h.Status = "moved"
	case d.Tentative():
		h.Status = "tentative"
	}
	return h
}

// authors are who speaks: the chapter, or the network.
func (k desk) authors(chapter string) []feed.Author {
	if c, ok := k.chapters[chapter]; ok {
		return []feed.Author{{Name: k.r.Pick(c.Name).Text, URL: k.r.Base + "/c/" + c.Slug}}
	}
	return []feed.Author{{Name: k.r.Pick(k.r.Face.Name).Text, URL: k.r.Base + "/"}}
}
