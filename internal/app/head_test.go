package app_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"codeberg.org/plenary/plenary/internal/store"
)

// TestAHeadIsAnsweredAsAGet asks every page both ways, as a visitor and as
// somebody who organises. That no body is sent is the library's part.
func TestAHeadIsAnsweredAsAGet(t *testing.T) {
	x := newCrowd(t, store.SQLite)
	e := edge{t, x.URL, x.Handler}
	for _, cookie := range []string{"", e.signIn(x, "boss@example.org")} {
		asked := 0
		for _, r := range x.Routes() {
			if r.Method != "GET" || strings.HasPrefix(r.Pattern, "/dev/") {
				continue
			}
			get, head := e.both(x.address(r), cookie)
			asked++
			if get.StatusCode != head.StatusCode {
				t.Errorf("%s: GET answers %d and HEAD %d", r.Pattern, get.StatusCode, head.StatusCode)
			}
			for name := range get.Header {
				if !slices.Contains([]string{"Set-Cookie", "Content-Length", "Etag", "Date"}, name) && !slices.Equal(get.Header[name], head.Header[name]) {
					t.Errorf("%s: %s is %q to GET and %q to HEAD", r.Pattern, name, get.Header[name], head.Header[name])
				}
			}
		}
		if asked < 100 {
			t.Errorf("only %d pages were asked", asked)
		}
	}
}

func (e edge) both(path, cookie string) (get, head *http.Response) {
	return e.ask(asked{method: "GET", path: path, cookie: cookie}), e.ask(asked{method: "HEAD", path: path, cookie: cookie})
}
