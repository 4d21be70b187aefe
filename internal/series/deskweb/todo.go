package deskweb

import (
	"context"
	"iter"
	"slices"
	"time"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/circles"
	"codeberg.org/plenary/plenary/internal/posts"
	"codeberg.org/plenary/plenary/internal/series"
	"codeberg.org/plenary/plenary/internal/store"
	"codeberg.org/plenary/plenary/internal/web"
	"codeberg.org/plenary/plenary/internal/web/ui"
	"codeberg.org/plenary/plenary/internal/when"
)

// todo is one thing that needs somebody next: one line with one button.
type todo struct {
	urgent int       // the smaller, the sooner
	at     time.Time // of what it is about
	text   string
	when   string // its hours, for a session of these days
	tag    ui.Tag
	s      *series.Series
	of     string // the title of what it is about, where that is no series
	button ui.Button
}

// How urgent things are.
const (
	isNow = iota
	isToday
	isTomorrow
	isLacking   // something without which people do not get in
	isAfter     // a session that is over and not looked after
	isPeople    // people who wait for something
	isUnwritten // a date that is over, and of which one may tell
	isDraft
)

// lookAfter is how long after a session somebody is asked to write it up.
const lookAfter = 21 * 24 * time.Hour

// facts are what the desk knows of several series at once.
type facts struct {
	numbers map[string]series.Numbers // by the series' id
	halls   map[string]series.Hall    // by the session's id
	heads   map[string]posts.Head     // by the session's id
	circles map[string]circles.Waits  // by the series' id
}

func (p *Pages) facts(ctx context.Context, tx *store.Tx, r *web.Request, list ...*series.Series) (f facts, err error) {
	if f.numbers, err = p.Series.Numbers(ctx, tx, r.Viewer, list...); err != nil {
		return f, err
	}
	if f.halls, err = p.Series.Halls(ctx, tx, r.Viewer, list...); err != nil {
		return f, err
	}
	if f.circles, err = p.Circles.WaitsOf(ctx, tx, r.Viewer, list...); err != nil {
		return f, err
	}
	f.heads = map[string]posts.Head{}
	for _, s := range list {
		ids := make([]string, len(s.Sessions))
		for i := range s.Sessions {
			ids[i] = s.Sessions[i].ID
		}
		heads, err := p.Posts.Heads(ctx, tx, r.Viewer, ids, p.Series.Scopes(s)...)
		if err != nil {
			return f, err
		}
		for id, h := range heads {
			f.heads[id] = h
		}
	}
	return f, nil
}

// todos lists what needs the viewer next in a series.
func (p *Pages) todos(r *web.Request, s *series.Series, f facts) []todo {
	var list []todo
	switch s.State {
	case series.Draft:
		if p.Series.MayEdit(r.Viewer, s) {
			list = append(list, todo{urgent: isDraft, at: s.Begins(), s: s, tag: ui.Tag{Tone: ui.Info, Word: r.L.T("org.state.draft|Draft")},
				text: r.L.T("org.todo.draft|A draft that nobody else sees yet"), button: ui.Button{Label: r.L.T("org.todo.draft.button|Go on"), Href: home(s)}})
		}
		return list
	case series.Published:
		list = append(list, p.todoPeople(r, s, f.numbers[s.ID])...)
		list = append(list, todoCircles(r, s, f.circles[s.ID])...)
		for i := range s.Sessions {
			list = append(list, p.todoSession(r, s, &s.Sessions[i], f)...)
		}
	}
	sortTodos(list)
	return list
}

func sortTodos(list []todo) {
	slices.SortStableFunc(list, func(a, b todo) int {
		if a.urgent != b.urgent {
			return a.urgent - b.urgent
		}
		return a.at.Compare(b.at)
	})
}

