package peopleweb

import (
	"context"
	"net/url"
	"slices"
	"time"

	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/i18n"
	"codeberg.org/plenary/plenary/internal/ical"
	"codeberg.org/plenary/plenary/internal/people"
	"codeberg.org/plenary/plenary/internal/series"
	"codeberg.org/plenary/plenary/internal/store"
	"codeberg.org/plenary/plenary/internal/web"
	"codeberg.org/plenary/plenary/internal/web/ui"
	"codeberg.org/plenary/plenary/internal/when"
)

// mostEvents is how many events one page lists.
const mostEvents = 60

// eventsPage is what the list of all that comes needs.
type eventsPage struct {
	R        *web.Request
	Months   []month
	Chapters []choice // by which the list is narrowed; none where there is one only
	Langs    []choice
	Calendar string
	Later    string // address of the rest, "" = none
	Narrowed bool
}

// month is a heading with what falls in it, in the reader's zone.
type month struct {
	Name  string
	Items []ui.AgendaItem
}

// choice is a link that narrows the list.
type choice struct {
	Label ui.Words
	Href  string
	Here  bool
}

// narrowing is what the address asks for.
type narrowing struct {
	Chapter, Language string
	From              time.Time
}

// with is the address of the list with one part changed.
func (n narrowing) with(path, name, value string) string {
	q := url.Values{}
	for k, v := range map[string]string{"chapter": n.Chapter, "language": n.Language, name: value} {
		if v != "" {
			q.Set(k, v)
		}
	}
	return (&url.URL{Path: path, RawQuery: q.Encode()}).String()
}

// readNarrowing reads the address; what does not exist is NotThere.
func (p *Pages) readNarrowing(tx *store.Tx, r *web.Request) (n narrowing, chapters []people.Chapter, err error) {
	n = narrowing{Chapter: r.Query.Get("chapter"), Language: r.Query.Get("language"), From: r.Now}
	if chapters, err = p.People.Chapters(tx); err != nil {
		return n, nil, err
	}
	if n.Chapter != "" && !slices.ContainsFunc(chapters, func(c people.Chapter) bool { return c.Slug == n.Chapter }) {
		return n, nil, errs.NotThere()
	}
	if from := r.Query.Get("from"); from != "" {
		day, err := when.ParseDate(from)
		if err != nil {
			return n, nil, errs.NotThere()
		}
		if at, _ := day.At(0).In(r.Zone); at.After(n.From) {
			n.From = at
		}
	}
	return n, chapters, nil
}

// eventsOf lists the series that the address asks for, and the languages that
// those of the chapter work in.
func (p *Pages) eventsOf(ctx context.Context, tx *store.Tx, r *web.Request, n narrowing, chapters []people.Chapter) (list []*series.Series, languages []string, err error) {
	all, err := p.Series.List(ctx, tx, r.Viewer, series.Filter{})
	if err != nil {
		return nil, nil, err
	}
	for _, c := range chapters {
		if c.Slug == n.Chapter {
			all = within(all, branch{Slug: c.Slug, Children: under(r, chapters, c.ID, 0)})
			break
		}
	}
	for _, s := range all {
		for _, lang := range s.Languages {
			if !slices.Contains(languages, lang) && s.Ends().After(r.Now) {
				languages = append(languages, lang)
			}
		}
		if n.Language == "" || slices.Contains(s.Languages, n.Language) {
			list = append(list, s)
		}
	}
	return list, languages, nil
}

func (p *Pages) events(ctx context.Context, tx *store.Tx, r *web.Request) (web.Answer, error) {
	n, chapters, err := p.readNarrowing(tx, r)
	if err != nil {
		return nil, err
	}
	list, languages, err := p.eventsOf(ctx, tx, r, n, chapters)
	if err != nil {
		return nil, err
	}
	page := eventsPage{R: r, Calendar: n.with("/events.ics", "", ""), Narrowed: n.Chapter != "" || n.Language != "",
		Chapters: chapterChoices(r, n, chapters), Langs: languageChoices(r, n, languages)}
	page.fill(comingOf(list, n.From), n)
	return web.Page{Title: r.L.T("front.events|What comes"), Body: eventsBody(page), Zoned: true, Feeds: eventFeeds(r, n.Chapter),
		Describe: r.L.T("front.events.describe|All sessions that come, in your own hours.")}, nil
}

// fill puts what comes under its months. A day is never cut in two.
func (page *eventsPage) fill(list []coming, n narrowing) {
	r := page.R
	var last when.Date
	for shown, c := range list {
		day := when.DateOf(c.O.Start, r.Zone)
		if shown >= mostEvents && day != last {
			page.Later = n.with("/events", "from", day.String())
			return
		}
		last = day
		name := r.L.T("front.month|{month} {year}", "month", r.L.Month(day.Month, false), "year", r.L.Year(day.Year))
		if k := len(page.Months); k == 0 || page.Months[k-1].Name != name {
			page.Months = append(page.Months, month{Name: name})
		}
		m := &page.Months[len(page.Months)-1]
		m.Items = append(m.Items, c.item(r))
	}
}

func chapterChoices(r *web.Request, n narrowing, list []people.Chapter) []choice {
	if len(list) == 0 {
		return nil
	}
	all := []choice{{Label: ui.Words{Text: r.L.T("front.events.all-chapters|Everywhere")}, Href: n.with("/events", "chapter", ""), Here: n.Chapter == ""}}
	for _, c := range list {
		all = append(all, choice{r.Pick(c.Name), n.with("/events", "chapter", c.Slug), n.Chapter == c.Slug})
	}
	return all
}

func languageChoices(r *web.Request, n narrowing, languages []string) []choice {
	if len(languages) < 2 {
		return nil
	}
	i18n.Sort(r.L, languages, func(lang string) string { return r.L.LangName(lang) })
	all := []choice{{Label: ui.Words{Text: r.L.T("front.events.all-languages|All languages")}, Href: n.with("/events", "language", ""), Here: n.Language == ""}}
	for _, lang := range languages {
		all = append(all, choice{Label: ui.Words{Text: r.L.LangTitle(lang)}, Href: n.with("/events", "language", lang), Here: n.Language == lang})
	}
	return all
}

// eventsFeed is the same as a calendar.
func (p *Pages) eventsFeed(ctx context.Context, tx *store.Tx, r *web.Request) (web.Answer, error) {
	n, chapters, err := p.readNarrowing(tx, r)
	if err != nil {
		return nil, err
	}
	list, _, err := p.eventsOf(ctx, tx, r, n, chapters)
	if err != nil {
		return nil, err
	}
	name := r.Pick(r.Face.Name)
	all := &ical.Calendar{Method: ical.Publish, Name: name.Text, Lang: r.L.Lang, Refresh: time.Hour}
	entry := series.Entry{Base: r.Base, L: r.L, Stamp: r.Now}
	for _, s := range list {
		if s.Visibility == series.Public && (s.State == series.Published || s.State == series.Cancelled) {
			all.Events = append(all.Events, s.Feed(entry, s.Letters()...).Events...)
		}
	}
	data, err := all.Encode()
	return web.Bytes{Type: all.ContentType(), Data: data}, err
}

func eventFeeds(r *web.Request, chapter string) []ui.Feed {
	return []ui.Feed{{Type: "text/calendar", Title: r.L.T("front.events|What comes"), Href: narrowing{Chapter: chapter}.with("/events.ics", "", "")}}
}
