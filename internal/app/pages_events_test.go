package app_test

import (
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"codeberg.org/plenary/plenary/e2e"
	"codeberg.org/plenary/plenary/internal/app/apptest"
	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/events"
	"codeberg.org/plenary/plenary/internal/people"
	"codeberg.org/plenary/plenary/internal/store"
	"codeberg.org/plenary/plenary/internal/when"
)

// inCity is a visitor who has chosen their city.
func inCity(h *apptest.House, zone string) *e2e.Client {
	v := h.Visitor()
	v.Open("/zone?back=/").Form("zone").Set("zone", zone).Submit()
	return v
}

// press presses the button with the text, in whichever form it stands.
func press(t *testing.T, p *e2e.Page, text string) *e2e.Page {
	t.Helper()
	for _, f := range p.Forms() {
		if slices.Contains(f.Buttons(), text) {
			return f.Submit(text)
		}
	}
	t.Fatalf("%s has no button %q: %s", p.URL.Path, text, p.Text())
	return nil
}

func TestTheEventPageSaysWhenForItsReader(t *testing.T) {
	h := apptest.Open(t)
	h.SetUp()
	h.Publish(apptest.Event("assembly"))
	v := inCity(h, "Asia/Kolkata")
	v.Open("/e/assembly").Says("Tenants’ assembly", "Assembly · In person and online · English and German, interpreted into Arabic", "We decide on the rent strike.",
		"Wed, 3 Feb, 11:30 pm – Thu, 4 Feb, 1:30 am, Kolkata time", "Wed 7:00 pm in Berlin · Wed 1:00 pm in New York", "Doors open at 6:30 pm, Berlin time.",
		"Old mill, River Street 1, Berlin", "Ramp at the side. Ring twice.", "Bring your lease.", "Interpreted into", "Arabic",
		"Hall team answers: hall@harbour.example", "1 place left in person.", "Whoever registers gets a page of their own.").
		Silent("https://meet.harbour.example")
	h.Change("assembly", func(e *events.Event) { e.Dates[0].Day = e.Dates[0].Day.AddDays(1) })
	v.Open("/e/assembly").Says("Moved. It was to be on Wed, 3 Feb, 2027, 11:30 pm.", "Thu, 4 Feb, 11:30 pm – Fri, 5 Feb, 1:30 am", "Was Wed, 3 Feb, 11:30 pm")
	h.Change("assembly", func(e *events.Event) { e.Dates[0].Status = events.CalledOff })
	v.Open("/e/assembly").Says("Wed, 10 Feb, 11:30 pm – Thu, 11 Feb, 1:30 am, Kolkata time", "Cancelled")
	h.Write(func(tx *store.Tx) error {
		return h.Events.SetState(t.Context(), tx, auth.AtConsole(), "assembly", events.Cancelled)
	})
	v.Open("/e/assembly").Says("Cancelled", "This event will not take place.").Silent("Kolkata time", "Register")
}

