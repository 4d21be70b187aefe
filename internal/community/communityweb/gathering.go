package communityweb

import (
	"context"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"codeberg.org/plenary/plenary/internal/community"
	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/i18n"
	"codeberg.org/plenary/plenary/internal/store"
	"codeberg.org/plenary/plenary/internal/web"
	"codeberg.org/plenary/plenary/internal/web/ui"
	"codeberg.org/plenary/plenary/internal/when"
)

type zone = time.Location

// askCity is the button of the form that asks for another city.
const askCity = "change-zone"

// planPage is the form of a gathering.
type planPage struct {
	R     *web.Request
	G     *community.Group
	Form  ui.Form
	IsNew bool
}

func (p *Pages) newGathering(ctx context.Context, tx *store.Tx, r *web.Request) (web.Answer, error) {
	return p.planPage(tx, r, url.Values{"zone": {r.Zone.String()}, "minutes": {"90"}}, nil)
}

func (p *Pages) changeGathering(ctx context.Context, tx *store.Tx, r *web.Request) (web.Answer, error) {
	g, err := p.open(tx, r)
	if err != nil {
		return nil, err
	}
	e, err := g.Gathering(r.Param("id"))
	if err != nil {
		return nil, err
	}
	return p.planPage(tx, r, url.Values{"title": {e.Title}, "date": {e.Start.Date.String()}, "time": {e.Start.Clock.String()}, "minutes": {strconv.Itoa(e.Minutes)},
		"zone": {e.Zone}, "place": {e.Place}, "online": {e.Online}, "text": {e.Text}}, nil)
}

func (p *Pages) planAgain(ctx context.Context, tx *store.Tx, r *web.Request, _ community.Gathering, wrong *errs.Error) (web.Page, error) {
	return p.planPage(tx, r, r.Form, wrong)
}

func (p *Pages) planPage(tx *store.Tx, r *web.Request, values url.Values, wrong *errs.Error) (web.Page, error) {
	g, err := p.open(tx, r)
	if err != nil {
		return web.Page{}, err
	}
	if id := r.Param("id"); id != "" {
		e, err := g.Gathering(id)
		if err != nil {
			return web.Page{}, err
		}
		if !g.MayChange(e.By) {
			return web.Page{}, errs.NotThere()
		}
	}
	body := planPage{r, g, ui.Form{L: r.L, Values: values, Err: wrong}, r.Param("id") == ""}
	return page(r, web.Page{Body: planBody(body), At: r.Path}), nil
}

// askCity tells whether another city is to be chosen. Unless it is, the picker
// stands last, so that Enter saves.
func (p planPage) askCity() bool { return p.Form.Values.Has(askCity) }

func (p planPage) city() ui.CityPicker {
	return ui.CityPicker{L: p.R.L, Zone: p.Form.Values.Get("zone"), Now: p.R.Now, Open: p.askCity(),
		Error: p.Form.Field(ui.Field{Name: "zone"}).Error, Label: p.R.L.T("group.gathering.zone|The clock of which city")}
}

func (p planPage) title() string {
	if p.IsNew {
		return p.R.L.T("group.gathering.new|Plan a gathering")
	}
	return p.R.L.T("group.gathering.change|Change the gathering")
}

// readGathering reads the form. What cannot be read stays zero, which the room
// refuses in words.
func readGathering(ctx context.Context, r *web.Request) (community.Gathering, error) {
	e := community.Gathering{ID: r.Param("id"), Title: r.Value("title"), Zone: r.Value("zone"), Place: r.Value("place"), Online: r.Value("online"), Text: r.Value("text")}
	e.Minutes = r.Number("minutes")
	date, noDate := when.ParseDate(r.Value("date"))
	clock, noClock := when.ParseClock(r.Value("time"))
	if noDate == nil && noClock == nil {
		e.Start = date.At(clock)
	}
	return e, nil
}

func (p *Pages) plan(ctx context.Context, tx *store.Tx, r *web.Request, e community.Gathering) (web.Answer, error) {
	if r.Form.Has(askCity) {
		tx.Quiet()
		return p.planPage(tx, r, r.Form, nil)
	}
	id, err := p.Groups.Plan(ctx, tx, r.Viewer, r.Param("group"), e)
	return to(r, "/gathering/"+id, "saved"), err
}

