package intakeweb

import (
	"context"
	"slices"
	"strconv"
	"time"

	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/events/intake"
	"codeberg.org/plenary/plenary/internal/i18n"
	"codeberg.org/plenary/plenary/internal/jobs"
	"codeberg.org/plenary/plenary/internal/store"
	"codeberg.org/plenary/plenary/internal/web"
	"codeberg.org/plenary/plenary/internal/web/ui"
)

// atOnce is how many events of a file one page shows.
const atOnce = 50

// unread is what a page shows of a file that could not be read, among the fates.
const unread = "unread"

// importPage is an import as far as it is.
type importPage struct {
	R     *web.Request
	Form  ui.Form
	In    intake.Import
	Into  ui.Words // the chapter
	Batch *intake.Batch
	Count map[string]int
	Show  string
	From  int
	Rows  []plannedRow
	Gone  bool // the file is not there any more
	Ask   bool // the city is asked for
	Job   jobs.Status
	Items []ui.ListingItem
}

// plannedRow is an event of a file with what becomes of it.
type plannedRow struct {
	intake.Planned
	Differs []intake.Difference
}

func (p *Pages) importPage(ctx context.Context, tx *store.Tx, r *web.Request, wrong *errs.Error) (web.Page, error) {
	in, err := p.Intake.Find(tx, r.Viewer, r.Param("id"))
	if err != nil {
		return web.Page{}, err
	}
	page := importPage{R: r, In: in, Form: ui.Form{L: r.L, Err: wrong}, Count: map[string]int{}, Ask: r.Query.Get("zone") == "ask"}
	if in.Chapter != "" {
		c, err := p.People.ChapterBySlug(tx, in.Chapter)
		if err != nil {
			return web.Page{}, err
		}
		page.Into = r.Pick(c.Name)
	}
	answer := web.Page{Title: r.L.T("org.intake.one|Events of {name}", "name", in.Name), Wide: true, Here: "desk", At: importHome + "/" + in.ID}
	switch in.State {
	case intake.Open:
		err = p.look(ctx, tx, &page)
	case intake.Running, intake.Undoing:
		if page.Job, err = jobs.StatusOf(tx, in.Job); err == store.ErrNoRow {
			page.Job, err = jobs.Status{State: jobs.Stopped}, nil
		}
		if page.Job.State != jobs.Stopped {
			answer.Refresh = 2
		}
	default:
		page.Items, err = p.draftsOf(ctx, tx, r, &in)
	}
	answer.Body = importBody(page)
	return answer, err
}

// look reads the file once more and says what becomes of its events.
func (p *Pages) look(ctx context.Context, tx *store.Tx, page *importPage) error {
	b, err := p.Intake.File(tx, &page.In)
	if errs.Is(err, errs.Closed) {
		page.Gone = true
		return nil
	}
	if err != nil {
		return err
	}
	plan, err := p.Intake.Plan(tx, &page.In, b.Drafts)
	if err != nil {
		return err
	}
	page.Batch = b
	for _, x := range plan {
		page.Count[string(x.Fate)]++
	}
	page.Count[unread] = len(b.Problems)
	page.Show = page.chosen()
	page.From, _ = strconv.Atoi(page.R.Query.Get("from"))
	shown := slices.DeleteFunc(plan, func(x intake.Planned) bool { return string(x.Fate) != page.Show })
	page.From = min(max(0, page.From), max(0, page.Count[page.Show]-1))
	for _, x := range shown[min(page.From, len(shown)):min(page.From+atOnce, len(shown))] {
		row := plannedRow{Planned: x}
		if x.Slug != "" && (x.Fate == intake.Changed || x.Fate == intake.Differs) {
			is, err := p.Events.BySlug(ctx, tx, page.R.Viewer, x.Slug)
			if err != nil && !errs.Is(err, errs.NotFound) {
				return err
			}
			if err == nil {
				row.Differs = intake.Differences(is, x.Event, page.R.L)
			}
		}
		page.Rows = append(page.Rows, row)
	}
	return nil
}

// chosen is what the page shows: what was asked for, or the first that there is.
func (p *importPage) chosen() string {
	if show := p.R.Query.Get("show"); p.Count[show] > 0 {
		return show
	}
	for _, f := range intake.Fates() {
		if p.Count[string(f)] > 0 {
			return string(f)
		}
	}
	return unread
}

// tabs lead to what becomes of what.
func (p importPage) tabs() ui.Tabs {
	l := p.R.L
	labels := map[string]string{string(intake.New): l.T("org.intake.tab.new|New"), string(intake.Changed): l.T("org.intake.tab.changed|Changed"),
		string(intake.Differs): l.T("org.intake.tab.differs|Differs"), string(intake.There): l.T("org.intake.tab.there|There already"),
		string(intake.Ours): l.T("org.intake.tab.ours|Of this calendar"), unread: l.T("org.intake.tab.unread|Not readable")}
	tabs := ui.Tabs{L: l, Label: l.T("org.intake.tabs|What becomes of the events")}
	names := []string{}
	for _, f := range intake.Fates() {
		names = append(names, string(f))
	}
	for _, name := range append(names, unread) {
		if p.Count[name] > 0 {
			tabs.Items = append(tabs.Items, ui.Tab{Label: labels[name], Href: "?show=" + name, Here: name == p.Show, Count: p.Count[name]})
		}
	}
	return tabs
}

