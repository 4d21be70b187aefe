package web

import (
	"net/url"
	"strconv"
	"time"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/i18n"
	"codeberg.org/plenary/plenary/internal/web/ui"
	"codeberg.org/plenary/plenary/internal/when"
)

// Request is what a page function may know of a request. It holds no
// connection and nothing to write to.
type Request struct {
	Viewer auth.Viewer
	L      *i18n.Locale
	Zone   *time.Location // in which times are shown
	ZoneBy ZoneBy         // why this zone
	Theme  string         // "light", "dark" or "" for the system's
	Face   Face           // the network's name, languages and colours
	Now    time.Time      // the clock of the house
	Base   string         // https://host, without a slash at the end

	Method string
	Path   string // as asked, without the query
	Query  url.Values
	Form   url.Values        // of a POST
	Files  map[string]Upload // of a POST with files

	Mobile bool // the browser says it is a phone's
	Script bool // our script asks, for parts of the page only

	param  func(string) string
	cookie func(string) string
	chosen bool // the language was chosen, not guessed

	version int64  // of the database, asked before anything was read
	at      string // where a GET shows this page, if not where it was posted to

	illegible bool // something in the form was no text

	owes  bool     // has to agree to something before they go on
	guard *guarded // of a form from somebody whom nobody knows

	reads []auth.Read // what the route declares
	saw   []sight     // what was shown of other people
}

// ZoneBy says where the reader's zone comes from; pages always say which zone
// they use.
type ZoneBy uint8

const (
	ByNetwork ZoneBy = iota // nothing is known of the reader: the network's own
	ByPerson                // what they gave when they registered
	ByChoice                // chosen here, kept in a cookie
)

// Upload is a file that came with a form.
type Upload struct {
	Name string
	Data []byte
}

// Face is what every page shows of the network.
type Face struct {
	Name      i18n.Text
	Languages []string
	Zone      string
	Colour    string // #rrggbb
	HasLogo   bool
	LogoKey   string // changes with the logo
	Contact   string // a public address to write to
	SetUp     bool
}

// Param returns the value of {name} in the route's pattern.
func (r *Request) Param(name string) string {
	if r.param == nil {
		return ""
	}
	return r.param(name)
}

// Cookie returns the value of a cookie, or "".
func (r *Request) Cookie(name string) string {
	if r.cookie == nil {
		return ""
	}
	return r.cookie(name)
}

// Suppose takes the zone and the language of the person whom a page is about,
// unless the reader has chosen others here.
func (r *Request) Suppose(zone, lang string) {
	if r.ZoneBy != ByChoice {
		if loc, err := when.Load(zone); err == nil {
			r.Zone, r.ZoneBy = loc, ByPerson
		}
	}
	if !r.chosen && lang != "" {
		r.L = i18n.For(lang)
	}
	r.L = r.L.ForZone(r.Zone.String())
}

// SupposeOrganisers takes the organiser's zone where nothing is known of the
// reader.
func (r *Request) SupposeOrganisers(loc *time.Location) {
	if r.ZoneBy == ByNetwork {
		r.Zone = loc
		r.L = r.L.ForZone(loc.String())
	}
}

// Number returns the number in a field, such as that of the step a form was made
// for; 0 if it holds none.
func (r *Request) Number(name string) int {
	n, _ := strconv.Atoi(r.Value(name))
	return n
}

// Value returns a form field as typed.
func (r *Request) Value(name string) string { return r.Form.Get(name) }

// Pick chooses from what organisers wrote the text for this reader.
func (r *Request) Pick(t i18n.Text) ui.Words {
	text, lang := t.Pick(r.L)
	return ui.Words{Text: text, Lang: r.Foreign(lang)}
}

// Foreign is the language where it is another than the page's, else "".
func (r *Request) Foreign(lang string) string {
	if lang == r.L.Lang {
		return ""
	}
	return lang
}
