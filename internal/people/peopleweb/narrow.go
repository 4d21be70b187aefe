package peopleweb

import (
	"context"
	"net/url"
	"slices"
	"time"

	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/events"
	"codeberg.org/plenary/plenary/internal/i18n"
	"codeberg.org/plenary/plenary/internal/people"
	"codeberg.org/plenary/plenary/internal/series"
	"codeberg.org/plenary/plenary/internal/store"
	"codeberg.org/plenary/plenary/internal/web"
	"codeberg.org/plenary/plenary/internal/web/ui"
	"codeberg.org/plenary/plenary/internal/when"
)

// narrowing is what the address asks for.
type narrowing struct {
	Chapter, Language string
	Kind              events.Kind // ofSeries for sessions
	Mode              events.Mode // in-person and online find what is both, too
	From              time.Time
}

// ofSeries is the kind of sessions, beside those of events.
const ofSeries events.Kind = "session"

// with is the address of the list with one part changed.
func (n narrowing) with(path, name, value string) string {
	q := url.Values{}
	for k, v := range map[string]string{"chapter": n.Chapter, "language": n.Language, "kind": string(n.Kind), "mode": string(n.Mode), name: value} {
		if v != "" {
			q.Set(k, v)
		}
	}
	return (&url.URL{Path: path, RawQuery: q.Encode()}).String()
}

// narrow tells whether anything is left out.
func (n narrowing) narrow() bool {
	return n.Chapter != "" || n.Language != "" || n.Kind != "" || n.Mode != ""
}