// gatheringPage is one gathering.
type gatheringPage struct {
	R    *web.Request
	G    *community.Group
	E    community.Gathering
	Form ui.Form
}

func (p *Pages) gathering(ctx context.Context, tx *store.Tx, r *web.Request) (web.Answer, error) {
	return p.gatheringPage(tx, r, nil)
}

func (p *Pages) attendAgain(ctx context.Context, tx *store.Tx, r *web.Request, _ struct{}, wrong *errs.Error) (web.Page, error) {
	return p.gatheringPage(tx, r, wrong)
}

func (p *Pages) gatheringPage(tx *store.Tx, r *web.Request, wrong *errs.Error) (web.Page, error) {
	g, err := p.open(tx, r)
	if err != nil {
		return web.Page{}, err
	}
	e, err := g.Gathering(r.Param("id"))
	if err != nil {
		return web.Page{}, err
	}
	body := gatheringPage{r, g, e, formFor(r, wrong != nil, wrong, url.Values{"there": e.There})}
	answer := page(r, web.Page{Body: gatheringBody(body), At: at(r, "/gathering/"+e.ID), Zoned: true})
	if wrong != nil {
		answer.Status = http.StatusUnprocessableEntity
	}
	return answer, nil
}

// hours are when it is, for the reader, and where it is planned if that differs.
func (p gatheringPage) hours() string {
	return p.R.L.RangeStyle(p.E.Begins().In(p.R.Zone), p.E.Ends().In(p.R.Zone), i18n.Long)
}

func (p gatheringPage) facts() (list ui.SummaryList) {
	l := p.R.L
	list = append(list, ui.Fact{Key: l.T("group.gathering.when|When"), Value: p.hours()})
	if loc := zoneOf(p.E); loc != nil && loc.String() != p.R.Zone.String() {
		list = append(list, ui.Fact{Key: l.T("group.gathering.there-time|In {city}", "city", l.City(p.E.Zone)), Value: l.RangeStyle(p.E.Begins().In(loc), p.E.Ends().In(loc), i18n.Long)})
	}
	if p.E.Place != "" {
		list = append(list, ui.Fact{Key: l.T("group.gathering.place|Place"), Value: p.E.Place})
	}
	if p.E.Online != "" {
		list = append(list, ui.Fact{Key: l.T("group.gathering.online|Address of the call"), Body: call(p.E.Online)})
	}
	return append(list, ui.Fact{Key: l.T("group.gathering.by|Planned by"), Value: nameOf(p.R, p.G, p.E.By)})
}

func (p gatheringPage) mayChange() bool { return p.G.MayChange(p.E.By) }

func (p gatheringPage) begun() bool { return !p.E.Begins().After(p.R.Now) && !p.E.Called }

func (p gatheringPage) people() (list []ui.Option) {
	for _, m := range p.G.Members {
		list = append(list, ui.Option{Value: m.ID, Label: m.Name})
	}
	return list
}

// were names those who were there.
func (p gatheringPage) were() string {
	var names []string
	for _, id := range p.E.There {
		names = append(names, nameOf(p.R, p.G, id))
	}
	if len(names) == 0 {
		return p.R.L.T("group.there.nobody|Nobody was noted.")
	}
	return p.R.L.List(names)
}

func (p *Pages) callOff(ctx context.Context, tx *store.Tx, r *web.Request, _ struct{}) (web.Answer, error) {
	return to(r, "/gathering/"+r.Param("id"), "off"), p.Groups.CallOff(ctx, tx, r.Viewer, r.Param("group"), r.Param("id"))
}

func (p *Pages) dropGathering(ctx context.Context, tx *store.Tx, r *web.Request, _ struct{}) (web.Answer, error) {
	return to(r, "", "deleted"), p.Groups.DropGathering(ctx, tx, r.Viewer, r.Param("group"), r.Param("id"))
}

func (p *Pages) attend(ctx context.Context, tx *store.Tx, r *web.Request, _ struct{}) (web.Answer, error) {
	return to(r, "/gathering/"+r.Param("id"), "saved"), p.Groups.Attend(ctx, tx, r.Viewer, r.Param("group"), r.Param("id"), r.Form["there"])
}
