package files

import (
	"bytes"
	"encoding/binary"
	"image"
	"image/color"
	"io"
)

// format is one way in which a picture can be written.
type format struct {
	magic  string
	head   func(io.Reader) (image.Config, error)
	whole  func(io.Reader) (image.Image, error)
	memory func(head image.Config, data []byte) int // that decoding takes
	exif   func(data []byte) []byte                 // what the camera wrote, nil if nothing
}

// flatMemory is that of pictures with a byte for each pixel.
func flatMemory(head image.Config, _ []byte) int { return 2 * head.Width * head.Height }

// webpMemory is that of the larger of the two ways in which WebP is written.
func webpMemory(head image.Config, _ []byte) int { return 6 * head.Width * head.Height }

// pngMemory counts bytes for each pixel, twice if the passes of an interlaced
// picture are put together.
func pngMemory(head image.Config, data []byte) int {
	each := 4
	switch head.ColorModel {
	case color.NRGBA64Model, color.RGBA64Model:
		each = 8
	case color.GrayModel:
		each = 1
	case color.Gray16Model:
		each = 2
	}
	if _, palette := head.ColorModel.(color.Palette); palette {
		each = 1
	}
	if len(data) > 28 && data[28] != 0 {
		each *= 2
	}
	return each * head.Width * head.Height
}

// jpegMemory reads from the frame's header how many samples there are. A
// progressive picture is held as numbers of four bytes until its last part has
// come.
func jpegMemory(head image.Config, data []byte) int {
	each, pixels := 3, head.Width*head.Height
	frame, progressive := jpegFrame(data)
	if len(frame) >= 6 {
		parts := int(frame[5])
		if parts == 4 {
			each = 4
		}
		samples, widest := 0, 1
		for i := range parts {
			at := 6 + 3*i + 1
			if at >= len(frame) {
				break
			}
			area := int(frame[at]>>4) * int(frame[at]&15)
			samples, widest = samples+area, max(widest, area)
		}
		if progressive {
			return each*pixels + 4*pixels*samples/widest
		}
	}
	return each * pixels
}

// jpegFrame returns the frame's header, and whether the picture is progressive.
func jpegFrame(data []byte) (frame []byte, progressive bool) {
	eachSegment(data, func(marker byte, body []byte) bool {
		if marker >= 0xc0 && marker <= 0xc2 {
			frame, progressive = body, marker == 0xc2
			return false
		}
		return true
	})
	return frame, progressive
}

// eachSegment goes through the segments of a JPEG up to its first scan.
func eachSegment(data []byte, do func(marker byte, body []byte) bool) {
	for at := 2; at+4 <= len(data); {
		if data[at] != 0xff {
			return
		}
		marker := data[at+1]
		if marker == 0xff { // padding
			at++
			continue
		}
		size := int(binary.BigEndian.Uint16(data[at+2:]))
		if marker == 0xda || size < 2 || at+2+size > len(data) || !do(marker, data[at+4:at+2+size]) {
			return
		}
		at += 2 + size
	}
}

func noEXIF([]byte) []byte { return nil }

func jpegEXIF(data []byte) (found []byte) {
	eachSegment(data, func(marker byte, body []byte) bool {
		if exif, ok := bytes.CutPrefix(body, []byte("Exif\x00\x00")); ok && marker == 0xe1 {
			found = exif
			return false
		}
		return true
	})
	return found
}

func pngEXIF(data []byte) []byte {
	for at := 8; at+12 <= len(data); {
		size := int(binary.BigEndian.Uint32(data[at:]))
		if size < 0 || size > len(data)-at-12 {
			return nil
		}
		if string(data[at+4:at+8]) == "eXIf" {
			return data[at+8 : at+8+size]
		}
		at += 12 + size
	}
	return nil
}

func webpEXIF(data []byte) []byte {
	for at := 12; at+8 <= len(data); {
		size := int(binary.LittleEndian.Uint32(data[at+4:]))
		if size < 0 || size > len(data)-at-8 {
			return nil
		}
		if string(data[at:at+4]) == "EXIF" {
			body := data[at+8 : at+8+size]
			return bytes.TrimPrefix(body, []byte("Exif\x00\x00"))
		}
		at += 8 + size + size%2
	}
	return nil
}