// explains says what becomes of the events that are shown.
func (p importPage) explains() string {
	l := p.R.L
	switch p.Show {
	case string(intake.New):
		return l.T("org.intake.say.new|They become drafts, which nobody but your team sees.")
	case string(intake.Changed):
		return l.T("org.intake.say.changed|The file says something else than last time, and nobody has touched the drafts: they are brought up to date.")
	case string(intake.Differs):
		return l.T("org.intake.say.differs|The file says something else than last time, and somebody has worked on the events since. They stay as they are; change by hand what is right in the file.")
	case string(intake.There):
		return l.T("org.intake.say.there|They came from this file before, and nothing about them has changed.")
	case string(intake.Ours):
		return l.T("org.intake.say.ours|They are events of this calendar, which came back in the file. They stay as they are.")
	}
	return l.T("org.intake.say.unread|These parts of the file are passed over. Mend the file and bring it again, or enter them by hand.")
}

// pagination leads through what is shown.
func (p importPage) pagination() ui.Pagination {
	n := p.Count[p.Show]
	if p.Show == unread || n <= atOnce {
		return ui.Pagination{L: p.R.L}
	}
	at := func(from int) string { return "?show=" + p.Show + "&from=" + strconv.Itoa(from) }
	x := ui.Pagination{L: p.R.L, Where: p.R.L.T("org.intake.where|{from} to {to} of {n}", "from", p.From+1, "to", min(p.From+atOnce, n), "n", n)}
	if p.From > 0 {
		x.Prev = at(max(0, p.From-atOnce))
	}
	if p.From+atOnce < n {
		x.Next = at(p.From + atOnce)
	}
	return x
}

// takes is how many events are written.
func (p importPage) takes() int {
	return p.Count[string(intake.New)] + p.Count[string(intake.Changed)]
}

// lasts says how long that takes, where it is worth saying.
func (p importPage) lasts() string {
	seconds := p.takes() / intake.PerSecond
	if seconds < 3 {
		return ""
	}
	if seconds < 60 {
		return p.R.L.T("org.intake.lasts|This takes about {n} second.|This takes about {n} seconds.", "n", seconds)
	}
	return p.R.L.T("org.intake.lasts-minutes|This takes about {n} minute. You may close the page meanwhile.|This takes about {n} minutes. You may close the page meanwhile.", "n", (seconds+59)/60)
}

// took says how long it took.
func (p importPage) took() string {
	d := p.In.Ended.Sub(p.In.Began).Round(time.Second)
	if d < time.Second || p.In.Began.IsZero() {
		return p.R.L.T("org.intake.took-none|It took less than a second.")
	}
	return p.R.L.T("org.intake.took|It took {n} second.|It took {n} seconds.", "n", int(d/time.Second))
}

// formatName is what a format is called.
func formatName(l *i18n.Locale, f intake.Format) string {
	switch f {
	case intake.Mobilize:
		return l.T("org.intake.format.mobilize|Table of Mobilize")
	case intake.ActionNetwork:
		return l.T("org.intake.format.action-network|Table of Action Network")
	case intake.Gancio:
		return l.T("org.intake.format.gancio|Events of Gancio")
	}
	return l.T("org.intake.format.calendar|Calendar file")
}

// facts say what file it is and into what it comes.
func (p importPage) facts() (list ui.SummaryList) {
	l := p.R.L
	what := formatName(l, p.In.Format)
	list = append(list, ui.Fact{Key: l.T("org.intake.fact.file|File"), Value: p.In.Name}, ui.Fact{Key: l.T("org.intake.fact.format|Read as"), Value: what})
	if p.Into.Text != "" {
		list = append(list, ui.Fact{Key: l.T("org.intake.chapter|Chapter"), Value: p.Into.Text, Lang: p.Into.Lang})
	}
	if p.Batch != nil {
		if p.Batch.Charset != "UTF-8" {
			list = append(list, ui.Fact{Key: l.T("org.intake.fact.charset|Letters in"), Value: p.Batch.Charset, LTR: true})
		}
		if len(p.Batch.Unknown) > 0 {
			list = append(list, ui.Fact{Key: l.T("org.intake.fact.unknown|Columns that are not used"), Value: l.List(p.Batch.Unknown)})
		}
	}
	return list
}

// whenOf is when an event of a file first takes place, and how often.
func (row plannedRow) whenOf(l *i18n.Locale) string {
	list := row.Event.Occurrences()
	if len(list) == 0 {
		return ""
	}
	first := l.T("org.paste.when|{when} in {city}", "when", whenLine(l, list[0].Start, list[0].End), "city", l.City(row.Event.Zone))
	switch {
	case row.Event.Rule != nil:
		return l.T("org.intake.repeats|{first}, and it repeats", "first", first)
	case len(list) > 1:
		return l.T("org.intake.more-dates|{first}, and {n} more date|{first}, and {n} more dates", "first", first, "n", len(list)-1)
	}
	return first
}

// title is what an event of a file is called.
func (row plannedRow) title(r *web.Request) ui.Words { return r.Pick(row.Event.Title) }

// where is where it takes place.
func (row plannedRow) where() string {
	e := row.Event
	if e.Venue != nil {
		return e.Venue.Line()
	}
	return e.Online
}
