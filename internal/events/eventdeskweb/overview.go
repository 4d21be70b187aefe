package eventdeskweb

import (
	"context"
	"slices"
	"time"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/events"
	"codeberg.org/plenary/plenary/internal/i18n"
	"codeberg.org/plenary/plenary/internal/posts"
	"codeberg.org/plenary/plenary/internal/store"
	"codeberg.org/plenary/plenary/internal/web"
	"codeberg.org/plenary/plenary/internal/web/desk"
	"codeberg.org/plenary/plenary/internal/web/ui"
	"codeberg.org/plenary/plenary/internal/when"
)

// overviewPage is an event at a glance.
type overviewPage struct {
	R       *web.Request
	E       *events.Event
	N       events.Numbers
	Stats   []ui.Stat
	Coming  ui.Table
	Past    ui.Table
	More    int // dates to come that are not shown
	Skipped []events.Date
	Picture pictureForm
	Once    string
	Undo    *ui.Undo

	MayEdit, MaySee, MayTake, MayWrite bool
}

func (p *Pages) overview(ctx context.Context, tx *store.Tx, r *web.Request) (web.Answer, error) {
	e, err := p.organised(ctx, tx, r)
	if err != nil {
		return nil, err
	}
	return p.overviewPage(ctx, tx, r, e)
}

func (p *Pages) overviewPage(ctx context.Context, tx *store.Tx, r *web.Request, e *events.Event) (web.Page, error) {
	return p.overviewWith(ctx, tx, r, e, nil)
}

// overviewWith is the overview with what is wrong with the picture.
func (p *Pages) overviewWith(ctx context.Context, tx *store.Tx, r *web.Request, e *events.Event, wrong *errs.Error) (web.Page, error) {
	page := overviewPage{R: r, E: e, Once: web.NewOnce(), MayEdit: p.Events.May(r.Viewer, e, auth.EditEvents),
		MaySee: p.Events.May(r.Viewer, e, auth.SeeRegistrations), MayTake: p.Events.May(r.Viewer, e, auth.TakeAttendance), MayWrite: p.Events.May(r.Viewer, e, auth.WritePosts)}
	var err error
	if page.N, err = p.Events.Numbers(tx, r.Viewer, e); err != nil {
		return web.Page{}, err
	}
	halls, err := p.Events.Halls(tx, r.Viewer, e)
	if err != nil {
		return web.Page{}, err
	}
	waiting, err := p.Events.WaitingOn(tx, r.Viewer, e)
	if err != nil {
		return web.Page{}, err
	}
	page.Stats = page.stats()
	heads, err := p.Posts.Heads(ctx, tx, r.Viewer, e.DateIDs(), e.Home...)
	if err != nil {
		return web.Page{}, err
	}
	page.tables(halls, waiting, heads)
	for _, d := range e.Dates {
		if d.Status == events.Skipped && !d.Day.Before(when.DateOf(r.Now, e.Location())) {
			page.Skipped = append(page.Skipped, d)
		}
	}
	page.Picture = pictureOf(r, e, wrong)
	if r.Query.Get("done") == "cancelled" && e.State == events.Cancelled && page.MayEdit {
		page.Undo = desk.UndoCancelled(r.L, thing(r, e))
	}
	return web.Page{Title: titleOf(r, e), Body: overviewBody(page), Wide: true, Here: "desk", Zoned: true, Notices: overviewNews(r)}, nil
}

func overviewNews(r *web.Request) []ui.Notice {
	return r.News(map[string]string{
		"made":      r.L.T("org.made|Saved as a draft. Have a look, then publish it."),
		"saved":     r.L.T("org.saved|Saved."),
		"published": r.L.T("org.event.published|It is published, and stands in the calendar."),
		"draft":     r.L.T("org.drafted|It is a draft again, and nobody else sees it."),
		"picture":   r.L.T("org.event.picture.done|The picture is saved."),
		"added":     r.L.T("org.event.date.added|The date is added."),
		"removed":   r.L.T("org.event.date.removed|The date is gone."),
	})
}

