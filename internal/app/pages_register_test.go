package app_test

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"codeberg.org/plenary/plenary/e2e"
	"codeberg.org/plenary/plenary/internal/app/apptest"
	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/series"
	"codeberg.org/plenary/plenary/internal/store"
	"codeberg.org/plenary/plenary/internal/when"
)

func wall(t *testing.T, s string) *when.Wall {
	t.Helper()
	w, err := when.ParseWall(s)
	if err != nil {
		t.Fatal(err)
	}
	return &w
}

// twoTracks makes a series with mornings and evenings, the mornings full after
// one.
func twoTracks(slug string) *series.Series {
	s := apptest.Series(slug)
	morning, evening, few := when.Clock(10*60), when.Clock(19*60), 1
	s.Tracks = []series.Track{{Letter: "A", Title: map[string]string{"en": "Mornings"}, Start: &morning, Places: &few},
		{Letter: "B", Title: map[string]string{"en": "Evenings"}, Start: &evening}}
	return s
}

func register(v *e2e.Client, slug, name, address string) *e2e.Page {
	return v.Open("/s/"+slug+"/register").Form("email").Set("name", name).Set("email", address).Submit()
}

func TestRegisteringTakesTwoFieldsAndOneChoice(t *testing.T) {
	h := apptest.Open(t)
	h.SetUp()
	h.Announce(apptest.Series("lease"))
	h.Announce(twoTracks("tracks"))
	v := h.Visitor()
	for slug, want := range map[string][]string{"lease": {"name", "email"}, "tracks": {"name", "email", "track"}} {
		f := v.Open("/s/" + slug).Follow("Register").Form("email")
		if got := f.Fields(); !slices.Equal(got, want) {
			t.Errorf("%s asks %q, want %q", slug, got, want)
		}
	}
	p := register(v, "lease", "Ada", "ada@example.org").OK().Says("You are registered", "Know your lease", "Starts Wed, 10 Feb, 19:00–21:00, Berlin time", "A mail is on its way")
	if !strings.HasPrefix(p.URL.Path, "/s/lease/registered/") {
		t.Errorf("led to %s", p.URL.Path)
	}
	p.Silent("Ada", "ada@example.org", "/r/")
	v.Open(h.Link("ada@example.org", "/r/")).Says("You are registered, Ada.")
	v.Get("/s/tracks/registered/" + strings.TrimPrefix(p.URL.Path, "/s/lease/registered/")).Answers(http.StatusNotFound)
	v.Get("/s/lease/registered/forged").Answers(http.StatusNotFound)
}

func TestTheSeriesPageSaysWhatCanBeDone(t *testing.T) {
	h := apptest.Open(t)
	h.SetUp()
	make := func(slug string, change func(*series.Series)) {
		s := apptest.Series(slug)
		change(s)
		h.Announce(s)
	}
	one := 1
	make("open", func(s *series.Series) { s.Window.Closes = wall(t, "2027-02-01T23:59") })
	make("later", func(s *series.Series) { s.Window.Opens = wall(t, "2027-01-20T09:00") })
	make("closed", func(s *series.Series) { s.Window.Closes = wall(t, "2027-01-03T23:59") })
	make("full", func(s *series.Series) { s.Window.Places, s.Window.Waitlist = &one, false })
	make("waiting", func(s *series.Series) { s.Window.Places = &one })
	make("groups", func(s *series.Series) { s.Window.For = series.ForGroups })
	make("members", func(s *series.Series) { s.Window.For = series.ForMembers })
	make("invited", func(s *series.Series) { s.Window.For = series.ForInvited })
	make("cancelled", func(s *series.Series) { s.State = series.Cancelled })
	make("ended", func(s *series.Series) { s.State, s.Sessions[0].Status = series.Cancelled, series.Held })
	make("over", func(s *series.Series) {
		for i := range s.Sessions {
			s.Sessions[i].Date.Year = 2026
		}
	})
	v := h.Visitor()
	for _, slug := range []string{"full", "waiting"} {
		register(v, slug, "Ben", "ben@example.org").OK()
	}
	for _, c := range []struct {
		slug   string
		says   []string
		action string // the primary button, "" for none
	}{
		{"open", []string{"Registration is open until Mon, 1 Feb 2027, 23:59.", "Register a group"}, "Register"},
		{"later", []string{"Not open yet.", "Registration opens Wed, 20 Jan 2027, 09:00."}, ""},
		{"closed", []string{"Closed.", "Registration is closed.", "Starts Wed, 10 Feb"}, ""},
		{"full", []string{"Full.", "All places are taken."}, ""},
		{"waiting", []string{"You can join the waiting list."}, "Join the waiting list"},
		{"groups", []string{"Groups of 10 people or more register together."}, "Register a group"},
		{"members", nil, "Sign in to register"},
		{"invited", []string{"By invitation."}, ""},
		{"cancelled", []string{"This series will not take place."}, ""},
		{"ended", []string{"No more sessions of this series take place."}, ""},
		{"over", []string{"Over.", "The last session was on"}, ""},
	} {
		p := v.Open("/s/" + c.slug).Says(c.says...)
		primary := strings.Join(p.Texts("a[class=btn go]"), ",")
		if primary != c.action {
			t.Errorf("%s: the primary button is %q, want %q", c.slug, primary, c.action)
		}
		p = v.Get("/s/" + c.slug + "/register")
		switch c.slug {
		case "groups":
			if p.URL.Path != "/s/groups/group" {
				t.Errorf("groups only led to %s", p.URL.Path)
			}
		case "members":
			if p.URL.Path != "/signin" || p.URL.Query().Get("to") != "/s/members/register" {
				t.Errorf("members only led to %s", p.URL)
			}
		case "open", "waiting":
			p.OK().Says("E-mail address")
		default:
			p.OK().Says(c.says[0]).Silent("E-mail address")
		}
	}
	h.Member("Ada", "ada@example.org").Open("/s/members/register").Says("E-mail address")
	v.Get("/s/nothing").Answers(http.StatusNotFound)
	v.Get("/s/nothing/register").Answers(http.StatusNotFound)
}

