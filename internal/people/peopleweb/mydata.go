package peopleweb

import (
	"context"
	"encoding/json"

	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/store"
	"codeberg.org/plenary/plenary/internal/web"
	"codeberg.org/plenary/plenary/internal/web/ui"
)

// dataFile is everything the network holds of the member.
func (p *Pages) dataFile(ctx context.Context, tx *store.Tx, r *web.Request) (web.Answer, error) {
	person, err := p.People.Load(ctx, tx, r.Viewer, r.Viewer.Person)
	if err != nil {
		return nil, err
	}
	registrations, err := p.Series.Export(ctx, tx, r.Viewer, person.ID)
	if err != nil {
		return nil, err
	}
	hours, circles, err := p.Circles.Export(ctx, tx, r.Viewer, person.ID)
	if err != nil {
		return nil, err
	}
	groups, err := p.groups(ctx, tx, r)
	if err != nil {
		return nil, err
	}
	signIns, err := p.Auth.SignIns(tx, r.Viewer)
	if err != nil {
		return nil, err
	}
	type group struct {
		Name   string `json:"name"`
		Series string `json:"series"`
	}
	type signIn struct {
		Kind    string `json:"kind"`
		Since   any    `json:"since"`
		LastDay string `json:"last_used_on"`
	}
	leads, in := []group{}, []signIn{}
	for _, g := range groups {
		leads = append(leads, group{g.Title, g.Sub})
	}
	for _, s := range signIns {
		in = append(in, signIn{s.Label, s.MadeAt, s.SeenOn})
	}
	data, err := json.MarshalIndent(map[string]any{
		"name": person.Name, "address": person.Address, "zone": person.Zone, "language": person.Language,
		"registrations": registrations, "groups": leads, "sign_ins": in,
		"hours": map[string]any{"zone": hours.Zone, "windows": hours.Hours.Windows()}, "circles": circles,
	}, "", "  ")
	return web.Bytes{Type: "application/json; charset=utf-8", Name: "my-data.json", Data: data}, err
}

// dataPage is what the page of one's data needs.
type dataPage struct {
	R      *web.Request
	Form   ui.Form
	Groups []ui.ListingItem // which will be without their contact person
}

func (p *Pages) data(ctx context.Context, tx *store.Tx, r *web.Request) (web.Answer, error) {
	return p.dataPage(ctx, tx, r, nil)
}

func (p *Pages) dataPage(ctx context.Context, tx *store.Tx, r *web.Request, wrong *errs.Error) (web.Page, error) {
	groups, err := p.groups(ctx, tx, r)
	page := dataPage{R: r, Form: ui.Form{L: r.L, Values: r.Form, Err: wrong}, Groups: groups}
	return web.Page{Title: r.L.T("me.data.title|My data"), Body: dataBody(page), Here: "me", At: "/me/data"}, err
}

// readErase refuses the button alone: what it does cannot be undone.
func readErase(ctx context.Context, r *web.Request) (in struct{}, err error) {
	var form errs.Form
	if r.Value("sure") == "" {
		form.Add("sure", "me.erase.sure-missing|Tick this box if you mean it: it cannot be undone.")
	}
	return in, form.Err()
}

func (p *Pages) eraseAgain(ctx context.Context, tx *store.Tx, r *web.Request, _ struct{}, wrong *errs.Error) (web.Page, error) {
	return p.dataPage(ctx, tx, r, wrong)
}

// erase gives up all places and forgets the member.
func (p *Pages) erase(ctx context.Context, tx *store.Tx, r *web.Request, _ struct{}) (web.Answer, error) {
	if err := p.Series.LeaveAll(ctx, tx, r.Viewer, r.Viewer.Person); err != nil {
		return nil, err
	}
	if err := p.Auth.EndAll(tx, r.Viewer); err != nil {
		return nil, err
	}
	return web.SeeOther("/removed"), p.People.Erase(ctx, tx, r.Viewer, r.Viewer.Person)
}
