package seriesweb

import (
	"context"
	"net/http"
	"net/url"
	"strconv"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/i18n"
	"codeberg.org/plenary/plenary/internal/series"
	"codeberg.org/plenary/plenary/internal/store"
	"codeberg.org/plenary/plenary/internal/web"
	"codeberg.org/plenary/plenary/internal/web/ui"
)

// rosterRoutes are what the contact person's link opens.
func (p *Pages) rosterRoutes() []web.Route {
	post := func(path string, do func(context.Context, *store.Tx, *web.Request, *roster) (string, error)) web.Route {
		return web.Post("/g/{key}"+path, web.ByLink(), web.Steps[struct{}]{
			Do: func(ctx context.Context, tx *store.Tx, r *web.Request, _ struct{}) (web.Answer, error) {
				g, err := p.openGroup(ctx, tx, r)
				if err != nil {
					return nil, err
				}
				done, err := do(ctx, tx, r, g)
				return web.SeeOther(g.href() + "?done=" + done), err
			},
			Again: p.rosterAgain,
		}).Audited(auth.ReadRoster)
	}
	return []web.Route{
		web.Get("/g/{key}", web.ByLink(), p.rosterShow).Audited(auth.ReadRoster),
		post("/answer", p.groupAnswer),
		post("/accept", p.groupAccept),
		post("/effect", p.groupEffect),
		post("/cancel", p.groupCancel),
		post("/undo", p.groupUndo),
		post("/track", p.groupTrack),
		post("/receives", p.groupReceives),
		post("/nudge", p.groupNudge),
		post("/remove", p.groupRemove),
		post("/restore", p.groupRestore),
		post("/invitation", p.groupInvitation),
		web.Get("/g/{key}/answers", web.ByLink(), p.memberAnswers).Audited(auth.ReadRoster),
		web.Post("/g/{key}/answers", web.ByLink(), web.Steps[struct{}]{Do: p.memberAnswersDo, Again: p.memberAnswersAgain}).Audited(auth.ReadRoster),
		web.Post("/g/{key}/code", web.ByLink(), web.Steps[struct{}]{Do: p.groupCode, Again: p.rosterAgain}).Audited(auth.ReadRoster),
		web.Post("/g/{key}/open", web.ByLink(), web.Steps[struct{}]{Do: p.groupOpen, Again: p.rosterAgain}).Audited(auth.ReadRoster),
		web.Post("/g/{key}/people", web.ByLink(), web.Steps[listing]{
			Prepare: func(ctx context.Context, r *web.Request) (listing, error) { return readListing(r), nil },
			Do:      p.peopleDo, Again: p.peopleAgain}).Takes(listBytes).Audited(auth.ReadRoster),
	}
}

// roster is what a group's own page knows.
type roster struct {
	series.GroupFacts
	V     auth.Viewer
	Key   string
	Title string
	Lang  string // of the title
}

func (g *roster) href() string { return "/g/" + g.Key }

// Named tells whether the viewer may see who is in the group.
func (g *roster) Named() bool { return g.V.Tier >= auth.Mail }

// openGroup reads what the key in the address opens, and shows the page in the
// contact person's hours and language unless the reader has chosen others. Who
// is signed in as the contact person, or has typed the mailed code here, may
// see names.
func (p *Pages) openGroup(ctx context.Context, tx *store.Tx, r *web.Request) (*roster, error) {
	d, s, v, err := p.Series.Group(ctx, tx, r.Param("key"))
	if err != nil {
		return nil, err
	}
	g := &roster{V: v, Key: r.Param("key")}
	if r.Viewer.Kind == auth.Person && r.Viewer.Is(d.Contact) {
		g.V = r.Viewer
	} else {
		g.V = p.Series.Raise(v, &d, g.lock().Browser(r), g.lock().Ticket(r), r.Now)
	}
	r.Suppose(d.Zone, d.Language)
	if g.GroupFacts, err = p.Series.Facts(ctx, tx, s, d); err != nil {
		return nil, err
	}
	title, lang := s.Title.Pick(r.L)
	g.Title, g.Lang = title, r.Foreign(lang)
	return g, nil
}

// rosterPage is what the template needs.
type rosterPage struct {
	R       *web.Request
	G       *roster
	Form    ui.Form
	Counts  series.Counts
	Members []series.Member // of the part shown; empty while names are not
	Part    int
	All     int  // members that could be shown
	CanAsk  int  // who may be reminded now
	Sent    bool // a code was just mailed
	Invite  string
	Own     string // the contact person's own registration, if they take part
	Next    *series.Occurrence
	Contact series.Contact
	Once    string
}

// shownMembers is how many members one page shows.
const shownMembers = 100