func TestTheSeriesPageNamesWhatElseThereIs(t *testing.T) {
	h := apptest.Open(t)
	h.SetUp()
	s := apptest.Series("lease")
	s.Sessions[0].Kind = series.KindPlenary
	s.Sessions[0].Assignment = &series.Assignment{Title: map[string]string{"en": "Talk to one neighbour"}, Due: wall(t, "2027-02-16T23:59")}
	s.Sessions[1].Place = &series.Place{Name: "Old mill", Address: "River Street 1"}
	s.Sessions[1].Parties.Speakers = []series.Party{{Name: "Zainab"}}
	s.Circles = &series.Circles{Size: series.CircleSize{Min: 6, Target: 8, Max: 10}, Days: series.DaysFixed, Length: time.Hour, Facilitators: 1,
		Meetings: []series.Session{{N: 1, Date: when.Date{Year: 2027, Month: 2, Day: 12}, Kind: series.KindMeeting, Status: series.Tentative,
			Theme: map[string]string{"en": "Heart"}, Question: map[string]string{"en": "What brought you here?"}}}}
	h.Announce(s)
	h.Visitor().Open("/s/lease").Says("Plenary · Practice: Talk to one neighbour, until Tue, 16 Feb, 23:59", "Old mill, River Street 1", "With Zainab",
		"Beside the sessions, small groups meet 1 time. People in each: 6 to 10.", "Heart", "Fri, 12 Feb 2027 Not yet certain What brought you here?", "Bring yours.",
		"Training team answers: team@harbour.example")
}

func TestErrorsKeepWhatWasTyped(t *testing.T) {
	h := apptest.Open(t)
	h.SetUp()
	s := twoTracks("tracks")
	s.Questions = []series.Question{{ID: "needs", Kind: series.AskText, Label: map[string]string{"en": "What do you need?"}},
		{ID: "why", Kind: series.AskText, Required: true, Label: map[string]string{"en": "Why?"}}}
	h.Announce(s)
	v := h.Visitor()
	f := v.Open("/s/tracks/register?track=B").Form("email")
	if f.Value("track") != "B" {
		t.Errorf("chose %q", f.Value("track"))
	}
	p := f.Set("email", "ada at example").Set("q.needs", "A ramp").Submit().Answers(http.StatusUnprocessableEntity)
	p.Says("Something needs another look", "Please answer this question.")
	if got := p.Texts("title"); !strings.HasPrefix(got[0], "Error:") {
		t.Errorf("title %q", got)
	}
	f = p.Form("email")
	if f.Value("email") != "ada at example" || f.Value("track") != "B" || f.Value("q.needs") != "A ramp" {
		t.Errorf("kept %q %q %q", f.Value("email"), f.Value("track"), f.Value("q.needs"))
	}
	for _, field := range []string{"name", "email", "q.why"} {
		if n := len(p.All("[id=" + field + "][aria-invalid=true]")); n != 1 {
			t.Errorf("%s: %d fields are marked", field, n)
		}
	}
	f.Set("name", "Ada").Set("email", "ada@example.org").Set("q.why", "To learn").Submit().OK().Says("You are registered")
	var answers map[string]string
	h.Read(func(tx *store.Tx) error {
		id, err := h.People.Find(tx, "ada@example.org")
		if err != nil {
			return err
		}
		own, err := h.App.Series.Of(t.Context(), tx, auth.Holder("r", "", id), id)
		if err != nil {
			return err
		}
		answers, err = h.App.Series.Answers(tx, auth.Holder("r", "", id), own[0].R)
		return err
	})
	if answers["needs"] != "A ramp" || answers["why"] != "To learn" {
		t.Errorf("answers %v", answers)
	}
}

