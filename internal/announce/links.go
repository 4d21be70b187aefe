package announce

import (
	"net/url"
	"slices"
	"strings"
)

// cleanLink takes out of an address what follows whoever presses it: it leads
// where the address leads in the end, and has no marks of a campaign.
func cleanLink(s string) string {
	if strings.HasPrefix(strings.ToLower(s), "www.") {
		s = "https://" + s
	}
	for range 4 {
		next, ok := unwrapped(s)
		if !ok {
			break
		}
		s = next
	}
	u, err := url.Parse(s)
	if err != nil || u.Host == "" {
		return s
	}
	changed := false
	if u.RawQuery != "" {
		var kept []string
		for pair := range strings.SplitSeq(u.RawQuery, "&") {
			name, _, _ := strings.Cut(pair, "=")
			if tracks(strings.ToLower(name)) || pair == "" {
				changed = true
				continue
			}
			kept = append(kept, pair)
		}
		u.RawQuery = strings.Join(kept, "&")
		u.ForceQuery = false
	}
	if strings.HasPrefix(u.Fragment, "utm_") || strings.HasPrefix(u.Fragment, ":~:text=") {
		u.Fragment, u.RawFragment, changed = "", "", true
	}
	if !changed {
		return s
	}
	return u.String()
}

// tracks tells whether a parameter only says who pressed.
func tracks(name string) bool {
	if strings.HasPrefix(name, "utm_") || strings.HasPrefix(name, "mtm_") || strings.HasPrefix(name, "pk_") || strings.HasPrefix(name, "_hs") || strings.HasPrefix(name, "mc_") || strings.HasPrefix(name, "vero_") || strings.HasPrefix(name, "oly_") {
		return true
	}
	return slices.Contains([]string{"fbclid", "gclid", "dclid", "msclkid", "yclid", "igshid", "igsh", "twclid", "ttclid", "wickedid", "mkt_tok", "trk", "trkid", "ref_src", "ref_url", "spm", "scid", "cmpid", "rb_clickid", "s_cid", "li_fat_id", "gbraid", "wbraid", "srsltid", "sourceid", "emci", "emdi", "ceid", "can_id", "email_referrer", "email_subject", "link_id", "hsctatracking"}, name)
}

// unwrapped returns the address to which a redirector leads, where the
// redirector's own address says it.
func unwrapped(s string) (string, bool) {
	u, err := url.Parse(s)
	if err != nil {
		return "", false
	}
	host := strings.ToLower(u.Hostname())
	if strings.HasPrefix(host, "urldefense.") {
		return unwrappedDefense(s, u)
	}
	for _, name := range []string{"url", "u", "q", "target", "dest", "destination", "redirect", "redirect_url", "redirect_uri", "to", "link", "goto", "next", "r", "out", "href"} {
		to := u.Query().Get(name)
		if !strings.HasPrefix(to, "https://") && !strings.HasPrefix(to, "http://") {
			continue
		}
		if _, err := url.Parse(to); err == nil && redirects(host, u.Path) {
			return to, true
		}
	}
	if i := strings.LastIndex(s, "/http"); i > 8 && redirects(host, u.Path) { // ".../CL0/https:%2F%2F…"
		to, err := url.PathUnescape(s[i+1:])
		if j := strings.Index(to[min(8, len(to)):], "/1/"); j >= 0 && strings.Contains(u.Path, "CL0") {
			to = to[:8+j]
		}
		if err == nil && (strings.HasPrefix(to, "https://") || strings.HasPrefix(to, "http://")) {
			return to, true
		}
	}
	return "", false
}

// redirects tells whether a host only passes people on.
func redirects(host, path string) bool {
	path = strings.ToLower(path)
	for _, h := range []string{"l.facebook.com", "lm.facebook.com", "l.instagram.com", "safelinks.protection.outlook.com", "linkprotect.cudasvc.com", "protect-us.mimecast.com", "deref-gmx.net", "deref-web.de", "t.umblr.com", "steamcommunity.com", "vk.com", "out.reddit.com", "slack-redir.net", "awstrack.me"} {
		if host == h || strings.HasSuffix(host, "."+h) {
			return true
		}
	}
	if strings.Contains(host, "google.") && strings.HasPrefix(path, "/url") || strings.HasSuffix(host, "youtube.com") && path == "/redirect" || strings.HasSuffix(host, "linkedin.com") && strings.Contains(path, "redir") {
		return true
	}
	for _, sign := range []string{"click", "track", "redir", "link.", "links.", "email.", "go.", "r.mail", "/cl/", "/l.php", "/ls/", "/e/", "lnk", "/away", "/out", "/c/", "mailing", "news."} {
		if strings.Contains(host, sign) || strings.Contains(path, sign) {
			return true
		}
	}
	return false
}

// unwrappedDefense reads the two forms of a redirector that writes addresses in
// its own way.
func unwrappedDefense(s string, u *url.URL) (string, bool) {
	if _, rest, ok := strings.Cut(s, "/v3/__"); ok {
		to, _, ok := strings.Cut(rest, "__;")
		return to, ok && strings.HasPrefix(to, "http")
	}
	to := strings.NewReplacer("-", "%", "_", "/").Replace(u.Query().Get("u"))
	to, err := url.PathUnescape(to)
	return to, err == nil && strings.HasPrefix(to, "http")
}

// linksIn are the addresses in the tokens [a, b), cleaned, each once.
func (p *parser) linksIn(a, b int) (list []string) {
	add := func(s string) {
		if !isLink(s) || len(list) >= 40 {
			return
		}
		if s = cleanLink(s); !slices.Contains(list, s) {
			list = append(list, s)
		}
	}
	for i := a; i < b; i++ {
		if p.tok[i].kind == isOpaque {
			add(p.tok[i].text)
		}
	}
	if a < b {
		for _, h := range p.text.hrefs {
			if h.at >= p.tok[a].a && h.at <= p.tok[b-1].b {
				add(h.url)
			}
		}
	}
	return list
}

func isLink(s string) bool {
	lower := strings.ToLower(s)
	switch {
	case strings.HasPrefix(lower, "https://"), strings.HasPrefix(lower, "http://"), strings.HasPrefix(lower, "www."):
		return true
	case strings.ContainsAny(s, "@+ ") || strings.HasPrefix(lower, "mailto:") || strings.HasPrefix(lower, "tel:"):
		return false
	}
	return strings.Contains(s, ".") && isLetter(rune(s[0])) && strings.IndexByte("0123456789", s[len(s)-1]) < 0 || strings.Contains(s, "/")
}
