package app_test

import (
	"io"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"codeberg.org/plenary/plenary/e2e"
	"codeberg.org/plenary/plenary/internal/app/apptest"
	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/people"
	"codeberg.org/plenary/plenary/internal/posts"
	"codeberg.org/plenary/plenary/internal/store"
)

// reportHouse has a published text by Wanda and somebody who judges reports.
type reportHouse struct {
	*apptest.House
	wanda, mona *e2e.Client
}

func openReportHouse(t *testing.T, engine store.Engine) reportHouse {
	h := apptest.OpenOn(t, engine)
	h.SetUp()
	r := reportHouse{h, h.Member("Wanda", "wanda@mail.example", auth.WritePosts, auth.ModerateReports), h.Member("Mona", "mona@mail.example", auth.ModerateReports)}
	h.Write(func(tx *store.Tx) error {
		wanda, err := h.People.Find(tx, "wanda@mail.example")
		if err != nil {
			return err
		}
		p, err := h.Posts.Save(t.Context(), tx, auth.AtConsole(), posts.Post{Slug: "landlords", Kind: "statement",
			Title: map[string]string{"en": "Landlords"}, Body: map[string]string{"en": "They are all thieves."}})
		if err != nil {
			return err
		}
		if _, err = tx.Exec(`UPDATE post SET written_by = $1 WHERE id = $2`, wanda, p.ID); err != nil {
			return err
		}
		_, err = h.Posts.Publish(t.Context(), tx, auth.AtConsole(), p.ID)
		return err
	})
	return r
}

func (h reportHouse) report(c *e2e.Client, about, reason, address string) *e2e.Page {
	return c.Open("/report?about="+about).Form("reason").Set("reason", reason).Set("email", address).Submit()
}

func (h reportHouse) id(t *testing.T, address string) (id string) {
	h.Read(func(tx *store.Tx) (err error) {
		id, err = h.People.Find(tx, address)
		return err
	})
	if id == "" {
		t.Fatal("nobody has that address")
	}
	return id
}

func TestAReportIsJudgedByOthersThanWhomItIsAbout(t *testing.T) {
	for _, e := range []store.Engine{store.SQLite, store.Postgres} {
		t.Run(string(e), func(t *testing.T) {
			h := openReportHouse(t, e)
			v := h.Visitor()
			v.Open("/posts/landlords").Follow("Report this text").Says("You report a text")
			h.report(v, "post:landlords", "It insults people.", "rita@mail.example").OK().Says("Thank you for telling us")
			h.wanda.Open("/o/reports").Says("Nothing waits").Silent("Landlords")
			p := h.mona.Open("/o").Says("1 report waits").Follow("Reports").Follow("A text: Landlords").Says("It insults people.")
			p.Silent("rita@mail.example")
			h.wanda.Get(p.URL.Path).Answers(http.StatusNotFound)
			h.Visitor().Get(p.URL.Path).Silent("insults")

			p = p.Form("decision").Set("decision", "hidden").Submit().Answers(422).Says("Say why")
			p.Form("decision").Set("decision", "hidden").Set("why", "Please speak of what was done, not of all of them.").Submit().OK().Says("Decided.")
			v.Get("/posts/landlords").Answers(http.StatusNotFound)
			h.wanda.Open("/posts/landlords").Says("Only you see this text", "Please speak of what was done")
			mails := h.Mail("rita@mail.example")
			if len(mails) != 1 || !strings.Contains(mails[0].Text, "not shown any more") {
				t.Errorf("who reported it got %d mails", len(mails))
			}
			h.mona.Open(p.URL.Path).Form(p.URL.Path + "/show").Submit().OK().Says("The text is shown again.")
			v.Open("/posts/landlords").Says("thieves")
			var noted int
			h.Read(func(tx *store.Tx) error {
				return tx.Row(`SELECT COUNT(*) FROM audit WHERE verb IN ('report.hidden', 'report.shown', 'reports.page')`).Scan(&noted)
			})
			if noted < 3 {
				t.Errorf("%d lines in the audit log", noted)
			}
		})
	}
}

func TestTheAnswerToAReportTellsNotWhatThereIs(t *testing.T) {
	h := openReportHouse(t, store.SQLite)
	v := h.Visitor()
	var first string
	for i, about := range []string{"post:landlords", "post:nothing", "person:" + h.id(t, "wanda@mail.example"), "person:nobody", "message:x", "", "post:" + strings.Repeat("x", 500)} {
		p := h.report(v, about, "Look at this.", "")
		if p.OK(); i == 0 {
			first = p.Body
		}
		if p.Body != first || p.URL.Path != "/report/sent" {
			t.Errorf("about %q is answered in another way", about)
		}
	}
	h.mona.Open("/o/reports").Says("7 reports wait", "A person: Wanda", "is not there any more", "About something else")
}

