package app_test

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"codeberg.org/plenary/plenary/e2e"
	"codeberg.org/plenary/plenary/internal/app/apptest"
	"codeberg.org/plenary/plenary/internal/events"
	"codeberg.org/plenary/plenary/internal/i18n"
	"codeberg.org/plenary/plenary/internal/when"
)

// evening publishes an event on one date in Berlin.
func evening(h *apptest.House, slug, title, day string, change func(*events.Event)) *events.Event {
	e := apptest.Event(slug)
	e.Title = i18n.Text{"en": title}
	date, err := when.ParseDate(day)
	if err != nil {
		panic(err) // a constant of this file
	}
	e.Dates = []events.Date{{Day: date}}
	if change != nil {
		change(e)
	}
	return h.Publish(e)
}

// at is a date with an hour and a length of its own.
func at(day, start string, length time.Duration) func(*events.Event) {
	return func(e *events.Event) {
		clock, err := when.ParseClock(start)
		if err != nil {
			panic(err)
		}
		e.Start, e.Length, e.Doors = clock, length, nil
	}
}

func TestAMonthIsATableAndItsDaysAreTheReaders(t *testing.T) {
	h := apptest.Open(t)
	h.SetUp()
	evening(h, "evening", "Hall evening", "2027-02-03", nil)
	evening(h, "night", "Night of songs", "2027-02-05", at("", "22:00", 4*time.Hour))
	evening(h, "camp", "Summer school", "2027-02-12", at("", "14:00", 50*time.Hour))
	v := h.Visitor()
	p := v.Open("/events?view=month&on=2027-02").Says("February 2027", "January 2027", "March 2027", "Hall evening")
	if got := p.Texts("table.cal th"); strings.Join(got, " ") != "Mon Tue Wed Thu Fri Sat Sun" {
		t.Errorf("columns %q", got)
	}
	for day, want := range map[string]string{"2027-02-03": "19:00 Hall evening", "2027-02-05": "22:00 Night of songs", "2027-02-06": "", // a night belongs to the day on which it began
		"2027-02-12": "14:00 Summer school", "2027-02-13": "All day Summer school", "2027-02-14": "until 16:00 Summer school", "2027-02-15": ""} {
		if got := strings.Join(p.Texts("#d"+day+" li"), "|"); got != want {
			t.Errorf("on %s stands %q, want %q", day, got, want)
		}
	}
	p.Follow("March 2027").Says("March 2027", "Nothing is planned in these days.").Follow("Today").Says("January 2027")
	tokyo := h.Visitor()
	tokyo.Open("/zone").Form("zone").Set("zone", "Asia/Tokyo").Submit().OK()
	if got := strings.Join(tokyo.Open("/events?view=month&on=2027-02").Says("Times shown in Tokyo").Texts("#d2027-02-04 li"), "|"); got != "3:00 Hall evening" && got != "03:00 Hall evening" {
		t.Errorf("in Tokyo on the 4th stands %q", got)
	}
	if got := v.Open("/events?view=month&on=2027-02").Texts("#d2027-02-04 li"); len(got) > 0 {
		t.Errorf("what Tokyo was shown is shown to all: %q", got)
	}
	arabic := h.Visitor()
	arabic.Lang = "ar-EG"
	arabic.Open("/zone").Form("zone").Set("zone", "Africa/Cairo").Submit().OK()
	if got := arabic.Open("/events?view=month&on=2027-02").Texts("table.cal th"); got[0] != i18n.For("ar").Weekday(time.Saturday, true) {
		t.Errorf("in Cairo weeks begin on %s", got[0])
	}
}

func TestAWeekShowsAllOfADayAndAMonthLeadsToIt(t *testing.T) {
	h := apptest.Open(t)
	h.SetUp()
	for n := range 12 {
		evening(h, fmt.Sprintf("evening-%02d", n), fmt.Sprintf("Evening %02d", n), "2027-02-03", nil)
	}
	p := h.Visitor().Open("/events?view=month&on=2027-02")
	if got := p.Texts("#d2027-02-03 li"); len(got) != 6 || got[5] != "and 7 more" {
		t.Errorf("the month shows %q", got)
	}
	p = p.Follow("and 7 more")
	if got := p.Says("1–7 Feb 2027", "Old mill, Berlin, and online").Texts("#d2027-02-03 li"); len(got) != 12 {
		t.Errorf("the week shows %q", got)
	}
	p.Follow("The week before").Says("25–31 Jan 2027").Follow("The week after").Says("Evening 11")
}

