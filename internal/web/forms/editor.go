package forms

import (
	"maps"

	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/i18n"
	"codeberg.org/plenary/plenary/internal/web"
	"codeberg.org/plenary/plenary/internal/web/ui"
)

// Editor is a long form on its page.
type Editor struct {
	R      *web.Request
	In     Entry
	Form   ui.Form
	Action string // where it is sent
	New    bool   // what it describes is not there yet
	Told   int    // how many people are told if it is saved
	Past   int    // how many dates saving it puts into the past
}

// Sent is a form as it was sent, without the buttons that only ask for a look:
// at what would come of it, or for a city.
func Sent(r *web.Request) Entry {
	in := Entry{Values: maps.Clone(r.Form), L: r.L, Langs: Languages(r, r.Value("primary"), nil), Ask: r.Form.Has("change-zone")}
	in.Preview = in.Ask || r.Form.Has("preview")
	in.Values.Del("preview")
	in.Values.Del("change-zone")
	return in
}

// LookOnly is Look for a form that asks for no more, so that no write waits for
// it.
func (in Entry) LookOnly() error {
	if in.Preview {
		return Look()
	}
	return nil
}

// Answered marks a page that was only asked for a look as all right.
func (in Entry) Answered(page web.Page) web.Page {
	if in.Preview {
		return Shown(page)
	}
	return page
}

// Version is that of the thing from which the form was made.
func (in Entry) Version() int {
	if n := in.Number(&errs.Form{}, "version"); n != nil {
		return *n
	}
	return 0
}

// Beside puts what is wrong with a thing beside the fields of its form, one
// fault to a field: the room names parts of a thing, the form asks for some of
// them in another place or in several languages.
func Beside(l *i18n.Locale, wrong *errs.Error, field func(errs.Field) string) *errs.Error {
	if wrong == nil || len(wrong.Fields) == 0 {
		return wrong
	}
	placed := *wrong
	placed.Fields = nil
	for _, f := range wrong.Fields {
		f.Name, f.Text = field(f), Readable(l, f.Text)
		if !HasField(&placed, f.Name) {
			placed.Fields = append(placed.Fields, f)
		}
	}
	return &placed
}

// Field completes a field of the form.
func (p Editor) Field(f ui.Field) ui.Field { return p.Form.Field(f) }

// Text is a field for one language of a text.
func (p Editor) Text(f ui.Field, lang string) ui.Field { return p.In.In(p.Form, f, lang) }

// WrongIn tells whether something is wrong in a part that is folded away; then
// it is not.
func (p Editor) WrongIn(prefixes ...string) bool { return WrongIn(p.Form.Err, prefixes...) }

// OpenRows tells whether a part of rows stands open: something is wrong in it,
// or somebody has just asked for one more row.
func (p Editor) OpenRows(rows string) bool {
	return p.WrongIn(rows+".") || p.R.Form.Has("preview") && RowCount(p.In.Values, rows) > 0
}

// SaveLabel is on the button that saves: who is told stands on it, and what is
// new is added in its own words.
func (p Editor) SaveLabel(add string) string {
	switch {
	case p.Told > 0:
		return p.R.L.T("org.session.save-tell|Save and tell {n} person|Save and tell {n} people", "n", p.Told)
	case p.New:
		return add
	}
	return p.R.L.T("form.save|Save")
}

// PastNotice asks whether dates are meant to lie in the past.
func (p Editor) PastNotice() ui.Notice {
	word := p.R.L.T("org.told.word|Not saved yet.")
	if p.Told > 0 { // said already
		word = ""
	}
	return ui.Notice{Tone: ui.Warn, Word: word,
		Text: p.R.L.T("org.past|{n} date lies in the past. If you mean that, save once more.|{n} dates lie in the past. If you mean that, save once more.", "n", p.Past)}
}

// MeansPast tells whether a form was sent from a page that has asked so.
func (in Entry) MeansPast(r *web.Request) bool { return r.Value("past") == in.Fingerprint() }

// WallHint says whose clock a planned time is meant by.
func (p Editor) WallHint(s string) string {
	if p.In.Get("zone") == "" {
		return s
	}
	return p.R.L.T("org.field.wall-hint|Time in {city}. {more}", "city", i18n.City(p.In.Get("zone")), "more", s)
}
