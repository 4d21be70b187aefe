package app_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"codeberg.org/plenary/plenary/e2e"
	"codeberg.org/plenary/plenary/internal/app/apptest"
	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/people"
	"codeberg.org/plenary/plenary/internal/store"
)

// secret is a house in which Asha has started a private group and let Bo in.
type secret struct {
	*apptest.House
	t               *testing.T
	asha, bo        *e2e.Client
	atAsha, atBo    string // their addresses of the group
	stranger, staff *e2e.Client
}

func eachSecret(t *testing.T, fn func(t *testing.T, x *secret)) {
	for _, e := range []store.Engine{store.SQLite, store.Postgres} {
		t.Run(string(e), func(t *testing.T) {
			x := &secret{House: apptest.OpenOn(t, e), t: t}
			x.SetUp()
			x.asha, x.bo = x.Member("Asha", "asha@mail.example"), x.Member("Bo", "bo@mail.example")
			x.stranger, x.staff = x.Member("Cy", "cy@mail.example"), x.Member("Dee", "dee@mail.example", append(auth.Verbs(), auth.RunHouse)...)
			p := x.asha.Open("/me").Follow("Private groups").Says("You are in none.")
			p = p.Form("/me/groups").Set("group", "Night shift").Set("about", "Talk *among* us.").Set("name", "A.").Submit().OK()
			p.Says("The group is there", "Night shift", "A.", "You are the only steward")
			x.atAsha = p.URL.Path
			x.join(x.bo, "B.")
			x.atBo = x.bo.Open("/me/groups").Follow("Night shift").Says("A.", "B.", "one steward").URL.Path
			fn(t, x)
		})
	}
}

// join lets somebody in by a code.
func (x *secret) join(who *e2e.Client, name string) {
	x.t.Helper()
	steer := x.asha.Open(x.atAsha + "/steer").Form("/code").Submit().OK().Says("until Mon, 11 Jan 2027")
	link := ""
	for _, n := range strings.Fields(steer.Body) {
		if _, c, is := strings.Cut(n, "/me/join/"); is {
			link = "/me/join/" + c[:20]
		}
	}
	if link == "" {
		x.t.Fatal("no code is shown")
	}
	who.Open(link).Silent("Night shift").Form("/me/join").Set("name", name).Submit().OK().Says("Asked.", "A steward has yet to let you in").Silent("Night shift")
	who.Open(link).Form("/me/join").Set("name", name).Submit().Answers(http.StatusUnprocessableEntity).Says("This code is not valid")
	x.asha.Open(x.atAsha).Follow("Who may come in: 1 person asks").Says(name, "Let in").Form("/confirm").Submit().OK().Says("They are in.")
}

func TestAPrivateGroupLivesInTheBrowser(t *testing.T) {
	eachSecret(t, func(t *testing.T, x *secret) {
		if x.atAsha == x.atBo {
			t.Error("two members have one address")
		}
		p := x.bo.Open(x.atBo).Follow("Plan a gathering").Form("/gathering").Set("date", "2027-01-06").Set("time", "19:00").Submit().Answers(http.StatusUnprocessableEntity).Says("Say what it is")
		p = p.Form("/gathering").Set("title", "Tea").Set("minutes", "60").Set("place", "Back room").Set("online", "https://meet.example/x").Submit().OK()
		p.Says("Saved.", "Tea", "Back room", "Wednesday, 6 January 2027", "19:00", "Planned by", "B.")
		tea := strings.TrimPrefix(p.URL.Path, x.atBo)
		x.asha.Open(x.atAsha+tea).Says("Tea", "Change the gathering")

		// The file for the calendar says when, and nothing else unless asked.
		calendar := x.asha.Get(x.atAsha + ".ics").Answers(http.StatusOK)
		for _, s := range []string{"Tea", "Back room", "meet.example", "Night", strings.TrimPrefix(x.atAsha, "/me/groups/"), "X-WR-CALNAME"} {
			if strings.Contains(calendar.Body, s) {
				t.Errorf("the neutral calendar holds %q", s)
			}
		}
		if !strings.Contains(calendar.Body, "SUMMARY;LANGUAGE=en:Appointment") && !strings.Contains(calendar.Body, "SUMMARY:Appointment") || !strings.Contains(calendar.Body, "20270106T190000") {
			t.Errorf("the calendar: %s", calendar.Body)
		}
		if own := x.asha.Get(x.atAsha + ".ics?titles=own"); !strings.Contains(own.Body, "Tea") || !strings.Contains(own.Body, "Back room") {
			t.Error("with titles it has none")
		}

		p = x.asha.Open(x.atAsha).Form("/note").Set("title", "First").Set("text", "Bring <b>cake</b> & *cups*.").Submit().OK().Says("First", "Bring <b>cake</b> & cups.", "A., Mon, 4 Jan 2027")
		if n := len(p.All("main article form a")); n != 1 {
			t.Errorf("%d notes can be changed by who wrote them", n)
		}
		p.Follow("Change it").Form("text").Set("text", "Bring cake.").Submit().OK().Says("Bring cake.", "changed since")
		if n := len(x.bo.Open(x.atBo).Says("Bring cake.").All("main article form")); n != 0 {
			t.Error("another member may delete it")
		}

		x.Clock.Set(time.Date(2027, 1, 6, 18, 30, 0, 0, time.UTC))
		p = x.bo.Open(x.atBo + tea).Says("Who was there")
		p = p.Form("/there").Set("there", choice(p, "A.")).Submit().OK().Says("Saved.")
		if n := len(p.All("input[name=there][checked]")); n != 1 {
			t.Errorf("%d were there", n)
		}

		x.asha.Open(x.atAsha + "/steer").Form("/raise").Submit().OK()
		x.asha.Open(x.atAsha).Silent("You are the only steward").Form("/leave").Submit().OK().Says("You have left.").Silent("Night shift")
		x.asha.Get(x.atAsha).Answers(http.StatusNotFound)
		x.bo.Open(x.atBo).Says("You are the only steward", "Somebody who has left").Silent("A.,")
		x.bo.Open(x.atBo+"/steer").Form("/dissolve").Submit().Answers(http.StatusUnprocessableEntity).Says("Tick that you mean it").Form("/dissolve").Set("sure", "yes").Submit().OK().Says("The group is gone")
		x.bo.Get(x.atBo).Answers(http.StatusNotFound)
	})
}

