package boardweb

import (
	"context"
	"maps"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

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
		web.Get("/o/s/{slug}/circles/{proposal}", web.Desk(), p.board),
		web.Post("/o/s/{slug}/circles/{proposal}/look", web.Desk(), web.Steps[struct{}]{Do: p.lookDo}),
	}
}

const (
	cardsOnPage  = 24
	peopleOnPage = 50
)

// The views of a proposal.
const (
	viewCircles = ""
	viewLeft    = "left"
	viewHours   = "hours"
	viewSteps   = "steps"
)

// look is which part of a proposal is shown.
type look struct {
	View     string
	Language string
	Broken   bool   // only circles with a problem
	Ticket   string // of the words in the names that are looked for, sealed: addresses of pages are kept by browsers
	From     int
}

func readLook(q url.Values) look {
	k := look{View: q.Get("view"), Language: q.Get("language"), Broken: q.Get("broken") != "", Ticket: q.Get("q")}
	if !slices.Contains([]string{viewCircles, viewLeft, viewHours, viewSteps}, k.View) {
		k.View = viewCircles
	}
	if n, err := strconv.Atoi(q.Get("from")); err == nil && n > 0 {
		k.From = n
	}
	return k
}

// query is the look as the end of an address.
func (k look) query() url.Values {
	q := url.Values{}
	for name, value := range map[string]string{"view": k.View, "language": k.Language, "q": k.Ticket} {
		if value != "" {
			q.Set(name, value)
		}
	}
	if k.Broken {
		q.Set("broken", "yes")
	}
	if k.From > 0 {
		q.Set("from", strconv.Itoa(k.From))
	}
	return q
}

func withQuery(path string, q url.Values) string {
	if len(q) == 0 {
		return path
	}
	return path + "?" + q.Encode()
}

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
	Once  string

	Shown []circles.Planned // the circles on this page
	Left  []circles.Left    // those without a circle on this page
	Found int               // circles, or people without one, that the look leaves
	Words string            // that are looked for
	Named map[string]bool   // whose names hold them; nil if none are looked for
}

func (p *Pages) board(ctx context.Context, tx *store.Tx, r *web.Request) (web.Answer, error) {
	return p.boardPage(ctx, tx, r, readLook(r.Query), nil)
}

