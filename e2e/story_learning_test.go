package e2e

import (
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"
)

// learner is a reader of the learning series with the hours that they must see
// for its three sessions, in August, November and February.
type learner struct {
	reader
	name   string
	days   [3]string
	hours  [3]string
	third  string // the third session in a sentence
	until  string // when registration closes
	opens  string // when the way into the third session opens
	absent string // one person who missed a session
}

// learners live where clocks are changed on other days than in New York, where
// the sessions are planned.
var learners = []learner{
	{reader: reader{"ar", "Asia/Gaza"}, name: "ليلى حداد",
		days:  [3]string{"الاثنين، 12 أغسطس 2024", "الثلاثاء، 12 نوفمبر 2024", "الأربعاء، 12 فبراير 2025"},
		hours: [3]string{"7:00–8:30 م", "4:00–5:45 م", "5:00–6:30 م"},
		third: "الأربعاء، 12 فبراير، 5:00–6:30 م", until: "الأربعاء، 12 فبراير 2025، 4:00 م", opens: "4:30 م", absent: "شخص واحد"},
	{reader: reader{"de", "Europe/Berlin"}, name: "Jörg Weiß",
		days:  [3]string{"Mo., 12. Aug. 2024", "Di., 12. Nov. 2024", "Mi., 12. Feb. 2025"},
		hours: [3]string{"18:00–19:30", "15:00–16:45", "16:00–17:30"},
		third: "Mi., 12. Feb., 16:00–17:30", until: "Mi., 12. Feb. 2025, 15:00", opens: "15:30", absent: "1 Person"},
}

// starts are the instants at which the sessions of the learning series begin,
// and ends when they end.
var (
	learningStarts = []time.Time{at("2024-08-12T16:00Z"), at("2024-11-12T14:00Z"), at("2025-02-12T15:00Z")}
	learningEnds   = []time.Time{at("2024-08-12T17:30Z"), at("2024-11-12T15:45Z"), at("2025-02-12T16:30Z")}
)

// TestALearningSeries is the whole story of samples/learning-series.yaml, in
// Arabic and in German, without script: set up, announced, registered for,
// mailed, put into a calendar, attended, and written up for the absent.
func TestALearningSeries(t *testing.T) {
	for _, r := range learners {
		t.Run(r.lang, func(t *testing.T) { learningStory(t, r) })
	}
}

func learningStory(t *testing.T, r learner) {
	const slug, address = "rooms-of-hope", "layla@mail.example"
	s := Start(t, Options{Now: at("2025-01-20T09:00Z")})
	desk := s.founder(r.reader, "Harbour")
	s.Do("series", "import", sample("learning-series"))
	deskSays(desk, r.reader, slug, "join_url", "https://meet.harbour.example/{series}-{n}")

	// The page, in the reader's hours.
	c := s.visitor(r.reader)
	page := c.Open("/s/" + slug)
	learningHours(t, page, r)
	page.Says(r.until, r.l().T("series.places.left|{n} place left.|{n} places left.", "n", 500))
	if n := len(page.All("#sessions [data-moved], .swing")); n != 0 {
		t.Errorf("sessions with hours of their own are said to move %d times", n)
	}
	learningFeed(t, c, page, slug)

	// Registered by a browser without script, in two fields.
	tab := s.browser(r.reader).Open("/s/" + slug).Says(r.hours[:]...)
	tab.Enter(`a[href="/s/` + slug + `/register"]`).Says(r.third)
	tab.Fill("name", r.name).Fill("email", address).Enter(`main form button.go`)
	tab.Says(r.third)
	if at := tab.URL(); !strings.Contains(at, "/s/"+slug+"/registered/") {
		t.Fatalf("the browser came to %s", at)
	}

	// The mail, as its receiver reads it.
	mail := s.awaitKind(address, "series.registered")
	mail.readBy(t, r.reader, r.name, r.third, r.l().City(r.zone))
	begins, _, _ := strings.Cut(r.hours[2], "–")
	if !strings.Contains(asRead(mail.Subject), begins) {
		t.Errorf("the subject %q does not name the reader's hour", mail.Subject)
	}
	event, method := mail.invitation(t)
	learningInvitation(t, event, method, address)
	uid := event.UID

	// The link changes nothing until its button is pressed.
	link := mail.Link(t, "/r/")
	mine := s.visitor(r.reader)
	mine.Open(link)
	tab.Open(link).Says(r.name, r.third)
	tab.Enter(`form[action$="/answer"] button`).Says(r.l().T("series.mine.answered|Thank you. Your place is yours."))
	if mine.Open(link).hasForm("/answer") {
		t.Error("the button is still there after it was pressed")
	}

	// Others: one who will be seen, one who will be missed, one who cancels, and
	// two whose addresses never answer.
	seen, absent, cancels := learn(s, r, slug, "nur"), learn(s, r, slug, "sami"), learn(s, r, slug, "rana")
	learn(s, r, slug, "silent")
	for _, link := range []string{seen, absent, cancels} {
		c.Open(link).form("/answer").Submit().OK()
	}
	c.Open(cancels).form("/cancel").Submit().OK()
	s.awaitKind("rana@mail.example", "series.cancelled")
	s.Set(at("2025-02-11T09:00Z"))
	learn(s, r, slug, "late")

	// The day before, and an hour before.
	s.Set(at("2025-02-11T15:30Z"))
	reminder := s.awaitKind(address, "series.day-before")
	reminder.readBy(t, r.reader, r.third, r.opens)
	if event, method = reminder.invitation(t); method != "REQUEST" || event.UID != uid || !event.Start.Equal(learningStarts[2]) {
		t.Errorf("the reminder carries %s %+v, want the same entry once more", method, event)
	}
	way := reminder.Link(t, "/join/")
	c.Open(way).Says(r.opens)
	if c.Open(way).hasForm("/join/" + lastPart(way)) {
		t.Error("the way in is open a day before")
	}
	s.Set(at("2025-02-12T14:10Z"))
	s.awaitKind(address, "series.hour-before").readBy(t, r.reader, begins)

	// In by the join page: opened it notes nothing, pressed it leads on.
	s.Set(at("2025-02-12T14:40Z"))
	c.Open(way)
	tab.Open(way).Says(r.third)
	in := c.Open(way).form("/join/" + lastPart(way)).Submit()
	if in.Status != http.StatusSeeOther || in.Leads != "https://meet.harbour.example/rooms-of-hope-3" {
		t.Errorf("the way in answered %d and leads to %s", in.Status, in.Leads)
	}
	c.Open(absent) // looked at their page, and did not come

	// Afterwards: one more is tapped, and what happened is written up.
	s.Set(at("2025-02-12T17:00Z"))
	s.signIn(desk, "organiser@harbour.example")
	tapAttendance(t, desk, slug, 3, "nur", r.name)
	writeUp(t, desk, slug, 3, r.absent)
	s.Add(time.Minute)
	letter := s.awaitKind("sami@mail.example", "series.write-up")
	letter.readBy(t, r.reader, r.days[2][:strings.LastIndex(r.days[2], " ")], wroteTitle)
	c.Open(letter.Link(t, "/posts/")).Says(wroteTitle, wroteBody)
	c.Open("/s/" + slug).Follow("/posts/").Says(wroteTitle)
	for who, want := range map[string][]string{
		address:               {"series.registered", "series.day-before", "series.hour-before"},
		"nur@mail.example":    {"series.registered", "series.day-before", "series.hour-before"},
		"sami@mail.example":   {"series.registered", "series.day-before", "series.hour-before", "series.write-up"},
		"rana@mail.example":   {"series.registered", "series.cancelled"},
		"silent@mail.example": {"series.registered", "series.lapsed"},     // the place was kept for two days
		"late@mail.example":   {"series.registered", "series.day-before"}, // and nothing more, without an answer
	} {
		if got := s.kinds(who); !slices.Equal(got, want) {
			t.Errorf("%s was sent %v, want %v", who, got, want)
		}
	}
}