// lead says in a line what it is, when and where.
func (p overviewPage) lead() string {
	l := p.R.L
	var parts []string
	if p.E.Rule != nil {
		parts = append(parts, ruleLine(l, p.E.Rule))
	} else if o, ok := p.E.Next(p.R.Now); ok {
		parts = append(parts, l.Range(o.Start.In(p.R.Zone), o.End.In(p.R.Zone)))
	}
	parts = append(parts, l.Text(p.E.Kind.Label()), l.Text(p.E.Mode().Label()))
	if p.E.Venue != nil {
		parts = append(parts, p.E.Venue.Name)
	}
	return dotted(l, parts)
}

// dotted puts short facts into one line.
func dotted(l *i18n.Locale, parts []string) string {
	if len(parts) == 0 {
		return ""
	}
	line := parts[0]
	for _, part := range parts[1:] {
		line = l.T("org.event.line|{first} · {second}", "first", line, "second", part)
	}
	return line
}

// stats are the counts at the top.
func (p overviewPage) stats() []ui.Stat {
	l, n := p.R.L, p.N
	people, waiting := "", ""
	if p.MaySee {
		people, waiting = home(p.E)+"/people", home(p.E)+"/people?state=waitlisted"
	}
	list := []ui.Stat{{N: n.Placed, Label: l.T("org.event.stat.placed|has a place|have a place", "n", n.Placed), Href: people}}
	if n.Waiting > 0 {
		list = append(list, ui.Stat{N: n.Waiting, Label: l.T("org.event.stat.waiting|waits for a place|wait for a place", "n", n.Waiting), Href: waiting, Tone: ui.Warn})
	}
	if n.Unanswered > 0 {
		href := ""
		if p.MaySee {
			href = people + "?answered=no"
		}
		list = append(list, ui.Stat{N: n.Unanswered, Label: l.T("org.event.stat.silent|has not answered yet|have not answered yet", "n", n.Unanswered), Href: href})
	}
	return list
}

// tables lists the dates with what is known and can be done of each.
func (p *overviewPage) tables(halls map[string]events.Hall, waiting map[string]int, heads map[string]posts.Head) {
	l := p.R.L
	head := func(caption string) ui.Table {
		return ui.Table{Caption: caption, Hidden: true, Stack: true, Columns: []ui.Column{{Label: l.T("events.date|Date")},
			{Label: l.T("org.event.registered|Registered")}, {Label: l.T("org.attendance.button|Attendance")}, {Label: l.T("org.sessions.write-up|Write-up")}}}
	}
	p.Coming, p.Past = head(l.T("events.dates|Dates")), head(l.T("events.dates.over|Dates that are over"))
	for _, o := range p.E.Occurrences() {
		row := []ui.Cell{{Body: dateCell(p.R, p.E, o, p.MayEdit), Head: true}, p.registeredCell(o, waiting), p.attendanceCell(o, halls[o.Date.ID]), p.writeUpCell(o, heads[o.Date.ID])}
		switch {
		case !o.End.After(p.R.Now):
			p.Past.Rows = append(p.Past.Rows, row)
		case len(p.Coming.Rows) < mostShown || p.R.Query.Has("all"):
			p.Coming.Rows = append(p.Coming.Rows, row)
		default:
			p.More++
		}
	}
	slices.Reverse(p.Past.Rows)
	if !p.written(heads) { // nothing to say of what is to come but that it is to come
		p.Coming.Columns = p.Coming.Columns[:len(p.Coming.Columns)-1]
		for i, row := range p.Coming.Rows {
			p.Coming.Rows[i] = row[:len(row)-1]
		}
	}
}

// written tells whether there is a write-up of a date that is not over, or whether
// one has begun.
func (p *overviewPage) written(heads map[string]posts.Head) bool {
	return slices.ContainsFunc(p.E.Occurrences(), func(o events.Occurrence) bool {
		return o.End.After(p.R.Now) && (heads[o.Date.ID].Slug != "" || !o.Start.After(p.R.Now))
	})
}

