package files_test

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"hash/crc32"
	"image"
	"image/color"
	"image/gif"
	"image/jpeg"
	"image/png"
	"math/rand/v2"
	"runtime"
	"strings"
	"testing"

	"codeberg.org/plenary/plenary/internal/files"
)

func redraw(data []byte, fit files.Fit) (files.Picture, error) {
	return files.NewDrawing().Redraw(context.Background(), data, fit)
}

// noise is a picture that packs badly.
func noise(w, h int) *image.NRGBA {
	r := rand.New(rand.NewPCG(1, 2))
	p := image.NewNRGBA(image.Rect(0, 0, w, h))
	for i := range p.Pix {
		p.Pix[i] = byte(r.UintN(256))
		if i%4 == 3 {
			p.Pix[i] = 255
		}
	}
	return p
}

func pngOf(p image.Image) []byte {
	var b bytes.Buffer
	_ = png.Encode(&b, p)
	return b.Bytes()
}

func jpegOf(p image.Image) []byte {
	var b bytes.Buffer
	_ = jpeg.Encode(&b, p, nil)
	return b.Bytes()
}

// chunk is a part of a PNG.
func chunk(kind string, body []byte) []byte {
	b := binary.BigEndian.AppendUint32(nil, uint32(len(body)))
	b = append(append(b, kind...), body...)
	return binary.BigEndian.AppendUint32(b, crc32.ChecksumIEEE(b[4:]))
}

// into puts a chunk behind a PNG's header.
func into(data, part []byte) []byte {
	const head = 8 + 25
	return append(append(bytes.Clone(data[:head]), part...), data[head:]...)
}

const place = "GPSCANARY 52.5200 N 13.4050 E"

// exif is what a camera writes: how it was held, and where.
func exif(orientation int) []byte {
	b := []byte("MM\x00\x2a\x00\x00\x00\x08")
	b = binary.BigEndian.AppendUint16(b, 2)
	b = append(b, "\x01\x12\x00\x03\x00\x00\x00\x01"...)
	b = binary.BigEndian.AppendUint16(b, uint16(orientation))
	b = append(b, 0, 0)
	b = append(b, "\x88\x25\x00\x04\x00\x00\x00\x01\x00\x00\x00\x26"...) // where the GPS lies
	b = append(b, 0, 0, 0, 0)
	return append(b, place...)
}

// withEXIF puts it into a JPEG.
func withEXIF(data []byte, orientation int) []byte {
	body := append([]byte("Exif\x00\x00"), exif(orientation)...)
	segment := binary.BigEndian.AppendUint16([]byte{0xff, 0xe1}, uint16(len(body)+2))
	return append(append(bytes.Clone(data[:2]), append(segment, body...)...), data[2:]...)
}

func TestNothingOfTheFileComesThrough(t *testing.T) {
	plain := noise(60, 40)
	const evil = "<script>alert('EVILCANARY')</script>"
	var animated bytes.Buffer
	if err := gif.Encode(&animated, plain, nil); err != nil {
		t.Fatal(err)
	}
	webp, _ := base64.StdEncoding.DecodeString("UklGRhoAAABXRUJQVlA4TA0AAAAvAAAAEAcQERGIiP4HAA==")
	sent := map[string][]byte{
		"photo with a place":       withEXIF(jpegOf(plain), 1),
		"PNG with a place":         into(pngOf(plain), chunk("eXIf", exif(1))),
		"PNG with a text":          into(pngOf(plain), chunk("tEXt", []byte("Author\x00"+evil))),
		"PNG with a packed text":   into(pngOf(plain), chunk("iTXt", []byte("XML:com.adobe.xmp\x00\x00\x00\x00\x00"+evil))),
		"PNG and a page":           append(pngOf(plain), evil...),
		"PNG and an archive":       append(pngOf(plain), "PK\x03\x04EVILCANARY"...),
		"JPEG and a page":          append(jpegOf(plain), evil...),
		"JPEG with a remark":       append(append([]byte{0xff, 0xd8, 0xff, 0xfe, 0, byte(len(evil) + 2)}, evil...), jpegOf(plain)[2:]...),
		"GIF and a script":         append(animated.Bytes(), evil...),
		"WebP":                     webp,
		"WebP with something more": append(bytes.Clone(webp), evil...),
	}
	for name, data := range sent {
		out, err := redraw(data, files.Small())
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		for _, trace := range []string{"CANARY", "GPS", "Exif", "eXIf", "script", "tEXt", "iTXt", "PK\x03\x04", "XMP"} {
			if bytes.Contains(out.Data, []byte(trace)) {
				t.Errorf("%s: %q comes through", name, trace)
			}
		}
		if _, kind, err := image.Decode(bytes.NewReader(out.Data)); err != nil || "image/"+kind != out.Kind {
			t.Errorf("%s: %s is read as %s: %v", name, out.Kind, kind, err)
		}
	}
	if !bytes.Contains(sent["photo with a place"], []byte(place)) {
		t.Error("the test sends no place")
	}
}

