package peopleweb

import (
	"context"
	"slices"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/i18n"
	"codeberg.org/plenary/plenary/internal/store"
	"codeberg.org/plenary/plenary/internal/web"
	"codeberg.org/plenary/plenary/internal/web/ui"
)

// seenPage shows somebody who read or exported what is kept of them.
type seenPage struct {
	R    *web.Request
	Rows []ui.ListingItem
	More bool // there is more than one page shows
}

// mostSeen is how many lines the page has.
const mostSeen = 200

func (p *Pages) seen(ctx context.Context, tx *store.Tx, r *web.Request) (web.Answer, error) {
	me := r.Viewer.Person
	lists, err := p.Series.Listed(tx, r.Viewer, me)
	if err != nil {
		return nil, err
	}
	places, err := p.Events.Listed(tx, r.Viewer, me)
	if err != nil {
		return nil, err
	}
	more, err := p.Circles.Listed(tx, r.Viewer, me)
	if err != nil {
		return nil, err
	}
	roles, err := p.Auth.Listed(tx, r.Viewer, me)
	if err != nil {
		return nil, err
	}
	readings, err := p.Auth.ReadingsOf(ctx, tx, r.Viewer, me, slices.Concat(lists, places, more, roles), r.Zone)
	if err != nil {
		return nil, err
	}
	page := seenPage{R: r, More: len(readings) > mostSeen}
	words := seenWords{p: p, r: r, names: map[string]string{}, titles: map[string]string{}}
	for _, x := range readings[:min(len(readings), mostSeen)] {
		item := ui.ListingItem{}
		if item.Title, err = words.what(ctx, tx, x); err != nil {
			return nil, err
		}
		who, err := words.who(tx, x)
		if err != nil {
			return nil, err
		}
		item.Sub = r.L.T("me.seen.line|{day}: {who}", "day", r.L.Date(x.At.In(r.Zone), i18n.Medium), "who", who)
		page.Rows = append(page.Rows, item)
	}
	return web.Page{Title: r.L.T("me.seen.title|Who saw my data"), Body: seenBody(page), Here: "me", Zoned: true}, nil
}

// seenWords says in words what the audit log holds as ids.
type seenWords struct {
	p      *Pages
	r      *web.Request
	names  map[string]string // of those who read, by id
	titles map[string]string // of series, by id
}

// who is the role in which somebody read, with the name they chose if they
// organise: they do so in the open. A contact person is named by no page but
// those of their group.
func (w seenWords) who(tx *store.Tx, x auth.Reading) (string, error) {
	l := w.r.L
	switch {
	case x.Actor == auth.AtConsole().Actor():
		return l.T("me.seen.by.console|whoever runs this site, at the machine itself"), nil
	case x.What == auth.ReadRoster:
		return l.T("me.seen.by.contact|the contact person of your group"), nil
	case x.What == auth.ReadSafety:
		return l.T("me.seen.by.safety|the safety contact of the circles"), nil
	}
	name, known := w.names[x.Actor]
	if !known {
		person, err := w.p.People.Get(tx, x.Actor)
		if err != nil && !errs.Is(err, errs.NotFound) {
			return "", err
		}
		name = person.Name
		w.names[x.Actor] = name
	}
	if name == "" {
		return l.T("me.seen.by.gone|somebody of the team, who has left since"), nil
	}
	return l.T("me.seen.by|{name}, of the team", "name", name), nil
}

// titleOf is the title of a series or an event; "" of one that is gone.
func (w seenWords) titleOf(ctx context.Context, tx *store.Tx, id string) (string, error) {
	s, err := w.p.Series.ByID(ctx, tx, auth.Itself(), id)
	if err == nil {
		return w.r.Pick(s.Title).Text, nil
	}
	if !errs.Is(err, errs.NotFound) {
		return "", err
	}
	e, err := w.p.Events.ByID(ctx, tx, auth.Itself(), id)
	if err == nil {
		return w.r.Pick(e.Title).Text, nil
	}
	if errs.Is(err, errs.NotFound) {
		err = nil
	}
	return "", err
}

// what says what was read, and of what.
func (w seenWords) what(ctx context.Context, tx *store.Tx, x auth.Reading) (string, error) {
	l := w.r.L
	switch x.What {
	case auth.ReadPerson:
		return l.T("me.seen.person|The page of your registration"), nil
	case auth.ReadTeam:
		return l.T("me.seen.team|The list of those who hold a role, as you do"), nil
	case auth.ReadRoster:
		return l.T("me.seen.roster|The list of your group"), nil
	case auth.ReadSafety:
		return l.T("me.seen.safety|Who asks to be kept apart from whom, in the circles you said yes to"), nil
	}
	title, known := w.titles[x.Object]
	if !known {
		var err error
		if title, err = w.titleOf(ctx, tx, x.Object); err != nil {
			return "", err
		}
		w.titles[x.Object] = title
	}
	switch x.What {
	case auth.ReadExport:
		return l.T("me.seen.export|A file with the people of {series} was taken away", "series", title), nil
	case auth.ReadAttendance:
		return l.T("me.seen.attendance|The attendance list of {series}", "series", title), nil
	case auth.ReadGroups:
		return l.T("me.seen.groups|The groups of {series}, with their contact persons", "series", title), nil
	case auth.ReadBoard:
		return l.T("me.seen.board|The circles of {series}, while they were formed", "series", title), nil
	case auth.ReadMeetings:
		return l.T("me.seen.meetings|What circles of {series} noted of their meetings", "series", title), nil
	}
	return l.T("me.seen.people|The list of people of {series}", "series", title), nil
}