func TestSomebodyFrozenSeesTheirOwnDataAndWritesNothing(t *testing.T) {
	h := openReportHouse(t, store.SQLite)
	h.Announce(apptest.Series("lease"))
	h.report(h.Visitor(), "person:"+h.id(t, "wanda@mail.example"), "She threatens people.", "")
	h.mona.Open("/o/reports").Follow("A person: Wanda").Form("decision").Set("decision", "frozen").Set("why", "You threatened a member.").Submit().OK()
	mails := h.Mail("wanda@mail.example")
	if len(mails) == 0 || !strings.Contains(mails[len(mails)-1].Text, "You threatened a member.") {
		t.Fatal("she is not told why")
	}
	h.wanda.Get("/o").Answers(http.StatusNotFound)
	h.wanda.Open("/me")
	h.wanda.Open("/me/data").Says("Get the file")
	h.wanda.Open("/s/lease/register").Form("email").Submit().Answers(http.StatusGone).Says("You cannot write or take part")
	h.mona.Open("/o/reports").Says("Who cannot write for now", "You threatened a member.").Form("/o/frozen/" + h.id(t, "wanda@mail.example") + "/undo").Submit().OK().Says("They can write again")
	h.wanda.Open("/o")
	register(h.wanda, "lease", "Wanda", "wanda@mail.example").OK()
	if mails := h.Mail("wanda@mail.example"); !strings.Contains(mails[len(mails)-1].Text+mails[len(mails)-2].Text, "You can write and take part here again") {
		t.Error("she is not told that it was undone")
	}
}

// Private groups lie below the member's page, and are shared all the same.
func TestSomebodyFrozenWritesNothingInPrivateGroupsAndMayLeaveThem(t *testing.T) {
	h := openReportHouse(t, store.SQLite)
	group := func(name string) string {
		return h.wanda.Post("/me/groups", url.Values{"group": {name}, "name": {"Wanda"}}).OK().URL.Path
	}
	mine := group("Night shift")
	h.report(h.Visitor(), "person:"+h.id(t, "wanda@mail.example"), "She threatens people.", "")
	h.mona.Open("/o/reports").Follow("A person: Wanda").Form("decision").Set("decision", "frozen").Set("why", "You threatened a member.").Submit().OK()
	for _, to := range []string{"/me/groups", "/me/join", mine + "/note", mine + "/name", mine + "/invite", mine + "/code", mine + "/gathering", "/me/groups/aaaaaaaaaaaaaaaaaaaaaaaaaa/note"} {
		h.wanda.Post(to, url.Values{"group": {"Another"}, "name": {"Wanda"}, "text": {"I know where you live."}}).Answers(http.StatusGone).Says("You cannot write or take part")
	}
	h.wanda.Open(mine).Silent("I know where you live.")
	if p := h.wanda.Post(mine+"/leave", url.Values{}); p.Status == http.StatusGone {
		t.Error("she may not leave the group")
	}
}

// What somebody offered before they were frozen gives nobody a role.
func TestARoleOfferedBySomebodyFrozenCannotBeTaken(t *testing.T) {
	h := openReportHouse(t, store.SQLite)
	boss := h.Member("Boss", "boss@mail.example", auth.Verbs()...)
	h.Write(func(tx *store.Tx) error {
		wanda, err := h.People.Find(tx, "wanda@mail.example")
		if err != nil {
			return err
		}
		if err = h.Auth.Give(t.Context(), tx, auth.AtConsole(), wanda, auth.TheNetwork(), auth.GiveRoles); err != nil {
			return err
		}
		friend, _, err := h.People.Meet(t.Context(), tx, auth.AtConsole(), people.Input{Name: "Friend", Address: "friend@mail.example", Zone: "UTC", Language: "en"})
		if err != nil {
			return err
		}
		v := auth.Viewer{Kind: auth.Person, Person: wanda, Tier: auth.Fresh}
		if v.Grants, err = h.Auth.GrantsOf(tx, wanda); err != nil {
			return err
		}
		return h.Auth.Offer(t.Context(), tx, v, friend.ID, "en", auth.TheNetwork(), auth.GiveRoles, auth.ModerateReports)
	})
	link := h.Link("friend@mail.example", "/role/")
	h.report(h.Visitor(), "person:"+h.id(t, "wanda@mail.example"), "She threatens people.", "")
	boss.Open("/o/reports").Follow("A person: Wanda").Form("decision").Set("decision", "frozen").Set("why", "You threatened a member.").Submit().OK()
	h.Visitor().Post(link, url.Values{"answer": {"yes"}}).Answers(http.StatusNotFound)
	h.Read(func(tx *store.Tx) error {
		if grants, err := h.Auth.GrantsOf(tx, h.id(t, "friend@mail.example")); err != nil || len(grants) > 0 {
			t.Errorf("took %v, %v", grants, err)
		}
		return nil
	})
}

