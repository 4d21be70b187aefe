package e2e

import (
	"fmt"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"
)

// groupSlug is the series of samples/mass-training.yaml, which is for groups.
const groupSlug = "organising-fundamentals"

// groupServer starts a server on a day in the sample's registration window,
// with the sample announced.
func groupServer(t *testing.T, change ...string) *Server {
	t.Helper()
	s := Start(t, Options{Now: time.Date(2023, 1, 10, 9, 0, 0, 0, time.UTC)})
	text, err := os.ReadFile(filepath.Join(Root(), "samples", "mass-training.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "series.yaml")
	if err := os.WriteFile(path, []byte(strings.NewReplacer(change...).Replace(string(text))), 0o600); err != nil {
		t.Fatal(err)
	}
	s.Do("series", "import", path)
	return s
}

// twelve is a list as people paste it: eight of them have addresses.
const twelve = `1. Amina Yusuf <amina@mail.example>
2. Ravi; ravi@mail.example
3. María José Carreño
4. Петров, Иван <ivan@mail.example>
5. فاطمة الزهراء, fatima@mail.example
6. bjork@mail.example
7. अदिति शर्मा
8. Li Na
9. Sofía	sofia@mail.example
10. Kwame N.
11. "Ọláṣọ, Tunde" <tunde@mail.example>
12. Nora (nora@mail.example)`

func fillGroup(page *Page, contact, people string) *Form {
	return page.Form("people").Set("name", "Carla").Set("email", contact+"@mail.example").
		Set("organisation", "Harbour tenants").Set("people", people).Set("track", "A")
}

// registerGroup goes from the form to the receipt and returns the address that
// the contact person is mailed.
func registerGroup(s *Server, c *Client, contact, people string) (receipt *Page, roster string) {
	check := fillGroup(c.Open("/s/"+groupSlug+"/group"), contact, people).Submit().OK()
	receipt = check.Form("confirm").Submit().OK()
	if !strings.HasPrefix(receipt.URL.Path, "/s/"+groupSlug+"/registered/") {
		s.t.Fatalf("led to %s", receipt.URL.Path)
	}
	return receipt, s.AwaitMail(contact+"@mail.example", 1).Link(s.t, "/g/")
}

// unlock opens the names of a group with the mailed code.
func unlock(s *Server, page *Page, contact string) *Page {
	s.t.Helper()
	return unlockBy(s, page, contact+"@mail.example", "group.code")
}

// unlockBy asks for a code on the page and types the one that comes.
func unlockBy(s *Server, page *Page, address, kind string) *Page {
	s.t.Helper()
	before := len(s.ofKind(address, kind))
	asked := formTo(page, "/code").Submit().OK()
	return formTo(asked, "/open").Set("code", s.code(address, kind, before+1)).Submit().OK()
}

// code returns what the n-th mail of a kind says is to be typed.
func (s *Server) code(address, kind string, n int) string {
	s.t.Helper()
	return regexp.MustCompile(`\b\d{6}\b`).FindString(s.awaitKinds(address, kind, n).Text)
}

// formTo returns the form whose address ends so.
func formTo(p *Page, ending string) *Form {
	p.client.t.Helper()
	for _, n := range p.All("form") {
		if strings.HasSuffix(value(n, "action"), ending) {
			return newForm(p, n)
		}
	}
	p.client.t.Fatalf("%s has no form to %s: %s", p.URL.Path, ending, p.Text())
	return nil
}

// TestAGroupOfTwelve is the story of a contact person without script: from a
// pasted list to the roster, its changes, and the way out and back.
func TestAGroupOfTwelve(t *testing.T) {
	for _, lang := range []string{"de", "ar"} {
		t.Run(lang, func(t *testing.T) {
			t.Parallel()
			s := groupServer(t)
			c := s.Client()
			c.Lang = lang
			if lead := c.Open("/s/" + groupSlug + "/register"); !strings.HasSuffix(lead.URL.Path, "/group") {
				t.Errorf("a series for groups leads to %s", lead.URL.Path)
			}
			_, address := registerGroup(s, c, "carla", twelve)
			s.AwaitMail("amina@mail.example", 1)

			roster := c.Open(address).Silent("Amina", "amina@", "Иван")
			formTo(roster, "/answer").Submit().OK()
			roster = unlock(s, c.Open(address), "carla").Says("Amina Yusuf", "Иван Петров", "فاطمة الزهراء", "Tunde Ọláṣọ", "bjork@mail.example")
			if n := len(roster.All(".people li")); n != 12 {
				t.Errorf("%d people can be removed, want 12", n)
			}

			roster = formTo(roster, "/remove").Submit().OK()
			if n := len(roster.All(".people li")); n != 11 {
				t.Errorf("%d people are left, want 11", n)
			}
			roster = formTo(roster, "/restore").Submit().OK()
			check := formTo(roster, "/people").Attach("file", "more.csv", []byte("Name;E-Mail\nOmar;omar@mail.example\nAmina;amina@mail.example\n")).Submit().OK()
			check.Says("Omar", "Amina")
			roster = check.Form("confirm").Submit().OK()
			s.AwaitMail("omar@mail.example", 1)
			if n := len(roster.All(".people li")); n != 13 {
				t.Errorf("%d people are in the group, want 13", n)
			}

			formTo(roster, "/track").Set("track", "B").Submit().OK()
			formTo(roster, "/receives").Set("receives", "members").Submit().OK()
			formTo(roster, "/nudge").Submit().OK()
			s.AwaitMail("ravi@mail.example", 2)

			friend := s.Client()
			friend.Lang = lang
			invited := friend.Open(roster.Attr("#invitation", "value"))
			invited.Form("name").Set("name", "Lea").Set("email", "lea@mail.example").Submit().OK().Silent("amina@", "Amina")
			s.AwaitMail("lea@mail.example", 1)
			formTo(c.Open(address), "/invitation").Submit().OK()
			friend.Get(invited.URL.Path).Answers(http.StatusNotFound)

			gone := formTo(c.Open(address), "/cancel").Submit().OK()
			back := formTo(gone, "/undo").Submit().OK().Says("Lea", "Omar")
			if n := len(back.All(".people li")); n != 14 {
				t.Errorf("%d people came back, want 14", n)
			}
		})
	}
}

func TestAGroupThatIsTooSmallIsADraftUntilItIsComplete(t *testing.T) {
	s := groupServer(t)
	c := s.Client()
	receipt, address := registerGroup(s, c, "carla", "Ana\nBo\nCleo\nDan\nEva\nFay\nGus")
	receipt.Says("3 more are needed")
	roster := c.Open(address).Says("Draft: 3 more are needed.")
	invitation := roster.Attr("#invitation", "value")
	for _, name := range []string{"Hal", "Ida"} {
		s.Client().Open(invitation).Form("name").Set("name", name).Submit().OK()
	}
	c.Open(address).Says("Draft: 1 more is needed.")
	s.Client().Open(invitation).Form("name").Set("name", "Jo").Submit().OK()
	c.Open(address).Says("10 people are registered.")
}

func TestAGroupWaitsForRoomForAll(t *testing.T) {
	s := groupServer(t, "places: 30000", "places: 20")
	c := s.Client()
	_, first := registerGroup(s, c, "carla", twelve)
	receipt, second := registerGroup(s, c, "dora", numbered("Dora's", 12))
	receipt.Says("on the waiting list")
	c.Open(second).Says("Waiting: you are next in line. Your group needs 12 places.", "8 places are free now.")
	formTo(c.Open(first), "/cancel").Submit().OK()
	accept := s.AwaitMail("dora@mail.example", 2).Link(t, "/g/")
	formTo(c.Open(accept), "/accept").Submit().OK().Says("12 people are registered.")
	// The first comes back to the end of the line, since its places are taken.
	formTo(c.Open(first), "/undo").Submit().OK().Says("Waiting: you are next in line.")
}

// numbered is a list of n people without addresses.
func numbered(name string, n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "%s %d\n", name, i+1)
	}
	return b.String()
}