func TestTheListMarksNowAndNextAndPutsTogetherWhatRepeats(t *testing.T) {
	h := apptest.Open(t)
	h.SetUp()
	evening(h, "weekly", "Reading circle", "2027-01-06", func(e *events.Event) {
		rule := events.RuleFrom(e.Dates[0].Day, 1, events.Weeks)
		e.Dates, e.Rule = nil, &rule
	})
	evening(h, "now", "Morning talk", "2027-01-04", at("", "09:30", 2*time.Hour))
	evening(h, "tomorrow", "Tomorrow", "2027-01-05", nil)
	v := h.Visitor()
	p := v.Open("/events")
	if got := p.Texts("main h2")[:3]; strings.Join(got, "|") != "Now|January 2027|February 2027" {
		t.Errorf("headings %q", got)
	}
	if got := p.Texts("ol.agenda li"); !strings.Contains(got[0], "Morning talk") || !strings.Contains(got[1], "Next") || !strings.Contains(got[2], "Also on Wed, 13 Jan, Wed, 20 Jan and Wed, 27 Jan") {
		t.Errorf("the list begins with %q", got[:3])
	}
	if n := len(p.All("ol.agenda li")); n != 2+3 { // the other two, and January to March
		t.Errorf("a weekly evening takes %d lines", n-2)
	}
	p.Says("more days")
	v.Open("/events?from=2027-03-01").Says("March 2027").Silent("January 2027", "Tomorrow").Follow("From today on").Says("Tomorrow")
}

func TestWhatWasIsShownWithWhatCameOfIt(t *testing.T) {
	h := apptest.Open(t)
	h.SetUp()
	v := h.Visitor()
	v.Open("/events?view=past").Says("Nothing is over yet.")
	evening(h, "held", "The first evening", "2027-01-13", func(e *events.Event) {
		e.Dates[0].Links = []events.Link{{Title: "Sound of the evening", URL: "https://video.harbour.example/1", Kind: events.Recording}}
	})
	evening(h, "off", "Called off", "2027-01-14", func(e *events.Event) { e.Dates[0].Status = events.CalledOff })
	evening(h, "later", "The second evening", "2027-02-03", nil)
	h.Clock.Set(time.Date(2027, 1, 20, 12, 0, 0, 0, time.UTC))
	v.Open("/events?view=past").Says("What was", "January 2027", "The first evening", "Sound of the evening").Silent("The second evening", "Called off")
	v.Open("/events").Says("The second evening").Silent("The first evening")
}

func TestWhatIsAskedForIsSaidAndTakenBack(t *testing.T) {
	h := apptest.Open(t)
	h.SetUp()
	evening(h, "hall", "Hall evening", "2027-02-03", nil)
	evening(h, "call", "Call", "2027-02-03", func(e *events.Event) {
		e.Venue, e.Doors, e.Kind, e.Entry.Places = nil, nil, events.Talk, events.Places{}
	})
	v := h.Visitor()
	p := v.Open("/events").Form("kind").Set("kind", "talk").Set("language", "de").Submit().OK().Says("Talk", "In German", "Call").Silent("Hall evening")
	p = p.Follow("Remove Talk").Says("In German", "Hall evening", "Call")
	p.Follow("Remove In German").Silent("Remove")
	for query, says := range map[string]string{"kind=nonsense": "There are no events of this kind. All kinds are shown.", "mode=moon": "Both are shown.", "language=%3Cscript%3E": "This language is not known here.",
		"near=Nowhereville": "No city called “Nowhereville” is known here.", "near=Berlin&within=3": "50 km are taken.", "view=year": "This view does not exist.", "from=tomorrow": "The calendar has no such day.",
		"view=month&on=2027-02-30": "The calendar has no such day.", "view=week&on=99999-01-01": "The calendar has no such day."} {
		v.Open("/events?" + query).Says(says)
	}
	v.Open("/events?kind=nonsense&mode=moon").Says("Hall evening", "Call")
	v.Get("/events?chapter=atlantis").Answers(http.StatusNotFound)
}

