package communityweb

import (
	"context"
	"encoding/json"
	"net/url"

	"codeberg.org/plenary/plenary/internal/community"
	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/store"
	"codeberg.org/plenary/plenary/internal/web"
	"codeberg.org/plenary/plenary/internal/web/ui"
)

// minePage is the list of somebody's groups.
type minePage struct {
	R     *web.Request
	M     community.Mine
	Name  string // as the house knows them
	Form  ui.Form
	Start bool // that form was sent
}

func (p *Pages) mine(ctx context.Context, tx *store.Tx, r *web.Request) (web.Answer, error) {
	return p.minePage(ctx, tx, r, false, nil)
}

func (p *Pages) mineAgain(ctx context.Context, tx *store.Tx, r *web.Request, _ struct{}, wrong *errs.Error) (web.Page, error) {
	return p.minePage(ctx, tx, r, false, wrong)
}

func (p *Pages) startAgain(ctx context.Context, tx *store.Tx, r *web.Request, _ community.Founding, wrong *errs.Error) (web.Page, error) {
	return p.minePage(ctx, tx, r, true, wrong)
}

func (p *Pages) minePage(ctx context.Context, tx *store.Tx, r *web.Request, start bool, wrong *errs.Error) (web.Page, error) {
	m, err := p.Groups.Mine(ctx, tx, r.Viewer)
	if err != nil {
		return web.Page{}, err
	}
	me, err := p.People.Load(ctx, tx, r.Viewer, r.Viewer.Person)
	if err != nil {
		return web.Page{}, err
	}
	form := formFor(r, wrong != nil, wrong, url.Values{"name": {me.Name}})
	return page(r, web.Page{Body: mineBody(minePage{r, m, me.Name, form, start}), At: home}), nil
}

// groups are the viewer's, as a list.
func (p minePage) groups() (items []ui.ListingItem) {
	for _, g := range p.M.Groups {
		item := ui.ListingItem{Title: g.Name, Href: home + "/" + g.Handle}
		if g.Steward {
			item.Tags = append(item.Tags, ui.Tag{Word: p.R.L.T("group.steward|Steward")})
		}
		if g.Waiting {
			item.Tags = append(item.Tags, ui.Tag{Tone: ui.Info, Word: p.R.L.T("group.waiting|Somebody asks to come in")})
		}
		items = append(items, item)
	}
	return items
}

func readFounding(ctx context.Context, r *web.Request) (community.Founding, error) {
	f := community.Founding{About: community.About{Name: r.Value("group"), Text: r.Value("about")}, Name: r.Value("name")}.Clean()
	return f, f.Check()
}

func (p *Pages) start(ctx context.Context, tx *store.Tx, r *web.Request, f community.Founding) (web.Answer, error) {
	handle, err := p.Groups.Start(ctx, tx, r.Viewer, f)
	return web.SeeOther(home + "/" + handle + "?done=started"), err
}

// joinPage asks for a code and a name.
type joinPage struct {
	R    *web.Request
	Form ui.Form
}

// join shows the same page for every code, right or wrong: who found one does
// not learn whether there is anything behind it.
func (p *Pages) join(ctx context.Context, tx *store.Tx, r *web.Request) (web.Answer, error) {
	return p.joinPage(ctx, tx, r, nil)
}

func (p *Pages) askAgain(ctx context.Context, tx *store.Tx, r *web.Request, _ struct{}, wrong *errs.Error) (web.Page, error) {
	return p.joinPage(ctx, tx, r, wrong)
}

func (p *Pages) joinPage(ctx context.Context, tx *store.Tx, r *web.Request, wrong *errs.Error) (web.Page, error) {
	if err := p.Groups.MayCome(r.Viewer); err != nil {
		return web.Page{}, err
	}
	me, err := p.People.Load(ctx, tx, r.Viewer, r.Viewer.Person)
	if err != nil {
		return web.Page{}, err
	}
	form := formFor(r, wrong != nil, wrong, url.Values{"name": {me.Name}, "code": {r.Param("code")}})
	return page(r, web.Page{Body: joinBody(joinPage{r, form}), At: "/me/join"}), nil
}

func (p *Pages) ask(ctx context.Context, tx *store.Tx, r *web.Request, _ struct{}) (web.Answer, error) {
	return web.SeeOther(home + "?done=asked"), p.Groups.Ask(ctx, tx, r.Viewer, r.Value("code"), r.Value("name"))
}

func (p *Pages) withdraw(ctx context.Context, tx *store.Tx, r *web.Request, _ struct{}) (web.Answer, error) {
	return web.SeeOther(home + "?done=withdrawn"), p.Groups.Withdraw(ctx, tx, r.Viewer, r.Value("id"))
}

func (p *Pages) accept(ctx context.Context, tx *store.Tx, r *web.Request, _ struct{}) (web.Answer, error) {
	id := r.Value("id")
	handle, err := p.Groups.Accept(ctx, tx, r.Viewer, id, r.Value("name-"+id))
	return web.SeeOther(home + "/" + handle + "?done=joined"), err
}

func (p *Pages) decline(ctx context.Context, tx *store.Tx, r *web.Request, _ struct{}) (web.Answer, error) {
	return web.SeeOther(home + "?done=declined"), p.Groups.Decline(ctx, tx, r.Viewer, r.Value("id"))
}

// data is what all groups hold of the viewer, as a file.
func (p *Pages) data(ctx context.Context, tx *store.Tx, r *web.Request) (web.Answer, error) {
	list, err := p.Groups.Data(ctx, tx, r.Viewer)
	if err != nil {
		return nil, err
	}
	if list == nil {
		list = []community.Own{}
	}
	text, err := json.MarshalIndent(list, "", "  ")
	return web.Bytes{Type: "application/json; charset=utf-8", Name: "data.json", Data: text}, err
}