func (p *Pages) rosterShow(ctx context.Context, tx *store.Tx, r *web.Request) (web.Answer, error) {
	g, err := p.openGroup(ctx, tx, r)
	if err != nil {
		return nil, err
	}
	return p.rosterPage(ctx, tx, r, g, nil, nil)
}

func (p *Pages) rosterAgain(ctx context.Context, tx *store.Tx, r *web.Request, _ struct{}, wrong *errs.Error) (web.Page, error) {
	g, err := p.openGroup(ctx, tx, r)
	if err != nil {
		return web.Page{}, err
	}
	return p.rosterPage(ctx, tx, r, g, nil, wrong)
}

func (p *Pages) rosterPage(ctx context.Context, tx *store.Tx, r *web.Request, g *roster, values url.Values, wrong *errs.Error) (_ web.Page, err error) {
	if values == nil {
		values = url.Values{}
	}
	values.Set("receives", string(g.D.Receives))
	values.Set("track", g.Letter)
	page := rosterPage{R: r, G: g, Form: ui.Form{L: r.L, Values: values, Err: wrong}, Contact: g.S.Contact,
		Sent: r.Query.Get("done") == "code", Invite: r.Base + "/in/" + p.Series.InviteKey(g.D), Once: web.NewOnce()}
	if page.Counts, err = p.Series.Tally(ctx, tx, g.V, g.S, &g.D); err != nil {
		return web.Page{}, err
	}
	if page.CanAsk, err = p.Series.MayNudge(ctx, tx, g.V, g.S, &g.D); err != nil {
		return web.Page{}, err
	}
	if err = p.rosterMembers(ctx, tx, r, &page); err != nil {
		return web.Page{}, err
	}
	if g.Own != nil {
		page.Own = "/r/" + p.Series.Key(*g.Own)
	}
	if next, ok := g.S.Next(g.Letter, r.Now); ok {
		page.Next = &next
	}
	w := web.Page{Title: page.Name(), Body: rosterBody(page), Wide: g.Named(), Zoned: true, Hidden: true, Notices: page.notices()}
	if g.D.Adding > 0 && g.D.Standing != series.Withdrawn && r.Method == "GET" {
		w.Refresh = 2
	}
	return w, nil
}

// rosterMembers reads the part of the members that the address asks for.
func (p *Pages) rosterMembers(ctx context.Context, tx *store.Tx, r *web.Request, page *rosterPage) error {
	g := page.G
	if !g.Named() {
		return nil
	}
	list, err := p.Series.Roster(ctx, tx, g.V, g.S, &g.D)
	if err != nil {
		return err
	}
	r.Saw(g.V, auth.ReadRoster, g.D.ID, len(list))
	i18n.Sort(r.L, list, func(m series.Member) string { return m.Name })
	page.All = len(list)
	n, _ := strconv.Atoi(r.Query.Get("part"))
	page.Part = min(max(n, 1), max(1, (len(list)+shownMembers-1)/shownMembers))
	from := (page.Part - 1) * shownMembers
	page.Members = list[from:min(len(list), from+shownMembers)]
	return nil
}

func (p *Pages) groupAnswer(ctx context.Context, tx *store.Tx, r *web.Request, g *roster) (string, error) {
	return "answered", p.Series.AnswerGroup(ctx, tx, g.V, g.S, &g.D)
}

func (p *Pages) groupAccept(ctx context.Context, tx *store.Tx, r *web.Request, g *roster) (string, error) {
	return "accepted", p.Series.AcceptGroup(ctx, tx, g.V, g.S, &g.D)
}

func (p *Pages) groupEffect(ctx context.Context, tx *store.Tx, r *web.Request, g *roster) (string, error) {
	return "accepted", p.Series.TakeEffect(ctx, tx, g.V, g.S, &g.D)
}

func (p *Pages) groupCancel(ctx context.Context, tx *store.Tx, r *web.Request, g *roster) (string, error) {
	return "cancelled", p.Series.CancelGroup(ctx, tx, g.V, g.S, &g.D)
}

func (p *Pages) groupUndo(ctx context.Context, tx *store.Tx, r *web.Request, g *roster) (string, error) {
	return "undone", p.Series.UndoGroup(ctx, tx, g.V, g.S, &g.D)
}

func (p *Pages) groupTrack(ctx context.Context, tx *store.Tx, r *web.Request, g *roster) (string, error) {
	return "track", p.Series.ChangeGroupTrack(ctx, tx, g.V, g.S, &g.D, r.Value("track"))
}

func (p *Pages) groupReceives(ctx context.Context, tx *store.Tx, r *web.Request, g *roster) (string, error) {
	return "receives", p.Series.SetReceives(ctx, tx, g.V, g.S, &g.D, series.Receives(r.Value("receives")))
}

