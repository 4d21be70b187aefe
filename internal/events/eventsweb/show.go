package eventsweb

import (
	"bytes"
	"cmp"
	"context"
	"image"
	_ "image/jpeg" // event pictures are drawn anew as one of these
	_ "image/png"
	"slices"
	"strconv"
	"time"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/calendar"
	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/events"
	"codeberg.org/plenary/plenary/internal/people"
	"codeberg.org/plenary/plenary/internal/posts"
	"codeberg.org/plenary/plenary/internal/store"
	"codeberg.org/plenary/plenary/internal/web"
	"codeberg.org/plenary/plenary/internal/web/prose"
	"codeberg.org/plenary/plenary/internal/web/ui"
)

// showPage is what the page of an event needs.
type showPage struct {
	R        *web.Request
	E        *events.Event
	Title    ui.Words
	Lead     ui.Words           // the first paragraph of the description
	More     ui.Words           // the rest of it
	Focus    *events.Occurrence // the next date, or the last one; nil without dates
	Shut     *ui.Notice         // why nobody can register; nil if they can
	Dates    dateTables
	Agenda   []agendaDay
	Held     []heldDate
	Picture  picture
	Chapter  *people.Chapter
	Mine     ownPlace
	Write    string // address at which the viewer writes up the last date, "" = nothing to write
	Calendar string
}

// over tells whether all dates are over.
func (p showPage) over() bool { return !p.E.Ends().After(p.R.Now) }

func (p *Pages) show(ctx context.Context, tx *store.Tx, r *web.Request) (web.Answer, error) {
	e, err := p.Events.BySlug(ctx, tx, r.Viewer, r.Param("slug"))
	if err != nil {
		return nil, err
	}
	r.SupposeOrganisers(e.Location())
	page := showPage{R: r, E: e, Title: r.Pick(e.Title), More: r.Pick(e.Description), Focus: focus(e, r), Shut: shut(r, e),
		Dates: datesOf(r, e, e.Occurrences(), true), Calendar: "/e/" + e.Slug + ".ics"}
	page.Agenda = agendaOf(r, e, page.Focus, e.Occurrences(), "")
	page.Lead.Lang = page.More.Lang
	page.Lead.Text, page.More.Text = leadOf(page.More.Text)
	if page.Held, err = p.held(ctx, tx, r, e); err != nil {
		return nil, err
	}
	page.Write = page.toWrite(p.Events.May(r.Viewer, e, auth.WritePosts))
	if page.Mine, err = p.ownPage(tx, r, e); err != nil {
		return nil, err
	}
	if page.Picture, err = p.picture(tx, r, e); err != nil {
		return nil, err
	}
	if e.Chapter != "" {
		chapter, err := p.People.ChapterBySlug(tx, e.Chapter)
		if err != nil {
			return nil, err
		}
		page.Chapter = &chapter
	}
	return page.page(), nil
}

// page is the page with what search engines and previews are told of it.
func (p showPage) page() web.Page {
	out := web.Page{Title: p.Title.Text, Body: showBody(p), Zoned: true, Picture: p.Picture.Src, PictureText: p.Picture.Alt.Text, Hidden: p.E.Visibility != events.Public,
		Describe: prose.Plain(p.Lead.Text+"\n\n"+p.More.Text, 160),
		Feeds:    calendar.Feeds(p.R.Base, "/e/"+p.E.Slug, nil, p.R.L.Lang, p.Title.Text)}
	if out.Describe == "" && p.Focus != nil {
		out.Describe = hoursLine(p.R, *p.Focus)
	}
	if p.E.Visibility == events.Public && p.E.State != events.Draft {
		out.Thing = thingOf(p)
	}
	return out
}

// focus is the date that the page is about first: the next or, when all are
// over, the last.
func focus(e *events.Event, r *web.Request) *events.Occurrence {
	if next, ok := e.Next(r.Now); ok {
		return &next
	}
	if all := e.Occurrences(); len(all) > 0 {
		return &all[len(all)-1]
	}
	return nil
}

// leadOf parts the sentence that stands above the buttons from the rest; a long
// first paragraph stays below them.
func leadOf(description string) (lead, rest string) {
	const longest = 280
	lead, rest = prose.SplitLead(description)
	if len([]rune(lead)) > longest {
		return "", description
	}
	return lead, rest
}

