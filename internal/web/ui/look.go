package ui

import (
	"crypto/sha256"
	"crypto/sha512"
	"embed"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"strings"
	"sync"

	"github.com/a-h/templ"
)

//go:embed assets/base.css assets/desk.css assets/calendar.css assets/print.css assets/plenary.js assets/passkey.js assets/work.js
var files embed.FS

// Asset is a file of ours that pages refer to. Its path holds a hash of its
// content, so it may be cached for ever.
type Asset struct {
	Path      string // /assets/plenary.0a1b2c3d4e5f.js
	Type      string // content type
	Integrity string // for the integrity attribute and the policy
	Body      []byte
}

// Script is the one script.
var Script = sync.OnceValue(func() Asset {
	return asset("plenary", "js", "text/javascript; charset=utf-8", bare(read("plenary.js")))
})

// WorkScript is what the page with one more step runs, and no other.
var WorkScript = sync.OnceValue(func() Asset {
	return asset("work", "js", "text/javascript; charset=utf-8", bare(read("work.js")))
})

// passkeyFile is the script of the pages that ask for a passkey.
var passkeyFile = sync.OnceValue(func() Asset {
	return asset("passkey", "js", "text/javascript; charset=utf-8", bare(read("passkey.js")))
})

// bare is a script without the lines that are comments and without indentation.
func bare(js string) string {
	var b strings.Builder
	for line := range strings.Lines(js) {
		line = strings.TrimSpace(line)
		if line != "" && !strings.HasPrefix(line, "//") {
			b.WriteString(line + "\n")
		}
	}
	return b.String()
}

// DeskSheet is the second sheet, for the pages of organisers.
var DeskSheet = sync.OnceValue(func() Asset {
	return asset("desk", "css", "text/css; charset=utf-8", minify(expandDark(read("desk.css"))))
})

// CalendarSheet is a further sheet, for the pages that show a calendar.
var CalendarSheet = sync.OnceValue(func() Asset {
	return asset("calendar", "css", "text/css; charset=utf-8", minify(read("calendar.css")))
})

// PrintSheet is what texts are printed with; nobody waits for it on a screen.
var PrintSheet = sync.OnceValue(func() Asset {
	return asset("print", "css", "text/css; charset=utf-8", minify(read("print.css")))
})

// Assets are all files to be served, each under its path.
func Assets() []Asset {
	return []Asset{Script(), WorkScript(), passkeyFile(), DeskSheet(), CalendarSheet(), PrintSheet()}
}

func read(name string) string {
	b, err := files.ReadFile("assets/" + name)
	if err != nil {
		panic(err) // embedded: cannot be missing
	}
	return string(b)
}

func asset(name, ext, typ, body string) Asset {
	sum := sha512.Sum384([]byte(body))
	return Asset{
		Path:      "/assets/" + name + "." + hex.EncodeToString(sum[:6]) + "." + ext,
		Type:      typ,
		Integrity: "sha384-" + base64.StdEncoding.EncodeToString(sum[:]),
		Body:      []byte(body),
	}
}

// Look is the inlined sheet with a network's own colour in it. Make one when
// the settings are read and keep it until they change.
type Look struct {
	CSS  string // what stands between <style> and </style>
	Hash string // sha256-…, for style-src, without quotes

	element string
	icon    templ.SafeURL // the stripes, in the network's colour
}

// DefaultBrand is the colour of a network that has chosen none: brick.
const DefaultBrand = "#9B2C1F"

var baseSheet = sync.OnceValue(func() string { return minify(expandDark(read("base.css"))) })

// NewLook makes the look for a colour (#rrggbb). Anything that is no colour
// gives the default.
func NewLook(colour string) *Look {
	css, fill := baseSheet(), strings.TrimPrefix(DefaultBrand, "#")
	if c, ok := ParseColour(colour); ok && !strings.EqualFold(colour, DefaultBrand) {
		css += brandCSS(c)
		fill = strings.TrimPrefix(LightBrand(c).Fill.String(), "#")
	}
	sum := sha256.Sum256([]byte(css))
	return &Look{
		CSS:     css,
		Hash:    "sha256-" + base64.StdEncoding.EncodeToString(sum[:]),
		element: "<style>" + css + "</style>",
		icon: templ.SafeURL("data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 32 32'%3E%3Crect width='32' height='32' rx='6' fill='%23fbf8f3'/%3E" +
			"%3Cpath fill='%23" + fill + "' d='M0 6h32v11H0zM0 20h32v2H0zM0 25h32v2H0z'/%3E%3C/svg%3E"),
	}
}

func brandCSS(c Colour) string {
	block := func(b Brand) string {
		return fmt.Sprintf("--brand:%s;--brand2:%s;--onbrand:%s", b.Fill, b.Hover, b.Text)
	}
	return minify(":root{" + block(LightBrand(c)) + "}" + expandDark("@dark{"+block(DarkBrand(c))+"}"))
}
