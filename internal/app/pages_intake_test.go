package app_test

import (
	"bytes"
	"fmt"
	"net/url"
	"strings"
	"testing"
	"time"

	"codeberg.org/plenary/plenary/e2e"
	"codeberg.org/plenary/plenary/internal/app/apptest"
	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/events"
	"codeberg.org/plenary/plenary/internal/people"
	"codeberg.org/plenary/plenary/internal/store"
)

// chapterOrganiser makes a chapter and somebody who makes events in it.
func chapterOrganiser(t *testing.T, h *apptest.House, slug, address string) *e2e.Client {
	t.Helper()
	c := h.Member(slug, address)
	h.Write(func(tx *store.Tx) error {
		chapter, err := h.People.SaveChapter(t.Context(), tx, auth.AtConsole(), people.Chapter{Slug: slug, Name: map[string]string{"en": strings.ToUpper(slug[:1]) + slug[1:]}, Zone: "Europe/Berlin"})
		if err != nil {
			return err
		}
		id, err := h.People.Find(tx, address)
		if err != nil {
			return err
		}
		return h.Auth.Give(t.Context(), tx, auth.AtConsole(), id, auth.ChapterScope(chapter.ID), auth.EditEvents)
	})
	return c
}

const flyer = `Tenants' assembly
Wednesday, 10 February 2027, 7 pm to 9 pm, Berlin time
Where: Old Mill, River Street 1
Register: https://reg.example/x?id=4&utm_source=mail&fbclid=Zz`

func TestAPastedAnnouncementBecomesADraftThatSaysWhereItIsFrom(t *testing.T) {
	h := apptest.Open(t)
	h.SetUp()
	ada := h.Member("Ada", "ada@example.org", auth.EditEvents)
	p := ada.Open("/o/events/paste").Form("text").Set("text", flyer).Submit("Look for events").OK()
	p.Says("1 event was found", "Tenants' assembly", "Wed, 10 Feb 2027", "from “Wednesday, 10 February 2027” and “7 pm to 9 pm”", "Old Mill", "sure", "https://reg.example/x?id=4").Silent("utm_source", "fbclid")
	if words := strings.Join(p.Texts("mark"), "|"); !strings.Contains(words, "10 February 2027") || !strings.Contains(words, "Old Mill") {
		t.Errorf("the words that count are %s", words)
	}
	p = p.Form("make").Set("e.1.venue", "Old mill, hall").Submit("Make drafts of what is ticked").OK()
	e := h.Event("tenants-assembly-2027-02-10")
	o := e.Occurrences()[0]
	if e.State != events.Draft || e.Venue.Name != "Old mill, hall" || o.Start.Format(time.RFC3339) != "2027-02-10T19:00:00+01:00" || o.End.Sub(o.Start) != 2*time.Hour || e.Entry.Elsewhere != "https://reg.example/x?id=4" {
		t.Errorf("became %+v at %v", e, o)
	}
	h.Visitor().Get("/e/" + e.Slug).Answers(404)
}

func TestADoubtfulTimeNeedsATick(t *testing.T) {
	h := apptest.Open(t)
	h.SetUp()
	ada := h.Member("Ada", "ada@example.org", auth.EditEvents)
	for text, says := range map[string]string{
		"Street party\nMonday, 4 March 2027, 3 pm, Berlin time, at Town Hall": "The weekday does not fit the date. The date stands as it is written.",
		"Street party\nThursday, 4 March 2027, 3 pm, at Town Hall":            "The text does not say whose clock is meant. Berlin is taken.",
		"Street party\nThursday, 4 March, 3 pm, Berlin time, at Town Hall":    "The text does not say which year.",
		"Call\nThursday, 4 March 2027, 8 pm Eastern / 7 pm Pacific, online":   "are not the same moment",
		"Street party\nThursday, 4 March 2027, 3 pm UTC+1, at Town Hall":      "The text gives the hours in UTC+1, and does not say in which city. They are shown as Berlin’s.",
		"Street party\nThursday, 4 March 2027, 3 pm UTC+25, at Town Hall":     "it is not clear which zones are meant",
		"Street party\nThursday, 4 March 2027, at 7, Berlin time, in the pub": "The hour can be read in more than one way",
	} {
		p := ada.Open("/o/events/paste").Form("text").Set("text", text).Submit("Look for events").OK().Says("1 event was found", "Doubtful.", says).Silent("Etc/")
		p = p.Form("make").Set("e.1.date", "2027-03-04").Set("e.1.start", "15:00").Submit("Make drafts of what is ticked").Answers(422).Says("Look at what is doubtful")
		if n := len(p.All("[id=e.1.sure][aria-invalid=true]")); n != 1 {
			t.Errorf("%q: %d boxes are marked", text, n)
		}
		p = p.Form("make").Set("e.1.sure", "yes").Submit("Make drafts of what is ticked").OK().Says("Change: ")
	}
}