// ownPlace is what the viewer has at the event, in words, and the address of
// their own page; "" if they have nothing.
type ownPlace struct{ Word, Href string }

// ownPage finds the registration that the viewer changes on a page of their own.
func (p *Pages) ownPage(tx *store.Tx, r *web.Request, e *events.Event) (ownPlace, error) {
	if r.Viewer.Kind != auth.Person {
		return ownPlace{}, nil
	}
	own, err := p.Events.OfEvent(tx, r.Viewer, e, r.Viewer.Person)
	if err != nil || len(own) == 0 {
		return ownPlace{}, err
	}
	mine := slices.MinFunc(own, func(a, b events.Registration) int { return compareOwn(e, &a, &b, r.Now) })
	place := ownPlace{r.L.T("events.show.mine.word|You are registered."), "/er/" + p.Events.Key(mine)}
	switch mine.Standing {
	case events.Waitlisted:
		place.Word = r.L.T("series.registered.waiting|You are on the waiting list")
	case events.Offered:
		place.Word = r.L.T("series.mine.offered.word|A place is free for you")
	}
	return place, nil
}

// compareOwn puts first what is to be answered, then a place, then what somebody
// waits for; and of those what comes next. What is over comes last.
func compareOwn(e *events.Event, a, b *events.Registration, now time.Time) int {
	rank := func(r *events.Registration) (int, time.Time) {
		coming := e.ComingTo(r, now)
		if len(coming) == 0 {
			return 3, r.MadeAt
		}
		return slices.Index([]events.Standing{events.Offered, events.Registered, events.Waitlisted}, r.Standing), coming[0].Start
	}
	m, first := rank(a)
	n, second := rank(b)
	return cmp.Or(cmp.Compare(m, n), first.Compare(second))
}

// heldDate is a date with what came of it.
type heldDate struct {
	O       events.Occurrence
	WriteUp string // its address, "" = none
	Links   []events.Link
}

// held lists the dates that have a write-up, a recording or materials, the
// latest first.
func (p *Pages) held(ctx context.Context, tx *store.Tx, r *web.Request, e *events.Event) ([]heldDate, error) {
	all := e.Occurrences()
	heads, err := p.Posts.Heads(ctx, tx, r.Viewer, e.DateIDs())
	if err != nil {
		return nil, err
	}
	var list []heldDate
	for i := len(all) - 1; i >= 0; i-- {
		h := heldDate{O: all[i], Links: all[i].Date.Links}
		if head, ok := heads[all[i].Date.ID]; ok && head.State == posts.Published {
			h.WriteUp = "/posts/" + head.Slug
		}
		if h.WriteUp != "" || len(h.Links) > 0 {
			list = append(list, h)
		}
	}
	return list, nil
}

// toWrite is where the last date that was held is written up, by who may, as long
// as nothing is published about it.
func (p showPage) toWrite(may bool) string {
	if !may {
		return ""
	}
	for _, o := range slices.Backward(p.E.Occurrences()) {
		if o.Start.After(p.R.Now) || p.E.StatusOf(o.Date) == events.CalledOff {
			continue
		}
		if slices.ContainsFunc(p.Held, func(h heldDate) bool { return h.O.Date.ID == o.Date.ID && h.WriteUp != "" }) {
			return ""
		}
		return "/o/e/" + p.E.Slug + "/d/" + o.Date.ID + "/write-up"
	}
	return ""
}

// picture is the event's picture with its measures, so that the page does not
// jump when it comes.
type picture struct {
	Src, Width, Height string
	Alt                ui.Words
}

// picture looks up the event's picture. One that is gone is none.
func (p *Pages) picture(tx *store.Tx, r *web.Request, e *events.Event) (picture, error) {
	if e.Image == "" {
		return picture{}, nil
	}
	file, err := p.Files.Find(tx, e.Image)
	if errs.Is(err, errs.NotFound) || err == nil && !file.Public {
		return picture{}, nil
	}
	if err != nil {
		return picture{}, err
	}
	pic := picture{Src: "/file/" + e.Image, Alt: r.Pick(e.ImageText)}
	data, err := p.Files.Bytes(tx, file)
	if err != nil {
		return picture{}, nil // the folder lost it: the page does without
	}
	if size, _, err := image.DecodeConfig(bytes.NewReader(data)); err == nil {
		pic.Width, pic.Height = strconv.Itoa(size.Width), strconv.Itoa(size.Height)
	}
	return pic, nil
}