// readNarrowing reads the address; what does not exist is NotThere.
func (p *Pages) readNarrowing(tx *store.Tx, r *web.Request) (n narrowing, chapters []people.Chapter, err error) {
	n = narrowing{Chapter: r.Query.Get("chapter"), Language: r.Query.Get("language"), Kind: events.Kind(r.Query.Get("kind")),
		Mode: events.Mode(r.Query.Get("mode")), From: r.Now}
	if chapters, err = p.People.Chapters(tx); err != nil {
		return n, nil, err
	}
	if n.Chapter != "" && !slices.ContainsFunc(chapters, func(c people.Chapter) bool { return c.Slug == n.Chapter }) ||
		n.Kind != "" && n.Kind != ofSeries && !slices.Contains(events.Kinds(), n.Kind) ||
		n.Mode != "" && n.Mode != events.InPerson && n.Mode != events.Online {
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

// calendar is what a chapter, or the network, has to come, and what of it the
// address asks for.
type calendar struct {
	n      narrowing
	series []*series.Series // of the chapter
	all    []coming         // all of the chapter
	list   []coming         // what the address asks for
}

// calendarOf reads what comes.
func (p *Pages) calendarOf(ctx context.Context, tx *store.Tx, r *web.Request, n narrowing, chapters []people.Chapter) (c calendar, err error) {
	c.n = n
	if c.series, err = p.Series.List(ctx, tx, r.Viewer, series.Filter{}); err != nil {
		return c, err
	}
	for _, chapter := range chapters {
		if chapter.Slug == n.Chapter {
			c.series = within(c.series, branch{Slug: chapter.Slug, Children: under(r, chapters, chapter.ID, 0)})
			break
		}
	}
	items, err := p.Events.Items(ctx, tx, r.Viewer, events.Filter{Chapter: n.Chapter, From: r.Now})
	if err != nil {
		return c, err
	}
	c.all = comingOf(c.series, items, r.Now)
	for _, x := range c.all {
		if x.fits(n) {
			c.list = append(c.list, x)
		}
	}
	return c, nil
}

// takes tells whether the address asks for any session of a series, also one
// that is over.
func (n narrowing) takes(s *series.Series) bool {
	for _, letter := range s.Letters() {
		for _, o := range s.Occurrences(letter) {
			if (coming{S: s, O: o}).fits(n) {
				return true
			}
		}
	}
	return false
}

// fits tells whether the address asks for it.
func (c coming) fits(n narrowing) bool {
	return (n.Language == "" || slices.Contains(c.languages(), n.Language)) && (n.Kind == "" || c.kind() == n.Kind) &&
		(n.Mode == "" || slices.Contains(c.modes(), n.Mode))
}

func (c coming) languages() []string {
	if c.S != nil {
		return c.S.Languages
	}
	return slices.Concat(c.E.Languages, c.E.Interpreted)
}

func (c coming) kind() events.Kind {
	if c.S != nil {
		return ofSeries
	}
	return c.E.Kind
}

// modes are the ways in which one can come.
func (c coming) modes() (list []events.Mode) {
	here, online := false, false
	if c.S != nil {
		here, online = c.O.Session.Place != nil, c.O.Session.Place == nil || c.O.Session.Online != ""
	} else {
		ways := c.E.Ways(c.D.Date)
		here, online = slices.Contains(ways, events.Here), slices.Contains(ways, events.Remote)
	}
	if here {
		list = append(list, events.InPerson)
	}
	if online {
		list = append(list, events.Online)
	}
	return list
}

// choiceList are links by which one narrows the list, under their heading.
type choiceList struct {
	Label   string
	Choices []choice
}

// choice is a link that narrows the list.
type choice struct {
	Label ui.Words
	Href  string
	Here  bool
}

// choiceLists are all by which the list can be narrowed; what leaves no choice
// is left out.
func (c calendar) choiceLists(r *web.Request, chapters []people.Chapter) []choiceList {
	l := r.L
	lists := []choiceList{
		{l.T("front.events.kinds|What"), c.kinds(r)},
		{l.T("front.events.modes|Where"), c.modes(r)},
		{l.T("front.chapters|Chapters"), chapterChoices(r, c.n, chapters)},
		{l.T("front.events.languages|Languages"), c.languages(r)},
	}
	return slices.DeleteFunc(lists, func(list choiceList) bool { return len(list.Choices) == 0 })
}

func (c calendar) kinds(r *web.Request) []choice {
	list := []choice{{Label: ui.Words{Text: r.L.T("front.events.all-kinds|Everything")}, Href: c.n.with("/events", "kind", ""), Here: c.n.Kind == ""}}
	for _, kind := range append([]events.Kind{ofSeries}, events.Kinds()...) {
		if !slices.ContainsFunc(c.all, func(x coming) bool { return x.kind() == kind }) {
			continue
		}
		label := r.L.Text(kind.Label())
		if kind == ofSeries {
			label = r.L.T("front.events.sessions|Sessions of series")
		}
		list = append(list, choice{Label: ui.Words{Text: label}, Href: c.n.with("/events", "kind", string(kind)), Here: c.n.Kind == kind})
	}
	return atLeastTwo(list)
}

func (c calendar) modes(r *web.Request) []choice {
	list := []choice{{Label: ui.Words{Text: r.L.T("front.events.all-modes|Anywhere")}, Href: c.n.with("/events", "mode", ""), Here: c.n.Mode == ""}}
	for _, mode := range []events.Mode{events.InPerson, events.Online} {
		if slices.ContainsFunc(c.all, func(x coming) bool { return slices.Contains(x.modes(), mode) }) {
			list = append(list, choice{Label: ui.Words{Text: r.L.Text(mode.Label())}, Href: c.n.with("/events", "mode", string(mode)), Here: c.n.Mode == mode})
		}
	}
	return atLeastTwo(list)
}

// atLeastTwo is the list if it leaves a choice beside the first, which is all.
func atLeastTwo(list []choice) []choice {
	if len(list) < 3 {
		return nil
	}
	return list
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

func (c calendar) languages(r *web.Request) []choice {
	var languages []string
	for _, x := range c.all {
		for _, lang := range x.languages() {
			if !slices.Contains(languages, lang) {
				languages = append(languages, lang)
			}
		}
	}
	i18n.Sort(r.L, languages, func(lang string) string { return r.L.LangName(lang) })
	all := []choice{{Label: ui.Words{Text: r.L.T("front.events.all-languages|All languages")}, Href: c.n.with("/events", "language", ""), Here: c.n.Language == ""}}
	for _, lang := range languages {
		all = append(all, choice{Label: ui.Words{Text: r.L.LangTitle(lang)}, Href: c.n.with("/events", "language", lang), Here: c.n.Language == lang})
	}
	return atLeastTwo(all)
}