// todoPeople is what people wait for.
func (p *Pages) todoPeople(r *web.Request, s *series.Series, n series.Numbers) []todo {
	if !p.Series.May(r.Viewer, s, auth.SeeRegistrations) || !s.Ends().After(r.Now) {
		return nil
	}
	l := r.L
	var list []todo
	add := func(count int, text, label, href string) {
		if count > 0 {
			list = append(list, todo{urgent: isPeople, at: s.Begins(), s: s, text: text, button: ui.Button{Label: label, Href: home(s) + href}})
		}
	}
	if p.Series.MayEdit(r.Viewer, s) {
		for letter, t := range tracksInOrder(s, n) {
			text := l.T("org.todo.full|All places are taken, and {n} person waits|All places are taken, and {n} people wait", "n", t.Waiting)
			if letter != "" {
				text = l.T("org.todo.full-track|Track {track} is full, and {n} person waits|Track {track} is full, and {n} people wait", "n", t.Waiting, "track", letter)
			}
			if s.Free(letter) == 0 {
				add(t.Waiting, text, l.T("org.todo.full.button|Give more places"), "/edit#tracks")
			}
		}
	}
	add(n.GroupsSmall, l.T("org.todo.small|{n} group is still too small|{n} groups are still too small", "n", n.GroupsSmall),
		l.T("org.todo.small.button|Which"), "/groups")
	add(n.Unanswered, l.T("org.todo.unanswered|{n} person has not answered yet|{n} people have not answered yet", "n", n.Unanswered),
		l.T("org.todo.unanswered.button|Who it is"), "/people?answered=no")
	add(n.Owing, l.T("org.todo.owing|{n} person has not answered your questions|{n} people have not answered your questions", "n", n.Owing),
		l.T("org.todo.unanswered.button|Who it is"), "/people?owes=1")
	return list
}

// tracksInOrder goes through the counts of the tracks, letter by letter.
func tracksInOrder(s *series.Series, n series.Numbers) iter.Seq2[string, series.TrackNumbers] {
	return func(yield func(string, series.TrackNumbers) bool) {
		for _, letter := range s.Letters() {
			if !yield(letter, n.Tracks[letter]) {
				return
			}
		}
	}
}

// todoSession is what a session needs: to be looked after on its day, and
// afterwards.
func (p *Pages) todoSession(r *web.Request, s *series.Series, x *series.Session, f facts) []todo {
	if x.Status == series.CalledOff {
		return nil
	}
	var list []todo
	at := home(s) + "/session/" + number(x.N)
	start, end := spanOf(s, x)
	if t, ok := p.todoToday(r, s, x, start, end); ok {
		list = append(list, t)
	}
	if p.Series.MayEdit(r.Viewer, s) && end.After(r.Now) && start.Sub(r.Now) < 72*time.Hour && nowhere(s, x) {
		list = append(list, todo{urgent: isLacking, at: start, s: s,
			text:   r.L.T("org.todo.nowhere|Session {n} has no address of a call and no place", "n", x.N),
			button: ui.Button{Label: r.L.T("org.todo.nowhere.button|Enter it"), Href: at}})
	}
	since := r.Now.Sub(end)
	if since < 0 || since > lookAfter {
		return list
	}
	if f.halls[x.ID] == (series.Hall{}) && f.numbers[s.ID].Placed > 0 && p.Series.May(r.Viewer, s, auth.TakeAttendance) && since < 7*24*time.Hour {
		list = append(list, todo{urgent: isAfter, at: start, s: s, text: r.L.T("org.todo.attendance|Nobody is noted at session {n}", "n", x.N),
			button: ui.Button{Label: r.L.T("org.todo.attendance.button|Who was there"), Href: at + "/attendance"}})
	}
	if f.heads[x.ID].State != posts.Published && p.Series.May(r.Viewer, s, auth.WritePosts) {
		text := r.L.T("org.todo.write-up|Session {n} has no write-up yet", "n", x.N)
		if f.heads[x.ID].State == posts.Draft {
			text = r.L.T("org.todo.write-up-draft|The write-up of session {n} is a draft", "n", x.N)
		}
		list = append(list, todo{urgent: isAfter, at: start, s: s, text: text,
			button: ui.Button{Label: r.L.T("org.todo.write-up.button|Write it up"), Href: at + "/write-up"}})
	}
	return list
}

