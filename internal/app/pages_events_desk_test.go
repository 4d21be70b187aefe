package app_test

import (
	"strings"
	"testing"
	"time"

	"codeberg.org/plenary/plenary/e2e"
	"codeberg.org/plenary/plenary/internal/app/apptest"
	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/events"
)

// organiser is somebody who may do everything about events.
func organiser(h *apptest.House) *e2e.Client {
	return h.Member("Olu", "olu@harbour.example", auth.EditEvents, auth.SeeRegistrations, auth.EditRegistrations, auth.TakeAttendance, auth.ExportPeople)
}

func TestAMonthlyEventTakesFewFieldsAndThreeActions(t *testing.T) {
	h := apptest.Open(t)
	h.SetUp()
	c := organiser(h)
	c.Open("/o/events").Says("You have no events yet.")
	f := c.Open("/o/e/new").Form("/o/e/new")
	f.Set("title.en", "Members’ meeting").Set("first", "2027-01-20").Set("start", "19:00").Set("end", "21:00").Set("rule.unit", "month-nth").Set("venue.name", "Old mill")
	look := f.Submit("Preview").OK().Says("Every month: the third Wednesday, without an end", "Wed, 20 Jan 19:00–21:00", "Wed, 17 Feb", "Wed, 17 Mar", "And 6 more dates.")
	if got := c.Open("/o/events"); !strings.Contains(got.Text(), "You have no events yet") {
		t.Error("a preview saved something")
	}
	saved := look.Form("/o/e/new").Submit("Save as a draft").OK().Says("Saved as a draft", "Every month: the third Wednesday", "Old mill", "Draft")
	press(t, saved, "Publish").OK().Says("It is published", "Open for registration")
	e := h.Event("members-meeting")
	if e.State != events.Published || e.Length != 2*time.Hour || e.Zone != "Europe/Berlin" || e.Rule == nil || len(e.Dates) < 12 {
		t.Errorf("saved as %+v", e)
	}
	c.Open("/o/events").Says("Members’ meeting", "Every month: the third Wednesday")
	h.Visitor().Open("/e/members-meeting").Says("Members’ meeting", "Old mill")
}

func TestTheRuleIsSaidBackInWords(t *testing.T) {
	h := apptest.Open(t)
	h.SetUp()
	c := organiser(h)
	for _, rule := range []struct {
		fields []string
		says   []string
		silent string
	}{
		{[]string{"first", "2027-01-05", "rule.unit", "week", "rule.every", "4", "rule.end", "until", "rule.until", "2027-04-30"},
			[]string{"Every 4 weeks: Tuesday, until Fri, 30 Apr 2027", "Tue, 5 Jan", "Tue, 2 Feb", "Tue, 2 Mar", "Tue, 30 Mar", "Tue, 27 Apr"}, "May"},
		{[]string{"first", "2027-01-20", "rule.unit", "month-nth", "rule.end", "count", "rule.count", "3"},
			[]string{"Every month: the third Wednesday, 3 times", "Wed, 20 Jan", "Wed, 17 Feb", "Wed, 17 Mar"}, "Apr"},
		{[]string{"first", "2027-01-27", "rule.unit", "month-last", "rule.end", "count", "rule.count", "2"},
			[]string{"Every month: the last Wednesday, 2 times", "Wed, 27 Jan", "Wed, 24 Feb"}, "Mar"},
		{[]string{"first", "2027-01-31", "rule.unit", "month-day", "rule.end", "count", "rule.count", "2"},
			[]string{"Every month, on day 31, 2 times", "Sun, 31 Jan", "Wed, 31 Mar"}, "Feb"},
		{[]string{"first", "2027-01-05", "dates.1.date", "2027-01-12", "dates.2.date", "2027-01-21", "dates.2.start", "18:00"},
			[]string{"Tue, 5 Jan", "Tue, 12 Jan", "Thu, 21 Jan", "18:00–20:00"}, "Every"},
	} {
		f := c.Open("/o/e/new").Form("/o/e/new").Set("title.en", "Meeting").Set("start", "19:00").Set("end", "21:00")
		for i := 0; i < len(rule.fields); i += 2 {
			f.Set(rule.fields[i], rule.fields[i+1])
		}
		p := f.Submit("Preview").OK().Says(rule.says...)
		if preview := strings.Join(p.Texts("#preview"), " "); strings.Contains(preview, rule.silent) {
			t.Errorf("%v: the preview says %q", rule.fields, preview)
		}
	}
}

