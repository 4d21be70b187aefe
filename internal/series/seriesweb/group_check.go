package seriesweb

import (
	"net/url"
	"slices"
	"strconv"

	"codeberg.org/plenary/plenary/internal/series"
	"codeberg.org/plenary/plenary/internal/web"
	"codeberg.org/plenary/plenary/internal/web/ui"
)

// How much of a long list a check page shows. All of it is sent along.
const (
	shownPeople = 100
	shownLines  = 200
)

// checkPage is what a check page needs: of a new group, or of people who are to
// be added to one.
type checkPage struct {
	R      *web.Request
	S      *series.Series
	Action string // where its form goes
	Back   string // where the list began
	List   *series.PeopleList
	Ready  []series.Listed
	Needs  []series.Listed
	Text   string     // who is ready, to be sent along
	Keep   url.Values // the other fields, to be sent along
	Lead   string
	Notice *ui.Notice
	Button string // what taking those who are ready does
}

// checkPage shows what the list of a new group was read as.
func (p *Pages) checkPage(r *web.Request, s *series.Series, f grouping, out series.GroupOutcome) web.Page {
	page := newCheck(r, s, f.listing)
	page.Action, page.Back = "/s/"+s.Slug+"/group", "/s/"+s.Slug+"/group"
	page.Keep = url.Values{}
	for _, name := range []string{"once", "name", "email", "organisation", "track", "takes-part", "receives", "agree", web.FieldTrap} {
		if v := f.values.Get(name); v != "" {
			page.Keep.Set(name, v)
		}
	}
	page.Keep.Set("zone", f.Zone)
	page.Keep.Set("language", f.Language)
	page.Notice = outcomeNotice(r, s, out)
	page.Button = r.L.T("series.check.register|Register {n} person|Register {n} people", "n", out.People)
	switch {
	case out.Standing == series.InDraft && out.People == 0:
		page.Button = r.L.T("series.check.start|Begin an empty group")
	case out.Standing == series.InDraft:
		page.Button = r.L.T("series.check.draft|Begin with {n} person|Begin with {n} people", "n", out.People)
	case out.Standing == series.Waitlisted:
		page.Button = r.L.T("series.check.wait|Put {n} person on the waiting list|Put {n} people on the waiting list", "n", out.People)
	}
	return page.Page()
}

// outcomeNotice says what will become of the group, where it is not simply
// registered.
func outcomeNotice(r *web.Request, s *series.Series, out series.GroupOutcome) *ui.Notice {
	switch out.Standing {
	case series.InDraft:
		return &ui.Notice{Tone: ui.Warn, Word: r.L.T("series.check.missing|{n} more is needed.|{n} more are needed.", "n", out.Missing),
			Text: r.L.T("series.check.missing.text|A group here has {n} people at the least. You can begin now: your group is kept as a draft, and takes effect by itself when it is complete.", "n", s.Window.GroupMin)}
	case series.Waitlisted:
		return &ui.Notice{Tone: ui.Warn, Word: r.L.T("series.check.waiting|There is not enough room at these hours now."),
			Text: r.L.T("series.check.waiting.text|{n} place is free. Your group waits together, until there is room for all of you.|{n} places are free. Your group waits together, until there is room for all of you.", "n", max(0, s.Free(out.Track)))}
	}
	return nil
}

func newCheck(r *web.Request, s *series.Series, l listing) checkPage {
	page := checkPage{R: r, S: s, List: l.list, Ready: l.list.Ready(), Needs: l.list.Needing()}
	if len(page.Ready) > 0 {
		page.Text = series.FormatPeople(page.Ready)
	}
	n := len(l.list.People)
	switch {
	case n == 0:
		page.Lead = r.L.T("series.check.nobody|There is nobody on the list yet.")
	case len(page.Needs) == 0:
		page.Lead = r.L.T("series.check.all-ready|{n} person was read. Ready: {ready}.|{n} people were read. Ready: {ready}.", "n", n, "ready", len(page.Ready))
	default:
		page.Lead = r.L.T("series.check.some-need|Lines that need you: {needs}. People who are ready: {ready}.", "needs", len(page.Needs), "ready", len(page.Ready))
	}
	return page
}

// Page puts the check page into the frame.
func (c checkPage) Page() web.Page {
	return web.Page{Title: c.R.L.T("series.check.title|Check your list"), Body: checkBody(c), Hidden: true}
}