func (p *Pages) groupNudge(ctx context.Context, tx *store.Tx, r *web.Request, g *roster) (string, error) {
	n, err := p.Series.Nudge(ctx, tx, g.V, g.S, &g.D)
	return "nudged&n=" + strconv.Itoa(n), err
}

func (p *Pages) groupRemove(ctx context.Context, tx *store.Tx, r *web.Request, g *roster) (string, error) {
	return "removed&who=" + url.QueryEscape(r.Value("who")), p.Series.RemoveMember(ctx, tx, g.V, g.S, &g.D, r.Value("who"))
}

func (p *Pages) groupRestore(ctx context.Context, tx *store.Tx, r *web.Request, g *roster) (string, error) {
	return "restored", p.Series.RestoreMember(ctx, tx, g.V, g.S, &g.D, r.Value("who"))
}

func (p *Pages) groupInvitation(ctx context.Context, tx *store.Tx, r *web.Request, g *roster) (string, error) {
	return "invitation", p.Series.RenewInvitation(ctx, tx, g.V, g.S, &g.D)
}

// lock keeps the names for the browser in which a code was typed.
func (g *roster) lock() web.Locked { return web.Locked{Name: "group", Path: g.href()} }

// groupCode mails a code for this browser.
func (p *Pages) groupCode(ctx context.Context, tx *store.Tx, r *web.Request, _ struct{}) (web.Answer, error) {
	g, err := p.openGroup(ctx, tx, r)
	if err != nil {
		return nil, err
	}
	browser, kept := g.lock().Meet(r)
	if err := p.Series.SendCode(ctx, tx, g.V, &g.D, browser); err != nil {
		return nil, err
	}
	return web.Redirect{To: g.href() + "?done=code#names", Cookies: []*http.Cookie{kept}}, nil
}

// groupOpen opens the names for this browser with the mailed code. A wrong code
// is counted, so what was written is kept.
func (p *Pages) groupOpen(ctx context.Context, tx *store.Tx, r *web.Request, _ struct{}) (web.Answer, error) {
	g, err := p.openGroup(ctx, tx, r)
	if err != nil {
		return nil, err
	}
	code := i18n.Digits(r.Value("code"))
	ticket, ok, err := p.Series.Unlock(ctx, tx, g.V, g.S, &g.D, g.lock().Browser(r), code)
	if err != nil {
		return nil, err
	}
	if !ok {
		var form errs.Form
		form.Add("code", "series.group.code-wrong|This is not the code of the newest mail, or its quarter of an hour is over. Look again, or ask for another code.")
		page, err := p.rosterPage(ctx, tx, r, g, url.Values{"code": {r.Value("code")}}, errs.Of(form.Err()))
		page.Status = 422
		return page, err
	}
	return web.Redirect{To: g.href() + "?done=opened", Cookies: []*http.Cookie{g.lock().Opened(r, ticket)}}, nil
}

// peopleDo shows the check page of people who are to be added until it is
// confirmed, and then adds them.
func (p *Pages) peopleDo(ctx context.Context, tx *store.Tx, r *web.Request, l listing) (web.Answer, error) {
	g, err := p.openGroup(ctx, tx, r)
	if err != nil {
		return nil, err
	}
	if l.wrong != nil {
		return nil, l.wrong
	}
	if len(l.list.People) == 0 {
		var form errs.Form
		form.Add("people", "series.group.people-missing|Paste a list, or choose a file.")
		return nil, form.Err()
	}
	if err := p.Series.MarkIn(ctx, tx, g.V, g.S, &g.D, l.list); err != nil {
		return nil, err
	}
	if !l.confirmed() {
		tx.Quiet()
		page := newCheck(r, g.S, l)
		page.Action, page.Back = g.href()+"/people", g.href()
		page.Keep = url.Values{"once": {r.Value("once")}}
		page.Button = r.L.T("series.check.add|Add {n} person|Add {n} people", "n", len(page.Ready))
		answer := page.Page()
		if l.confirm != "" && len(l.list.Needing()) > 0 {
			answer.Status = 422
		}
		return answer, nil
	}
	out, err := p.Series.AddPeople(ctx, tx, g.V, g.S, &g.D, l.list.Ready())
	if err != nil {
		return nil, err
	}
	return web.SeeOther(g.href() + "?done=added&n=" + strconv.Itoa(out.Added+out.Later) + "&also=" + strconv.Itoa(out.Also)), nil
}

func (p *Pages) peopleAgain(ctx context.Context, tx *store.Tx, r *web.Request, l listing, wrong *errs.Error) (web.Page, error) {
	g, err := p.openGroup(ctx, tx, r)
	if err != nil {
		return web.Page{}, err
	}
	return p.rosterPage(ctx, tx, r, g, url.Values{"people": {l.kept()}}, wrong)
}
