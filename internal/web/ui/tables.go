package ui

import (
	"context"
	"io"

	"github.com/a-h/templ"

	"codeberg.org/plenary/plenary/internal/i18n"
)

// Scroll is the region in which a wide table scrolls by itself; it has a name
// and takes the focus, so that the keyboard can scroll it. The table is its
// child.
type Scroll struct {
	Label string
	Tall  bool // scrolls in both directions under a head that stays
}

// Render writes the region.
func (s Scroll) Render(ctx context.Context, w io.Writer) error { return scroll(s).Render(ctx, w) }

// Table is a table of texts in a Scroll of its own.
type Table struct {
	Caption string
	Hidden  bool // the caption is for who cannot see the heading above
	Columns []Column
	Rows    [][]Cell
	Tall    bool // long: scrolls in a frame of its own under a head that stays
	Stack   bool // on a phone each row becomes a block with the columns' names in it
}

// Column is the head of a column.
type Column struct {
	Label string
	Num   bool   // numbers, aligned at their end
	Sort  string // address that sorts by it; "" if it does not
	Order string // "ascending" or "descending" if the table is sorted by it now
}

// Cell is one cell: a text, or anything.
type Cell struct {
	Text string
	Href string
	Body templ.Component
	Head bool // names its row
}

// Render writes the table.
func (t Table) Render(ctx context.Context, w io.Writer) error { return table(t).Render(ctx, w) }

func (t Table) num(n int) bool { return n < len(t.Columns) && t.Columns[n].Num }

// Pagination leads to the next part of a list. Where says where one is: "51–100
// of 630".
type Pagination struct {
	L          *i18n.Locale
	Prev, Next string // addresses; "" at an end
	Where      string
}

// Render writes the links, or nothing if there is one part only.
func (p Pagination) Render(ctx context.Context, w io.Writer) error {
	if p.Prev == "" && p.Next == "" {
		return nil
	}
	return pagination(p).Render(ctx, w)
}

// Filter is the form above a list: a GET, so that the address can be passed on.
type Filter struct {
	L      *i18n.Locale
	Action string
	Label  string // names the form
	Fields []Field
	Clear  string // address without any filter; "" if none is set
	Found  string // what came out: "18 of 630 people"
	Keep   map[string]string
}

// Render writes the form.
func (f Filter) Render(ctx context.Context, w io.Writer) error { return filter(f).Render(ctx, w) }

// Tabs are views of one thing as links, with a count where that helps.
type Tabs struct {
	L     *i18n.Locale
	Label string
	Items []Tab
}

// Tab is one view.
type Tab struct {
	Label string
	Href  string
	Here  bool
	Count int // -1 shows none
}

// Render writes the links.
func (t Tabs) Render(ctx context.Context, w io.Writer) error { return tabs(t).Render(ctx, w) }

// Disclosure hides what most do not need behind its summary. Its children are
// the content.
type Disclosure struct {
	Summary string
	Open    bool
}

// Render writes the disclosure.
func (d Disclosure) Render(ctx context.Context, w io.Writer) error {
	return disclosure(d).Render(ctx, w)
}

// Card frames one of several like things; its children are the content.
type Card struct {
	Title string
	Lang  string
	Href  string
	Sub   string
	Track Track
	Tags  []Tag
	ID    string
	Level int // heading level, 2 if zero
}

// Render writes the card.
func (c Card) Render(ctx context.Context, w io.Writer) error {
	if c.Level == 0 {
		c.Level = 2
	}
	return card(c).Render(ctx, w)
}

// Cards lays out its children, each a Card, in as many columns as fit.
func Cards() templ.Component { return cards() }

// Copy shows a text that is to be passed on, such as an address. With the
// script it has a button that copies it.
type Copy struct {
	L     *i18n.Locale
	ID    string
	Label string
	Value string
	Hint  string
}

// Render writes the text.
func (c Copy) Render(ctx context.Context, w io.Writer) error { return copyBox(c).Render(ctx, w) }
