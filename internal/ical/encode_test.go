package ical

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	goical "github.com/emersion/go-ical"

	"codeberg.org/plenary/plenary/internal/when"
)

// at returns a wall time of a zone, in that zone.
func at(t testing.TB, zone, wall string) time.Time {
	t.Helper()
	loc, err := when.Load(zone)
	if err != nil {
		t.Fatal(err)
	}
	w, err := when.ParseWall(wall)
	if err != nil {
		t.Fatal(err)
	}
	instant, _ := w.In(loc)
	return instant
}

func session(t testing.TB) Event {
	return Event{
		UID:         "s1-a-1@school.example",
		Sequence:    2,
		Stamp:       time.Date(2027, 1, 5, 9, 30, 15, 0, time.UTC),
		Modified:    time.Date(2027, 1, 4, 8, 0, 0, 0, time.UTC),
		Start:       at(t, "Europe/Berlin", "2027-02-10T10:00"),
		End:         at(t, "Europe/Berlin", "2027-02-10T12:00"),
		Summary:     "Leader identification; who moves people, and how",
		Description: "Bring a pen.\nYour page: https://school.example/r/abc",
		Location:    "Online",
		URL:         "https://school.example/e/leader-identification",
		Lang:        "en",
		Categories:  []string{"Session", "Track A, mornings"},
		Status:      Confirmed,
		Organizer:   &Organizer{Name: "Training team", Address: "training@school.example"},
		Attendee:    &Attendee{Name: "Amara Okafor", Address: "amara@home.example"},
	}
}

// encode returns the file, after checking what must hold of every file.
func encode(t testing.TB, c *Calendar) string {
	t.Helper()
	data, err := c.Encode()
	if err != nil {
		t.Fatal(err)
	}
	checkLines(t, data)
	return string(data)
}

func checkLines(t testing.TB, data []byte) {
	t.Helper()
	body, ok := bytes.CutSuffix(data, []byte("\r\n"))
	if !ok {
		t.Fatal("the file does not end in CRLF")
	}
	for line := range bytes.SplitSeq(body, []byte("\r\n")) {
		switch {
		case len(line) > 75:
			t.Errorf("%d octets in the line %q", len(line), line)
		case len(bytes.TrimSpace(line)) == 0:
			t.Errorf("an empty line %q", line)
		case !utf8.Valid(line):
			t.Errorf("a character is cut in the line %q", line)
		case bytes.ContainsAny(line, "\r\n\x00\t\u2028\u2029\u0085"):
			t.Errorf("a character that breaks the line %q", line)
		}
	}
}

// unfolded returns the content lines of a file.
func unfolded(file string) []string {
	return strings.Split(strings.TrimSuffix(strings.ReplaceAll(file, "\r\n ", ""), "\r\n"), "\r\n")
}

// decode reads the file with the decoder of go-ical.
func decode(t testing.TB, file string) *goical.Calendar {
	t.Helper()
	cal, err := goical.NewDecoder(strings.NewReader(file)).Decode()
	if err != nil {
		t.Fatalf("%v in\n%s", err, file)
	}
	return cal
}

func TestAnInvitationLineByLine(t *testing.T) {
	c := &Calendar{Method: Request, Events: []Event{session(t)}}
	want := []string{
		"BEGIN:VCALENDAR",
		"VERSION:2.0",
		"PRODID:-//Plenary//Plenary//EN",
		"CALSCALE:GREGORIAN",
		"METHOD:REQUEST",
		"BEGIN:VTIMEZONE",
		"TZID:Europe/Berlin",
		"BEGIN:STANDARD",
		"DTSTART:20261025T030000",
		"TZNAME:CET",
		"TZOFFSETFROM:+0200",
		"TZOFFSETTO:+0100",
		"END:STANDARD",
		"END:VTIMEZONE",
		"BEGIN:VEVENT",
		"UID:s1-a-1@school.example",
		"SEQUENCE:2",
		"DTSTAMP:20270105T093015Z",
		"LAST-MODIFIED:20270104T080000Z",
		"DTSTART;TZID=Europe/Berlin:20270210T100000",
		"DTEND;TZID=Europe/Berlin:20270210T120000",
		`SUMMARY;LANGUAGE=en:Leader identification\; who moves people\, and how`,
		`DESCRIPTION;LANGUAGE=en:Bring a pen.\nYour page: https://school.example/r/abc`,
		"LOCATION;LANGUAGE=en:Online",
		`CATEGORIES;LANGUAGE=en:Session,Track A\, mornings`,
		"URL:https://school.example/e/leader-identification",
		"STATUS:CONFIRMED",
		"ORGANIZER;CN=Training team:mailto:training@school.example",
		"ATTENDEE;CN=Amara Okafor;CUTYPE=INDIVIDUAL;PARTSTAT=NEEDS-ACTION;ROLE=REQ-PARTICIPANT;RSVP=FALSE:mailto:amara@home.example",
		"END:VEVENT",
		"END:VCALENDAR",
	}
	got := unfolded(encode(t, c))
	for i := range max(len(got), len(want)) {
		if i >= len(got) || i >= len(want) || got[i] != want[i] {
			t.Fatalf("line %d differs in\n%s", i+1, strings.Join(got, "\n"))
		}
	}
	if got := c.ContentType(); got != "text/calendar; charset=utf-8; method=REQUEST" {
		t.Error(got)
	}
}