func TestWhatIsWrongWithAnEventStandsBesideItsFieldAndNothingTypedIsLost(t *testing.T) {
	h := apptest.Open(t)
	h.SetUp()
	c := organiser(h)
	for _, wrong := range []struct {
		fields      []string
		field, says string
	}{
		{[]string{"title.en", ""}, "title.en", "Enter a title."},
		{[]string{"first", ""}, "first", "Enter a date."},
		{[]string{"first", "30.2.2027"}, "first", "Enter a date such as"},
		{[]string{"start", ""}, "start", "Enter when it begins."},
		{[]string{"end", ""}, "end", "Enter when it ends."},
		{[]string{"end", "late"}, "end", "Enter a time such as"},
		{[]string{"doors", "19:30"}, "doors", "The doors open before it starts."},
		{[]string{"end_date", "2027-01-01"}, "end_date", "It cannot end before it begins."},
		{[]string{"first", "2027-03-28", "start", "02:30", "end", "05:00"}, "start", "02:30 does not exist. The next is"},
		{[]string{"rule.unit", "week", "rule.weekdays", "1"}, "first", "is not one of the days it repeats on"},
		{[]string{"first", "2027-01-29", "rule.unit", "month-nth"}, "rule.unit", "Not every month has a fifth Friday."},
		{[]string{"rule.unit", "week", "rule.end", "count"}, "rule.count", "Enter a number from 1 to"},
		{[]string{"rule.unit", "week", "rule.end", "until", "rule.until", "2026-01-01"}, "rule.until", "The last day cannot be before the first."},
		{[]string{"dates.1.date", "", "dates.1.theme.en", "Rent"}, "dates.1.date", "Enter a date."},
		{[]string{"dates.1.date", "2027-03-28", "dates.1.start", "02:30"}, "dates.1.start", "02:30 does not exist."},
		{[]string{"venue.address", "River Street 1"}, "venue.name", "Enter the name of the place."},
		{[]string{"online", "meet.example.org"}, "online", "Enter an address that begins with https://."},
		{[]string{"registration", "elsewhere"}, "elsewhere", "Enter the address at which people register."},
		{[]string{"places.here", "0"}, "places.here", "Enter a number from 1 to"},
		{[]string{"places.online", "many"}, "places.online", "Enter a number in digits."},
		{[]string{"opens", "2027-02-01T09:00", "closes", "2027-01-01T09:00"}, "closes", "cannot close before it opens"},
		{[]string{"agenda.1.title.en", "Welcome"}, "agenda.1.start", "Enter when this part begins."},
		{[]string{"agenda.1.start", "19:00"}, "agenda.1.title.en", "Enter a title."},
		{[]string{"hosts.1.url", "https://a.example"}, "hosts.1.name", "Enter a name."},
		{[]string{"part_of.url", "https://a.example"}, "part_of.name", "Enter a name."},
		{[]string{"contact.email", "nobody"}, "contact.email", "Enter a whole e-mail address"},
		{[]string{"show_zones", "Berlin, Atlantis"}, "show_zones", "Atlantis is not known."},
		{[]string{"event", "Not A Slug"}, "event", "Use small letters a to z"},
		{[]string{"questions.1.label.en", "Morning?", "questions.1.kind", "choice", "questions.1.choices.en", "Yes"}, "questions.1.choices.en", "at least two answers"},
	} {
		f := c.Open("/o/e/new").Form("/o/e/new").Set("title.en", "Meeting").Set("first", "2027-01-05").Set("start", "19:00").Set("end", "21:00").Set("description.en", "Kept.")
		for i := 0; i < len(wrong.fields); i += 2 {
			f.Set(wrong.fields[i], wrong.fields[i+1])
		}
		p := f.Submit("Save as a draft").Answers(422).Says(wrong.says)
		again := p.Form("/o/e/new")
		if again.Value("description.en") != "Kept." {
			t.Errorf("%v: what was typed is lost", wrong.fields)
		}
		if !strings.Contains(p.Body, `id="`+wrong.field+`-err"`) {
			t.Errorf("%v: nothing is said beside %s", wrong.fields, wrong.field)
		}
	}
}

