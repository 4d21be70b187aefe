package web

import (
	"compress/gzip"
	"net/http"
	"strconv"
)

// Fixed serves bytes that never change under this address: a sheet or a script
// whose address holds its hash.
func Fixed(path, kind string, data []byte) Route {
	zipped := compress(data, gzip.BestCompression)
	return Unusual("GET", path, Public(), func(*Server) Raw {
		return func(w http.ResponseWriter, r *http.Request) error {
			h := w.Header()
			h.Set("Content-Type", kind)
			h.Set("Cache-Control", "public, max-age=31536000, immutable")
			h.Set("Vary", "Accept-Encoding")
			body := data
			if takesGzip(r) {
				h.Set("Content-Encoding", "gzip")
				body = zipped
			}
			h.Set("Content-Length", strconv.Itoa(len(body)))
			_, err := w.Write(body)
			return err
		}
	})
}
