// Package filesweb serves the files that anybody may see. Others are served by
// the rooms that they belong to, which know who may see them.
package filesweb

import (
	"context"

	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/files"
	"codeberg.org/plenary/plenary/internal/store"
	"codeberg.org/plenary/plenary/internal/web"
)

// Pages serves files.
type Pages struct{ Files *files.Room }

// Routes lists the one address.
func (p *Pages) Routes() []web.Route {
	return []web.Route{web.Get("/file/{id}", web.Public(), p.file)}
}

// file answers with a public file. One that is not public is not there.
func (p *Pages) file(ctx context.Context, tx *store.Tx, r *web.Request) (web.Answer, error) {
	u, err := p.Files.Find(tx, r.Param("id"))
	if err == nil && !u.Public {
		err = errs.NotThere()
	}
	if err != nil {
		return nil, err
	}
	data, err := p.Files.Bytes(tx, u)
	return web.Bytes{Type: u.Kind, Data: data, Public: true, Theirs: true}, err
}
