package e2e

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/webauthn"
	"github.com/chromedp/chromedp"
)

// authenticator gives the tab a device that keeps passkeys and always finds its
// person present, as a phone with a finger on it.
func (b *Tab) authenticator() (id webauthn.AuthenticatorID) {
	b.t.Helper()
	b.Do(webauthn.Enable(), chromedp.ActionFunc(func(ctx context.Context) (err error) {
		id, err = webauthn.AddVirtualAuthenticator(&webauthn.VirtualAuthenticatorOptions{
			Protocol: webauthn.AuthenticatorProtocolCtap2, Transport: webauthn.AuthenticatorTransportInternal,
			HasResidentKey: true, HasUserVerification: true, IsUserVerified: true, AutomaticPresenceSimulation: true}).Do(ctx)
		return err
	}))
	return id
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
	s := Start(t, Options{Args: []string{"--strict-sign-in"}})
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
}

func TestAnotherPersonsPasskeyOpensNothing(t *testing.T) {
	s, b := newOrganiser(t)
	b.Open("/me").Press("Sign out")
	s.Do("admin", "create", "bea@harbour.example", "--organiser")
	b.Open("/signin?to=/o").Fill("email", "bea@harbour.example").Enter(`main form button`)
	b.Open(s.awaitKind("bea@harbour.example", "auth.sign-in").Link(t, "/signin/")).Press("Sign me in").at("/signin/again")
	b.Press("Set up a passkey").Press("Set up a passkey").at("/me/security/paper")
	// The device has passkeys of two people for this site, and shows the older one.
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
