package web

import (
	"errors"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"net/url"
	"strings"
	"unicode/utf8"

	"codeberg.org/plenary/plenary/internal/errs"
)

// mostBody is how many bytes a POST may bring where its route says nothing.
const mostBody = 1 << 20

// readForm reads what a POST brings. What is no text in it stands as U+FFFD, so
// that the page can come back with all that was typed; see garbled.
func (r *Request) readForm(w http.ResponseWriter, hr *http.Request, most int64) error {
	if most == 0 {
		most = mostBody
	}
	hr.Body = http.MaxBytesReader(w, hr.Body, most)
	kind, _, _ := mime.ParseMediaType(hr.Header.Get("Content-Type"))
	var err error
	switch {
	case kind == "application/x-www-form-urlencoded":
		err = r.readFields(hr)
	case kind == "multipart/form-data":
		err = r.readParts(hr, most)
	case hr.ContentLength != 0:
		return errs.New(errs.Invalid, "err.no-form|This address takes what its page sends, and nothing else. Please open the page and fill in its form.").Because(errNoForm)
	}
	if tooLarge := new(http.MaxBytesError); errors.As(err, &tooLarge) {
		return errs.New(errs.Invalid, "err.too-large|What was sent is too large. Your browser’s back button brings back what you typed.").Because(err)
	}
	if err != nil {
		return errs.New(errs.Invalid, "err.unreadable|What was sent cannot be read.").Because(err)
	}
	return nil
}

var (
	errNoText = errors.New("a field is no text")
	errNoForm = errors.New("the body is no form")
)

// readFields reads the fields of a form without files. Programs that fill in
// forms do not always write them as browsers do: what is not escaped as it
// should be stands for itself.
func (r *Request) readFields(hr *http.Request) error {
	body, err := io.ReadAll(hr.Body)
	if err != nil {
		return err
	}
	r.Form = url.Values{}
	for pair := range strings.SplitSeq(string(body), "&") {
		if pair == "" {
			continue
		}
		name, value, _ := strings.Cut(pair, "=")
		r.keep(unescape(name), unescape(value))
	}
	return nil
}

// unescape reads what a form's fields are written in.
func unescape(s string) string {
	if plain, err := url.QueryUnescape(s); err == nil {
		return plain
	}
	return s
}

// readParts reads the fields and files of a form with files.
func (r *Request) readParts(hr *http.Request, most int64) error {
	parts, err := hr.MultipartReader()
	if err != nil {
		return err
	}
	form, err := parts.ReadForm(most)
	if err != nil {
		return err
	}
	r.Form = url.Values{}
	for name, values := range form.Value {
		for _, v := range values {
			r.keep(name, v)
		}
	}
	return r.readFiles(form)
}

// keep keeps a field, and what is text of it.
func (r *Request) keep(name, value string) {
	n, v := legible(name), legible(value)
	r.illegible = r.illegible || n != name || v != value
	r.Form.Add(n, v)
}

// legible returns the text with U+FFFD for what no database keeps and no page
// shows: NULs and bytes that are not UTF-8.
func legible(s string) string {
	return strings.ReplaceAll(strings.ToValidUTF8(s, "\uFFFD"), "\x00", "\uFFFD")
}

// garbled is what is wrong with a form of which something is no text, whatever
// else is wrong with it. The fields say the rest themselves; see ui.Form.
func garbled(err error) error {
	e := errs.New(errs.Invalid, "err.garbled|Some characters cannot be read. They stand as \uFFFD now: please write them anew and send the form again.").Because(errNoText)
	if first := errs.Of(err); err != nil && (first == nil || first.Kind != errs.Invalid) {
		return err
	} else if first != nil {
		e.Fields = first.Fields
	}
	return e
}

// readable tells whether all of it is text.
func readable(values url.Values) bool {
	for name, list := range values {
		if !isText(name) {
			return false
		}
		for _, v := range list {
			if !isText(v) {
				return false
			}
		}
	}
	return true
}

func isText(s string) bool { return utf8.ValidString(s) && !strings.ContainsRune(s, 0) }

func (r *Request) readFiles(form *multipart.Form) error {
	r.Files = map[string]Upload{}
	for name, headers := range form.File {
		if len(headers) == 0 || headers[0].Size == 0 {
			continue
		}
		f, err := headers[0].Open()
		if err != nil {
			return err
		}
		data, err := io.ReadAll(f)
		f.Close()
		if err != nil {
			return err
		}
		r.Files[legible(name)] = Upload{legible(headers[0].Filename), data}
	}
	return nil
}
