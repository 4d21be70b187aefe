package e2e

import (
	_ "embed"
	"fmt"
	"net/http"
	"regexp"
	"strconv"
	"strings"
)

//go:embed places.txt
var placeList string

// Place is one line of places.txt: a page that the made-up network shows, and
// how to come to it.
type Place struct {
	Name, Who, Address string
	Status             int64  // with which it is answered in the end
	Press              string // what is pressed on the page at Address; "" for nothing
}

// Places lists the pages that are judged and pictured.
func Places() ([]Place, error) { return parsePlaces(placeList) }

func parsePlaces(list string) (out []Place, err error) {
	for line := range strings.Lines(list) {
		if line = strings.TrimSpace(line); line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		f := strings.Fields(line)
		if len(f) < 3 {
			return nil, fmt.Errorf("places.txt: got %q, expected NAME WHO ADDRESS", line)
		}
		p := Place{Name: f[0], Who: f[1], Address: f[2], Status: http.StatusOK}
		if len(f) > 3 {
			if p.Status, err = strconv.ParseInt(f[3], 10, 64); err != nil {
				return nil, fmt.Errorf("places.txt: got %q, expected NAME WHO ADDRESS STATUS SELECTOR", line)
			}
			p.Press = strings.Join(f[4:], " ")
		}
		out = append(out, p)
	}
	return out, nil
}

// Tour goes through the pages of a demo, with one look after the other. Each
// person of the list has a window of their own, and keeps it: the address that
// lets them in works once.
type Tour struct {
	server *Server
	look   Look
	doors  map[string]string // who → the address that lets them in
	tabs   map[string]*Tab
	seen   []string // addresses that the pages so far lead to
}

// Tour begins a tour of a server that StartDemo started. Only one
// tour can go in by its doors.
func (s *Server) Tour() *Tour {
	return &Tour{server: s, doors: doors(s.Log()), tabs: map[string]*Tab{}}
}

// Dress has everybody look at pages in another way from now on.
func (v *Tour) Dress(look Look) {
	v.server.t.Helper()
	v.look = look
	for _, tab := range v.tabs {
		tab.Dress(look)
	}
}

// doors finds the addresses by which a demo lets people in.
func doors(log string) map[string]string {
	found := map[string]string{}
	line := regexp.MustCompile(`(?mi)^\W*(?:an? |the )?(member|contact|organi[sz]er)\b[^\n]*?(http://localhost:\d+/\S+)`)
	for _, m := range line.FindAllStringSubmatch(log, -1) {
		found[strings.Replace(strings.ToLower(m[1]), "z", "s", 1)] = m[2]
	}
	return found
}

// Visit opens a page, which must be there, and returns the window and the
// page's address.
func (v *Tour) Visit(p Place) (*Tab, string) {
	t := v.server.t
	t.Helper()
	address := v.address(p)
	tab := v.tab(p.Who, p.Address == ".").Open(address)
	v.speak(tab, address)
	if at := tab.URL(); at != address && at != v.server.URL+address {
		t.Errorf("%s, the page %q for the %s, led to %s", address, p.Name, p.Who, at)
	}
	if p.Press != "" {
		var there bool
		// What is folded away is unfolded first: the browser would click beside it.
		if tab.Eval(fmt.Sprintf(`(b => { for (let d = b; d = d?.parentElement?.closest("details"); ) d.open = true; return Boolean(b) })(document.querySelector(%q))`, p.Press), &there); !there {
			t.Fatalf("%s, the page %q for the %s, has nothing like %s to press", address, p.Name, p.Who, p.Press)
		}
		tab.Enter(p.Press)
	}
	if status := tab.Status(); status != p.Status {
		t.Errorf("%s, the page %q for the %s, answered %d", address, p.Name, p.Who, status)
	}
	var links []string
	tab.Eval(`[...document.querySelectorAll('a[href^="/"]')].map(a => a.getAttribute('href'))`, &links)
	v.seen = append(v.seen, links...)
	return tab, address
}

// address finds what the stars of a place's address stand for.
func (v *Tour) address(p Place) string {
	v.server.t.Helper()
	last := strings.LastIndex(p.Address, "*")
	switch {
	case p.Address == ".":
		return v.door(p.Who)
	case last < 0:
		return p.Address
	}
	parts := strings.Split(p.Address[:last+1], "*")
	for i := range parts {
		parts[i] = regexp.QuoteMeta(parts[i])
	}
	fits := regexp.MustCompile("^" + strings.Join(parts, `[^/?#.]+`))
	for _, a := range v.seen {
		if m := fits.FindString(a); m != "" {
			return m + p.Address[last+1:]
		}
	}
	v.server.t.Fatalf("no page before %q leads to %s", p.Name, p.Address)
	return ""
}

func (v *Tour) door(who string) string {
	v.server.t.Helper()
	address, ok := v.doors[who]
	if !ok {
		v.server.t.Fatalf("the demo printed no address for the %s:\n%s", who, v.server.Log())
	}
	return address
}

// speak has the page speak the look's language: whoever has said before which
// is theirs is not asked what their browser wants.
func (v *Tour) speak(tab *Tab, address string) {
	if v.look.Lang == "" {
		return
	}
	var change string
	tab.Eval(fmt.Sprintf(`document.documentElement.lang === %[1]q ? "" : document.querySelector('a[hreflang=%[1]s]')?.getAttribute("href") ?? ""`, v.look.Lang), &change)
	if change == "" {
		return
	}
	tab.Open(change)
	tab.Open(address)
	var lang string
	if tab.Eval(`document.documentElement.lang`, &lang); lang != v.look.Lang {
		v.server.t.Errorf("%s speaks %s to somebody who chose %s", address, lang, v.look.Lang)
	}
}

// tab returns the person's window; outside, they have not gone in yet.
func (v *Tour) tab(who string, outside bool) *Tab {
	v.server.t.Helper()
	if tab, ok := v.tabs[who]; ok {
		return tab
	}
	tab := v.server.Tab(v.look)
	v.tabs[who] = tab
	if who == "visitor" || outside {
		return tab
	}
	tab.Open(v.door(who))
	var asks bool
	if tab.Eval(`Boolean(document.querySelector('main form[method=post] button'))`, &asks); asks {
		tab.Enter(`main form[method=post] button`)
	}
	return tab
}
