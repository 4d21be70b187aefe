package boardweb

import (
	"context"
	"slices"
	"strconv"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/circles"
	"codeberg.org/plenary/plenary/internal/circles/form"
	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/i18n"
	"codeberg.org/plenary/plenary/internal/series"
	"codeberg.org/plenary/plenary/internal/store"
	"codeberg.org/plenary/plenary/internal/web"
	"codeberg.org/plenary/plenary/internal/web/ui"
)

func (p *Pages) boardRoutes() []web.Route {
	return []web.Route{
		web.Get("/o/s/{slug}/circles/{proposal}", web.Desk(), p.board).Audited(auth.ReadBoard),
		web.Post("/o/s/{slug}/circles/{proposal}/look", web.Desk(), web.Steps[struct{}]{Do: p.lookDo}),
	}
}

const (
	cardsOnPage  = 24
	peopleOnPage = 50
)

// boardPage is a proposal as it is worked on.
type boardPage struct {
	R     *web.Request
	S     *series.Series
	B     circles.Board
	Look  look
	Faces map[string]circles.Face
	Who   map[string]int // interest → its number in this step, by which forms name people
	Broke []circles.Breach
	Undo  bool // something was just done
	Again bool // something was refused: what was ticked stays so, if these are the same people
	Once  string

	Shown []circles.Planned // the circles on this page
	Left  []circles.Left    // those without a circle on this page
	Found int               // circles, or people without one, that the look leaves
	Words string            // that are looked for
	Named map[string]bool   // whose names hold them; nil if none are looked for
}

func (p *Pages) board(ctx context.Context, tx *store.Tx, r *web.Request) (web.Answer, error) {
	s, err := p.formed(ctx, tx, r)
	if err != nil {
		return nil, err
	}
	page, err := p.boardOf(ctx, tx, r, s, readLook(r.Query), nil)
	if err != nil {
		return gone(s, err)
	}
	return page, nil
}

// boardPage shows a proposal; e is what could not be done to it just now.
func (p *Pages) boardPage(ctx context.Context, tx *store.Tx, r *web.Request, k look, e *errs.Error) (web.Page, error) {
	s, err := p.formed(ctx, tx, r)
	if err != nil {
		return web.Page{}, err
	}
	return p.boardOf(ctx, tx, r, s, k, e)
}

func (p *Pages) boardOf(ctx context.Context, tx *store.Tx, r *web.Request, s *series.Series, k look, e *errs.Error) (_ web.Page, err error) {
	page := boardPage{R: r, S: s, Look: k, Once: web.NewOnce()}
	if page.B, err = p.Circles.Board(ctx, tx, r.Viewer, s, r.Param("proposal")); err != nil {
		return web.Page{}, err
	}
	page.Who = numbers(page.B.A)
	page.Again = e != nil && r.Number("step") == page.B.Proposal.Step
	page.Undo = e == nil && r.Query.Get("done") != "" && page.B.Proposal.State == circles.Ready
	page.Broke = page.B.A.Breaches
	if page.Undo {
		before, err := p.Circles.Before(tx, r.Viewer, s, page.B)
		if err != nil {
			return web.Page{}, err
		}
		page.Broke = fresh(page.B.A.Breaches, before)
	}
	if page.Words = p.words(s, k.Ticket); page.Words != "" {
		if page.Named, err = p.Circles.Named(tx, r.Viewer, s, everybody(page.B.A), page.Words); err != nil {
			return web.Page{}, err
		}
	}
	page.choose()
	r.Saw(r.Viewer, auth.ReadBoard, s.ID, len(page.named()))
	if page.Faces, err = p.Circles.Faces(tx, r.Viewer, s, page.named()); err != nil {
		return web.Page{}, err
	}
	out := web.Page{Title: proposalName(r, page.B.Proposal), Body: boardBody(page), Wide: true, Here: "desk", Zoned: true}
	if e != nil {
		out.Notices = []ui.Notice{refused(r, e)}
		out.At = at(s, page.B.Proposal.ID)
	}
	return out, nil
}

// numbers gives everybody in an arrangement a number: in the order of the
// circles, then those without one.
func numbers(a *circles.Arrangement) map[string]int {
	all := everybody(a)
	who := make(map[string]int, len(all))
	for n, m := range all {
		who[m] = n
	}
	return who
}

func everybody(a *circles.Arrangement) (list []string) {
	for i := range a.Circles {
		list = append(list, a.Circles[i].Members...)
	}
	for _, l := range a.Unplaced {
		list = append(list, l.Interest)
	}
	return list
}

// fresh are the breaches that were not there before.
func fresh(now []circles.Breach, before *circles.Arrangement) (list []circles.Breach) {
	for _, b := range now {
		if before == nil || !slices.Contains(before.Breaches, b) {
			list = append(list, b)
		}
	}
	return list
}

// choose picks what the look shows.
func (p *boardPage) choose() {
	a := p.B.A
	if p.Look.View == viewLeft {
		left := slices.Clone(a.Unplaced)
		if p.Named != nil {
			left = slices.DeleteFunc(left, func(l circles.Left) bool { return !p.Named[l.Interest] })
		}
		p.Found, p.Left = len(left), cut(left, p.Look.From, peopleOnPage)
		return
	}
	broken := map[string]bool{}
	for _, b := range a.Breaches {
		broken[b.Circle] = true
	}
	var found []circles.Planned
	for _, c := range a.Circles {
		named := p.Named == nil || slices.ContainsFunc(c.Members, func(m string) bool { return p.Named[m] })
		if named && (p.Look.Language == "" || c.Lang == p.Look.Language) && (!p.Look.Broken || broken[c.Code]) {
			found = append(found, c)
		}
	}
	if p.Found = len(found); p.Look.View == viewCircles {
		p.Shown = cut(found, p.Look.From, cardsOnPage)
	}
}

