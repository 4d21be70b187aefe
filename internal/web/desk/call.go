package desk

import (
	"context"
	"slices"

	"codeberg.org/plenary/plenary/internal/web"
	"codeberg.org/plenary/plenary/internal/web/ui"
)

// Call is who was recognised in the list of a call, before anything is noted.
type Call struct {
	R       *web.Request
	At      string // the address of the list of attendance
	Found   []ui.PersonRow
	Several []ui.Field // one for each name that several have
	Unknown []string
	Waiting []string // came no further than the waiting room
	Once    string
}

// Page shows it.
func (p Call) Page() web.Page {
	p.Once = web.NewOnce()
	return page(p.R.L.T("org.call.title|Who was in the call"), web.Page{Body: callBody(p)})
}

// Confirmed reads the registrations of those whom the organiser has confirmed,
// each once.
func Confirmed(ctx context.Context, r *web.Request) (ids []string, err error) {
	for _, id := range slices.Concat(r.Form["who"], r.Form["which"]) {
		if id != "" && !slices.Contains(ids, id) {
			ids = append(ids, id)
		}
	}
	return ids, nil
}
