package app_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"codeberg.org/plenary/plenary/e2e"
	"codeberg.org/plenary/plenary/internal/app/apptest"
	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/store"
	"codeberg.org/plenary/plenary/internal/web"
)

// agree writes a version of the agreement.
func agree(c *e2e.Client, summary, changes string) *e2e.Page {
	f := c.Open("/o/agreement").Form("summary.en").Set("summary.en", summary).Set("text.en", "## Rules\n\n"+summary)
	if changes != "" {
		f.Set("changes.en", changes)
	}
	return f.Submit()
}

// agreed lists who agreed to which version, by address.
func agreed(h *apptest.House, address string) (versions []int) {
	h.Read(func(tx *store.Tx) (err error) {
		id, err := h.People.Find(tx, address)
		if err != nil {
			return err
		}
		versions, err = store.All(tx, store.Column[int], `SELECT version FROM agreement_yes WHERE person = $1 ORDER BY version`, id)
		return err
	})
	return versions
}

func TestWithoutAnAgreementNothingIsAsked(t *testing.T) {
	h := apptest.Open(t)
	h.SetUp()
	h.Announce(apptest.Series("lease"))
	v := h.Visitor()
	v.Open("/s/lease/register").Silent("agree")
	v.Get("/agreement").Answers(http.StatusNotFound)
	h.Member("Ada", "ada@mail.example").Open("/me")
}

func TestWhoJoinsAgreesInTheSameForm(t *testing.T) {
	h := apptest.Open(t)
	h.SetUp()
	h.Announce(apptest.Series("lease"))
	omar := h.Member("Omar", "omar@mail.example", auth.EditNetwork, auth.EditSeries)
	agree(omar, "We listen.", "").OK().Says("The agreement is saved.", "Nobody has agreed")
	v := h.Visitor()
	v.Open("/agreement").Says("We listen.", "Version 1")
	form := v.Open("/s/lease/register").Says("We listen.", "Read all of it").Form("email").Set("name", "Ada").Set("email", "ada@mail.example")
	form.Submit().Answers(422).Says("Please tick that you agree").Form("email").Set("agree", "1").Submit().OK().Says("You are registered")
	if got := agreed(h, "ada@mail.example"); len(got) != 1 || got[0] != 1 {
		t.Errorf("kept %v", got)
	}
	p := v.Open("/s/lease/register").Form("email").Set("name", "Nobody").Set("email", "nonsense").Submit().Answers(422)
	p.Says("Please tick", "e-mail address")
	v.Post("/s/lease/register", url.Values{"name": {"Bea"}, "email": {"bea@mail.example"}, "agree": {"7"}}).Answers(422).Says("The agreement has changed")

	// A group's contact person agrees, and so does whoever joins by its link.
	group := v.Open("/s/lease/group").Says("We listen.").Form("people").Set("name", "Carla").Set("email", "carla@mail.example").Set("people", guests(12))
	group.Submit().Answers(422).Says("Please tick").Form("people").Set("agree", "1").Submit().OK().Form("confirm").Submit("confirm").OK()
	if got := agreed(h, "carla@mail.example"); len(got) != 1 {
		t.Errorf("the contact person: %v", got)
	}

	// Who types somebody else's address agrees to nothing in their name.
	h.Member("Dora", "dora@mail.example")
	v.Open("/s/lease/register").Form("email").Set("name", "Dora").Set("email", "dora@mail.example").Set("agree", "1").Submit().OK()
	if got := agreed(h, "dora@mail.example"); len(got) != 0 {
		t.Errorf("a stranger agreed for her: %v", got)
	}

	omar.Open("/me/agreement").Form("agree").Set("agree", "1").Submit()
	omar.Open("/o/s/lease").Form("asks").Clear("asks").Submit().OK()
	v.Open("/s/lease/register").Silent("We listen.")
}

// A form sent without having opened its page waits until its sender has agreed,
// and changes nothing before; what is their own is open to them all the same.
func TestAFormFromWhoHasNotAgreedWaitsUntilTheyHave(t *testing.T) {
	h := apptest.Open(t)
	h.SetUp()
	omar := h.Member("Omar", "omar@mail.example", auth.EditNetwork)
	ada := h.Member("Ada", "ada@mail.example")
	agree(omar, "We listen.", "").OK()
	h.Auth.Trial = false
	if p := ada.Post("/me/security/address", url.Values{"email": {"new@mail.example"}}); p.URL.Path == web.PageAgree {
		t.Error("the change of her own address asks her to agree")
	}
	h.Auth.Trial = true
	p := ada.Post("/me/groups", url.Values{"group": {"Night shift"}, "name": {"Ada"}}).OK()
	if p.URL.Path != web.PageAgree {
		t.Fatalf("led to %s", p.URL)
	}
	p = p.Form("agree").Set("agree", "1").Submit().OK()
	p = p.Form("/me/groups").Submit().OK().Says("Night shift")
	if !strings.HasPrefix(p.URL.Path, "/me/groups/") {
		t.Errorf("led to %s", p.URL)
	}
}

func TestMembersAreAskedOnceForEachVersion(t *testing.T) {
	for _, e := range []store.Engine{store.SQLite, store.Postgres} {
		t.Run(string(e), func(t *testing.T) {
			h := apptest.OpenOn(t, e)
			h.SetUp()
			omar := h.Member("Omar", "omar@mail.example", auth.EditNetwork)
			ada := h.Member("Ada", "ada@mail.example")
			agree(omar, "We listen.", "").OK()
			agree(omar, "We listen to each other.", "").OK()
			omar.Open("/agreement").Says("Version 1", "to each other")

			p := ada.Open("/me").Says("Before you go on", "We listen to each other.")
			ada.Open("/me/data")
			p.Form("agree").Submit().Answers(422).Says("Please tick that you agree")
			p = p.Form("agree").Set("agree", "1").Submit().OK()
			if p.URL.Path != "/me" {
				t.Errorf("led to %s", p.URL.Path)
			}
			ada.Open("/me").Silent("We listen")

			agree(omar, "We listen and keep secrets.", "").Answers(422).Says("Say what is new")
			agree(omar, "We listen and keep secrets.", "What is said in a circle stays there.").OK().Says("Version 2", "Version 1", "1 person agreed")
			ada.Open("/me").Says("has changed", "What is said in a circle stays there.", "keep secrets").Form("agree").Set("agree", "2").Submit().OK()
			if got := agreed(h, "ada@mail.example"); len(got) != 2 {
				t.Errorf("kept %v", got)
			}
			var first string
			h.Read(func(tx *store.Tx) error {
				return tx.Row(`SELECT summary FROM agreement WHERE version = 1`).Scan(&first)
			})
			if !strings.Contains(first, "We listen to each other.") || strings.Contains(first, "secrets") {
				t.Errorf("the first version says %s now", first)
			}
			if !strings.Contains(ada.Get("/me/data.json").Body, "agreement_yes") {
				t.Error("the file of her data does not say what she agreed to")
			}
		})
	}
}
