package eventdeskweb

import (
	"context"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/events"
	"codeberg.org/plenary/plenary/internal/events/deskparts"
	"codeberg.org/plenary/plenary/internal/i18n"
	"codeberg.org/plenary/plenary/internal/people"
	"codeberg.org/plenary/plenary/internal/store"
	"codeberg.org/plenary/plenary/internal/typed"
	"codeberg.org/plenary/plenary/internal/web"
	"codeberg.org/plenary/plenary/internal/web/forms"
	"codeberg.org/plenary/plenary/internal/web/ui"
)

func (p *Pages) editRoutes() []web.Route {
	return []web.Route{
		web.Get("/o/e/new", web.Desk(), p.newEvent),
		web.Post("/o/e/new", web.Desk(), web.Steps[entry]{Prepare: prepareEntry, Do: p.newDo, Again: p.newAgain}),
		web.Get("/o/e/{slug}/edit", web.Desk(), p.edit),
		web.Post("/o/e/{slug}/edit", web.Desk(), web.Steps[entry]{Prepare: prepareEntry, Do: p.editDo, Again: p.editAgain}),
	}
}

// editPage is what the form of an event needs.
type editPage struct {
	forms.Editor
	Old      *events.Event // nil for a new one
	E        *events.Event // as it would be
	Once     string
	Chapters []people.Chapter
	Preview  preview
	Theirs   []difference // what somebody else saved meanwhile
}

// prepareEntry reads the form. A look at what would come of it needs no write:
// it goes straight to the page that shows the form again.
func prepareEntry(ctx context.Context, r *web.Request) (entry, error) {
	in := readEntry(r)
	return in, in.LookOnly()
}

func (p *Pages) newEvent(ctx context.Context, tx *store.Tx, r *web.Request) (web.Answer, error) {
	n, err := p.People.Network(tx)
	if err != nil {
		return nil, err
	}
	in := entryFor(r, "", nil)
	in.Values = blankEntry(r, n)
	if c, err := deskparts.ChapterFor(tx, p.People, r.Viewer, events.MayMakeIn); err != nil {
		return nil, err
	} else if c.ID != "" {
		in.Values.Set("chapter", c.Slug)
		in.Values.Set("contact.name", c.ContactName)
		in.Values.Set("contact.email", c.ContactEmail)
		in.Values.Set("zone", c.Zone)
	}
	return p.editPage(ctx, tx, r, in, nil, nil)
}

func (p *Pages) edit(ctx context.Context, tx *store.Tx, r *web.Request) (web.Answer, error) {
	e, err := p.worked(ctx, tx, r, auth.EditEvents)
	if err != nil {
		return nil, err
	}
	in := entryFor(r, "", e.Title)
	in.Values = fill(r.L, e, in.Langs[0])
	page, err := p.editPage(ctx, tx, r, in, e, nil)
	page.Notices = copiedNotices(r, e)
	return page, err
}

// copiedNotices say what became of a copy, and why it begins when it does.
func copiedNotices(r *web.Request, e *events.Event) []ui.Notice {
	if len(e.Dates) == 0 {
		return nil
	}
	first := r.L.Date(forms.OnPaper(e.Dates[0].Day.At(0)), i18n.Medium)
	return r.News(map[string]string{
		"copied":       r.L.T("org.copy.done|This is the copy, with its new dates. It is a draft until you publish it."),
		"copied-later": r.L.T("org.event.copied-later|This is the copy, with its new dates. It repeats on the same days as before, so it begins on {date}, the next one that fits. It is a draft until you publish it.", "date", first),
	})
}

// editPage shows the form with what would come of it. Old is the event as it is,
// nil for a new one.
func (p *Pages) editPage(ctx context.Context, tx *store.Tx, r *web.Request, in entry, old *events.Event, wrong *errs.Error) (web.Page, error) {
	if old == nil && !events.MayMake(r.Viewer) {
		return web.Page{}, errs.NotThere()
	}
	page := editPage{Editor: forms.Editor{R: r, In: in.Entry, Action: "/o/e/new", New: old == nil}, Old: old, Once: web.NewOnce(), E: &events.Event{State: events.Draft}}
	var err error
	if old != nil {
		if page.E, err = p.Events.ByID(ctx, tx, r.Viewer, old.ID); err != nil {
			return web.Page{}, err
		}
		page.Action, page.Theirs = home(old)+"/edit", in.meanwhile(r, old, wrong)
	}
	unread := in.apply(page.E, r.Now)
	page.E = p.Events.Settled(tx, page.E)
	page.Past = page.E.GoneBy(old, r.Now)
	if in.Preview {
		wrong = together(unread, in.beside(page.E.Check(), page.E))
	}
	if page.Preview, page.Told, err = p.preview(ctx, tx, page, wrong); err != nil {
		return web.Page{}, err
	}
	if in.Preview {
		wrong = in.OnlyTyped(wrong, "dates.")
	}
	page.Form = ui.Form{L: r.L, Values: in.Values, Err: wrong}
	if page.Chapters, err = p.People.Chapters(tx); err != nil {
		return web.Page{}, err
	}
	title := r.L.T("org.event.new|New event")
	if old != nil {
		title = r.L.T("org.edit.title|Change: {series}", "series", titleOf(r, old))
	}
	return web.Page{Title: title, Body: editBody(page), Wide: true, Here: "desk"}, nil
}

