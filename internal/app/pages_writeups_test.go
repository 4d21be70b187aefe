package app_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"codeberg.org/plenary/plenary/e2e"
	"codeberg.org/plenary/plenary/internal/app/apptest"
	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/events"
	"codeberg.org/plenary/plenary/internal/i18n"
	"codeberg.org/plenary/plenary/internal/people"
	"codeberg.org/plenary/plenary/internal/posts"
	"codeberg.org/plenary/plenary/internal/store"
	"codeberg.org/plenary/plenary/internal/when"
)

// assemblies is a house with an event of the chapter north on three dates, of
// which the first is over. Ada was there, Bea was not, Cem comes later.
type assemblies struct {
	*apptest.House
	t       *testing.T
	e       *events.Event
	at      string // address of the first date on the desk
	chapter map[string]string
}

func openAssemblies(t *testing.T, visibility events.Visibility) *assemblies {
	h := &assemblies{House: apptest.Open(t), t: t}
	h.SetUp()
	h.chapter = chapters(t, h.House, "north", "south")
	e := apptest.Event("assembly")
	e.Chapter = "north"
	h.e = h.Publish(e)
	for who, date := range map[string]int{"ada": 0, "bea": 0, "cem": 1} {
		h.Visitor().Open("/e/assembly/register").Form("email").Set("name", who).Set("email", who+"@mail.example").
			Set("date", h.e.Dates[date].ID).Set("way", "online").Submit().OK()
		h.Write(func(tx *store.Tx) error {
			id, err := h.People.Find(tx, who+"@mail.example")
			if err == nil {
				err = h.People.Prove(tx, id)
			}
			return err
		})
	}
	h.Clock.Set(time.Date(2027, 2, 4, 9, 0, 0, 0, time.UTC))
	h.Write(func(tx *store.Tx) error {
		l, err := h.Events.AttendanceOf(t.Context(), tx, auth.AtConsole(), "assembly", h.e.Dates[0].ID, "", "ada")
		if err != nil {
			return err
		}
		return h.Events.Tap(t.Context(), tx, auth.AtConsole(), "assembly", h.e.Dates[0].ID, l.People[0].Registration, true)
	})
	if visibility != events.Public {
		h.e = h.Change("assembly", func(e *events.Event) { e.Visibility = visibility })
	}
	h.at = "/o/e/assembly/d/" + h.e.Dates[0].ID
	return h
}

// organiser signs somebody in who looks after a chapter.
func (h *assemblies) organiser(chapter string) *e2e.Client {
	return with(h.t, h.House, chapter, chapter+"@mail.example", auth.ChapterScope(h.chapter[chapter]), auth.EditEvents, auth.SeeRegistrations, auth.WritePosts)
}

// told counts the letters with which somebody was told what they missed.
func (h *assemblies) told(who string) (list []*e2e.Mail) {
	for _, m := range h.Mail(who + "@mail.example") {
		if m.Kind == events.MailWriteUp {
			list = append(list, m)
		}
	}
	return list
}

func TestADateIsWrittenUpFromTheDeskOfItsEvent(t *testing.T) {
	h := openAssemblies(t, events.Public)
	north, south, v := h.organiser("north"), h.organiser("south"), h.Visitor()
	form := north.Open("/o/e/assembly").Follow("Write").Says("Write-up", "Publish and mail it to 1 person who missed it").Form("body.en")
	if got := form.Value("title.en"); got != "Tenants’ assembly, 3 Feb 2027" {
		t.Errorf("the title is %q", got)
	}
	form.Set("title.en", "What the assembly decided").Set("body.en", "We go on **strike** in quincember.").Submit("Save the draft").OK().Says("Nobody else sees it")
	north.Open("/o/e/assembly").Says("A draft")
	for _, at := range []string{"/posts/assembly-2027-02-03", "/posts", "/e/assembly", "/events?view=past"} {
		if p := v.Get(at); strings.Contains(p.Body, "What the assembly decided") {
			t.Errorf("%s shows the draft to a visitor", at)
		}
	}
	south.Get(h.at + "/write-up").Answers(http.StatusNotFound)
	south.Post(h.at+"/write-up", form.Values()).Answers(http.StatusNotFound)
	v.Open("/e/assembly").Silent("Write up what happened")
	north.Open("/e/assembly").Follow("Write up what happened").Form("body.en").Submit("Publish and mail it to 1 person who missed it").OK().
		Says("Those who missed it are mailed in a moment.", "Published")
	v.Open("/e/assembly").Says("Write-ups and recordings").Follow("Wed, 3 Feb 2027").
		Says("What the assembly decided", "What happened on Wednesday, 3 February 2027", "All dates, recordings and materials of this event", "Hall team answers").Follow("Tenants’ assembly")
	v.Open("/events?view=past").Follow("Write-up").Says("We go on strike")
	v.Open("/").Says("What the assembly decided", "Tenants’ assembly, 4 Feb 2027")
	v.Open("/c/north").Says("What the assembly decided")
	v.Open("/c/south").Silent("What the assembly decided")
	v.Open("/posts?chapter=north&kind=write-up").Says("What the assembly decided")
	v.Open("/posts?chapter=south").Silent("What the assembly decided")
	v.Open("/search?q=quincember").Says("What the assembly decided")
	for _, feed := range []string{"/posts.rss", "/posts.json?chapter=north"} {
		if body := v.Get(feed).Body; !strings.Contains(body, "What the assembly decided") {
			t.Errorf("%s does not hold it", feed)
		}
	}
	if ada, bea, cem := h.told("ada"), h.told("bea"), h.told("cem"); len(ada) != 0 || len(bea) != 1 || len(cem) != 0 {
		t.Fatalf("told ada %d, bea %d, cem %d times", len(ada), len(bea), len(cem))
	}
	if m := h.told("bea")[0]; !strings.Contains(m.Text, h.URL+"/posts/assembly-2027-02-03") || !strings.Contains(m.Subject, "What happened on Wed, 3 Feb") {
		t.Errorf("bea reads %q\n%s", m.Subject, m.Text)
	}
}

