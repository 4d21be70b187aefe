package e2e

import (
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"codeberg.org/plenary/plenary/internal/i18n"
	"codeberg.org/plenary/plenary/internal/when"
)

// circlePeople live in fourteen zones, of which some change their clocks
// between the first and the last meeting, on three different days.
var circlePeople = []string{"America/New_York", "America/Bogota", "America/Mexico_City", "America/Sao_Paulo", "America/Los_Angeles",
	"Europe/Berlin", "Europe/London", "Africa/Lagos", "Africa/Cairo", "Asia/Gaza", "Africa/Nairobi", "Asia/Kolkata", "Asia/Manila", "Asia/Dhaka"}

const circleCount = 60

// TestCirclesOfALearningSeries is the story of the circles of
// samples/learning-series.yaml in the year in which they meet: sixty people say
// yes without script; in a browser their organiser forms circles, changes them,
// forms the rest again and publishes them; and everybody is told hours at which
// they said they can, on each date.
func TestCirclesOfALearningSeries(t *testing.T) {
	const desk = "/o/s/rooms-of-hope/circles"
	s := Start(t, Options{Now: at("2024-08-14T09:00Z")})
	organiser := reader{"en", "America/New_York"}
	s.founder(organiser, "Harbour")
	s.Do("series", "import", sample("learning-series"))
	sayYesToCircles(s)

	// The question is closed, and the organiser sits down.
	s.Set(at("2024-08-21T13:00Z"))
	tab := s.Tab(Look{Lang: "en", Zone: organiser.zone, Width: 1280, Height: 900})
	tab.Open("/signin?to=/o").Fill("email", "organiser@harbour.example").Enter(`main form button`)
	tab.Open(s.awaitKinds("organiser@harbour.example", "auth.sign-in", 1).Link(t, "/signin/")).Enter(`main form button`)
	tab.Open("/o/s/rooms-of-hope").Enter(`a[href="`+desk+`"]`).Says("60 people say yes to a circle; 14 of them would lead.", "Now is the time to form circles.",
		"6 to 10 people in a circle, best 8.", "on Tuesday; the hour is found", "4 meetings are to come: Aug 27, Sep 24, Oct 22 and Nov 19.")

	// One press forms circles; the page tells when they are there.
	tab.Enter(`form[action$="/circles/form"] button`)
	tab.Do(chromedp.WaitVisible(`main h3 a[href^="`+desk+`/"]`, chromedp.ByQuery))
	board := circlesBoard(tab)
	placed, people := circlesPlaced(t, tab)
	if people != circleCount || placed < circleCount*8/10 {
		t.Errorf("%d of %d have a circle", placed, people)
	}
	tab.Open(board+"?view=left").Says("Never Free", "is free at no hour on every date")
	tab.Open(board + "?view=hours").Says("on the clocks of New York")
	changeCircles(t, tab, board)

	// What is to stay stays while the rest is formed again.
	kept := tab.Open(board).Text("#C00001 .people")
	tab.Enter(`#C00001 button[value="keep C00001"]`).Says("Circle 1 stays as it is.")
	tab.Enter(`form[action$="/circles/form"] button`)
	tab.Do(chromedp.WaitVisible(`main .agenda li:nth-child(2) h3`, chromedp.ByQuery))
	if again := circlesBoard(tab); again == board || tab.Text("#C00001 .people") != kept {
		t.Errorf("the circle that was to stay was %q and is %q", kept, tab.Text("#C00001 .people"))
	}

	// Published: one letter each, at hours that are theirs.
	placed, _ = circlesPlaced(t, tab)
	tab.Says("Publish, and tell 60 people").Enter(`form[action$="/publish"] button`)
	tab.Do(chromedp.WaitVisible(`main .tag.ok`, chromedp.ByQuery))
	tab.Says("These meet")
	wallOfCircles(t, tab, circlesBoard(tab))
	told := 0
	for n := range circleCount {
		told += toldTheirCircle(t, s, n)
	}
	if told != placed {
		t.Errorf("%d people were told their circle, %d have one", told, placed)
	}
}

// wallOfCircles looks at the circles that were published as organisers do who
// read in the light, in the dark and from the right, on a desk and on a phone. It
// leaves the pictures in the folder that PLENARY_SHOTS names, for people to see.
func wallOfCircles(t *testing.T, tab *Tab, board string) {
	t.Helper()
	for name, look := range map[string]Look{"light": {Lang: "en", Width: 1280, Height: 900}, "dark": {Lang: "en", Width: 1280, Height: 900, Dark: true},
		"from-the-right": {Lang: "ar", Width: 1280, Height: 900}, "phone": {Lang: "en", Width: 320, Height: 640}} {
		look.Zone = "America/New_York"
		tab.Dress(look)
		tab.Open("/lang?to=" + look.Lang + "&back=" + url.QueryEscape(board))
		var wall struct {
			Dir   string
			Cards int
		}
		tab.Eval(`({Dir: document.documentElement.dir || "ltr", Cards: document.querySelectorAll("main .card").length})`, &wall)
		if want := i18n.For(look.Lang).Dir(); wall.Dir != want || wall.Cards < 6 {
			t.Errorf("%s: %d circles are read from %s, want %s", name, wall.Cards, wall.Dir, want)
		}
		if n := tab.Sideways(); n > 0 {
			t.Errorf("%s: the wall scrolls sideways by %d pixels", name, n)
		}
		for _, v := range tab.Axe() {
			t.Errorf("%s: %s", name, v)
		}
		if folder := os.Getenv("PLENARY_SHOTS"); folder != "" {
			if err := os.WriteFile(filepath.Join(folder, "circles-wall-"+name+".png"), tab.Shot(), 0o644); err != nil {
				t.Error(err)
			}
		}
	}
}

