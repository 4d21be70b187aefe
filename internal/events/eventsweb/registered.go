package eventsweb

import (
	"context"
	"encoding/json"

	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/events"
	"codeberg.org/plenary/plenary/internal/store"
	"codeberg.org/plenary/plenary/internal/web"
	"codeberg.org/plenary/plenary/internal/web/ui"
)

// receipt is what the page after a registration knows: what somebody unknown
// would have got, and for which date.
type receipt struct {
	events.Outcome
	Date string
}

// receiptPurpose binds a receipt to its event.
const receiptPurpose = "event.receipt/"

// registered is the page after a registration. It knows nothing but the
// receipt in its address, which holds no name, and so is alike for all.
func (p *Pages) registered(ctx context.Context, tx *store.Tx, r *web.Request) (web.Answer, error) {
	e, err := p.Events.BySlug(ctx, tx, r.Viewer, r.Param("slug"))
	if err != nil {
		return nil, err
	}
	plain, ok := p.Keys.OpenTicket(receiptPurpose+e.Slug, r.Param("receipt"))
	var out receipt
	if !ok || json.Unmarshal(plain, &out) != nil {
		return nil, errs.NotThere()
	}
	r.Suppose(out.Zone, "")
	page := registeredPage{R: r, E: e, Out: out, Title: r.Pick(e.Title)}
	for _, o := range e.Coming(r.Now) {
		if out.Date == "" || out.Date == o.Date.ID {
			page.First = hoursLine(r, o)
			break
		}
	}
	return web.Page{Title: page.heading(), Body: registeredBody(page), Zoned: true, Hidden: true}, nil
}

type registeredPage struct {
	R     *web.Request
	E     *events.Event
	Out   receipt
	Title ui.Words
	First string // when the first date is
}

func (p registeredPage) waits() bool { return p.Out.Standing == events.Waitlisted }

func (p registeredPage) heading() string {
	if p.waits() {
		return p.R.L.T("series.registered.waiting|You are on the waiting list")
	}
	return p.R.L.T("series.registered.title|You are registered")
}

// steps tell what happens next. They are those of somebody whom the house does
// not know, for all.
func (p registeredPage) steps() []ui.Step {
	l := p.R.L
	steps := []ui.Step{{Title: l.T("series.registered.mail|A mail is on its way to the address you gave"),
		Text: l.T("series.registered.mail.text|It holds your personal link and the invitation for your calendar. Nothing there after ten minutes? Look into the spam folder.")}}
	if p.waits() {
		return append(steps, ui.Step{Title: l.T("series.registered.wait|We write as soon as a place is free"),
			Text: l.T("events.registered.wait|You then have up to two days to accept it.")})
	}
	if p.E.FreeFor(p.Out.Date, p.Out.Way, p.R.Now) >= 0 {
		steps = append(steps, ui.Step{Title: l.T("series.registered.hold|Press the button in that mail within two days"),
			Text: l.T("series.registered.hold.text|Places are few: without it yours goes to somebody else.")})
	}
	return append(steps,
		ui.Step{Title: l.T("series.registered.remind|We remind you a day and an hour before"), Text: p.remind()},
		ui.Step{Title: l.T("series.registered.change|Change or cancel at any time"), Text: l.T("series.registered.change.text|Your personal link does it, without a password.")})
}

func (p registeredPage) remind() string {
	if p.Out.Way == events.Here {
		return p.R.L.T("events.registered.remind.here|Each mail names the hour and the place.")
	}
	return p.R.L.T("events.registered.remind.online|Each mail names your own hour, and leads to the way in.")
}
