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
	"codeberg.org/plenary/plenary/internal/series"
	"codeberg.org/plenary/plenary/internal/store"
)

// enrolled is a house with one series and somebody registered in it, with the
// address of their own page.
func enrolled(t *testing.T, s *series.Series) (h *apptest.House, v *e2e.Client, mine string) {
	t.Helper()
	h = apptest.Open(t)
	h.SetUp()
	h.Announce(s)
	v = h.Visitor()
	p := v.Post("/s/"+s.Slug+"/register", url.Values{"name": {"Ada"}, "email": {"ada@example.org"}, "zone": {"Asia/Kolkata"}, "language": {"en"},
		"track": {map[bool]string{true: "B"}[len(s.Tracks) > 0]}})
	p.OK()
	return h, v, h.Link("ada@example.org", "/r/")
}

func TestMyRegistrationIsAnsweredCancelledAndTakenBack(t *testing.T) {
	h, v, mine := enrolled(t, apptest.Series("lease"))
	p := v.Open(mine).Says("You are registered, Ada.", "Yes, I am coming", "Your next session", "Wed, 10 Feb, 11:30 pm", "Times shown in Kolkata")
	if got := p.Attr("meta[name=robots]", "content"); got != "noindex" {
		t.Errorf("robots %q", got)
	}
	if to := v.Open(mine).Follow("Everything that is kept of me, as a file").URL; to.Path != "/signin" || to.Query().Get("to") != "/me/data" {
		t.Errorf("one's data is led to by %s", to)
	}
	p = p.Form("/answer").Submit().OK().Says("Thank you. Your place is yours.").Silent("Yes, I am coming")
	p = p.Form("/cancel").Submit().OK().Says("This registration is cancelled.", "You can undo this until")
	if n := h.Find("lease").Taken; n != 0 {
		t.Errorf("%d places are taken", n)
	}
	p.Form("/undo").Submit().OK().Says("You are back.", "You are registered, Ada.")
	if n := h.Find("lease").Taken; n != 1 {
		t.Errorf("%d places are taken", n)
	}
	p = v.Open(mine).Form("/cancel").Submit().OK()
	h.Clock.Add(24 * time.Hour)
	p.Form("/undo").Submit().Answers(http.StatusUnprocessableEntity).Says("This can no longer be undone.")
	v.Open(mine).Says("Register again").Silent("Undo")
}

// Mail gets scanned: opening what it links to changes nothing.
func TestOpeningWhatMailLinksToChangesNothing(t *testing.T) {
	h, v, mine := enrolled(t, apptest.Series("lease"))
	links := map[string]bool{mine: true}
	for _, m := range h.Mail("ada@example.org") {
		for _, link := range m.Links() {
			links[strings.TrimPrefix(link, h.URL)] = true
		}
	}
	before := h.DB.Version()
	for link := range links {
		for range 2 {
			if p := v.Get(link); p.Status != 200 {
				t.Errorf("%s answered %d", link, p.Status)
			}
		}
	}
	if after := h.DB.Version(); after != before {
		t.Errorf("the data went from version %d to %d", before, after)
	}
	v.Open(mine).Says("Yes, I am coming")
}

func TestOneKeyOpensOneThing(t *testing.T) {
	h, v, mine := enrolled(t, apptest.Series("lease"))
	key := strings.TrimPrefix(mine, "/r/")
	for _, path := range []string{"/g/" + key, "/join/" + key, "/feed/" + key + ".ics", "/r/" + key[:len(key)-1], "/r/" + key + "a", "/r/x", "/r/" + strings.Repeat("a", 5000)} {
		if p := v.Get(path); p.Status != http.StatusNotFound {
			t.Errorf("%.80s answered %d", path, p.Status)
		}
	}
	for _, action := range []string{"answer", "cancel", "undo", "accept", "track", "details", "remove", "feed"} {
		v.Post("/r/"+key[:len(key)-1]+"/"+action, nil).Answers(http.StatusNotFound)
	}
	if h.Find("lease").Taken != 1 {
		t.Error("a forged key took the place away")
	}
}

