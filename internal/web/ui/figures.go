package ui

import (
	"context"
	"io"
	"strconv"

	"codeberg.org/plenary/plenary/internal/i18n"
)

// Figure frames a picture: its title is the finding ("Most of us live between
// Lisbon and Kolkata"), its note says what was counted. The picture is its child.
type Figure struct {
	Finding string
	Note    string
	ID      string
}

// Render writes the frame.
func (f Figure) Render(ctx context.Context, w io.Writer) error { return figure(f).Render(ctx, w) }

// Bars compares counts. Each bar is a row of a table, so picture and table are
// one. Across draws them from west to east instead where there is room (zones,
// weeks): an ordinal axis, every step as wide as the next, with the table under
// it; on a phone the rows are shown.
type Bars struct {
	L       *i18n.Locale
	Finding string // title of the figure
	Note    string
	Of      string // what the rows are: "Language"
	Unit    string // what is counted: "People"
	Bars    []Bar
	Across  bool
	Share   bool // print each as a share of Total as well
	Total   int  // the sum of all if 0
	ID      string
}

// Bar is one count.
type Bar struct {
	Label string
	Lang  string // of Label
	Sub   string // second line: cities of a zone
	Tick  string // what stands under a bar Across; Label if empty
	N     int
	Mark  bool // the one that the finding is about
	Href  string
}

// Render writes the figure.
func (b Bars) Render(ctx context.Context, w io.Writer) error {
	if b.Total == 0 {
		for _, x := range b.Bars {
			b.Total += x.N
		}
	}
	return bars(b).Render(ctx, w)
}

func (b Bars) most() int {
	m := 1
	for _, x := range b.Bars {
		m = max(m, x.N)
	}
	return m
}

// Funnel shows how many are left at each step: registered, confirmed, attended.
type Funnel struct {
	L       *i18n.Locale
	Finding string
	Note    string
	Of      string
	Unit    string
	Steps   []Bar
	ID      string
}

// Render writes the figure: bars whose share is of the first.
func (f Funnel) Render(ctx context.Context, w io.Writer) error {
	b := Bars{L: f.L, Finding: f.Finding, Note: f.Note, Of: f.Of, Unit: f.Unit, Bars: f.Steps, Share: true, ID: f.ID}
	if len(f.Steps) > 0 {
		b.Total = f.Steps[0].N
	}
	return b.Render(ctx, w)
}

func (b Bars) shareOf(n int) string {
	if b.Total <= 0 {
		return ""
	}
	return b.L.Percent(float64(n) / float64(b.Total))
}

// The drawing across: lengths along the axis are percentages, so that it fits
// any width with letters of one size; heights are pixels.
const (
	acrossTop    = 26  // room for the number
	acrossHeight = 150 // of the highest bar
	acrossFloor  = acrossTop + acrossHeight
	acrossAll    = acrossFloor + 30
)

type column struct {
	bar                Bar
	x, width, mid      string
	y, height, numberY string
}

// columns places the bars; where one reads from the other side, from there.
func (b Bars) columns() []column {
	step := 100 / float64(max(len(b.Bars), 1))
	most := b.most()
	out := make([]column, 0, len(b.Bars))
	for i, x := range b.Bars {
		at := float64(i) * step
		if b.L.Dir() == "rtl" {
			at = 100 - step - at
		}
		h := float64(acrossHeight) * float64(x.N) / float64(most)
		if x.N > 0 {
			h = max(h, 2)
		}
		out = append(out, column{
			bar: x,
			x:   share100(at + step*0.12), width: share100(step * 0.76), mid: share100(at + step/2),
			y: decimal(acrossFloor - h), height: decimal(h), numberY: decimal(acrossFloor - h - 7),
		})
	}
	return out
}

func (b Bars) tick(x Bar) string {
	if x.Tick != "" {
		return x.Tick
	}
	return x.Label
}

func decimal(f float64) string { return strconv.FormatFloat(f, 'f', 1, 64) }

func share100(f float64) string { return strconv.FormatFloat(f, 'f', 2, 64) + "%" }

// scale is what a whole bar stands for: the total where shares are shown.
func scale(b Bars) int {
	if b.Share {
		return b.Total
	}
	return b.most()
}