func TestAPictureStandsAsTheCameraWasHeld(t *testing.T) {
	// Upright, 3 wide and 2 high, the pixels are numbered by rows.
	upright := [2][3]uint8{{10, 20, 30}, {40, 50, 60}}
	asHeld := map[int][][]uint8{
		1: {{10, 20, 30}, {40, 50, 60}}, 2: {{30, 20, 10}, {60, 50, 40}}, 3: {{60, 50, 40}, {30, 20, 10}}, 4: {{40, 50, 60}, {10, 20, 30}},
		5: {{10, 40}, {20, 50}, {30, 60}}, 6: {{30, 60}, {20, 50}, {10, 40}}, 7: {{60, 30}, {50, 20}, {40, 10}}, 8: {{40, 10}, {50, 20}, {60, 30}},
		0: {{10, 20, 30}, {40, 50, 60}}, 9: {{10, 20, 30}, {40, 50, 60}},
	}
	for n, rows := range asHeld {
		p := image.NewNRGBA(image.Rect(0, 0, len(rows[0]), len(rows)))
		for y, row := range rows {
			for x, v := range row {
				p.SetNRGBA(x, y, color.NRGBA{v, v, v, 255})
			}
		}
		out, err := redraw(into(pngOf(p), chunk("eXIf", exif(n))), files.Small())
		if err != nil || out.Width != 3 || out.Height != 2 {
			t.Errorf("%d: %d by %d, %v", n, out.Width, out.Height, err)
			continue
		}
		drawn, _ := png.Decode(bytes.NewReader(out.Data))
		for y, row := range upright {
			for x, want := range row {
				if r, _, _, _ := drawn.At(x, y).RGBA(); uint8(r>>8) != want {
					t.Errorf("%d: at %d, %d stands %d, want %d", n, x, y, r>>8, want)
				}
			}
		}
	}
	tall, err := redraw(withEXIF(jpegOf(noise(400, 100)), 6), files.Logo())
	if err != nil || tall.Width != 24 || tall.Height != 96 {
		t.Errorf("a photo on its side: %d by %d, %v", tall.Width, tall.Height, err)
	}
}

func TestAPictureFitsItsBytes(t *testing.T) {
	for name, data := range map[string][]byte{"photo": jpegOf(noise(1600, 1200)), "clear": pngOf(seeThrough(900, 900)), "wide": pngOf(noise(5000, 20)), "dot": pngOf(noise(1, 1))} {
		for _, fit := range []files.Fit{files.Small(), files.Logo()} {
			out, err := redraw(data, fit)
			if err != nil || len(out.Data) > 40<<10 || out.Width > fit.Width || out.Height > fit.Height || out.Width < 1 || out.Height < 1 {
				t.Errorf("%s: %d bytes, %d by %d: %v", name, len(out.Data), out.Width, out.Height, err)
			}
			if name == "clear" && out.Kind != "image/png" {
				t.Error("what one can see through became a photo")
			}
		}
	}
}

func seeThrough(w, h int) *image.NRGBA {
	p := noise(w, h)
	for i := 3; i < len(p.Pix); i += 4 {
		p.Pix[i] = byte(i)
	}
	return p
}

// header is the beginning of a PNG that claims a size.
func header(w, h uint32, depth, kind, interlace byte) []byte {
	b := binary.BigEndian.AppendUint32(nil, w)
	b = binary.BigEndian.AppendUint32(b, h)
	b = append(b, depth, kind, 0, 0, interlace)
	return append([]byte("\x89PNG\r\n\x1a\n"), chunk("IHDR", b)...)
}

// frame is the beginning of a JPEG that claims a size.
func frame(marker byte, w, h uint16) []byte {
	b := []byte{0xff, 0xd8, 0xff, marker, 0, 17, 8}
	b = binary.BigEndian.AppendUint16(b, h)
	b = binary.BigEndian.AppendUint16(b, w)
	b = append(b, 3, 1, 0x11, 0, 2, 0x11, 0, 3, 0x11, 0)
	return append(b, 0xff, 0xda, 0, 12, 3, 1, 0, 2, 0x11, 3, 0x11, 0, 63, 0)
}

