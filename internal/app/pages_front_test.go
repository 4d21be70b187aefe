package app_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"codeberg.org/plenary/plenary/internal/app/apptest"
	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/people"
	"codeberg.org/plenary/plenary/internal/posts"
	"codeberg.org/plenary/plenary/internal/series"
	"codeberg.org/plenary/plenary/internal/store"
	"codeberg.org/plenary/plenary/internal/when"
)

func TestOnlyTheFrontPageSaysThatNothingIsSetUp(t *testing.T) {
	h := apptest.Open(t)
	h.Announce(apptest.Series("lease"))
	v := h.Visitor()
	v.Open("/").Says("Not set up yet", "Know your lease")
	for _, path := range []string{"/s/lease", "/s/lease/register", "/s/lease/group", "/events", "/privacy", "/signin"} {
		v.Open(path).Silent("Not set up yet")
	}
	v.Open("/s/lease/register").Form("email").Set("name", "Ada").Set("email", "ada@example.org").Submit().OK().Says("You are registered")
	if n := len(h.Mail("ada@example.org")); n != 1 {
		t.Errorf("%d mails", n)
	}
	h.SetUp()
	v.Open("/").Silent("Not set up yet").Says("A school of tenants and workers.")
}

func TestTheFrontPageShowsANetworkAtWork(t *testing.T) {
	h := apptest.Open(t)
	h.SetUp()
	v := h.Visitor()
	v.Open("/").Says("Nothing is announced yet")

	open := apptest.Series("lease")
	closes, err := when.ParseWall("2027-02-08T23:59")
	if err != nil {
		t.Fatal(err)
	}
	open.Window.Closes = &closes
	h.Announce(open)
	later := apptest.Series("later")
	opens, err := when.ParseWall("2027-02-01T09:00")
	if err != nil {
		t.Fatal(err)
	}
	later.Title, later.Window.Opens = map[string]string{"en": "Later on"}, &opens
	h.Announce(later)
	hidden := apptest.Series("hidden")
	hidden.Title, hidden.Visibility = map[string]string{"en": "For members"}, series.Members
	h.Announce(hidden)

	p := v.Open("/").Says("Open for registration until Mon, 8 Feb, 23:59", "Know your lease", "Four evenings on what a lease says.",
		"Starts Wed, 10 Feb, 19:00–21:00", "Next dates", "Session 1: Theme 1", "Later on", "Registration opens Mon, 1 Feb 2027, 09:00").Silent("For members", "Bring yours")
	if got := p.Texts("section.poster h2"); len(got) != 1 || got[0] != "Know your lease" {
		t.Errorf("first stands %q", got)
	}
	p.Follow("Register").Says("Know your lease", "E-mail address")

	h.Clock.Set(time.Date(2027, 2, 10, 18, 30, 0, 0, time.UTC)) // within the first session
	v.Open("/").Says("Running now", "Now").Silent("Open for registration until")
	h.Clock.Set(time.Date(2027, 4, 1, 0, 0, 0, 0, time.UTC))
	v.Open("/").Says("Over", "Know your lease").Silent("Next dates", "Running now")
}

func TestTimesAreTheReaders(t *testing.T) {
	h := apptest.Open(t)
	h.SetUp()
	h.Announce(apptest.Series("lease"))
	v := h.Visitor()
	v.Open("/").Says("Times shown in Berlin (UTC+1), the organisers’ own. Where are you?")
	p := v.Open("/").Follow("Change city")
	p = p.Form("q").Set("q", "mumbai").Submit().OK().Says("Mumbai, India")
	p = p.Form("zone=Asia/Kolkata").Submit("zone=Asia/Kolkata").OK()
	if p.URL.Path != "/" {
		t.Errorf("led to %s", p.URL)
	}
	p.Says("Times shown in Kolkata (UTC+5:30).", "11:30 pm – 1:30 am", "Wed 7:00 pm in Berlin")
	v.Open("/events").Says("11:30 pm – 1:30 am", "February 2027", "March 2027")
	v.Open("/s/lease").Says("Your time (Kolkata)", "Starts Wed, 10 Feb, 11:30 pm – Thu, 11 Feb, 1:30 am.")
}

func TestWriteUpsAreForThoseWhoMaySeeTheSeries(t *testing.T) {
	h := apptest.Open(t)
	h.SetUp()
	h.Announce(apptest.Series("lease"))
	secret := apptest.Series("secret")
	secret.Visibility = series.Members
	h.Announce(secret)
	publish := func(slug string, texts ...string) {
		x := h.Find(slug).Sessions[0]
		h.Write(func(tx *store.Tx) error {
			post, err := h.Posts.Save(t.Context(), tx, auth.Itself(), posts.Post{Slug: slug + "-1", Kind: posts.WriteUp, About: posts.About{Kind: posts.Session, ID: x.ID},
				Title: map[string]string{"en": "What we said in " + slug, "de": "Was wir sagten"},
				Body:  map[string]string{"en": "We began.\n\n## Learned\n\n- one page\n", "de": "Wir begannen."}})
			if err != nil {
				return err
			}
			_, err = h.Posts.Publish(t.Context(), tx, auth.Itself(), post.ID)
			return err
		})
	}
	publish("lease")
	publish("secret")
	v := h.Visitor()
	p := v.Open("/").Says("What we said in lease").Silent("What we said in secret").Follow("What we said in lease")
	p.Says("Know your lease", "Published", "one page")
	if got := p.Texts("main h2"); len(got) != 2 || got[0] != "Learned" || got[1] != "Questions?" {
		t.Errorf("headings %q", got)
	}
	german := h.Visitor()
	german.Lang = "de"
	german.Open("/posts/lease-1").Says("Was wir sagten", "Wir begannen.")
	v.Get("/posts/secret-1").Answers(http.StatusNotFound)
	v.Get("/posts/nothing").Answers(http.StatusNotFound)
	h.Member("Ada", "ada@example.org").Open("/posts/secret-1").Says("What we said in secret")
	v.Open("/s/lease").Says("Write-ups and recordings", "Session 1: Theme 1").Follow("/posts/lease-1").OK()
}

