package communityweb

import (
	"context"
	"net/url"

	"codeberg.org/plenary/plenary/internal/community"
	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/i18n"
	"codeberg.org/plenary/plenary/internal/store"
	"codeberg.org/plenary/plenary/internal/web"
	"codeberg.org/plenary/plenary/internal/web/ui"
)

// steerPage is what stewards do.
type steerPage struct {
	R      *web.Request
	G      *community.Group
	Form   ui.Form // what the summary above is of
	About  ui.Form
	Invite ui.Form
	Gone   ui.Form
}

func (p groupPage) steerLabel() string {
	l := p.R.L
	if n := len(p.G.Requests); n > 0 {
		return l.T("group.steer.waiting|Who may come in: {n} person asks|Who may come in: {n} people ask", "n", n)
	}
	return l.T("group.steer|Who may come in")
}

func (p *Pages) steer(ctx context.Context, tx *store.Tx, r *web.Request) (web.Answer, error) {
	return p.steerPage(tx, r, "", nil)
}

// steerAgain shows the page again after one of its forms was refused.
func (p *Pages) steerAgain(which string) func(context.Context, *store.Tx, *web.Request, struct{}, *errs.Error) (web.Page, error) {
	return func(ctx context.Context, tx *store.Tx, r *web.Request, _ struct{}, wrong *errs.Error) (web.Page, error) {
		return p.steerPage(tx, r, which, wrong)
	}
}

func (p *Pages) steerPage(tx *store.Tx, r *web.Request, sent string, wrong *errs.Error) (web.Page, error) {
	g, err := p.open(tx, r)
	if err != nil {
		return web.Page{}, err
	}
	if !g.Me.Steward {
		return web.Page{}, errs.NotThere()
	}
	body := steerPage{R: r, G: g, Form: ui.Form{L: r.L, Err: wrong},
		About:  formFor(r, sent == "about", wrong, url.Values{"group": {g.About.Name}, "about": {g.About.Text}}),
		Invite: formFor(r, sent == "invite", wrong, nil), Gone: formFor(r, sent == "dissolve", wrong, nil)}
	return page(r, web.Page{Body: steerBody(body), At: at(r, "/steer")}), nil
}

// until says how long an invitation stands.
func (p steerPage) until(i community.Invite) string {
	return p.R.L.T("group.invite.until|until {when}", "when", p.R.L.DateTime(i.Until.In(p.R.Zone), i18n.Medium))
}

// others are the members but the viewer.
func (p steerPage) others() (list []community.Member) {
	for _, m := range p.G.Members {
		if m.ID != p.G.Me.ID {
			list = append(list, m)
		}
	}
	return list
}

func (p *Pages) describe(ctx context.Context, tx *store.Tx, r *web.Request, _ struct{}) (web.Answer, error) {
	return to(r, "", "saved"), p.Groups.Describe(ctx, tx, r.Viewer, r.Param("group"), community.About{Name: r.Value("group"), Text: r.Value("about")})
}

func (p *Pages) makeCode(ctx context.Context, tx *store.Tx, r *web.Request, _ struct{}) (web.Answer, error) {
	return to(r, "/steer", "code"), p.Groups.MakeCode(ctx, tx, r.Viewer, r.Param("group"))
}

func (p *Pages) invite(ctx context.Context, tx *store.Tx, r *web.Request, _ struct{}) (web.Answer, error) {
	return to(r, "/steer", "invited"), p.Groups.InviteByMail(ctx, tx, r.Viewer, r.Param("group"), r.Value("email"))
}

func (p *Pages) endInvite(ctx context.Context, tx *store.Tx, r *web.Request, _ struct{}) (web.Answer, error) {
	return to(r, "/steer", "saved"), p.Groups.EndInvite(ctx, tx, r.Viewer, r.Param("group"), r.Value("id"))
}

func (p *Pages) confirm(ctx context.Context, tx *store.Tx, r *web.Request, _ struct{}) (web.Answer, error) {
	return to(r, "/steer", "confirmed"), p.Groups.Confirm(ctx, tx, r.Viewer, r.Param("group"), r.Value("id"))
}

func (p *Pages) refuse(ctx context.Context, tx *store.Tx, r *web.Request, _ struct{}) (web.Answer, error) {
	return to(r, "/steer", "refused"), p.Groups.Refuse(ctx, tx, r.Viewer, r.Param("group"), r.Value("id"))
}

func (p *Pages) raise(ctx context.Context, tx *store.Tx, r *web.Request, _ struct{}) (web.Answer, error) {
	return to(r, "/steer", "saved"), p.Groups.Raise(ctx, tx, r.Viewer, r.Param("group"), r.Value("id"))
}

func (p *Pages) remove(ctx context.Context, tx *store.Tx, r *web.Request, _ struct{}) (web.Answer, error) {
	return to(r, "/steer", "removed"), p.Groups.Remove(ctx, tx, r.Viewer, r.Param("group"), r.Value("id"))
}

func (p *Pages) stepDown(ctx context.Context, tx *store.Tx, r *web.Request, _ struct{}) (web.Answer, error) {
	return to(r, "", "saved"), p.Groups.StepDown(ctx, tx, r.Viewer, r.Param("group"))
}

func readSure(ctx context.Context, r *web.Request) (struct{}, error) {
	var form errs.Form
	if r.Value("sure") == "" {
		form.Add("sure", "group.dissolve.unsure|Tick that you mean it.")
	}
	return struct{}{}, form.Err()
}

func (p *Pages) dissolve(ctx context.Context, tx *store.Tx, r *web.Request, _ struct{}) (web.Answer, error) {
	return web.SeeOther(home + "?done=dissolved"), p.Groups.Dissolve(ctx, tx, r.Viewer, r.Param("group"))
}
