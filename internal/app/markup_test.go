package app_test

import (
	"encoding/json"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"codeberg.org/plenary/plenary/e2e"
	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/series"
	"codeberg.org/plenary/plenary/internal/store"
)

// evil is what somebody types who wants their text to act: one mark for each
// way in which a page, a link or a letter could take it for its own.
const evil = `"><xss onxss=1 style=x>'--><script>xss()</script><svg/onload=xss()><a href="javascript:xss()">x</a><%=xss%>`

// evilShort fits into what is short.
const evilShort = `"><xss onxss=1><script>xss()</script>`

// acts says what of a document was made by somebody's text.
func acts(root *html.Node) (wrong []string) {
	var walk func(n *html.Node)
	walk = func(n *html.Node) {
		if n.Type == html.ElementNode {
			made, has := false, map[string]bool{}
			for _, a := range n.Attr {
				value := strings.ToLower(strings.TrimSpace(a.Val))
				has[a.Key] = true
				if strings.HasPrefix(a.Key, "on") || a.Key == "style" && strings.Contains(value, "x") && n.Data == "xss" ||
					slices.Contains([]string{"href", "src", "action", "formaction", "data"}, a.Key) && (strings.HasPrefix(value, "javascript:") || strings.HasPrefix(value, "data:text")) {
					wrong = append(wrong, fmt.Sprintf("<%s %s=%q>", n.Data, a.Key, a.Val))
				}
			}
			switch n.Data {
			case "script": // ours come from a file, or are data
				made = !has["src"] && !isData(n)
			case "base": // ours says only that links open outside
				made = has["href"]
			case "xss", "iframe", "object", "embed":
				made = true
			}
			if made {
				wrong = append(wrong, "<"+n.Data+">")
			}
		}
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			walk(c)
		}
	}
	walk(root)
	return wrong
}

// isData tells whether a script is data for search engines, and nothing else.
func isData(n *html.Node) bool {
	return n.FirstChild != nil && n.FirstChild.NextSibling == nil && json.Valid([]byte(n.FirstChild.Data)) &&
		slices.ContainsFunc(n.Attr, func(a html.Attribute) bool { return a.Key == "type" && a.Val == "application/ld+json" })
}

