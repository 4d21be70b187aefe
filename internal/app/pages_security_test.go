package app_test

import (
	"strings"
	"testing"
	"time"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/store"
)

func TestALostPhoneIsReplacedByACodeOnPaper(t *testing.T) {
	h := strictHouse(t)
	known(h, t, "Amina", "amina@example.org", auth.EditSeries)
	c, _ := byMail(h, t, "amina@example.org", "/me")
	withApp(h, t, c)
	lost := c.Open("/me/security")
	lost.Form("/me/security/app/remove").Submit().Answers(422).Says("This is the last thing you can show")
	codes := c.Open("/me/security/paper").Form("/me/security/paper").Submit().OK().Texts("ol code")
	h.Pass(time.Hour)

	again, p := byMail(h, t, "amina@example.org", "/o")
	if p = p.Form("code").Set("code", strings.ToUpper(codes[0])).Submit().OK(); p.URL.Path != "/o" {
		t.Fatalf("a code on paper led to %s", p.URL.Path)
	}
	again.Open("/me/security").Says("You have 9 codes left", "Set up since").Form("/me/security/app/remove").Submit().OK().Says("It opens nothing any more")
	if got := c.Get("/me").URL.Path; got != "/signin" {
		t.Errorf("the lost phone is still signed in at %s", got)
	}
	var subjects []string
	for _, m := range h.Mail("amina@example.org") {
		subjects = append(subjects, m.Subject)
	}
	for _, want := range []string{"A code on paper was used at Harbour", "The app with codes was removed at Harbour"} {
		if !strings.Contains(strings.Join(subjects, "; "), want) {
			t.Errorf("nobody was told %q, but %q", want, subjects)
		}
	}
	withApp(h, t, again) // the new phone
	third, p := byMail(h, t, "amina@example.org", "/o")
	p.Form("code").Set("code", codes[0]).Submit().Answers(422).Says("used before")
	third.Get("/o").Says("Please show that it is you")
}

func TestSignInsAreListedAndEnded(t *testing.T) {
	h := strictHouse(t)
	known(h, t, "Ada", "ada@example.org")
	here, _ := byMail(h, t, "ada@example.org", "/me")
	one, _ := byMail(h, t, "ada@example.org", "/me")
	two, _ := byMail(h, t, "ada@example.org", "/me")
	stranger := known(h, t, "Bea", "bea@example.org")
	bea, _ := byMail(h, t, "bea@example.org", "/me")

	p := here.Open("/me/security").Says("This browser, since", "A computer, since", ", last used")
	var ends []string
	for _, f := range p.Forms() {
		if strings.HasSuffix(f.Action(), "/end") {
			ends = append(ends, f.Action())
		}
	}
	if len(ends) != 2 {
		t.Fatalf("%d other sign-ins", len(ends))
	}
	bea.Post(ends[0], nil) // not hers
	if one.Get("/me").URL.Path != "/me" || two.Get("/me").URL.Path != "/me" {
		t.Error("somebody else ended a sign-in")
	}
	p.Form(ends[0]).Submit().OK().Says("That browser is signed out")
	if (one.Get("/me").URL.Path == "/me") == (two.Get("/me").URL.Path == "/me") {
		t.Error("not one of the two ended")
	}
	here.Open("/me/security").Form("/me/security/others").Submit().OK().Says("everywhere but here")
	if one.Get("/me").URL.Path == "/me" || two.Get("/me").URL.Path == "/me" || here.Get("/me").URL.Path != "/me" || bea.Get("/me").URL.Path != "/me" {
		t.Error("the wrong ones ended")
	}
	h.Read(func(tx *store.Tx) error {
		var left int
		err := tx.Row(`SELECT COUNT(*) FROM sign_in WHERE person <> $1`, stranger).Scan(&left)
		if left != 1 {
			t.Errorf("%d sign-ins are left", left)
		}
		return err
	})
}

func TestWhatIsTakenAtTheConsoleIsSetUpAnew(t *testing.T) {
	h := strictHouse(t)
	id := known(h, t, "Amina", "amina@example.org", auth.EditSeries)
	c, _ := byMail(h, t, "amina@example.org", "/me")
	withApp(h, t, c)
	h.Write(func(tx *store.Tx) error { return h.Auth.TakeKeys(tx, auth.AtConsole(), id) })
	if got := c.Get("/me").URL.Path; got != "/signin" {
		t.Errorf("still signed in at %s", got)
	}
	_, p := byMail(h, t, "amina@example.org", "/o")
	p.Says("Protect your sign-in")
}
