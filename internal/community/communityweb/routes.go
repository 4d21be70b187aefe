package communityweb

import (
	"context"
	"net/url"

	"codeberg.org/plenary/plenary/internal/community"
	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/people"
	"codeberg.org/plenary/plenary/internal/store"
	"codeberg.org/plenary/plenary/internal/web"
	"codeberg.org/plenary/plenary/internal/web/ui"
)

// Pages are the pages of this package with the rooms they show.
type Pages struct {
	People *people.Room
	Groups *community.Room
}

const (
	home    = "/me/groups"
	oneHome = home + "/{group}"
)

// Routes lists all pages. Whether the sign-in is worth enough the room asks.
func (p *Pages) Routes() []web.Route {
	m := web.Members()
	return []web.Route{
		web.Get(people.PageUnsaid, m, p.news),
		web.Get(home, m, p.mine),
		web.Get(home+".json", m, p.data),
		web.Post(home, m, web.Steps[community.Founding]{Prepare: readFounding, Do: p.start, Again: p.startAgain}),
		web.Get("/me/join", m, p.join),
		web.Get("/me/join/{code}", m, p.join),
		web.Post("/me/join", m, web.Steps[struct{}]{Do: p.ask, Again: p.askAgain}),
		web.Post(home+"/withdraw", m, web.Steps[struct{}]{Do: p.withdraw}),
		web.Post(home+"/accept", m, web.Steps[struct{}]{Do: p.accept, Again: p.mineAgain}),
		web.Post(home+"/decline", m, web.Steps[struct{}]{Do: p.decline}),

		web.Get(oneHome, m, p.group),
		web.Get(oneHome+".ics", m, p.calendar),
		web.Post(oneHome+"/note", m, web.Steps[community.Note]{Prepare: readNote, Do: p.write, Again: p.writeAgain}),
		web.Get(oneHome+"/note/{id}", m, p.note),
		web.Post(oneHome+"/note/{id}", m, web.Steps[community.Note]{Prepare: readNote, Do: p.rewrite, Again: p.rewriteAgain}),
		web.Post(oneHome+"/note/{id}/drop", m, web.Steps[struct{}]{Do: p.dropNote}),
		web.Post(oneHome+"/name", m, web.Steps[struct{}]{Do: p.rename, Again: p.groupAgain}),
		web.Post(oneHome+"/leave", m, web.Steps[struct{}]{Do: p.leave, Again: p.groupAgain}),

		web.Get(oneHome+"/gathering", m, p.newGathering),
		web.Post(oneHome+"/gathering", m, web.Steps[community.Gathering]{Prepare: readGathering, Do: p.plan, Again: p.planAgain}),
		web.Get(oneHome+"/gathering/{id}", m, p.gathering),
		web.Get(oneHome+"/gathering/{id}/change", m, p.changeGathering),
		web.Post(oneHome+"/gathering/{id}/change", m, web.Steps[community.Gathering]{Prepare: readGathering, Do: p.plan, Again: p.planAgain}),
		web.Post(oneHome+"/gathering/{id}/off", m, web.Steps[struct{}]{Do: p.callOff}),
		web.Post(oneHome+"/gathering/{id}/drop", m, web.Steps[struct{}]{Do: p.dropGathering}),
		web.Post(oneHome+"/gathering/{id}/there", m, web.Steps[struct{}]{Do: p.attend, Again: p.attendAgain}),

		web.Get(oneHome+"/steer", m, p.steer),
		web.Post(oneHome+"/about", m, web.Steps[struct{}]{Do: p.describe, Again: p.steerAgain("about")}),
		web.Post(oneHome+"/code", m, web.Steps[struct{}]{Do: p.makeCode, Again: p.steerAgain("code")}),
		web.Post(oneHome+"/invite", m, web.Steps[struct{}]{Do: p.invite, Again: p.steerAgain("invite")}),
		web.Post(oneHome+"/invite/end", m, web.Steps[struct{}]{Do: p.endInvite}),
		web.Post(oneHome+"/confirm", m, web.Steps[struct{}]{Do: p.confirm, Again: p.steerAgain("ask")}),
		web.Post(oneHome+"/refuse", m, web.Steps[struct{}]{Do: p.refuse}),
		web.Post(oneHome+"/raise", m, web.Steps[struct{}]{Do: p.raise}),
		web.Post(oneHome+"/remove", m, web.Steps[struct{}]{Do: p.remove}),
		web.Post(oneHome+"/step-down", m, web.Steps[struct{}]{Do: p.stepDown, Again: p.steerAgain("down")}),
		web.Post(oneHome+"/dissolve", m, web.Steps[struct{}]{Prepare: readSure, Do: p.dissolve, Again: p.steerAgain("dissolve")}),
	}
}

// at is the address of a group, as the viewer knows it, and of what lies in it.
func at(r *web.Request, more string) string { return home + "/" + r.Param("group") + more }

// to leads back to a page of the group and says what was done.
func to(r *web.Request, page, done string) web.Redirect {
	return web.SeeOther(at(r, page) + "?done=" + done)
}

// page makes a page whose title names no group.
func page(r *web.Request, p web.Page) web.Page {
	p.Title, p.Here, p.Hidden = r.L.T("group.mine.title|Private groups"), "me", true
	p.Notices = notices(r)
	return p
}

// notices tell what was just done.
func notices(r *web.Request) []ui.Notice {
	l := r.L
	text := ""
	switch r.Query.Get("done") {
	case "asked":
		text = l.T("group.done.asked|Asked. As soon as a steward lets you in, the group stands here.")
	case "withdrawn":
		text = l.T("group.done.withdrawn|You no longer ask.")
	case "declined":
		text = l.T("group.done.declined|The invitation is gone. Nobody is told.")
	case "started":
		text = l.T("group.done.started|The group is there, and only you are in it.")
	case "joined":
		text = l.T("group.done.joined|You are in.")
	case "left":
		text = l.T("group.done.left|You have left.")
	case "dissolved":
		text = l.T("group.done.dissolved|The group is gone, with all that was in it.")
	case "saved":
		text = l.T("group.done.saved|Saved.")
	case "deleted":
		text = l.T("group.done.deleted|Deleted.")
	case "off":
		text = l.T("group.done.off|Called off. It stays in the list so that nobody comes in vain.")
	case "code":
		text = l.T("group.done.code|The code is at the end of the list. Hand it over yourself.")
	case "invited":
		text = l.T("group.done.invited|If somebody here has this address, a mail tells them within two hours that there is something new for them. It does not say what.")
	case "confirmed":
		text = l.T("group.done.confirmed|They are in.")
	case "refused":
		text = l.T("group.done.refused|They are not let in, and not told.")
	case "removed":
		text = l.T("group.done.removed|They are out.")
	default:
		return nil
	}
	return []ui.Notice{{Tone: ui.OK, Word: l.T("ui.done|Done."), Text: text, Live: true}}
}

// news is where the mail that says nothing leads.
func (p *Pages) news(ctx context.Context, tx *store.Tx, r *web.Request) (web.Answer, error) {
	return web.SeeOther(home), nil
}

func (p *Pages) open(tx *store.Tx, r *web.Request) (*community.Group, error) {
	return p.Groups.Open(tx, r.Viewer, r.Param("group"))
}

// formFor is the form with what was typed, if it is the one that was sent, and
// with what is there if not.
func formFor(r *web.Request, sent bool, wrong *errs.Error, there url.Values) ui.Form {
	if sent {
		return ui.Form{L: r.L, Values: r.Form, Err: wrong}
	}
	return ui.Form{L: r.L, Values: there}
}