// cut is a page of a list.
func cut[T any](list []T, from, most int) []T {
	from = min(from, len(list))
	return list[from:min(len(list), from+most)]
}

// named are the people whose names the page shows.
func (p *boardPage) named() (list []string) {
	for _, c := range p.Shown {
		list = append(list, c.Members...)
	}
	for _, l := range p.Left {
		list = append(list, l.Interest)
	}
	for _, b := range p.Broke[:min(len(p.Broke), mostBreaches)] {
		if b.Who != "" {
			list = append(list, b.Who)
		}
	}
	return list
}

// mostBreaches is how many problems are listed at once.
const mostBreaches = 8

// name is what somebody is called here.
func (p boardPage) name(interest string) string {
	if n := p.Faces[interest].Name; n != "" {
		return n
	}
	return p.R.L.T("org.circles.nameless|Somebody without a name")
}

// editable tells whether the proposal can be changed by hand.
func (p boardPage) editable() bool { return p.B.Proposal.State == circles.Ready }

func (p boardPage) path() string { return at(p.S, p.B.Proposal.ID) }

// tabs are the views.
func (p boardPage) tabs() ui.Tabs {
	l := p.R.L
	tab := func(view, label string, count int) ui.Tab {
		return ui.Tab{Label: label, Href: withQuery(p.path(), look{View: view}.query()), Here: p.Look.View == view, Count: count}
	}
	return ui.Tabs{L: l, Label: l.T("org.circles.views|Parts of the proposal"), Items: []ui.Tab{
		tab(viewCircles, l.T("org.circles.view.circles|Circles"), len(p.B.A.Circles)),
		tab(viewLeft, l.T("org.circles.view.left|Without a circle"), len(p.B.A.Unplaced)),
		tab(viewHours, l.T("org.circles.view.hours|Hours"), -1),
		tab(viewSteps, l.T("org.circles.view.steps|Steps"), len(p.B.Steps)),
	}}
}

// pages leads through the cards or the people.
func (p boardPage) pages() ui.Pagination {
	total, shown, most := p.Found, len(p.Shown), cardsOnPage
	if p.Look.View == viewLeft {
		shown, most = len(p.Left), peopleOnPage
	}
	return paged(p.R.L, p.Look.From, shown, total, most, func(from int) string {
		k := p.Look
		k.From = from
		return withQuery(p.path(), k.query())
	})
}

// paged leads through a list, of which some are shown from one on.
func paged(l *i18n.Locale, from, shown, all, most int, to func(from int) string) ui.Pagination {
	g := ui.Pagination{L: l, Where: l.T("org.pages.where|{from}–{to} of {n}", "from", from+1, "to", from+shown, "n", all)}
	if from > 0 {
		g.Prev = to(max(0, from-most))
	}
	if from+shown < all {
		g.Next = to(from + shown)
	}
	return g
}

// stepRows are the steps, the latest first.
func (p boardPage) stepRows() (list []stepRow) {
	for _, s := range slices.Backward(p.B.Steps) {
		list = append(list, stepRow{N: s.N, Did: didLine(p.R.L, s.Did), Quality: qualityLine(p.R.L, s.Quality),
			At: p.R.L.DateTime(s.At.In(p.R.Zone), i18n.Short), Here: s.N == p.B.Proposal.Step})
	}
	return list
}

// stepRow is a step in the list of steps.
type stepRow struct {
	N                int
	Did, Quality, At string
	Here             bool
}

// neighbours are the steps before and after the one that is shown, 0 for none.
func (p boardPage) neighbours() (back, on int) {
	for _, s := range p.B.Steps {
		if s.N < p.B.Proposal.Step {
			back = s.N
		}
		if s.N > p.B.Proposal.Step && on == 0 {
			on = s.N
		}
	}
	return back, on
}

// brokenWord says what the problems mean for publishing.
func (p boardPage) brokenWord() string {
	if p.B.A.Blocks() {
		return p.R.L.T("org.circles.broken|It cannot be published like this.")
	}
	return p.R.L.T("org.circles.stands|This is so already in the circles that meet. You can publish other changes all the same.")
}

// doneTone is that of the notice of what was done.
func doneTone(p boardPage) ui.Tone {
	if len(p.Broke) > 0 {
		return ui.Warn
	}
	return ui.OK
}

// toCircle is the address of a circle's card.
func (p boardPage) toCircle(code string) string {
	n := slices.IndexFunc(p.B.A.Circles, func(c circles.Planned) bool { return c.Code == code })
	k := look{From: max(0, n) / cardsOnPage * cardsOnPage}
	return withQuery(p.path(), k.query()) + "#" + code
}

func (p boardPage) size() form.Size {
	if c := p.S.Circles; c != nil {
		return form.Size{Min: c.Size.Min, Target: c.Size.Target, Max: c.Size.Max}
	}
	return form.Size{}
}

func number(n int) string { return strconv.Itoa(n) }

func (p boardPage) againLabel() string {
	for i := range p.B.A.Circles {
		if p.B.A.Circles[i].Kept {
			return p.R.L.T("org.circles.form.rest|Form the rest again")
		}
	}
	if len(p.B.A.Pins) > 0 {
		return p.R.L.T("org.circles.form.rest|Form the rest again")
	}
	return p.R.L.T("org.circles.form.anew|Form again")
}
