package app_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"codeberg.org/plenary/plenary/e2e"
	"codeberg.org/plenary/plenary/internal/app/apptest"
	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/events"
)

// Whoever waits for a place at an event, or is offered one, must not read that
// they have it; and they see who read the list in which they stand.
func TestAnEventSaysWhatOneHasThere(t *testing.T) {
	h := apptest.Open(t)
	h.SetUp()
	e := h.Publish(apptest.Event("assembly"))
	bea, ada := h.Member("Bea", "bea@example.org"), h.Member("Ada", "ada@example.org")
	for _, v := range []*e2e.Client{bea, ada} {
		v.Open("/e/assembly/register").Form("email").Set("date", e.Dates[0].ID).Set("way", "here").Submit().OK()
	}
	ada.Open("/e/assembly").Says("You are on the waiting list").Silent("You are registered")
	bea.Open("/e/assembly").Says("You are registered").Follow("Open my registration").Form("/cancel").Submit().OK()
	ada.Open("/e/assembly").Says("A place is free for you").Silent("You are registered")
	ada.Open("/me/seen").Says("Nobody has looked so far.")
	h.Member("Cai", "cai@example.org", auth.SeeRegistrations).Open("/o/e/assembly/people").Says("Ada")
	ada.Open("/me/seen").Says("The list of people of Tenants’ assembly", "Cai, of the team")
}

// A date that was cancelled is not over, and whoever was to come may choose
// another.
func TestWhoseDateWasCancelledReadsSoAndComesOnAnother(t *testing.T) {
	h := apptest.Open(t)
	h.SetUp()
	e := h.Publish(apptest.Event("assembly"))
	ada := h.Member("Ada", "ada@example.org")
	ada.Open("/e/assembly/register").Form("email").Set("date", e.Dates[0].ID).Set("way", "online").Submit().OK()
	h.Change("assembly", func(e *events.Event) { e.Dates[0].Status = events.CalledOff })
	p := ada.Open("/e/assembly").Follow("Open my registration").Says("This date has been cancelled.").Silent("It is over")
	p.Form("/change").Set("date", e.Dates[1].ID).Submit().OK().Says("Your place is changed", "You are registered, Ada.").Silent("This date has been cancelled.")
}

// Whoever waits and asks for another date is told that they wait there, behind
// the others, and is promised no invitation.
func TestWhoChangesWhatTheyWaitForReadsWhereTheyStand(t *testing.T) {
	h := apptest.Open(t)
	h.SetUp()
	one := 1
	e := hall(h, func(e *events.Event) { e.Entry.Places.Here = &one })
	registers(t, h, "hall", "Ada", e.Dates[0].ID)
	registers(t, h, "hall", "Bea", e.Dates[1].ID)
	registers(t, h, "hall", "Cem", e.Dates[0].ID)
	registers(t, h, "hall", "Dua", e.Dates[1].ID)
	change := func(date string) *e2e.Page {
		return h.Visitor().Open(h.Link("cem@mail.example", "/er/")).Form("/change").Set("date", date).Submit().OK()
	}
	change(e.Dates[1].ID).Says("You now stand at the end of that waiting list.", "1 person waits before you").Silent("A new invitation is on its way")
	change(e.Dates[2].ID).Says("A place is free for you").Silent("at the end of that waiting list", "A new invitation is on its way")
}

// Of an event that not everybody sees, the own page of who has a place leads to
// its page by way of the sign-in, and who gave their place up is led nowhere
// that is shut.
func TestTheOwnPageLeadsNowhereThatIsShut(t *testing.T) {
	h := apptest.Open(t)
	h.SetUp()
	hall(h)
	ada, link := h.Member("Ada", "ada@mail.example"), ""
	ada.Open("/e/hall/register").Form("email").Set("date", "all").Submit().OK()
	link = h.Link("ada@mail.example", "/er/")
	v := h.Visitor()
	for _, seen := range []events.Visibility{events.Invited, events.Members} {
		h.Change("hall", func(e *events.Event) { e.Visibility = seen })
		v.Get("/e/hall").Answers(http.StatusNotFound)
		v.Open(link).Follow("To the page of the event").Says("Sign in")
		ada.Open(link).Follow("To the page of the event").Says("Hall evening", "Old mill")
	}
	v.Open(link).Form("/cancel").Submit().OK()
	h.Pass(events.UndoFor + time.Minute)
	v.Open(link).Says("This registration is cancelled").Follow("Register again").Says("Sign in")
	h.Change("hall", func(e *events.Event) { e.Visibility = events.Invited })
	v.Open(link).Says("This registration is cancelled").Silent("Register again", "Back to the event", "To the page of the event")
}