// learningHours reads the table of sessions as its reader does.
func learningHours(t *testing.T, page *Page, r learner) {
	t.Helper()
	if lang, dir := page.Attr("html", "lang"), page.Attr("html", "dir"); lang != r.lang || dir != r.l().Dir() {
		t.Errorf("the page is in %s, %s", lang, dir)
	}
	times := page.All("#sessions time")
	if len(times) != 3 {
		t.Fatalf("the table has %d sessions", len(times))
	}
	for i, x := range times {
		want := asRead(r.days[i] + " " + r.hours[i])
		if got := textOf(x); got != want {
			t.Errorf("session %d is at %q, want %q", i+1, got, want)
		}
		if got := value(x, "datetime"); got != learningStarts[i].Format("2006-01-02T15:04Z") {
			t.Errorf("session %d is at %s for programs", i+1, got)
		}
	}
}

// learningFeed has two strangers read the series' calendar.
func learningFeed(t *testing.T, c *Client, page *Page, slug string) {
	t.Helper()
	feed := c.Get(page.theLink("/s/", slug+".ics"))
	if kind := feed.Header.Get("Content-Type"); !strings.HasPrefix(kind, "text/calendar") {
		t.Errorf("the feed is %s", kind)
	}
	cal := ReadCalendar(t, []byte(feed.Body))
	if cal.Method != "PUBLISH" || len(cal.Events) != 3 {
		t.Fatalf("the feed is %s with %d events", cal.Method, len(cal.Events))
	}
	uids := map[string]bool{}
	for i, e := range cal.Events {
		uids[e.UID] = true
		if !e.Start.Equal(learningStarts[i]) || !e.End.Equal(learningEnds[i]) || e.Zone != "America/New_York" || e.Repeats || len(e.Attendees) != 0 {
			t.Errorf("event %d of the feed: %+v", i+1, e)
		}
		if strings.Contains(e.URL+e.Location+e.Description, "meet.harbour") {
			t.Errorf("the public feed gives away the call: %+v", e)
		}
	}
	if len(uids) != 3 {
		t.Errorf("the sessions share their UID: %v", uids)
	}
}

func learningInvitation(t *testing.T, e Event, method, address string) {
	t.Helper()
	if method != "REQUEST" || !e.Start.Equal(learningStarts[2]) || !e.End.Equal(learningEnds[2]) || e.Zone != "America/New_York" || e.Repeats {
		t.Errorf("the invitation is %s %+v", method, e)
	}
	if len(e.Attendees) != 1 || !strings.EqualFold(e.Attendees[0], "mailto:"+address) || !strings.HasPrefix(e.Organizer, "mailto:") {
		t.Errorf("it invites %v on behalf of %q, want its receiver alone", e.Attendees, e.Organizer)
	}
}

// learn registers one more person without script and returns their own link.
func learn(s *Server, r learner, slug, name string) string {
	s.t.Helper()
	s.visitor(r.reader).Open("/s/"+slug+"/register").form("/register").Set("name", name).Set("email", name+"@mail.example").Submit().OK()
	return s.awaitKind(name+"@mail.example", "series.registered").Link(s.t, "/r/")
}

func lastPart(address string) string { return address[strings.LastIndex(address, "/")+1:] }
