package web

import (
	"net/http"

	"codeberg.org/plenary/plenary/internal/web/ui"
	"github.com/a-h/templ"
)

// Answer is what a page function returns: Page, Redirect, Bytes or Raw.
type Answer interface{ answer() }

// Page is a whole page, rendered into the layout after the transaction.
type Page struct {
	Status      int    // 0 means 200
	At          string // the address that shows this page, where it was posted to one that does not
	Title       string // for the title bar; the body has its own h1
	Body        templ.Component
	Notices     []ui.Notice // results of what was just done
	Wide        bool        // organiser pages
	Embedded    bool        // for inside other sites' pages, which may frame it: links only, no script
	Theme       string      // of an embedded one: "light", "dark" or "" for the system's
	Here        string      // which entry of the menu this is: "desk", "me", "signin"
	Zoned       bool        // show the line that says whose times these are
	Hidden      bool        // carries a key: not for search engines
	FormTo      string      // one foreign origin that a form here may lead on to
	Refresh     int         // seconds after which the page asks again, 0 = never
	Describe    string      // one sentence for search engines and previews
	Picture     string      // address of the page's picture, for previews
	PictureText string      // what is to be seen on it
	Thing       any         // what the page is about, as schema.org says it: a value for json.Marshal
	Article     bool        // the page is one text, published at some time
	Feeds       []ui.Feed
	Sheets      []ui.Asset // further sheets that it needs
}

// Redirect is a 303 to an address of ours, or, from the join page, to a call.
type Redirect struct {
	To      string
	Cookies []*http.Cookie
	Forget  bool // the browser drops what it keeps of us: somebody signed out
}

// Bytes is a file: a calendar, a CSV, an image.
type Bytes struct {
	Type   string // content type
	Name   string // as an attachment of this name; "" shows it in place
	Data   []byte
	Public bool // may be kept by caches
	Own    bool // of one reader, by the address that is theirs: whoever opens it is told whether they have it already
	Lasts  bool // of a route that is Cached: does not depend on the clock, only on what is stored
	Theirs bool // somebody put it here: a picture shows in place, all else is taken away as a file, and nothing of it acts

	Cookies []*http.Cookie
}

// Raw is the way out for what needs the connection itself.
type Raw func(w http.ResponseWriter, r *http.Request) error

func (Page) answer()     {}
func (Redirect) answer() {}
func (Bytes) answer()    {}
func (Raw) answer()      {}

// SeeOther redirects to an address of ours.
func SeeOther(to string) Redirect { return Redirect{To: to} }