func TestACancellationSaysSo(t *testing.T) {
	e := session(t)
	e.Attendee.RSVP, e.Attendee.Answer = true, Accepted
	lines := unfolded(encode(t, &Calendar{Method: Cancel, Events: []Event{e}}))
	has(t, lines, "METHOD:CANCEL", "STATUS:CANCELLED", "SEQUENCE:2",
		"ATTENDEE;CN=Amara Okafor;CUTYPE=INDIVIDUAL;PARTSTAT=ACCEPTED;ROLE=REQ-PARTICIPANT;RSVP=TRUE:mailto:amara@home.example")
}

func TestAFeedHasANameAndKeepsCancelledEvents(t *testing.T) {
	held, cancelled := session(t), session(t)
	held.Attendee, cancelled.Attendee = nil, nil
	cancelled.UID, cancelled.Status = "s1-a-2@school.example", Cancelled
	c := &Calendar{Name: "Séries, 2027", Lang: "fr", Refresh: 90 * time.Minute, Events: []Event{held, cancelled}}
	lines := unfolded(encode(t, c))
	has(t, lines, "METHOD:PUBLISH", `NAME;LANGUAGE=fr:Séries\, 2027`, `X-WR-CALNAME:Séries\, 2027`,
		"REFRESH-INTERVAL;VALUE=DURATION:PT1H30M", "X-PUBLISHED-TTL:PT1H30M", "STATUS:CONFIRMED", "STATUS:CANCELLED")
	for _, line := range lines {
		if strings.HasPrefix(line, "ATTENDEE") {
			t.Error("a feed names an attendee")
		}
	}
	if n := len(decode(t, encode(t, c)).Events()); n != 2 {
		t.Errorf("%d events", n)
	}
	if got := c.ContentType(); got != "text/calendar; charset=utf-8; method=PUBLISH" {
		t.Error(got)
	}
}

func TestAnEmptyFeedIsACalendar(t *testing.T) {
	cal := decode(t, encode(t, &Calendar{Name: "Nothing yet"}))
	if len(cal.Events()) != 0 || len(cal.Children) != 1 || cal.Children[0].Name != goical.CompTimezone {
		t.Errorf("%v", cal.Children)
	}
}

func TestEqualCalendarsGiveEqualBytes(t *testing.T) {
	c := &Calendar{Events: []Event{session(t), session(t)}}
	c.Events[1].Start = at(t, "Asia/Kolkata", "2027-02-10T10:00")
	if encode(t, c) != encode(t, c) {
		t.Error("two encodings differ")
	}
}

func TestWhatIsEmptyIsLeftOut(t *testing.T) {
	e := session(t)
	lines := unfolded(encode(t, &Calendar{Events: []Event{{UID: e.UID, Stamp: e.Stamp, Start: e.Start, End: e.Start}}}))
	for _, line := range lines[len(lines)-7 : len(lines)-2] {
		name, _, _ := strings.Cut(line, ":")
		if !strings.Contains("BEGIN DTSTAMP DTSTART;TZID=Europe/Berlin SEQUENCE UID", name) {
			t.Errorf("unexpected line %s", line)
		}
	}
}

