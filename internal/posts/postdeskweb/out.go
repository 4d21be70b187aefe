package postdeskweb

import (
	"context"
	"net/url"
	"slices"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/i18n"
	"codeberg.org/plenary/plenary/internal/posts"
	"codeberg.org/plenary/plenary/internal/store"
	"codeberg.org/plenary/plenary/internal/web"
	"codeberg.org/plenary/plenary/internal/web/forms"
	"codeberg.org/plenary/plenary/internal/web/ui"
	"codeberg.org/plenary/plenary/internal/when"
)

func (p *Pages) outRoutes() []web.Route {
	const at = "/o/posts/{id}/out"
	return []web.Route{
		web.Get(at, web.Desk(), p.out).Audited(auth.ReadTeam),
		web.Post(at, web.Desk(), web.Steps[outing]{Prepare: readOuting, Do: p.outDo, Again: p.outAgain}).Audited(auth.ReadTeam),
	}
}

// outing is what is to be done with a text.
type outing struct {
	forms.Entry
	do   string // ask, publish, plan, unplan, withdraw, delete
	plan when.Wall
}

func readOuting(ctx context.Context, r *web.Request) (outing, error) {
	in := outing{Entry: forms.Entry{Values: r.Form, L: r.L}, do: r.Value("do")}
	if r.Form.Has("change-zone") {
		return in, forms.Look()
	}
	var form errs.Form
	if w := in.Wall(&form, "goes_out"); w != nil && in.do == "plan" {
		in.plan = *w
	}
	if in.do != "plan" {
		return in, nil
	}
	return in, form.Err()
}

// outPage is how a text goes out.
type outPage struct {
	R       *web.Request
	Post    posts.Post
	Thing   *posts.Thing // that it tells of, nil for none
	Form    ui.Form
	Needs   bool // the network asks for a second yes
	Agreed  bool // somebody else has said yes to the latest text
	Asked   *posts.Review
	Reviews []reviewItem
	Readers []ui.Option // who can be asked
	Publish string      // what the button says that does it
	Zone    string
	AskZone bool // for the city
}

// reviewItem is one answer of a second reader.
type reviewItem struct {
	Head string
	Note string
}

func (p *Pages) out(ctx context.Context, tx *store.Tx, r *web.Request) (web.Answer, error) {
	page, err := p.outPage(ctx, tx, r, url.Values{"zone": {r.Zone.String()}}, nil, false)
	page.Notices = r.News(map[string]string{
		"asked":     r.L.T("org.post.asked|They are mailed. You get a mail when somebody has answered."),
		"published": r.L.T("org.post.published|Published. Everybody can read it now."),
		"planned":   r.L.T("org.post.planned|It is planned. Until then you can change it or take the plan back."),
		"unplanned": r.L.T("org.post.unplanned|It does not go out by itself any more."),
		"withdrawn": r.L.T("org.post.withdrawn|Taken back. Who comes by its address reads why."),
	})
	return page, err
}

func (p *Pages) outDo(ctx context.Context, tx *store.Tx, r *web.Request, in outing) (web.Answer, error) {
	post, err := p.Posts.Working(ctx, tx, r.Viewer, r.Param("id"))
	if err != nil {
		return nil, err
	}
	at := home(post) + "/out?done="
	switch in.do {
	case "ask":
		return web.SeeOther(at + "asked"), p.Posts.Ask(ctx, tx, r.Viewer, post.ID, in.Get("reviewer"))
	case "publish":
		_, err := p.Posts.Publish(ctx, tx, r.Viewer, post.ID)
		return web.SeeOther(at + "published"), err
	case "plan":
		return web.SeeOther(at + "planned"), p.Posts.PlanFor(ctx, tx, r.Viewer, post.ID, in.plan, in.Get("zone"))
	case "unplan":
		return web.SeeOther(at + "unplanned"), p.Posts.Unplan(ctx, tx, r.Viewer, post.ID)
	case "withdraw":
		return web.SeeOther(at + "withdrawn"), p.Posts.Withdraw(ctx, tx, r.Viewer, post.ID, in.Get("why"), r.L.Lang)
	case "delete":
		to := "/o/posts"
		if !post.About.None() {
			if to, err = p.formOf(ctx, tx, r, post); err != nil {
				return nil, err
			}
		}
		return web.SeeOther(to + "?done=deleted"), p.Posts.Delete(ctx, tx, r.Viewer, post.ID)
	}
	return nil, errs.NotThere()
}

