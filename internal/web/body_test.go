package web

import (
	"bytes"
	"context"
	"maps"
	"mime/multipart"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"codeberg.org/plenary/plenary/internal/store"
)

func TestAFormWithWhatIsNoTextComesBackAsItWasTyped(t *testing.T) {
	h := newHouse(t)
	for _, form := range []url.Values{
		{"name": {"A\x00da"}, "other": {"kept"}}, {"name": {"\xffda"}, "other": {"kept"}}, {"name": {"Ada"}, "na\x00me": {"x"}, "other": {"kept"}},
		{"name": {"Ada"}, "other": {"kept", "\xc3\x28"}}, {"other": {"kept", "\x00"}},
	} {
		a := h.ask("POST", "/send", form).want(t, 422, "Some characters cannot be read.", `value="kept"`, "<h1>Again</h1>")
		if strings.ContainsRune(a.Body, 0) || !utf8.ValidString(a.Body) {
			t.Errorf("%q: shows %.300s", form, a.Body)
		}
	}
	h.ask("POST", "/send", url.Values{"name": {"A\x00da"}}).want(t, 422, `value="A`+"\uFFFD"+`da"`, "Some characters here cannot be read.", `aria-invalid="true"`)
	h.ask("POST", "/send", url.Values{"name": {""}, "other": {"\x00"}}).want(t, 422, "Some characters cannot be read.", "Enter a name.")
	h.get("/kept/1?q=%00").want(t, 422, "cannot be read")
	h.get("/kept/1?q=%ff").want(t, 422, "cannot be read")
	h.get("/kept/1?%zz=1").want(t, 200) // a query that no browser sends says nothing
	if h.sent() != 0 {
		t.Error("a form was taken")
	}
}

// Where there is no page to come back to, nothing of it is lost.
func TestWhatIsNoTextIsMarkedWhereNothingIsAskedAgain(t *testing.T) {
	var got string
	h := newHouse(t, Post("/search", Public(), Steps[string]{Do: func(_ context.Context, _ *store.Tx, r *Request, _ string) (Answer, error) {
		got = r.Value("q")
		return SeeOther("/"), nil
	}}))
	h.ask("POST", "/search", url.Values{"q": {"A\x00d\xffa"}}).want(t, 303)
	if got != "A\uFFFDd\uFFFDa" {
		t.Errorf("got %q", got)
	}
}

func TestFormsAreReadAsTheyAreMeant(t *testing.T) {
	var got url.Values
	h := newHouse(t, Post("/plain", Public(), Steps[string]{Do: func(_ context.Context, _ *store.Tx, r *Request, _ string) (Answer, error) {
		got = r.Form
		return SeeOther("/"), nil
	}}))
	for body, want := range map[string]url.Values{
		"people=Ada;+ada@example.org%0ABen&zone=UTC": {"people": {"Ada; ada@example.org\nBen"}, "zone": {"UTC"}},
		"a=100%&b=%zz&&c&a=2":                        {"a": {"100%", "2"}, "b": {"%zz"}, "c": {""}},
		"":                                           {},
	} {
		if status := h.send("/plain", "application/x-www-form-urlencoded; charset=UTF-8", body).StatusCode; status != 303 || !maps.EqualFunc(got, want, slices.Equal) {
			t.Errorf("%q: answered %d, read %v", body, status, got)
		}
	}
}

func TestWhatIsNoFormIsRefused(t *testing.T) {
	h := newHouse(t)
	for _, kind := range []string{"application/json", "text/plain", "application/xml", "", "application/x-www-form-urlencoded,", "\x00"} {
		h.send("/send", kind, `{"name": "Ada"}`).want(t, 415, "takes what its page sends")
	}
	h.send("/send", "multipart/form-data", "name=Ada").want(t, 422, "cannot be read")
	h.send("/send", "", "").want(t, 422, "Enter a name.") // nothing was sent, and nothing is in it
	if h.sent() != 0 {
		t.Error("a form was taken")
	}
}

// send posts bytes of a kind.
func (h *house) send(address, kind, body string) answer {
	r := httptest.NewRequest("POST", address, strings.NewReader(body))
	r.Host = "localhost:8080"
	if kind != "" {
		r.Header.Set("Content-Type", kind)
	}
	w := httptest.NewRecorder()
	h.Handler.ServeHTTP(w, r)
	return answer{w.Result(), w.Body.String()}
}

func TestABodyThatIsTooLargeIsRefused(t *testing.T) {
	h := newHouse(t, Post("/large", Public(), Steps[string]{Do: func(_ context.Context, _ *store.Tx, r *Request, _ string) (Answer, error) {
		return SeeOther("/"), nil
	}}).Takes(2<<20))
	h.ask("POST", "/send", url.Values{"name": {strings.Repeat("x", mostBody)}}).want(t, 413, "too large")
	h.ask("POST", "/send", url.Values{"name": {"Ada"}, "more": {strings.Repeat("x", mostBody-100)}}).want(t, 303)
	h.ask("POST", "/large", url.Values{"name": {strings.Repeat("x", 2<<20-100)}}).want(t, 303)
	h.ask("POST", "/large", url.Values{"name": {strings.Repeat("x", 2<<20)}}).want(t, 413)
}

func TestFilesComeWithForms(t *testing.T) {
	var got *Request
	h := newHouse(t, Post("/files", Public(), Steps[string]{Do: func(_ context.Context, _ *store.Tx, r *Request, _ string) (Answer, error) {
		got = r
		return SeeOther("/"), nil
	}}))
	var body bytes.Buffer
	w := multipart.NewWriter(&body)
	for _, err := range []error{w.WriteField("name", "Ada"), w.WriteField("once", NewOnce())} {
		if err != nil {
			t.Fatal(err)
		}
	}
	for name, data := range map[string]string{"list": "a,b", "none": ""} {
		f, err := w.CreateFormFile(name, name+".csv")
		if err != nil {
			t.Fatal(err)
		}
		if _, err := f.Write([]byte(data)); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	post := func(body []byte) int {
		r := httptest.NewRequest("POST", "/files", bytes.NewReader(body))
		r.Header.Set("Content-Type", w.FormDataContentType())
		rec := httptest.NewRecorder()
		h.Handler.ServeHTTP(rec, r)
		return rec.Code
	}
	if code := post(body.Bytes()); code != 303 {
		t.Fatalf("answered %d", code)
	}
	if _, has := got.Files["none"]; has || got.Value("name") != "Ada" || got.Files["list"].Name != "list.csv" || string(got.Files["list"].Data) != "a,b" {
		t.Errorf("got %v %v", got.Form, got.Files)
	}
	if code := post(body.Bytes()[:body.Len()/2]); code != 422 {
		t.Errorf("half a form: answered %d", code)
	}
}

// A request that its sender has given up leaves no line in the log, and no
// half of a write.
func TestARequestGivenUpIsQuiet(t *testing.T) {
	h := newHouse(t)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	for _, r := range []struct{ method, path string }{{"GET", "/kept/1"}, {"POST", "/send"}} {
		req := httptest.NewRequestWithContext(ctx, r.method, r.path, strings.NewReader("name=Ada"))
		req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		h.Handler.ServeHTTP(httptest.NewRecorder(), req)
	}
	if log := h.log.String(); strings.Contains(log, "level=ERROR") {
		t.Errorf("logged %s", log)
	}
	if h.sent() != 0 {
		t.Error("the form was taken")
	}
}
