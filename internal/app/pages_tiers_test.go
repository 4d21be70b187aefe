package app_test

import (
	"net/url"
	"strings"
	"testing"
	"time"

	"codeberg.org/plenary/plenary/e2e"
	"codeberg.org/plenary/plenary/internal/app/apptest"
	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/people"
	"codeberg.org/plenary/plenary/internal/store"
	"github.com/pquerna/otp/totp"
)

// strictHouse is a house that asks for passkeys and codes, as outside --dev.
func strictHouse(t *testing.T) *apptest.House {
	h := apptest.Open(t)
	h.SetUp()
	h.Auth.Trial = false
	return h
}

// known makes somebody known with verbs over the network.
func known(h *apptest.House, t *testing.T, name, address string, verbs ...auth.Verb) (id string) {
	t.Helper()
	h.Write(func(tx *store.Tx) error {
		p, _, err := h.People.Meet(t.Context(), tx, auth.AtConsole(), people.Input{Name: name, Address: address, Zone: "Europe/Berlin", Language: "en"})
		id = p.ID
		if err != nil || len(verbs) == 0 {
			return err
		}
		return h.Auth.Give(t.Context(), tx, auth.AtConsole(), id, auth.TheNetwork(), verbs...)
	})
	return id
}

// byMail signs somebody in by the mailed link, on the way to an address.
func byMail(h *apptest.House, t *testing.T, address, to string) (*e2e.Client, *e2e.Page) {
	t.Helper()
	c := h.Visitor()
	c.Open("/signin?to="+url.QueryEscape(to)).Form("email").Set("email", address).Submit().OK()
	link := h.Link(address, "/signin/")
	return c, c.Open(link).Form(link).Submit().OK()
}

// withApp sets an app with codes up, and returns its secret.
func withApp(h *apptest.House, t *testing.T, c *e2e.Client) (secret string) {
	t.Helper()
	p := c.Open("/me/security/app?to=/me/security")
	secret = p.Attr("#secret", "value")
	p.Form("code").Set("code", codeOf(h, t, secret)).Submit().OK()
	return secret
}

func codeOf(h *apptest.House, t *testing.T, secret string) string {
	t.Helper()
	code, err := totp.GenerateCode(secret, h.Clock.Now())
	if err != nil {
		t.Fatal(err)
	}
	return code
}

func TestAnOrganisersMailedLinkLeadsToSettingUpAnAppInTwoSteps(t *testing.T) {
	h := strictHouse(t)
	known(h, t, "Amina", "amina@example.org", auth.EditSeries, auth.EditNetwork)
	c, p := byMail(h, t, "amina@example.org", "/o")
	if p.URL.Path != "/signin/again" {
		t.Fatalf("came to %s", p.URL.Path)
	}
	p = c.Open(p.Says("Protect your sign-in", "two steps").Link("Set up an app with codes")).OK()
	secret := p.Attr("#secret", "value")
	p.Form("code").Set("code", "000000").Submit().Answers(422).Says("not right")
	p = c.Open("/me/security/app?to=/o").OK()
	if again := p.Attr("#secret", "value"); again == secret {
		t.Error("a new page shows the same secret")
	}
	p = p.Form("code").Set("code", codeOf(h, t, p.Attr("#secret", "value"))).Submit().OK()
	if p.URL.Path != "/me/security/paper" {
		t.Fatalf("came to %s", p.URL.Path)
	}
	p = p.Form("/me/security/paper").Submit().OK()
	if codes := p.Texts("ol code"); len(codes) != 10 || len(codes[0]) != 19 {
		t.Errorf("codes %q", codes)
	}
	if p = c.Open(p.Link("I have them")); p.OK().URL.Path != "/o" {
		t.Errorf("came to %s", p.URL.Path)
	}
	var subjects []string
	for _, m := range h.Mail("amina@example.org") {
		subjects = append(subjects, m.Subject)
	}
	all := strings.Join(subjects, "; ")
	if len(subjects) != 3 || !strings.Contains(all, "An app with codes was set up at Harbour") || !strings.Contains(all, "New codes on paper were made") {
		t.Errorf("mails: %s", all)
	}
}

