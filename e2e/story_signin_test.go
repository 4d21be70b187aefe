package e2e

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/webauthn"
	"github.com/chromedp/chromedp"
)

// authenticator gives the tab a device that keeps passkeys and always finds its
// person present, as a phone with a finger on it.
func (b *Tab) authenticator() {
	b.t.Helper()
	b.Do(webauthn.Enable(), chromedp.ActionFunc(func(ctx context.Context) (err error) {
		b.device, err = webauthn.AddVirtualAuthenticator(&webauthn.VirtualAuthenticatorOptions{
			Protocol: webauthn.AuthenticatorProtocolCtap2, Transport: webauthn.AuthenticatorTransportInternal,
			HasResidentKey: true, HasUserVerification: true, IsUserVerified: true, AutomaticPresenceSimulation: true}).Do(ctx)
		return err
	}))
}

// keepsOldest leaves the device only the passkeys that it had before: with more
// than one it chooses as it likes.
func (b *Tab) keepsOldest(before []*webauthn.Credential) {
	b.t.Helper()
	for _, c := range b.passkeys() {
		if !slices.ContainsFunc(before, func(old *webauthn.Credential) bool { return old.CredentialID == c.CredentialID }) {
			b.Do(webauthn.RemoveCredential(b.device, c.CredentialID))
		}
	}
}

// passkeys are those on the device.
func (b *Tab) passkeys() (list []*webauthn.Credential) {
	b.t.Helper()
	b.Do(chromedp.ActionFunc(func(ctx context.Context) (err error) {
		list, err = webauthn.GetCredentials(b.device).Do(ctx)
		return err
	}))
	return list
}

// at fails the test unless the tab shows the path.
func (b *Tab) at(path string) *Tab {
	b.t.Helper()
	if got := b.URL(); !strings.HasPrefix(got, b.base+path) {
		b.t.Fatalf("at %s, want %s; it shows: %s", got, path, b.Text("body"))
	}
	return b
}

// newOrganiser sets the house up in a browser with passkeys, as outside --dev.
func newOrganiser(t *testing.T) (*Server, *Tab) {
	s := Start(t, Options{Args: []string{"--strict-sign-in", "--verbose"}})
	b := s.Tab(Look{Width: 1280, Height: 900})
	b.authenticator()
	b.Open(s.SetUp()).Fill("name.en", "Harbour").Fill("your_name", "Amina").Fill("your_email", "amina@harbour.example")
	b.Eval(`document.getElementsByName("zone")[0].value = "Europe/Berlin"`, nil)
	b.Press("Set up").at("/signin/")
	b.Press("Sign me in").at("/signin/again").Says("Protect your sign-in")
	b.Press("Set up a passkey").at("/me/security/passkey").Fill("name", "My laptop")
	b.Press("Set up a passkey").at("/me/security/paper")
	b.Press("Make ten codes").Says("Your codes on paper")
	b.Press("I have them").at("/o")
	return s, b
}

func TestTheFirstOrganiserSetsUpAPasskeyAndSignsInWithIt(t *testing.T) {
	s, b := newOrganiser(t)
	b.Open("/me").Press("Sign out")
	b.Open("/signin?to=/o").Press("Sign in with a passkey").at("/o")
	b.Open("/me/security").Says("My laptop", "You have 10 codes left")
	if told := s.ofKind("amina@harbour.example", "auth.told"); len(told) != 2 {
		t.Errorf("%d mails told of it", len(told))
	}
	if said := b.Said(); len(said) > 0 {
		t.Errorf("the browser said %q", said)
	}
}

func TestAPasskeyIsAskedForAnewAfterTenMinutesAndWhatWasTypedStays(t *testing.T) {
	s, b := newOrganiser(t)
	b.Open("/me/security/address").Fill("email", "amina@new.example")
	s.Add(11 * time.Minute)
	b.Press("Ask the new address").at("/signin/again")
	b.Press("Use my passkey").at("/signin/held/").Says("What you filled in is still here")
	b.Press("Send it now").at("/me/security/address").Says("Look into your mail")

	link := s.awaitKind("amina@new.example", "auth.address.new").Link(t, "/me/security/address/")
	s.Client().Open(link).OK().Says("Sign in") // a stranger at the new address can do nothing with it
	b.Open(link).Press("Use this address").at("/me/security").Says("amina@new.example")

	undo := s.awaitKind("amina@harbour.example", "auth.address.old").Link(t, "/signin/undo/")
	s.Client().Open(undo).OK()
	s.Client().Open(undo).form("/" + undo[strings.LastIndex(undo, "/")+1:]).Submit().OK().Says("signed out")
	b.Open("/me").at("/signin")
	for _, secret := range []string{link, undo} {
		if _, token, _ := strings.Cut(secret, s.URL); strings.Contains(s.Log(), token[strings.LastIndex(token, "/")+1:]) {
			t.Error("a token stands in the log")
		}
	}
	for _, kept := range []string{"amina@", "authenticatorData", "signature"} {
		if strings.Contains(s.Log(), kept) {
			t.Errorf("%q stands in the log", kept)
		}
	}
}