// TestAYearThatDoesNotFitIsNotSaidToFit: and each hour that is named for another
// zone stands with its own words.
func TestAYearThatDoesNotFitIsNotSaidToFit(t *testing.T) {
	h := apptest.Open(t)
	h.SetUp()
	ada := h.Member("Ada", "ada@example.org", auth.EditEvents)
	p := ada.Open("/o/events/paste").Form("text").Set("text", "Call\nMonday, 4 March, 8 pm Eastern, 7 pm Central, 5 pm Pacific, online").Submit("Look for events").OK()
	p.Says("The weekday does not fit the date.", "The text does not say the date itself.", "in Chicago", "in Los Angeles").Silent("because it fits", "“7 pm” and “5 pm”")
}

func TestProseWithoutAnEventSaysSo(t *testing.T) {
	h := apptest.Open(t)
	h.SetUp()
	ada := h.Member("Ada", "ada@example.org", auth.EditEvents)
	ada.Open("/o/events/paste").Form("text").Submit("Look for events").Answers(422).Says("Paste the announcement first.")
	ada.Open("/o/events/paste").Form("text").Set("text", "We are a choir.").Submit("Look for events").OK().Says("No event was found.", "There is no date with an hour in this text.", "We are a choir.")
	ada.Open("/o/events/paste").Form("text").Set("text", "Quiz, 5 March 2019, 8pm").Submit("Look for events").OK().
		Says("No event was found.", "The days and hours in this text are over, or are those of something else.").Silent("There is no date with an hour")
}

func TestSeveralEventsOfAPageAndTheirRhythmsBecomeDrafts(t *testing.T) {
	h := apptest.Open(t)
	h.SetUp()
	ada := h.Member("Ada", "ada@example.org", auth.EditEvents)
	text := "<html><body><h2>Reading circle</h2><p>Six Wednesdays from 10 February 2027, 7 pm Berlin time, <a href='https://meet.example/r?utm_source=x'>online</a></p>" +
		"<h2>Street party</h2><p>Saturday, 6 March 2027, 3 pm – 6 pm Berlin time, Town Hall</p></body></html>"
	p := ada.Open("/o/events/paste").Form("text").Set("text", text).Submit("Look for events").OK().Says("2 events were found", "Reading circle", "Street party", "each week, 6 times").Silent("<h2>Reading circle</h2><p>", "utm_source")
	p = p.Form("make").Submit("Make drafts of what is ticked").OK().Says("2 drafts were made")
	if e := h.Event("reading-circle-2027-02-10"); len(e.Dates) != 6 || e.Rule == nil || e.Online != "https://meet.example/r" {
		t.Errorf("the circle became %+v", e)
	}
	p.Says("Street party")
}

