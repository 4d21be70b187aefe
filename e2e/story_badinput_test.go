package e2e

import (
	"fmt"
	"io"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"codeberg.org/plenary/plenary/internal/i18n"
)

// open is a moment at which the learning series takes registrations.
var open = at("2025-01-20T09:00Z")

const openSlug = "rooms-of-hope"

// withSeries starts a server with the learning series announced, with some of
// its words replaced.
func withSeries(t *testing.T, change ...string) *Server {
	t.Helper()
	s := Start(t, Options{Now: open})
	s.Do("series", "import", changedSample(t, "learning-series", change...))
	return s
}

// answer is what a program got that posts a form, without following redirects.
type answer struct {
	status int
	leads  string
	body   string
}

// direct posts without following anything; several may do so at once.
var direct = &http.Client{
	CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	Transport:     &http.Transport{MaxIdleConnsPerHost: 100, DisableCompression: true},
	Timeout:       time.Minute,
}

func post(address string, values url.Values) (a answer, err error) {
	resp, err := direct.PostForm(address, values)
	if err != nil {
		return a, err
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	return answer{resp.StatusCode, resp.Header.Get("Location"), string(body)}, err
}

func person(name string) url.Values {
	return url.Values{"name": {name}, "email": {name + "@mail.example"}, "zone": {"Europe/Berlin"}, "language": {"de"}}
}

// placesLeft reads how many places the page says are left.
func (s *Server) placesLeft(slug string) int {
	s.t.Helper()
	found := regexp.MustCompile(`(\d+) places? left`).FindStringSubmatch(s.Client().Open("/s/" + slug).Text())
	if found == nil {
		s.t.Fatal("the page does not say how many places are left")
	}
	var n int
	fmt.Sscan(found[1], &n)
	return n
}

// TestTheSamePersonTwiceHasOnePlace compares what two strangers see who fill in
// the form, one with an address that is registered already.
func TestTheSamePersonTwiceHasOnePlace(t *testing.T) {
	s := withSeries(t)
	known := s.Client().Open("/s/"+openSlug+"/register").form("/register").Set("name", "Ana").Set("email", "ana@mail.example")
	known.Submit().OK()
	s.awaitKind("ana@mail.example", "series.registered")

	var pages []*Page
	for _, address := range []string{"Ana@Mail.example", "new@mail.example"} {
		form := s.Client().Open("/s/" + openSlug + "/register").form("/register")
		pages = append(pages, form.Set("name", "Ana").Set("email", address).Submit().OK())
	}
	first, second := withoutTokens(pages[0]), withoutTokens(pages[1])
	if first != second {
		t.Errorf("the page tells who is registered:\n%s\n\n%s", first, second)
	}
	for _, name := range []string{"Content-Length", "Set-Cookie", "Cache-Control", "Content-Security-Policy", "Vary"} {
		if a, b := pages[0].Header.Values(name), pages[1].Header.Values(name); !slices.Equal(a, b) {
			t.Errorf("%s tells who is registered: %q, %q", name, a, b)
		}
	}
	if a, b := len(pages[0].URL.Path), len(pages[1].URL.Path); a != b {
		t.Errorf("the length of the address tells who is registered: %d, %d", a, b)
	}
	s.awaitKind("ana@mail.example", "series.already")
	s.awaitKind("new@mail.example", "series.registered")
	if n := s.placesLeft(openSlug); n != 498 {
		t.Errorf("%d places are left, want 498", n)
	}
}

// withoutTokens is a page's source without what is random in it.
func withoutTokens(p *Page) string {
	return strings.ReplaceAll(strings.ReplaceAll(p.Body, url.QueryEscape(p.URL.Path), "HERE"), p.URL.Path, "HERE")
}

// TestAFormSentTwiceAtOnceRegistersOnce presses the button twice, as impatient
// people and bad lines do.
func TestAFormSentTwiceAtOnceRegistersOnce(t *testing.T) {
	s := withSeries(t)
	form := s.Client().Open("/s/"+openSlug+"/register").form("/register").Set("name", "Ana").Set("email", "ana@mail.example")
	answers := atOnce(t, 8, func(int) (answer, error) { return post(s.URL+"/s/"+openSlug+"/register", form.Values()) })
	for _, a := range answers {
		if a.status != http.StatusSeeOther || a.leads != answers[0].leads {
			t.Errorf("answered %d and leads to %s, the others to %s", a.status, a.leads, answers[0].leads)
		}
	}
	if n := s.placesLeft(openSlug); n != 499 {
		t.Errorf("%d places are left, want 499", n)
	}
	s.Add(time.Minute)
	if kinds := s.kinds("ana@mail.example"); !slices.Equal(kinds, []string{"series.registered"}) {
		t.Errorf("sent %v, want one confirmation", kinds)
	}
}

// atOnce does something n times at once and returns the answers.
func atOnce(t *testing.T, n int, do func(int) (answer, error)) []answer {
	t.Helper()
	answers, failed := make([]answer, n), make([]error, n)
	var all sync.WaitGroup
	for i := range n {
		all.Go(func() { answers[i], failed[i] = do(i) })
	}
	all.Wait()
	for _, err := range failed {
		if err != nil {
			t.Fatal(err)
		}
	}
	return answers
}

func TestTheLastPlaceAskedForBySixtyAtOnce(t *testing.T) {
	onEngines(t, Options{Now: open}, func(t *testing.T, s *Server) {
		s.Do("series", "import", changedSample(t, "learning-series", "places: 500, waitlist: true", "places: 1, waitlist: false"))
		one := 0
		for _, a := range sixty(t, s) {
			switch {
			case a.status == http.StatusSeeOther:
				one++
			case a.status != http.StatusUnprocessableEntity || !strings.Contains(asRead(a.body), asRead((i18n.For("en").T("series.register.full|All places are taken.")))):
				t.Errorf("answered %d without saying that all places are taken", a.status)
			case !strings.Contains(a.body, "@mail.example"):
				t.Error("what was typed is not kept")
			}
		}
		if one != 1 {
			t.Errorf("%d got the last place", one)
		}
	})
}

func TestTheLastPlaceAndAWaitingListForSixtyAtOnce(t *testing.T) {
	onEngines(t, Options{Now: open}, func(t *testing.T, s *Server) {
		s.Do("series", "import", changedSample(t, "learning-series", "places: 500", "places: 1"))
		for _, a := range sixty(t, s) {
			if a.status != http.StatusSeeOther {
				t.Errorf("answered %d", a.status)
			}
		}
		Eventually(t, time.Minute, "sixty confirmations did not come", func() bool { return len(s.Mails()) >= 60 })
		ranks := map[string]int{}
		number := regexp.MustCompile(`Warteliste\D*(\d+)`)
		for _, line := range s.Mails() {
			if m := number.FindStringSubmatch(asRead(line.Subject)); m != nil {
				ranks[m[1]]++
			} else {
				ranks["place"]++
			}
		}
		if ranks["place"] != 1 || len(ranks) != 60 {
			t.Errorf("one place and 59 ranks, but %v", ranks)
		}
	})
}

func sixty(t *testing.T, s *Server) []answer {
	return atOnce(t, 60, func(i int) (answer, error) {
		return post(s.URL+"/s/"+openSlug+"/register", person(fmt.Sprintf("p%d", i)))
	})
}

// TestOneSecondAfterClosing: the series closes at 9:00 in New York, which is
// the last open minute.
func TestOneSecondAfterClosing(t *testing.T) {
	s := withSeries(t)
	c := s.Client()
	form := func(name string) *Form {
		return c.Open("/s/"+openSlug+"/register").form("/register").Set("name", name).Set("email", name+"@mail.example")
	}
	late := form("late")
	s.Set(at("2025-02-12T14:00Z").Add(30 * time.Second))
	form("early").Submit().OK()
	s.Set(at("2025-02-12T14:01Z"))
	closed := late.Submit().Answers(http.StatusUnprocessableEntity)
	closed.Says("Registration is closed")
	if got := closed.form("/register").Value("email"); got != "late@mail.example" {
		t.Errorf("what was typed is not kept, but %q", got)
	}
	if page := c.Open("/s/" + openSlug + "/register"); page.hasForm("/register") {
		t.Error("the form is still offered")
	}
	if len(s.kinds("late@mail.example")) != 0 {
		t.Error("registered after closing")
	}
}

// TestNames registers people of all kinds of names: as long as they are names
// they come back as they were typed, in the page and in the mail.
func TestNames(t *testing.T) {
	s := withSeries(t)
	for i, name := range []string{
		"X", strings.Repeat("ż", 200), "فاطمة الزهراء بنت محمد", "👩🏽‍🌾 Ana 🌍", "O'Brien & <b>Sons</b>", "Ọláṣọ́ Túndé", "李", "\u202eevil",
	} {
		address := fmt.Sprintf("n%d@mail.example", i)
		page := s.Client().Open("/s/"+openSlug+"/register").form("/register").Set("name", name).Set("email", address).Submit()
		if name == "\u202eevil" {
			if page.Status == http.StatusOK && strings.Contains(s.awaitKind(address, "series.registered").Text, "\u202e") {
				t.Error("a name turns the text after it around")
			}
			continue
		}
		page.OK()
		mail := s.awaitKind(address, "series.registered")
		if !strings.Contains(mail.Text, name) {
			t.Errorf("%q is not in its mail:\n%s", name, mail.Text)
		}
		if got := asRead(s.Client().Open(mail.Link(t, "/r/")).Text()); !strings.Contains(got, asRead(name)) {
			t.Errorf("%q is not on its page: %s", name, got)
		}
	}
	for _, name := range []string{strings.Repeat("a", 201), "", "   "} {
		form := s.Client().Open("/s/"+openSlug+"/register").form("/register").Set("name", name).Set("email", "long@mail.example")
		wrongField(t, form.Submit().Answers(http.StatusUnprocessableEntity), "name", name)
	}
}

// wrongField fails the test unless the page says beside the field what is wrong
// and keeps what was typed.
func wrongField(t *testing.T, page *Page, name, typed string) {
	t.Helper()
	fields := page.All("[name=" + name + "][aria-invalid=true]")
	if len(fields) != 1 {
		t.Fatalf("%s is not marked: %s", name, page.Text())
	}
	said := ""
	for _, id := range strings.Fields(value(fields[0], "aria-describedby")) {
		said += strings.Join(page.Texts("#"+id), " ")
	}
	if said == "" {
		t.Errorf("nothing is said beside %s", name)
	}
	if got := page.Form(name).Value(name); typed != "" && got != typed && got != strings.TrimSpace(typed) {
		t.Errorf("%s was %q and is %q now", name, typed, got)
	}
}

// TestZonesThatDoNotExist: wherever a form asks for a city.
func TestZonesThatDoNotExist(t *testing.T) {
	s := withSeries(t)
	c := s.Client()
	for _, zone := range []string{"Mars/Base", "../etc/passwd", "CEST"} {
		values := person("ana")
		values.Set("zone", zone)
		page := c.Post("/s/"+openSlug+"/register", values).Answers(http.StatusUnprocessableEntity)
		wrongField(t, page, "zone", "")
		if got := page.form("/register").Value("name"); got != "ana" {
			t.Errorf("the name is %q now", got)
		}
		wrongField(t, c.Post("/zone", url.Values{"zone": {zone}}).Answers(http.StatusUnprocessableEntity), "zone", "")
	}
	c.Post("/s/"+openSlug+"/register", url.Values{"name": {"ana"}, "email": {"ana@mail.example"}}).OK() // without any
	if n := len(s.kinds("ana@mail.example")); n > 1 {
		t.Errorf("%d mails", n)
	}
}

// TestHoursThatAClockSkipsOrRepeats makes a series at 2:30 in Berlin on the days
// on which the clocks are changed there.
func TestHoursThatAClockSkipsOrRepeats(t *testing.T) {
	s := Start(t, Options{Now: at("2027-01-04T09:00Z")})
	desk := s.founder(reader{"en", "Europe/Berlin"}, "Harbour")
	series := func(title, date, zone string) *Page {
		form := desk.Open("/o/series/new").Form("title.en", "first").Set("title.en", title).Set("first", date).
			Set("count", "1").Set("length", "2h").Set("tracks.1.start", "02:30").Set("zone", zone)
		return form.Submit(i18n.For("en").T("org.new.save|Save as a draft"))
	}
	skipped := series("Spring", "2027-03-28", "Europe/Berlin").Answers(http.StatusUnprocessableEntity)
	skipped.Says("03:30")
	if again := skipped.Form("title.en", "first"); again.Value("title.en") != "Spring" || again.Value("tracks.1.start") != "02:30" || again.Value("first") != "2027-03-28" {
		t.Errorf("what was typed is not kept: %v", again.Values())
	}
	if len(skipped.All("[aria-invalid=true]")) == 0 {
		t.Error("no field is marked")
	}
	desk.Get("/o/s/spring").Answers(http.StatusNotFound)

	repeated := series("Autumn", "2027-10-31", "Europe/Berlin").OK()
	if repeated.URL.Path != "/o/s/autumn" {
		t.Fatalf("led to %s", repeated.URL)
	}
	repeated.form("/state").Submit().OK()
	cal := ReadCalendar(t, []byte(s.Client().Get("/s/autumn.ics").Body))
	if !cal.Events[0].Start.Equal(at("2027-10-31T00:30Z")) { // the first reading: 2:30 summer time
		t.Errorf("the session begins %s: %s", cal.Events[0].Start, s.Client().Get("/s/autumn.ics").Body)
	}
	s.Client().Open("/s/autumn").Says(i18n.For("en").T("ui.sessions.repeated|The clocks go back that night. The first of the two hours is meant."))

	// Nobody was named as its contact; people are invited all the same.
	form := s.Client().Open("/s/autumn/register").form("/register").Set("name", "Ana").Set("email", "ana@mail.example")
	form.Submit().OK()
	if e, method := s.awaitKind("ana@mail.example", "series.registered").invitation(t); method != "REQUEST" || e.Organizer == "" {
		t.Errorf("%s %+v", method, e)
	}

	wrong := series("Mars", "2027-05-01", "Mars/Base")
	wrongField(t, wrong.Answers(http.StatusUnprocessableEntity), "zone", "")
}
