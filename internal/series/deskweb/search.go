package deskweb

import (
	"context"
	"net/url"
	"strings"

	"codeberg.org/plenary/plenary/internal/store"
	"codeberg.org/plenary/plenary/internal/web"
	"codeberg.org/plenary/plenary/internal/web/forms"
	"codeberg.org/plenary/plenary/internal/web/ui"
)

// words opens what is searched for; "" where nothing is.
func (p *Pages) words(slug, ticket string) string { return forms.OpenWords(p.Keys, slug, ticket) }

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
		q.Set("q", forms.SealWords(p.Keys, r.Param("slug"), words))
	}
	to := strings.TrimSuffix(r.Path, "/search")
	if len(q) > 0 {
		to += "?" + q.Encode()
	}
	return web.SeeOther(to), nil
}

func searchIn(r *web.Request, at, words string) forms.Search {
	return forms.Search{Action: at + "/search", Label: r.L.T("org.people.search|Find somebody"),
		Field: ui.Field{Type: ui.Search, Name: "q", Label: r.L.T("org.filter.name|Name or address"), Value: words}}
}