// registers lets somebody register for an event who then answers their mail.
func registers(t *testing.T, h *apptest.House, slug, name, date string) {
	t.Helper()
	v := h.Visitor()
	f := v.Open("/e/"+slug+"/register").Form("/e/"+slug+"/register").Set("name", name).Set("email", strings.ToLower(name)+"@mail.example")
	if date != "" {
		f.Set("date", date)
	}
	f.Submit().OK()
	v.Open(h.Link(strings.ToLower(name)+"@mail.example", "/er/"))
}

// hall is an event in a hall alone, on three evenings.
func hall(h *apptest.House, change ...func(*events.Event)) *events.Event {
	e := apptest.Event("hall")
	e.Online, e.Title, e.Entry = "", map[string]string{"en": "Hall evening"}, events.Entry{Registration: events.Required, ByDate: true, Waitlist: true}
	for _, f := range change {
		f(e)
	}
	return h.Publish(e)
}

func TestADateThatIsMovedIsToldOnceAndTheOrganiserKnowsToWhom(t *testing.T) {
	h := apptest.Open(t)
	h.SetUp()
	e := hall(h)
	c := organiser(h)
	registers(t, h, "hall", "Ada", e.Dates[0].ID)
	registers(t, h, "hall", "Bea", "all")
	registers(t, h, "hall", "Cem", e.Dates[1].ID)
	before := map[string]int{}
	for _, name := range []string{"ada", "bea", "cem"} {
		before[name] = len(h.Mail(name + "@mail.example"))
	}
	address := "/o/e/hall/d/" + e.Dates[0].ID
	f := c.Open(address).Form(address).Set("date", "2027-02-04").Set("start", "18:00").Set("word.en", "The hall is flooded.")
	told := f.Submit("Save").OK().Says("Not saved yet.", "Saving tells 2 people by mail", "Thu, 4 Feb", "18:00–21:00")
	if h.Event("hall").Dates[0].Day.String() != "2027-02-03" {
		t.Fatal("it was saved before anybody was announced")
	}
	told.Form(address).Submit("Save and tell 2 people").OK().Says("Saved.", "Moved")
	c.Open(address).Form(address).Set("start", "18:30").Submit("Save").Form(address).Submit("Save and tell 2 people").OK() // corrected at once
	h.Pass(3 * time.Minute)
	h.Pass(time.Hour)
	for name, want := range map[string]int{"ada": 1, "bea": 1, "cem": 0} {
		mails := h.Mail(name + "@mail.example")
		if got := len(mails) - before[name]; got != want {
			t.Errorf("%s got %d letters about it, want %d", name, got, want)
		} else if want == 1 {
			if text := mails[len(mails)-1].Text; !strings.Contains(text, "The hall is flooded.") || !strings.Contains(text, "18:30") || strings.Contains(text, "18:00") {
				t.Errorf("%s reads %s", name, text)
			}
		}
	}
	h.Visitor().Open("/e/hall").Says("Moved. It was to be on", "The hall is flooded.")
	// What concerns nobody is saved at once.
	second := "/o/e/hall/d/" + h.Event("hall").Dates[2].ID
	c.Open(second).Form(second).Set("theme.en", "Rents").Submit("Save").OK().Says("Saved.", "Rents")
}