func TestWhoWorksInAChapterBringsEventsIntoIt(t *testing.T) {
	h := apptest.Open(t)
	h.SetUp()
	h.Member("Bea", "bea@example.org").Get("/o/events/paste").Answers(404)
	h.Member("Cleo", "cleo@example.org", auth.EditSeries).Get("/o/events/paste").Answers(404)
	dora := chapterOrganiser(t, h, "north", "dora@example.org")
	chapterOrganiser(t, h, "south", "emil@example.org")
	p := dora.Open("/o/events/paste").Form("text").Set("text", flyer).Submit("Look for events").OK().Silent("South")
	f := p.Form("make")
	f.Submit("Make drafts of what is ticked").OK()
	if e := h.Event("tenants-assembly-2027-02-10"); e.Chapter != "north" {
		t.Errorf("lies in %q", e.Chapter)
	}
	dora.Post("/o/events/paste", url.Values{"text": {flyer}, "make": {"yes"}, "e.1.take": {"yes"}, "chapter": {"south"}}).OK()
	if e := h.Event("tenants-assembly-2027-02-10-2"); e.Chapter != "north" {
		t.Errorf("lies in %q", e.Chapter)
	}
}

// calendarOf is a file of events, each with a number for a name.
func calendarOf(events ...string) []byte {
	return []byte("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n" + strings.Join(events, "") + "END:VCALENDAR\r\n")
}

func entry(uid, title, start string) string {
	return "BEGIN:VEVENT\r\nUID:" + uid + "\r\nSUMMARY:" + title + "\r\nDTSTART;TZID=Europe/Berlin:" + start + "\r\nDURATION:PT2H\r\nLOCATION:Old Mill\\, River Street 1\r\nEND:VEVENT\r\n"
}

// bring uploads a file and shows what would become of it.
func bring(c *e2e.Client, name string, data []byte) *e2e.Page {
	return c.Open("/o/events/import").Form("file").Attach("file", name, data).Submit("Look at the file")
}

// done presses a button of an import and waits until it is through.
func done(h *apptest.House, c *e2e.Client, p *e2e.Page, button string) *e2e.Page {
	p = p.Form("do").Submit(button).OK()
	h.Pass(0)
	return c.Open(p.URL.Path)
}

// drafts counts the drafts of a house.
func drafts(h *apptest.House) (n int) {
	h.Read(func(tx *store.Tx) error { return tx.Row(`SELECT COUNT(*) FROM event WHERE state = 'draft'`).Scan(&n) })
	return n
}

func TestAFileIsLookedAtFirstAndThenBecomesDrafts(t *testing.T) {
	h := apptest.Open(t)
	h.SetUp()
	ada := h.Member("Ada", "ada@example.org", auth.EditEvents)
	file := calendarOf(entry("1@x", "Assembly", "20270210T190000"), entry("2@x", "Street party", "20270306T150000"), "BEGIN:VEVENT\r\nUID:3@x\r\nSUMMARY:Torn\r\nDTSTART:soon\r\nEND:VEVENT\r\n")
	p := bring(ada, "ours.ics", file).OK().Says("Events of ours.ics", "Calendar file", "Assembly", "Wed, 10 Feb 2027, 19:00–21:00 in Berlin", "Old Mill, River Street 1", "They become drafts")
	ada.Open(p.URL.Path + "?show=unread").Says("“soon” is no time that can be read.")
	if n := drafts(h); n != 0 {
		t.Errorf("%d drafts are there before anybody said so", n)
	}
	first := done(h, ada, p, "Make 2 drafts").Says("2 drafts were made.", "It took less than a second.", "Assembly", "Street party", "Undo this import")
	if e := h.Event("assembly-2027-02-10"); e.State != events.Draft || e.Venue.Name != "Old Mill" {
		t.Errorf("became %+v", e)
	}

	// the same file again changes nothing
	again := bring(ada, "ours.ics", file).OK().Says("There is nothing to do", "There already")
	again.Form("do").Submit("Leave it").OK().Says("ours.ics", "2 drafts were made.", "Done")

	// a changed one brings up to date what nobody has touched
	h.Change("assembly-2027-02-10", func(e *events.Event) { e.Title = map[string]string{"en": "Great assembly"} })
	p = bring(ada, "ours.ics", calendarOf(entry("1@x", "Assembly", "20270211T190000"), entry("2@x", "Street party", "20270307T150000"), entry("4@x", "New one", "20270308T150000"))).OK()
	ada.Open(p.URL.Path+"?show=differs").Says("Great assembly", "Thu, 11 Feb 2027", "They stay as they are")
	ada.Open(p.URL.Path+"?show=changed").Says("Sat, 6 Mar 2027", "Sun, 7 Mar 2027")
	second := done(h, ada, p, "Make 1 draft, bring 1 up to date").Says("1 draft was made.", "1 was brought up to date.")
	if e := h.Event("street-party-2027-03-06"); e.Dates[0].Day.String() != "2027-03-07" {
		t.Errorf("stands on %s", e.Dates[0].Day)
	}
	if e := h.Event("assembly-2027-02-10"); e.Dates[0].Day.String() != "2027-02-10" || e.Title["en"] != "Great assembly" {
		t.Errorf("what somebody worked on became %+v", e)
	}

	// the second is undone, then the first
	done(h, ada, second, "Undo this import").Says("This import was undone.")
	if e := h.Event("street-party-2027-03-06"); e.Dates[0].Day.String() != "2027-03-06" {
		t.Errorf("stands on %s", e.Dates[0].Day)
	}
	done(h, ada, ada.Open(first.URL.Path), "Undo this import").Says("This import was undone.", "Great assembly", "somebody has worked on them").Silent("Street party")
	if n := drafts(h); n != 1 {
		t.Errorf("%d drafts are left", n)
	}
}

