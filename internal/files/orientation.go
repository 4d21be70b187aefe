package files

import (
	"encoding/binary"
	"image"
)

// turn is how a camera was held, as EXIF numbers it: 1 is upright, 6 means that
// the picture is to be turned a quarter clockwise.
type turn int

// orientationTag is the one thing that is read of what a camera writes.
const orientationTag = 0x0112

// orientation finds it in the first directory; upright where there is none.
func orientation(exif []byte) turn {
	if len(exif) < 8 {
		return 1
	}
	var order binary.ByteOrder = binary.BigEndian
	if string(exif[:2]) == "II" {
		order = binary.LittleEndian
	} else if string(exif[:2]) != "MM" {
		return 1
	}
	at := int(order.Uint32(exif[4:]))
	if at < 8 || at+2 > len(exif) {
		return 1
	}
	n := int(order.Uint16(exif[at:]))
	for i := range n {
		entry := at + 2 + 12*i
		if entry+12 > len(exif) {
			return 1
		}
		if order.Uint16(exif[entry:]) == orientationTag {
			if v := turn(order.Uint16(exif[entry+8:])); v >= 1 && v <= 8 {
				return v
			}
			return 1
		}
	}
	return 1
}

// swaps tells whether width and height change places.
func (t turn) swaps() bool { return t >= 5 }

// apply draws the picture upright.
func (t turn) apply(from *image.NRGBA) *image.NRGBA {
	if t <= 1 {
		return from
	}
	w, h := from.Bounds().Dx(), from.Bounds().Dy()
	to := image.NewNRGBA(image.Rect(0, 0, w, h))
	if t.swaps() {
		to = image.NewNRGBA(image.Rect(0, 0, h, w))
	}
	for y := range h {
		for x := range w {
			u, v := t.place(x, y, w, h)
			to.SetNRGBA(u, v, from.NRGBAAt(x, y))
		}
	}
	return to
}

// place is where a pixel comes to stand.
func (t turn) place(x, y, w, h int) (int, int) {
	switch t {
	case 2:
		return w - 1 - x, y
	case 3:
		return w - 1 - x, h - 1 - y
	case 4:
		return x, h - 1 - y
	case 5:
		return y, x
	case 6:
		return h - 1 - y, x
	case 7:
		return h - 1 - y, w - 1 - x
	case 8:
		return y, w - 1 - x
	}
	return x, y
}
