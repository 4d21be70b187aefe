package desk

import (
	"net/url"
	"strconv"
	"strings"

	"codeberg.org/plenary/plenary/internal/i18n"
	"codeberg.org/plenary/plenary/internal/seal"
	"codeberg.org/plenary/plenary/internal/store"
	"codeberg.org/plenary/plenary/internal/web"
	"codeberg.org/plenary/plenary/internal/web/forms"
	"codeberg.org/plenary/plenary/internal/web/ui"
)

// PeopleAtOnce is how many people stand on one page of the list of who
// registered.
const PeopleAtOnce = 50

// People is the list of who registered, as far as it is shown.
type People struct {
	R      *web.Request
	Of     Thing
	By     []string   // the names of what narrows the list, "q" for words among them
	Words  string     // that are searched for
	Narrow []ui.Field // by everything else
	Rows   []ui.PersonRow
	From   int
	Total  int

	MayEnter, MayExport bool
}

// Page shows the list.
func (p People) Page() web.Page {
	return page(p.R.L.T("org.people.title|People of {series}", "series", p.Of.Title), web.Page{Body: peopleBody(p)})
}

func (p People) at() string { return p.Of.Home + "/people" }

// query is what narrows the list.
func (p People) query() url.Values { return narrowed(p.R.Query, p.By) }

// folded tells whether nothing but words narrows the list.
func (p People) folded() bool { return len(keepOf(p.query(), "q")) == 0 }

func (p People) search() forms.Search {
	s := searchIn(p.R.L, p.at(), p.Words)
	s.Keep, s.Found = keepOf(p.query(), "q"), p.R.L.T("org.people.found|{n} person|{n} people", "n", p.Total)
	if len(p.query()) > 0 {
		s.Clear = p.at()
	}
	return s
}

func (p People) filter() ui.Filter {
	f := ui.Filter{L: p.R.L, Action: p.at(), Label: p.R.L.T("org.people.filter|Show only some"), Keep: map[string]string{}, Fields: p.Narrow}
	if p.Words != "" {
		f.Keep["q"] = p.R.Query.Get("q")
	}
	return f
}

func (p People) pages() ui.Pagination {
	return pages(p.R.L, p.at(), p.query(), p.From, len(p.Rows), p.Total, PeopleAtOnce)
}

func (p People) enter(kind ui.Kind) ui.Button {
	if !p.MayEnter {
		return ui.Button{}
	}
	return ui.Button{Label: p.R.L.T("org.enter.title|Register somebody"), Kind: kind, Href: p.at() + "/new"}
}

// Choice is a field that narrows a list by one of the options, or not at all.
func Choice(l *i18n.Locale, name, label, value string, options []ui.Option) ui.Field {
	all := ui.Option{Label: l.T("org.filter.all|All")}
	return ui.Field{Type: ui.Select, Name: name, Label: label, Value: value, Options: append([]ui.Option{all}, options...)}
}

// Answered narrows a list by whether addresses have answered.
func Answered(l *i18n.Locale, value string) ui.Field {
	return Choice(l, "answered", l.T("org.filter.answered|Answered"), value, []ui.Option{{Value: "yes", Label: l.T("form.yes|Yes")}, {Value: "no", Label: l.T("form.no|No")}})
}

// From is how many of a list are left out before the page.
func From(q url.Values) int {
	if n, err := strconv.Atoi(q.Get("from")); err == nil && n > 0 {
		return n
	}
	return 0
}

// Find leads back to the list that a search was sent from, with the words sealed
// for what they are searched in and the other filters as they were.
func Find(tx *store.Tx, keys *seal.Keys, r *web.Request, in string, by []string) web.Answer {
	tx.Quiet()
	q := narrowed(r.Form, by)
	q.Del("q")
	if words := strings.TrimSpace(r.Value("q")); words != "" {
		q.Set("q", forms.SealWords(keys, in, words))
	}
	return web.SeeOther(with(strings.TrimSuffix(r.Path, "/search"), q))
}

// narrowed is what narrows a list, without what is empty and without the place
// in the list.
func narrowed(q url.Values, by []string) url.Values {
	kept := url.Values{}
	for _, name := range by {
		if v := strings.TrimSpace(q.Get(name)); v != "" {
			kept.Set(name, v)
		}
	}
	return kept
}

// keepOf is a filter without one of its fields, to be sent along unseen.
func keepOf(q url.Values, without string) map[string]string {
	keep := map[string]string{}
	for name := range q {
		if name != without {
			keep[name] = q.Get(name)
		}
	}
	return keep
}

func searchIn(l *i18n.Locale, at, words string) forms.Search {
	return forms.Search{Action: at + "/search", Label: l.T("org.people.search|Find somebody"),
		Field: ui.Field{Type: ui.Search, Name: "q", Label: l.T("org.filter.name|Name or address"), Value: words}}
}

// pages leads through a list of which so many stand on a page.
func pages(l *i18n.Locale, at string, q url.Values, from, shown, total, atOnce int) ui.Pagination {
	to := func(from int) string {
		c := forms.WithValue(q, "from", strconv.Itoa(from))
		if from == 0 {
			c.Del("from")
		}
		return with(at, c)
	}
	p := ui.Pagination{L: l, Where: l.T("org.pages.where|{from}–{to} of {n}", "from", from+1, "to", from+shown, "n", total)}
	if from > 0 {
		p.Prev = to(max(0, from-atOnce))
	}
	if from+shown < total {
		p.Next = to(from + atOnce)
	}
	return p
}

// with is an address with what is asked of it.
func with(at string, q url.Values) string {
	if len(q) == 0 {
		return at
	}
	return at + "?" + q.Encode()
}