// Who may write and nothing else sees no desk of an event or a series. From
// their own desk they get to what is over, by both ways that it offers, and only
// to what is theirs.
func TestWhoOnlyWritesIsLedToWhatIsOver(t *testing.T) {
	h := openAssemblies(t, events.Public)
	h.Announce(apptest.Series("reading"))
	h.Clock.Set(time.Date(2027, 2, 11, 9, 0, 0, 0, time.UTC)) // two dates of the assembly are over, and a session
	north := with(t, h.House, "nora", "nora@mail.example", auth.ChapterScope(h.chapter["north"]), auth.WritePosts)
	south := with(t, h.House, "sol", "sol@mail.example", auth.ChapterScope(h.chapter["south"]), auth.WritePosts)
	network := with(t, h.House, "nell", "nell@mail.example", auth.TheNetwork(), auth.WritePosts)

	north.Get("/o/e/assembly").Answers(http.StatusNotFound)
	p := north.Open("/o").Says("This needs you next.", "What happened on Wed, 10 Feb 2027 is not written up yet").Silent("3 Feb 2027", "Know your lease", "Nobody has given you")
	form := p.Follow("Write it up Tenants’ assembly").Form("body.en")
	form.Set("body.en", "Much.").Submit("Save the draft").OK().Follow("Tenants’ assembly, 10 Feb 2027").Says("We decide on the rent strike.")
	north.Open("/o").Says("The write-up of Wed, 10 Feb 2027 is a draft")
	p = north.Open("/o/posts").Says("Held, and not written up yet", "Wed, 10 Feb 2027", "Draft", "Wed, 3 Feb 2027").Silent("Know your lease", "17 Feb 2027")
	pressOn(t, p.Follow("Tenants’ assembly"), "Publish").OK().Says("Published")
	north.Open("/o/posts").Says("Wed, 3 Feb 2027").Silent("Wed, 10 Feb 2027")
	north.Open("/o").Says("Nothing needs you right now.")

	south.Open("/o").Says("Nothing needs you right now.").Silent("assembly", "Nobody has given you")
	south.Open("/o/posts").Silent("Held, and not written up yet")
	network.Open("/o").Says("Session 1 has no write-up yet")
	network.Open("/o/posts").Says("Session 1: Theme 1 · Wed, 10 Feb 2027", "Wed, 3 Feb 2027").Follow("Know your lease").Form("body.en").Set("body.en", "Much.").Submit("Publish").OK()
	h.Change("assembly", func(e *events.Event) { e.Dates[0].Status = events.CalledOff })
	network.Open("/o/posts").Silent("Held, and not written up yet")
}

