package adminweb

import (
	"context"
	"errors"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/files"
	"codeberg.org/plenary/plenary/internal/store"
	"codeberg.org/plenary/plenary/internal/web"
)

// mostLogo is how many bytes may be uploaded for a logo. It stands in the head
// of every page, so it is drawn small.
const mostLogo = 4 << 20

type logo struct{ files.Picture }

func (p *Pages) readLogo(ctx context.Context, r *web.Request) (in logo, err error) {
	if !r.Viewer.Can(auth.EditNetwork, auth.TheNetwork()) { // before anything is decoded
		return in, errs.NotThere()
	}
	if r.Form.Has("remove") {
		return in, nil
	}
	var form errs.Form
	file, ok := r.Files["logo"]
	if !ok {
		form.Add("logo", "adm.network.logo.missing|Choose a picture first.")
		return in, form.Err()
	}
	in.Picture, err = p.Files.Redraw(ctx, file.Data, files.Logo())
	switch {
	case errors.Is(err, files.ErrTooLarge):
		form.Add("logo", "adm.network.logo.large|This picture is too large to be used. Save it smaller, and choose it again.")
	case errors.Is(err, files.ErrNoPicture):
		form.Add("logo", "adm.network.logo.wrong|This is not a picture that can be used. Choose a PNG, JPEG or GIF.")
	default:
		return in, err
	}
	return in, form.Err()
}

func (p *Pages) logoDo(ctx context.Context, tx *store.Tx, r *web.Request, in logo) (web.Answer, error) {
	return web.SeeOther("/o/network?done=saved"), p.People.SaveLogo(ctx, tx, r.Viewer, in.Data, in.Kind)
}

func (p *Pages) logoAgain(ctx context.Context, tx *store.Tx, r *web.Request, in logo, wrong *errs.Error) (web.Page, error) {
	n, err := p.People.Network(tx)
	if err != nil {
		return web.Page{}, err
	}
	page := p.networkPage(r, valuesOf(n), wrong)
	page.At = "/o/network"
	return page, nil
}