func TestAnotherPersonsPasskeyOpensNothing(t *testing.T) {
	s, b := newOrganiser(t)
	b.Open("/me").Press("Sign out")
	s.Do("admin", "create", "bea@harbour.example", "--organiser")
	b.Open("/signin?to=/o").Fill("email", "bea@harbour.example").Enter(`main form button`)
	b.Open(s.awaitKind("bea@harbour.example", "auth.sign-in").Link(t, "/signin/")).Press("Sign me in").at("/signin/again")
	aminas := b.passkeys()
	b.Press("Set up a passkey").Press("Set up a passkey").at("/me/security/paper")
	if n := len(b.passkeys()); n != 2 {
		t.Fatalf("the device has %d passkeys", n)
	}
	b.keepsOldest(aminas) // hers answers, whoever is signed in
	s.Add(11 * time.Minute)
	b.Open("/me/security/address").Fill("email", "amina@new.example").Press("Ask the new address").at("/signin/again")
	b.Press("Use my passkey").Says("This passkey does not open anything here")
	b.Open("/me").Says("Hello bea").Press("Sign out")
	b.Open("/signin").Press("Sign in with a passkey").at("/me").Says("Hello Amina")
}

func TestADeviceWithoutPasskeysSaysWhatElseThereIs(t *testing.T) {
	s := Start(t, Options{})
	b := s.Tab(Look{})
	b.authenticator()
	b.Open("/signin").Click(`form[data-passkey] button`)
	Eventually(t, 10*time.Second, "nothing is said", func() bool {
		return strings.Contains(b.Text("main"), "That did not work. Please try again, or take another way.")
	})
}

func TestARemovedPasskeyEndsWhatItOpened(t *testing.T) {
	s, b := newOrganiser(t)
	b.Open("/me").Press("Sign out")
	b.Open("/signin?to=/o").Press("Sign in with a passkey").at("/o")
	other := s.Client() // no script: an app with codes
	other.Open("/signin?to=/o").form("/signin").Set("email", "amina@harbour.example").Submit().OK()
	page := other.Open(s.awaitKind("amina@harbour.example", "auth.sign-in").Link(t, "/signin/"))
	page = page.form(page.URL.Path).Submit().OK()
	if page.URL.Path != "/signin/again" || len(page.All(`input[name=code]`)) != 1 {
		t.Fatalf("without script, %s asks for no code", page.URL.Path)
	}
	b.Open("/me/security").Click(`li summary`)
	b.Press("Remove this passkey").at("/me/security").Says("It opens nothing any more")
	if got := other.Get("/me").URL.Path; got != "/signin" {
		t.Errorf("another browser is still signed in at %s", got)
	}
	b.Open("/me").Press("Sign out")
	b.Open("/signin").Press("Sign in with a passkey").Says("This passkey does not open anything here")
}

// TestPagesOfSigningInAreForEveryone judges the pages that no address alone
// leads to: setting up, being asked anew, codes on paper, another address.
func TestPagesOfSigningInAreForEveryone(t *testing.T) {
	for _, look := range []Look{{Lang: "ar", Width: 320, Dark: true}, {Lang: "en", Width: 320}, {Lang: "de", Width: 1280, Dark: true}} {
		t.Run(look.Lang, func(t *testing.T) {
			s := Start(t, Options{Args: []string{"--strict-sign-in"}})
			s.Do("admin", "create", "amina@harbour.example", "--organiser")
			j := judged{s.Tab(look), t, look}
			j.authenticator()
			mails := 0
			byMail := func(ask string) { // presses what asks for a mail, then what the mail leads to
				mails++
				j.Enter(ask)
				j.Open(s.awaitKinds("amina@harbour.example", "auth.sign-in", mails).Link(t, "/signin/")).Enter(`main form button`)
			}
			const signIn = `form[action="/signin"] button`
			j.Open("/signin")
			j.see("sign-in", 200)
			j.Open("/signin?to=/o").Fill("email", "amina@harbour.example")
			byMail(signIn)
			j.see("a first sign-in", 200)
			s.Add(11 * time.Minute)
			j.Open("/signin/again?to=/o")
			j.see("a first sign-in that was too long ago", 200)
			byMail(`form[action="/signin/again/mail"] button`)
			j.Enter(`a[href^="/me/security/app"]`)
			j.see("an app", 200)
			j.Fill("code", "12").Enter(`form[action="/me/security/app"] button`)
			j.see("an app with half a code", 422)
			j.Enter(`form[action="/me/security/app"] button`)
			j.Open("/me/security/passkey?to=/o")
			j.see("a passkey", 200)
			j.Enter(`form[data-passkey] button`)
			j.see("codes on paper, offered", 200)
			j.Enter(`form[action="/me/security/paper"] button`)
			j.see("codes on paper", 200)
			j.Enter(`main a.btn`)
			j.Open("/me").Enter(`form[action="/signout"] button`)
			j.Open("/signin?to=/o").Fill("email", "amina@harbour.example")
			byMail(signIn)
			j.see("asked for a passkey", 200)
			j.Fill("code", "000000").Enter(`form[action="/signin/again"] button`)
			j.see("a wrong code", 422)
			j.Open("/me/security").Click(`li summary`)
			j.see("signing in", 200)
			j.Open("/me/security/address")
			j.see("another address", 200)
			j.Fill("email", "amina@new.example").Enter(`form[action="/me/security/address"] button`)
			j.see("asked before an address changes", 200)
			j.Enter(`form[data-passkey] button`)
			j.see("what was typed is here", 200)
			j.Enter(`form[action="/me/security/address"] button`)
			j.see("another address is asked", 200)
			j.Open(s.awaitKind("amina@new.example", "auth.address.new").Link(t, "/me/security/address/"))
			j.see("the new address", 200)
			j.Enter(`main form button`)
			j.see("the address is changed", 200)
			j.Open(s.awaitKind("amina@harbour.example", "auth.address.old").Link(t, "/signin/undo/"))
			j.see("undo", 200)
			j.Enter(`main form button`)
			j.see("undone", 200)
		})
	}
}
