package app_test

import (
	"net/url"
	"regexp"
	"sync"
	"testing"

	"codeberg.org/plenary/plenary/e2e"
	"codeberg.org/plenary/plenary/internal/app/apptest"
	"codeberg.org/plenary/plenary/internal/web"
)

// askedForCode is a browser that asked for a sign-in, with the mailed code and
// one that is wrong.
func askedForCode(h *apptest.House, t *testing.T) (v *e2e.Client, code, wrong string) {
	t.Helper()
	known(h, t, "Ada", "ada@example.org")
	v = h.Visitor()
	v.Open("/signin").Form("email").Set("email", "ada@example.org").Submit().OK()
	mails := h.Mail("ada@example.org")
	code = regexp.MustCompile(`\b[0-9]{6}\b`).FindString(mails[len(mails)-1].Text)
	if wrong = "000000"; code == wrong {
		wrong = "000001"
	}
	return v, code, wrong
}

// Many guesses at the same moment are no more than as many one after another:
// the sixth is not looked at, be it the right one.
func TestGuessesOfACodeAtTheSameTimeAreCountedOneByOne(t *testing.T) {
	h := strictHouse(t)
	v, code, wrong := askedForCode(h, t)
	var all sync.WaitGroup
	for range 5 {
		all.Go(func() { v.Post("/signin/code", url.Values{"code": {wrong}}) })
	}
	all.Wait()
	v.Post("/signin/code", url.Values{"code": {code}}).Answers(422).Says("no longer valid")
	if v.Get("/me").URL.Path != "/signin" {
		t.Error("signed in by the sixth guess")
	}
}

// A guess is counted whatever else stands in the form.
func TestAGuessOfACodeIsCountedEvenIfAProgramFilledTheFormIn(t *testing.T) {
	h := strictHouse(t)
	v, code, wrong := askedForCode(h, t)
	for range 5 {
		v.Post("/signin/code", url.Values{"code": {wrong}, web.FieldTrap: {"x"}}).Answers(422)
	}
	v.Post("/signin/code", url.Values{"code": {code}}).Answers(422).Says("no longer valid")
}