func TestDatesAreLeftOutCalledOffTakenBackAddedAndTakenAway(t *testing.T) {
	h := apptest.Open(t)
	h.SetUp()
	c := organiser(h)
	c.Open("/o/e/new").Form("/o/e/new").Set("title.en", "Monthly").Set("first", "2027-01-20").Set("start", "19:00").Set("end", "21:00").
		Set("rule.unit", "month-nth").Set("rule.end", "count").Set("rule.count", "4").Set("venue.name", "Old mill").Submit("Save and publish").OK().Says("It is published")
	e := h.Event("monthly")
	status := func(n int, to string) *e2e.Page {
		address := "/o/e/monthly/d/" + e.Dates[n].ID
		return c.Open(address).Form(address).Set("status", to).Submit("Save").OK().Says("Saved.")
	}
	status(1, "skipped").Says("1 date is left out")
	h.Visitor().Open("/e/monthly").Silent("17 Feb")
	status(1, "scheduled")
	h.Visitor().Open("/e/monthly").Says("17 Feb")
	status(2, "cancelled").Says("Cancelled")
	h.Visitor().Open("/e/monthly").Says("17 Mar", "Cancelled")
	c.Open("/o/e/monthly/d/new").Form("/d/new").Set("date", "2027-05-01").Set("start", "14:00").Set("end", "18:00").Set("theme.en", "Feast").Submit("Add it").OK().
		Says("The date is added.", "Feast", "14:00–18:00")
	e = h.Event("monthly")
	last := e.Dates[len(e.Dates)-1]
	press(t, c.Open("/o/e/monthly/d/"+last.ID), "Take this date away").OK().Says("The date is gone.").Silent("Feast")
	// The rule's own dates stay what they are when the form is saved again.
	c.Open("/o/e/monthly/edit").Form("/edit").Set("title.en", "Monthly meeting").Submit("Save").OK().Says("Saved.", "Cancelled")
	if got := h.Event("monthly"); len(got.Dates) != 4 || got.Dates[2].Status != events.CalledOff || got.Dates[0].ID != e.Dates[0].ID {
		t.Errorf("after saving: %+v", got.Dates)
	}
}

func TestAnEventIsCancelledWithAWordAndTheCancellationIsTakenBackWithoutOne(t *testing.T) {
	h := apptest.Open(t)
	h.SetUp()
	e := hall(h)
	c := organiser(h)
	registers(t, h, "hall", "Ada", e.Dates[0].ID)
	before := len(h.Mail("ada@mail.example"))
	cancel := func() *e2e.Page {
		return c.Open("/o/e/hall").Follow("Cancel the event…").Says("1 person is told by mail").Form("/cancel").Set("word.en", "We are on strike.").Submit("Cancel it and tell 1 person").OK()
	}
	press(t, cancel().Says("Cancelled.", "Everybody is told in two minutes."), "Undo").OK()
	h.Pass(time.Hour)
	if n := len(h.Mail("ada@mail.example")); n != before {
		t.Fatalf("what was taken back at once was told: %d letters", n-before)
	}
	cancel()
	h.Pass(time.Hour)
	mails := h.Mail("ada@mail.example")
	if len(mails) != before+1 || !strings.Contains(mails[len(mails)-1].Text, "We are on strike.") {
		t.Errorf("%d letters: %+v", len(mails)-before, mails[len(mails)-1])
	}
	h.Visitor().Open("/e/hall").Says("This event will not take place.", "We are on strike.")
}

func TestTwoEditorsAreToldOfEachOther(t *testing.T) {
	h := apptest.Open(t)
	h.SetUp()
	hall(h)
	c, d := organiser(h), h.Member("Dua", "dua@harbour.example", auth.EditEvents)
	mine := c.Open("/o/e/hall/edit").Form("/edit").Set("description.en", "Mine.")
	d.Open("/o/e/hall/edit").Form("/edit").Set("venue.name", "New mill").Set("title.en", "Hall night").Submit("Save").OK().Says("Saved.")
	p := mine.Submit("Save").Answers(422).Says("Somebody else has saved this event", "Please compare.", "Title There it says: Hall night", "Where we meet There it says: New mill").Silent("Registration There")
	again := p.Form("/edit")
	if again.Value("description.en") != "Mine." || again.Value("venue.name") != "Old mill" {
		t.Errorf("what was typed is lost: %q, %q", again.Value("description.en"), again.Value("venue.name"))
	}
	again.Set("venue.name", "New mill").Set("title.en", "Hall night").Submit("Save").OK().Says("Saved.", "Hall night")
	if e := h.Event("hall"); e.Venue.Name != "New mill" || e.Description["en"] != "Mine." {
		t.Errorf("saved as %+v", e)
	}
}
