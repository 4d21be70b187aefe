package deskweb

import (
	"context"
	"net/url"
	"strings"

	"codeberg.org/plenary/plenary/internal/store"
	"codeberg.org/plenary/plenary/internal/web"
	"codeberg.org/plenary/plenary/internal/web/ui"
)

// What somebody types to find a person is a part of a name or an address, and
// addresses of pages are kept by browsers and proxies. So the words travel
// sealed: the form is posted, and the page it leads to has them as a ticket.

// searchPurpose binds sealed words to their series.
func searchPurpose(slug string) string { return "desk.search/" + slug }

// words opens what is searched for; "" where nothing is.
func (p *Pages) words(slug, ticket string) string {
	words, ok := p.Keys.OpenTicket(searchPurpose(slug), ticket)
	if !ok {
		return ""
	}
	return string(words)
}

// searchDo leads back to the list that the form was sent from, with the words
// sealed and the other filters as they were.
func (p *Pages) searchDo(ctx context.Context, tx *store.Tx, r *web.Request, _ struct{}) (web.Answer, error) {
	tx.Quiet()
	q := url.Values{}
	for _, name := range []string{"state", "track", "answered", "group", "language", "zone"} {
		if v := r.Value(name); v != "" {
			q.Set(name, v)
		}
	}
	if words := strings.TrimSpace(r.Value("q")); words != "" {
		q.Set("q", p.Keys.Ticket(searchPurpose(r.Param("slug")), []byte(words)))
	}
	to := strings.TrimSuffix(r.Path, "/search")
	if len(q) > 0 {
		to += "?" + q.Encode()
	}
	return web.SeeOther(to), nil
}

// search is the form that finds somebody in a list.
type search struct {
	Action string
	Label  string
	Field  ui.Field
	Keep   map[string]string // other filters, sent along
	Clear  string            // address without any filter; "" if none is set
	Found  string
}

func searchIn(r *web.Request, at, words string) search {
	return search{Action: at + "/search", Label: r.L.T("org.people.search|Find somebody"),
		Field: ui.Field{Type: ui.Search, Name: "q", Label: r.L.T("org.filter.name|Name or address"), Value: words}}
}
