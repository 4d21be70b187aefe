package circlesweb

import (
	"context"
	"net/http"
	"net/url"
	"strconv"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/circles"
	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/people"
	"codeberg.org/plenary/plenary/internal/series"
	"codeberg.org/plenary/plenary/internal/store"
	"codeberg.org/plenary/plenary/internal/web"
	"codeberg.org/plenary/plenary/internal/web/ui"
)

// mineRoutes are what a member's own link opens.
func (p *Pages) mineRoutes() []web.Route {
	return []web.Route{
		web.Get("/circle/{key}", web.ByLink(), p.mine),
		p.act("/answer", p.answer),
		p.act("/take", p.take),
		p.act("/lead", p.lead),
		p.act("/swap", p.swap),
		p.act("/swap/take", p.swapTake),
		p.act("/swap/decline", p.swapDecline),
		p.act("/swap/back", p.swapBack),
		p.act("/move", p.move),
		p.act("/stay", p.stay),
		p.act("/reminders", p.reminders),
		p.act("/name", p.rename),
		p.act("/notes", p.writeNotes),
		web.Post("/circle/{key}/remove", web.ByLink(), web.Steps[struct{}]{Do: p.remove}),
		web.Post("/circle/{key}/code", web.ByLink(), web.Steps[struct{}]{Do: p.code("", "#who"), Again: p.mineAgain}),
		web.Post("/circle/{key}/open", web.ByLink(), web.Steps[struct{}]{Do: p.unlock("", "#who", p.mineAgain), Again: p.mineAgain}),
	}
}

// act is a POST that leads back to the member's page and says there what was
// done. Whoever presses one of its buttons came from their mail, which shows that
// the address is theirs.
func (p *Pages) act(path string, do func(context.Context, *store.Tx, *web.Request, *mine) (string, error)) web.Route {
	return web.Post("/circle/{key}"+path, web.ByLink(), web.Steps[struct{}]{
		Do: func(ctx context.Context, tx *store.Tx, r *web.Request, _ struct{}) (web.Answer, error) {
			m, err := p.open(ctx, tx, r)
			if err != nil {
				return nil, err
			}
			done, err := do(ctx, tx, r, m)
			switch {
			case err == nil:
				err = p.Circles.Answered(tx, m.V, &m.In)
			case errs.Is(err, errs.NotFound): // they left, or the code ran out, after the page was opened
				err = errs.New(errs.Closed, "circles.suggest.gone|This is no longer open. The page shows what is.")
			}
			return web.SeeOther(m.href() + "?done=" + done), err
		},
		Again: p.mineAgain,
	})
}

// mine is what a member's own page knows.
type mine struct {
	In     circles.Interest
	Cohort circles.Cohort
	S      *series.Series
	V      auth.Viewer
	P      people.Person
	Key    string
}

func (m *mine) href() string { return "/circle/" + m.Key }

// lock keeps names and notes for the browser in which a code was typed.
func (m *mine) lock() web.Locked { return web.Locked{Name: "circle", Path: m.href()} }

// open reads what the key in the address opens, and shows the page in the
// person's own hours and language unless the reader has chosen others. Who is
// signed in as that person, or has typed the mailed code here, may see names.
func (p *Pages) open(ctx context.Context, tx *store.Tx, r *web.Request) (*mine, error) {
	m := &mine{Key: r.Param("key")}
	var err error
	if m.In, m.Cohort, m.S, m.V, err = p.Circles.Mine(ctx, tx, m.Key); err != nil {
		return nil, err
	}
	if m.P, err = p.People.Load(ctx, tx, m.V, m.In.Person); err != nil {
		return nil, err
	}
	if m.P.Name == "" { // erased: the link opens nothing any more
		return nil, errs.NotThere()
	}
	if r.Viewer.Kind == auth.Person && r.Viewer.Is(m.In.Person) {
		m.V = r.Viewer
	} else {
		m.V = p.Circles.Raise(m.V, m.In, m.lock().Browser(r), m.lock().Ticket(r), r.Now)
	}
	r.Suppose(m.In.Zone, m.In.Language)
	return m, nil
}

// linkOnly tells whether the reader has nothing but the link, which may have
// been passed on.
func (m *mine) linkOnly() bool { return m.V.Tier < auth.Mail }

// minePage is what the template needs.
type minePage struct {
	R       *web.Request
	Report  func(person string) string // where somebody is reported
	M       *mine
	Title   ui.Words
	Form    ui.Form
	Asking  circles.Asking
	Placed  bool
	O       circles.Own // if Placed
	Next    *circles.Meeting
	Meet    string // the key of the way into it
	Call    bool   // there is a way into meetings
	There   map[int]bool
	Hours   circles.Availability
	Why     circles.Why
	Known   bool   // why there is no circle
	Taken   string // their hours at which they meet elsewhere, in words
	Seeking bool
	Feed    string
	Sent    bool // a code was just mailed
}

func (p *Pages) mine(ctx context.Context, tx *store.Tx, r *web.Request) (web.Answer, error) {
	m, err := p.open(ctx, tx, r)
	if err != nil {
		return nil, err
	}
	return p.minePage(ctx, tx, r, m, nil, nil)
}

