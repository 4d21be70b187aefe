package ui

import (
	"cmp"
	"context"
	"io"
	"strings"

	"codeberg.org/plenary/plenary/internal/i18n"
)

// LayoutData is all that stands around a page's body.
type LayoutData struct {
	L       *i18n.Locale
	Look    *Look
	Title   string // without the network's name
	Error   bool   // the form was refused: the title begins with "Error:"
	Network Network

	Nav    []NavItem // three at the most
	Theme  string    // "light", "dark" or "" for the system's
	Wide   bool      // organiser pages: wide column, second sheet
	Bare   bool      // for inside another site's page: nothing around the body, no script
	Zone   *TimeLine // whose times these are, if the page shows times
	Notice []Notice  // results of what was just done

	Languages []LangLink
	Self      string // this address with its query: where the settings lead back to
	ThemeTo   string // address of the theme form; "" hides it
	ZoneTo    string // page where the city is chosen
	Footer    []NavItem

	Describe    string  // one sentence for search engines
	Refresh     int     // seconds after which the page asks again, 0 = never
	NoIndex     bool    // pages that carry a key, and everything signed in
	Feeds       []Feed  // <link rel=alternate>
	Sheets      []Asset // further sheets of ours
	Address     string  // the whole address of this page, for previews
	Picture     string  // the whole address of its picture, for previews
	PictureText string  // what is to be seen on it
	Article     bool    // the page is one text, published at some time
	Thing       []byte  // what the page is about, as JSON-LD; < and & are escaped in it, as json.Marshal does
	Broken      error   // why there is no Thing
}

// Network is who speaks.
type Network struct {
	Name    string
	Lang    string // of Name, where it is another than the page's
	LogoURL string // "" without a logo
	Home    string // "/" if empty
}

// NavItem is a link of the head or the foot.
type NavItem struct {
	Label string
	Href  string
	Here  bool
}

// LangLink is one language of the page: its own name for itself and the
// address that switches to it.
type LangLink struct {
	Lang string
	Name string
	Href string
	Here bool
}

// Feed is another form of the page: a calendar, a news feed.
type Feed struct{ Type, Title, Href string }

// kind is what previews call the page.
func (d LayoutData) kind() string {
	if d.Article {
		return "article"
	}
	return "website"
}

// Layout is the page around its body, which it takes as children:
//
//	@ui.Layout(d) { @body }
func Layout(d LayoutData) Shell { return Shell(d) }

// Shell is a LayoutData that renders itself.
type Shell LayoutData

// Render writes the page.
func (s Shell) Render(ctx context.Context, w io.Writer) error {
	d := LayoutData(s)
	if d.Broken != nil {
		return d.Broken
	}
	if d.Look == nil {
		d.Look = NewLook("")
	}
	if d.Network.Home == "" {
		d.Network.Home = "/"
	}
	if d.Bare {
		return inside(d).Render(ctx, w)
	}
	return layout(d).Render(ctx, w)
}

// heading is what the page is about; the front page is about the network.
func (d LayoutData) heading() string {
	if d.Title == "" {
		return d.Network.Name
	}
	return d.Title
}

func (d LayoutData) title() string {
	t := d.heading()
	if d.Network.Name != "" && d.Network.Name != t {
		t = d.L.T("ui.title|{page} – {network}", "page", t, "network", d.Network.Name)
	}
	if d.Error {
		return d.L.T("ui.title.error|Error: {title}", "title", t)
	}
	return t
}

// locale is the page's language as previews of links want it: with a territory,
// the usual one for the language.
func (d LayoutData) locale() string {
	usual := map[string]string{"en": "US", "hi": "IN", "pt": "BR", "ar": "AR"}
	lang, _, _ := strings.Cut(d.L.Lang, "-")
	return lang + "_" + cmp.Or(usual[lang], strings.ToUpper(lang))
}

type themeChoice struct{ value, label string }

func (d LayoutData) themes() []themeChoice {
	return []themeChoice{
		{"", d.L.T("ui.theme.system|Like my device")},
		{"light", d.L.T("ui.theme.light|Light")},
		{"dark", d.L.T("ui.theme.dark|Dark")},
	}
}
