package eventsweb

import (
	"context"
	"time"

	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/events"
	"codeberg.org/plenary/plenary/internal/store"
	"codeberg.org/plenary/plenary/internal/web"
	"codeberg.org/plenary/plenary/internal/web/ui"
)

// joinRoutes are the way into the call of a date.
func (p *Pages) joinRoutes() []web.Route {
	return []web.Route{
		web.Get("/er/{key}/join/{date}", web.ByLink(), p.join),
		web.Post("/er/{key}/join/{date}", web.ByLink(), web.Steps[struct{}]{Do: p.joinDo, Again: p.joinAgain}),
	}
}

// joinPage is what the page of the way in needs.
type joinPage struct {
	R     *web.Request
	W     events.WayIn
	Title ui.Words
	State joinState
	Wrong *errs.Error
	Mine  string // address of the person's own page
}

// joinState is how the way in stands.
type joinState uint8

const (
	joinEarly   joinState = iota
	joinOpen              // the button leads on
	joinOver              // it is over
	joinOff               // it is cancelled
	joinNoPlace           // the registration has no place in the call
	joinUnknown           // the call's address is not there yet
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
	w, err := p.Events.WayIn(ctx, tx, r.Param("key"), r.Param("date"))
	if err != nil {
		return web.Page{}, err
	}
	r.Suppose(w.R.Zone, w.R.Language)
	page := joinPage{R: r, W: w, Title: r.Pick(w.E.Title), State: joinStateOf(w, r.Now), Wrong: wrong, Mine: "/er/" + r.Param("key")}
	out := web.Page{Title: page.Title.Text, Body: joinBody(page), Zoned: true, Hidden: true, FormTo: web.Origin(w.E.CallOn(w.O.Date))}
	if waits := page.State == joinEarly || page.State == joinUnknown; waits && w.Opens().Sub(r.Now) < lastHour {
		out.Refresh = 30
	}
	return out, nil
}

func joinStateOf(w events.WayIn, now time.Time) joinState {
	switch {
	case w.E.StatusOf(w.O.Date) == events.CalledOff:
		return joinOff
	case !now.Before(w.Closes()):
		return joinOver
	case !w.R.Standing.HasPlace(), w.R.Way != events.Remote:
		return joinNoPlace
	case now.Before(w.Opens()):
		return joinEarly
	case w.E.CallOn(w.O.Date) == "":
		return joinUnknown
	}
	return joinOpen
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
	call, err := p.Events.Join(ctx, tx, r.Param("key"), r.Param("date"))
	return web.Redirect{To: call}, err
}
