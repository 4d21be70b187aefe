package eventdeskweb

import (
	"context"
	"net/url"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/events"
	"codeberg.org/plenary/plenary/internal/i18n"
	"codeberg.org/plenary/plenary/internal/store"
	"codeberg.org/plenary/plenary/internal/web"
	"codeberg.org/plenary/plenary/internal/web/desk"
	"codeberg.org/plenary/plenary/internal/web/forms"
	"codeberg.org/plenary/plenary/internal/web/ui"
	"codeberg.org/plenary/plenary/internal/when"
)

func (p *Pages) overviewRoutes() []web.Route {
	return []web.Route{
		web.Get("/o/e/{slug}", web.Desk(), p.overview),
		web.Post("/o/e/{slug}/state", web.Desk(), web.Steps[events.State]{Prepare: readState, Do: p.stateDo, Again: p.stateAgain}),
		web.Get("/o/e/{slug}/cancel", web.Desk(), p.cancel),
		web.Post("/o/e/{slug}/cancel", web.Desk(), web.Steps[entry]{Prepare: readWord, Do: p.cancelDo, Again: p.cancelAgain}),
		web.Post("/o/e/{slug}/delete", web.Desk(), web.Steps[events.State]{Do: p.deleteDo, Again: p.stateAgain}),
		web.Post("/o/e/{slug}/copy", web.Desk(), web.Steps[when.Date]{Prepare: readCopying, Do: p.copyDo, Again: p.copyAgain}),
	}
}

func readState(ctx context.Context, r *web.Request) (events.State, error) {
	to := events.State(r.Value("to"))
	if to == events.Cancelled {
		return "", errs.NotThere() // that asks once more, see cancel
	}
	return to, nil
}

func (p *Pages) stateDo(ctx context.Context, tx *store.Tx, r *web.Request, to events.State) (web.Answer, error) {
	if err := p.Events.SetState(ctx, tx, r.Viewer, r.Param("slug"), to); err != nil {
		return nil, err
	}
	return web.SeeOther("/o/e/" + r.Param("slug") + "?done=" + string(to)), nil
}

// stateAgain shows the overview with what stands in the way.
func (p *Pages) stateAgain(ctx context.Context, tx *store.Tx, r *web.Request, _ events.State, wrong *errs.Error) (web.Page, error) {
	e, err := p.organised(ctx, tx, r)
	if err != nil {
		return web.Page{}, err
	}
	page, err := p.overviewPage(ctx, tx, r, e)
	page.Notices = desk.NotPossible(r.L, wrong)
	return page, err
}

func readWord(ctx context.Context, r *web.Request) (entry, error) {
	in := entryFor(r, r.Value("primary"), nil)
	in.Values = r.Form
	return in, nil
}

func (p *Pages) cancel(ctx context.Context, tx *store.Tx, r *web.Request) (web.Answer, error) {
	in := entryFor(r, "", nil)
	in.Values = url.Values{}
	return p.cancelPage(ctx, tx, r, in, nil)
}

func (p *Pages) cancelPage(ctx context.Context, tx *store.Tx, r *web.Request, in entry, wrong *errs.Error) (web.Page, error) {
	e, err := p.worked(ctx, tx, r, auth.EditEvents)
	if err != nil {
		return web.Page{}, err
	}
	in.Langs = forms.Languages(r, in.Get("primary"), e.Title)
	c, err := p.Events.ConsequencesOfState(ctx, tx, r.Viewer, e, events.Cancelled)
	page := cancelPage{E: e, Editor: forms.Editor{R: r, In: in.Entry, Told: c.People, Form: ui.Form{L: r.L, Values: in.Values, Err: wordBeside(r.L, wrong)}}}
	return web.Page{Title: r.L.T("org.cancel.title|Cancel {series}?", "series", titleOf(r, e)), Body: cancelBody(page), Wide: true, Here: "desk"}, err
}

// wordBeside puts what is wrong with the word of a date beside its field.
func wordBeside(l *i18n.Locale, wrong *errs.Error) *errs.Error {
	return forms.Beside(l, wrong, func(f errs.Field) string {
		if list, _, part := cutDate(f.Name); list {
			return part
		}
		return f.Name
	})
}

// cutDate takes the name of something of a date apart.
func cutDate(name string) (ok bool, n int, part string) {
	n, part, ok = forms.CutRow(name, "dates")
	return ok, n, part
}

func (p *Pages) cancelDo(ctx context.Context, tx *store.Tx, r *web.Request, in entry) (web.Answer, error) {
	e, err := p.worked(ctx, tx, r, auth.EditEvents)
	if err != nil {
		return nil, err
	}
	in.Langs = forms.Languages(r, in.Get("primary"), e.Title)
	if err := p.Events.CallOff(ctx, tx, r.Viewer, e.Slug, in.Text("word", i18n.Text{})); err != nil {
		return nil, err
	}
	return web.SeeOther(home(e) + "?done=cancelled"), nil
}

func (p *Pages) cancelAgain(ctx context.Context, tx *store.Tx, r *web.Request, in entry, wrong *errs.Error) (web.Page, error) {
	return p.cancelPage(ctx, tx, r, in, wrong)
}

func (p *Pages) deleteDo(ctx context.Context, tx *store.Tx, r *web.Request, _ events.State) (web.Answer, error) {
	e, err := p.worked(ctx, tx, r, auth.EditEvents)
	if err != nil {
		return nil, err
	}
	if err := p.Events.Delete(ctx, tx, r.Viewer, e.Slug); err != nil {
		return nil, err
	}
	return web.SeeOther("/o/events?view=drafts&done=deleted"), p.dropPicture(ctx, tx, e.Image)
}

func readCopying(ctx context.Context, r *web.Request) (when.Date, error) {
	var form errs.Form
	first := forms.Entry{Values: r.Form, L: r.L}.Date(&form, "date")
	if first.IsZero() && !form.Has("date") {
		form.Add("date", "org.event.date|Enter a date.")
	}
	return first, form.Err()
}

func (p *Pages) copyDo(ctx context.Context, tx *store.Tx, r *web.Request, first when.Date) (web.Answer, error) {
	e, err := p.worked(ctx, tx, r, auth.EditEvents)
	if err != nil {
		return nil, err
	}
	slug, err := p.Events.FreeSlug(tx, e.Slug)
	if err != nil {
		return nil, err
	}
	c, err := p.Events.Copy(ctx, tx, r.Viewer, e.Slug, slug, first)
	if err != nil {
		return nil, err
	}
	if len(c.Dates) > 0 && c.Dates[0].Day != first {
		return web.SeeOther(home(c) + "/edit?done=copied-later"), nil
	}
	return web.SeeOther(home(c) + "/edit?done=copied"), nil
}

func (p *Pages) copyAgain(ctx context.Context, tx *store.Tx, r *web.Request, _ when.Date, wrong *errs.Error) (web.Page, error) {
	return p.stateAgain(ctx, tx, r, "", wrong)
}
