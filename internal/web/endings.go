package web

import (
	"context"
	"net/http"
	"net/url"
	"strings"
)

// endings are those by which an address names another form of the same thing.
// http.ServeMux knows whole path segments only, so /s/{slug}.ics is served as
// /.ics/s/{slug}.
var endings = []string{".ics", ".json", ".csv", ".svg", ".rss"}

func muxPattern(pattern string) string {
	for _, e := range endings {
		if base, ok := strings.CutSuffix(pattern, e); ok {
			return "/" + e + base
		}
	}
	return pattern
}

// askedKey carries the address as it was asked, where it is served under
// another.
type askedKey struct{}

// asked is the address as the visitor knows it.
func asked(r *http.Request) *url.URL {
	if u, ok := r.Context().Value(askedKey{}).(*url.URL); ok {
		return u
	}
	return r.URL
}

// byEnding leads an address with such an ending to its route.
func byEnding(r *http.Request) *http.Request {
	for _, e := range endings {
		base, ok := strings.CutSuffix(r.URL.Path, e)
		if !ok {
			continue
		}
		to := *r.URL
		to.Path, to.RawPath = "/"+e+base, ""
		there := r.WithContext(context.WithValue(r.Context(), askedKey{}, r.URL))
		there.URL = &to
		return there
	}
	return r
}

// insideOnly tells whether a path is one that only byEnding leads to.
func insideOnly(path string) bool {
	for _, e := range endings {
		if strings.HasPrefix(path, "/"+e+"/") {
			return true
		}
	}
	return false
}