func TestTheEventPageSaysWhatCanBeDone(t *testing.T) {
	h := apptest.Open(t)
	h.SetUp()
	make := func(slug string, change func(*events.Event)) {
		e := apptest.Event(slug)
		change(e)
		h.Publish(e)
	}
	make("open", func(e *events.Event) { e.Entry.Closes = wall(t, "2027-02-01T23:59") })
	make("later", func(e *events.Event) { e.Entry.Opens = wall(t, "2027-01-20T09:00") })
	make("closed", func(e *events.Event) { e.Entry.Closes = wall(t, "2027-01-03T23:59") })
	make("none", func(e *events.Event) { e.Entry = events.Entry{Registration: events.NoNeed}; e.OnlineOpen = true })
	make("optional", func(e *events.Event) { e.Entry.Registration = events.Optional })
	make("elsewhere", func(e *events.Event) {
		e.Entry = events.Entry{Registration: events.Elsewhere, Elsewhere: "https://www.union.example/sign-up"}
	})
	make("over", func(e *events.Event) {
		for i := range e.Dates {
			e.Dates[i].Day.Year = 2026
		}
		e.Dates[1].Links = []events.Link{{Title: "What we heard", URL: "https://video.example/1", Kind: events.Recording}}
	})
	v := h.Visitor()
	for _, c := range []struct {
		slug   string
		says   []string
		action string // the primary button, "" for none
	}{
		{"open", []string{"Registration is open until Mon, 1 Feb 2027, 23:59."}, "Register"},
		{"later", []string{"Not open yet.", "Registration opens Wed, 20 Jan 2027, 09:00."}, ""},
		{"closed", []string{"Closed.", "Registration is closed."}, ""},
		{"none", []string{"You need not register. Just come.", "The call is open to everybody: meet.harbour.example"}, ""},
		{"optional", []string{"You can come without registering."}, "Register"},
		{"elsewhere", []string{"Another organisation takes the registrations"}, "Register at union.example"},
		{"over", []string{"Over.", "It was on Tue, 17 Feb 2026.", "Write-ups and recordings", "What we heard"}, ""},
	} {
		p := v.Open("/e/" + c.slug).OK().Says(c.says...)
		if got := strings.Join(p.Texts("a[class=btn go]"), ","); got != c.action {
			t.Errorf("%s: the primary button is %q, want %q", c.slug, got, c.action)
		}
		p = v.Get("/e/" + c.slug + "/register")
		switch c.slug {
		case "open", "optional":
			p.OK().Says("E-mail address")
		case "none", "elsewhere":
			if p.URL.Path != "/e/"+c.slug {
				t.Errorf("%s: the form led to %s", c.slug, p.URL)
			}
		default:
			p.OK().Says(c.says[0]).Silent("E-mail address")
		}
	}
	v.Get("/e/nothing").Answers(http.StatusNotFound)
	v.Get("/e/nothing/register").Answers(http.StatusNotFound)
	v.Get("/e/nothing.ics").Answers(http.StatusNotFound)
}

func TestAnEventIsSeenByWhomItIsFor(t *testing.T) {
	h := apptest.Open(t)
	h.SetUp()
	for slug, visibility := range map[string]events.Visibility{"members": events.Members, "invited": events.Invited} {
		e := apptest.Event(slug)
		e.Visibility = visibility
		h.Publish(e)
	}
	h.Write(func(tx *store.Tx) error {
		_, err := h.Events.Save(t.Context(), tx, auth.AtConsole(), apptest.Event("draft"))
		return err
	})
	member, team := h.Member("Ada", "ada@example.org"), h.Member("Bea", "bea@example.org", auth.EditEvents)
	for slug, sees := range map[string][3]bool{"draft": {false, false, true}, "members": {false, true, true}, "invited": {false, false, true}} {
		for i, who := range []*e2e.Client{h.Visitor(), member, team} {
			for _, path := range []string{"", ".ics", "/register"} {
				want := http.StatusNotFound
				if sees[i] {
					want = http.StatusOK
				}
				if got := who.Get("/e/" + slug + path).Status; got != want {
					t.Errorf("%s%s for visitor %d: %d, want %d", slug, path, i, got, want)
				}
			}
		}
	}
	team.Open("/e/draft").Says("Draft.", "Only its team sees this page.")
}

