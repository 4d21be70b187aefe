package e2e

import (
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
)

func TestMain(m *testing.M) { Main(m) }

var fakeProgram = sync.OnceValues(func() (string, error) {
	program := filepath.Join(runDir(), "fake")
	return program, Compile(program, "./e2e/testdata/fake")
})

// fake starts the program that stands in for plenary.
func fake(t *testing.T) *Server {
	t.Helper()
	program, err := fakeProgram()
	if err != nil {
		t.Fatal(err)
	}
	mail := filepath.Join(Root(), "e2e", "testdata", "confirmation.eml")
	return Start(t, Options{Program: program, Now: time.Date(2027, 1, 4, 9, 0, 0, 0, time.UTC), Env: []string{"FAKE_MAIL=" + mail}})
}

func TestAServerRunsWithAClockThatIsSet(t *testing.T) {
	s := fake(t)
	s.Client().Open("/").Says("2027-01-04T09:00:00Z")
	s.Add(25 * time.Hour)
	s.Client().Open("/").Says("2027-01-05T10:00:00Z")
	s.Set(time.Date(2030, 5, 1, 0, 0, 0, 0, time.UTC))
	s.Client().Open("/").Says("2030-05-01T00:00:00Z")
	if got := s.SetUp(); !strings.HasSuffix(got, "/setup?k=abc") {
		t.Errorf("set-up address %q", got)
	}
	s.Kill()
	if resp, err := http.Get(s.URL); err == nil {
		resp.Body.Close()
		t.Error("a killed server answers")
	}
	s.Restart()
	s.Client().Open("/")
}

func TestACommandRunsOnTheServersData(t *testing.T) {
	s := fake(t)
	if got := s.Try("ada", "list").Out; got != "data key ada" {
		t.Errorf("got %q", got)
	}
	if got := s.Do("list"); got != "data key " {
		t.Errorf("got %q", got)
	}
	if r := s.Try("", "refuse"); r.Code != 1 || r.Err != "refused\n" {
		t.Errorf("got %+v", r)
	}
}

func TestMailIsTakenApart(t *testing.T) {
	s := fake(t)
	m := s.AwaitMail("ada@example.org", 1)
	if m.Kind != "confirmation" || m.Lang != "de" || m.Subject != "Grüße" || !strings.HasPrefix(m.From(), "Harbour Schule") {
		t.Errorf("got %+v from %s", m.Line, m.From())
	}
	if !strings.HasPrefix(m.Text, "Grüße! Your") || m.HTML != "<p>Grüße</p>" {
		t.Errorf("text %q, html %q", m.Text, m.HTML)
	}
	if got := m.Link(t, "/r/"); got != "http://localhost:8080/r/abc" {
		t.Errorf("link %q", got)
	}
	var calendars []string
	for _, c := range m.Calendars() {
		calendars = append(calendars, c.Params["method"]+c.Filename)
	}
	if !slices.Equal(calendars, []string{"REQUEST", "more.ics"}) {
		t.Errorf("calendars %q", calendars)
	}
}

func TestAVisitorWithoutScriptFillsForms(t *testing.T) {
	s := fake(t)
	c := s.Client()
	c.Lang = "ar"
	p := c.Open("/").Says("ar", "without script").Follow("Register now")
	f := p.Form("name")
	if got := f.Fields(); !slices.Equal(got, []string{"name", "language", "track", "tell", "notes", "list"}) {
		t.Errorf("fields %q", got)
	}
	if f.Value("language") != "ar" || f.Value("track") != "A" || f.Value("tell") != "" || !slices.Equal(f.Options("track"), []string{"A", "B"}) {
		t.Errorf("at first: %v", f.Values())
	}
	p = f.Submit().Answers(http.StatusUnprocessableEntity).Says("Please give a name.")
	p = p.Form("name").Set("name", "Ada <ä>").Set("track", "B").Set("tell", "yes").Set("language", "en").Submit("Keep as draft").OK()
	p.Says("true", "do=draft&language=en&name=Ada+%3C%C3%A4%3E&notes=two%0Alines&once=1&tell=yes&track=B").Silent("Ada <ä>")
	if got := c.Cookies(); !slices.Equal(got, []string{"got"}) {
		t.Errorf("cookies %q", got)
	}
	if p.URL.Path != "/done" || p.Attr("html", "dir") != "ltr" || p.Texts("h1")[0] != "Done" {
		t.Errorf("came to %s", p.URL)
	}

	f = c.Open("/register?enctype=multipart/form-data").Form("list", "/register")
	f.Set("name", "B").Attach("list", "people.csv", []byte("a,b")).Submit().OK().Says("file a,b")

	if p := c.Post("/join", nil); p.Status != http.StatusSeeOther || p.Leads != "https://meet.school.example/x" {
		t.Errorf("a redirect to another site: %d %s", p.Status, p.Leads)
	}
}

