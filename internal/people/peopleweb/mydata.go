package peopleweb

import (
	"context"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/people"
	"codeberg.org/plenary/plenary/internal/store"
	"codeberg.org/plenary/plenary/internal/web"
	"codeberg.org/plenary/plenary/internal/web/ui"
)

// dataFile is everything that the network holds of the member, as JSON.
func (p *Pages) dataFile(ctx context.Context, tx *store.Tx, r *web.Request) (web.Answer, error) {
	parts, err := p.ownData(ctx, tx, r)
	if err != nil {
		return nil, err
	}
	data, err := people.OwnJSON(parts)
	return web.Bytes{Type: "application/json; charset=utf-8", Name: "my-data.json", Data: data}, err
}

// dataTable is the same for spreadsheets.
func (p *Pages) dataTable(ctx context.Context, tx *store.Tx, r *web.Request) (web.Answer, error) {
	parts, err := p.ownData(ctx, tx, r)
	if err != nil {
		return nil, err
	}
	data, err := people.OwnCSV(parts)
	return web.Bytes{Type: "text/csv; charset=utf-8", Name: "my-data.csv", Data: data}, err
}

func (p *Pages) ownData(ctx context.Context, tx *store.Tx, r *web.Request) ([]people.OwnPart, error) {
	return p.People.OwnData(ctx, tx, r.Viewer, r.Viewer.Person, p.Labels, p.Records)
}

// dataPage is what the page of one's data needs.
type dataPage struct {
	R      *web.Request
	Form   ui.Form
	Groups []ui.ListingItem // which will be without their contact person
	Alone  bool             // in giving roles: nobody could give any after them
}

func (p *Pages) data(ctx context.Context, tx *store.Tx, r *web.Request) (web.Answer, error) {
	return p.dataPage(ctx, tx, r, nil)
}

func (p *Pages) dataPage(ctx context.Context, tx *store.Tx, r *web.Request, wrong *errs.Error) (web.Page, error) {
	groups, err := p.groups(ctx, tx, r)
	if err != nil {
		return web.Page{}, err
	}
	alone, err := p.Auth.GivesAlone(tx, r.Viewer)
	page := dataPage{R: r, Form: ui.Form{L: r.L, Values: r.Form, Err: wrong}, Groups: groups, Alone: len(alone) > 0 && !r.Viewer.Frozen}
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

// erase gives up all places and forgets the member. Who holds roles shows more
// than a mailed link, since it ends those as well, and nothing brings them back.
func (p *Pages) erase(ctx context.Context, tx *store.Tx, r *web.Request, _ struct{}) (web.Answer, error) {
	if r.Viewer.Organises() {
		if err := r.Viewer.Needs(auth.Strong); err != nil {
			return nil, err
		}
	}
	if err := p.Auth.GoAway(ctx, tx, r.Viewer); err != nil {
		return nil, err
	}
	if err := p.Events.LeaveAll(ctx, tx, r.Viewer, r.Viewer.Person); err != nil {
		return nil, err
	}
	if err := p.Series.LeaveAll(ctx, tx, r.Viewer, r.Viewer.Person); err != nil {
		return nil, err
	}
	return web.SeeOther("/removed"), p.People.Erase(ctx, tx, r.Viewer, r.Viewer.Person)
}
