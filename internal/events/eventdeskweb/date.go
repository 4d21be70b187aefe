package eventdeskweb

import (
	"cmp"
	"context"
	"net/url"
	"slices"
	"strconv"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/events"
	"codeberg.org/plenary/plenary/internal/events/deskparts"
	"codeberg.org/plenary/plenary/internal/store"
	"codeberg.org/plenary/plenary/internal/web"
	"codeberg.org/plenary/plenary/internal/web/forms"
	"codeberg.org/plenary/plenary/internal/web/ui"
)

func (p *Pages) dateRoutes() []web.Route {
	return []web.Route{
		web.Get("/o/e/{slug}/d/new", web.Desk(), p.date),
		web.Post("/o/e/{slug}/d/new", web.Desk(), web.Steps[entry]{Prepare: readDate, Do: p.dateDo, Again: p.dateAgain}),
		web.Get("/o/e/{slug}/d/{date}", web.Desk(), p.date),
		web.Post("/o/e/{slug}/d/{date}", web.Desk(), web.Steps[entry]{Prepare: readDate, Do: p.dateDo, Again: p.dateAgain}),
		web.Post("/o/e/{slug}/d/{date}/remove", web.Desk(), web.Steps[entry]{Do: p.removeDo, Again: p.removeAgain}),
	}
}

// datePage is one date of an event with all that may be its own.
type datePage struct {
	forms.Editor
	E       *events.Event // as it is
	D       *events.Date  // as it is; nil for a new one
	Once    string
	After   ui.SessionTable // as it would be
	Differs bool
}

// readDate reads the form of a date.
func readDate(ctx context.Context, r *web.Request) (entry, error) {
	in := readEntry(r)
	forms.KeepRows(in.Values, "links", func(n int) bool { return !forms.Blank(in.Values, "links", n, "title", "url") })
	forms.KeepParties(in.Values, "speakers")
	return in, in.LookOnly()
}

// dated loads an event that the viewer may change with the date that the address
// names; the date is nil where the address asks for a new one.
func (p *Pages) dated(ctx context.Context, tx *store.Tx, r *web.Request) (*events.Event, *events.Date, error) {
	e, err := p.worked(ctx, tx, r, auth.EditEvents)
	if err != nil || r.Param("date") == "" {
		return e, nil, err
	}
	d := e.Date(r.Param("date"))
	if d == nil {
		return nil, nil, errs.NotThere()
	}
	return e, d, nil
}

func (p *Pages) date(ctx context.Context, tx *store.Tx, r *web.Request) (web.Answer, error) {
	e, d, err := p.dated(ctx, tx, r)
	if err != nil {
		return nil, err
	}
	in := entryFor(r, "", e.Title)
	in.Values = url.Values{"primary": {in.Langs[0]}, "version": {strconv.Itoa(e.Version)}, "status": {string(events.Scheduled)}}
	if d == nil {
		d := events.Date{}
		if n := len(e.Dates); n > 0 {
			d.Day = e.Dates[n-1].Day.AddDays(7)
		}
		in.fillDate(e, &d)
		in.Values.Set("status", string(events.Scheduled))
	} else {
		in.fillDate(e, d)
	}
	page, err := p.datePage(ctx, tx, r, e, d, in, nil)
	page.Notices = r.News(map[string]string{"saved": r.L.T("org.saved|Saved.")})
	return page, err
}

// announced names what the page said that people will be told of. What is said
// with it may still be written.
func announced(in forms.Entry) string {
	return in.Fingerprint("word", "theme", "links", "speakers", "preview")
}

// fillDate is the form of a date as it is.
func (in entry) fillDate(e *events.Event, d *events.Date) {
	v := in.Values
	o := e.Occurrence(d)
	if !d.Day.IsZero() {
		v.Set("date", d.Day.String())
	}
	v.Set("start", o.Wall.Clock.String())
	length := e.Length
	if d.Length > 0 {
		length = d.Length
	}
	v.Set("end", endOf(o.Wall.Clock, length).String())
	v.Set("status", string(d.Status))
	forms.FillText(v, "theme", d.Theme)
	forms.FillText(v, "word", d.Word)
	if d.Venue != nil {
		fillPlace(v, "venue", *d.Venue)
	}
	v.Set("online", d.Online)
	if d.Places != nil {
		fillPlaces(v, "places", *d.Places)
		tick(v, "places.own", true)
	}
	deskparts.FillParties(v, "speakers", d.Speakers)
	for i, l := range d.Links {
		v.Set(forms.Cell("links", i+1, "title"), l.Title)
		v.Set(forms.Cell("links", i+1, "url"), l.URL)
		v.Set(forms.Cell("links", i+1, "kind"), string(l.Kind))
	}
}

