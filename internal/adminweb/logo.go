package adminweb

import (
	"bytes"
	"context"
	"image"
	_ "image/gif" // formats that people have their logos in
	_ "image/jpeg"
	"image/png"

	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/store"
	"codeberg.org/plenary/plenary/internal/web"
	"golang.org/x/image/draw"
)

// A logo stands in the head of every page, so it is small. What is uploaded is
// drawn anew: nothing of the file itself, such as where a photo was taken,
// stays in it.
const (
	mostLogo    = 4 << 20 // bytes that may be uploaded
	mostPixels  = 40e6    // refused before it is unpacked
	logoHeight  = 96
	longestLogo = 480
)

type logo struct{ data []byte }

func readLogo(ctx context.Context, r *web.Request) (in logo, err error) {
	if r.Form.Has("remove") {
		return in, nil
	}
	var form errs.Form
	file, ok := r.Files["logo"]
	if !ok {
		form.Add("logo", "adm.network.logo.missing|Choose a picture first.")
		return in, form.Err()
	}
	head, _, err := image.DecodeConfig(bytes.NewReader(file.Data))
	if err != nil || head.Width*head.Height > mostPixels || head.Width < 1 || head.Height < 1 {
		form.Add("logo", "adm.network.logo.wrong|This is not a picture that can be used. Choose a PNG, JPEG or GIF.")
		return in, form.Err()
	}
	picture, _, err := image.Decode(bytes.NewReader(file.Data))
	if err != nil {
		form.Add("logo", "adm.network.logo.wrong|This is not a picture that can be used. Choose a PNG, JPEG or GIF.")
		return in, form.Err()
	}
	in.data, err = redraw(picture)
	return in, err
}

// redraw makes a PNG of at most the logo's size, keeping the proportions.
func redraw(picture image.Image) ([]byte, error) {
	size := picture.Bounds().Size()
	w, h := size.X, size.Y
	if h > logoHeight {
		w, h = max(1, w*logoHeight/h), logoHeight
	}
	if w > longestLogo {
		w, h = longestLogo, max(1, h*longestLogo/w)
	}
	small := image.NewNRGBA(image.Rect(0, 0, w, h))
	draw.CatmullRom.Scale(small, small.Bounds(), picture, picture.Bounds(), draw.Src, nil)
	var out bytes.Buffer
	err := (&png.Encoder{CompressionLevel: png.BestCompression}).Encode(&out, small)
	return out.Bytes(), err
}

func (p *Pages) logoDo(ctx context.Context, tx *store.Tx, r *web.Request, in logo) (web.Answer, error) {
	kind := "image/png"
	if in.data == nil {
		kind = ""
	}
	return web.SeeOther("/o/network?done=saved"), p.People.SaveLogo(ctx, tx, r.Viewer, in.data, kind)
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
