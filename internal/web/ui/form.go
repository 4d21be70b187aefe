package ui

import (
	"context"
	"io"
	"net/url"
	"strings"
	"unicode/utf8"

	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/i18n"
)

// Input is what a field takes.
type Input uint8

const (
	Text Input = iota
	Email
	Phone
	Web // an address of a page
	Number
	Date
	Time
	DateTime // wall time, without a zone
	Search
	Password // only where a code has to stay unseen
	Code     // a code of digits, as mailed
	File
	Area   // several lines
	Select // one of Options in a list
	Radios // one of Options, each in a row
	Checks // any of Options, each in a row
	Check  // one box: Label stands beside it
	Hidden
)

// Option is one choice of a Select, Radios or Checks.
type Option struct {
	Value string
	Label string
	Hint  string
	Lang  string // of Label, where it is another than the page's
	Group string // heading in a Select; options of one group stand together
}

// Field is one question of a form with all that belongs to it: label, hint,
// what is wrong, and what was typed before.
type Field struct {
	Type    Input
	Name    string
	ID      string // Name, if nothing is said
	Label   string
	Hint    string
	Error   string
	Value   string
	Values  []string // of Checks
	Options []Option

	Autocomplete string // "name", "email", "organization", …
	Required     bool
	Short        bool // as wide as its content
	Rows         int
	Min, Max     string
	MaxLength    int
	Accept       string // of a File
	LTR          bool   // code, address or number: never turned round
	Lang         string // of what is to be typed
	List         string // id of a datalist
	Multiple     bool   // of a File
	Guess        bool   // the script may fill in the device's own zone
	Labelled     string // aria-label of a field whose label would be noise for who sees it
}

// Render writes the field.
func (f Field) Render(ctx context.Context, w io.Writer) error {
	if f.ID == "" {
		f.ID = f.Name
	}
	return field(f).Render(ctx, w)
}

func (f Field) hintID() string { return f.ID + "-hint" }
func (f Field) errID() string  { return f.ID + "-err" }

// described lists what aria-describedby names.
func (f Field) described() string {
	var ids []string
	if f.Hint != "" {
		ids = append(ids, f.hintID())
	}
	if f.Error != "" {
		ids = append(ids, f.errID())
	}
	return strings.Join(ids, " ")
}

func (f Field) inputType() string {
	return map[Input]string{Email: "email", Phone: "tel", Web: "url", Date: "date", Time: "time",
		DateTime: "datetime-local", Search: "search", Password: "password", File: "file"}[f.Type]
}

func (f Field) inputMode() string {
	if f.Type == Number || f.Type == Code {
		return "numeric"
	}
	return ""
}

// ltr tells whether what is typed is read from one side in every language.
func (f Field) ltr() bool {
	switch f.Type {
	case Email, Phone, Web, Code, Password:
		return true
	}
	return f.LTR
}

func (f Field) class() string {
	switch {
	case f.Short, f.Type == Number, f.Type == Date, f.Type == Time, f.Type == DateTime, f.Type == Code:
		return "in s"
	}
	return "in"
}

func (f Field) chosen(value string) bool {
	if f.Type != Checks {
		return f.Value == value
	}
	for _, v := range f.Values {
		if v == value {
			return true
		}
	}
	return false
}

// optionID is the id of the nth choice; the first has the field's own, so that
// the error summary leads to it.
func (f Field) optionID(n int) string {
	if n == 0 {
		return f.ID
	}
	return f.ID + "-" + itoa(n)
}

// groups are the Options by their Group, in order of appearance.
func (f Field) groups() [][]Option {
	var all [][]Option
	for _, o := range f.Options {
		if n := len(all); n > 0 && all[n-1][0].Group == o.Group {
			all[n-1] = append(all[n-1], o)
			continue
		}
		all = append(all, []Option{o})
	}
	return all
}

// Languages are the choices of a language field, each called as it calls itself:
// whoever looks for theirs may not read the page's.
func Languages(codes []string) []Option {
	var list []Option
	for _, lang := range codes {
		list = append(list, Option{Value: lang, Label: i18n.For(lang).LangTitle(lang), Lang: lang})
	}
	return list
}

// Form fills fields with what was typed and with what is wrong with it.
type Form struct {
	L      *i18n.Locale
	Values url.Values  // as posted, or as stored
	Err    *errs.Error // nil on the first showing
}

// Field completes a field from the form: its value, its error, its id.
func (f Form) Field(field Field) Field {
	if field.ID == "" {
		field.ID = field.Name
	}
	if vs, ok := f.Values[field.Name]; ok && field.Type != File && field.Type != Password {
		field.Values = vs
		field.Value = ""
		if len(vs) > 0 {
			field.Value = vs[0]
		}
	}
	if f.Err != nil {
		for _, e := range f.Err.Fields {
			if e.Name == field.Name {
				field.Error = f.L.Text(e.Text)
			}
		}
		if field.Error == "" && field.illegible() {
			field.Error = f.L.T("form.garbled|Some characters here cannot be read. Please write anew what stands as \uFFFD.")
		}
	}
	return field
}

// illegible tells whether something of what was typed was no text: it stands as
// U+FFFD.
func (f Field) illegible() bool {
	for _, v := range f.Values {
		if strings.ContainsRune(v, utf8.RuneError) {
			return true
		}
	}
	return false
}

// Summary lists what is wrong, each a link to its field; nothing if all is
// well. It stands first in main, above the h1.
func (f Form) Summary() ErrorSummary { return ErrorSummary{L: f.L, Err: f.Err} }

// ErrorSummary lists the errors of a form at the top of the page.
type ErrorSummary struct {
	L     *i18n.Locale
	Err   *errs.Error
	Title string // "Something needs another look" if empty
}

// Render writes the summary, or nothing without an error.
func (s ErrorSummary) Render(ctx context.Context, w io.Writer) error {
	if s.Err == nil {
		return nil
	}
	if s.Title == "" {
		s.Title = s.L.T("ui.errors.title|Something needs another look")
	}
	return errorSummary(s).Render(ctx, w)
}

// general is the sentence of the error itself, unless it only says that there
// is a list of fields.
func (s ErrorSummary) general() string {
	if s.Err.Text.Msg == "" || errs.OfFields(s.Err) {
		return ""
	}
	return s.L.Text(s.Err.Text)
}