// applyDate writes the form over a date of the event, or adds one, and returns
// where it stands.
func (in entry) applyDate(e *events.Event, id string) (*events.Date, error) {
	var form errs.Form
	d := e.Date(id)
	if d == nil {
		e.Dates = append(e.Dates, events.Date{})
		d = &e.Dates[len(e.Dates)-1]
	}
	was := e.Occurrence(d)
	if d.Day = in.Date(&form, "date"); d.Day.IsZero() && in.Get("date") == "" {
		form.Add("date", "org.event.date|Enter a date.")
	}
	d.Status = events.Status(in.Get("status"))
	d.Theme, d.Word, d.Online, d.Venue = in.Text("theme", d.Theme), in.Text("word", d.Word), in.Get("online"), in.place("venue")
	d.Places = nil
	if in.Values.Has("places.own") {
		d.Places = &events.Places{Here: in.Number(&form, "places.here"), Online: in.Number(&form, "places.online")}
	}
	d.Speakers = in.parties().Speakers
	d.Links = nil
	for n := 1; n <= forms.RowCount(in.Values, "links"); n++ {
		get := func(field string) string { return in.Get(forms.Cell("links", n, field)) }
		d.Links = append(d.Links, events.Link{Title: get("title"), URL: get("url"), Kind: events.LinkKind(get("kind"))})
	}
	in.hoursOf(&form, e, d, was)
	return d, form.Err()
}

// hoursOf reads the hours of a date. What is as usual is not its own, and the
// hours of the only date are the event's.
func (in entry) hoursOf(form *errs.Form, e *events.Event, d *events.Date, was events.Occurrence) {
	start, end := in.Clock(form, "start"), in.Clock(form, "end")
	if start == nil || end == nil {
		for _, field := range []string{"start", "end"} {
			if in.Get(field) == "" {
				form.Add(field, "org.event.hours-missing|Enter when it begins and ends.")
			}
		}
		return
	}
	length := cmp.Or(d.Length, e.Length) // of several days, which the hour does not tell
	if *start != was.Wall.Clock || *end != endOf(*start, length) || length == 0 {
		length = spanOf(form, "end", *start, *end)
	}
	if e.Rule == nil && len(e.Dates) == 1 {
		e.Start, e.Length, d.Start, d.Length = *start, length, nil, 0
		return
	}
	d.Start, d.Length = nil, 0
	if *start != e.Start {
		d.Start = start
	}
	if length != e.Length {
		d.Length = length
	}
}

func (p *Pages) datePage(ctx context.Context, tx *store.Tx, r *web.Request, e *events.Event, d *events.Date, in entry, wrong *errs.Error) (web.Page, error) {
	page := datePage{Editor: forms.Editor{R: r, In: in.Entry, Action: home(e) + "/d/new", New: d == nil}, E: e, D: d, Once: web.NewOnce()}
	id, title := "", r.L.T("org.event.date.add|Add a date")
	if d != nil {
		id, title, page.Action = d.ID, whenOf(r, e.Occurrence(d)), at(e, d)
	}
	after, err := p.Events.ByID(ctx, tx, r.Viewer, e.ID)
	if err != nil {
		return web.Page{}, err
	}
	changed, unread := in.applyDate(after, id)
	day := changed.Day
	if in.Preview {
		wrong = together(unread, dateFaults(in, p.Events.Settled(tx, after).Check()))
	}
	if unread == nil {
		c, err := p.Events.Consequences(ctx, tx, r.Viewer, e, after)
		if err != nil {
			return web.Page{}, err
		}
		page.Told, page.Past = c.People, p.Events.Settled(tx, after).GoneBy(e, r.Now)
		page.After = ui.SessionTable{L: r.L, ID: "after", Label: r.L.T("org.event.after|As it would be"), What: r.L.T("events.date|Date"), Zone: r.Zone, Home: e.Location()}
		page.After.Rows = []ui.Session{dateRow(r, after, after.Occurrence(changed))}
		page.Differs = in.Preview && !day.IsZero()
	}
	page.Form = ui.Form{L: r.L, Values: in.Values, Err: wrong}
	return web.Page{Title: title, Body: dateBody(page), Wide: true, Here: "desk", Zoned: true}, nil
}