// registeredCell is how many have a place on a date, by way where there are two.
func (p *overviewPage) registeredCell(o events.Occurrence, waiting map[string]int) ui.Cell {
	l, limits := p.R.L, p.E.PlacesOn(o.Date)
	var parts []string
	for _, way := range p.E.Ways(o.Date) {
		n := o.Date.Taken.Of(way)
		text := l.T("org.event.taken|{n} registered|{n} registered", "n", n)
		if most := limits.Of(way); most != nil {
			text = l.T("org.event.taken-of|{n} of {most}", "n", n, "most", *most)
		}
		if len(p.E.Ways(o.Date)) > 1 {
			text = l.T("org.event.taken-way|{way}: {count}", "way", p.R.L.Text(way.Label()), "count", text)
		}
		parts = append(parts, text)
	}
	if n := waiting[o.Date.ID] + waiting[""]; n > 0 {
		parts = append(parts, l.T("org.event.waiting|{n} waits|{n} wait", "n", n))
	}
	cell := ui.Cell{Text: dotted(l, parts)}
	if p.MaySee {
		cell.Href = home(p.E) + "/people?date=" + o.Date.ID
	}
	if cell.Text == "" {
		cell.Text = l.Number(o.Date.Taken.Here + o.Date.Taken.Online)
	}
	return cell
}

func (p *overviewPage) attendanceCell(o events.Occurrence, hall events.Hall) ui.Cell {
	l := p.R.L
	switch {
	case p.E.State == events.Draft, p.E.StatusOf(o.Date) == events.CalledOff:
		return ui.Cell{Text: "–"}
	case !p.MayTake && hall == (events.Hall{}):
		return ui.Cell{Text: "–"}
	}
	text := ""
	if o.Start.Sub(p.R.Now) < 12*time.Hour {
		text = l.T("org.event.attendance.open|Not noted yet")
	}
	if hall != (events.Hall{}) {
		text = l.T("org.event.attendance.there|{n} was there|{n} were there", "n", hall.There)
	}
	if !p.MayTake {
		return ui.Cell{Text: text}
	}
	return ui.Cell{Body: attendanceCellBody(p.R, at(p.E, o.Date), text, o.Start.In(p.E.Location()).Format("2006-01-02"))}
}

// writeUpCell leads to what was written about a date.
func (p *overviewPage) writeUpCell(o events.Occurrence, h posts.Head) ui.Cell {
	l, may, form := p.R.L, p.MayWrite, at(p.E, o.Date)+"/write-up"
	switch {
	case h.State == posts.Published && !may:
		return ui.Cell{Text: l.T("org.sessions.write-up.published|Published"), Href: "/posts/" + h.Slug}
	case h.State == posts.Published:
		return ui.Cell{Text: l.T("org.sessions.write-up.published|Published"), Href: form}
	case h.State == posts.Withdrawn:
		return ui.Cell{Text: l.T("org.post.state.withdrawn|Taken back"), Href: form}
	case h.State == posts.Draft:
		return ui.Cell{Text: l.T("org.sessions.write-up.draft|A draft"), Href: form}
	case !may || p.E.State == events.Draft || p.E.StatusOf(o.Date) == events.CalledOff:
		return ui.Cell{Text: "–"}
	case o.Start.After(p.R.Now):
		return ui.Cell{Text: l.T("org.sessions.there.later|Later"), Href: form}
	}
	return ui.Cell{Text: l.T("org.sessions.write-up.write|Write"), Href: form}
}

// at is the address of a date on the desk.
func at(e *events.Event, d *events.Date) string { return home(e) + "/d/" + d.ID }

// whenOf is when a date is, on the reader's clock.
func whenOf(r *web.Request, o events.Occurrence) string {
	return r.L.RangeStyle(o.Start.In(r.Zone), o.End.In(r.Zone), i18n.Medium)
}

// dateTags are what is to be said of a date beside its hours.
func dateTags(r *web.Request, e *events.Event, o events.Occurrence) []ui.Tag {
	tags := stateOf(e, o, r.Now).Tags(r.L)
	if !o.Date.Was.IsZero() {
		tags = append(tags, ui.Tag{Tone: ui.Warn, Word: r.L.T("org.event.moved|Moved")})
	}
	return tags
}