func TestARoleOpensOnlyToWhoShowsMoreThanAMail(t *testing.T) {
	h := strictHouse(t)
	known(h, t, "Amina", "amina@example.org", auth.EditSeries, auth.EditNetwork)
	c, _ := byMail(h, t, "amina@example.org", "/me")
	secret := withApp(h, t, c)
	c.Get("/o").OK()
	h.Clock.Add(time.Hour)
	c.Get("/o").OK() // shown once: Strong until the sign-in ends

	again, p := byMail(h, t, "amina@example.org", "/o/network")
	if p.URL.Path != "/signin/again" {
		t.Fatalf("a second mailed link came to %s", p.URL.Path)
	}
	if got := again.Get("/me/security/app"); got.URL.Path != "/signin/again" {
		t.Errorf("another app can be set up by a mail alone: %s", got.URL.Path)
	}
	p.Form("code").Set("code", "12").Submit().Answers(422)
	if p = p.Form("code").Set("code", codeOf(h, t, secret)).Submit().OK(); p.URL.Path != "/o/network" {
		t.Errorf("came to %s", p.URL.Path)
	}
	third, p := byMail(h, t, "amina@example.org", "/o")
	p.Form("code").Set("code", codeOf(h, t, secret)).Submit().Answers(422).Says("used before") // not twice
	third.Get("/me").OK()
}

// A mailbox alone does not end roles for ever; a member needs no more than it.
func TestAMailedLinkErasesAMemberButNobodyWithARole(t *testing.T) {
	h := strictHouse(t)
	known(h, t, "Ada", "ada@example.org")
	boss := known(h, t, "Boss", "boss@example.org", auth.Verbs()...)
	known(h, t, "Second", "second@example.org", auth.GiveRoles) // who stays
	c, _ := byMail(h, t, "boss@example.org", "/me/data")
	c.Post("/me/erase", url.Values{"sure": {"yes"}})
	h.Read(func(tx *store.Tx) error {
		if grants, err := h.Auth.GrantsOf(tx, boss); err != nil || len(grants) == 0 {
			t.Errorf("the roles went with a mailed link: %v", err)
		}
		return nil
	})
	withApp(h, t, c)
	if p := c.Post("/me/erase", url.Values{"sure": {"yes"}}); p.URL.Path != "/removed" {
		t.Errorf("with more to show: led to %s", p.URL)
	}
	member, _ := byMail(h, t, "ada@example.org", "/me/data")
	if p := member.Post("/me/erase", url.Values{"sure": {"yes"}}); p.URL.Path != "/removed" {
		t.Errorf("a member was led to %s", p.URL)
	}
}

func TestWhatWasTypedIsHeldWhileSomebodyShowsWhoTheyAre(t *testing.T) {
	h := strictHouse(t)
	known(h, t, "Amina", "amina@example.org", auth.EditSeries, auth.EditNetwork)
	c, _ := byMail(h, t, "amina@example.org", "/me")
	secret := withApp(h, t, c)
	page := c.Open("/o/network").OK()
	h.Clock.Add(time.Minute)
	other, _ := byMail(h, t, "amina@example.org", "/me") // a sign-in that is worth less
	form, values := page.Form("contact_name").Set("contact_name", "The whole office"), url.Values{}
	for _, name := range form.Fields() {
		values.Set(name, form.Value(name))
	}
	p := other.Post("/o/network", values)
	if p.URL.Path != "/signin/again" {
		t.Fatalf("came to %s", p.URL.Path)
	}
	p = p.Form("code").Set("code", codeOf(h, t, secret)).Submit().OK()
	if !strings.HasPrefix(p.URL.Path, "/signin/held/") {
		t.Fatalf("came to %s", p.URL.Path)
	}
	stranger := known(h, t, "Bea", "bea@example.org")
	_ = stranger
	bea, _ := byMail(h, t, "bea@example.org", "/me")
	bea.Get(p.URL.Path).Answers(404).Silent("whole office")
	p.Form("/o/network").Submit().OK()
	if got := c.Open("/o/network").Attr("#contact_name", "value"); got != "The whole office" {
		t.Errorf("the contact is %q", got)
	}
}
