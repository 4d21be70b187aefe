package app_test

import (
	"bytes"
	"regexp"
	"strings"
	"testing"
	"time"

	"codeberg.org/plenary/plenary/e2e"
	"codeberg.org/plenary/plenary/internal/app/apptest"
	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/store"
)

// handles are what somebody holds of a house: a cookie, links from mails, a feed.
type handles struct {
	browser *e2e.Client
	links   []string
}

// held registers somebody and returns all that they hold.
func heldBy(t *testing.T, h *apptest.House, address string) handles {
	t.Helper()
	v := h.Visitor()
	v.Open("/s/lease/register").Form("email").Set("name", "Ada").Set("email", address).Set("zone", "Europe/Berlin").Submit().OK()
	mine := h.Link(address, "/r/")
	c, p := byMail(h, t, address, "/me")
	feed := strings.TrimPrefix(p.Attr("#feed", "value"), h.URL)
	if feed == "" {
		t.Fatal("no feed")
	}
	return handles{c, []string{mine, feed}}
}

// opens tells how many of the handles still open something.
func (s handles) opens(t *testing.T) (open []string) {
	t.Helper()
	if s.browser.Get("/me").URL.Path == "/me" {
		open = append(open, "cookie")
	}
	for _, link := range s.links {
		if p := s.browser.Get(link); p.Status == 200 && !strings.Contains(p.Body, "There is nothing here") && strings.Contains(p.Body, "lease") {
			open = append(open, link)
		}
	}
	return open
}

// C7: at the next request after a change of address, nothing that was mailed to
// the old one opens anything, and no mail goes there but the notice.
func TestAfterAChangeOfAddressNothingOldOpensAnything(t *testing.T) {
	h := strictHouse(t)
	h.Announce(apptest.Series("lease"))
	const old, now = "ada@example.org", "ada@new.example"
	there := heldBy(t, h, old)
	if got := there.opens(t); len(got) != 3 {
		t.Fatalf("only %v open anything before", got)
	}
	here, _ := byMail(h, t, old, "/me")
	withApp(h, t, here)
	waiting := h.Visitor() // asked for a link that is still on its way
	waiting.Open("/signin").Form("email").Set("email", old).Submit().OK()
	onItsWay := h.Link(old, "/signin/")

	here.Open("/me/security/address").Form("email").Set("email", now).Submit().OK().Says("a mail is on its way")
	link := h.Link(now, "/me/security/address/")
	here.Get(link).OK() // looking changes nothing
	if got := there.opens(t); len(got) != 3 {
		t.Errorf("before the answer only %v open anything", got)
	}
	here.Open(link).Form(link).Submit().OK().Says(now)
	here.Open(link).Form(link).Submit().Answers(422) // once
	if got := there.opens(t); len(got) != 0 {
		t.Errorf("after the change %v still open something", got)
	}
	waiting.Open(onItsWay).Form(onItsWay).Submit().Answers(422)

	before := len(h.Mail(old))
	h.Pass(time.Hour)
	h.Visitor().Open("/signin").Form("email").Set("email", old).Submit().OK()
	if after := len(h.Mail(old)); after != before {
		t.Errorf("%d more mails went to the old address", after-before)
	}
	undo := h.Link(old, "/signin/undo/")
	h.Pass(46 * time.Hour)
	h.Visitor().Get(undo).OK()
	h.Visitor().Open(undo).Form(undo).Submit().OK().Says("everybody who was signed in as you is signed out")
	if got := here.Get("/me").URL.Path; got != "/signin" {
		t.Errorf("who changed it is still signed in at %s", got)
	}
	_, p := byMail(h, t, old, "/me/security")
	p.Says(old).Silent(now)
	h.Visitor().Open(undo).Form(undo).Submit().Answers(422)
}

func TestTheOldAddressComesBackAlsoFromWhoTookItMeanwhile(t *testing.T) {
	h := strictHouse(t)
	h.Announce(apptest.Series("lease"))
	const old, now = "ada@example.org", "ada@new.example"
	heldBy(t, h, old)
	here, _ := byMail(h, t, old, "/me")
	withApp(h, t, here)
	here.Open("/me/security/address").Form("email").Set("email", now).Submit().OK()
	link := h.Link(now, "/me/security/address/")
	here.Open(link).Form(link).Submit().OK()
	here.Open("/me/security/address").Form("email").Set("email", "third@example.org").Submit().Answers(422).Says("48 hours")
	heldBy(t, h, old) // somebody registers with it
	undo := h.Link(old, "/signin/undo/")
	h.Visitor().Open(undo).Form(undo).Submit().OK()
	_, p := byMail(h, t, old, "/me")
	p.Says("Hello Ada")
	h.Pass(49 * time.Hour)
}

