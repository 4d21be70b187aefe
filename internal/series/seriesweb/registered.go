package seriesweb

import (
	"context"
	"encoding/json"
	"net/url"

	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/series"
	"codeberg.org/plenary/plenary/internal/store"
	"codeberg.org/plenary/plenary/internal/web"
	"codeberg.org/plenary/plenary/internal/web/ui"
)

// registered is the page after a registration. It knows nothing but the
// receipt in its address, which holds no name, and so is alike for all.
func (p *Pages) registered(ctx context.Context, tx *store.Tx, r *web.Request) (web.Answer, error) {
	s, err := p.Series.BySlug(ctx, tx, r.Viewer, r.Param("slug"))
	if err != nil {
		return nil, err
	}
	if page, ok := p.groupRegistered(r, s); ok {
		return page, nil
	}
	plain, ok := p.Keys.OpenTicket(receiptPurpose+s.Slug, r.Param("receipt"))
	var out series.Outcome
	if !ok || json.Unmarshal(plain, &out) != nil {
		return nil, errs.NotThere()
	}
	r.Suppose(out.Zone, "")
	page := registeredPage{R: r, S: s, Out: out, Title: r.Pick(s.Title), First: firstLine(r, s, out.Track)}
	return web.Page{Title: page.heading(), Body: registeredBody(page), Zoned: true, Hidden: true}, nil
}

type registeredPage struct {
	R     *web.Request
	S     *series.Series
	Out   series.Outcome
	Title ui.Words
	First string // when the first session is
}

func (p registeredPage) waits() bool { return p.Out.Standing == series.Waitlisted }

func (p registeredPage) heading() string {
	if p.waits() {
		return p.R.L.T("series.registered.waiting|You are on the waiting list")
	}
	return p.R.L.T("series.registered.title|You are registered")
}

// calendar is the public calendar of the hours chosen.
func (p registeredPage) calendar() string {
	address := "/s/" + p.S.Slug + ".ics"
	if p.Out.Track != "" {
		address += "?track=" + url.QueryEscape(p.Out.Track)
	}
	return address
}

// steps tell what happens next. They are those of somebody whom the house does
// not know, for all.
func (p registeredPage) steps() []ui.Step {
	l := p.R.L
	steps := []ui.Step{{Title: l.T("series.registered.mail|A mail is on its way to the address you gave"),
		Text: l.T("series.registered.mail.text|It holds your personal link and the invitation for your calendar. Nothing there after ten minutes? Look into the spam folder.")}}
	if p.waits() {
		return append(steps, ui.Step{Title: l.T("series.registered.wait|We write as soon as a place is free"),
			Text: l.T("series.registered.wait.text|You then have two days to accept it.")})
	}
	if p.S.Limited(p.Out.Track) {
		steps = append(steps, ui.Step{Title: l.T("series.registered.hold|Press the button in that mail within two days"),
			Text: l.T("series.registered.hold.text|Places are few: without it yours goes to somebody else.")})
	}
	return append(steps,
		ui.Step{Title: l.T("series.registered.remind|We remind you a day and an hour before"), Text: l.T("series.registered.remind.text|Each mail names your own hour and holds the way in.")},
		ui.Step{Title: l.T("series.registered.change|Change or cancel at any time"), Text: l.T("series.registered.change.text|Your personal link does it, without a password.")})
}