// boardPage shows a proposal; e is what could not be done to it just now.
func (p *Pages) boardPage(ctx context.Context, tx *store.Tx, r *web.Request, k look, e *errs.Error) (web.Page, error) {
	s, err := p.formed(ctx, tx, r)
	if err != nil {
		return web.Page{}, err
	}
	page := boardPage{R: r, S: s, Look: k, Once: web.NewOnce()}
	if page.B, err = p.Circles.Board(ctx, tx, r.Viewer, s, r.Param("proposal")); err != nil {
		return web.Page{}, err
	}
	page.Who = numbers(page.B.A)
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

// stats are the counts at the top.
func (p boardPage) stats() ui.Stats {
	l, q, a := p.R.L, p.B.Shown.Quality, p.B.A
	stats := ui.Stats{L: l, Items: []ui.Stat{
		{N: a.Placed(), Of: q.People, Label: l.T("org.circles.stat.placed|person with a circle|people with a circle", "n", a.Placed()), Tone: ui.OK},
		{N: len(a.Circles), Label: l.T("org.circles.stat.circles|circle|circles", "n", len(a.Circles)), Href: p.path()},
	}}
	left := ui.Stat{N: len(a.Unplaced), Label: l.T("org.circles.stat.left|without a circle|without a circle", "n", len(a.Unplaced)), Href: p.path() + "?view=" + viewLeft}
	broken := ui.Stat{N: len(a.Breaches), Label: l.T("org.circles.stat.broken|problem|problems", "n", len(a.Breaches)), Href: p.path() + "?broken=yes"}
	if left.N > 0 {
		left.Tone = ui.Warn
	}
	if broken.N > 0 {
		broken.Tone = ui.Bad
	} else {
		broken.Href = ""
	}
	stats.Items = append(stats.Items, left, broken)
	return stats
}

// facts say more of the quality, each where there is something to say.
func (p boardPage) facts() (lines []string) {
	l, q, a := p.R.L, p.B.Shown.Quality, p.B.A
	say := func(msg string, args ...any) { lines = append(lines, l.T(msg, args...)) }
	sizes := map[int]int{}
	for i := range a.Circles {
		sizes[len(a.Circles[i].Members)]++
	}
	for _, n := range slices.Backward(slices.Sorted(maps.Keys(sizes))) {
		say("org.circles.fact.size|{n} circle of {people}|{n} circles of {people}", "n", sizes[n], "people", n)
	}
	if q.WellLed < q.Circles {
		say("org.circles.fact.led|{n} circle has as many ready to lead as wished, of {circles}|{n} circles have as many ready to lead as wished, of {circles}", "n", q.WellLed, "circles", q.Circles)
	}
	if q.OffHours > 0 {
		say("org.circles.fact.off|{n} time somebody meets at an unpleasant hour|{n} times somebody meets at an unpleasant hour", "n", q.OffHours)
	} else {
		say("org.circles.fact.off.none|Nobody meets at an unpleasant hour")
	}
	const few = 5 // fewer could tell of one person's wish
	if q.Together >= few {
		say("org.circles.fact.together|{n} of {all} pairs who wish to be together are|{n} of {all} pairs who wish to be together are", "n", q.TogetherKept, "all", q.Together)
	}
	if q.SameOrg > 0 {
		say("org.circles.fact.groups|{n} pair from one group meets in a circle|{n} pairs from one group meet in a circle", "n", q.SameOrg)
	}
	if q.WorstGroup != "" && q.WorstGroupRate < 1 {
		name := q.WorstGroup
		if !strings.HasPrefix(name, "UTC") {
			name = l.LangName(name)
		}
		say("org.circles.fact.worst|Served worst are people of {group}: {percent} of those who could have a circle have one", "group", name, "percent", l.Percent(q.WorstGroupRate))
	}
	if n := q.Moved + q.Rescheduled + q.Lost + q.Gained; p.B.Cohort.Published != "" {
		say("org.circles.fact.changes|Against the circles that meet now it changes something for {n} person|Against the circles that meet now it changes something for {n} people", "n", n)
	}
	return lines
}

// told is how many people hear of it when the proposal is published.
func (p boardPage) told() int {
	q := p.B.Shown.Quality
	if p.B.Cohort.Published == "" {
		return q.People
	}
	return q.Moved + q.Rescheduled + q.Lost + q.Gained
}

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

// languages are those of the circles, where there are several.
func (p boardPage) languages() (options []ui.Option) {
	l := p.R.L
	counts := map[string]int{}
	for i := range p.B.A.Circles {
		counts[p.B.A.Circles[i].Lang]++
	}
	if len(counts) < 2 {
		return nil
	}
	options = []ui.Option{{Value: "", Label: l.T("org.circles.filter.all|All languages")}}
	for _, lang := range slices.Sorted(maps.Keys(counts)) {
		options = append(options, ui.Option{Value: lang, Label: l.T("org.circles.filter.language|{language}: {n} circle|{language}: {n} circles", "language", l.LangTitle(lang), "n", counts[lang])})
	}
	return options
}

// narrowed says what is left by what is looked for; "" if nothing is.
func (p boardPage) narrowed() string {
	if p.Look.Language == "" && !p.Look.Broken && p.Named == nil {
		return ""
	}
	if p.Look.View == viewLeft {
		return p.R.L.T("org.people.found|{n} person|{n} people", "n", p.Found)
	}
	return p.R.L.T("org.circles.filter.found|{n} circle|{n} circles", "n", p.Found)
}

// pages leads through the cards or the people.
func (p boardPage) pages() ui.Pagination {
	total, shown, most := p.Found, len(p.Shown), cardsOnPage
	if p.Look.View == viewLeft {
		shown, most = len(p.Left), peopleOnPage
	}
	to := func(from int) string {
		k := p.Look
		k.From = from
		return withQuery(p.path(), k.query())
	}
	g := ui.Pagination{L: p.R.L, Where: p.R.L.T("org.pages.where|{from}–{to} of {n}", "from", p.Look.From+1, "to", p.Look.From+shown, "n", total)}
	if p.Look.From > 0 {
		g.Prev = to(max(0, p.Look.From-most))
	}
	if p.Look.From+shown < total {
		g.Next = to(p.Look.From + shown)
	}
	return g
}

// heat shows at which hours of the week how many can.
func (p boardPage) heat() ui.HeatTable {
	counts := p.B.Shown.Quality.HeatIn(p.R.Zone, p.B.A.Weeks)
	day, hour, most := time.Monday, 0, 0
	for d := range counts {
		for h, n := range counts[d] {
			if n > most {
				day, hour, most = time.Weekday(d), h, n
			}
		}
	}
	l := p.R.L
	finding := l.T("org.circles.heat.none|Nobody said when they can")
	if most > 0 {
		finding = l.T("org.circles.heat|Most can on {weekday} at {time}: {n} person|Most can on {weekday} at {time}: {n} people", "weekday", l.Weekday(day, false),
			"time", l.Time(time.Date(2000, 1, 1, hour, 0, 0, 0, time.UTC)), "n", most)
	}
	return ui.HeatTable{L: l, Finding: finding, Counts: counts,
		Note: l.T("org.circles.heat.note|How many people can at each hour, on the clocks of {city}, in the week of the first meeting.", "city", l.City(p.R.Zone.String()))}
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