// A chapter that shows another's event shows what came of it, too, wherever it
// shows the event; its own texts it shows by themselves.
func TestAChapterShowsWhatCameOfAnEventThatItShares(t *testing.T) {
	h := openAssemblies(t, events.Public)
	h.Write(func(tx *store.Tx) error {
		_, err := h.People.SaveChapter(t.Context(), tx, auth.AtConsole(), people.Chapter{Slug: "quay", Parent: h.chapter["south"], Name: i18n.Text{"en": "Quay"}, Zone: "Europe/Berlin"})
		return err
	})
	h.organiser("north").Open(h.at+"/write-up").Form("body.en").Set("title.en", "What the assembly decided").Set("body.en", "Much.").Submit("Publish and mail it to 1 person who missed it").OK()
	shown := func(with bool) {
		t.Helper()
		for _, at := range []string{"/c/south", "/c/quay", "/posts?chapter=south", "/posts?chapter=quay&kind=write-up", "/posts.rss?chapter=quay", "/posts.json?chapter=south"} {
			if got := strings.Contains(h.Visitor().Get(at).Answers(http.StatusOK).Body, "What the assembly decided"); got != with {
				t.Errorf("%s shows it: %t", at, got)
			}
		}
	}
	shown(false)
	h.Change("assembly", func(e *events.Event) { e.Shared = []string{"quay"} })
	shown(true)
	p := h.Visitor().Open("/c/quay")
	if got := p.Attr(`link[rel="alternate"][type="application/rss+xml"][href^="/posts"]`, "href"); got != "/posts.rss?chapter=quay" {
		t.Errorf("the page names the feed %q", got)
	}
	p = p.Follow("All that was published").Says("What the assembly decided")
	if p.URL.Query().Get("chapter") != "quay" {
		t.Errorf("a chapter's page leads to %s", p.URL)
	}
	h.Visitor().Open("/events?chapter=quay&view=past").Follow("Write-up").Says("Much.")
	h.Change("assembly", func(e *events.Event) { e.Shared = nil })
	shown(false)
}

func TestAWriteUpThatIsTakenBackAndPublishedAgainMailsNobodyTwice(t *testing.T) {
	h := openAssemblies(t, events.Public)
	north := h.organiser("north")
	p := north.Open(h.at+"/write-up").Form("body.en").Set("body.en", "We met.").Submit("Publish and mail it to 1 person who missed it").OK()
	p = p.Follow("Going out").Form("why").Set("why", "A name stood in it.").Submit("Take it back").OK()
	h.Visitor().Get("/posts/assembly-2027-02-03").Answers(http.StatusGone).Says("A name stood in it.")
	north.Open("/o/e/assembly").Says("Taken back")
	p.Form("do").Submit("Publish now").OK()
	h.Visitor().Open("/posts/assembly-2027-02-03").Says("We met.")
	if got := h.told("bea"); len(got) != 1 {
		t.Errorf("bea was told %d times", len(got))
	}
}

func TestAWriteUpBeforeItsDateIsMailedAfterIt(t *testing.T) {
	h := openAssemblies(t, events.Public)
	north := h.organiser("north")
	north.Open("/o/e/assembly/d/"+h.e.Dates[1].ID+"/write-up").Form("body.en").Set("body.en", "The minutes follow.").
		Submit("Publish, and mail it to those who miss it once it is over").OK().Says("Those who miss it are mailed once it is over.")
	if len(h.told("cem")) != 0 {
		t.Error("cem was told of what is still to come")
	}
	h.Clock.Set(time.Date(2027, 2, 10, 20, 5, 0, 0, time.UTC))
	if got := h.told("cem"); len(got) != 1 {
		t.Errorf("cem was told %d times", len(got))
	}
}

func TestWhatCameOfAPrivateEventIsReadByWhoSeesTheEvent(t *testing.T) {
	for _, visibility := range []events.Visibility{events.Members, events.Invited} {
		t.Run(string(visibility), func(t *testing.T) {
			h := openAssemblies(t, visibility)
			north := h.organiser("north")
			north.Open(h.at+"/write-up").Form("body.en").Set("body.en", "Quincember it is.").Submit("Publish and mail it to 1 person who missed it").OK()
			at := "/posts/assembly-2027-02-03"
			visitor, member, bea := h.Visitor(), h.Member("Dua", "dua@mail.example"), h.Member("bea", "bea@mail.example")
			visitor.Get(at).Answers(http.StatusNotFound)
			for _, list := range []string{"/", "/posts", "/posts.rss", "/posts.json", "/c/north", "/events?view=past", "/search?q=quincember", "/sitemap.xml"} {
				if strings.Contains(visitor.Get(list).Body, at) {
					t.Errorf("%s shows it to a visitor", list)
				}
				if strings.HasSuffix(list, ".rss") || strings.HasSuffix(list, ".json") {
					if strings.Contains(bea.Get(list).Body, at) { // an address that is passed on
						t.Errorf("%s holds what not everybody sees", list)
					}
				}
			}
			for who, c := range map[string]*e2e.Client{"a member": member, "a writer of another chapter": h.organiser("south")} {
				if sees := c.Get(at).Status == http.StatusOK; sees != (visibility == events.Members) {
					t.Errorf("%s sees it: %v", who, sees)
				}
			}
			page := bea.Open(at).Says("Quincember it is.")
			if strings.Contains(page.Body, `"@type":"Article"`) {
				t.Error("search engines are told of it")
			}
			bea.Open("/posts").Says("Tenants’ assembly")
			if m := h.told("bea"); len(m) != 1 || !strings.Contains(m[0].Text, "/signin?to=%2Fposts%2Fassembly-2027-02-03") {
				t.Errorf("bea is led to %v", m)
			}
			found := visibility == events.Members
			if got := strings.Contains(bea.Get("/search?q=quincember").Body, at); got != found {
				t.Errorf("bea finds it by its words: %v", got)
			}
			h.Change("assembly", func(e *events.Event) { e.Visibility = events.Public })
			visitor.Open(at).Says("Quincember it is.")
			visitor.Open("/search?q=quincember").Says("Tenants’ assembly")
		})
	}
}