func TestCallersErrorsAreRefused(t *testing.T) {
	const noUID, noOrganizer, noAttendee = "ical: event 0: no UID, or one that cannot be written",
		"ical: event 0: an organizer without a mail address", "ical: event 0: an attendee without a mail address"
	for _, c := range []struct {
		says   string
		change func(*Calendar, *Event)
	}{
		{noUID, func(c *Calendar, e *Event) { e.UID = "" }},
		{noUID, func(c *Calendar, e *Event) { e.UID = "a\nb" }},
		{noUID, func(c *Calendar, e *Event) { e.UID = strings.Repeat("u", 256) }},
		{"ical: event 1: no stamp", func(c *Calendar, e *Event) { c.Events = append(c.Events, Event{UID: "b"}) }},
		{"ical: event 0: a negative sequence", func(c *Calendar, e *Event) { e.Sequence = -1 }},
		{"ical: event 0: no stamp", func(c *Calendar, e *Event) { e.Stamp = time.Time{} }},
		{"ical: event 0: no start", func(c *Calendar, e *Event) { e.Start = time.Time{} }},
		{"ical: event 0: an end before the start", func(c *Calendar, e *Event) { e.End = e.Start.Add(-1) }},
		{"ical: event 0: unknown status", func(c *Calendar, e *Event) { e.Status = "MAYBE" }},
		{"ical: event 0: unknown answer of the attendee", func(c *Calendar, e *Event) { e.Attendee.Answer = "MAYBE" }},
		{noOrganizer, func(c *Calendar, e *Event) { e.Organizer.Address = "" }},
		{noAttendee, func(c *Calendar, e *Event) { e.Attendee.Address = "a@b\r\nX:y" }},
		{noAttendee, func(c *Calendar, e *Event) { e.Attendee.Address = "no address" }},
		{noAttendee, func(c *Calendar, e *Event) { e.Attendee.Address = "@home.example" }},
		{noAttendee, func(c *Calendar, e *Event) { e.Attendee.Address = "amara@" }},
		{noAttendee, func(c *Calendar, e *Event) { e.Attendee.Address = strings.Repeat("a", 400) + "@b" }},
		{"ical: unknown method", func(c *Calendar, e *Event) { c.Method = "REPLY" }},
		{"ical: 2 events in a REQUEST, expected one", func(c *Calendar, e *Event) { c.Method, c.Events = Request, append(c.Events, *e) }},
		{"ical: 0 events in a CANCEL, expected one", func(c *Calendar, e *Event) { c.Method, c.Events = Cancel, nil }},
		{"ical: a CANCEL without organizer or attendee", func(c *Calendar, e *Event) { c.Method, e.Organizer = Cancel, nil }},
		{"ical: a REQUEST without organizer or attendee", func(c *Calendar, e *Event) { c.Method, e.Attendee = Request, nil }},
	} {
		cal := &Calendar{Events: []Event{session(t)}}
		c.change(cal, &cal.Events[0])
		data, err := cal.Encode()
		if err == nil || data != nil || err.Error() != c.says {
			t.Errorf("%v, want %s", err, c.says)
		}
	}
}

func TestManyEventsKeepTheirOrderAndZones(t *testing.T) {
	c := many(t, 100)
	cal := decode(t, encode(t, c))
	events := cal.Events()
	if len(events) != 100 {
		t.Fatalf("%d events", len(events))
	}
	for i, e := range events {
		if got := e.Props.Get("UID").Value; got != c.Events[i].UID {
			t.Errorf("event %d is %s", i, got)
		}
		if got := instant(t, cal, e.Props.Get("DTSTART")); !got.Equal(c.Events[i].Start) {
			t.Errorf("event %d starts at %s, want %s", i, got, c.Events[i].Start)
		}
	}
}

// Of many events two halves are written beside each other: nobody can tell from
// the file, and its zones hold the times of both.
func TestManyEventsAreWrittenAsFewAre(t *testing.T) {
	c := many(t, 2*manyEvents+1)
	for i := range c.Events[manyEvents+10:] {
		c.Events[manyEvents+10+i].Start = at(t, "America/Lima", "2031-01-05T18:30").AddDate(0, 0, i)
		c.Events[manyEvents+10+i].End = time.Time{}
	}
	one, two := newWriter(Publish), newWriter(Publish)
	one.half(c.Events)
	two.events(c.Events)
	if !bytes.Equal(one.out, slices.Concat(two.out, two.rest)) {
		t.Error("two halves are not the whole")
	}
	if len(one.zones) != len(two.zones) {
		t.Errorf("%d zones are noted, and of halves %d", len(one.zones), len(two.zones))
	}
	for name, z := range one.zones {
		if got := two.zones[name]; got == nil || !got.start.Equal(z.start) || !got.end.Equal(z.end) {
			t.Errorf("%s holds %v, expected %v to %v", name, got, z.start, z.end)
		}
	}
}

// many returns a calendar of a network's size: sessions over two years in four
// zones, with texts in several scripts.
func many(t testing.TB, n int) *Calendar {
	zones := []string{"Europe/Berlin", "America/New_York", "Asia/Kolkata", "America/Sao_Paulo"}
	c := &Calendar{Name: "Everything", Refresh: time.Hour}
	for i := range n {
		e := session(t)
		e.UID = fmt.Sprintf("session-%d@school.example", i)
		e.Attendee = nil
		e.Start = at(t, zones[i%4], "2027-01-05T18:30").AddDate(0, 0, i%700)
		e.End = e.Start.Add(2 * time.Hour)
		e.Description = strings.Repeat("Кто ведёт людей? लोगों को कौन चलाता है? Who moves people, here?\n", 4)
		c.Events = append(c.Events, e)
	}
	return c
}

func has(t *testing.T, lines []string, want ...string) {
	t.Helper()
	for _, w := range want {
		found := false
		for _, line := range lines {
			found = found || line == w
		}
		if !found {
			t.Errorf("no line %q in\n%s", w, strings.Join(lines, "\n"))
		}
	}
}

// A feed of 5,000 events must take well under 150 ms.
func BenchmarkEncode5000(b *testing.B) {
	c := many(b, 5000)
	for b.Loop() {
		data, err := c.Encode()
		if err != nil {
			b.Fatal(err)
		}
		b.SetBytes(int64(len(data)))
	}
}