// circlePerson is the name, the zone and the hours of the n-th of them. The last is free at no hour at
// which circles meet.
func circlePerson(n int) (name, zone, hours string) {
	zone = circlePeople[n%len(circlePeople)]
	if n == circleCount-1 {
		return "Never Free", zone, "Wed 9-12"
	}
	return fmt.Sprintf("Person %d of %s", n, i18n.For("en").City(zone)), zone, "Tue 17-23"
}

func circleAddress(n int) string { return fmt.Sprintf("person%d@mail.example", n) }

// sayYesToCircles fills in the form for everybody, as people without script do:
// those of one city on one device after the other.
func sayYesToCircles(s *Server) {
	s.t.Helper()
	for first, zone := range circlePeople {
		c := s.visitor(reader{"en", zone})
		for n := first; n < circleCount; n += len(circlePeople) {
			name, _, hours := circlePerson(n)
			f := c.Open("/s/rooms-of-hope/circle").form("/circle")
			f.Set("name", name).Set("email", circleAddress(n)).Set("hours", hours)
			if n == first {
				f.Set("leads", "yes")
			}
			f.Submit().OK()
		}
	}
}

// circlesBoard opens the newest proposal of the list and returns its address.
func circlesBoard(tab *Tab) string {
	tab.Enter(`main h3 a`)
	at := tab.URL()
	return at[strings.Index(at, "/o/"):]
}

// circlesPlaced reads how many have a circle.
func circlesPlaced(t *testing.T, tab *Tab) (placed, people int) {
	t.Helper()
	m := regexp.MustCompile(`(\d+) of (\d+) people ha`).FindStringSubmatch(tab.Text(".lead"))
	if m == nil {
		t.Fatalf("the proposal says %q", tab.Text(".lead"))
	}
	placed, _ = strconv.Atoi(m[1])
	people, _ = strconv.Atoi(m[2])
	return placed, people
}

// changeCircles moves one person by three presses, takes others out until a
// circle is too small, and takes everything back.
func changeCircles(t *testing.T, tab *Tab, board string) {
	t.Helper()
	before := tab.Open(board).Text(".cards")
	tab.Click(`.card:first-child li:last-child input[name=who]`).Enter(`.bar button[value=move]`).Says("Where they fit")
	tab.Do(chromedp.Evaluate(`document.querySelectorAll("main details").forEach(d => d.open = true)`, nil))
	tab.Enter(`main .people button[value^="move "]`).Says("1 person moved to Circle")
	tab.Enter(`.note form[action$="/step"] button`)
	tab.Open(board)
	tab.Do(chromedp.Evaluate(`document.querySelectorAll(".card:first-child input[name=who]").forEach((b, n) => { if (n < 5) b.click() })`, nil))
	tab.Enter(`.bar button[value=out]`).Says("5 people taken out of their circles.", "Circle 1 has too few people: 6 are the least.")
	if text := tab.Text("main"); strings.Contains(text, "Publish, and tell") {
		t.Error("what breaks a rule can be published")
	}
	tab.Enter(`.note form[action$="/step"] button`)
	if after := tab.Open(board).Text(".cards"); after != before {
		t.Errorf("after undoing: %q, was %q", after, before)
	}
}

// toldTheirCircle holds what somebody was sent against when they said they can.
func toldTheirCircle(t *testing.T, s *Server, n int) (told int) {
	t.Helper()
	name, zone, _ := circlePerson(n)
	if name == "Never Free" {
		s.awaitKind(circleAddress(n), "circles.unplaced")
		return 0
	}
	kinds := strings.Join(s.kinds(circleAddress(n)), " ")
	if !strings.Contains(kinds, "circles.placed") {
		s.awaitKind(circleAddress(n), "circles.unplaced")
		return 0
	}
	loc, err := when.Load(zone)
	if err != nil {
		t.Fatal(err)
	}
	mail := s.awaitKind(circleAddress(n), "circles.placed")
	mail.readBy(t, reader{"en", zone}, name)
	if n >= len(circlePeople) { // calendars of one in each city; reading them takes its time
		return 1
	}
	meetings := 0
	for _, part := range mail.Calendars() {
		for _, e := range ReadCalendar(t, part.Body).Events {
			meetings++
			from, to := e.Start.In(loc), e.End.In(loc)
			if from.Weekday() != time.Tuesday || from.Hour() < 17 || to.After(time.Date(from.Year(), from.Month(), from.Day(), 23, 0, 0, 0, loc)) {
				t.Errorf("%s is asked for %s to %s and said Tue 17-23", name, from, to)
			}
		}
	}
	if meetings != 4 {
		t.Errorf("%s was sent %d meetings, want 4", name, meetings)
	}
	return 1
}