func TestFlawsOfAPageAreSeen(t *testing.T) {
	p := fake(t).Client().Get("/flawed")
	all := strings.Join(p.Flaws(), "\n")
	for _, want := range []string{
		"lacks lang or dir", "no title", "0 h1", "0 main", `two elements with the id "a"`, `for="b" names nothing`,
		`the field "x" has no label`, "no action", "no alt", "asks another site: https://cdn.example/x.png", "{name}", "series.title|",
	} {
		if !strings.Contains(all, want) {
			t.Errorf("did not see: %s", want)
		}
	}
	if t.Failed() {
		t.Log(all)
	}
}

func TestSelectorsFindWhatCSSWould(t *testing.T) {
	s := fake(t)
	p := s.Client().Open("/register")
	for selector, want := range map[string]int{
		"form": 1, "main form input": 6, "input[type=radio]": 2, "#name": 1, "input#name[aria-describedby=e]": 1,
		"input, select": 7, "fieldset label": 2, ".none": 0, "form input[name^=tr]": 2, "[type=hidden][name=once]": 1,
	} {
		if got := len(p.All(selector)); got != want {
			t.Errorf("%q finds %d, want %d", selector, got, want)
		}
	}
}

func TestAVisitorWithChromium(t *testing.T) {
	s := fake(t)
	tab := s.Tab(Look{Lang: "ar", Dark: true, Width: 320, Zone: "Asia/Kolkata"})
	tab.Open("/").Says("with script", "ar")
	var seen struct {
		Dark        bool
		Width, Zone any
	}
	tab.Eval(`({Dark: matchMedia("(prefers-color-scheme: dark)").matches, Width: innerWidth, Zone: Intl.DateTimeFormat().resolvedOptions().timeZone})`, &seen)
	if !seen.Dark || seen.Width != 320.0 || !strings.HasPrefix(seen.Zone.(string), "Asia/") {
		t.Errorf("the page sees %+v", seen)
	}
	tab.Accessible()
	if tab.Status() != http.StatusOK {
		t.Errorf("answered %d", tab.Status())
	}
	if n := len(tab.Requests()); n != 3 {
		t.Errorf("asked for %+v, want the page, its style and its script", tab.Requests())
	}
	tab.Press("Register now").Fill("name", "Ada").Press("Send").Says("Done", "name=Ada")
	if said := tab.Said(); len(said) > 0 {
		t.Errorf("the console said %q", said)
	}
	if png := tab.Shot(); string(png[1:4]) != "PNG" {
		t.Error("the picture is not a PNG")
	}

	tab.Open("/flawed")
	if px := tab.Sideways(); px < 2000 {
		t.Errorf("the page is %d px too wide, want more than 2000", px)
	}
	if found := tab.Axe(); len(found) < 3 {
		t.Errorf("the checker found only %v", found)
	}
}

func TestAVisitorWithChromiumAndWithoutScript(t *testing.T) {
	tab := fake(t).Tab(Look{NoScript: true})
	tab.Open("/").Says("without script").Press("Register now").Fill("name", "Ada").Press("Send").Says("Done")
}

func TestTwoVisitorsShareNoCookies(t *testing.T) {
	s := fake(t)
	s.Tab(Look{}).Open("/register").Fill("name", "Ada").Press("Send").Says("true")
	s.Tab(Look{}).Open("/done").Says("false")
}

func TestCalendarsAreReadByTwoStrangers(t *testing.T) {
	data, err := os.ReadFile("testdata/two-zones.ics")
	if err != nil {
		t.Fatal(err)
	}
	c := ReadCalendar(t, data)
	if c.Method != "PUBLISH" || c.Name != "Zwei Zonen" || len(c.Events) != 2 {
		t.Fatalf("got %+v", c)
	}
	first, second := c.Events[0], c.Events[1]
	if first.Summary != "Zuhören, dann reden" || first.Zone != "Europe/Berlin" || first.Sequence != 2 || first.Start.UTC().Hour() != 18 {
		t.Errorf("got %+v", first)
	}
	if second.Status != "CANCELLED" || second.Start.UTC().Hour() != 17 {
		t.Errorf("after the clock change: %+v", second)
	}
}

func TestWhatAPagesPolicyRefusesIsSeen(t *testing.T) {
	site := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Security-Policy", "default-src 'none'")
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		_, _ = w.Write([]byte("<!doctype html><title>x</title><script>document.title = 'acted'</script><p style='color: red'>x</p>"))
	}))
	defer site.Close()
	tab := NewTab(t, site.URL, Look{})
	tab.Open("/")
	Eventually(t, 10*time.Second, "nothing was refused", func() bool {
		tab.mu.Lock()
		defer tab.mu.Unlock()
		return len(tab.refused) >= 2
	})
	tab.mu.Lock()
	tab.refused = nil
	tab.mu.Unlock()
}
