package web

import (
	"bytes"
	"context"
	"mime/multipart"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"codeberg.org/plenary/plenary/internal/store"
)

func TestWhatIsNoTextIsRefused(t *testing.T) {
	h := newHouse(t)
	for _, form := range []url.Values{
		{"name": {"A\x00da"}}, {"name": {"\xff"}}, {"na\x00me": {"Ada"}}, {"name": {"Ada"}, "other": {"a", "\xc3\x28"}},
	} {
		a := h.ask("POST", "/send", form).want(t, 422, "cannot be read")
		if strings.Contains(a.Body, "goroutine") || strings.ContainsRune(a.Body, 0) {
			t.Errorf("%q: shows %.300s", form, a.Body)
		}
	}
	h.get("/kept/1?q=%00").want(t, 422)
	h.get("/kept/1?q=%ff").want(t, 422)
	h.get("/kept/1?%zz=1").want(t, 200) // a query that no browser sends says nothing
	if h.sent() != 0 {
		t.Error("a form was taken")
	}
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