func TestWhatIsNearAPlaceAndWhatNobodyCanPlace(t *testing.T) {
	h := apptest.Open(t)
	h.SetUp()
	evening(h, "berlin", "In Berlin", "2027-02-03", nil)
	evening(h, "potsdam", "In Potsdam", "2027-02-03", func(e *events.Event) { e.Venue.City = "Potsdam" })
	evening(h, "munich", "In Munich", "2027-02-03", func(e *events.Event) { e.Venue.City = "München" })
	evening(h, "barn", "In the barn", "2027-02-03", func(e *events.Event) { e.Venue.City = "Unterkleinwinzigsdorf" })
	evening(h, "call", "On a call", "2027-02-03", func(e *events.Event) { e.Venue, e.Doors, e.Entry.Places = nil, nil, events.Places{} })
	v := h.Visitor()
	shows := func(p *e2e.Page, want ...string) {
		t.Helper()
		want = append(want, "In the barn") // which is told apart, behind them
		if got := strings.Join(p.Texts("ol.agenda h3"), "|"); got != strings.Join(want, "|") {
			t.Errorf("%s shows %q, want %q", p.URL, got, want)
		}
	}
	p := v.Open("/events").Form("near").Set("near", "berlin").Submit().OK().Says("Within 50 km of Berlin, Germany", "And 1 event whose place we do not know", "In the barn")
	shows(p, "In Berlin", "In Potsdam")
	shows(v.Open("/events?near=Berlin&within=10"), "In Berlin")
	shows(v.Open("/events?near=%D0%91%D0%B5%D1%80%D0%BB%D0%B8%D0%BD&within=10"), "In Berlin") // Берлин
	shows(v.Open("/events?near=munchen"), "In Munich")
	shows(v.Open("/events?near=Munich,+Germany"), "In Munich")
	p = v.Open("/events?near=Springfield").Says("Which one do you mean?", "Springfield, Illinois, United States", "Springfield, Massachusetts, United States", "In Munich")
	p.Follow("Springfield, Illinois, United States").Says("Within 50 km of Springfield, Illinois, United States", "Nothing of this kind")
	v.Open("/events?view=month&on=2027-02&near=Berlin").Says("And 1 event whose place we do not know")
}

// What repeats is one event, however many of its dates nobody can place, and what
// somebody typed does not swell the page that answers.
func TestWhatNobodyCanPlaceIsCountedByEvents(t *testing.T) {
	h := apptest.Open(t)
	h.SetUp()
	evening(h, "barn", "In the barn", "2027-01-13", func(e *events.Event) {
		rule := events.RuleFrom(e.Dates[0].Day, 1, events.Weeks)
		e.Dates, e.Rule, e.Venue.City = nil, &rule, "Unterkleinwinzigsdorf"
	})
	v := h.Visitor()
	for _, view := range []string{"", "&view=month", "&view=past"} {
		if view == "&view=past" {
			h.Clock.Set(time.Date(2027, 3, 1, 12, 0, 0, 0, time.UTC))
		}
		if p := v.Open("/events?near=Berlin" + view).Says("And 1 event whose place we do not know"); len(p.All("ol.agenda li")) != 1 {
			t.Errorf("%s shows %q", p.URL, p.Texts("ol.agenda li"))
		}
	}
	if typed := v.Open("/events?near="+strings.Repeat("nowhere+", 100)).Attr("input[name=near]", "value"); len(typed) > 100 {
		t.Errorf("each link of the page says %d characters again", len(typed))
	}
}

// On a day of action there is more than a page holds: all of it is shown, and
// the next page begins behind it.
func TestADayOfManyEventsIsShownWhole(t *testing.T) {
	h := apptest.Open(t)
	h.SetUp()
	const many = 245
	for n := range many {
		evening(h, fmt.Sprintf("action-%d", n), "Action", "2027-02-10", nil)
	}
	evening(h, "after", "The day after", "2027-02-11", nil)
	v := h.Visitor()
	p := v.Open("/events?from=2027-02-10")
	if n := len(p.All("ol.agenda li")); n != many {
		t.Errorf("%d of %d are shown", n, many)
	}
	p.Follow("Later ones").Says("The day after")
	h.Clock.Set(time.Date(2027, 2, 20, 12, 0, 0, 0, time.UTC))
	p = v.Open("/events?view=past&from=2027-02-10").Silent("The day after")
	if n := len(p.All("ol.agenda li")); n != many {
		t.Errorf("of what was, %d of %d are shown", n, many)
	}
}