func TestAWriteUpStaysWithItsCancelledEventAndHoldsItsDate(t *testing.T) {
	h := openAssemblies(t, events.Public)
	north, v := h.organiser("north"), h.Visitor()
	second := "/o/e/assembly/d/" + h.e.Dates[1].ID + "/write-up"
	north.Open(h.at+"/write-up").Form("body.en").Set("body.en", "We met.").Submit("Publish and mail it to 1 person who missed it").OK()
	north.Open(second).Form("body.en").Set("body.en", "Not read yet.").Submit("Save the draft").OK()
	h.Write(func(tx *store.Tx) error {
		return h.Events.CallOff(t.Context(), tx, auth.AtConsole(), "assembly", i18n.Text{"en": "The hall burned."})
	})
	v.Open("/posts/assembly-2027-02-03").Says("We met.")
	v.Open("/e/assembly").Says("Cancelled", "Write-ups and recordings")
	north.Open(second).Form("body.en").Submit("Publish").OK().Says("Everybody can read it now.") // nobody missed what was cancelled
	h.Pass(time.Hour)
	if got := h.told("cem"); len(got) != 0 {
		t.Errorf("cem is told what they missed of a cancelled date")
	}

	// What was published holds its date; a draft goes with it.
	e := apptest.Event("picnic")
	e.Entry.Registration = events.NoNeed
	e.Entry.Places, e.Entry.Waitlist, e.Entry.ByDate = events.Places{}, false, false
	e.Chapter, e.Dates = "north", []events.Date{{Day: when.Date{Year: 2027, Month: 2, Day: 2}}, {Day: when.Date{Year: 2027, Month: 2, Day: 3}}}
	e = h.Publish(e)
	draft := "/o/e/picnic/d/" + e.Dates[1].ID
	north.Open("/o/e/picnic/d/"+e.Dates[0].ID+"/write-up").Form("body.en").Set("body.en", "It rained.").Submit("Publish").OK()
	north.Open(draft+"/write-up").Form("body.en").Set("body.en", "A secret draft.").Submit("Save the draft").OK()
	remove := func(n int) *e2e.Page {
		return pressOn(t, north.Open("/o/e/picnic/d/"+e.Dates[n].ID), "Take this date away")
	}
	remove(0).Says("was published about this, so it has to stay")
	remove(1).OK()
	h.Read(func(tx *store.Tx) error {
		if left, err := tx.Found(`SELECT 1 FROM post_version WHERE body LIKE '%A secret draft.%'`); left || err != nil {
			t.Errorf("the draft is left behind: %v", err)
		}
		return nil
	})
	north.Post("/o/e/picnic/state", map[string][]string{"to": {"draft"}}).OK()
	v.Get("/posts/picnic-2027-02-02").Answers(http.StatusNotFound) // it goes with its event
	north.Post("/o/e/picnic/delete", nil).Says("was published about this, so it has to stay")
	h.Write(func(tx *store.Tx) error {
		if err := h.Posts.Forget(t.Context(), tx, posts.Date, "nothing"); err != nil {
			t.Errorf("of a date without a text: %v", err)
		}
		return nil
	})
}

func TestAWriteUpGoesOutAtItsHourLikeOtherTexts(t *testing.T) {
	h := openAssemblies(t, events.Public)
	north := h.organiser("north")
	p := north.Open(h.at+"/write-up").Form("body.en").Set("body.en", "We met.").Submit("Save the draft").OK()
	p.Follow("Going out").Form("goes_out").Set("goes_out", "2027-02-05T08:00").Submit("Plan it").OK().Says("It is planned.")
	h.Visitor().Get("/posts/assembly-2027-02-03").Answers(http.StatusNotFound)
	h.Clock.Set(time.Date(2027, 2, 5, 7, 1, 0, 0, time.UTC))
	h.Pass(time.Minute)
	h.Visitor().Open("/posts/assembly-2027-02-03").Says("We met.")
	if got := h.told("bea"); len(got) != 1 {
		t.Errorf("bea was told %d times", len(got))
	}
}