// TestAZoneThatNobodyKnowsIsNamedOnce: beside the event, which becomes a draft.
func TestAZoneThatNobodyKnowsIsNamedOnce(t *testing.T) {
	h := apptest.Open(t)
	h.SetUp()
	ada := h.Member("Ada", "ada@example.org", auth.EditEvents)
	p := bring(ada, "mars.ics", []byte("BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:1\r\nSUMMARY:Landing\r\nDTSTART;TZID=Mars/Olympus:20270213T110000\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n")).OK()
	p.Says("The time zone of 1 event is not clear. Whose clock is meant?", "The time zone “Mars/Olympus” is not known.", "Sat, 13 Feb 2027, 11:00–12:00 in Berlin").
		Silent("names no time zone", "does not say in which time zone", "passed over")
	if n := strings.Count(p.Body, "Mars/Olympus"); n != 1 {
		t.Errorf("it is named %d times", n)
	}
}

func TestHoursWithoutAZoneAreAskedFor(t *testing.T) {
	h := apptest.Open(t)
	h.SetUp()
	ada := h.Member("Ada", "ada@example.org", auth.EditEvents)
	p := bring(ada, "act.csv", []byte("event_title,administrative_title,location_name,address,city,state,zip,country,start_date,host_committee\nRally,r,Capitol,1 Sq,Albany,NY,12207,US,02/13/2027 11:00,x\n")).OK()
	p.Says("Table of Action Network", "1 event names no time zone. Whose clock is meant?", "Columns that are not used", "host_committee", "Sat, 13 Feb 2027, 11:00–12:00 in Berlin")
	p = p.Form("change-zone").Submit("Change city").OK()
	p = p.Form("zone").Set("zone", "America/New_York").Submit("Read the file by this clock").OK().Says("11:00–12:00 in New York")
	done(h, ada, p, "Make 1 draft")
	if e := h.Event("rally-2027-02-13"); e.Zone != "America/New_York" {
		t.Errorf("is meant in %s", e.Zone)
	}
	ada.Open("/o/events/import").Says("New York") // the same file again is read the same way
}

func TestFilesThatAreTooLargeOrNoneAreRefusedBesideTheField(t *testing.T) {
	h := apptest.Open(t)
	h.SetUp()
	ada := h.Member("Ada", "ada@example.org", auth.EditEvents)
	for says, data := range map[string]string{"This is no file of events": "hello", "This is JSON, but no list of events": `{"a":1}`, "There is no event in this file.": "BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n",
		"This file is too large": strings.Repeat("x", 5<<20+1)} {
		p := bring(ada, "x", []byte(data)).Answers(422).Says(says)
		if n := len(p.All("[id=file][aria-invalid=true]")); n != 1 {
			t.Errorf("%s: %d fields are marked", says, n)
		}
	}
	ada.Open("/o/events/import").Form("file").Submit("Look at the file").Answers(422).Says("Choose a file first.")
	began := time.Now()
	bring(ada, "bomb.ics", bytes.Repeat([]byte("BEGIN:VEVENT\r\n"), 100<<20/14)).Answers(413).Says("too large")
	if took := time.Since(began); took > 10*time.Second {
		t.Errorf("100 MB were refused after %s", took)
	}
	if n := uploads(h); n != 0 {
		t.Errorf("%d refused files are kept", n)
	}
}