func TestWhoRegistersIsToldTheSameWhetherTheyAreKnown(t *testing.T) {
	h := apptest.Open(t)
	h.SetUp()
	e := h.Publish(apptest.Event("assembly"))
	v := inCity(h, "Asia/Kolkata")
	form := v.Open("/e/assembly").Follow("Register").Form("email")
	if got, want := form.Fields(), []string{"name", "email", "date", "way"}; !slices.Equal(got, want) {
		t.Errorf("the form asks %q, want %q", got, want)
	}
	refused := form.Set("name", "Ada").Set("email", "nonsense").Submit().Answers(http.StatusUnprocessableEntity).
		Says("Choose a date, or all of them.", "Enter a whole e-mail address", "Choose how you will come.")
	if got := refused.Form("email").Value("name"); got != "Ada" {
		t.Errorf("the form forgot what was typed: %q", got)
	}
	fill := func(name, address, way string) *e2e.Page {
		return v.Open("/e/assembly/register").Form("email").Set("name", name).Set("email", address).Set("date", e.Dates[1].ID).Set("way", way).Submit().OK()
	}
	first := fill("Adaeze Nwosu", "ada@example.org", "online").Says("You are registered", "Wed, 10 Feb, 11:30 pm – Thu, 11 Feb, 1:30 am, Kolkata time", "A mail is on its way").Silent("Adaeze Nwosu", "ada@example.org", "/er/")
	h.Mail("ada@example.org")
	again := fill("Adaeze Nwosu", "ada@example.org", "online")
	if first.Text() != again.Text() {
		t.Errorf("a known address reads\n%s\nan unknown one\n%s", again.Text(), first.Text())
	}
	fill("Bea", "bea@example.org", "here").Says("You are registered", "Press the button in that mail within two days")
	v.Open("/e/assembly/register?date=" + e.Dates[1].ID).Says("All places are taken.")
	fill("Cem", "cem@example.org", "here").Says("You are on the waiting list")
	kinds := func(address string) (list []string) {
		for _, m := range h.Mail(address) {
			list = append(list, m.Kind)
		}
		return list
	}
	if got := kinds("ada@example.org"); !slices.Equal(got, []string{"event.registered", "event.already"}) {
		t.Errorf("ada got %q", got)
	}
	v.Open(h.Link("cem@example.org", "/er/")).Says("You are next on the waiting list, Cem.")
	v.Get("/e/assembly/registered/forged").Answers(http.StatusNotFound)
}

func TestMyRegistrationDoesWhatItsButtonsSay(t *testing.T) {
	h := apptest.Open(t)
	h.SetUp()
	e := h.Publish(apptest.Event("assembly"))
	register := func(name, way string) string {
		h.Visitor().Open("/e/assembly/register").Form("email").Set("name", name).Set("email", name+"@example.org").Set("date", e.Dates[0].ID).Set("way", way).Submit().OK()
		return h.Link(name+"@example.org", "/er/")
	}
	ada, cem := register("ada", "here"), register("cem", "here")
	v := h.Visitor()
	page := v.Open(ada).Says("You are registered, ada.", "In person.", "Places are few.", "Doors open at 18:30, Berlin time.", "Old mill").Silent("cem", "meet.harbour.example")
	press(t, page, "Yes, I am coming").OK().Says("Thank you. Your place is yours.").Silent("Places are few.")

	// Another way to come, to another date and back, to a full hall in vain.
	v.Open(ada).Form("way").Set("way", "online").Submit("Change").OK().Says("Your place is changed.", "Online.", "The way into the call opens here")
	offer := v.Open(cem).Says("A place is free for you")
	v.Open(ada).Form("way").Set("way", "here").Submit("Change").Answers(http.StatusUnprocessableEntity).Says("There is no free place there.")
	press(t, offer, "Accept the place").OK().Says("The place is yours.")
	v.Open(ada).Form("way").Set("date", e.Dates[1].ID).Set("way", "here").Submit("Change").OK().Says("Wed, 10 Feb, 19:00–21:00")

	// Reminders, calendar, leaving and coming back.
	press(t, v.Open(ada), "No more reminders").OK().Says("No more reminders will come.")
	v.Open(ada).Form("again").Submit().OK().Says("Reminders will come again.")
	if ics := v.Get(ada + ".ics").OK(); strings.Count(ics.Body, "BEGIN:VEVENT") != 1 || strings.Contains(ics.Body, "meet.harbour.example") {
		t.Errorf("the calendar is\n%s", ics.Body)
	}
	gone := press(t, v.Open(ada), "Cancel my registration").OK().Says("This registration is cancelled.", "You can undo this until")
	if ics := v.Get(ada + ".ics").OK(); strings.Contains(ics.Body, "BEGIN:VEVENT") {
		t.Errorf("who gave their place up still has it in the calendar:\n%s", ics.Body)
	}
	press(t, gone, "Undo: I come after all").OK().Says("You are back.")
	v.Open(ada).Form("zone").Set("name", "Ada L.").Set("zone", "Asia/Kolkata").Submit("Save").OK().Says("Ada L.", "11:30 pm")
	press(t, v.Open(ada), "Remove me").OK().Says("Your name and address are forgotten.")
	v.Get(ada).Answers(http.StatusNotFound)
}

