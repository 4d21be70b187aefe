package ui

import (
	"context"
	"io"
	"strings"

	"codeberg.org/plenary/plenary/internal/i18n"
)

// Tone says what kind of news something is. The word says it first; the colour
// only repeats it.
type Tone uint8

const (
	Plain Tone = iota // nothing in particular
	Info
	OK
	Warn
	Bad
)

func (t Tone) class() string {
	return [...]string{"", "info", "ok", "warn", "bad"}[t]
}

// join adds the tone to a class.
func (t Tone) join(class string) string {
	if t == Plain {
		return class
	}
	return class + " " + t.class()
}

// Kind is how much a button asks to be pressed. A view has one Primary.
type Kind uint8

const (
	Quiet   Kind = iota // the usual one
	Primary             // the one thing this page is for
	Danger              // takes something away from somebody
	Link                // looks like a link, is a button
)

// Button is a link where it has an Href, and submits its form where it has none.
type Button struct {
	Label string
	Kind  Kind
	Href  string

	Name, Value string // what a submit sends
	Form        string // id of the form, where the button stands outside it
	Action      string // another address than the form's own
	Loose       bool   // submits without the browser's checks (a step aside, not the end)
	Pressed     *bool  // of a button that switches something
	Busy        string // said while the answer is awaited, with the script
	About       string // said after the label to who cannot see what it belongs to: "Remove" + "Amina"
}

// Render writes the button.
func (b Button) Render(ctx context.Context, w io.Writer) error { return button(b).Render(ctx, w) }

func (b Button) class() string {
	switch b.Kind {
	case Primary:
		return "btn go"
	case Danger:
		return "btn no"
	case Link:
		return "link"
	}
	return "btn"
}

// Actions is a row of buttons; the primary one stands first.
type Actions []Button

// Render writes the row.
func (a Actions) Render(ctx context.Context, w io.Writer) error { return actions(a).Render(ctx, w) }

// Notice is news at the top of a page or beside what it is about. Word comes
// first ("Saved", "Please note"); Text is one or two sentences. Children may
// follow, such as a link.
type Notice struct {
	Tone Tone
	Word string
	Text string
	ID   string
	Live bool // result of what the reader just did: read out at once
}

// Render writes the notice.
func (n Notice) Render(ctx context.Context, w io.Writer) error { return notice(n).Render(ctx, w) }

func (n Notice) role() string {
	if n.Live && n.Tone == Bad {
		return "alert"
	}
	return "status"
}

// Undo says what was done and offers to take it back: a form of its own, in the
// place where other pages would have asked "are you sure".
type Undo struct {
	Word   string // "Cancelled."
	Text   string // what it means, and until when it can be undone
	Label  string // of the button: "Undo"
	Action string
	Fields map[string]string // sent unseen
	Swap   string            // ids to renew instead of a new page, with the script
}

// Render writes the notice with its button.
func (u Undo) Render(ctx context.Context, w io.Writer) error { return undo(u).Render(ctx, w) }

// Part is a part of the page that the script renews, and reads out when it
// changes: the preview of a form marked data-live with this ID, or what a form
// marked data-swap acts on. Its children are the part.
type Part struct{ ID string }

// Render writes the part.
func (p Part) Render(ctx context.Context, w io.Writer) error { return part(p).Render(ctx, w) }

// Poster hangs one thing on the wall: the theme of the week, the goal of a
// campaign. At most one to a page. Children follow the text.
type Poster struct {
	Kicker string // small words above
	Title  string
	Lang   string // of the title and the text
	Text   string
	Action Button // none without a Label
	Level  int    // heading level, 2 if zero
}

// Render writes the poster.
func (p Poster) Render(ctx context.Context, w io.Writer) error {
	if p.Level == 0 {
		p.Level = 2
	}
	return poster(p).Render(ctx, w)
}

// Tag is a state in one word.
type Tag struct {
	Tone Tone
	Word string
}

// Render writes the tag.
func (t Tag) Render(ctx context.Context, w io.Writer) error { return tag(t).Render(ctx, w) }

// Track is a track's letter in a coloured disc. Letters beyond F share a grey.
type Track struct {
	L     *i18n.Locale
	ID    string // "A"
	Title string // said instead of "Track A", if the track has a name
}

// Render writes the disc, or nothing where a series has no tracks.
func (t Track) Render(ctx context.Context, w io.Writer) error { return track(t).Render(ctx, w) }

func (t Track) class() string {
	if len(t.ID) == 1 && strings.Contains("ABCDE", t.ID) {
		return "bul " + strings.ToLower(t.ID)
	}
	return "bul"
}

func (t Track) name() string {
	if t.Title != "" {
		return t.Title
	}
	return t.L.T("ui.track|Track {id}", "id", t.ID)
}
