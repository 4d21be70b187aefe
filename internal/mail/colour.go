package mail

import (
	"math"
	"strconv"
)

const (
	brick = "#9B2C1F" // of a network that has chosen no colour
	ink   = "#1F1B16"
	white = "#FFFFFF"
)

func isColour(s string) bool {
	if len(s) != 7 || s[0] != '#' {
		return false
	}
	_, err := strconv.ParseUint(s[1:], 16, 32)
	return err == nil
}

// readableOn chooses ink or white, whichever stands out more from the colour.
func readableOn(colour string) string {
	if contrast(colour, white) >= contrast(colour, ink) {
		return white
	}
	return ink
}

// contrast is the ratio that WCAG defines.
func contrast(a, b string) float64 {
	x, y := luminance(a), luminance(b)
	return (max(x, y) + 0.05) / (min(x, y) + 0.05)
}

// luminance is how bright "#rrggbb" is, from 0 to 1, as WCAG defines it.
func luminance(colour string) float64 {
	v, _ := strconv.ParseUint(colour[1:], 16, 32)
	channel := func(c uint64) float64 {
		x := float64(c&0xff) / 255
		if x <= 0.04045 {
			return x / 12.92
		}
		return math.Pow((x+0.055)/1.055, 2.4)
	}
	return 0.2126*channel(v>>16) + 0.7152*channel(v>>8) + 0.0722*channel(v)
}
