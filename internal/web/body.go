package web

import (
	"errors"
	"io"
	"mime/multipart"
	"net/http"
	"net/url"
	"strings"
	"unicode/utf8"

	"codeberg.org/plenary/plenary/internal/errs"
)

// mostBody is how many bytes a POST may bring where its route says nothing.
const mostBody = 1 << 20

// readForm reads what a POST brings. Text that is not UTF-8 or holds a NUL is
// refused at the door.
func (r *Request) readForm(w http.ResponseWriter, hr *http.Request, most int64) error {
	if most == 0 {
		most = mostBody
	}
	hr.Body = http.MaxBytesReader(w, hr.Body, most)
	err := hr.ParseForm()
	if err == nil && strings.HasPrefix(hr.Header.Get("Content-Type"), "multipart/form-data") {
		err = hr.ParseMultipartForm(most)
	}
	if err == nil && !readable(hr.PostForm) {
		err = errNoText
	}
	if err != nil {
		return errs.New(errs.Invalid, "err.unreadable|What was sent is too large or cannot be read.").Because(err)
	}
	r.Form = hr.PostForm
	if hr.MultipartForm != nil {
		r.Form = hr.MultipartForm.Value
		return r.readFiles(hr.MultipartForm)
	}
	return nil
}

var errNoText = errors.New("a field is no text")

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
		r.Files[name] = Upload{headers[0].Filename, data}
	}
	return nil
}