// TestWhatPeopleTypeIsTextEverywhere puts markup and script into every field of
// text that organisers, members and strangers have, and looks at every page and
// letter of the house.
func TestWhatPeopleTypeIsTextEverywhere(t *testing.T) {
	x := newCrowd(t, store.SQLite)
	x.change(func(s *series.Series) {
		for _, text := range []map[string]string{s.Title, s.Description} {
			text["en"], text["de"] = evil, evil
		}
		s.Audience = map[string]string{"en": evil}
		s.Contact.Name = evilShort
		for i := range s.Sessions {
			s.Sessions[i].Theme, s.Sessions[i].Question = map[string]string{"en": evil}, map[string]string{"en": evil}
		}
		for i := range s.Circles.Meetings {
			s.Circles.Meetings[i].Theme, s.Circles.Meetings[i].Question = map[string]string{"en": evil}, map[string]string{"en": evil}
		}
		s.Questions = []series.Question{{ID: "needs", Label: map[string]string{"en": evil}, Kind: series.AskText}}
	})
	x.Write(func(tx *store.Tx) error {
		n, err := x.People.Network(tx)
		if err != nil {
			return err
		}
		n.Name, n.Promise, n.ContactName = map[string]string{"en": evilShort}, map[string]string{"en": evil}, evilShort
		return x.People.SaveNetwork(t.Context(), tx, auth.AtConsole(), n)
	})
	typed := x.typeEvil()
	v := x.Visitor()
	v.Open("/s/lease/register").Form("email").Set("name", evilShort).Set("email", "evil@example.org").Set("q.needs", evil).Submit().OK()
	v.Open("/s/lease/group").Form("people").Set("name", evilShort).Set("email", "evil-group@example.org").Set("organisation", evilShort).
		Set("people", `"`+strings.ReplaceAll(evilShort, `"`, `""`)+`", evil-member@example.org`+"\n"+evilShort+"\n").Submit()
	x.boss.Open("/o/s/lease/session/1/attendance").Form("file").Attach("file", evilShort+".csv", []byte("Name\n"+evilShort+"\n")).Submit()
	x.Pass(0)

	pages := 0
	look := func(p *e2e.Page) {
		if p.Root == nil {
			return
		}
		pages++
		if wrong := acts(p.Root); len(wrong) > 0 {
			t.Errorf("%s: %q", p.URL, wrong)
		}
	}
	shown := 0
	for _, r := range x.Routes() {
		if r.Method != "GET" || strings.HasPrefix(r.Pattern, "/dev/") {
			continue
		}
		for _, v := range []*e2e.Client{x.boss, x.own, x.contact, x.Visitor()} {
			p := v.Get(x.address(r))
			look(p)
			if p.Root != nil && strings.Contains(p.Text(), "<xss") {
				shown++
			}
		}
	}
	for _, q := range []string{"/events?q=" + url.QueryEscape(evil), "/o/s/lease/people?q=" + url.QueryEscape(evil) + "&track=" + url.QueryEscape(evil), "/signin?to=" + url.QueryEscape("/"+evil),
		"/zone?q=" + url.QueryEscape(evil) + "&back=" + url.QueryEscape("javascript:xss()"), "/s/lease?lang=" + url.QueryEscape(evil), "/nothing/" + url.PathEscape(evil)} {
		look(x.boss.Get(q))
	}
	if pages < 100 || shown < 20 || typed < 10 {
		t.Errorf("%d pages, %d of which show what was typed into %d fields: the test looks past it", pages, shown, typed)
	}
	x.letters()
}

// typeEvil types it into every field of every form that an organiser and a
// member have, and sends each form.
func (x *crowd) typeEvil() (typed int) {
	for at, v := range map[string]*e2e.Client{"/me": x.own, "/o/chapters": x.boss, "/o/network": x.boss, "/o/s/lease/edit": x.boss,
		"/o/s/lease/session/1": x.boss, "/o/s/lease/session/1/write-up": x.boss, "/o/s/lease/people/new": x.boss, "/g/" + x.values["/g/{key}"]: x.contact,
		"/circle/" + x.values["/circle/{key}"]: x.own, "/circle/" + x.values["/circle/{key}"] + "/meeting/1": x.own} {
		page := v.Get(at)
		if page.Root == nil {
			continue
		}
		for n := range page.Forms() {
			f := page.Forms()[n]
			if strings.HasSuffix(f.Action(), "/remove") || strings.HasSuffix(f.Action(), "/signout") || strings.HasSuffix(f.Action(), "/withdraw") {
				continue
			}
			for _, name := range f.Typed() {
				f.Set(name, evilShort)
				typed++
			}
			if p := f.Submit(); p.Root != nil {
				if wrong := acts(p.Root); len(wrong) > 0 {
					x.t.Errorf("%s to %s: %q", at, f.Action(), wrong)
				}
			}
		}
	}
	return typed
}

// letters looks at all that was mailed: no header that nobody wrote, no markup.
func (x *crowd) letters() {
	x.t.Helper()
	seen := 0
	for _, entry := range x.Caught.List() {
		raw, _ := x.Caught.Raw(entry.N)
		m, err := e2e.ParseMail(raw)
		if err != nil {
			x.t.Fatal(err)
		}
		seen++
		root, err := html.Parse(strings.NewReader(m.HTML))
		if err != nil {
			x.t.Fatal(err)
		}
		if wrong := acts(root); len(wrong) > 0 {
			x.t.Errorf("%s: %q", entry.Kind, wrong)
		}
	}
	if seen < 10 {
		x.t.Errorf("only %d letters", seen)
	}
}