// dateFaults puts what is wrong with an event beside the fields of one date.
func dateFaults(in entry, err error) error {
	wrong := errs.Of(err)
	if wrong == nil {
		return err
	}
	return forms.Beside(in.L, wrong, func(f errs.Field) string {
		if ok, _, part := cutDate(f.Name); ok {
			f.Name = part
		}
		switch f.Name {
		case "length", "doors":
			return "end"
		case "dates":
			return "date"
		}
		return f.Name
	})
}

func (p *Pages) dateDo(ctx context.Context, tx *store.Tx, r *web.Request, in entry) (web.Answer, error) {
	old, d, err := p.dated(ctx, tx, r)
	if err != nil {
		return nil, err
	}
	in.Langs = forms.Languages(r, in.Get("primary"), old.Title)
	if in.Version() != old.Version {
		return nil, errs.New(errs.Conflict, "org.event.date.theirs|Somebody else has saved this event since you opened this page. What you entered stands below; save once more if it still holds.")
	}
	e, err := p.Events.ByID(ctx, tx, r.Viewer, old.ID)
	if err != nil {
		return nil, err
	}
	id := ""
	if d != nil {
		id = d.ID
	}
	if _, err := in.applyDate(e, id); err != nil {
		return nil, err
	}
	if c, err := p.Events.Consequences(ctx, tx, r.Viewer, old, e); err != nil {
		return nil, err
	} else if c.People > 0 && r.Value("seen") != announced(in.Entry) {
		return nil, forms.Look() // nobody is told of what the page has not announced
	}
	if !in.MeansPast(r) && p.Events.Settled(tx, e).GoneBy(old, tx.Now()) > 0 {
		return nil, forms.Look()
	}
	if _, err = p.Events.Save(ctx, tx, r.Viewer, e); err != nil {
		return nil, dateFaults(in, err)
	}
	if d == nil {
		return web.SeeOther(home(e) + "?done=added"), nil
	}
	return web.SeeOther(home(e) + "?done=saved"), nil
}

func (p *Pages) dateAgain(ctx context.Context, tx *store.Tx, r *web.Request, in entry, wrong *errs.Error) (web.Page, error) {
	e, d, err := p.dated(ctx, tx, r)
	if err != nil {
		return web.Page{}, err
	}
	in.Langs = forms.Languages(r, in.Get("primary"), e.Title)
	in.Values.Set("version", strconv.Itoa(e.Version))
	if in.Preview = forms.Looked(wrong); in.Preview {
		wrong = nil
	}
	page, err := p.datePage(ctx, tx, r, e, d, in, wrong)
	return in.Answered(page), err
}

// removeDo takes a date away for which nobody is registered. A day of the rule
// stays as one that is left out, so that the rule does not give it again.
func (p *Pages) removeDo(ctx context.Context, tx *store.Tx, r *web.Request, _ entry) (web.Answer, error) {
	e, d, err := p.dated(ctx, tx, r)
	if err != nil {
		return nil, err
	}
	if d == nil || !d.RuleDay.IsZero() {
		return nil, errs.NotThere()
	}
	id := d.ID
	e.Dates = slices.DeleteFunc(e.Dates, func(d events.Date) bool { return d.ID == id })
	if _, err := p.Events.Save(ctx, tx, r.Viewer, e); err != nil {
		return nil, err
	}
	return web.SeeOther(home(e) + "?done=removed"), nil
}

func (p *Pages) removeAgain(ctx context.Context, tx *store.Tx, r *web.Request, _ entry, wrong *errs.Error) (web.Page, error) {
	return p.stateAgain(ctx, tx, r, "", wrong)
}