// choice is what the box with that label sends.
func choice(p *e2e.Page, label string) string {
	for _, part := range strings.Split(p.Body, "<label class=\"pick\"")[1:] {
		if strings.Contains(part, label) {
			_, after, _ := strings.Cut(part, `value="`)
			value, _, _ := strings.Cut(after, `"`)
			return value
		}
	}
	return ""
}

// TestNobodyOutsideFindsAPrivateGroup asks for everything of a group as somebody
// who is not in it, and gets what an address answers that nobody ever had.
func TestNobodyOutsideFindsAPrivateGroup(t *testing.T) {
	eachSecret(t, func(t *testing.T, x *secret) {
		id := store.NewID()
		never, replace := "/me/groups/"+id, strings.NewReplacer(strings.TrimPrefix(x.atAsha, "/me/groups/"), id)
		for who, c := range map[string]*e2e.Client{"a stranger": x.stranger, "somebody with every verb": x.staff, "a member with another's address": x.bo} {
			for _, more := range []string{"", ".ics", "/steer", "/gathering", "/gathering/x", "/note/x"} {
				got, want := c.Get(x.atAsha+more).Answers(http.StatusNotFound), c.Get(never+more)
				if replace.Replace(got.Body) != want.Body {
					t.Errorf("%s at %s: another page than of an address that never was", who, more)
				}
			}
			for _, more := range []string{"/note", "/name", "/leave", "/gathering", "/about", "/code", "/invite", "/confirm", "/remove", "/raise", "/dissolve"} {
				c.Post(x.atAsha+more, url.Values{"text": {"x"}, "name": {"x"}, "group": {"x"}, "email": {"x@mail.example"}, "sure": {"yes"}, "title": {"x"}, "minutes": {"5"},
					"date": {"2027-02-01"}, "time": {"10:00"}, "zone": {"UTC"}}).Answers(http.StatusNotFound)
			}
			c.Open("/me/groups")
		}
		x.stranger.Open("/me/groups").Says("You are in none.").Silent("Night shift")
		for _, path := range []string{"/me/groups", x.atAsha, never} {
			if p := x.Visitor().Get(path); !strings.HasPrefix(p.URL.Path, "/signin") {
				t.Errorf("anonymous at %s: led to %s", path, p.URL.Path)
			}
		}
	})
}

// TestMailOfAPrivateGroupSaysNothing reads what members are mailed.
func TestMailOfAPrivateGroupSaysNothing(t *testing.T) {
	eachSecret(t, func(t *testing.T, x *secret) {
		x.bo.Open(x.atBo).Form("/note").Set("text", "Tea is on.").Submit().OK()
		x.asha.Open(x.atAsha+"/steer").Form("/invite").Set("email", "cy@mail.example").Submit().OK().Says("If somebody here has this address")
		x.asha.Open(x.atAsha+"/steer").Form("/invite").Set("email", "nobody@mail.example").Submit().OK().Says("If somebody here has this address")
		for range 20 {
			x.Pass(10 * time.Minute)
		}
		for _, to := range []string{"asha", "bo", "cy"} {
			mails := x.Mail(to + "@mail.example")
			if len(mails) != 1 {
				t.Fatalf("%d mails to %s", len(mails), to)
			}
			m := mails[0]
			if m.Kind != people.MailUnsaid || m.Header.Get("Subject") != "There is something new for you" {
				t.Errorf("%s: %q", m.Kind, m.Header.Get("Subject"))
			}
			for name := range m.Header {
				if strings.HasPrefix(name, "List-") {
					t.Errorf("a header %s", name)
				}
			}
			raw := m.Text + m.HTML
			for _, s := range []string{"group", "Night", "Tea", "A.", "steward", "/me/groups"} {
				if strings.Contains(strings.ReplaceAll(raw, "<!", ""), s) {
					t.Errorf("the mail holds %q", s)
				}
			}
		}
		if list := x.Mail("nobody@mail.example"); len(list) != 0 {
			t.Error("a stranger's address was written to")
		}
		p := x.stranger.Open(x.Link("cy@mail.example", "/me/new")).Says("You are invited", "Night shift", "A. invites you.")
		p.Form("/accept").Set("name-"+invitation(p), "C.").Submit().OK().Says("You are in.", "B.", "C.")
	})
}

// invitation is the id of the invitation on the page.
func invitation(p *e2e.Page) string {
	_, after, _ := strings.Cut(p.Body, `name="name-`)
	id, _, _ := strings.Cut(after, `"`)
	return id
}

// TestWhoIsErasedLeavesTheirGroups by the button that everybody has.
func TestWhoIsErasedLeavesTheirGroups(t *testing.T) {
	eachSecret(t, func(t *testing.T, x *secret) {
		x.asha.Open("/me/data").Form("/me/erase").Set("sure", "yes").Submit()
		x.bo.Open(x.atBo).Says("You are the only steward", "became a steward, since there was none left").Silent("A.,")
	})
}
