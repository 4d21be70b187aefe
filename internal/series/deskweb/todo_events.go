package deskweb

import (
	"context"
	"time"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/events"
	"codeberg.org/plenary/plenary/internal/i18n"
	"codeberg.org/plenary/plenary/internal/posts"
	"codeberg.org/plenary/plenary/internal/store"
	"codeberg.org/plenary/plenary/internal/web"
	"codeberg.org/plenary/plenary/internal/web/desk"
	"codeberg.org/plenary/plenary/internal/web/ui"
	"codeberg.org/plenary/plenary/internal/when"
)

// eventTodos lists what needs the viewer next in events, and tells whether they
// work on any.
func (p *Pages) eventTodos(ctx context.Context, tx *store.Tx, r *web.Request) (todos []todo, any bool, err error) {
	list, err := p.Events.List(ctx, tx, r.Viewer, events.Filter{Desk: true})
	if err != nil {
		return nil, false, err
	}
	for _, e := range list {
		switch e.State {
		case events.Draft:
			if p.Events.May(r.Viewer, e, auth.EditEvents) {
				todos = append(todos, todo{urgent: isDraft, at: e.Begins(), of: desk.Title(r.L, e.Title), tag: ui.Tag{Tone: ui.Info, Word: r.L.T("org.state.draft|Draft")},
					text: r.L.T("org.todo.draft|A draft that nobody else sees yet"), button: ui.Button{Label: r.L.T("org.todo.draft.button|Go on"), Href: "/o/e/" + e.Slug}})
			}
		case events.Published:
			for _, o := range e.Occurrences() {
				if t, ok := p.todoDate(r, e, o); ok {
					todos = append(todos, t)
				}
			}
		}
	}
	unwritten, err := p.todoWriteUps(ctx, tx, r)
	return append(todos, unwritten...), len(list) > 0, err
}

// todoWriteUps asks who may for what happened on the last date of an event that
// was held: of what takes place every week, not every week is written about.
func (p *Pages) todoWriteUps(ctx context.Context, tx *store.Tx, r *web.Request) (todos []todo, err error) {
	last := map[string]events.Occurrence{}
	since := r.Now.Add(-lookAfter)
	err = p.Events.Each(ctx, tx, r.Viewer, events.Filter{From: since, To: r.Now, Brief: true}, func(e *events.Event, o events.Occurrence) {
		if e.State == events.Published && p.Events.May(r.Viewer, e, auth.WritePosts) && o.End.After(since) && !o.End.After(r.Now) &&
			e.StatusOf(o.Date) != events.CalledOff && o.End.After(last[e.ID].End) {
			last[e.ID] = o
		}
	})
	if err != nil {
		return nil, err
	}
	var held []posts.About
	for _, o := range last {
		held = append(held, posts.About{Kind: posts.Date, ID: o.Date.ID})
	}
	list, err := p.Posts.Unwritten(ctx, tx, r.Viewer, held...)
	for _, x := range list {
		day := r.L.Date(x.Start.In(r.Zone), i18n.Medium)
		t := todo{urgent: isUnwritten, at: x.Start, of: desk.Title(r.L, x.Title), text: r.L.T("org.todo.write-up-date|What happened on {date} is not written up yet", "date", day),
			button: ui.Button{Label: r.L.T("org.todo.write-up.button|Write it up"), Href: x.Form}}
		if x.Begun {
			t.text = r.L.T("org.todo.write-up-date-draft|The write-up of {date} is a draft", "date", day)
		}
		todos = append(todos, t)
	}
	return todos, err
}

// todoDate is a date of today or tomorrow, on the reader's calendar.
func (p *Pages) todoDate(r *web.Request, e *events.Event, o events.Occurrence) (todo, bool) {
	if !o.End.After(r.Now) || o.Start.Sub(r.Now) > 48*time.Hour || e.StatusOf(o.Date) == events.CalledOff {
		return todo{}, false
	}
	t := todo{urgent: isToday, at: o.Start, of: desk.Title(r.L, e.Title), text: r.L.Text(e.Kind.Label()), when: r.L.TimeRange(o.Start.In(r.Zone), o.End.In(r.Zone))}
	if theme := o.Date.Theme.In(r.L); theme != "" {
		t.text = theme
	}
	t.button = ui.Button{Label: r.L.T("org.todo.session.button|Look at it"), Href: "/o/e/" + e.Slug}
	if p.Events.May(r.Viewer, e, auth.TakeAttendance) {
		t.button = ui.Button{Label: r.L.T("org.attendance.button|Attendance"), Href: "/o/e/" + e.Slug + "/d/" + o.Date.ID + "/attendance"}
	}
	switch days := when.DateOf(o.Start, r.Zone).Sub(when.DateOf(r.Now, r.Zone)); {
	case !o.Start.After(r.Now):
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