func TestNamesAreWhatPeopleSay(t *testing.T) {
	h := apptest.Open(t)
	h.SetUp()
	h.Announce(apptest.Series("lease"))
	v := h.Visitor()
	for i, c := range []struct {
		name   string
		status int
	}{
		{"A", 200}, {strings.Repeat("n", 200), 200}, {strings.Repeat("ñ", 200), 200}, {strings.Repeat("n", 201), 422},
		{"يوسف صباغ", 200}, {"Zoë \U0001f469\U0001f3fd‍\U0001f33e", 200}, {"   ", 422}, {"", 422}, {"<b>Ada</b> & co", 200}, {"אָדָה", 200},
	} {
		address := strings.Repeat("a", i+1) + "@example.org"
		p := register(v, "lease", c.name, address)
		p.Answers(c.status)
		if c.status != 200 {
			continue
		}
		if got := strings.Join(v.Open(h.Link(address, "/r/")).Texts("p.lead"), ""); !strings.Contains(got, c.name) {
			t.Errorf("%q reads as %q", c.name, got)
		}
	}
}

// The page after a registration is alike whether the house knows the address
// or not; the person learns it by mail, and has one place.
func TestTheSamePersonTwice(t *testing.T) {
	h := apptest.Open(t)
	h.SetUp()
	h.Announce(apptest.Series("lease"))
	var pages []string
	for _, address := range []string{"ada@example.org", "ada@example.org", "ADA@example.org", "new@example.org"} {
		p := register(h.Visitor(), "lease", "Ada", address).OK()
		pages = append(pages, strings.Join(p.Texts("main"), ""))
	}
	for _, p := range pages[1:] {
		if p != pages[0] {
			t.Errorf("pages differ:\n%s\n%s", pages[0], p)
		}
	}
	if n := h.Find("lease").Taken; n != 2 {
		t.Errorf("%d places are taken, want 2", n)
	}
}

func TestAFormSentTwiceRegistersOnce(t *testing.T) {
	h := apptest.Open(t)
	h.SetUp()
	h.Announce(apptest.Series("lease"))
	v := h.Visitor()
	f := v.Open("/s/lease/register").Form("email").Set("name", "Ada").Set("email", "ada@example.org")
	first, again := f.Submit().OK(), f.Submit().OK()
	if first.URL.Path != again.URL.Path {
		t.Errorf("led to %s and %s", first.URL.Path, again.URL.Path)
	}
	f.Set("name", "Her son").Set("email", "son@example.org").Submit().OK()
	if n := h.Find("lease").Taken; n != 2 {
		t.Errorf("%d places are taken, want 2: who fills the form in for somebody else is heard", n)
	}
	if n := len(h.Mail("ada@example.org")); n != 1 {
		t.Errorf("%d mails", n)
	}
}

func TestTheWindowIsExactToTheMinute(t *testing.T) {
	h := apptest.Open(t)
	h.SetUp()
	s := apptest.Series("lease")
	s.Window.Opens, s.Window.Closes = wall(t, "2027-01-05T09:00"), wall(t, "2027-02-01T23:59")
	h.Announce(s)
	opens := time.Date(2027, 1, 5, 8, 0, 0, 0, time.UTC)
	closes := time.Date(2027, 2, 1, 23, 0, 0, 0, time.UTC) // after 23:59 in Berlin
	form := func(n string) url.Values {
		return url.Values{"name": {"Ada"}, "email": {n + "@example.org"}, "zone": {"Europe/Berlin"}, "language": {"en"}}
	}
	v := h.Visitor()
	for _, c := range []struct {
		at     time.Time
		who    string
		status int
		says   string
	}{
		{opens.Add(-time.Second), "early", 422, "Registration opens"},
		{opens, "first", 200, "You are registered"},
		{closes.Add(-time.Second), "last", 200, "You are registered"},
		{closes, "late", 422, "Registration closed"},
		{closes.Add(time.Second), "later", 422, "Registration closed"},
	} {
		h.Clock.Set(c.at)
		p := v.Post("/s/lease/register", form(c.who))
		p.Answers(c.status).Says(c.says)
	}
	v.Open("/s/lease").Says("Closed.")
	if n := h.Find("lease").Taken; n != 2 {
		t.Errorf("%d places are taken, want 2", n)
	}
}

