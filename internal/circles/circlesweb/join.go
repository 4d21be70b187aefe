package circlesweb

import (
	"context"
	"time"

	"codeberg.org/plenary/plenary/internal/circles"
	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/i18n"
	"codeberg.org/plenary/plenary/internal/store"
	"codeberg.org/plenary/plenary/internal/web"
	"codeberg.org/plenary/plenary/internal/web/ui"
)

// joinRoutes are the way into a meeting.
func (p *Pages) joinRoutes() []web.Route {
	return []web.Route{
		web.Get("/meet/{key}", web.ByLink(), p.join),
		web.Post("/meet/{key}", web.ByLink(), web.Steps[struct{}]{Do: p.joinDo, Again: p.joinAgain}),
	}
}

// joinPage is what the page of the way in needs.
type joinPage struct {
	R     *web.Request
	W     circles.Way
	Title ui.Words
	State joinState
	Wrong *errs.Error
}

// joinState is how the way in stands.
type joinState uint8

const (
	joinEarly  joinState = iota
	joinOpen             // the button leads on
	joinOver             // the meeting is over
	joinOff              // it does not take place
	joinNoCall           // there is no call
)

func (p *Pages) join(ctx context.Context, tx *store.Tx, r *web.Request) (web.Answer, error) {
	return p.joinPage(ctx, tx, r, nil)
}

func (p *Pages) joinAgain(ctx context.Context, tx *store.Tx, r *web.Request, _ struct{}, wrong *errs.Error) (web.Page, error) {
	return p.joinPage(ctx, tx, r, wrong)
}

// watchFrom is how long before the way in opens its page looks for itself.
const watchFrom = time.Hour

func (p *Pages) joinPage(ctx context.Context, tx *store.Tx, r *web.Request, wrong *errs.Error) (web.Page, error) {
	w, err := p.Circles.WayIn(ctx, tx, r.Param("key"))
	if err != nil {
		return web.Page{}, err
	}
	r.Suppose(w.In.Zone, w.In.Language)
	page := joinPage{R: r, W: w, Title: r.Pick(w.S.Title), State: stateOf(w, r.Now), Wrong: wrong}
	out := web.Page{Title: r.L.T("circles.join.title|Your circle: {series}", "series", page.Title.Text), Body: joinBody(page), Zoned: true, Hidden: true,
		FormTo: web.Origin(w.Call)}
	if page.State == joinEarly && w.Opens().Sub(r.Now) < watchFrom {
		out.Refresh = 30
	}
	return out, nil
}

func stateOf(w circles.Way, now time.Time) joinState {
	switch {
	case w.Off():
		return joinOff
	case !now.Before(w.Closes()):
		return joinOver
	case w.Call == "":
		return joinNoCall
	case now.Before(w.Opens()):
		return joinEarly
	}
	return joinOpen
}

// meeting names which meeting this is.
func (p joinPage) meeting() string {
	if x := circles.Theme(p.W.S, p.W.M); x != nil {
		if theme, _ := x.Theme.Pick(p.R.L); theme != "" {
			return p.R.L.T("circles.join.meeting|Meeting {n} of your circle: {theme}", "n", p.W.M.N, "theme", theme)
		}
	}
	return p.R.L.T("circles.join.plain|Meeting {n} of your circle", "n", p.W.M.N)
}

// opens says when the way in opens: the hour, and the day where it is another.
func (p joinPage) opens() string {
	at, now := p.W.Opens().In(p.R.Zone), p.R.Now.In(p.R.Zone)
	if at.YearDay() == now.YearDay() && at.Year() == now.Year() {
		return p.R.L.T("series.join.opens|The way in opens at {time}. Keep this page, or come back to it.", "time", p.R.L.Time(at))
	}
	return p.R.L.T("series.join.opens-on|The way in opens {when}. Come back to this page then; it is in your mails.", "when", p.R.L.DateTime(at, i18n.Medium))
}

// joinDo notes that the person is there, and leads on to the call.
func (p *Pages) joinDo(ctx context.Context, tx *store.Tx, r *web.Request, _ struct{}) (web.Answer, error) {
	call, err := p.Circles.Join(ctx, tx, r.Param("key"))
	return web.Redirect{To: call}, err
}

// question is what the meeting is to think about, with its language where that
// is another than the page's.
func (p joinPage) question() (text, lang string) {
	x := circles.Theme(p.W.S, p.W.M)
	if x == nil {
		return "", ""
	}
	words := p.R.Pick(x.Question)
	return words.Text, words.Lang
}