// todoToday is a session of today or tomorrow, on the reader's calendar.
func (p *Pages) todoToday(r *web.Request, s *series.Series, x *series.Session, start, end time.Time) (todo, bool) {
	if !end.After(r.Now) {
		return todo{}, false
	}
	t := todo{urgent: isToday, at: start, s: s, text: sessionName(r, x), when: hoursOf(r, s, x)}
	at := home(s) + "/session/" + number(x.N)
	t.button = ui.Button{Label: r.L.T("org.todo.session.button|Look at it"), Href: at}
	if p.Series.May(r.Viewer, s, auth.TakeAttendance) {
		t.button = ui.Button{Label: r.L.T("org.attendance.button|Attendance"), Href: at + "/attendance"}
	}
	days := when.DateOf(start, r.Zone).Sub(when.DateOf(r.Now, r.Zone))
	switch {
	case !start.After(r.Now):
		t.urgent, t.tag = isNow, ui.Tag{Tone: ui.OK, Word: r.L.T("ui.sessions.live|Now")}
	case days <= 0:
		t.tag = ui.Tag{Tone: ui.OK, Word: r.L.T("org.todo.today|Today")}
	case days == 1:
		t.urgent, t.tag = isTomorrow, ui.Tag{Tone: ui.Info, Word: r.L.T("org.todo.tomorrow|Tomorrow")}
	default:
		return t, false
	}
	return t, true
}

// spanOf is from the first start to the last end of a session over all tracks.
func spanOf(s *series.Series, x *series.Session) (start, end time.Time) {
	for _, letter := range s.Letters() {
		o := s.Occurrence(x, letter)
		if start.IsZero() || o.Start.Before(start) {
			start = o.Start
		}
		if o.End.After(end) {
			end = o.End
		}
	}
	return start, end
}

// hoursOf are the hours of a session in all its tracks, on the reader's clock.
func hoursOf(r *web.Request, s *series.Series, x *series.Session) string {
	var hours []string
	for _, letter := range s.Letters() {
		o := s.Occurrence(x, letter)
		hours = append(hours, r.L.TimeRange(o.Start.In(r.Zone), o.End.In(r.Zone)))
	}
	return r.L.List(hours)
}

// nowhere tells whether nobody could find the way to a session.
func nowhere(s *series.Series, x *series.Session) bool {
	return x.Place == nil && s.CallURL(s.Occurrence(x, s.Letters()[0])) == ""
}

// sessionName is a session with its number and theme.
func sessionName(r *web.Request, x *series.Session) string {
	if theme := x.Theme.In(r.L); theme != "" {
		return r.L.T("series.held.session|Session {n}: {theme}", "n", x.N, "theme", theme)
	}
	return r.L.T("org.session.n|Session {n}", "n", x.N)
}

// todoRows are the things to do as rows of a list. With named the row says of
// which series it is.
func todoRows(r *web.Request, list []todo, named bool) []ui.PersonRow {
	rows := make([]ui.PersonRow, 0, len(list))
	for _, t := range list {
		row := ui.PersonRow{Name: t.text}
		if t.when != "" {
			row.Details = append(row.Details, t.when)
		}
		if t.tag.Word != "" {
			row.Tags = []ui.Tag{t.tag}
		}
		t.button.About = t.text
		if named {
			if t.of == "" {
				t.of = titleOf(r, t.s)
			}
			row.Details = append(row.Details, t.of)
			t.button.About = t.of
		}
		row.Actions = []ui.Button{t.button}
		rows = append(rows, row)
	}
	return rows
}