func TestTheNoticeToTheOldAddressCannotBeCrowdedOut(t *testing.T) {
	h := strictHouse(t)
	const old, now = "ada@example.org", "ada@new.example"
	known(h, t, "Ada", old)
	here, _ := byMail(h, t, old, "/me")
	withApp(h, t, here)
	for range 30 { // whoever has the browser asks for as much mail as they can
		here.Open("/me/security/paper").Form("/me/security/paper").Submit().OK()
		h.Write(func(tx *store.Tx) error { return h.Auth.Ask(t.Context(), tx, old, store.NewID(), "", "en") })
		h.Pass(0)
	}
	here.Open("/me/security/address").Form("email").Set("email", now).Submit().OK()
	link := h.Link(now, "/me/security/address/")
	here.Open(link).Form(link).Submit().OK()
	h.Link(old, "/signin/undo/")
}

// C7: a role that was taken is gone at the next request.
func TestARoleThatWasTakenOpensNothingAtTheNextRequest(t *testing.T) {
	h := strictHouse(t)
	id := known(h, t, "Amina", "amina@example.org", auth.EditSeries, auth.EditNetwork)
	known(h, t, "Bea", "bea@example.org", auth.Verbs()...)
	c, _ := byMail(h, t, "amina@example.org", "/me")
	withApp(h, t, c)
	page := c.Open("/o/network")
	h.Write(func(tx *store.Tx) error {
		return h.Auth.Take(t.Context(), tx, auth.AtConsole(), id, auth.TheNetwork())
	})
	c.Get("/o").Answers(404)
	page.Form("contact_name").Submit().Answers(404)
	c.Get("/me").OK()
}

// C8: expired, used, forged and foreign tokens answer alike, byte for byte.
func TestTokensThatOpenNothingAnswerAlike(t *testing.T) {
	h := strictHouse(t)
	known(h, t, "Amina", "amina@example.org")
	known(h, t, "Bea", "bea@example.org")
	ask := func(address string) (*e2e.Client, string) {
		c := h.Visitor()
		c.Open("/signin").Form("email").Set("email", address).Submit().OK()
		return c, h.Link(address, "/signin/")
	}
	expiring, expired := ask("amina@example.org")
	h.Pass(11 * time.Minute)
	user, used := ask("amina@example.org")
	page := user.Open(used)
	page.Form(used).Submit().OK()
	_, foreign := ask("bea@example.org")
	mine, _ := ask("amina@example.org")
	forged := "/signin/" + strings.Repeat("a", 26)
	var first []byte
	for _, x := range []struct {
		name, at string
		browser  *e2e.Client
	}{{"expired", expired, expiring}, {"used", used, mine}, {"forged", forged, mine}, {"foreign", foreign, mine}, {"none", forged, h.Visitor()}} {
		p := x.browser.Post(x.at, nil).Answers(422)
		body := bytes.ReplaceAll([]byte(p.Body), []byte(x.at), nil)
		body = regexp.MustCompile(`value="[a-z2-7]{26}"`).ReplaceAll(body, nil)
		if first == nil {
			first = body
		}
		if !bytes.Equal(body, first) {
			t.Errorf("%s answers otherwise:\n%s\nand\n%s", x.name, body, first)
		}
		if bytes.Contains([]byte(p.Body), []byte(strings.TrimPrefix(x.at, "/signin/"))) {
			t.Errorf("%s: the token stands in the answer", x.name)
		}
	}
	for _, prefix := range []string{"/signin/undo/"} {
		a := h.Visitor().Post(prefix+strings.Repeat("a", 26), nil).Answers(422)
		b := h.Visitor().Post(prefix+strings.Repeat("b", 26), nil).Answers(422)
		if strings.ReplaceAll(a.Body, strings.Repeat("a", 26), "") != strings.ReplaceAll(b.Body, strings.Repeat("b", 26), "") {
			t.Errorf("%s answers otherwise", prefix)
		}
	}
}

// A HEAD or GET by a scanner of mails leaves a token as it is.
func TestLookingAtALinkLeavesItValid(t *testing.T) {
	h := strictHouse(t)
	known(h, t, "Amina", "amina@example.org")
	c := h.Visitor()
	c.Open("/signin").Form("email").Set("email", "amina@example.org").Submit().OK()
	link := h.Link("amina@example.org", "/signin/")
	for range 3 {
		h.Visitor().Get(link).OK()
	}
	c.Open(link).Form(link).Submit().OK().Says("Hello Amina")
}