// together joins what could not be read with what the room does not take.
// Without a first date there is nothing to say of the others.
func together(first, then error) *errs.Error {
	return forms.Together(first, then, func(read *errs.Error, field string) bool {
		switch field {
		case "dates", "rule.from":
			return forms.HasField(read, "first")
		case "length":
			return forms.HasField(read, "start") || forms.HasField(read, "end")
		}
		return false
	})
}

// read applies the form to an event and refuses what cannot be saved.
func (p *Pages) read(tx *store.Tx, in entry, e *events.Event) error {
	unread := in.apply(e, tx.Now())
	settled := p.Events.Settled(tx, e)
	if wrong := together(unread, in.beside(settled.Check(), settled)); wrong != nil {
		return wrong
	}
	return nil
}

func (p *Pages) newDo(ctx context.Context, tx *store.Tx, r *web.Request, in entry) (web.Answer, error) {
	if !events.MayMake(r.Viewer) {
		return nil, errs.NotThere()
	}
	past := in.MeansPast(r)
	if in.Get("event") == "" {
		slug, err := p.Events.FreeSlug(tx, typed.Slug(in.Text("title", nil)))
		if err != nil {
			return nil, err
		}
		in.Values = forms.WithValue(in.Values, "event", slug)
	}
	e := &events.Event{}
	if err := p.read(tx, in, e); err != nil {
		return nil, err
	}
	if !past && p.Events.Settled(tx, e).GoneBy(nil, tx.Now()) > 0 {
		return nil, forms.Look()
	}
	saved, err := p.Events.Save(ctx, tx, r.Viewer, e)
	if err != nil {
		return nil, in.beside(err, e)
	}
	e = saved
	if r.Form.Has("publish") {
		return web.SeeOther(home(e) + "?done=published"), p.Events.SetState(ctx, tx, r.Viewer, e.Slug, events.Published)
	}
	return web.SeeOther(home(e) + "?done=made"), nil
}

func (p *Pages) newAgain(ctx context.Context, tx *store.Tx, r *web.Request, in entry, wrong *errs.Error) (web.Page, error) {
	in.Preview = forms.Looked(wrong)
	page, err := p.editPage(ctx, tx, r, in, nil, wrong)
	return in.Answered(page), err
}

func (p *Pages) editDo(ctx context.Context, tx *store.Tx, r *web.Request, in entry) (web.Answer, error) {
	old, err := p.worked(ctx, tx, r, auth.EditEvents)
	if err != nil {
		return nil, err
	}
	e, err := p.Events.ByID(ctx, tx, r.Viewer, old.ID)
	if err != nil {
		return nil, err
	}
	in.Langs = forms.Languages(r, in.Get("primary"), old.Title)
	seen, past := in.Fingerprint(), in.MeansPast(r)
	if in.Version() != old.Version {
		return nil, errs.New(errs.Conflict, "org.event.theirs|Somebody else has saved this event since you opened it. What you entered stands below, and so does what they changed.")
	}
	if err := p.read(tx, in, e); err != nil {
		return nil, err
	}
	if c, err := p.Events.Consequences(ctx, tx, r.Viewer, old, e); err != nil {
		return nil, err
	} else if c.People > 0 && r.Value("seen") != seen {
		return nil, forms.Look() // nobody is told of what the page has not announced
	}
	if !past && p.Events.Settled(tx, e).GoneBy(old, tx.Now()) > 0 {
		return nil, forms.Look()
	}
	saved, err := p.Events.Save(ctx, tx, r.Viewer, e)
	if err != nil {
		return nil, in.beside(err, e)
	}
	return web.SeeOther(home(saved) + "?done=saved"), nil
}

func (p *Pages) editAgain(ctx context.Context, tx *store.Tx, r *web.Request, in entry, wrong *errs.Error) (web.Page, error) {
	e, err := p.worked(ctx, tx, r, auth.EditEvents)
	if err != nil {
		return web.Page{}, err
	}
	in.Langs = forms.Languages(r, in.Get("primary"), e.Title)
	in.Preview = forms.Looked(wrong)
	page, err := p.editPage(ctx, tx, r, in, e, wrong)
	return in.Answered(page), err
}
