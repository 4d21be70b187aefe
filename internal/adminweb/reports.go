package adminweb

import (
	"context"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/i18n"
	"codeberg.org/plenary/plenary/internal/people"
	"codeberg.org/plenary/plenary/internal/store"
	"codeberg.org/plenary/plenary/internal/web"
	"codeberg.org/plenary/plenary/internal/web/ui"
)

// reportRoutes are the pages on which reports are judged.
func (p *Pages) reportRoutes() []web.Route {
	return []web.Route{
		web.Get("/o/reports", web.Desk(), p.reports).Audited(auth.ReadReport),
		web.Get("/o/reports/{id}", web.Desk(), p.report).Audited(auth.ReadReport),
		web.Post("/o/reports/{id}", web.Desk(), web.Steps[judging]{Prepare: readJudging, Do: p.judge, Again: p.judgeAgain}),
		web.Post("/o/reports/{id}/show", web.Desk(), web.Steps[struct{}]{Do: p.showAgain}),
		web.Post("/o/frozen/{id}/undo", web.Desk(), web.Steps[struct{}]{Do: p.unfreeze}),
	}
}

// reportsPage lists what is to be decided, what was, and who is frozen.
type reportsPage struct {
	R       *web.Request
	Waiting int              // reports to be decided, in all piles
	Open    []ui.ListingItem // what they are about
	Within  string           // the pile that is looked into, in words; "" for all
	Next    string           // where the list goes on; "" at its end
	Decided []ui.ListingItem
	Frozen  []frozenRow
}

// frozenRow is somebody who may not write for now.
type frozenRow struct{ ID, Name, Since, Why string }

// reportsAtOnce is how many entries one page of the list has.
const reportsAtOnce = 100

func (p *Pages) reports(ctx context.Context, tx *store.Tx, r *web.Request) (web.Answer, error) {
	page := reportsPage{R: r}
	piles, err := p.People.Piles(ctx, tx, r.Viewer)
	if err != nil {
		return nil, err
	}
	if name := r.Query.Get("about"); name != "" {
		return p.pile(ctx, tx, r, piles, name)
	}
	for _, pile := range piles {
		page.Waiting += len(pile.Reports)
	}
	shown, next := part(r, piles, "/o/reports?")
	page.Next = next
	for _, pile := range shown {
		page.Open = append(page.Open, pileItem(r, pile))
	}
	decided, err := p.People.DecidedReports(ctx, tx, r.Viewer)
	if err != nil {
		return nil, err
	}
	for _, x := range decided {
		item, err := p.reportItem(ctx, tx, r, x)
		if err != nil {
			return nil, err
		}
		page.Decided = append(page.Decided, item)
	}
	frozen, err := p.People.AllFrozen(ctx, tx, r.Viewer)
	if err != nil {
		return nil, err
	}
	for _, f := range frozen {
		page.Frozen = append(page.Frozen, frozenRow{f.ID, nameOf(r, f.Name), r.L.T("org.frozen.since|since {date}", "date", r.L.Date(f.At.In(r.Zone), i18n.Medium)), f.Why})
	}
	r.Saw(r.Viewer, auth.ReadReport, "reports", len(page.Open)+len(page.Decided)+len(page.Frozen))
	return web.Page{Title: r.L.T("org.reports.title|Reports"), Body: reportsBody(page), Wide: true, Here: "desk", Zoned: true,
		Notices: r.News(map[string]string{
			"decided":  r.L.T("org.report.done|Decided. Who reported it is told if they gave an address."),
			"unfrozen": r.L.T("org.frozen.undone|They can write again, and were told so."),
			"shown":    r.L.T("org.report.shown|The text is shown again."),
		})}, nil
}

