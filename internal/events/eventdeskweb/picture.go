package eventdeskweb

import (
	"context"
	"errors"
	"net/url"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/events"
	"codeberg.org/plenary/plenary/internal/files"
	"codeberg.org/plenary/plenary/internal/store"
	"codeberg.org/plenary/plenary/internal/web"
	"codeberg.org/plenary/plenary/internal/web/forms"
	"codeberg.org/plenary/plenary/internal/web/ui"
)

func (p *Pages) pictureRoutes() []web.Route {
	return []web.Route{
		web.Post("/o/e/{slug}/picture", web.Desk(), web.Steps[drawn]{Prepare: p.readPicture, Do: p.pictureDo, Again: p.pictureAgain}).Takes(mostPicture),
	}
}

// mostPicture bounds what may be uploaded, with its form.
const mostPicture = 13 << 20

// pictureForm is the form of an event's picture. It stands by itself, so that a
// mistake elsewhere does not ask for the file again.
type pictureForm struct {
	E    *events.Event
	In   entry
	Form ui.Form
}

func pictureOf(r *web.Request, e *events.Event, wrong *errs.Error) pictureForm {
	in := entryFor(r, "", e.Title)
	in.Values = url.Values{}
	forms.FillText(in.Values, "image_text", e.ImageText)
	if wrong != nil {
		in.Values = r.Form
	}
	return pictureForm{E: e, In: in, Form: ui.Form{L: r.L, Values: in.Values, Err: wrong}}
}

// drawn is what came with the form: a picture that was drawn anew and is kept,
// or none.
type drawn struct {
	entry
	id     string
	remove bool
}

// readPicture draws the picture anew and keeps it, before anything refers to it.
func (p *Pages) readPicture(ctx context.Context, r *web.Request) (in drawn, err error) {
	in.entry = entryFor(r, r.Value("primary"), nil)
	in.Values, in.remove = r.Form, r.Form.Has("remove")
	file, ok := r.Files["picture"]
	if kept, sealed := p.Keys.OpenTicket(keptPurpose(r), r.Value("kept")); sealed {
		in.id = string(kept)
	}
	if in.remove || !ok || len(file.Data) == 0 {
		return in, nil
	}
	if err := p.mayDraw(ctx, r); err != nil {
		return in, err
	}
	var form errs.Form
	picture, err := p.Files.Redraw(ctx, file.Data, files.Small())
	switch {
	case errors.Is(err, files.ErrTooLarge):
		form.Add("picture", "adm.network.logo.large|This picture is too large to be used. Save it smaller, and choose it again.")
		return in, form.Err()
	case errors.Is(err, files.ErrNoPicture):
		form.Add("picture", "adm.network.logo.wrong|This is not a picture that can be used. Choose a PNG, JPEG or GIF.")
		return in, form.Err()
	case err != nil:
		return in, err
	}
	u, err := p.Files.Take(ctx, p.DB, picture.Data, picture.Kind, true)
	if in.id = u.ID; err == nil {
		r.Form.Set("kept", p.Keys.Ticket(keptPurpose(r), []byte(u.ID))) // so that a mistake beside it does not ask for it twice
	}
	return in, err
}

// keptPurpose binds a picture that was uploaded to the event that it is for.
func keptPurpose(r *web.Request) string { return "event.picture/" + r.Param("slug") }

// mayDraw refuses the work to who may not change the event.
func (p *Pages) mayDraw(ctx context.Context, r *web.Request) error {
	return p.DB.Read(ctx, func(tx *store.Tx) error {
		_, err := p.worked(ctx, tx, r, auth.EditEvents)
		return err
	})
}

func (p *Pages) pictureDo(ctx context.Context, tx *store.Tx, r *web.Request, in drawn) (web.Answer, error) {
	e, err := p.worked(ctx, tx, r, auth.EditEvents)
	if err != nil {
		return nil, err
	}
	in.Langs = forms.Languages(r, in.Get("primary"), e.Title)
	was := e.Image
	e.ImageText = in.Text("image_text", e.ImageText)
	switch {
	case in.remove:
		e.Image, e.ImageText = "", nil
	case in.id != "":
		e.Image = in.id
		if err := p.Files.Use(tx, in.id); err != nil {
			return nil, err
		}
	case was == "":
		var form errs.Form
		form.Add("picture", "adm.network.logo.missing|Choose a picture first.")
		return nil, form.Err()
	}
	if e.Image != "" && e.ImageText.Empty() {
		var form errs.Form
		form.Add("image_text."+in.Langs[0], "org.event.image-text|Say in a few words what is to be seen, for those who cannot see it.")
		return nil, form.Err()
	}
	if _, err := p.Events.Save(ctx, tx, r.Viewer, e); err != nil {
		return nil, err
	}
	if was != e.Image {
		err = p.dropPicture(ctx, tx, was)
	}
	return web.SeeOther(home(e) + "?done=picture"), err
}

// dropPicture deletes a picture that no event shows any more; a copy of an event
// shows the picture of the first.
func (p *Pages) dropPicture(ctx context.Context, tx *store.Tx, id string) error {
	if id == "" {
		return nil
	}
	shown, err := p.Events.Shows(tx, id)
	if err != nil || shown {
		return err
	}
	if err = p.Files.Drop(ctx, tx, id); errs.Is(err, errs.NotFound) {
		return nil
	}
	return err
}

func (p *Pages) pictureAgain(ctx context.Context, tx *store.Tx, r *web.Request, in drawn, wrong *errs.Error) (web.Page, error) {
	e, err := p.worked(ctx, tx, r, auth.EditEvents)
	if err != nil {
		return web.Page{}, err
	}
	page, err := p.overviewWith(ctx, tx, r, e, wrong)
	return page, err
}