func TestTheWayInOpensAQuarterOfAnHourBefore(t *testing.T) {
	h := apptest.Open(t)
	h.SetUp()
	e := h.Publish(apptest.Event("assembly"))
	v := h.Visitor()
	for _, way := range []string{"online", "here"} {
		v.Open("/e/assembly/register").Form("email").Set("name", way).Set("email", way+"@example.org").Set("date", e.Dates[0].ID).Set("way", way).Submit().OK()
	}
	mine, hall := h.Link("online@example.org", "/er/"), h.Link("here@example.org", "/er/")
	way := mine + "/join/" + e.Dates[0].ID
	h.Clock.Set(time.Date(2027, 2, 3, 17, 44, 0, 0, time.UTC))
	v.Open(mine).Silent("Go to the call")
	v.Open(way).Says("Not yet.", "The way in opens at 18:45.")
	v.Post(way, nil).Answers(http.StatusUnprocessableEntity)
	h.Clock.Set(time.Date(2027, 2, 3, 17, 45, 0, 0, time.UTC))
	in := press(t, v.Open(mine).Follow("Go to the call").Silent("meet.harbour.example"), "Join now")
	if in.Status != http.StatusSeeOther || in.Leads != "https://meet.harbour.example/assembly" {
		t.Errorf("the way in answered %d and leads to %q", in.Status, in.Leads)
	}
	h.Read(func(tx *store.Tx) error {
		there, err := tx.Found(`SELECT 1 FROM event_attendance WHERE date = $1 AND there`, e.Dates[0].ID)
		if !there {
			t.Error("it was not noted who came")
		}
		return err
	})
	v.Open(hall + "/join/" + e.Dates[0].ID).Says("This registration has no place in the call.").Silent("meet.harbour.example")
	v.Get(mine + "/join/" + e.Dates[1].ID).Answers(http.StatusNotFound)
	h.Clock.Set(time.Date(2027, 2, 3, 20, 31, 0, 0, time.UTC))
	v.Open(way).Says("It is over.")
}

func TestOnePressOfAMailProgramStopsReminders(t *testing.T) {
	h := apptest.Open(t)
	h.SetUp()
	e := h.Publish(apptest.Event("assembly"))
	v := h.Visitor()
	v.Open("/e/assembly/register").Form("email").Set("name", "Ada").Set("email", "ada@example.org").Set("date", e.Dates[0].ID).Set("way", "online").Submit().OK()
	mine := h.Link("ada@example.org", "/er/")
	press(t, v.Open(mine), "Yes, I am coming").OK()
	h.Pass(time.Date(2027, 2, 2, 18, 5, 0, 0, time.UTC).Sub(h.Clock.Now()))
	stop := h.Link("ada@example.org", "/eu/")
	v.Open(stop).Says("Do you want no more reminders of Tenants’ assembly?")
	program := h.Visitor()
	program.Post(stop, map[string][]string{"List-Unsubscribe": {"One-Click"}}).OK().Says("You get no more reminders of Tenants’ assembly.")
	program.Post(stop, map[string][]string{"List-Unsubscribe": {"One-Click"}}).OK()
	before := len(h.Mail("ada@example.org"))
	h.Pass(23 * time.Hour)
	if got := len(h.Mail("ada@example.org")); got != before {
		t.Errorf("%d more mails came", got-before)
	}
	v.Open(mine).Form("again").Submit().OK()
	v.Get("/eu/" + strings.TrimPrefix(mine, "/er/")).Answers(http.StatusNotFound)
}

