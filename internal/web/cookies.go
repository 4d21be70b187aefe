package web

import (
	"net/http"
	"strings"
)

// hostPrefix begins the name of each cookie where the site is served by HTTPS.
// A browser takes such a cookie from this host alone, by HTTPS, for all its
// paths: no other machine of the domain can plant or read one.
const hostPrefix = "__Host-"

// cookieName is the name under which a cookie goes over the wire.
func cookieName(base, name string) string {
	if strings.HasPrefix(base, "https://") && !strings.HasPrefix(name, hostPrefix) {
		return hostPrefix + name
	}
	return name
}

// secure tells whether this house is reached by HTTPS.
func (s *Server) secure() bool { return strings.HasPrefix(s.Base, "https://") }

// cookieOf reads one of our cookies, "" where there is none.
func cookieOf(hr *http.Request, base, name string) string {
	c, err := hr.Cookie(cookieName(base, name))
	if err != nil {
		return ""
	}
	return c.Value
}

// setCookies is the one way out for cookies. None is for scripts, none goes
// along with a form from elsewhere.
func setCookies(w http.ResponseWriter, base string, cookies []*http.Cookie) {
	for _, c := range cookies {
		out := *c
		out.Name, out.HttpOnly = cookieName(base, c.Name), true
		if out.SameSite != http.SameSiteStrictMode {
			out.SameSite = http.SameSiteLaxMode
		}
		if out.Path == "" {
			out.Path = "/"
		}
		if strings.HasPrefix(out.Name, hostPrefix) {
			out.Secure, out.Path, out.Domain = true, "/", ""
		}
		http.SetCookie(w, &out)
	}
}