func (p *Pages) mineAgain(ctx context.Context, tx *store.Tx, r *web.Request, _ struct{}, wrong *errs.Error) (web.Page, error) {
	m, err := p.open(ctx, tx, r)
	if err != nil {
		return web.Page{}, err
	}
	return p.minePage(ctx, tx, r, m, r.Form, wrong)
}

func (p *Pages) minePage(ctx context.Context, tx *store.Tx, r *web.Request, m *mine, typed url.Values, wrong *errs.Error) (web.Page, error) {
	page := minePage{R: r, Report: p.People.ReportPath, M: m, Title: r.Pick(m.S.Title), Call: circles.HasCall(m.S),
		Feed: r.Base + "/feed/" + p.Keys.Link(series.LinkFeed, m.P.ID, m.P.Generation) + ".ics", Sent: r.Query.Get("done") == "code"}
	var err error
	if page.Asking, err = p.Circles.Asking(tx, m.S); err != nil {
		return web.Page{}, err
	}
	if page.O, page.Placed, err = p.Circles.OwnCircle(ctx, tx, m.V, m.In); err != nil {
		return web.Page{}, err
	}
	if page.Placed {
		err = p.placedPage(tx, &page)
	} else {
		err = p.waitingPage(tx, &page)
	}
	if err != nil {
		return web.Page{}, err
	}
	values := url.Values{"name": {page.O.Circle.Name}, "notes": {page.O.Notes.Text}, "version": {strconv.Itoa(page.O.Notes.Version)}}
	for name, v := range typed {
		values[name] = v
	}
	page.Form = ui.Form{L: r.L, Values: values, Err: wrong}
	w := web.Page{Title: r.L.T("circles.mine.title|My circle: {series}", "series", page.Title.Text), Body: mineBody(page), Zoned: true, Hidden: true,
		At: m.href(), Notices: page.notices()}
	if page.Seeking && r.Method == http.MethodGet {
		w.Refresh = 2
	}
	return w, nil
}

// placedPage reads what the page of somebody with a circle needs besides it.
func (p *Pages) placedPage(tx *store.Tx, page *minePage) (err error) {
	if next, ok := page.O.Circle.Next(page.R.Now); ok && page.M.S.State == series.Published {
		page.Next, page.Meet = &next, p.Circles.MeetKey(page.M.In, next.N)
	}
	page.There, err = p.Circles.WasThere(tx, page.M.V, page.M.In)
	return err
}

// waitingPage reads what the page of somebody without a circle needs.
func (p *Pages) waitingPage(tx *store.Tx, page *minePage) (err error) {
	m := page.M
	if page.Hours, err = p.Circles.HoursOf(tx, m.V, m.In.Person); err != nil {
		return err
	}
	if page.Seeking, err = p.Circles.Seeking(tx, m.V, m.In); err != nil || page.Seeking {
		return err
	}
	if page.Why, page.Known, err = p.Circles.WhyNot(tx, m.V, m.In); err == nil && page.Known {
		page.Taken, err = p.Circles.TakenElsewhere(tx, m.V, m.In, page.R.L)
	}
	return err
}

// answer notes that the address is its owner's.
func (p *Pages) answer(ctx context.Context, tx *store.Tx, r *web.Request, m *mine) (string, error) {
	return "answered", p.Circles.Answered(tx, m.V, &m.In)
}

// take does what would help somebody to a circle.
func (p *Pages) take(ctx context.Context, tx *store.Tx, r *web.Request, m *mine) (string, error) {
	return "taken", p.Circles.TakeSuggestion(ctx, tx, m.V, &m.In)
}

func (p *Pages) reminders(ctx context.Context, tx *store.Tx, r *web.Request, m *mine) (string, error) {
	on := r.Value("on") == "yes"
	return map[bool]string{true: "reminded", false: "quiet"}[on], p.Circles.Remindable(ctx, tx, m.V, m.In, on)
}

func (p *Pages) rename(ctx context.Context, tx *store.Tx, r *web.Request, m *mine) (string, error) {
	return "named", p.Circles.Rename(ctx, tx, m.V, m.In, r.Value("name"))
}

func (p *Pages) writeNotes(ctx context.Context, tx *store.Tx, r *web.Request, m *mine) (string, error) {
	return "notes", p.Circles.WriteNotes(ctx, tx, m.V, m.In, circles.Notes{Text: r.Value("notes"), Version: r.Number("version")})
}

// remove takes the person out, and forgets them unless they are in something
// else.
func (p *Pages) remove(ctx context.Context, tx *store.Tx, r *web.Request, _ struct{}) (web.Answer, error) {
	m, err := p.open(ctx, tx, r)
	if err != nil {
		return nil, err
	}
	forgotten, err := p.Circles.Remove(ctx, tx, m.V, &m.In)
	if err == nil && !forgotten {
		return web.SeeOther("/removed?still=1"), nil
	}
	return web.SeeOther("/removed"), err
}