func TestNobodyFreezesThemselvesOrWithoutTheRight(t *testing.T) {
	h := openReportHouse(t, store.SQLite)
	ada := h.Member("Ada", "ada@mail.example", auth.EditSeries)
	ada.Get("/o/reports").Answers(http.StatusNotFound)
	h.report(h.Visitor(), "person:"+h.id(t, "mona@mail.example"), "Mona is unfair.", "")
	h.mona.Open("/o/reports").Says("Nothing waits")
	h.wanda.Open("/o/reports").Says("A person: Mona")
}

func TestReportsAreForgottenHalfAYearAfterTheyWereDecided(t *testing.T) {
	h := openReportHouse(t, store.SQLite)
	h.report(h.Visitor(), "post:landlords", "Old.", "")
	h.report(h.Visitor(), "post:landlords", "Undecided.", "")
	h.mona.Open("/o/reports").Follow("A text: Landlords").Follow("A text: Landlords").Form("decision").Set("decision", "nothing").Submit().OK()
	count := func() (reports, keys int) {
		h.Read(func(tx *store.Tx) error {
			return tx.Row(`SELECT (SELECT COUNT(*) FROM report), (SELECT COUNT(*) FROM keys WHERE owner LIKE 'report.%')`).Scan(&reports, &keys)
		})
		return reports, keys
	}
	h.Pass(179 * 24 * time.Hour)
	if r, k := count(); r != 2 || k != 2 {
		t.Errorf("after 179 days %d reports and %d keys", r, k)
	}
	h.Pass(2 * 24 * time.Hour)
	if r, k := count(); r != 1 || k != 1 {
		t.Errorf("after 181 days %d reports and %d keys", r, k)
	}
}

func TestAReportSaysWhatIsMissing(t *testing.T) {
	h := openReportHouse(t, store.SQLite)
	h.report(h.Visitor(), "", "", "nonsense").Answers(422).Says("Tell us what is wrong", "e-mail address")
}

// Whoever makes up many reports makes a pile higher, and hides no other.
func TestAFloodOfReportsHidesNone(t *testing.T) {
	h := openReportHouse(t, store.SQLite)
	h.Write(func(tx *store.Tx) error {
		for i := range 700 {
			about := people.Report{Kind: people.AboutPerson, About: store.NewID(), Reason: "Made up.", Language: "en"}
			if i%2 == 0 {
				about.Kind, about.About = people.AboutOther, ""
			}
			if err := h.People.Tell(t.Context(), tx, auth.Viewer{}, about); err != nil {
				return err
			}
		}
		return nil
	})
	h.Clock.Add(time.Minute)
	h.report(h.Visitor(), "post:landlords", "It insults people.", "")
	h.report(h.Visitor(), "person:"+h.id(t, "wanda@mail.example"), "She threatens people.", "")
	h.report(h.Visitor(), "", "The last of all.", "")
	page := h.mona.Open("/o/reports").Says("703 reports wait", "A text: Landlords", "A person: Wanda", "351 reports", "350 reports")
	if text := page.Text(); strings.Index(text, "A text: Landlords") > strings.Index(text, "About something else") {
		t.Error("what is about something stands behind what is about nothing")
	}
	page.Follow("A text: Landlords").Says("It insults people.")
	pile, pages := page.Follow("About something else").Says("351 reports wait"), 1
	for strings.Contains(pile.Text(), "More reports") {
		pile = pile.Follow("More reports")
		pages++
	}
	links := regexp.MustCompile(`href="(/o/reports/[a-z0-9]+)"`).FindAllStringSubmatch(pile.Body, -1)
	if pages != 4 || len(links) != 51 {
		t.Fatalf("%d pages, the last with %d reports", pages, len(links))
	}
	h.mona.Open(links[50][1]).Says("The last of all.")
}

// Where people see each other each can be reported, without the number of anybody
// standing on the page: who is somebody else in another place stays so.
func TestWhomOneSeesOneCanReport(t *testing.T) {
	w := newWorld(t, store.SQLite)
	ada, bea := w.who["ada"], w.who["bea"]
	resp, err := ada.browser.Get(w.URL + "/circle/" + w.Circles.Key(ada.in))
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	page, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	for name, p := range w.who {
		if p.id != "" && p.id != ada.id && strings.Contains(string(page), p.id) {
			t.Errorf("the number of %s stands on the page", name)
		}
	}
	links := regexp.MustCompile(`href="(/report\?about=person:[^"]+)"`).FindAllStringSubmatch(string(page), -1)
	if len(links) != 2 {
		t.Fatalf("%d links to report somebody", len(links))
	}
	for _, link := range links {
		w.Visitor().Open(link[1]).Says("You report a person.").Form("reason").Set("reason", "They threaten people.").Submit().OK()
	}
	var about int
	w.Read(func(tx *store.Tx) error {
		return tx.Row(`SELECT COUNT(*) FROM report WHERE kind = 'person' AND about IN ($1, $2)`, bea.id, w.who["cem"].id).Scan(&about)
	})
	if about != 2 {
		t.Errorf("%d reports are about who was seen", about)
	}
}