func TestHoursAreChangedWhereThereIsRoom(t *testing.T) {
	h, v, mine := enrolled(t, twoTracks("tracks"))
	v.Open(mine).Form("track").Set("track", "A").Submit().OK().Says("Your hours are changed.", "Wed, 10 Feb, 2:30")
	other := h.Visitor()
	other.Post("/s/tracks/register", url.Values{"name": {"Ben"}, "email": {"ben@example.org"}, "zone": {"UTC"}, "language": {"en"}, "track": {"B"}}).OK()
	p := other.Open(h.Link("ben@example.org", "/r/")).Form("track").Set("track", "A").Submit()
	p.Answers(http.StatusUnprocessableEntity).Says("There is no free place at these hours.", "You are registered, Ben.")
	if got := p.Texts("a[href=#track]"); len(got) != 1 || got[0] != "There is no free place at these hours." {
		t.Errorf("the error does not lead to its field: %q", got)
	}
	other.Post(h.Link("ben@example.org", "/r/")+"/track", url.Values{"track": {"Z"}}).Answers(422).Says("This choice of hours does not exist.")
}

func TestDetailsAreChanged(t *testing.T) {
	h, v, mine := enrolled(t, apptest.Series("lease"))
	p := v.Open(mine).Form("/details").Set("name", "Ada L").Submit("change-zone").OK()
	p = p.Form("/details").Set("zone", "America/Sao_Paulo").Submit().OK().Says("Your pages and mails now use this name, city and language.", "You are registered, Ada L.", "Times shown in São Paulo", "15:00")
	p = p.Form("/details").Set("name", "").Submit().Answers(422)
	if got := p.Attr("[name=name]", "aria-invalid"); got != "true" {
		t.Error("the field is not marked")
	}
	for _, a := range p.All("nav a[href^=/lang]") { // leads back to a page that there is
		for _, attr := range a.Attr {
			if attr.Key == "href" && !strings.Contains(attr.Val, url.QueryEscape(mine)) {
				t.Errorf("the choice of language leads back to %s", attr.Val)
			}
		}
	}
	v.Open(mine).Form("/details").Set("language", "de").Submit().OK()
	german := h.Visitor()
	german.Open(mine).Says("Ada L")
	if got := german.Open(mine).Attr("html", "lang"); got != "de" {
		t.Errorf("speaks %s", got)
	}
}

func TestWhoIsRemovedIsForgotten(t *testing.T) {
	h, v, mine := enrolled(t, apptest.Series("lease"))
	h.Announce(apptest.Series("other"))
	v.Open(mine).Form("/answer").Submit().OK()
	v.Post("/s/other/register", url.Values{"name": {"Ada"}, "email": {"ada@example.org"}, "zone": {"UTC"}, "language": {"en"}}).OK()
	other := h.Link("ada@example.org", "/r/")
	v.Open(mine).Form("/remove").Submit().OK().Says("You are removed", "Your name and address stay")
	v.Open(other).Says("You are registered, Ada.").Form("/remove").Submit().OK().Says("Your name and address are forgotten.")
	v.Get(mine).Answers(http.StatusNotFound)
	v.Get(other).Answers(http.StatusNotFound)
	h.Read(func(tx *store.Tx) error {
		id, err := h.People.Find(tx, "ada@example.org")
		if id != "" {
			t.Error("the address is known")
		}
		return err
	})
	if h.Find("lease").Taken+h.Find("other").Taken != 0 {
		t.Error("a place is taken")
	}
}

func TestTheWaitingListOffersAndAccepts(t *testing.T) {
	s := apptest.Series("lease")
	one := 1
	s.Window.Places = &one
	h, v, mine := enrolled(t, s)
	v.Open(mine).Form("/answer").Submit()
	waiting := map[string]*e2e.Client{}
	for _, name := range []string{"ben", "cai"} {
		waiting[name] = h.Visitor()
		register(waiting[name], "lease", name, name+"@example.org").OK().Says("You are on the waiting list")
	}
	ben, cai := h.Link("ben@example.org", "/r/"), h.Link("cai@example.org", "/r/")
	waiting["ben"].Open(ben).Says("You are next on the waiting list, ben.").Silent("Your next session")
	waiting["cai"].Open(cai).Says("1 person waits before you.")
	v.Open(mine).Form("/cancel").Submit().OK()
	waiting["ben"].Open(ben).Says("A place is free for you", "Accept it before").Form("/accept").Submit().OK().Says("The place is yours.", "Your next session")
	waiting["cai"].Open(cai).Says("You are next on the waiting list, cai.")
	v.Open(mine).Form("/undo").Submit().OK().Says("You are on the waiting list, Ada.")
}