// uploads counts the files that are kept.
func uploads(h *apptest.House) (n int) {
	h.Read(func(tx *store.Tx) error { return tx.Row(`SELECT COUNT(*) FROM upload`).Scan(&n) })
	return n
}

func TestAnotherChaptersImportIsNotThere(t *testing.T) {
	h := apptest.Open(t)
	h.SetUp()
	dora, emil := chapterOrganiser(t, h, "north", "dora@example.org"), chapterOrganiser(t, h, "south", "emil@example.org")
	p := bring(dora, "ours.ics", calendarOf(entry("1@x", "Assembly", "20270210T190000"))).OK().Says("North").Silent("South")
	emil.Get(p.URL.Path).Answers(404)
	emil.Open("/o/events/import").Silent("ours.ics")
	for _, what := range []string{"take", "undo", "leave", "again", "zone"} {
		emil.Post(p.URL.Path, url.Values{"do": {what}, "zone": {"Europe/Berlin"}}).Answers(404)
	}
	h.Member("Bea", "bea@example.org").Get("/o/events/import").Answers(404)
	h.Member("Cleo", "cleo@example.org", auth.EditSeries).Get("/o/events/import").Answers(404)
	done(h, dora, p, "Make 1 draft").Says("1 draft was made.")
	if e := h.Event("assembly-2027-02-10"); e.Chapter != "north" {
		t.Errorf("lies in %q", e.Chapter)
	}
	if n := uploads(h); n != 0 {
		t.Errorf("%d files are kept after their events are drafts", n)
	}
}

func TestAFileThatNobodyWentOnWithIsGoneAfterADay(t *testing.T) {
	h := apptest.Open(t)
	h.SetUp()
	ada := h.Member("Ada", "ada@example.org", auth.EditEvents)
	p := bring(ada, "ours.ics", calendarOf(entry("1@x", "Assembly", "20270210T190000"))).OK()
	h.Pass(26 * time.Hour)
	ada = h.Member("Ada", "ada@example.org", auth.EditEvents)
	ada.Open(p.URL.Path).Says("The file is kept for a day only.")
}

// TestFiveThousandEventsArePossible brings a file of five thousand events, looks
// at it, and says how long it takes.
func TestFiveThousandEventsArePossible(t *testing.T) {
	h := apptest.Open(t)
	h.SetUp()
	ada := h.Member("Ada", "ada@example.org", auth.EditEvents)
	var all []string
	for i := range 5000 {
		all = append(all, entry(fmt.Sprint(i, "@x"), fmt.Sprint("Reading ", i), fmt.Sprintf("2027%02d%02dT190000", 2+i%10, 1+i/10%28)))
	}
	began := time.Now()
	p := bring(ada, "many.ics", calendarOf(all...)).OK().Says("1 to 50 of 5,000", "This takes about 25 seconds.")
	if took := time.Since(began); took > 15*time.Second {
		t.Errorf("it was shown after %s", took)
	}
	ada.Open(p.URL.Path + "?show=new&from=4950").Says("4,951 to 5,000 of 5,000")
	p = p.Form("do").Submit("Make 5,000 drafts").OK().Says("0 of 5,000")
	h.Pass(0)
	p = ada.Open(p.URL.Path).Says("5,000 drafts were made.")
	done(h, ada, p, "Undo this import").Says("This import was undone.")
	if n := drafts(h); n != 0 {
		t.Errorf("%d drafts are left", n)
	}
}
