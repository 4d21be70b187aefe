package seriesweb

import (
	"context"
	"time"

	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/series"
	"codeberg.org/plenary/plenary/internal/store"
	"codeberg.org/plenary/plenary/internal/web"
	"codeberg.org/plenary/plenary/internal/web/ui"
)

// joinRoutes are the way into a session.
func (p *Pages) joinRoutes() []web.Route {
	return []web.Route{
		web.Get("/join/{key}", web.ByLink(), p.join),
		web.Post("/join/{key}", web.ByLink(), web.Steps[struct{}]{Do: p.joinDo, Again: p.joinAgain}),
	}
}

// joinPage is what the page of the way in needs.
type joinPage struct {
	R       *web.Request
	W       series.Way
	Title   ui.Words
	State   joinState
	Wrong   *errs.Error
	Mine    string // address of the person's own page
	WriteUp string // address of what came of it, once it is over
}

// joinState is how the way in stands.
type joinState uint8

const (
	joinEarly   joinState = iota
	joinOpen              // the button leads on
	joinOver              // the session is over
	joinOff               // the session, or the series, is cancelled
	joinNoPlace           // the registration has no place
	joinHere              // people meet at a place; there is no call
	joinNoCall            // there is neither
)

func (p *Pages) join(ctx context.Context, tx *store.Tx, r *web.Request) (web.Answer, error) {
	return p.joinPage(ctx, tx, r, nil)
}

func (p *Pages) joinAgain(ctx context.Context, tx *store.Tx, r *web.Request, _ struct{}, wrong *errs.Error) (web.Page, error) {
	return p.joinPage(ctx, tx, r, wrong)
}

// lastHour is how long before the way in opens its page looks for itself.
const lastHour = time.Hour

func (p *Pages) joinPage(ctx context.Context, tx *store.Tx, r *web.Request, wrong *errs.Error) (web.Page, error) {
	w, err := p.Series.WayIn(ctx, tx, r.Param("key"))
	if err != nil {
		return web.Page{}, err
	}
	r.Suppose(w.R.Zone, w.R.Language)
	page := joinPage{R: r, W: w, Title: r.Pick(w.S.Title), State: stateOf(w, r.Now), Wrong: wrong, Mine: "/r/" + p.Series.Key(w.R)}
	if page.State == joinOver {
		held, err := p.held(ctx, tx, r, w.S)
		if err != nil {
			return web.Page{}, err
		}
		for _, h := range held {
			if h.N == w.O.Session.N {
				page.WriteUp = h.WriteUp
			}
		}
	}
	out := web.Page{Title: page.Title.Text, Body: joinBody(page), Zoned: true, Hidden: true, FormTo: web.Origin(w.S.CallURL(w.O))}
	if page.State == joinEarly && w.Opens().Sub(r.Now) < lastHour {
		out.Refresh = 30
	}
	return out, nil
}

func stateOf(w series.Way, now time.Time) joinState {
	switch {
	case w.S.StatusOf(w.O.Session) == series.CalledOff:
		return joinOff
	case !now.Before(w.Closes()):
		return joinOver
	case !w.R.Standing.HasPlace():
		return joinNoPlace
	case w.S.CallURL(w.O) == "" && w.O.Session.Place == nil:
		return joinNoCall
	case w.S.CallURL(w.O) == "":
		return joinHere
	case now.Before(w.Opens()):
		return joinEarly
	}
	return joinOpen
}

// session names which session this is.
func (p joinPage) session() string {
	x := p.W.O.Session
	if theme, _ := x.Theme.Pick(p.R.L); theme != "" {
		return p.R.L.T("series.held.session|Session {n}: {theme}", "n", x.N, "theme", theme)
	}
	return p.R.L.T("post.before|Session {n}", "n", x.N)
}

// opens says when the way in opens: the hour, and the day where it is another.
func (p joinPage) opens() string {
	at, now := p.W.Opens().In(p.R.Zone), p.R.Now.In(p.R.Zone)
	if at.YearDay() == now.YearDay() && at.Year() == now.Year() {
		return p.R.L.T("series.join.opens|The way in opens at {time}. Keep this page, or come back to it.", "time", p.R.L.Time(at))
	}
	return p.R.L.T("series.join.opens-on|The way in opens {when}. Come back to this page then; it is in your mails.", "when", until(p.R, at))
}

// joinDo notes that the person is there, and leads on to the call.
func (p *Pages) joinDo(ctx context.Context, tx *store.Tx, r *web.Request, _ struct{}) (web.Answer, error) {
	call, err := p.Series.Join(ctx, tx, r.Param("key"))
	return web.Redirect{To: call}, err
}