// pile lists the reports about one thing.
func (p *Pages) pile(ctx context.Context, tx *store.Tx, r *web.Request, piles []people.Pile, name string) (web.Answer, error) {
	i := slices.IndexFunc(piles, func(pile people.Pile) bool { return pile.Name == name })
	if i < 0 {
		return nil, errs.NotThere()
	}
	pile := piles[i]
	page := reportsPage{R: r, Waiting: len(pile.Reports), Within: pileWords(r, pile)}
	ids, next := part(r, pile.Reports, "/o/reports?about="+url.QueryEscape(name)+"&")
	page.Next = next
	list, err := p.People.ReportsOf(ctx, tx, r.Viewer, ids)
	if err != nil {
		return nil, err
	}
	for _, x := range list {
		item, err := p.reportItem(ctx, tx, r, x)
		if err != nil {
			return nil, err
		}
		page.Open = append(page.Open, item)
	}
	r.Saw(r.Viewer, auth.ReadReport, "reports", len(page.Open))
	return web.Page{Title: page.Within, Body: reportsBody(page), Wide: true, Here: "desk", Zoned: true}, nil
}

// part is what one page shows of a list, and the address at which it goes on.
func part[T any](r *web.Request, list []T, at string) (shown []T, next string) {
	from, err := strconv.Atoi(r.Query.Get("from"))
	if err != nil || from < 0 || from > len(list) {
		from = 0
	}
	if end := from + reportsAtOnce; end < len(list) {
		return list[from:end], at + "from=" + strconv.Itoa(end)
	}
	return list[from:], ""
}

// pileItem leads to the only report of a pile, or into it.
func pileItem(r *web.Request, pile people.Pile) ui.ListingItem {
	item := ui.ListingItem{Title: pileWords(r, pile), Href: "/o/reports/" + pile.Reports[0], Sub: r.L.Date(pile.Since.In(r.Zone), i18n.Medium)}
	if n := len(pile.Reports); n > 1 {
		item.Href = "/o/reports?about=" + url.QueryEscape(pile.Name)
		item.Tags = []ui.Tag{{Word: r.L.T("org.reports.pile|{n} report|{n} reports", "n", n)}}
	}
	return item
}

func pileWords(r *web.Request, pile people.Pile) string {
	return aboutLine(r, people.Report{Kind: pile.Kind}, pile.Subject)
}

func nameOf(r *web.Request, name string) string {
	if name == "" {
		return r.L.T("org.report.nameless|Somebody without a name")
	}
	return name
}

// reportItem is a report in a list. Its words are read on its own page.
func (p *Pages) reportItem(ctx context.Context, tx *store.Tx, r *web.Request, x people.Report) (ui.ListingItem, error) {
	s, err := p.People.SubjectOf(ctx, tx, x)
	item := ui.ListingItem{Title: aboutLine(r, x, s), Href: "/o/reports/" + x.ID, Sub: r.L.Date(x.MadeAt.In(r.Zone), i18n.Medium)}
	if x.State != people.ReportOpen {
		item.Tags = []ui.Tag{{Word: decisionWord(r, x.State)}}
	}
	return item, err
}

// aboutLine says what a report is about.
func aboutLine(r *web.Request, x people.Report, s people.Subject) string {
	l := r.L
	switch {
	case x.Kind == people.AboutOther:
		return l.T("org.report.other|About something else")
	case s.Title == "" && s.Person == "":
		return l.T("org.report.gone|Something that is not there any more")
	case x.Kind == people.AboutPerson:
		return l.T("org.report.person|A person: {name}", "name", nameOf(r, s.Title))
	case x.Kind == people.AboutMessage:
		return l.T("org.report.message|A message: {title}", "title", s.Title)
	}
	return l.T("org.report.post|A text: {title}", "title", s.Title)
}

func decisionWord(r *web.Request, d people.Decision) string {
	switch d {
	case people.LeftAsItIs:
		return r.L.T("org.report.left|Left as it is")
	case people.HiddenPost:
		return r.L.T("org.report.hidden|Hidden")
	case people.FrozenPerson:
		return r.L.T("org.report.frozen|Person frozen")
	}
	return r.L.T("org.report.open|To be decided")
}

// judging is what the form brings.
type judging struct {
	decision people.Decision
	why      string
}

func readJudging(ctx context.Context, r *web.Request) (judging, error) {
	return judging{people.Decision(r.Value("decision")), r.Value("why")}, nil
}