func TestFiveThousandLinesWithThirtySevenBrokenOnes(t *testing.T) {
	s := groupServer(t, "group_max: 500", "group_max: 5000")
	var list strings.Builder
	broken := 0
	for i := range 5000 {
		if i%136 == 5 {
			broken++
			fmt.Fprintf(&list, "Person %d <p%d@mail>\n", i+1, i)
			continue
		}
		fmt.Fprintf(&list, "Person %d <p%d@mail.example>\n", i+1, i)
	}
	c := s.Client()
	check := fillGroup(c.Open("/s/"+groupSlug+"/group"), "carla", list.String()).Submit().OK()
	if n := len(check.All("input[name^=line.]")); n != broken || broken != 37 {
		t.Errorf("%d lines are to be corrected, %d are broken", n, broken)
	}
	// Without a word on the broken ones the others wait.
	check.Form("confirm").Submit("confirm=all").Answers(http.StatusUnprocessableEntity)
	check.Form("confirm").Submit("confirm=ready").OK().Says("4,963 people are registered", "37 lines were left out")
	address := s.AwaitMail("carla@mail.example", 1).Link(t, "/g/")
	Eventually(t, 60*time.Second, "the list is not written down", func() bool {
		return len(c.Open(address).All("progress")) == 0
	})
	c.Open(address).Says("4,963 people are registered.")
}