func TestAPlaceIsHeldTwoDaysForWhoDoesNotAnswer(t *testing.T) {
	s := apptest.Series("lease")
	one := 1
	s.Window.Places = &one
	h, v, mine := enrolled(t, s)
	v.Open(mine).Says("Press the button before Wed, 6 Jan, 2027, 2:30 pm")
	h.Pass(48 * time.Hour)
	v.Open(mine).Says("This registration is cancelled.")
	if h.Find("lease").Taken != 0 {
		t.Error("the place is taken")
	}
}

func TestTheWayIn(t *testing.T) {
	s := apptest.Series("lease")
	s.Sessions[1].Status = series.CalledOff
	h, v, mine := enrolled(t, s)
	start := time.Date(2027, 2, 10, 18, 0, 0, 0, time.UTC)
	h.Clock.Set(start.Add(-31 * time.Minute))
	v.Open(mine).Says("The way in opens here half an hour before.").Silent("Go to the session")
	h.Clock.Set(start.Add(-30 * time.Minute))
	p := v.Open(mine).Follow("Go to the session").Says("Session 1: Theme 1", "Join now").Silent("meet.harbour.example")
	way := p.URL.Path
	answered := p.Form(way).Submit()
	if answered.Leads != "https://meet.harbour.example/lease-1" {
		t.Errorf("led to %q with %d", answered.Leads, answered.Status)
	}
	if policy := p.Header.Get("Content-Security-Policy"); !strings.Contains(policy, "form-action 'self' https://meet.harbour.example;") {
		t.Errorf("the policy keeps the button from leading on: %s", policy)
	}
	v.Open(mine).Silent("Yes, I am coming") // the button of the way in is an answer

	h.Clock.Set(start.Add(-40 * time.Minute))
	p = v.Open(way).Says("Not yet.", "The way in opens at 11:00 pm.").Silent("Join now")
	if n := len(p.All("main[data-poll]")); n != 1 {
		t.Error("the page does not look for itself whether the way in is open")
	}
	v.Post(way, nil).Answers(422).Says("The way in opens")
	h.Clock.Set(start.Add(-48 * time.Hour))
	if n := len(v.Open(way).Says("The way in opens Wed, 10 Feb, 2027, 11:00 pm.").All("main[data-poll]")); n != 0 {
		t.Error("the page asks again days before")
	}
	h.Clock.Set(start.Add(2*time.Hour + 30*time.Minute))
	v.Open(way).Says("This session is over.").Silent("Join now")
	v.Post(way, nil).Answers(422).Says("This session is over.")

	h.Clock.Set(start.Add(-10 * time.Minute))
	v.Open(mine).Form("/cancel").Submit().OK()
	v.Open(way).Says("No place.").Silent("Join now")
	v.Post(way, nil).Answers(422)
	var off string
	h.Read(func(tx *store.Tx) error {
		r, _, _, err := h.App.Series.Mine(t.Context(), tx, strings.TrimPrefix(mine, "/r/"))
		off = "/join/" + h.App.Series.JoinKey(r, 2)
		return err
	})
	v.Open(off).Says("This session has been cancelled.")
}

func TestAfterTheSeries(t *testing.T) {
	h, v, mine := enrolled(t, apptest.Series("lease"))
	h.Clock.Set(time.Date(2027, 4, 1, 12, 0, 0, 0, time.UTC))
	v.Open(mine).Says("You were registered, Ada. The last session is over.").Silent("Your next session", "Cancel my registration", "Yes, I am coming", "Change your hours")
}

func TestTheFeedIsMineAndRevocable(t *testing.T) {
	h, v, mine := enrolled(t, apptest.Series("lease"))
	p := v.Open(mine)
	address := strings.TrimPrefix(p.Attr("#feed", "value"), h.URL)
	feed := v.Get(address)
	if feed.Status != 200 || strings.Count(feed.Body, "BEGIN:VEVENT") != 4 || strings.Contains(feed.Body, "meet.harbour") || !strings.Contains(feed.Body, "/join/") {
		t.Errorf("answered %d: %.400s", feed.Status, feed.Body)
	}
	p = p.Form("/feed").Submit().OK().Says("Your calendar has a new address.")
	v.Get(address).Answers(http.StatusNotFound)
	if next := strings.TrimPrefix(p.Attr("#feed", "value"), h.URL); next == address || v.Get(next).Status != 200 {
		t.Errorf("the new address %s answers %d", next, v.Get(next).Status)
	}
}