func TestAZoneThatDoesNotExistIsRefusedByTheForm(t *testing.T) {
	h := apptest.Open(t)
	h.SetUp()
	h.Announce(apptest.Series("lease"))
	for _, zone := range []string{"Mars/Olympus", "<script>alert(1)</script>", "../../etc/passwd", strings.Repeat("x", 4000)} {
		p := h.Visitor().Post("/s/lease/register", url.Values{"name": {"Ada"}, "email": {"ada@example.org"}, "zone": {zone}, "language": {"en"}})
		p.Answers(422).Says("This time zone is not known").Silent("<script>alert")
	}
	for _, zone := range []string{"Asia/Calcutta", "Europe/Kiev", "UTC", ""} { // old names are names
		h.Visitor().Post("/s/lease/register", url.Values{"name": {"Ada"}, "email": {"ada" + zone[:min(2, len(zone))] + "@example.org"}, "zone": {zone}, "language": {"xx"}}).OK()
	}
}

func TestAnotherCityIsChosenWithoutLosingWhatWasTyped(t *testing.T) {
	h := apptest.Open(t)
	h.SetUp()
	h.Announce(twoTracks("tracks"))
	v := h.Visitor()
	p := v.Open("/s/tracks/register").Form("email").Set("name", "Ada").Set("track", "B").Submit("change-zone").OK()
	p = p.Form("email").Set("zone", "Asia/Kolkata").Submit("take-zone").OK().Says("11:30 pm", "Kolkata (UTC+5:30)")
	f := p.Form("email")
	if f.Value("name") != "Ada" || f.Value("track") != "B" || f.Value("zone") != "Asia/Kolkata" {
		t.Errorf("kept %q %q %q", f.Value("name"), f.Value("track"), f.Value("zone"))
	}
	f.Set("email", "ada@example.org").Submit().OK().Says("Starts Wed, 10 Feb, 11:30 pm")
	if n := h.Find("tracks").Taken; n != 1 {
		t.Errorf("%d places are taken", n)
	}
	v.Open(h.Link("ada@example.org", "/r/")).Says("Times shown in Kolkata")
}

func TestTheLastPlaceGoesToOne(t *testing.T) {
	for _, engine := range []store.Engine{store.SQLite, store.Postgres} {
		t.Run(string(engine), func(t *testing.T) {
			h := apptest.OpenOn(t, engine)
			h.SetUp()
			s := apptest.Series("lease")
			one := 1
			s.Window.Places, s.Window.Waitlist = &one, false
			h.Announce(s)
			statuses := make([]int, 30)
			var group sync.WaitGroup
			for i := range statuses {
				group.Go(func() {
					resp, err := http.PostForm(h.URL+"/s/lease/register", url.Values{"name": {"Ada"}, "zone": {"Europe/Berlin"}, "language": {"en"},
						"email": {string(rune('a'+i%26)) + strings.Repeat("x", i) + "@example.org"}})
					if err == nil {
						statuses[i] = resp.StatusCode
						resp.Body.Close()
					}
				})
			}
			group.Wait()
			slices.Sort(statuses)
			if statuses[0] != 200 || statuses[1] != 422 || statuses[29] != 422 || h.Find("lease").Taken != 1 {
				t.Errorf("answered %v; %d places are taken", statuses, h.Find("lease").Taken)
			}
		})
	}
}

func TestFullHoursSaySo(t *testing.T) {
	h := apptest.Open(t)
	h.SetUp()
	h.Announce(twoTracks("tracks"))
	take := func(address, track string) *e2e.Page {
		return h.Visitor().Open("/s/tracks/register").Form("email").Set("name", "Ada").Set("email", address).Set("track", track).Submit()
	}
	take("ada@example.org", "A").OK().Says("You are registered", "Press the button in that mail within two days")
	h.Visitor().Open("/s/tracks/register").Says("Full: there is a waiting list.")
	take("ben@example.org", "A").OK().Says("You are on the waiting list").Silent("Starts Wed")
	take("cai@example.org", "B").OK().Says("You are registered").Silent("Press the button")
	h.Visitor().Open(h.Link("ben@example.org", "/r/")).Says("Full: there is a waiting list.")
	h.Visitor().Open(h.Link("cai@example.org", "/r/")).Says("Full.").Silent("Full: there is a waiting list.")
}