func TestBadGroupsKeepWhatWasTyped(t *testing.T) {
	s := groupServer(t)
	c := s.Client()
	form := c.Open("/s/"+groupSlug+"/group").Form("people").Set("name", "Carla").Set("email", "carla@").Set("people", "Ana\nBo")
	wrong := form.Submit().Answers(http.StatusUnprocessableEntity)
	again := wrong.Form("people")
	if again.Value("name") != "Carla" || again.Value("email") != "carla@" || !strings.Contains(again.Value("people"), "Ana\nBo") {
		t.Errorf("kept %q, %q, %q", again.Value("name"), again.Value("email"), again.Value("people"))
	}
	if n := len(wrong.All(".field.err")); n != 2 { // the address, and the hours that were not chosen
		t.Errorf("%d fields are marked", n)
	}
	form.Set("email", "carla@mail.example").Set("track", "A").Set("people", numbered("P", 5001)).Submit().Answers(http.StatusUnprocessableEntity)
	// A file is kept as text.
	kept := c.Open("/s/"+groupSlug+"/group").Form("people").Set("name", "").Set("email", "carla@mail.example").Set("track", "A").
		Attach("file", "list.csv", []byte("Name;E-Mail\nAna;ana@mail.example\n")).Submit().Answers(http.StatusUnprocessableEntity)
	if text := kept.Form("people").Value("people"); !strings.Contains(text, "ana@mail.example") {
		t.Errorf("kept %q", text)
	}
}

// TestTheReceiptOfAGroupTellsNobodyWhoIsKnown compares what a stranger reads
// after registering a list with what somebody reads who names people that are
// registered, and a contact person who has a group.
func TestTheReceiptOfAGroupTellsNobodyWhoIsKnown(t *testing.T) {
	s := groupServer(t)
	first, _ := registerGroup(s, s.Client(), "carla", twelve)
	second, _ := registerGroup(s, s.Client(), "dora", twelve)
	third := fillGroup(s.Client().Open("/s/"+groupSlug+"/group"), "carla", numbered("P", 12)).Submit().OK().Form("confirm").Submit().OK()
	if first.Text() != second.Text() || first.Text() != third.Text() {
		t.Errorf("receipts differ:\n%s\n%s\n%s", first.Text(), second.Text(), third.Text())
	}
	s.AwaitMail("carla@mail.example", 2)
}

func TestAFormForAGroupSentTwiceRegistersOnce(t *testing.T) {
	s := groupServer(t)
	c := s.Client()
	check := fillGroup(c.Open("/s/"+groupSlug+"/group"), "carla", twelve).Submit().OK()
	one, two := check.Form("confirm").Submit().OK(), check.Form("confirm").Submit().OK()
	if one.URL.Path != two.URL.Path {
		t.Errorf("led to %s and %s", one.URL.Path, two.URL.Path)
	}
}

// TestGroupsByOneRequest holds the contract for programs that post the fields
// and the confirmation at once.
func TestGroupsByOneRequest(t *testing.T) {
	s := groupServer(t)
	values := url.Values{"name": {"Carla"}, "email": {"carla@mail.example"}, "organisation": {"Harbour"}, "people": {twelve},
		"zone": {"Asia/Kolkata"}, "language": {"hi"}, "track": {"B"}, "confirm": {"1"}}
	s.Client().Post("/s/"+groupSlug+"/group", values).OK()
	s.AwaitMail("carla@mail.example", 1)
	s.AwaitMail("amina@mail.example", 1)
}

// TestTheStepsOfAGroup counts what a contact person has to do: as much for ten
// people as for a hundred.
func TestTheStepsOfAGroup(t *testing.T) {
	s := groupServer(t)
	form := s.Client().Open("/s/" + groupSlug + "/group").Form("people")
	if n := len(form.Fields()); n > 8 {
		t.Errorf("%d fields: %v", n, form.Fields())
	}
}

func TestPagesOfAGroupAreForEveryone(t *testing.T) {
	s := groupServer(t)
	c := s.Client()
	_, address := registerGroup(s, c, "carla", twelve)
	invitation := c.Open(address).Attr("#invitation", "value")
	for _, look := range []Look{{Lang: "en", Width: 320}, {Lang: "ar", Width: 1280, Dark: true}, {Lang: "de", Width: 320, Dark: true}} {
		tab := s.Tab(look)
		for _, page := range []string{"/s/" + groupSlug + "/group", invitation, address} {
			tab.Open(page).Accessible()
			if px := tab.Sideways(); px > 0 {
				t.Errorf("%s scrolls sideways by %d px", page, px)
			}
		}
		before := len(s.MailsTo("carla@mail.example"))
		tab.Enter("form[action$='/code'] button")
		code := regexp.MustCompile(`\b\d{6}\b`).FindString(s.AwaitMail("carla@mail.example", before+1).Text)
		tab.Fill("code", code).Enter("form[action$='/open'] button").Says("Amina Yusuf").Accessible()
		tab.Open("/s/"+groupSlug+"/group").Fill("name", "Dora").Fill("email", "dora@mail.example").Click("input[name=track]")
		tab.Eval(`document.querySelector("textarea").value = "Ana\nBo <bo@mail>\nTeam:\nCleo <cleo@mail.example>\ncleo@mail.example"`, nil)
		tab.Enter("main form button.go")
		tab.Says("cleo@mail.example").Accessible()
		if px := tab.Sideways(); px > 0 {
			t.Errorf("the check page scrolls sideways by %d px", px)
		}
		for _, said := range tab.Said() {
			t.Errorf("the console said %s", said)
		}
	}
}
