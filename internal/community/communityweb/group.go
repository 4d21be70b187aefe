package communityweb

import (
	"context"
	"net/url"
	"slices"

	"codeberg.org/plenary/plenary/internal/community"
	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/i18n"
	"codeberg.org/plenary/plenary/internal/store"
	"codeberg.org/plenary/plenary/internal/web"
	"codeberg.org/plenary/plenary/internal/web/ui"
	"codeberg.org/plenary/plenary/internal/when"
)

// groupPage is a group, as its members see it.
type groupPage struct {
	R    *web.Request
	G    *community.Group
	Name ui.Form
	Note ui.Form
	Form ui.Form // what the summary above is of

	Report func(person string) string // where somebody is reported
}

func (p *Pages) group(ctx context.Context, tx *store.Tx, r *web.Request) (web.Answer, error) {
	return p.groupPage(tx, r, "", nil)
}

func (p *Pages) groupAgain(ctx context.Context, tx *store.Tx, r *web.Request, _ struct{}, wrong *errs.Error) (web.Page, error) {
	return p.groupPage(tx, r, "name", wrong)
}

func (p *Pages) writeAgain(ctx context.Context, tx *store.Tx, r *web.Request, _ community.Note, wrong *errs.Error) (web.Page, error) {
	return p.groupPage(tx, r, "note", wrong)
}

func (p *Pages) groupPage(tx *store.Tx, r *web.Request, sent string, wrong *errs.Error) (web.Page, error) {
	g, err := p.open(tx, r)
	if err != nil {
		return web.Page{}, err
	}
	body := groupPage{R: r, G: g, Report: p.People.ReportPath, Form: ui.Form{L: r.L, Err: wrong},
		Name: formFor(r, sent == "name", wrong, url.Values{"name": {g.Me.Name}}),
		Note: formFor(r, sent == "note", wrong, nil)}
	return page(r, web.Page{Body: groupBody(body), At: at(r, ""), Zoned: true}), nil
}

// lacks says what a group with one steward risks, and what it can do.
func (p groupPage) lacks() string {
	l := p.R.L
	if p.G.Me.Steward {
		return l.T("group.one-steward.you|You are the only steward. If something happens to you, nobody lets others in. Make a second member one.")
	}
	return l.T("group.one-steward|This group has one steward. It should have two.")
}

// gatherings are those to come, or those that are over.
func (p groupPage) gatherings(over bool) (items []ui.AgendaItem) {
	for _, e := range p.G.Gatherings {
		if e.Ends().Before(p.R.Now) != over {
			continue
		}
		item := ui.AgendaItem{Title: e.Title, Href: at(p.R, "/gathering/"+e.ID), Start: e.Begins(), End: e.Ends(), Home: zoneOf(e), Place: e.Place}
		if e.Called {
			item.Tags = append(item.Tags, ui.Tag{Tone: ui.Bad, Word: p.R.L.T("group.gathering.off|Called off")})
		}
		items = append(items, item)
	}
	if over {
		slices.Reverse(items)
	}
	return items
}

func (p groupPage) members() (rows []ui.PersonRow) {
	for _, m := range p.G.Members {
		row := ui.PersonRow{Name: m.Name}
		if m.Steward {
			row.Tags = append(row.Tags, ui.Tag{Word: p.R.L.T("group.steward|Steward")})
		}
		if m.ID == p.G.Me.ID {
			row.Tags = append(row.Tags, ui.Tag{Tone: ui.Info, Word: p.R.L.T("group.you|You")})
		} else {
			row.Actions = []ui.Button{{Label: p.R.L.T("report.person|Report"), Href: p.Report(m.Person), About: m.Name}}
		}
		rows = append(rows, row)
	}
	return rows
}

// nameOf is what somebody is called who is in the group, or was.
func nameOf(r *web.Request, g *community.Group, id string) string {
	if m := g.Member(id); m.ID != "" {
		return m.Name
	}
	return r.L.T("group.somebody|Somebody who has left")
}

func zoneOf(e community.Gathering) (loc *zone) {
	loc, err := when.Load(e.Zone)
	if err != nil {
		return nil
	}
	return loc
}

// byLine says who wrote a note and when.
func (p groupPage) byLine(n community.Note) string {
	l, name, at := p.R.L, nameOf(p.R, p.G, n.By), p.R.L.DateTime(n.At.In(p.R.Zone), i18n.Medium)
	if !n.Changed.IsZero() {
		return l.T("group.note.by-changed|{name}, {when}, changed since", "name", name, "when", at)
	}
	return l.T("group.note.by|{name}, {when}", "name", name, "when", at)
}

// noteActions are what the viewer can do with a note that is theirs, or that
// they look after.
func (p groupPage) noteActions(n community.Note) (list ui.Actions) {
	if n.By == p.G.Me.ID {
		list = append(list, ui.Button{Label: p.R.L.T("group.note.change|Change it"), Href: at(p.R, "/note/"+n.ID), Kind: ui.Link})
	}
	return append(list, ui.Button{Label: p.R.L.T("group.note.drop|Delete it"), Kind: ui.Link, About: n.Title})
}

// line is one of the group's log.
func (p groupPage) line(e community.Entry) string {
	l, who, whom := p.R.L, nameOf(p.R, p.G, e.Who), nameOf(p.R, p.G, e.Whom)
	text := ""
	switch e.Deed {
	case community.Started:
		text = l.T("group.log.started|{who} started the group.", "who", who)
	case community.Invited:
		text = l.T("group.log.invited|{who} invited somebody.", "who", who)
	case community.Joined:
		text = l.T("group.log.joined|{who} let {whom} in.", "who", who, "whom", whom)
	case community.Accepted:
		text = l.T("group.log.accepted|{who} came in by an invitation.", "who", who)
	case community.Left:
		text = l.T("group.log.left|Somebody left.")
	case community.Removed:
		text = l.T("group.log.removed|{who} removed somebody.", "who", who)
	case community.Raised:
		text = l.T("group.log.raised|{who} made {whom} a steward.", "who", who, "whom", whom)
	case community.SteppedUp:
		text = l.T("group.log.heir|{who} became a steward, since there was none left.", "who", who)
	case community.Stepped:
		text = l.T("group.log.stepped|{who} is a steward no longer.", "who", who)
	}
	return l.T("group.log.line|{when}: {text}", "when", l.DateTime(e.At.In(p.R.Zone), i18n.Medium), "text", text)
}

func (p *Pages) rename(ctx context.Context, tx *store.Tx, r *web.Request, _ struct{}) (web.Answer, error) {
	return to(r, "", "saved"), p.Groups.Rename(ctx, tx, r.Viewer, r.Param("group"), r.Value("name"))
}

func (p *Pages) leave(ctx context.Context, tx *store.Tx, r *web.Request, _ struct{}) (web.Answer, error) {
	return web.SeeOther(home + "?done=left"), p.Groups.Leave(ctx, tx, r.Viewer, r.Param("group"))
}

// calendar is a file of the gatherings for the member who asks.
func (p *Pages) calendar(ctx context.Context, tx *store.Tx, r *web.Request) (web.Answer, error) {
	g, err := p.open(tx, r)
	if err != nil {
		return nil, err
	}
	c := g.Calendar(r.L, r.Base, r.Query.Get("titles") == "own")
	data, err := c.Encode()
	return web.Bytes{Type: c.ContentType(), Name: "calendar.ics", Data: data}, err
}