func TestChaptersAreATree(t *testing.T) {
	h := apptest.Open(t)
	h.SetUp()
	ids := map[string]string{}
	save := func(slug, name, parent string) {
		h.Write(func(tx *store.Tx) error {
			c, err := h.People.SaveChapter(t.Context(), tx, auth.AtConsole(), people.Chapter{Slug: slug, Name: map[string]string{"en": name},
				Parent: ids[parent], Zone: "Europe/London", ContactName: name + " team", ContactEmail: slug + "@harbour.example"})
			ids[slug] = c.ID
			return err
		})
	}
	save("north", "North", "")
	save("docks", "Old docks", "north")
	save("south", "South", "")
	s := apptest.Series("lease")
	s.Chapter = "docks"
	h.Announce(s)
	v := h.Visitor()
	p := v.Open("/")
	if got := p.Texts("main ul ul a"); len(got) != 1 || got[0] != "Old docks" {
		t.Errorf("within another chapter lies %q", got)
	}
	p.Follow("North").Says("North", "Know your lease", "Old docks", "North team answers: north@harbour.example").
		Follow("Old docks").Says("Part of North", "Know your lease")
	v.Open("/c/south").Says("This chapter has announced nothing yet.").Silent("Know your lease")
	v.Get("/c/west").Answers(http.StatusNotFound)
	v.Open("/s/lease").Follow("Old docks").Says("Part of North")
	v.Open("/events?chapter=north").Says("Theme 1")
	v.Open("/events?chapter=south").Says("Nothing of this kind is planned").Silent("Theme 1")
}

func TestEventsAreAListAndACalendar(t *testing.T) {
	h := apptest.Open(t)
	h.SetUp()
	v := h.Visitor()
	v.Open("/events").Says("Nothing is planned at the moment.")
	h.Announce(apptest.Series("lease"))
	hidden := apptest.Series("hidden")
	hidden.Visibility, hidden.Title = series.Members, map[string]string{"en": "For members"}
	h.Announce(hidden)
	many := apptest.Series("many")
	many.Languages = []string{"fr"}
	for n := len(many.Sessions); n < 80; n++ {
		x := many.Sessions[0]
		x.N, x.Date = n+1, x.Date.AddDays(7*n)
		many.Sessions = append(many.Sessions, x)
	}
	h.Announce(many)
	p := v.Open("/events").Says("February 2027", "Theme 4", "Later ones").Silent("For members")
	if n := len(p.All("ol.agenda li")); n < 60 || n > 61 {
		t.Errorf("%d on one page", n)
	}
	more := p.Follow("Later ones")
	if n := len(more.All("ol.agenda li")); n == 0 {
		t.Error("nothing follows")
	}
	v.Open("/events?language=de").Says("Theme 1", "German").Silent("Later ones")
	v.Get("/events?chapter=none").Answers(http.StatusNotFound)
	c := v.Get("/events.ics?language=de")
	if n := strings.Count(c.Body, "BEGIN:VEVENT"); n != 4 || !strings.HasPrefix(c.Header.Get("Content-Type"), "text/calendar") || strings.Contains(c.Body, "For members") {
		t.Errorf("%d events as %s", n, c.Header.Get("Content-Type"))
	}
	if strings.Contains(c.Body, "meet.harbour.example") {
		t.Error("the calendar carries the call's own link")
	}
}

func TestWhatTheNetworkSaysOfItself(t *testing.T) {
	h := apptest.Open(t)
	h.SetUp()
	v := h.Visitor()
	v.Open("/privacy").Says("What is kept of you", "office@harbour.example")
	v.Open("/accessibility").Says("WCAG 2.2", "office@harbour.example")
	p := v.Get("/.well-known/security.txt")
	if want := "Contact: mailto:office@harbour.example\nExpires: 2027-07-04T00:00:00Z\nPreferred-Languages: en, de, es, fr, hi, pt, ru, ar\n"; p.Body != want {
		t.Errorf("security.txt says %s", p.Body)
	}
	if got := p.Header.Get("Content-Type"); got != "text/plain; charset=utf-8" {
		t.Errorf("it is %s", got)
	}
	apptest.Open(t).Visitor().Get("/.well-known/security.txt").Answers(http.StatusNotFound) // nobody to write to yet
}
