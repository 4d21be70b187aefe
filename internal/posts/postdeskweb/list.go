package postdeskweb

import (
	"context"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/i18n"
	"codeberg.org/plenary/plenary/internal/posts"
	"codeberg.org/plenary/plenary/internal/store"
	"codeberg.org/plenary/plenary/internal/web"
	"codeberg.org/plenary/plenary/internal/web/ui"
)

func (p *Pages) listRoutes() []web.Route {
	return []web.Route{
		web.Get("/o/posts", web.Desk(), p.list),
		web.Post("/o/posts/rules", web.Desk(), web.Steps[struct{}]{Do: p.rulesDo}),
	}
}

// mostListed is how many texts one page of the desk lists.
const mostListed = 50

// listPage are the texts of the desk, a page of them.
type listPage struct {
	R      *web.Request
	Read   []ui.ListingItem // the viewer is asked to read
	Open   []ui.ListingItem // drafts, planned, changes that wait
	Out    []ui.ListingItem // published
	Back   []ui.ListingItem // taken back
	Held   []ui.ListingItem // sessions and dates that nothing was written about
	Later  int              // of these that are not shown
	Pages  ui.Pagination
	Rules  posts.Rules
	Govern bool // may change the rules
}

func (p listPage) empty() bool { return len(p.Read)+len(p.Open)+len(p.Out)+len(p.Back) == 0 }

func (p *Pages) list(ctx context.Context, tx *store.Tx, r *web.Request) (web.Answer, error) {
	var after posts.Place
	if at := r.Query.Get("after"); at != "" {
		var err error
		if after, err = posts.ParsePlace(at); err != nil {
			return nil, err
		}
	}
	items, next, err := p.Posts.Desk(ctx, tx, r.Viewer, after, mostListed)
	if err != nil {
		return nil, err
	}
	chapters, err := p.People.Chapters(tx)
	if err != nil {
		return nil, err
	}
	names := map[string]string{}
	for _, c := range chapters {
		names[c.ID] = textOf(r, c.Name)
	}
	page := listPage{R: r, Govern: r.Viewer.Can(auth.EditNetwork, auth.TheNetwork())}
	if page.Rules, err = p.Posts.Rules(tx); err != nil {
		return nil, err
	}
	page.Pages = ui.Pagination{L: r.L}
	if !next.IsZero() {
		page.Pages.Next = "/o/posts?after=" + next.String()
	}
	if !after.IsZero() {
		page.Pages.Prev = "/o/posts"
	}
	for _, x := range items {
		page.add(x, names[x.Post.Chapter])
	}
	if after.IsZero() {
		if page.Held, page.Later, err = p.unwritten(ctx, tx, r); err != nil {
			return nil, err
		}
	}
	return web.Page{Title: r.L.T("org.posts.title|Texts"), Body: listBody(page), Wide: true, Here: "desk", Notices: r.News(map[string]string{
		"deleted": r.L.T("org.delete.done|The draft is gone."),
		"rules":   r.L.T("org.posts.rules.done|The rule holds from now on."),
	})}, nil
}

// add puts a text where its writers look for it.
func (p *listPage) add(x posts.DeskItem, chapter string) {
	r, post := p.R, x.Post
	title := r.Pick(post.Title)
	item := ui.ListingItem{Title: title.Text, Lang: title.Lang, Href: home(post), Tags: []ui.Tag{stateTag(r, post)}}
	kind := r.L.Text(post.Kind.Label())
	if chapter != "" {
		item.Sub = r.L.T("org.posts.sub-of|{kind} · {chapter} · last changed {when}", "kind", kind, "chapter", chapter, "when", moment(r, post))
	} else {
		item.Sub = r.L.T("org.posts.sub|{kind} · last changed {when}", "kind", kind, "when", moment(r, post))
	}
	if at := post.GoesOut.At; !at.IsZero() {
		item.Text = r.L.T("org.post.goes-out|Goes out on {when}.", "when", r.L.DateTime(at.In(r.Zone), i18n.Medium))
	} else if post.GoesOut.Missed() {
		item.Tags = append(item.Tags, ui.Tag{Tone: ui.Bad, Word: r.L.T("org.post.state.missed|Did not go out")})
	}
	if x.Asked {
		item.Tags = append(item.Tags, ui.Tag{Tone: ui.Warn, Word: r.L.T("org.post.state.asked|Waits for a second reader")})
	}
	switch {
	case x.Mine:
		item.Href += "/review"
		p.Read = append(p.Read, item)
	case post.State == posts.Withdrawn:
		p.Back = append(p.Back, item)
	case post.State == posts.Published && !post.Pending():
		p.Out = append(p.Out, item)
	default:
		p.Open = append(p.Open, item)
	}
}

// rulesDo sets whether a second person has to say yes.
func (p *Pages) rulesDo(ctx context.Context, tx *store.Tx, r *web.Request, _ struct{}) (web.Answer, error) {
	return web.SeeOther("/o/posts?done=rules"), p.Posts.SetRules(ctx, tx, r.Viewer, posts.Rules{SecondYes: r.Value("second_yes") != ""})
}

// ticked is the value of a box.
func ticked(is bool) string {
	if is {
		return "yes"
	}
	return ""
}