func (p *Pages) outAgain(ctx context.Context, tx *store.Tx, r *web.Request, in outing, wrong *errs.Error) (web.Page, error) {
	if forms.Looked(wrong) {
		page, err := p.outPage(ctx, tx, r, in.Values, nil, true)
		return forms.Shown(page), err
	}
	return p.outPage(ctx, tx, r, in.Values, readable(r, wrong), false)
}

// readable puts the hours in what is wrong into the reader's words.
func readable(r *web.Request, wrong *errs.Error) *errs.Error {
	out := *wrong
	out.Fields = slices.Clone(wrong.Fields)
	for i := range out.Fields {
		out.Fields[i].Text = forms.Readable(r.L, out.Fields[i].Text)
	}
	return &out
}

func (p *Pages) outPage(ctx context.Context, tx *store.Tx, r *web.Request, values url.Values, wrong *errs.Error, askZone bool) (web.Page, error) {
	post, err := p.Posts.Working(ctx, tx, r.Viewer, r.Param("id"))
	if err != nil {
		return web.Page{}, err
	}
	page := outPage{R: r, Post: post, Form: ui.Form{L: r.L, Values: values, Err: wrong}, Zone: values.Get("zone"), AskZone: askZone}
	if err := p.addWay(ctx, tx, &page); err != nil {
		return web.Page{}, err
	}
	n, err := p.Posts.Agreed(ctx, tx, r.Viewer, post.ID)
	if err != nil {
		return web.Page{}, err
	}
	page.Agreed = n == post.Version
	if err := p.addReviews(ctx, tx, &page); err != nil {
		return web.Page{}, err
	}
	return web.Page{Title: r.L.T("org.post.out.title|Before it goes out: {title}", "title", textOf(r, post.Title)), Body: outBody(page), Wide: true, Here: "desk", Zoned: true}, nil
}

// addWay adds what it takes to publish the text, and who is told then.
func (p *Pages) addWay(ctx context.Context, tx *store.Tx, page *outPage) error {
	r, post := page.R, page.Post
	page.Publish = r.L.T("org.post.publish|Publish now")
	if post.About.None() {
		rules, err := p.Posts.Rules(tx)
		page.Needs = rules.SecondYes
		return err
	}
	t, err := p.Posts.Thing(ctx, tx, r.Viewer, post.About)
	if err != nil || !post.PublishedAt.IsZero() {
		page.Thing = &t
		return err
	}
	missed, err := p.Posts.Missed(ctx, tx, r.Viewer, post.About)
	page.Thing, page.Publish = &t, publishLabel(r, t, missed)
	return err
}

// addReviews adds who was asked and what they said, and who can be asked.
func (p *Pages) addReviews(ctx context.Context, tx *store.Tx, page *outPage) error {
	r, post := page.R, page.Post
	list, err := p.Posts.Reviews(ctx, tx, r.Viewer, post.ID)
	if err != nil {
		return err
	}
	readers, err := p.Posts.SecondReaders(ctx, tx, r.Viewer, post)
	if err != nil {
		return err
	}
	ids := slices.Clone(readers)
	for _, x := range list {
		if x.Reviewer != "" {
			ids = append(ids, x.Reviewer)
		}
	}
	names, err := p.names(tx, r, ids...)
	if err != nil {
		return err
	}
	for i, x := range list {
		if x.Answer == posts.NoAnswer {
			page.Asked = &list[i]
		}
		page.Reviews = append(page.Reviews, reviewOf(r, x, names[x.Reviewer]))
	}
	page.Readers = []ui.Option{{Label: r.L.T("org.post.ask.anybody|Anybody who writes here")}}
	i18n.Sort(r.L, readers, func(id string) string { return names[id] })
	for _, id := range readers {
		page.Readers = append(page.Readers, ui.Option{Value: id, Label: names[id]})
	}
	return p.saw(ctx, tx, r, post, len(names))
}

