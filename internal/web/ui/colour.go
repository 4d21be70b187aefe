package ui

import (
	"math"
	"strconv"
	"strings"
)

// Colour is an opaque colour of the screen.
type Colour struct{ R, G, B uint8 }

// ParseColour reads #rgb or #rrggbb.
func ParseColour(s string) (Colour, bool) {
	s, ok := strings.CutPrefix(strings.TrimSpace(s), "#")
	if !ok {
		return Colour{}, false
	}
	if len(s) == 3 {
		s = string([]byte{s[0], s[0], s[1], s[1], s[2], s[2]})
	}
	if len(s) != 6 {
		return Colour{}, false
	}
	n, err := strconv.ParseUint(s, 16, 24)
	if err != nil {
		return Colour{}, false
	}
	return Colour{uint8(n >> 16), uint8(n >> 8), uint8(n)}, true
}

// String writes the colour as #rrggbb.
func (c Colour) String() string {
	const hex = "0123456789abcdef"
	return string([]byte{'#', hex[c.R>>4], hex[c.R&15], hex[c.G>>4], hex[c.G&15], hex[c.B>>4], hex[c.B&15]})
}

// Contrast is the contrast ratio of two colours as WCAG counts it, 1 to 21.
func Contrast(a, b Colour) float64 {
	la, lb := a.luminance(), b.luminance()
	if la < lb {
		la, lb = lb, la
	}
	return (la + 0.05) / (lb + 0.05)
}

func (c Colour) luminance() float64 {
	return 0.2126*linear(c.R) + 0.7152*linear(c.G) + 0.0722*linear(c.B)
}

func linear(v uint8) float64 {
	s := float64(v) / 255
	if s <= 0.04045 {
		return s / 12.92
	}
	return math.Pow((s+0.055)/1.055, 2.4)
}

// mix goes from c towards other by part (0 to 1).
func (c Colour) mix(other Colour, part float64) Colour {
	at := func(a, b uint8) uint8 { return uint8(math.Round(float64(a) + (float64(b)-float64(a))*part)) }
	return Colour{at(c.R, other.R), at(c.G, other.G), at(c.B, other.B)}
}

// Brand is a network's colour as the pages use it in one theme.
type Brand struct {
	Fill  Colour // of the primary button and of stripes; readable as text on paper
	Hover Colour
	Text  Colour // on Fill and on Hover
}

var (
	white      = Colour{255, 255, 255}
	black      = Colour{0, 0, 0}
	lightPaper = Colour{0xFB, 0xF8, 0xF3}
	darkCard   = Colour{0x20, 0x1C, 0x16}
)

// LightBrand and DarkBrand derive a brand from any colour. The fill keeps the
// hue and moves towards black (or white) only as far as it must: 4.6:1 against
// the page, so that it can be text as well, and its own text the same against it.
func LightBrand(c Colour) Brand { return derive(c, black, lightPaper, white) }

// DarkBrand is LightBrand for the dark theme.
func DarkBrand(c Colour) Brand { return derive(c, white, darkCard, c.mix(black, 0.85)) }

func derive(c, away, ground, text Colour) Brand {
	const enough = 4.6
	fill := c
	for i := 0; i <= 100; i++ {
		fill = c.mix(away, float64(i)/100)
		if Contrast(fill, ground) >= enough && Contrast(fill, text) >= enough {
			break
		}
	}
	// Visibly another shade; what is almost black (or white) already goes back.
	hover := fill.mix(text, 0.22)
	for _, part := range []float64{0.22, 0.35, 0.5, 0.7} {
		if h := fill.mix(away, part); Contrast(h, fill) >= 1.2 {
			hover = h
			break
		}
	}
	return Brand{Fill: fill, Hover: hover, Text: text}
}