func TestAnAgendaStandsInTheHoursOfWhoComes(t *testing.T) {
	h := apptest.Open(t)
	h.SetUp()
	at := func(s string) when.Clock {
		c, err := when.ParseClock(s)
		if err != nil {
			t.Fatal(err)
		}
		return c
	}
	end := func(s string) *when.Clock { c := at(s); return &c }
	agenda := []events.Part{
		{Start: at("19:00"), Title: map[string]string{"en": "Welcome"}},
		{Start: at("19:30"), End: end("20:15"), Title: map[string]string{"en": "Rents"}, Place: "Room 1", Speakers: []people.Party{{Name: "Zainab"}}},
		{Start: at("19:30"), End: end("20:30"), Title: map[string]string{"en": "Repairs"}, Place: "Room 2"},
		{Start: at("20:30"), Title: map[string]string{"en": "Vote"}},
	}
	for slug, change := range map[string]func(e *events.Event){
		"hall": func(e *events.Event) { e.Online = "" }, "call": func(e *events.Event) { e.Venue, e.Doors = nil, nil }, "both": func(e *events.Event) {},
	} {
		e := apptest.Event(slug)
		e.Agenda = agenda
		change(e)
		h.Publish(e)
	}
	v := inCity(h, "Asia/Kolkata")
	p := v.Open("/e/hall").Says("Hours of Berlin", "7:00 – 7:30 pm Welcome", "7:30 – 8:15 pm Rents Room 1 With Zainab Repairs 7:30 – 8:30 pm Room 2", "8:30 – 9:00 pm Vote").Silent("1:00 – 1:30 am")
	if row := p.All("table[aria-label=Agenda] tr")[1]; len(p.All("table[aria-label=Agenda] tr")) != 3 || row == nil {
		t.Error("what runs at once does not stand side by side")
	}
	v.Open("/e/call").Says("Hours of Kolkata", "11:30 pm – 12:00 am Welcome", "1:00 – 1:30 am Vote")
	v.Open("/e/both").Says("Hours of Berlin, and below them your own in Kolkata", "8:30 – 9:00 pm 1:00 – 1:30 am Vote")
}

func TestTheEventPageSaysWhatItIsToPrograms(t *testing.T) {
	h := apptest.Open(t)
	h.SetUp()
	e := apptest.Event("assembly")
	many := 300
	e.Dates, e.Entry.Places.Online = e.Dates[:1], &many
	e.Title["en"] = "Rents </script><script>alert(1)</script>"
	e.Parties.Speakers = []people.Party{{Name: "Zainab", URL: "https://zainab.example"}}
	e.PartOf = &people.Party{Name: "Autumn of tenants", URL: "https://partner.example"}
	h.Publish(e)
	h.Change("assembly", func(e *events.Event) { e.Dates[0].Day = e.Dates[0].Day.AddDays(1) })
	p := h.Visitor().Open("/e/assembly")
	var got map[string]any
	if err := json.Unmarshal([]byte(rawScript(t, p)), &got); err != nil {
		t.Fatal(err)
	}
	for key, want := range map[string]any{"@context": "https://schema.org", "@type": "Event", "startDate": "2027-02-04T19:00:00+01:00", "endDate": "2027-02-04T21:00:00+01:00",
		"doorTime": "2027-02-04T18:30:00+01:00", "previousStartDate": "2027-02-03T19:00:00+01:00", "eventStatus": "https://schema.org/EventRescheduled",
		"eventAttendanceMode": "https://schema.org/MixedEventAttendanceMode", "maximumPhysicalAttendeeCapacity": 1.0, "maximumVirtualAttendeeCapacity": 300.0,
		"maximumAttendeeCapacity": 301.0, "url": h.URL + "/e/assembly"} {
		if got[key] != want {
			t.Errorf("%s is %v, want %v", key, got[key], want)
		}
	}
	if got["name"] != e.Title["en"] {
		t.Errorf("the title reads %v", got["name"])
	}
	if strings.Contains(p.Body, "meet.harbour.example") {
		t.Error("the call's address is on the page")
	}
	if at := p.Attr("meta[property=og:url]", "content"); at != h.URL+"/e/assembly" {
		t.Errorf("previews are told %q", at)
	}
}

// rawScript is the data of a page, as it stands in its source.
func rawScript(t *testing.T, p *e2e.Page) string {
	t.Helper()
	_, after, ok := strings.Cut(p.Body, `<script type="application/ld+json">`)
	data, _, closed := strings.Cut(after, "</script>")
	if !ok || !closed {
		t.Fatal("the page says nothing to programs")
	}
	return data
}
