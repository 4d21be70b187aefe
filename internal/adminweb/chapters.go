package adminweb

import (
	"context"
	"net/url"
	"regexp"
	"slices"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/people"
	"codeberg.org/plenary/plenary/internal/store"
	"codeberg.org/plenary/plenary/internal/web"
	"codeberg.org/plenary/plenary/internal/web/ui"
	"codeberg.org/plenary/plenary/internal/when"
)

var slugForm = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)

func readChapter(ctx context.Context, r *web.Request) (people.Chapter, error) {
	c := people.Chapter{Slug: r.Value("slug"), Parent: r.Value("parent"), Name: textFrom(r.Form, "name"),
		Description: textFrom(r.Form, "description"), Zone: r.Value("zone"),
		ContactName: people.CleanName(r.Value("contact_name")), ContactEmail: people.CleanAddress(r.Value("contact_email"))}
	if known := r.Value("known"); known != "" { // an address stays
		c.Slug = known
	}
	var form errs.Form
	if c.Name.Empty() {
		form.Add("name", "adm.chapter.name.missing|Enter the chapter's name.")
	}
	if len(c.Slug) > 60 || !slugForm.MatchString(c.Slug) {
		form.Add("slug", "adm.chapter.slug.wrong|Use small letters, digits and single hyphens, such as river-side.")
	}
	if _, err := when.Load(c.Zone); err != nil {
		form.Add("zone", "err.zone|This time zone is not known. Choose a city from the list.")
	}
	if c.ContactEmail != "" {
		people.CheckAddress(&form, "contact_email", c.ContactEmail)
	}
	return c, form.Err()
}

// chaptersPage lists all chapters, or shows the form of one.
type chaptersPage struct {
	R       *web.Request
	Tree    []branch
	Parents []ui.Option
	Known   string // the slug of the chapter that is changed; "" for a new one
	Form    ui.Form
}

func (p *Pages) chapters(ctx context.Context, tx *store.Tx, r *web.Request) (web.Answer, error) {
	values := url.Values{"zone": {r.Face.Zone}}
	if slug := r.Query.Get("slug"); slug != "" {
		c, err := p.People.ChapterBySlug(tx, slug)
		if err != nil {
			return nil, err
		}
		values = chapterValues(c)
	}
	return p.chaptersPage(tx, r, values, nil)
}

func (p *Pages) chaptersPage(tx *store.Tx, r *web.Request, values url.Values, wrong *errs.Error) (web.Page, error) {
	list, err := p.People.Chapters(tx)
	if err != nil {
		return web.Page{}, err
	}
	own := ownChapters(r.Viewer, list)
	page := chaptersPage{R: r, Tree: topmost(r, own), Known: values.Get("known"), Form: ui.Form{L: r.L, Values: values, Err: wrong}}
	whole := r.Viewer.Can(auth.EditNetwork, auth.TheNetwork())
	switch {
	case !whole && len(own) == 0, page.Known != "" && !holdsSlug(own, page.Known):
		return web.Page{}, errs.NotThere()
	case !whole && page.Known != "" && !holdsID(own, values.Get("parent")):
		page.Parents = []ui.Option{parentOf(r, list, values.Get("parent"))} // its parent is not theirs: it stays where it is
	default:
		page.Parents = parents(r, page.Tree, page.Known, whole)
	}
	out := web.Page{Title: r.L.T("adm.chapters.title|Chapters"), Wide: true, Here: "desk", Body: chaptersBody(page)}
	if r.Query.Get("done") == "saved" {
		out.Notices = []ui.Notice{{Tone: ui.OK, Word: r.L.T("ui.done|Done."), Text: r.L.T("adm.chapter.saved|The chapter is saved."), Live: true}}
	}
	return out, nil
}

func (p *Pages) chaptersAgain(ctx context.Context, tx *store.Tx, r *web.Request, c people.Chapter, wrong *errs.Error) (web.Page, error) {
	return p.chaptersPage(tx, r, r.Form, wrong)
}

// chapterDo makes or changes a chapter. A new one needs an address of its own.
func (p *Pages) chapterDo(ctx context.Context, tx *store.Tx, r *web.Request, c people.Chapter) (web.Answer, error) {
	if r.Value("known") == "" {
		_, err := p.People.ChapterBySlug(tx, c.Slug)
		if err == nil {
			var form errs.Form
			form.Add("slug", "adm.chapter.slug.taken|There is a chapter with this address already.")
			return nil, form.Err()
		}
		if !errs.Is(err, errs.NotFound) {
			return nil, err
		}
	}
	_, err := p.People.SaveChapter(ctx, tx, r.Viewer, c)
	return web.SeeOther("/o/chapters?done=saved"), err
}

// ownChapters are those that the viewer may change.
func ownChapters(v auth.Viewer, list []people.Chapter) (own []people.Chapter) {
	tree := people.TreeOf(list)
	for _, c := range list {
		if people.MayEditChapter(v, tree, c.ID) {
			own = append(own, c)
		}
	}
	return own
}

func holdsSlug(list []people.Chapter, slug string) bool {
	return slices.ContainsFunc(list, func(c people.Chapter) bool { return c.Slug == slug })
}

func holdsID(list []people.Chapter, id string) bool {
	return slices.ContainsFunc(list, func(c people.Chapter) bool { return c.ID == id })
}

// chapterValues fills the form of a chapter.
func chapterValues(c people.Chapter) url.Values {
	v := url.Values{"known": {c.Slug}, "parent": {c.Parent}, "zone": {c.Zone}, "contact_name": {c.ContactName}, "contact_email": {c.ContactEmail}}
	for lang, s := range c.Name {
		v.Set("name."+lang, s)
	}
	for lang, s := range c.Description {
		v.Set("description."+lang, s)
	}
	return v
}