// Of a date that was added and is full, whoever comes to all others reads that
// they have no place there, and where they stand in its waiting list.
func TestWhoHasNoPlaceOnAnAddedDateReadsSo(t *testing.T) {
	h := apptest.Open(t)
	h.SetUp()
	two, one := 2, 1
	hall(h, func(e *events.Event) { e.Entry.Places.Here = &two })
	registers(t, h, "hall", "Ada", "all")
	h.Pass(time.Minute)
	registers(t, h, "hall", "Bea", "all")
	ada, bea := h.Link("ada@mail.example", "/er/"), h.Link("bea@mail.example", "/er/")
	organiser := organiser(h)
	edit := organiser.Open("/o/e/hall/edit").Form("/edit").Set("dates.3.date", "2027-02-24").Submit("Save").Says("Saving tells 2 people")
	edit.Form("/edit").Submit("Save and tell 2 people").OK().Says("Saved.")
	added := h.Event("hall").Dates[3]
	if added.Taken.Here != 2 {
		t.Fatalf("%d on two places", added.Taken.Here)
	}
	h.Change("hall", func(e *events.Event) {
		e.Dates = append(e.Dates, events.Date{Day: added.Day.AddDays(7), Places: &events.Places{Here: &one}})
	})
	v, line := h.Visitor(), "Wed, 3 Mar, 19:00–21:00: all places are taken, and you are number 1 on the waiting list."
	v.Open(ada).Says("Wed, 3 Mar", "For all dates").Silent("all places are taken")
	v.Open(bea).Says("Dates without a place for you", line, "Wed, 24 Feb").Silent("For all dates")
	own := v.Open(bea).Link(line)
	hers, theirs := v.Open(bea).Texts("label.pick"), v.Open("/e/hall/register").Texts("label.pick")
	if want := []string{"All 5 dates " + line, "Wed, 3 Feb, 19:00–21:00", "Wed, 3 Mar, 19:00–21:00 Full"}; !slices.Equal([]string{hers[0], hers[1], hers[5]}, want) {
		t.Errorf("she chooses among %q", hers)
	}
	if want := "Wed, 3 Feb, 19:00–21:00 Full. There is a waiting list."; theirs[1] != want {
		t.Errorf("others choose among %q", theirs)
	}
	v.Open(own).Says("You are next on the waiting list, Bea")
	organiser.Open("/o/e/hall/people?date="+h.Event("hall").Dates[4].ID).Says("Ada", "Bea", "Waits for a place")
	h.Pass(3 * time.Minute)
	mails := h.Mail("bea@mail.example")
	if last := mails[len(mails)-1]; !strings.Contains(last.Text, "new; all places are taken, and you are number 1 on the waiting list") {
		t.Errorf("she reads %s", last.Text)
	}
	organiser.Open("/o/e/hall/people?state=registered").Says("All dates but Wed, 3 Mar 2027")
	h.Change("hall", func(e *events.Event) { e.Dates[4].Places = &events.Places{Here: &two} })
	v.Open(bea).Says("For all dates").Silent("Dates without a place for you")
	v.Open(own).Says("For all dates").Silent("cancelled") // where she waited
	mails = h.Mail("bea@mail.example")
	if last := mails[len(mails)-1]; !strings.Contains(last.Text, "A place at Hall evening has fallen free for you") {
		t.Errorf("she reads %s", last.Text)
	}
}

// Of several dates the page shows first what is to be answered, then where one
// has a place, then where one waits; and of those what comes next.
func TestAnEventShowsTheDateThatMattersMost(t *testing.T) {
	h := apptest.Open(t)
	h.SetUp()
	one := 1
	e := hall(h, func(e *events.Event) { e.Entry.Places.Here = &one })
	registers(t, h, "hall", "Bea", e.Dates[0].ID)
	ada := h.Member("Ada", "ada@example.org")
	for _, n := range []int{0, 2, 1} { // waits for the first
		ada.Open("/e/hall/register").Form("email").Set("date", e.Dates[n].ID).Submit().OK()
		h.Pass(time.Minute)
	}
	ada.Open("/e/hall").Says("You are registered.").Follow("Open my registration").Says("When you come Wed, 10 Feb, 19:00")
	h.Visitor().Open(h.Link("bea@mail.example", "/er/")).Form("/cancel").Submit().OK()
	ada.Open("/e/hall").Says("A place is free for you").Follow("Open my registration").Says("Accept the place")
}

// The own page has the agenda of the dates that one comes to, in their hours.
func TestTheOwnPageHasTheAgendaOfOnesOwnDates(t *testing.T) {
	h := apptest.Open(t)
	h.SetUp()
	e := hall(h, func(e *events.Event) {
		for i, title := range []string{"Welcome", "Work", "Farewell"} {
			e.Agenda = append(e.Agenda, events.Part{Day: i + 1, Start: 19 * 60, Title: map[string]string{"en": title}})
		}
	})
	registers(t, h, "hall", "Ada", e.Dates[1].ID)
	h.Visitor().Open(h.Link("ada@mail.example", "/er/")).Says("Agenda", "Work").Silent("Welcome", "Farewell")
	registers(t, h, "hall", "Bea", "all")
	h.Visitor().Open(h.Link("bea@mail.example", "/er/")).Says("Welcome", "Work", "Farewell")

	call := apptest.Event("call")
	call.Venue, call.Doors, call.Entry.Places = nil, nil, events.Places{}
	call.Dates[2].Day = call.Dates[2].Day.AddDays(42) // after Europe's clocks were changed
	call.Agenda = []events.Part{{Start: 19 * 60, Title: map[string]string{"en": "Vote"}}}
	call = h.Publish(call)
	registers(t, h, "call", "Cem", call.Dates[2].ID)
	inCity(h, "Asia/Kolkata").Open(h.Link("cem@mail.example", "/er/")).Says("Hours of Kolkata", "10:30 pm – 12:30 am Vote").Silent("11:30 pm – 1:30 am")
}