// reviewOf says one answer, or that it is awaited.
func reviewOf(r *web.Request, x posts.Review, name string) reviewItem {
	l, when := r.L, ""
	if !x.AnsweredAt.IsZero() {
		when = l.DateTime(x.AnsweredAt.In(r.Zone), i18n.Medium)
	}
	switch {
	case x.Lapsed:
		return reviewItem{l.T("org.post.review.lapsed|{name} said yes to version {n} on {when}, but does not write here any more: this yes counts no longer.", "name", name, "n", x.Version, "when", when), x.Note}
	case x.Answer == posts.Yes:
		return reviewItem{l.T("org.post.review.yes|{name} said yes to version {n} on {when}.", "name", name, "n", x.Version, "when", when), x.Note}
	case x.Answer == posts.Mend:
		return reviewItem{l.T("org.post.review.mend|{name} asked on {when} to mend something in version {n}:", "name", name, "n", x.Version, "when", when), x.Note}
	case x.Reviewer == "":
		return reviewItem{Head: l.T("org.post.review.open-any|All who write here were asked on {when}. Nobody has answered yet.", "when", l.DateTime(x.AskedAt.In(r.Zone), i18n.Medium))}
	}
	return reviewItem{Head: l.T("org.post.review.open|{name} was asked on {when} and has not answered yet.", "name", name, "when", l.DateTime(x.AskedAt.In(r.Zone), i18n.Medium))}
}

// ready tells whether the text can go out as far as the network's rule goes.
func (p outPage) ready() bool { return !p.Needs || p.Agreed }

// open tells whether there is anything to publish.
func (p outPage) open() bool { return p.Post.State != posts.Published || p.Post.Pending() }

// lead says in a sentence where the text stands.
func (p outPage) lead() string {
	l, post := p.R.L, p.Post
	switch {
	case !post.GoesOut.At.IsZero() && p.twice():
		return l.T("org.post.lead.repeated|It goes out by itself on {when}. The clocks in {city} show the hour that you chose twice that day: the first is meant.",
			"when", l.DateTime(post.GoesOut.At.In(p.R.Zone), i18n.Medium), "city", l.City(post.GoesOut.Zone))
	case !post.GoesOut.At.IsZero():
		return l.T("org.post.lead.planned|It goes out by itself on {when}.", "when", l.DateTime(post.GoesOut.At.In(p.R.Zone), i18n.Medium))
	case post.State == posts.Published && !post.Pending() && p.Thing != nil && !p.Thing.Open:
		return l.T("org.write-up.is-among|Everybody can read it who sees what it tells of.")
	case post.State == posts.Published && !post.Pending():
		return l.T("org.write-up.is-public|Everybody can read it.")
	case !p.ready():
		return l.T("org.post.lead.needs|In this network a second person reads a text before it goes out. Ask somebody; once they have said yes, you or they publish it.")
	case p.Agreed:
		return l.T("org.post.lead.agreed|A second person has said yes to this text. It can go out.")
	case post.Pending():
		return l.T("org.post.lead.pending|Everybody can read the text as it was. The change waits here.")
	case post.State == posts.Withdrawn:
		return l.T("org.post.lead.withdrawn|It was taken back. You can mend it and publish it again.")
	}
	return l.T("org.post.lead.draft|Nobody else sees it until you publish. If you like, let somebody read it first.")
}

// twice tells whether the clocks show the planned hour twice.
func (p outPage) twice() bool {
	zone, err := when.Load(p.Post.GoesOut.Zone)
	if err != nil {
		return false
	}
	_, kind := p.Post.GoesOut.Wall.In(zone)
	return kind == when.Repeated
}

// missed says that the text was to go out by itself and did not.
func (p outPage) missed() string {
	plan := p.Post.GoesOut
	if !plan.Missed() {
		return ""
	}
	at := forms.OnPaper(plan.Wall)
	if zone, err := when.Load(plan.Zone); err == nil {
		at, _ = plan.Wall.In(zone)
		at = at.In(p.R.Zone)
	}
	return p.R.L.T("org.post.missed|It was to go out on {day} at {time} and did not: it had no second yes by then, or who planned it may not publish here any more.",
		"day", p.R.L.Date(at, i18n.Medium), "time", p.R.L.Time(at))
}

// tabItems are the pages of one text.
func tabItems(r *web.Request, post posts.Post, here string) []ui.Tab {
	l := r.L
	return []ui.Tab{
		{Label: l.T("org.post.tab.text|Text"), Href: home(post), Here: here == "", Count: -1},
		{Label: l.T("org.post.tab.out|Going out"), Href: home(post) + "/out", Here: here == "out", Count: -1},
		{Label: l.T("org.post.tab.versions|Versions"), Href: home(post) + "/versions", Here: here == "versions", Count: post.Version},
	}
}

// askLabel is on the button that asks for a yes.
func askLabel(p outPage) string {
	if p.Asked != nil {
		return p.R.L.T("org.post.ask.again|Ask again")
	}
	return p.R.L.T("org.post.ask.do|Ask for a yes")
}
