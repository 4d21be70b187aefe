package deskweb

import (
	"context"
	"net/url"
	"strconv"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/events"
	"codeberg.org/plenary/plenary/internal/events/deskparts"
	"codeberg.org/plenary/plenary/internal/people"
	"codeberg.org/plenary/plenary/internal/people/lists"
	"codeberg.org/plenary/plenary/internal/series"
	"codeberg.org/plenary/plenary/internal/store"
	"codeberg.org/plenary/plenary/internal/web"
	"codeberg.org/plenary/plenary/internal/web/desk"
	"codeberg.org/plenary/plenary/internal/web/forms"
	"codeberg.org/plenary/plenary/internal/web/ui"
)

func (p *Pages) attendanceRoutes() []web.Route {
	const at = "/o/s/{slug}/session/{n}/attendance"
	return []web.Route{
		web.Get(at, web.Desk(), p.attendance).Audited(auth.ReadAttendance),
		web.Post(at, web.Desk(), web.Steps[desk.Tap]{Prepare: desk.ReadTap, Do: p.tapDo}),
		web.Post(at+"/search", web.Desk(), web.Steps[struct{}]{Do: p.searchDo}),
		web.Post(at+"/rest", web.Desk(), web.Steps[struct{}]{Do: p.restDo}),
		web.Post(at+"/walk-in", web.Desk(), web.Steps[people.Input]{Prepare: deskparts.Entered, Do: p.walkInDo, Again: p.walkInAgain}).Audited(auth.ReadAttendance),
		web.Post(at+"/file", web.Desk(), web.Steps[*lists.CallList]{Prepare: deskparts.ReadCall, Again: p.callAgain}).Takes(deskparts.MostCallFile).Audited(auth.ReadAttendance),
		web.Post(at+"/call", web.Desk(), web.Steps[[]string]{Prepare: desk.Confirmed, Do: p.callDo}),
	}
}

// sessionOf is the number of the session that the address names, and the address
// of its list.
func sessionOf(r *web.Request) (n int, at string, err error) {
	if n, err = strconv.Atoi(r.Param("n")); err != nil {
		return 0, "", errs.NotThere()
	}
	return n, "/o/s/" + r.Param("slug") + "/session/" + number(n) + "/attendance", nil
}

func (p *Pages) attendance(ctx context.Context, tx *store.Tx, r *web.Request) (web.Answer, error) {
	return p.attendancePage(ctx, tx, r, nil, nil)
}

func (p *Pages) attendancePage(ctx context.Context, tx *store.Tx, r *web.Request, values url.Values, wrong *errs.Error) (web.Page, error) {
	n, at, err := sessionOf(r)
	if err != nil {
		return web.Page{}, err
	}
	track, words := r.Query.Get("track"), forms.OpenWords(p.Keys, r.Param("slug"), r.Query.Get("q"))
	list, err := p.Series.AttendanceOf(ctx, tx, r.Viewer, r.Param("slug"), n, track, words)
	if err != nil {
		return web.Page{}, err
	}
	s, name := list.S, sessionName(r, list.Session)
	r.SupposeOrganisers(s.Location())
	r.Saw(r.Viewer, auth.ReadAttendance, s.ID, len(list.People))
	page := desk.NewAttendance(r, desk.Thing{Title: name, Home: home(s) + "/session/" + number(n)}, at, "track", values, wrong)
	page.Words, page.MayAdd, page.Add = words, p.Series.May(r.Viewer, s, auth.EditRegistrations), whichTrack(r, s, ui.Select)
	page.Call = true
	page.Rest = r.L.T("org.attendance.rest|The rest: not here")
	if track != "" {
		page.Rest = r.L.T("org.attendance.rest-track|The rest of track {track}: not here", "track", track)
	}
	if len(s.Tracks) > 1 {
		page.Tabs = trackTabs(r, s, at, track)
	}
	deskparts.Fill(&page, list.Attendees, func(a events.Attendee, row *desk.Attendee) {
		if t := s.Track(a.Track); t != nil && track == "" {
			row.Track = ui.Track{L: r.L, ID: a.Track, Title: t.Title.In(r.L)}
		}
	})
	return page.Page(name), nil
}