func TestWhatIsNoPictureIsRefusedBeforeItIsUnpacked(t *testing.T) {
	whole := pngOf(noise(300, 300))
	refused := map[string]struct {
		data []byte
		why  error
	}{
		"nothing":                {nil, files.ErrNoPicture},
		"50,000 by 50,000":       {append(header(50000, 50000, 8, 2, 0), whole[33:]...), files.ErrTooLarge},
		"30,000 by 30,000, grey": {append(header(30000, 30000, 1, 0, 0), whole[33:]...), files.ErrTooLarge},
		"4,000 by 4,000, deep":   {append(header(4000, 4000, 16, 6, 0), whole[33:]...), files.ErrTooLarge},
		"3,000 twice":            {append(header(3000, 3000, 8, 6, 1), whole[33:]...), files.ErrTooLarge},
		"a long line":            {append(header(4000000, 1, 8, 2, 0), whole[33:]...), files.ErrTooLarge},
		"no size":                {append(header(0, 10, 8, 2, 0), whole[33:]...), files.ErrNoPicture},
		"a JPEG of 65,000":       {frame(0xc0, 65000, 65000), files.ErrTooLarge},
		"a progressive JPEG":     {frame(0xc2, 3000, 3000), files.ErrTooLarge},
		"cut off":                {whole[:len(whole)/2], files.ErrNoPicture},
		"only a head":            {whole[:33], files.ErrNoPicture},
		"a broken sum":           {append(append(bytes.Clone(whole[:60]), 0xff, 0xee), whole[62:]...), files.ErrNoPicture},
		"SVG":                    {[]byte(`<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>`), files.ErrNoPicture},
		"SVG with a head":        {[]byte("<?xml version=\"1.0\"?><svg/>"), files.ErrNoPicture},
		"HTML":                   {[]byte("<!doctype html><script>alert(1)</script>"), files.ErrNoPicture},
		"HTML called GIF":        {[]byte("GIF89a/*<script>alert(1)</script>*/"), files.ErrTooLarge},
		"a sound":                {[]byte("RIFF\x24\x00\x00\x00WAVEfmt "), files.ErrNoPicture},
		"a document":             {[]byte("%PDF-1.7\n"), files.ErrNoPicture},
		"an icon":                {[]byte("\x00\x00\x01\x00\x01\x00"), files.ErrNoPicture},
		"13 MB":                  {append(pngOf(noise(8, 8)), make([]byte, 13<<20)...), files.ErrTooLarge},
	}
	for name, x := range refused {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		out, err := redraw(x.data, files.Small())
		runtime.ReadMemStats(&after)
		if !errors.Is(err, x.why) || out.Data != nil {
			t.Errorf("%s: %v, want %v", name, err, x.why)
		}
		if spent := after.TotalAlloc - before.TotalAlloc; spent > 2<<20 {
			t.Errorf("%s: %d bytes of memory were spent on it", name, spent)
		}
	}
}

func FuzzRedraw(f *testing.F) {
	p := noise(20, 10)
	f.Add(pngOf(p))
	f.Add(jpegOf(p))
	f.Add(withEXIF(jpegOf(p), 6))
	f.Add(into(pngOf(p), chunk("eXIf", exif(8))))
	var g bytes.Buffer
	_ = gif.Encode(&g, p, nil)
	f.Add(g.Bytes())
	f.Add([]byte("RIFF\x1a\x00\x00\x00WEBPVP8L\x0d\x00\x00\x00"))
	f.Add(frame(0xc2, 100, 100))
	f.Fuzz(func(t *testing.T, data []byte) {
		out, err := redraw(data, files.Fit{Width: 32, Height: 32, Bytes: 4 << 10})
		if err != nil {
			if !errors.Is(err, files.ErrNoPicture) && !errors.Is(err, files.ErrTooLarge) {
				t.Error(err)
			}
			return
		}
		if len(out.Data) > 4<<10 || out.Width > 32 || out.Height > 32 {
			t.Errorf("%d bytes, %d by %d", len(out.Data), out.Width, out.Height)
		}
		if !strings.HasPrefix(out.Kind, "image/") {
			t.Error(out.Kind)
		}
		if _, _, err := image.Decode(bytes.NewReader(out.Data)); err != nil {
			t.Error(err)
		}
	})
}
