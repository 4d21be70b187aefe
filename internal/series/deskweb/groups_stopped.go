package deskweb

import (
	"context"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/store"
	"codeberg.org/plenary/plenary/internal/web"
)

// stoppedGroup is a group whose people are not written to any more, since
// several of them know nothing of it.
type stoppedGroup struct{ ID, Text string }

// goOn lets the invitations of a group go on after somebody has looked into it.
func (p *Pages) goOn(ctx context.Context, tx *store.Tx, r *web.Request, _ struct{}) (web.Answer, error) {
	s, err := p.worked(ctx, tx, r, auth.EditRegistrations)
	if err != nil {
		return nil, err
	}
	d, _, err := p.Series.GroupByID(ctx, tx, r.Viewer, r.Param("id"))
	if err != nil {
		return nil, err
	}
	return web.SeeOther(home(s) + "/groups?done=go-on"), p.Series.LetGoOn(ctx, tx, r.Viewer, s, &d)
}