// trackTabs lead to the list of one track.
func trackTabs(r *web.Request, s *series.Series, at, here string) ui.Tabs {
	tabs := ui.Tabs{L: r.L, Label: r.L.T("ui.sessions.track|Track"), Items: []ui.Tab{{Label: r.L.T("org.filter.all|All"), Href: at, Here: here == "", Count: -1}}}
	for _, t := range s.Tracks {
		tabs.Items = append(tabs.Items, ui.Tab{Label: t.Name(r.L), Href: at + "?track=" + url.QueryEscape(t.Letter), Here: here == t.Letter, Count: -1})
	}
	return tabs
}

func (p *Pages) tapDo(ctx context.Context, tx *store.Tx, r *web.Request, t desk.Tap) (web.Answer, error) {
	n, _, err := sessionOf(r)
	switch {
	case err != nil:
	case t.Clear:
		err = p.Series.Untap(ctx, tx, r.Viewer, r.Param("slug"), n, t.ID)
	default:
		err = p.Series.Tap(ctx, tx, r.Viewer, r.Param("slug"), n, t.ID, t.Here)
	}
	return t.Back(r), err
}

func (p *Pages) restDo(ctx context.Context, tx *store.Tx, r *web.Request, _ struct{}) (web.Answer, error) {
	n, to, err := sessionOf(r)
	if err != nil {
		return nil, err
	}
	_, more, err := p.Series.RestAbsent(ctx, tx, r.Viewer, r.Param("slug"), n, r.Value("track"))
	if err == nil && !more { // of thousands a part at a time; the button stays until all are noted
		to += "?done=rest"
	}
	return web.SeeOther(to), err
}

// walkInDo registers somebody who is there without being on the list, and
// notes them.
func (p *Pages) walkInDo(ctx context.Context, tx *store.Tx, r *web.Request, in people.Input) (web.Answer, error) {
	s, x, err := p.ofSession(ctx, tx, r, func(s *series.Series) bool { return p.Series.May(r.Viewer, s, auth.TakeAttendance) })
	if err != nil {
		return nil, err
	}
	in.Zone, in.Language = s.Zone, r.L.Lang
	reg, err := p.Series.Enter(ctx, tx, r.Viewer, s.Slug, series.Form{Track: r.Value("track"), Input: in}.Clean())
	if err != nil {
		return nil, err
	}
	if !reg.Standing.HasPlace() {
		var form errs.Form
		form.Add("name", "org.attendance.walk-in.full|All places are taken. Give the series more places first.")
		return nil, form.Err()
	}
	return web.SeeOther(home(s) + "/session/" + number(x.N) + "/attendance?done=walkin#p-" + reg.ID), p.Series.Tap(ctx, tx, r.Viewer, s.Slug, x.N, reg.ID, true)
}

func (p *Pages) walkInAgain(ctx context.Context, tx *store.Tx, r *web.Request, _ people.Input, wrong *errs.Error) (web.Page, error) {
	return p.attendancePage(ctx, tx, r, r.Form, wrong)
}

// callAgain shows who was recognised in the list of a call.
func (p *Pages) callAgain(ctx context.Context, tx *store.Tx, r *web.Request, list *lists.CallList, wrong *errs.Error) (web.Page, error) {
	if !forms.Looked(wrong) {
		return p.attendancePage(ctx, tx, r, nil, wrong)
	}
	n, at, err := sessionOf(r)
	if err != nil {
		return web.Page{}, err
	}
	s, m, err := p.Series.MatchCall(ctx, tx, r.Viewer, r.Param("slug"), n, list)
	if err != nil {
		return web.Page{}, err
	}
	r.Saw(r.Viewer, auth.ReadAttendance, s.ID, len(m.Found)+len(m.Several))
	return forms.Shown(deskparts.Call(r, at, m).Page()), nil
}

func (p *Pages) callDo(ctx context.Context, tx *store.Tx, r *web.Request, ids []string) (web.Answer, error) {
	n, at, err := sessionOf(r)
	if err != nil {
		return nil, err
	}
	_, err = p.Series.NoteCall(ctx, tx, r.Viewer, r.Param("slug"), n, ids)
	return web.SeeOther(at + "?done=file"), err
}
