package files

import (
	"bytes"
	"context"
	"errors"
	"image"
	"image/gif"
	"image/jpeg"
	"image/png"
	"math"
	"runtime"

	"golang.org/x/image/draw"
	"golang.org/x/image/webp"
)

// ErrNoPicture says that the bytes are no picture that can be used: of another
// kind, broken, or cut off.
var ErrNoPicture = errors.New("files: no picture")

// ErrTooLarge says that unpacking the picture would take more than is spent on
// one.
var ErrTooLarge = errors.New("files: too large a picture")

const (
	mostBytes  = 12 << 20 // of a file that is looked at
	mostMemory = 64 << 20 // for one picture while it is unpacked
	mostSide   = 20000    // pixels in a row
)

// Fit is what a picture is made to fit into. Proportions are kept, and nothing
// is made larger.
type Fit struct {
	Width, Height int
	Bytes         int // of the result
}

// Logo is for the head of every page, and Small for pictures on public pages,
// which phones load over slow lines.
func Logo() Fit  { return Fit{480, 96, 40 << 10} }
func Small() Fit { return Fit{960, 960, 40 << 10} }

// Picture is one that was drawn anew.
type Picture struct {
	Data          []byte
	Kind          string // content type: image/png or image/jpeg
	Width, Height int
}

// Drawing draws pictures anew, two at a time, so that many at once do not take
// the memory of all.
type Drawing struct{ slots chan struct{} }

// NewDrawing makes a Drawing.
func NewDrawing() *Drawing { return &Drawing{make(chan struct{}, min(2, runtime.NumCPU()))} }

// Redraw decodes a picture and encodes it again within the fit.
func (d *Drawing) Redraw(ctx context.Context, data []byte, fit Fit) (out Picture, err error) {
	if len(data) > mostBytes {
		return out, ErrTooLarge
	}
	f := formatOf(data)
	if f == nil {
		return out, ErrNoPicture
	}
	head, err := f.head(bytes.NewReader(data))
	switch {
	case err != nil, head.Width < 1, head.Height < 1:
		return out, ErrNoPicture
	case head.Width > mostSide, head.Height > mostSide, f.memory(head, data) > mostMemory:
		return out, ErrTooLarge
	}
	select {
	case d.slots <- struct{}{}:
		defer func() { <-d.slots }()
	case <-ctx.Done():
		return out, ctx.Err()
	}
	picture, err := f.decode(data)
	if err != nil {
		return out, ErrNoPicture
	}
	return encode(shrink(picture, orientation(f.exif(data)), fit), fit)
}

// decode is guarded: a decoder that panics has met what is no picture.
func (f *format) decode(data []byte) (picture image.Image, err error) {
	defer func() {
		if recover() != nil {
			err = ErrNoPicture
		}
	}()
	picture, err = f.whole(bytes.NewReader(data))
	if err == nil && (picture == nil || picture.Bounds().Empty()) {
		err = ErrNoPicture
	}
	return picture, err
}

// shrink draws a picture upright and at most as large as the fit.
func shrink(picture image.Image, turn turn, fit Fit) *image.NRGBA {
	size := picture.Bounds().Size()
	w, h := size.X, size.Y
	if turn.swaps() {
		w, h = h, w
	}
	if h > fit.Height {
		w, h = max(1, w*fit.Height/h), fit.Height
	}
	if w > fit.Width {
		w, h = fit.Width, max(1, h*fit.Width/w)
	}
	if turn.swaps() {
		w, h = h, w
	}
	return turn.apply(resize(picture, w, h))
}

func resize(picture image.Image, w, h int) *image.NRGBA {
	small := image.NewNRGBA(image.Rect(0, 0, w, h))
	draw.CatmullRom.Scale(small, small.Bounds(), picture, picture.Bounds(), draw.Src, nil)
	return small
}

// encode writes the picture within its bytes: as PNG, which loses nothing, if
// that is small enough, else as JPEG if it has nothing to see through, and
// smaller and smaller until it fits.
func encode(picture *image.NRGBA, fit Fit) (out Picture, err error) {
	for {
		size := picture.Bounds().Size()
		out = Picture{Kind: "image/png", Width: size.X, Height: size.Y}
		if out.Data, err = asPNG(picture); err != nil || len(out.Data) <= fit.Bytes {
			return out, err
		}
		if picture.Opaque() {
			out.Kind = "image/jpeg"
			for _, quality := range []int{85, 75, 65, 55} {
				if out.Data, err = asJPEG(picture, quality); err != nil || len(out.Data) <= fit.Bytes {
					return out, err
				}
			}
		}
		if size.X < 8 && size.Y < 8 {
			return out, ErrTooLarge
		}
		by := min(0.9, max(0.3, 0.95*math.Sqrt(float64(fit.Bytes)/float64(len(out.Data)))))
		picture = resize(picture, max(1, int(float64(size.X)*by)), max(1, int(float64(size.Y)*by)))
	}
}

func asPNG(picture image.Image) ([]byte, error) {
	var out bytes.Buffer
	err := (&png.Encoder{CompressionLevel: png.BestCompression}).Encode(&out, picture)
	return out.Bytes(), err
}

func asJPEG(picture image.Image, quality int) ([]byte, error) {
	var out bytes.Buffer
	err := jpeg.Encode(&out, picture, &jpeg.Options{Quality: quality})
	return out.Bytes(), err
}

// formats are those that are known by their first bytes. Decoders that another
// package may have registered are not asked.
func formats() []format {
	return []format{
		{"\x89PNG\r\n\x1a\n", png.DecodeConfig, png.Decode, pngMemory, pngEXIF},
		{"\xff\xd8\xff", jpeg.DecodeConfig, jpeg.Decode, jpegMemory, jpegEXIF},
		{"GIF8", gif.DecodeConfig, gif.Decode, flatMemory, noEXIF}, // the first picture of several
		{"RIFF", webp.DecodeConfig, webp.Decode, webpMemory, webpEXIF},
	}
}

func formatOf(data []byte) *format {
	for _, f := range formats() {
		if bytes.HasPrefix(data, []byte(f.magic)) && (f.magic != "RIFF" || len(data) > 12 && string(data[8:12]) == "WEBP") {
			return &f
		}
	}
	return nil
}
