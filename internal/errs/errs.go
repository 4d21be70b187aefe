// Package errs is the closed set of ways in which something can fail, each
// with a sentence that is safe to show.
//
// A room answers with an *Error where the person asking can do something about
// it; every other error is Internal and shows nothing of itself. The sentence
// is a message key with its English beside it ("series.closed|Registration has
// closed."), translated where it is shown; see package i18n.
//
// This package is a leaf: it imports only the standard library.
package errs

import (
	"errors"
	"fmt"
	"strings"
)

// Kind says what went wrong, as far as the one who asked may know.
type Kind uint8

const (
	Internal    Kind = iota // a fault of ours; nothing about it is shown
	Invalid                 // what was sent cannot be used; Fields says where (422)
	NotFound                // not there, or not theirs: both read alike (404)
	Conflict                // somebody was faster, or there is no place left (409)
	Closed                  // the time for it is over or has not come (410)
	TooMany                 // asked too often (429)
	SignIn                  // needs a sign-in (to the sign-in page)
	StepUp                  // needs a stronger or fresher sign-in
	Unavailable             // cannot be done now, can be later (503)
)

// Text is a sentence for people: a message ("key|English {name}") and the
// values of its placeholders, name and value in turn.
type Text struct {
	Msg  string
	Args []any
}

// T makes a Text.
func T(msg string, args ...any) Text { return Text{msg, args} }

// Field is a sentence that belongs beside one input of a form.
type Field struct {
	Name string
	Text Text
}

// Error is an error of a known kind with a sentence that is safe to show.
type Error struct {
	Kind   Kind
	Text   Text
	Fields []Field
	cause  error
}

// New makes an error of the given kind. Its args must hold no personal data
// except what the reader typed.
func New(kind Kind, msg string, args ...any) *Error {
	return &Error{Kind: kind, Text: T(msg, args...)}
}

// Because adds the cause, which is logged and never shown.
func (e *Error) Because(err error) *Error {
	e.cause = err
	return e
}

// Error is for logs: the key and the cause, never the arguments, since these
// may be personal.
func (e *Error) Error() string {
	key, _, _ := strings.Cut(e.Text.Msg, "|")
	for _, f := range e.Fields {
		k, _, _ := strings.Cut(f.Text.Msg, "|")
		key += " " + f.Name + ":" + k
	}
	if e.cause != nil {
		return key + ": " + e.cause.Error()
	}
	return key
}

func (e *Error) Unwrap() error { return e.cause }

// NotThere is the one error for what does not exist and for what the viewer
// may not know of.
func NotThere() *Error {
	return New(NotFound, "err.not-found|This page does not exist, or it is not yours to see.")
}

// Of returns the *Error in err's chain, or nil.
func Of(err error) *Error {
	var e *Error
	if errors.As(err, &e) {
		return e
	}
	return nil
}

// KindOf returns the kind of err: Internal unless an *Error says otherwise.
func KindOf(err error) Kind {
	if e := Of(err); e != nil {
		return e.Kind
	}
	return Internal
}

// Is tells whether err is of the kind.
func Is(err error, kind Kind) bool { return err != nil && Of(err) != nil && KindOf(err) == kind }

// Wrap adds where to *err, if there is one: defer errs.Wrap(&err, "register").
// The format's arguments must not be personal.
func Wrap(err *error, format string, args ...any) {
	if *err != nil {
		*err = fmt.Errorf("%s: %w", fmt.Sprintf(format, args...), *err)
	}
}

// Form collects what is wrong with the fields of a form.
type Form struct{ fields []Field }

// Add notes what is wrong with the field. The first word on a field stands.
func (f *Form) Add(name, msg string, args ...any) {
	if f.Has(name) {
		return
	}
	f.fields = append(f.fields, Field{name, T(msg, args...)})
}

// Has tells whether something is wrong with the field.
func (f *Form) Has(name string) bool {
	for _, x := range f.fields {
		if x.Name == name {
			return true
		}
	}
	return false
}

// Err returns an Invalid error with the fields, or nil.
func (f *Form) Err() error {
	if len(f.fields) == 0 {
		return nil
	}
	e := New(Invalid, formText)
	e.Fields = f.fields
	return e
}

const formText = "err.form|Something is missing or cannot be used. See beside the fields."

// OfFields tells whether an error says nothing but what its fields say.
func OfFields(e *Error) bool { return e.Text.Msg == formText }
