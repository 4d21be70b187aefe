package boardweb

import (
	"context"
	"net/url"
	"strings"

	"codeberg.org/plenary/plenary/internal/series"
	"codeberg.org/plenary/plenary/internal/store"
	"codeberg.org/plenary/plenary/internal/web"
)

// searchPurpose binds sealed words to their series.
func searchPurpose(slug string) string { return "circles.search/" + slug }

// words opens what is looked for; "" where nothing is.
func (p *Pages) words(s *series.Series, ticket string) string {
	words, ok := p.Keys.OpenTicket(searchPurpose(s.Slug), ticket)
	if !ok {
		return ""
	}
	return string(words)
}

// lookDo leads back to the proposal, with the words that are looked for sealed.
func (p *Pages) lookDo(ctx context.Context, tx *store.Tx, r *web.Request, _ struct{}) (web.Answer, error) {
	tx.Quiet()
	k := readLook(url.Values{"view": r.Form["view"], "language": r.Form["language"], "broken": r.Form["broken"]})
	if words := strings.TrimSpace(r.Value("name")); words != "" {
		k.Ticket = p.Keys.Ticket(searchPurpose(r.Param("slug")), []byte(words))
	}
	return web.SeeOther(withQuery(strings.TrimSuffix(r.Path, "/look"), k.query())), nil
}