func TestTheSeriesCalendar(t *testing.T) {
	h := apptest.Open(t)
	s := twoTracks("tracks")
	s.Sessions[1].Status = series.CalledOff
	h.Announce(s)
	v := h.Visitor()
	for path, want := range map[string]int{"/s/tracks.ics": 8, "/s/tracks.ics?track=A": 4} {
		p := v.Get(path)
		if n := strings.Count(p.Body, "BEGIN:VEVENT"); n != want || !strings.Contains(p.Body, "STATUS:CANCELLED") || strings.Contains(p.Body, "meet.harbour") {
			t.Errorf("%s has %d events, want %d", path, n, want)
		}
	}
	v.Get("/s/tracks.ics?track=Z").Answers(http.StatusNotFound)
	v.Get("/s/nothing.ics").Answers(http.StatusNotFound)
	v.Open("/s/tracks").Follow("Calendar: Mornings").OK()
}

func TestAMemberSeesWhatIsTheirs(t *testing.T) {
	h, _, _ := enrolled(t, apptest.Series("lease"))
	v := h.Member("Ada", "ada@example.org")
	p := v.Open("/me").Says("Hello Ada", "Know your lease", "registered", "Wed, 10 Feb")
	p.Follow("Signing in").OK().Says("This browser, since")
	p.Follow("Open my registration").Says("You are registered, Ada.")
	v.Open("/s/lease").Says("You are in.").Follow("Open my registration")
	f := v.Open("/s/lease/register").Says("You are in.").Form("email")
	if f.Value("name") != "Ada" || f.Value("email") != "ada@example.org" {
		t.Errorf("asks again for %q %q", f.Value("name"), f.Value("email"))
	}
	p = v.Open("/me").Form("/me", "name").Set("name", "Ada L").Submit("change-zone").OK()
	p.Form("/me", "name").Set("zone", "Asia/Tokyo").Submit().OK().Says("Hello Ada L", "Times shown in Tokyo", "now use this name")
	v.Open("/me").Form("/me", "name").Set("name", "").Submit().Answers(422)

	data := v.Get("/me/data.json")
	for _, want := range []string{`"Ada L"`, `"ada@example.org"`, `"Asia/Tokyo"`, `"lease"`} {
		if !strings.Contains(data.Body, want) {
			t.Errorf("the file lacks %s: %s", want, data.Body)
		}
	}
	if got := data.Header.Get("Content-Disposition"); got != "attachment; filename=my-data.json" {
		t.Errorf("it comes as %q", got)
	}
	if table := v.Get("/me/data.csv"); !strings.Contains(table.Body, "person,1,name,Ada L\r\n") || !strings.Contains(table.Body, "registration,1,series,lease\r\n") {
		t.Errorf("the table says %s", table.Body)
	}
	p = v.Open("/me").Follow("My data")
	p.Form("/me/erase").Submit().Answers(422).Says("Tick this box if you mean it")
	p.Form("/me/erase").Set("sure", "yes").Submit().OK().Says("Your name and address are forgotten.")
	if p := v.Get("/me"); p.URL.Path != "/signin" {
		t.Errorf("still signed in at %s", p.URL)
	}
	if h.Find("lease").Taken != 0 {
		t.Error("the place is taken")
	}
	anonymous := h.Visitor()
	for _, path := range []string{"/me", "/me/data", "/me/data.json", "/o/network", "/o/chapters"} {
		if p := anonymous.Get(path); p.URL.Path != "/signin" || p.URL.Query().Get("to") != path {
			t.Errorf("%s led to %s", path, p.URL)
		}
	}
	plain := h.Member("Ben", "ben@example.org")
	for _, path := range []string{"/o/network", "/o/chapters"} {
		plain.Get(path).Answers(http.StatusNotFound)
	}
	runner := h.Member("Cai", "cai@example.org", auth.EditSeries)
	runner.Get("/o/network").Answers(http.StatusNotFound)
}