// HowRead says what the list was taken for, where that may surprise.
func (c checkPage) HowRead() []string {
	l := c.R.L
	var notes []string
	if names := map[string]string{";": l.T("series.check.sep.semicolon|semicolons"), ",": l.T("series.check.sep.comma|commas"),
		"\t": l.T("series.check.sep.tab|tabs"), "|": l.T("series.check.sep.bar|vertical bars")}; c.List.Table != "" && len(c.List.Unused) > 0 {
		notes = append(notes, l.T("series.check.table|Read as a table with {signs} between the columns. Not used: {columns}.",
			"signs", names[c.List.Table], "columns", l.List(c.List.Unused)))
	}
	if c.List.Charset != "UTF-8" {
		notes = append(notes, l.T("series.check.charset|The file is in the character set {set}. Please look whether the names read right.", "set", c.List.Charset))
	}
	if n := len(c.List.Skipped); n > 0 && c.List.Table == "" {
		notes = append(notes, l.T("series.check.skipped|{n} line holds nobody and was passed over.|{n} lines hold nobody and were passed over.", "n", n))
	}
	return notes
}

// LineField is a line that needs somebody, to be corrected in place.
func (c checkPage) LineField(p series.Listed) ui.Field {
	name := "line." + strconv.Itoa(p.Line)
	return ui.Field{Name: name, Label: c.R.L.T("series.check.line|Line {n}", "n", p.Line), Value: p.Text, Error: c.R.L.Text(p.Why)}
}

// lines are those that need somebody, one field for each line: a line of
// several people is corrected as a whole.
func (c checkPage) lines() []series.Listed {
	var list []series.Listed
	for _, p := range c.Needs {
		i := slices.IndexFunc(list, func(q series.Listed) bool { return q.Line == p.Line })
		if i >= 0 {
			list[i].Text += "; " + p.Text
			continue
		}
		list = append(list, p)
	}
	return list
}

// Table shows who was read.
func (c checkPage) Table() ui.Table {
	l := c.R.L
	t := ui.Table{Caption: l.T("series.check.people|People on your list"), Hidden: true, Stack: true,
		Columns: []ui.Column{{Label: l.T("series.check.name|Name")}, {Label: l.T("series.check.email|E-mail")}, {Label: l.T("series.check.status|Status")}}}
	for _, p := range c.shown() {
		address := ui.Cell{Body: ltr(p.Address)}
		if p.Address == "" {
			address = ui.Cell{Text: l.T("series.check.no-address|no address")}
		}
		t.Rows = append(t.Rows, []ui.Cell{{Text: p.Name, Head: true}, address, {Body: statusCell(c.tag(p), c.note(p))}})
	}
	return t
}

// shown are the people of the table: all whose status is not simply ready, and
// as many of the others as a page holds.
func (c checkPage) shown() []series.Listed {
	var list []series.Listed
	ready := 0
	for _, p := range c.List.People {
		switch p.Status {
		case series.ListNeeds:
			continue
		case series.ListReady:
			if ready++; ready > shownPeople {
				continue
			}
		}
		if len(list) < 2*shownPeople {
			list = append(list, p)
		}
	}
	return list
}

// More is how many who are ready the table does not show.
func (c checkPage) More() int { return max(0, len(c.Ready)-shownPeople) }

func (c checkPage) tag(p series.Listed) ui.Tag {
	l := c.R.L
	switch p.Status {
	case series.ListIn:
		return ui.Tag{Tone: ui.Info, Word: l.T("series.check.in|already in")}
	case series.ListTwice:
		return ui.Tag{Tone: ui.Warn, Word: l.T("series.check.twice|twice in this list")}
	}
	return ui.Tag{Tone: ui.OK, Word: l.T("series.check.ready|ready")}
}

// note says what else there is to say of a person.
func (c checkPage) note(p series.Listed) string {
	switch {
	case p.Status == series.ListTwice:
		return c.R.L.Text(p.Why)
	case p.Rest != "":
		return c.R.L.T("series.check.rest|Not used: {text}", "text", p.Rest)
	}
	return ""
}

// shownCount is how many people the button promises.
func shownCount(c checkPage) string { return strconv.Itoa(len(c.Ready)) }