// reportPage is one report.
type reportPage struct {
	R       *web.Request
	X       people.Report
	S       people.Subject
	About   string
	When    string
	Decided string
	Form    ui.Form
	Options []ui.Option
	Hidden  bool // can be shown again
}

func (p *Pages) report(ctx context.Context, tx *store.Tx, r *web.Request) (web.Answer, error) {
	page, err := p.reportPage(ctx, tx, r, nil, nil)
	return page, err
}

func (p *Pages) reportPage(ctx context.Context, tx *store.Tx, r *web.Request, values url.Values, wrong *errs.Error) (web.Page, error) {
	x, s, err := p.People.ReportByID(ctx, tx, r.Viewer, r.Param("id"))
	if err != nil {
		return web.Page{}, err
	}
	if wrong == nil {
		r.Saw(r.Viewer, auth.ReadReport, x.ID, 1)
	}
	page := reportPage{R: r, X: x, S: s, About: aboutLine(r, x, s), Form: ui.Form{L: r.L, Values: values, Err: wrong},
		When: r.L.DateTime(x.MadeAt.In(r.Zone), i18n.Medium), Options: decisions(r, x, s), Hidden: x.State == people.HiddenPost}
	if x.State != people.ReportOpen {
		page.Decided = r.L.T("org.report.decided-on|{decision}, {date}", "decision", decisionWord(r, x.State), "date", r.L.Date(x.DecidedAt.In(r.Zone), i18n.Medium))
	}
	return web.Page{Title: r.L.T("org.report.title|A report"), Body: reportBody(page), Wide: true, Here: "desk", Zoned: true, At: "/o/reports/" + x.ID}, nil
}

// lines are the words of the report, line by line.
func (p reportPage) lines() []string { return strings.Split(p.X.Reason, "\n") }

// decisions are what can be done about what a report is about.
func decisions(r *web.Request, x people.Report, s people.Subject) []ui.Option {
	l := r.L
	list := []ui.Option{{Value: string(people.LeftAsItIs), Label: l.T("org.report.do.nothing|Leave it as it is")}}
	if x.Kind == people.AboutOther {
		list[0].Hint = l.T("org.report.do.nothing.hint|Or what was to be done has been done by other means.")
	}
	if x.Kind == people.AboutPost && s.Title != "" {
		list = append(list, ui.Option{Value: string(people.HiddenPost), Label: l.T("org.report.do.hide|Hide the text"),
			Hint: l.T("org.report.do.hide.hint|Nobody sees it but who wrote it, with what you say below. You can show it again.")})
	}
	if s.Person != "" {
		label := l.T("org.report.do.freeze|Freeze the person")
		if x.Kind == people.AboutPost {
			label = l.T("org.report.do.freeze-author|Freeze who wrote it")
		}
		list = append(list, ui.Option{Value: string(people.FrozenPerson), Label: label,
			Hint: l.T("org.report.do.freeze.hint|They can write nothing and hold no role, until you undo it. They are told by mail, with what you say below.")})
	}
	return list
}

func (p *Pages) judge(ctx context.Context, tx *store.Tx, r *web.Request, in judging) (web.Answer, error) {
	return web.SeeOther("/o/reports?done=decided"), p.People.Judge(ctx, tx, r.Viewer, r.Param("id"), in.decision, in.why)
}

func (p *Pages) judgeAgain(ctx context.Context, tx *store.Tx, r *web.Request, _ judging, wrong *errs.Error) (web.Page, error) {
	return p.reportPage(ctx, tx, r, r.Form, wrong)
}

// showAgain takes a decision to hide something back.
func (p *Pages) showAgain(ctx context.Context, tx *store.Tx, r *web.Request, _ struct{}) (web.Answer, error) {
	return web.SeeOther("/o/reports?done=shown"), p.People.ShowAgain(ctx, tx, r.Viewer, r.Param("id"))
}

func (p *Pages) unfreeze(ctx context.Context, tx *store.Tx, r *web.Request, _ struct{}) (web.Answer, error) {
	return web.SeeOther("/o/reports?done=unfrozen"), p.People.Unfreeze(ctx, tx, r.Viewer, r.Param("id"))
}
