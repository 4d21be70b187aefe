package ui

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/base64"
	"regexp"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func gz(t *testing.T, s string) int {
	t.Helper()
	var b bytes.Buffer
	w, err := gzip.NewWriterLevel(&b, gzip.BestCompression)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.Write([]byte(s)); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Len()
}

func TestSheetsAndScriptStayWithinTheirBudgets(t *testing.T) {
	for _, c := range []struct {
		name   string
		body   string
		raw    int
		packed int
	}{
		{"inlined sheet with a colour", NewLook("#336699").CSS, 16 << 10, 4096},
		{"second sheet", string(DeskSheet().Body), 10 << 10, 3072},
		{"sheet of calendars", string(CalendarSheet().Body), 4 << 10, 1280},
		{"sheet of printed texts", string(PrintSheet().Body), 1 << 10, 512},
		{"script", string(Script().Body), 10 << 10, 4096},
		{"scripts of the page with one more step", string(Script().Body) + string(WorkScript().Body), 10 << 10, 4096},
		{"scripts of a page with a passkey", string(Script().Body) + string(passkeyFile().Body), 10 << 10, 4096},
	} {
		packed := gz(t, c.body)
		t.Logf("%s: %d bytes of %d, %d gzipped of %d", c.name, len(c.body), c.raw, packed, c.packed)
		if len(c.body) > c.raw || packed > c.packed {
			t.Errorf("%s: %d bytes of %d, %d gzipped of %d", c.name, len(c.body), c.raw, packed, c.packed)
		}
	}
}

func TestSheetsKnowStartAndEndOnly(t *testing.T) {
	sided := regexp.MustCompile(`[\s;{](top|bottom|(padding|margin|border)-(top|bottom)|((min|max)-)?(height|width))\s*:`)
	for _, name := range []string{"base.css", "desk.css", "calendar.css", "print.css"} {
		css := read(name)
		if m := regexp.MustCompile(`(?i)\b(left|right)\b`).FindString(css); m != "" {
			t.Errorf("%s: %s", name, m)
		}
		for _, m := range sided.FindAllString(css, -1) {
			t.Errorf("%s: %s", name, m)
		}
		if strings.Count(css, "!important") > 1 { // [hidden] alone
			t.Errorf("%s: !important", name)
		}
	}
}

func TestTheHashIsOfWhatStandsInTheElement(t *testing.T) {
	look := NewLook("#2B6CB0")
	sum := sha256.Sum256([]byte(look.CSS))
	if look.Hash != "sha256-"+base64.StdEncoding.EncodeToString(sum[:]) {
		t.Error("the hash is of something else")
	}
	if strings.Contains(look.CSS, "</") || strings.Contains(look.CSS, "@dark") {
		t.Error("the sheet would end early, or is not expanded")
	}
	if NewLook("red;}body{display:none").CSS != NewLook("").CSS {
		t.Error("what is no colour changed the sheet")
	}
}

func TestMinifyKeepsWhatSpacesMean(t *testing.T) {
	got := minify("/* x */ a :hover , b > c {\n color : red; inline-size: calc(1rem + 2px) ; }\n@media (min-width: 40rem) { d { e: f } }")
	if want := "a :hover,b>c{color :red;inline-size:calc(1rem + 2px)}@media (min-width:40rem){d{e:f}}"; got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

// tokens are the custom properties that a block of the base sheet sets.
func tokens(t *testing.T, block string) map[string]Colour {
	t.Helper()
	out := map[string]Colour{}
	for _, sheet := range []string{"base.css", "desk.css"} {
		css := read(sheet)
		i := strings.Index(css, block)
		if i < 0 {
			t.Fatalf("%s has no %s", sheet, block)
		}
		css, _, _ = strings.Cut(css[i:], "}")
		for _, m := range regexp.MustCompile(`--(\w+): (#\w+)`).FindAllStringSubmatch(css, -1) {
			c, ok := ParseColour(m[2])
			if !ok {
				t.Fatalf("%s is no colour", m[2])
			}
			out[m[1]] = c
		}
	}
	return out
}

func TestTokensContrast(t *testing.T) {
	for _, block := range []string{":root {", "@dark {"} {
		c := tokens(t, block)
		check := func(least float64, front string, grounds ...string) {
			for _, g := range grounds {
				if _, ok := c[g]; !ok {
					t.Fatalf("%s: no %s", block, g)
				}
				if r := Contrast(c[front], c[g]); r < least {
					t.Errorf("%s %s on %s: %.2f, want %.1f", block, front, g, r, least)
				}
			}
		}
		grounds := []string{"paper", "card", "sunk"}
		for _, front := range []string{"ink", "ink2", "link", "seen", "brand"} {
			check(4.5, front, grounds...)
		}
		for _, ground := range []string{"infobg", "okbg", "warnbg", "badbg"} {
			check(4.5, "ink", ground)
			check(4.5, "link", ground)
			check(4.5, "ink2", ground)
		}
		check(4.5, "ok", "okbg", "paper", "card")
		check(4.5, "warn", "warnbg", "paper", "card")
		check(4.5, "bad", "badbg", "paper", "card")
		check(4.5, "onbrand", "brand", "brand2")
		for _, track := range []string{"ta", "tb", "tc", "td", "te", "tf"} {
			check(4.5, "paper", track)
		}
		check(4.5, "ink", "s1", "s2")
		check(4.5, "s3t", "s3", "s4")
		check(3, "line", "paper", "card")
		check(3, "focus", grounds...)
	}
}

func TestAnyColourOfANetworkIsReadable(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := Colour{rapid.Byte().Draw(t, "r"), rapid.Byte().Draw(t, "g"), rapid.Byte().Draw(t, "b")}
		for _, x := range []struct {
			name            string
			brand           Brand
			ground, ground2 Colour
		}{{"light", LightBrand(c), lightPaper, white}, {"dark", DarkBrand(c), darkCard, Colour{0x17, 0x14, 0x0F}}} {
			for what, r := range map[string]float64{
				"fill on the page": Contrast(x.brand.Fill, x.ground), "fill on a card": Contrast(x.brand.Fill, x.ground2),
				"text on fill": Contrast(x.brand.Text, x.brand.Fill), "text on hover": Contrast(x.brand.Text, x.brand.Hover),
			} {
				if r < 4.5 {
					t.Fatalf("%s %s: %s %.2f (%v)", c, x.name, what, r, x.brand)
				}
			}
			if Contrast(x.brand.Hover, x.brand.Fill) < 1.1 {
				t.Fatalf("%s %s: hover is like fill", c, x.name)
			}
		}
		if p, ok := ParseColour(c.String()); !ok || p != c {
			t.Fatalf("%s reads as %s", c, p)
		}
	})
}

func TestParseColourRefusesWhatIsNone(t *testing.T) {
	for s, want := range map[string]bool{"#abc": true, "#A1b2C3": true, " #fff ": true, "": false, "red": false, "#12345": false, "#gggggg": false, "123456": false} {
		if _, ok := ParseColour(s); ok != want {
			t.Errorf("ParseColour(%q) = %v", s, ok)
		}
	}
}
