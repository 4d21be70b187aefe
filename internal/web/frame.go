package web

import (
	"context"
	"encoding/json"
	"io"
	"net/url"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/i18n"
	"codeberg.org/plenary/plenary/internal/web/ui"
	"github.com/a-h/templ"
)

// frame puts a page into the layout of the house.
func (s *Server) frame(r *Request, p Page, look *ui.Look) templ.Component {
	r.at = p.At
	d := ui.LayoutData{
		L: r.L, Look: look, Title: p.Title, Error: p.Status == 422, Network: r.network(),
		Nav: r.menu(p), Theme: r.Theme, Wide: p.Wide, Notice: p.Notices,
		Languages: r.languageLinks(), Self: r.Self(), ThemeTo: "/theme", ZoneTo: "/zone?back=" + url.QueryEscape(r.Self()),
		Footer: []ui.NavItem{
			{Label: r.L.T("front.events|What comes"), Href: "/events", Here: r.Path == "/events"},
			{Label: r.L.T("web.nav.privacy|Privacy"), Href: "/privacy", Here: r.Path == "/privacy"},
			{Label: r.L.T("web.nav.accessibility|Accessibility"), Href: "/accessibility", Here: r.Path == "/accessibility"},
			{Label: r.L.T("report.title|Report something"), Href: "/report", Here: r.Path == "/report"},
		},
		Describe: p.Describe, Refresh: p.Refresh, NoIndex: p.Hidden || r.Viewer.Kind != auth.Anonymous, Feeds: p.Feeds, Sheets: p.Sheets, Article: p.Article,
	}
	if p.Embedded {
		d.Bare, d.Theme = true, p.Theme
	}
	if p.Picture != "" {
		d.Picture, d.PictureText = r.Base+p.Picture, p.PictureText
	}
	if p.Status == 0 && !d.NoIndex && len(r.Query) == 0 {
		d.Address = r.Base + r.Path
	}
	if p.Thing != nil && !d.NoIndex {
		d.Address = r.Base + r.Path
		d.Thing, d.Broken = json.Marshal(p.Thing)
	}
	if p.Zoned {
		line := r.TimeLine()
		d.Zone = &line
	}
	body := p.Body
	return templ.ComponentFunc(func(ctx context.Context, w io.Writer) error {
		return ui.Layout(d).Render(templ.WithChildren(ctx, body), w)
	})
}

func (r *Request) network() ui.Network {
	name, lang := r.Face.Name.Pick(r.L)
	n := ui.Network{Name: name}
	if lang != r.L.Lang {
		n.Lang = lang
	}
	if r.Face.HasLogo {
		n.LogoURL = "/logo?" + r.Face.LogoKey
	}
	return n
}

// menu is what stands in the head: three links at the most.
func (r *Request) menu(p Page) []ui.NavItem {
	item := func(key, label, href string) ui.NavItem {
		return ui.NavItem{Label: label, Href: href, Here: p.Here == key}
	}
	menu := []ui.NavItem{item("search", r.L.T("web.nav.search|Search"), "/search")}
	if r.Viewer.Organises() {
		menu = append(menu, item("desk", r.L.T("web.nav.desk|Desk"), "/o"))
	}
	if r.Viewer.Kind == auth.Person {
		return append(menu, item("me", r.L.T("web.nav.me|My page"), "/me"))
	}
	return append(menu, item("signin", r.L.T("web.nav.sign-in|Sign in"), "/signin"))
}

// languageLinks lists the network's languages by their own names.
func (r *Request) languageLinks() []ui.LangLink {
	links := make([]ui.LangLink, 0, len(r.Face.Languages))
	for _, lang := range r.Face.Languages {
		links = append(links, ui.LangLink{Lang: lang, Name: i18n.For(lang).LangTitle(lang), Here: lang == r.L.Lang,
			Href: "/lang?to=" + lang + "&back=" + url.QueryEscape(r.Self())})
	}
	return links
}

// Self is the address of this page with its query, to come back to. A page
// that was posted comes back to where its form was.
func (r *Request) Self() string {
	if r.at != "" {
		return r.at
	}
	self := url.URL{Path: r.Path}
	if r.Method == "GET" {
		self.RawQuery = r.Query.Encode()
	}
	return self.String()
}

// TimeLine says whose times a page shows.
func (r *Request) TimeLine() ui.TimeLine {
	return ui.TimeLine{L: r.L, Zone: r.Zone, Now: r.Now, Change: "/zone?back=" + url.QueryEscape(r.Self()),
		Guess: r.ZoneBy == ByNetwork, To: "/zone", Self: r.Self()}
}

// FormOf fills the fields of a form with what was typed and what is wrong.
func (r *Request) FormOf(values url.Values, err error) ui.Form {
	return ui.Form{L: r.L, Values: values, Err: errs.Of(err)}
}