// What ran past midnight belongs to the evening on which it began, on every page
// of what was.
func TestWhatRanPastMidnightIsNotLostBetweenPages(t *testing.T) {
	h := apptest.Open(t)
	h.SetUp()
	evening(h, "night", "The long night", "2027-01-13", at("", "22:00", 4*time.Hour))
	evening(h, "next", "The next evening", "2027-01-14", nil)
	h.Clock.Set(time.Date(2027, 1, 20, 12, 0, 0, 0, time.UTC))
	v := h.Visitor()
	v.Open("/events?view=past&from=2027-01-13").Says("The long night").Silent("The next evening")
	h.Clock.Set(time.Date(2027, 1, 14, 0, 0, 0, 0, time.UTC))
	v.Open("/events?view=past").Silent("The long night") // which goes on
}

// TestAPageOfTwoHundredEventsIsSmall holds the limit of what a reader on a slow
// line waits for.
func TestAPageOfTwoHundredEventsIsSmall(t *testing.T) {
	h := apptest.Open(t)
	h.SetUp()
	words := strings.Fields("rents leases repairs meters stairs boilers windows courts budgets letters songs maps strikes kitchens gardens schools clinics ferries bakeries looms")
	for n := range 200 {
		title := fmt.Sprintf("On %s and %s, part %d", words[n%20], words[(n*7+n/20)%20], n/10)
		evening(h, fmt.Sprintf("e-%s-%d", words[n%20], n), title, when.Date{Year: 2027, Month: 2, Day: 1}.AddDays(n%7).String(), func(e *events.Event) {
			e.Venue.Name = fmt.Sprintf("Hall of %s %d", words[(n*3)%20], n)
		})
	}
	v := h.Visitor()
	for _, address := range []string{"/events?view=week&on=2027-02-01", "/events?view=month&on=2027-02", "/events"} {
		p := v.Open(address)
		size := zipped(t, p.Body)
		t.Logf("%s: %d bytes, %d of %d compressed", address, len(p.Body), size, 30<<10)
		if size > 30<<10 {
			t.Errorf("%s has %d bytes", address, size)
		}
	}
	if n := len(v.Open("/events?view=week&on=2027-02-01").All("table.cal li")); n != 200 {
		t.Errorf("the week shows %d", n)
	}
}

func zipped(t *testing.T, body string) int {
	t.Helper()
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	if _, err := w.Write([]byte(body)); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Len()
}

// TestWhatIsKeptForOneReaderIsNotShownToAnother asks for the same pages with
// other choices, cities and languages by turns, so that each comes from the store
// of kept pages at least once.
func TestWhatIsKeptForOneReaderIsNotShownToAnother(t *testing.T) {
	h := apptest.Open(t)
	h.SetUp()
	evening(h, "hall", "Hall evening", "2027-02-03", nil)
	evening(h, "talk", "Talk evening", "2027-02-03", func(e *events.Event) { e.Kind = events.Talk })
	tokyo, german := h.Visitor(), h.Visitor()
	tokyo.Open("/zone").Form("zone").Set("zone", "Asia/Tokyo").Submit().OK()
	german.Open("/lang?to=de")
	for range 3 {
		h.Visitor().Open("/events").Says("Hall evening", "Talk evening", "Wed 3 Feb", "Times shown in Berlin")
		h.Visitor().Open("/events?kind=talk").Says("Talk evening").Silent("Hall evening")
		tokyo.Open("/events?kind=talk").Says("Times shown in Tokyo", "Thu 4 Feb", "Talk evening").Silent("Hall evening")
		tokyo.Open("/events?view=week&on=2027-02-03").Says("Times shown in Tokyo", "Hall evening")
		german.Open("/events").Says("Mi", "Februar 2027", "Hall evening")
		p := h.Visitor().Get("/events?view=month&on=2027-02").OK()
		if vary := p.Header.Get("Vary"); !strings.Contains(vary, "Cookie") || !strings.Contains(vary, "Accept-Language") || p.Header.Get("Cache-Control") != "no-cache" {
			t.Errorf("the page varies with %q and is kept %q", vary, p.Header.Get("Cache-Control"))
		}
	}
	h.Change("talk", func(e *events.Event) { e.Kind = events.Meeting })
	h.Visitor().Open("/events?kind=talk").Silent("Talk evening")
}
